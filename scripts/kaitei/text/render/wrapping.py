"""Styled text cut into lines, in English and Japanese."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from kaitei.text.render.wording import columns, width

Style = str  # "", "head", "deleted" or "inserted"
Span = tuple[str, Style]

# Characters that may not begin a line, and those that may not end one (JIS X 4051).
_CLOSING = "、。，．・：；？！）」』】〉》〕］｝”’々ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ～"
_OPENING = "（「『【〈《〔［｛“‘"
_UNIT = re.compile(
    rf"(?:[{_OPENING}]|\[-|\{{\+)*"
    r"(?:(?:[^\s\u1100-\uffff\U00020000-\U0003ffff]|(?<=[A-Za-z])’(?=[A-Za-z]))+|.)"
    rf"(?:[{_CLOSING}]|-\]|\+\}})*[ \u3000]*",
    re.DOTALL,
)


def visible(text: str) -> str:
    """Control and invisible characters as escapes that are seen; line breaks stay."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else _shown(c) for c in text)


def _shown(character: str) -> str:
    return f"\\u{ord(character):04x}" if unicodedata.category(character) in _HIDDEN else character


_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def wrapped(spans: Sequence[Span], limit: int) -> list[list[Span]]:
    """Spans cut into lines of at most `limit` columns, between words or wide characters."""
    text = "".join(part for part, _ in spans)
    ends = list(accumulate(len(part) for part, _ in spans))
    styles = [style for _, style in spans]
    lines: list[tuple[int, int]] = []
    for start, end in _paragraphs(text):
        lines += _cut_lines(text, start, end, limit)
    return [_spans(text, styles, ends, start, end) for start, end in lines]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for part in text.split("\n"):
        yield start, start + len(part)
        start += len(part) + 1


def _cut_lines(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    if end - start <= limit and width(text[start:end]) <= limit:  # as most are
        yield start, end
        return
    begin, used = start, 0
    for match in _UNIT.finditer(text, start, end):
        unit = match[0]
        whole = columns(unit) if len(unit) == 1 else width(unit)
        if whole <= limit:
            said = unit.rstrip()
            if used and used + (whole if len(said) == len(unit) else width(said)) > limit:
                yield begin, match.start()
                begin, used = match.start(), 0
            used += whole
            continue
        for at, to in _pieces_of_unit(text, match.start(), match.end(), limit):
            if used and used + width(text[at:to].rstrip()) > limit:
                yield begin, at
                begin, used = at, 0
            used += width(text[at:to])
    yield begin, end


def _pieces_of_unit(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """A unit whole, or cut where it is wider than a line."""
    used, begin = 0, start
    for at in range(start, end):
        if used + columns(text[at]) > limit and text[at] != " ":
            yield begin, at
            begin, used = at, 0
        used += columns(text[at])
    yield begin, end


def _spans(
    text: str, styles: Sequence[Style], ends: Sequence[int], start: int, end: int
) -> list[Span]:
    """A line in its styles; those in `styles` end at `ends`. Neighbours of one style are one."""
    stop = start + len(text[start:end].rstrip(" "))
    spans: list[Span] = []
    at, number = start, bisect_right(ends, start)
    while at < stop:
        to, style = min(ends[number], stop), styles[number]
        if spans and spans[-1][1] == style:
            spans[-1] = spans[-1][0] + text[at:to], style
        elif to > at:
            spans.append((text[at:to], style))
        at, number = to, number + 1
    return spans
