"""Two languages side by side, clause by clause: of a text, and of what a revision changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from kaitei.site.model import coming, moved_on
from kaitei.site.pages.components.clauses import HtmlClause, anchors, clauses_of
from kaitei.site.pages.components.comparisons import lowered
from kaitei.site.pages.components.links import TextLinks
from kaitei.site.pages.context import PageContext
from kaitei.text import render


@dataclass(frozen=True, slots=True)
class ParallelCell:
    """A clause in one language: its heading, empty where its body has one, and its body."""

    lang: str
    heading: str
    body: Markup


@dataclass(frozen=True, slots=True)
class ParallelRow:
    """A clause in every language that has it. `late`: a translation shows it as it was before."""

    id: str
    cells: tuple[ParallelCell, ...]
    late: bool = False


def parallel_text(page: PageContext) -> dict[str, object]:
    """The text that the policy's main page shows, in all languages."""
    policy, entry = page.policy, page.entry
    given = {lang: policy.translated(entry, lang) for lang in _languages(page)}
    href = TextLinks.on(page, "../")
    columns = {}
    late: frozenset[str] = frozenset()
    for lang, one in given.items():
        if one is not None and (found := policy.text(one, lang)):
            columns[lang] = [_cell(lang, clause) for clause in clauses_of(policy, found, href)]
            late |= moved_on(policy, one, entry, policy.authoritative)
    first = policy.text(entry, policy.authoritative)
    return {
        "columns": list(columns),
        "rows": _rows(columns, late),
        "coming": coming(policy, entry, policy.authoritative),
        "behind": [
            (lang, one) for lang, one in given.items() if one and one.number != entry.number
        ],
        "anchors": anchors(clauses_of(policy, first, str)) if first else (),
    }


def parallel_changes(page: PageContext) -> dict[str, object]:
    """What the page's revision changed, in all languages."""
    columns = {}
    for lang in _languages(page):
        if found := page.policy.redline(page.entry, lang):
            parts = render.clausewise(found, page.lang, prefix=f"k-{lang}-")
            columns[lang] = [
                (one.change.clause.id, ParallelCell(lang, "", Markup(lowered(one.html, by=0))))  # noqa: S704
                for one in parts
            ]
    return {
        "columns": list(columns),
        "rows": _rows(columns, frozenset()),
        "coming": {},
        "behind": [],
    }


def _languages(page: PageContext) -> list[str]:
    """The site's languages, the authoritative one first."""
    first = page.policy.authoritative
    return [first, *(lang for lang in page.site.site.languages if lang != first)]


def _cell(lang: str, clause: HtmlClause) -> tuple[str, ParallelCell]:
    return clause.id, ParallelCell(lang, clause.plain, clause.body)


def _rows(
    columns: Mapping[str, list[tuple[str, ParallelCell]]], late: frozenset[str]
) -> list[ParallelRow]:
    """Clauses paired by id, in the order of the first language; one that another lacks as well.

    Clauses without an id are paired by their order.
    """
    cells: dict[str, list[ParallelCell]] = {}
    for column in columns.values():
        unnamed = 0
        for name, cell in column:
            unnamed += not name
            key = name or f" {unnamed}"
            cells.setdefault(key, []).append(cell)
    return [
        ParallelRow("" if key.startswith(" ") else key, tuple(own), key in late)
        for key, own in cells.items()
    ]
