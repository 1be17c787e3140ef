"""Numbers as they are written in labels, and those that labels get by the order of the clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kaitei.text.numerals import numeral, readings

# A run of digits, a kanji numeral, a circled one, letters that are no word, one katakana.
_NUMERAL = re.compile(
    r"[0-9]+|[０-９]+|[〇一二三四五六七八九十百千]+|[①-⑳]"
    r"|(?<![A-Za-z])(?:[A-Za-z]|[ivxlc]{2,7}|[IVXLC]{2,7})(?![A-Za-z])|(?<![ァ-ヶ])[ァ-ヶ](?![ァ-ヶ])"
)
UNITS = {"条": "A", "項": "P", "号": "I", "章": "C", "節": "S", "款": "K", "編": "B", "部": "B"}
"""What labels count, and the level at which it is cited."""
Number = tuple[int, ...]
"""The number of a label: (3,), of 第3条の2 (3, 2), of 4.1 (4, 1)."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label with its numerals: their places in it, their formats, and the number they make.

    `series` is what labels have in common that are counted together: what stands before the number
    and what it counts. `branched` says that its parts are branches (第3条の2), not steps (4.1).
    """

    words: str
    number: Number
    places: tuple[tuple[int, int, str], ...]
    series: tuple[str, str]
    branched: bool

    def numbered(self, number: Number) -> str:
        """The label with another number, written as this one is."""
        words = self.words
        for (start, end, kind), part in reversed(list(zip(self.places, number, strict=True))):
            words = f"{words[:start]}{numeral(part, kind) or part}{words[end:]}"
        return words


def label(words: str, like: Label | None = None) -> Label | None:
    """The label that `words` are; None where they hold no number that can be read.

    What may be in two formats (i, which is 9 and 1) is in that of `like`, the label before it.
    """
    places: list[tuple[int, int, str]] = []
    number: list[int] = []
    for match in _NUMERAL.finditer(words):
        known = readings(match[0])
        if not known:
            return None
        before = like.places[len(places)][2] if like and len(like.places) > len(places) else ""
        kind = before if before in known else _kind(match[0], known, first=like is None)
        places.append((*match.span(), kind))
        number.append(known[kind])
    if not places:
        return None
    start, end, _ = places[0]
    unit = words[end : end + 1] if words[end : end + 1] in UNITS else ""
    branched = bool(unit) or "-" in words
    return Label(words, tuple(number), tuple(places), (words[:start].lower(), unit), branched)


def _kind(written: str, known: dict[str, int], *, first: bool) -> str:
    """The format of what stands alone: i begins a list as Roman one, not as the ninth letter."""
    roman = [kind for kind in known if kind.endswith("Roman") and known[kind] == 1]
    return roman[0] if first and roman and written in "iI" else next(iter(known))


@dataclass(frozen=True, slots=True)
class Headed:
    """A heading as it is counted: its level and label; `count` articles that it stands for."""

    level: int
    label: Label | None
    count: int = 1


def renumbered(headings: Sequence[Headed], first: int = 1) -> list[Number | None]:
    """The number of each heading by the order in which they stand; None for one without a number.

    A series begins with `first` and runs through chapters. It begins anew where it did so before:
    at a heading that says 1, not the only one in its series, with a heading of a higher level or
    one without a number above it.
    """
    ones = Counter(_counted(h) for h in headings if h.label and h.label.number == (1,))
    found: list[Number | None] = []
    for at, heading in enumerate(headings):
        own = heading.label
        if own is None:
            found.append(None)
            continue
        held = next((n for n in range(at - 1, -1, -1) if _goes_on(headings[n], heading)), None)
        if held is not None and own.number == (1,) and ones[_counted(heading)] > 1:
            between = headings[held + 1 : at]
            if any(_parts(other, heading) for other in between):
                held = None
        before = found[held] if held is not None else None
        if held is not None and before:
            before = _last(before, headings[held].count)
        found.append(_next(before, own, first))
    return found


def _counted(heading: Headed) -> tuple[object, int]:
    return (heading.label.series if heading.label else None, heading.level)


def _goes_on(held: Headed, heading: Headed) -> bool:
    """Whether a heading is counted from one before it: of its level, or a step above it."""
    one, own = held.label, heading.label
    if one is None or own is None or one.series != own.series or held.level > heading.level:
        return False
    return held.level == heading.level or len(own.number) > len(one.number)


def _parts(between: Headed, heading: Headed) -> bool:
    """Whether a heading parts two series: of a higher level, or without a number as 附則 is."""
    level = heading.level if between.label is None else heading.level - 1
    return between.level <= level


def _next(held: Number | None, own: Label, first: int) -> Number:
    """The number after `held`, as deep as the label's own."""
    depth = len(own.number)
    if held is None:
        return (first,) if depth == 1 else own.number
    if depth <= len(held):
        return (*held[: depth - 1], held[depth - 1] + 1)
    begins = 2 if own.branched else 1  # 第3条の2 follows 第3条, 4.1 follows 4
    return (*held, *[begins] * (depth - len(held)))


def _last(number: Number, count: int) -> Number:
    """The last of the numbers that a heading stands for: 第3条から第5条まで　削除."""
    return number if count <= 1 else (*number[:-1], number[-1] + count - 1)
