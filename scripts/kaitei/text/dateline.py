"""The line of a text that tells its own date: "Last updated: July 9, 2020", 2020年7月9日改定.

Measured: such lines were not moved on with 24 to 49 % of substantive changes, and moved backwards
several times. So what they tell is proposed to a person, never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kaitei.model import Block, Clause, Text
from kaitei.text.values import calendar_day, fold, values

_LONGEST = 120  # characters of a line that is nothing but a date line
_REST = 24  # characters that may stand in it beside the label and the date
_EFFECTIVE = re.compile(
    r"effective(?:\s+(?:date|as\s+of|from|on))?|(?:comes?|came)\s+into\s+(?:force|effect)"
    r"|施行日?|発効日?|適用(?:開始)?日",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:last\s+|date\s+of\s+last\s+)?(?:updated?|modified|revised|revision|changed?|amended)"
    r"(?:\s+(?:on|date))?"
    r"|(?:最終)?(?:更新|改定|改訂|改正|変更)日?|制定日?|策定日?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that tells a date: whether it is the effective one, the day, the line's words."""

    effective: bool
    day: date
    words: str


def told(text: Text) -> DateLine | None:
    """What a text tells of its own date: the effective one if it does, else the latest update."""
    found = [line for clause in text.clauses if (line := of(clause))]
    return max(found, key=lambda line: (line.effective, line.day), default=None)


def without(text: Text) -> Text:
    """The text without its date lines."""
    clauses = (replace(c, blocks=tuple(_without(c.blocks))) for c in text.clauses)
    return replace(text, clauses=tuple(clauses))


def _without(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if not (block.runs and line_of(block)):
            yield replace(block, children=tuple(_without(block.children)))


def of(clause: Clause) -> DateLine | None:
    """What a clause tells of the text's date, as `told` does of a text."""
    return max(lines(clause), key=lambda line: (line.effective, line.day), default=None)


def lines(clause: Clause) -> Iterator[DateLine]:
    """Every date line of a clause."""
    for block in clause.blocks:
        yield from (line for leaf in block.leaves() if (line := line_of(leaf)))


def line_of(block: Block) -> DateLine | None:
    """What a paragraph or item tells, if it is a date line and nothing else."""
    words = block.words.strip()
    found = [v for v in values(words) if v.kind == "date"] if len(words) <= _LONGEST else []
    days = [day for value in found if (day := calendar_day(value.normal))]
    if not days:
        return None
    rest = words
    for value in reversed(found):
        rest = f"{rest[: value.start]} {rest[value.end :]}"
    rest = fold(rest)
    effective = _EFFECTIVE.search(rest)
    if not effective and not _UPDATED.search(rest):
        return None
    rest = _UPDATED.sub(" ", _EFFECTIVE.sub(" ", rest))
    if sum(c.isalnum() for c in rest) > _REST:
        return None
    return DateLine(bool(effective), max(days), words)
