"""A text as HTML, clause by clause: what the templates print of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from kaitei import markup
from kaitei.pages.page import Anchor
from kaitei.policy import Block, Clause, Run, Text


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause to print. `label` and `rest` together are its heading, exactly as written."""

    id: str
    level: int
    label: Markup
    rest: Markup
    plain: str
    body: Markup


def shown(text: Text) -> list[Shown]:
    """The clauses of a text. Level 0 has no heading; a heading is never above level 2."""
    return [_shown(clause) for clause in text.clauses]


def anchors(text: Text) -> tuple[Anchor, ...]:
    """The table of contents of a text: its clauses that have an id."""
    return tuple(Anchor(c.id, c.plain, c.level) for c in shown(text) if c.id and c.level)


def _shown(clause: Clause) -> Shown:
    body = _html(*clause.blocks)
    if clause.heading is None:
        return Shown("", 0, Markup(), Markup(), "", body)
    runs = clause.heading.runs
    label, rest = _split(runs, clause.label)
    return Shown(
        clause.id,
        max(2, clause.level),
        _html(Block("", label)) if label else Markup(),
        _html(Block("", rest)) if rest else Markup(),
        "".join(run.text for run in runs).strip(),
        body,
    )


def _split(runs: tuple[Run, ...], label: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The runs of the label, where the heading begins with it, and the rest."""
    if not runs or not label or not runs[0].text.startswith(label):
        return (), runs
    first = runs[0]
    rest = replace(first, text=first.text[len(label) :])
    return (replace(first, text=label),), ((rest, *runs[1:]) if rest.text else runs[1:])


def _html(*blocks: Block) -> Markup:
    return Markup(markup.html(blocks))  # noqa: S704  # markup.html gives safe HTML only
