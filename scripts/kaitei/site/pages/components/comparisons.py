"""A comparison on a page: as a list, as a table, as one marked text; and which ones there are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from kaitei.model import Status
from kaitei.site.model import PolicySite, Site, SiteEntry
from kaitei.site.pages.components.links import TextLinks
from kaitei.site.pages.context import PageContext
from kaitei.text import render
from kaitei.text.diff import Redline

_HEADING = re.compile(r"<(/?)h([1-6])\b")


def comparison(
    page: PageContext, redline: Redline | None, text: str = "../", *, since: bool = False
) -> dict[str, object]:
    """The list, the table and the marked text of a comparison; nothing without one.

    `text` is where the new text stands, relative to the page. Rows bear the ids `k-row-CLAUSE`.
    `since` is for a comparison with the text in force, not with the one that came next.
    """
    if redline is None:
        return {"worded": [], "table": None, "inline": None}
    href = TextLinks.on(page, text)
    table = render.table(redline, page.lang, since=since, prefix="k-row-", href=href)
    inline = render.inline(redline, page.lang, changed_only=True, href=href)
    return {
        "worded": render.sentences(redline, page.lang),
        "table": Markup(table),  # noqa: S704  # render gives safe HTML only
        "inline": Markup(lowered(inline)),  # noqa: S704
    }


def lowered(html: str, by: int = 1) -> str:
    """A comparison with its headings below that of its section, which is `by` levels below 1.

    A chapter that did not change is left out, and its clauses move up: no level is jumped over. In
    HTML of `render` a `<` stands in tags only.
    """
    above: list[int] = []

    def placed(found: re.Match[str]) -> str:
        closing, own = found[1], int(found[2])
        if not closing:
            while above and above[-1] >= own:
                above.pop()
            above.append(own)
        return f"<{closing}h{min(6, 1 + by + len(above))}"

    return _HEADING.sub(placed, html)


def replaced(policy: PolicySite) -> list[SiteEntry]:
    """The texts that held before the one in force, newest first: what a reader may remember."""
    return [entry for entry in policy.revisions if is_replaced(policy, entry)]


def is_replaced(policy: PolicySite, entry: SiteEntry) -> bool:
    """Whether an entry is the text that held before the one in force."""
    there = policy.in_force is not None and entry.has_text
    return there and entry.status is Status.SUPERSEDED


def has_marks(policy: PolicySite, entry: SiteEntry) -> bool:
    """Whether a revision's text is shown with its changes marked, in any language."""
    own = entry.publication.kind.is_revision and entry.has_text
    return own and any(policy.is_compared(entry, lang) for lang in entry.publication.sources)


def marked_neighbours(
    policy: PolicySite, entry: SiteEntry
) -> tuple[SiteEntry | None, SiteEntry | None]:
    """The revisions before and after one whose changes are marked as well."""
    beside: Mapping[int, tuple[SiteEntry | None, SiteEntry | None]] = policy.once(
        ("marked",), lambda: _beside([e for e in policy.revisions if has_marks(policy, e)])
    )
    return beside[entry.number]


def _beside(
    newest_first: Sequence[SiteEntry],
) -> dict[int, tuple[SiteEntry | None, SiteEntry | None]]:
    """The ones before and after each, by its number."""
    row = [None, *newest_first, None]
    rows = zip(row, row[1:], row[2:], strict=False)
    return {one.number: (older, newer) for newer, one, older in rows if one}


def multilingual(site: Site, policy: PolicySite, entry: SiteEntry) -> bool:
    """Whether a text is there in several languages.

    One whose translation is behind counts: its page says so.
    """
    return sum(policy.translated(entry, lang) is not None for lang in site.languages) > 1


def multilingual_changes(site: Site, policy: PolicySite, entry: SiteEntry) -> bool:
    """Whether a revision is compared with its base in several languages."""
    return sum(policy.is_compared(entry, lang) for lang in site.languages) > 1
