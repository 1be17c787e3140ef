"""Many changed values of one table column as one phrase: how many, and between which they lie."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaitei.text.diff import Finding
from kaitei.text.render.edits import Edit
from kaitei.text.values import values

MANY = 5
"""Values of a column that are still told one by one; of more, a reader wants to know the range."""
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+|/[1-9][0-9]*)?")
_RUN = re.compile(r"\d+(?:[.,:-]\d+)*")
_FIGURES = re.compile(r"[\W\d]+")
_Range = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sum:
    """The changed values of one column that are alike, at least one more than MANY."""

    column: str
    findings: tuple[Finding, ...]

    def old(self) -> _Range | None:
        """The least and the greatest former value; None where they can't be ordered."""
        return _range([found.old for found in self.findings])

    def new(self) -> _Range | None:
        """The least and the greatest new value; None where they can't be ordered."""
        return _range([found.new for found in self.findings])


def sums(findings: Iterable[Finding]) -> list[Sum]:
    """The columns of which more than MANY values changed alike, in the order of the first."""
    groups: dict[object, list[Finding]] = defaultdict(list)
    for found in dict.fromkeys(findings):
        spot = found.place
        if spot and spot.row and spot.column and found.kind != "negation":
            alike = spot.column, found.kind, bool(found.old), bool(found.new)
            groups[alike].append(found)
    return [
        Sum(group[0].place.column, tuple(group))
        for group in groups.values()
        if len(group) > MANY and group[0].place
    ]


def only_figures(edit: Edit) -> bool:
    """Whether an edit changed nothing but figures, and has words on both sides."""
    old, new = (_FIGURES.sub("", text) for text in (edit.old, edit.new))
    return old == new and bool(edit.old and edit.new)


def figures(text: str) -> list[str]:
    """The figures in a text, each run of digits with the marks in it."""
    return _RUN.findall(text)


def _range(texts: Sequence[str]) -> _Range | None:
    """The least and the greatest of values in one unit."""
    found = [_measured(text) for text in texts]
    measured = [one for one in found if one]
    if not texts or len(measured) < len(found) or len({unit for unit, _ in measured}) > 1:
        return None
    order = sorted(range(len(texts)), key=lambda at: measured[at][1])
    return texts[order[0]], texts[order[-1]]


def _measured(text: str) -> tuple[object, Fraction | str] | None:
    """What a value is measured in, and how much it is; a day or time by its digits."""
    value = next(iter(values(text)), None)
    if value is None:
        return None
    if value.kind in ("date", "time"):
        return (value.kind, len(value.normal)), value.normal
    number = _NUMBER.match(value.normal)
    if number is None:
        return None
    return (value.kind, value.unit, value.normal[number.end() :]), Fraction(number[0])
