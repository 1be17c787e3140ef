"""Two languages side by side, clause by clause: of a text, and of what a revision changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from kaitei.site.model import PolicySite
from kaitei.site.pages import touched
from kaitei.site.pages.clauses import Shown, anchors, shown
from kaitei.site.pages.comparing import address_in, lowered
from kaitei.site.pages.frame import Frame
from kaitei.site.pages.outlines import Outline
from kaitei.text import render


@dataclass(frozen=True, slots=True)
class Cell:
    """A clause in one language: its heading, empty where its body has one, and its body."""

    lang: str
    heading: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Row:
    """A clause in every language that has it. `late`: a translation shows it as it was before."""

    id: str
    cells: tuple[Cell, ...]
    late: bool = False


def text(frame: Frame, outline: Outline) -> dict[str, object]:
    """The text that the policy's main page shows, in all languages."""
    policy, entry = outline.policy, outline.entry
    assert policy is not None and entry is not None  # noqa: S101, PT018
    given = {lang: policy.translated(entry, lang) for lang in languages(frame, policy)}
    href = address_in(frame, outline, "../")
    columns = {}
    late: frozenset[str] = frozenset()
    for lang, one in given.items():
        if one is not None and (found := policy.text(one, lang)):
            columns[lang] = [_cell(lang, clause) for clause in shown(policy, found, href)]
            late |= touched.moved_on(policy, one, entry, policy.authoritative)
    heading = policy.title(frame.lang)
    first = policy.text(entry, policy.authoritative)
    return {
        "title": frame.words.plain("parallel_title", title=heading),
        "description": frame.words.plain("parallel_description", title=heading),
        "heading": heading,
        "columns": list(columns),
        "rows": _rows(columns, late),
        "behind": [
            (lang, one) for lang, one in given.items() if one and one.number != entry.number
        ],
        "anchors": anchors(shown(policy, first, str)) if first else (),
        "of": None,
    }


def redline(frame: Frame, outline: Outline) -> dict[str, object]:
    """What a revision changed, in all languages."""
    policy, entry = outline.policy, outline.entry
    assert policy is not None and entry is not None  # noqa: S101, PT018
    columns = {}
    for lang in languages(frame, policy):
        if found := policy.redline(entry, lang):
            parts = render.clausewise(found, frame.lang, prefix=f"k-{lang}-")
            columns[lang] = [
                (one.change.clause.id, Cell(lang, "", Markup(lowered(one.html, by=0))))  # noqa: S704
                for one in parts
            ]
    heading = policy.title_of(entry, frame.lang)
    values = {"title": heading, "number": entry.number}
    return {
        "title": frame.words.plain("parallel_changes_title", **values),
        "description": frame.words.plain("parallel_changes_description", **values),
        "heading": heading,
        "columns": list(columns),
        "rows": _rows(columns, frozenset()),
        "behind": [],
        "anchors": (),
        "of": entry,
    }


def languages(frame: Frame, policy: PolicySite) -> list[str]:
    """The site's languages, the authoritative one first."""
    others = [lang for lang in frame.site.languages if lang != policy.authoritative]
    return [policy.authoritative, *others]


def _cell(lang: str, clause: Shown) -> tuple[str, Cell]:
    return clause.id, Cell(lang, clause.plain, clause.body)


def _rows(columns: Mapping[str, list[tuple[str, Cell]]], late: frozenset[str]) -> list[Row]:
    """Clauses paired by id, in the order of the first language; one that another lacks as well.

    Clauses without an id are paired by their order.
    """
    cells: dict[str, list[Cell]] = {}
    for column in columns.values():
        unnamed = 0
        for name, cell in column:
            unnamed += not name
            key = name or f" {unnamed}"
            cells.setdefault(key, []).append(cell)
    return [
        Row("" if key.startswith(" ") else key, tuple(own), key in late)
        for key, own in cells.items()
    ]
