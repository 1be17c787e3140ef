"""The same pages as Markdown, for the generators that people would use instead.

One Markdown file for each page of ours: a text is its text; a comparison is the list of its changes
and its marked clauses, as `views.markdown` writes them for a code host. Comparing is done here, so
it costs the peers nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kaitei.record import Record
from kaitei.site.model import PolicySite, SiteEntry, look
from kaitei.text import render
from records import DAY

_MKDOCS = """\
site_name: Policies
site_url: https://peer.example/
theme: {name: material, font: false}
nav: [index.md]            # all pages in the navigation would cost the square of their number
markdown_extensions: [tables, attr_list, sane_lists]
plugins: [PLUGINS]
validation: {omitted_files: ignore, absolute_links: ignore, unrecognized_links: ignore}
"""
_RSS = (
    "search, git-revision-date-localized: {enable_creation_date: true}, "
    "rss: {use_git: true, match_path: '.*/changes/.*', pretty_print: false}"
)
_HUGO = """\
baseURL = "https://peer.example/"
title = "Policies"
disableKinds = ["taxonomy", "term", "RSS", "section"]
[markup.goldmark.renderer]
unsafe = true
"""
_HUGO_PAGE = """\
<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><nav>{{ range .Site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
<main><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}</main></body></html>
"""


def write(root: Path, folder: Path, on: date = DAY) -> int:
    """Write the pages of the site of `root` as Markdown below `folder`/docs; how many there are.

    With the configuration of each peer beside them.
    """
    shutil.rmtree(folder, ignore_errors=True)
    pages = dict(_pages(root, on))
    for path, text in pages.items():
        # For Hugo an index.md has no pages below it.
        flat = path.replace("/index.md", ".md") if "/" in path else "_index.md"
        for place in (folder / "docs" / path, folder / "content" / flat):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")
    plain = _MKDOCS.replace("[PLUGINS]", "[search]")
    (folder / "mkdocs.yml").write_text(plain, "utf-8")
    (folder / "mike.yml").write_text(f"{plain}docs_dir: mike-docs\n", "utf-8")
    (folder / "git.yml").write_text(_MKDOCS.replace("[PLUGINS]", f"[{_RSS}]"), "utf-8")
    (folder / "hugo.toml").write_text(_HUGO, "utf-8")
    layouts = folder / "layouts/_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list", "home"):
        (layouts / f"{name}.html").write_text(_HUGO_PAGE, "utf-8")
    return len(pages)


def _pages(root: Path, on: date) -> Iterator[tuple[str, str]]:
    site = look(Record(root).policies, on)
    for lang in site.languages:
        yield f"{lang}/index.md", f"# Policies ({lang})\n"
        for policy in site.policies:
            yield from _policy(policy, lang)
            policy.forget()
    yield "index.md", "# Policies\n"


def _policy(policy: PolicySite, lang: str) -> Iterator[tuple[str, str]]:
    place = f"{lang}/{policy.name}"
    now = policy.in_force
    assert now is not None
    for name in ("index", "parallel/index", "compare/index", "history/index", "wordings/index"):
        yield f"{place}/{name}.md", _page(policy, now, lang, name, _text(policy, now, lang))
    for entry in policy.revisions:
        own = f"{place}/{entry.number}"
        yield f"{own}/index.md", _page(policy, entry, lang, "", _text(policy, entry, lang))
        base = policy.base(entry)
        changes = _changes(policy, base, entry, lang) if base else ""
        for name in ("changes/index", "changes/parallel/index") if base else ("changes/index",):
            yield f"{own}/{name}.md", _page(policy, entry, lang, name, changes)
        if base:
            marked = _text(policy, entry, lang)  # less than ours: without the marks
            yield f"{own}/marked/index.md", _page(policy, entry, lang, "marked", marked)
        if entry.number < now.number:
            since = _changes(policy, entry, now, lang)
            yield f"{own}/changes-to-current/index.md", _page(policy, entry, lang, "since", since)


def _page(policy: PolicySite, entry: SiteEntry, lang: str, name: str, body: str) -> str:
    title = f"{policy.title(lang)} {entry.number} {name}"
    return f"---\ntitle: {title}\n---\n\n{body}"


def _text(policy: PolicySite, entry: SiteEntry, lang: str) -> str:
    source = policy.source(entry, lang) or ""
    return source.split("---\n", 2)[2]


def _changes(policy: PolicySite, old: SiteEntry, new: SiteEntry, lang: str) -> str:
    redline = policy.compared(old, new, lang)
    return render.markdown(redline, lang) if redline else ""
