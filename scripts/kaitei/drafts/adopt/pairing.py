"""Two languages with their own rhythm: which text a translation translates, by what both say.

Measured: of 126 translations 12 came with the text that they translate, and 40 were overtaken by
the next one before they came. So the day alone says little; numbers, amounts and the sequence of
headings are the same in every language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kaitei.drafts.adopt import dates
from kaitei.model import Block, Text
from kaitei.text import tokens

_AROUND = 6  # texts before and after the one of the same day that may be the one translated
_SAME_DAY = 0.02  # what an equal day weighs beside what is said: it only decides between equals
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Dated:
    """A text and the day from which it has held, None where nothing tells it."""

    text: Text
    day: date | None


def translated(firsts: Sequence[Dated], others: Sequence[Dated]) -> list[int]:
    """For each of `others`, in order, the place in `firsts` of the text that it translates.

    Both are in the order of their days, and so are the pairs: the alignment that says most in
    common wins. Linear in the number of texts.
    """
    if not firsts:
        return [-1] * len(others)
    marks = [fingerprint(one.text) for one in firsts]
    scores: list[dict[int, tuple[float, int]]] = []
    for other in others:
        mark = fingerprint(other.text)
        row: dict[int, tuple[float, int]] = {}
        for place in _near(firsts, other, len(scores), len(others)):
            score = likeness(marks[place], mark)
            if firsts[place].day is not None and firsts[place].day == other.day:
                score += _SAME_DAY
            before = [
                (total, at)
                for at, (total, _) in (scores[-1] if scores else {}).items()
                if at <= place
            ]
            total, at = max(before, default=(0.0, -1))
            row[place] = (total + score, at)
        scores.append(row)
    return _traced(scores)


def _traced(scores: list[dict[int, tuple[float, int]]]) -> list[int]:
    found: list[int] = []
    at: int | None = None
    for row in reversed(scores):
        if at is None or at not in row:
            at = max(row, key=lambda place: (row[place][0], place))
        found.append(at)
        at = row[at][1]
        at = None if at == -1 else at
    return found[::-1]


def _near(firsts: Sequence[Dated], other: Dated, number: int, count: int) -> range:
    if other.day is not None and all(one.day is not None for one in firsts):
        after = sum(1 for one in firsts if one.day is not None and one.day <= other.day)
    else:
        after = round((number + 1) * len(firsts) / count)
    return range(max(after - 1 - _AROUND, 0), min(after + _AROUND, len(firsts)))


def fingerprint(text: Text) -> Counter[str]:
    """What a text says whatever its language: its figures by clause, its shape."""
    found: Counter[str] = Counter()
    for clause in dates.without(text).clauses:
        found[f"level {clause.level} {re.sub(r'[^0-9]', '', tokens.fold(clause.label))}"] += 2
        todo = list(clause.blocks)
        while todo:
            block = todo.pop()
            found.update(_FIGURE.findall(_plain(block)))
            if block.tag in ("li", "tr"):
                found[block.tag] += 1
            todo += block.children
    return found


def _plain(block: Block) -> str:
    return tokens.fold("".join(run.text for run in block.runs)).replace(",", "")


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """How much of what two texts say is the same, from 0 to 1."""
    whole = sum((one | other).values())
    return sum((one & other).values()) / whole if whole else 1.0
