"""The texts that commands name: a Markdown file, `policy@number`, or a policy's draft."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.base.problems import KaiteiError, problem
from kaitei.cli.options import day, record, repository

if TYPE_CHECKING:  # markup's libraries take a moment to load: only when needed
    from kaitei.model import Text
    from kaitei.model.facts import Organization
    from kaitei.site.model import PolicySite, Site, SiteEntry
    from kaitei.text.markdown import Dialect

_REFERENCE = re.compile(r"(?P<policy>[a-z0-9-]+)@(?P<number>[1-9][0-9]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Named:
    """A text as it was named: its Markdown, facts filled in, and how to read it.

    For one of a policy: the policy's name, its language, who publishes, the day of its announcement
    (None while that is open). For a file these are "" and None. `published` is where it stands in
    the record; a draft has the `organization`, and the `effective` day that it declares.
    """

    name: str
    source: str
    dialect: Dialect
    policy: str = ""
    author: str = ""
    announced: date | None = None
    lang: str = ""
    published: tuple[Site, PolicySite, SiteEntry] | None = None
    organization: Organization | None = None
    effective: date | None = None

    def parsed(self, lang: str) -> Text:
        """The text, read in `lang`. Raises KaiteiError for a file or a draft beyond the limits."""
        from kaitei.text import markdown

        # What is published was within them, and is read whatever they are today.
        if self.published is None and (beyond := [*markdown.crowded(self.source, self.name)]):
            raise KaiteiError(*beyond)
        return markdown.parse(self.source, lang, dialect=self.dialect, file=self.name)


def named(options: argparse.Namespace, name: str) -> Named:
    """The text that `name` stands for. Raises KaiteiError where there is none.

    `--lang` says which language of a policy is meant, else it is the authoritative one.
    """
    if not Path(name).exists():
        if _REFERENCE.fullmatch(name):
            return _published(options, name)
        if re.fullmatch("[a-z0-9-]+", name) and (options.root / "content" / name).is_dir():
            return _draft(options, name)
    from kaitei.base import textfile

    if not name or not Path(name).exists():
        raise KaiteiError(problem("text-unknown", name=name))
    return Named(name, textfile.read(Path(name), name), "foreign")


def language(options: argparse.Namespace, *texts: Named) -> str:
    """The language of texts: `--lang`, else a policy's own, else that of the last one with words.

    Japanese where one character in twenty is kana, else English. It chooses the words around a
    redline, never what is compared.
    """
    known = next((text.lang for text in reversed(texts) if text.lang), "")
    if options.lang or known:
        return str(options.lang or known)
    text = next((text.source for text in reversed(texts) if text.source), "")
    kana = len(re.findall(r"[\u3041-\u30ff]", text))
    return "ja" if kana * 20 > len("".join(text.split())) else "en"


def publication(options: argparse.Namespace, ref: str) -> tuple[Site, PolicySite, SiteEntry]:
    """The publication `policy@number`, an event too, in the site that knows all of the record.

    Raises KaiteiError where there is none.
    """
    from kaitei.site.model import look

    found = _REFERENCE.fullmatch(ref)
    if found is None:
        raise KaiteiError(problem("reference-unknown", "versions", ref=ref))
    site = look(record(options).policies, date.max)
    try:
        policy = site.policy(found["policy"])
        return site, policy, policy.entry(int(found["number"]))
    except KeyError:
        raise KaiteiError(problem("reference-unknown", "versions", ref=ref)) from None


def announced(options: argparse.Namespace, name: str) -> tuple[Site, PolicySite, SiteEntry]:
    """The publication `policy@number` or, where it is none yet, the draft that would become it.

    A policy's name stands for its draft. The site of a draft knows it for one. Raises KaiteiError.
    """
    policy, _, number = name.partition("@")
    known = {p.ref for one in record(options).policies for p in one.publications}
    drafted = (options.root / "content" / policy).is_dir()
    if not re.fullmatch("[a-z0-9-]+", policy) or name in known or not drafted:
        return publication(options, name)
    from kaitei.cli.options import day
    from kaitei.drafts import preview

    opened = repository(options)
    site = preview.site(opened, day(options, opened))
    drafts = [one for one in site.draft or () if one[0] == policy]
    if number:
        drafts = [one for one in drafts if str(one[1]) == number]
    published = any(ref.startswith(f"{policy}@") for ref in known)
    if not drafts and not number and published:
        newest = site.policy(policy).newest.publication.ref
        place = f"content/{policy}"
        raise KaiteiError(problem("reference-undeclared", place, policy=policy, newest=newest))
    if not drafts:
        raise KaiteiError(problem("reference-unknown", "versions", ref=name))
    found = site.policy(policy)
    return site, found, found.entry(drafts[0][1])


def _published(options: argparse.Namespace, ref: str) -> Named:
    site, policy, entry = publication(options, ref)
    published = entry.publication
    if not published.kind.is_revision:
        of = f"{ref.partition('@')[0]}@{published.of}"
        raise KaiteiError(problem("reference-event", "versions", ref=ref, of=of))
    lang = options.lang or policy.authoritative
    source = policy.source(entry, lang)
    if source is None:
        raise KaiteiError(problem("reference-no-text", "versions", ref=ref, lang=lang))
    return Named(
        ref,
        source,
        "policy",
        policy.name,
        published.settings.organization.name(lang),
        published.announced,
        lang,
        published=(site, policy, entry),
    )


def _draft(options: argparse.Namespace, name: str) -> Named:
    from kaitei.drafts.checks import CheckContext

    opened = repository(options)
    content, organization = opened.whole, opened.whole.settings.organization
    lang = options.lang or organization.authoritative
    desk = CheckContext(content, opened.record.policies, day(options, opened))
    try:
        case = next(one for one in desk.cases if one.draft.policy == name)
        filled = case.draft.filled[lang]
    except (StopIteration, KeyError):
        raise KaiteiError(problem("reference-no-text", "content", ref=name, lang=lang)) from None
    return Named(
        name,
        filled,
        "policy",
        name,
        organization.name(lang),
        case.declared.announced if case.pending else None,
        lang,
        organization=organization,
        effective=case.declared.effective if case.pending else None,
    )
