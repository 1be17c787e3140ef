"""Where the pieces of a leaf changed, and the whole values that stand there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kaitei.text.diff.pieces import ChangeKind, Piece
from kaitei.text.values import Value, values


@dataclass(slots=True)
class Region:
    """A stretch of the old text, from `a` to `b`, beside one of the new, from `c` to `d`."""

    a: int
    b: int
    c: int
    d: int


Values = tuple[Sequence[Value], Sequence[Value]]


def regions(old: str, new: str, sites: Iterable[Region]) -> Iterator[Values]:
    """The old and new values of every place at which a leaf's texts differ, in order.

    What changed behind one another is one place; a value that it touches belongs to it whole.
    """
    before, after = whole(old), whole(new)
    for region in widened(sites, before, after):
        yield before[within(before, region.a, region.b)], after[within(after, region.c, region.d)]


def widened(
    sites: Iterable[Region], before: Sequence[Value], after: Sequence[Value]
) -> list[Region]:
    """The places with all of every value that they touch; what meets by that is one place."""
    found: list[Region] = []
    olds, news = _Spans(before), _Spans(after)
    for site in sites:
        region = replace(site)
        lead = tail = 1
        while lead or tail:
            # A value may reach over what is kept into the place before. That has all of its own: no
            # step is taken twice however many places a row of values behind one another has.
            while found and (region.a <= found[-1].b or region.c <= found[-1].d):
                last = found.pop()
                region = Region(last.a, max(last.b, region.b), last.c, max(last.d, region.d))
            # Kept text counts on both sides.
            before_it, behind_it = olds.beyond(region.a, region.b), news.beyond(region.c, region.d)
            lead, tail = (max(pair) for pair in zip(before_it, behind_it, strict=True))
            region.a, region.b = region.a - lead, region.b + tail
            region.c, region.d = region.c - lead, region.d + tail
        found.append(region)
    return found


@lru_cache(2048)  # asked for what changed in a leaf's words, and again for its values
def whole(text: str) -> Sequence[Value]:
    """The values of `text`; a number with a slip in it (1,000,00) is one, and none becomes two."""
    found: list[Value] = []
    rows: dict[int, int] = {}  # where the numbers of several parts end, by their place in `found`
    end = 0
    for value in values(text):
        if (
            found
            and found[-1].kind == value.kind == "number"
            and text[end : value.start] in (",", ".")
            and text[value.start : value.start + 1].isdecimal()
        ):
            rows[len(found) - 1] = value.end
        else:
            found.append(value)
        end = value.end
    for place, stop in rows.items():
        words = text[found[place].start : stop]
        found[place] = replace(found[place], normal=words, end=stop, text=words)
    return found


def differing(
    pieces: Iterable[Piece], kinds: Container[ChangeKind] = frozenset(ChangeKind)
) -> tuple[str, str, list[Region]]:
    """Both texts of a leaf without a label that was renumbered, and where they differ.

    That are the pieces of `kinds` whose sides are not the same.
    """
    old: list[str] = []
    new: list[str] = []
    sites: list[Region] = []
    i = j = 0
    for piece in pieces:
        if piece.kind is ChangeKind.RENUMBERED:
            continue
        before = piece.old.text if piece.old else ""
        after = piece.new.text if piece.new else ""
        end, stop = i + len(before), j + len(after)
        if before != after and piece.kind in kinds:
            last = sites[-1] if sites else None
            if last and (last.b, last.d) == (i, j):
                last.b, last.d = end, stop
            else:
                sites.append(Region(i, end, j, stop))
        old.append(before)
        new.append(after)
        i, j = end, stop
    return "".join(old), "".join(new), sites


class _Spans:
    """Where the values of a text begin and end."""

    def __init__(self, found: Sequence[Value]) -> None:
        self.starts = [value.start for value in found]
        self.ends = [value.end for value in found]

    def beyond(self, start: int, end: int) -> tuple[int, int]:
        """How far the values that touch what is between reach before it, and behind it."""
        first, stop = bisect_left(self.ends, start), bisect_left(self.starts, end + 1)
        if first >= stop:
            return 0, 0
        return max(0, start - self.starts[first]), max(0, self.ends[stop - 1] - end)


def within(found: Sequence[Value], start: int, end: int) -> slice:
    """Which values touch what is between `start` and `end`."""
    return slice(
        bisect_left(found, start, key=lambda v: v.end),
        bisect_left(found, end + 1, key=lambda v: v.start),
    )
