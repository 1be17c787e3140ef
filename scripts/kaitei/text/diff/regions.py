"""Where the pieces of a leaf changed, widened to whole values: what may be compared with what."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kaitei.text import tokens
from kaitei.text.diff.data import Kind, Piece

# A number that `words.values` takes for several: a telephone's, with groups of three, a short date.
_WHOLE = re.compile(
    r"""(?<![\d+＋])(?:
      (?P<contact>(?:[+＋]\d{1,3}|[(（]?[0０]\d{0,4}[)）]?)(?:[-\s‐－–()（）]{1,2}\d{2,5}){2,4})
    | \d{1,3}(?:[ \u00a0\u202f]\d{3})+
    | \d{1,20}(?:[.,:/．，：／–-]\d{1,20}){1,20}
    )(?!\d)""",
    re.VERBOSE,
)


@dataclass(slots=True)
class _Region:
    """A stretch of the old text, from `a` to `b`, beside one of the new, from `c` to `d`."""

    a: int
    b: int
    c: int
    d: int


Pair = tuple[Sequence[tokens.Mention], Sequence[tokens.Mention]]


def regions(pieces: Iterable[Piece]) -> Iterator[Pair]:
    """The old and new values of every place at which a leaf's `pieces` changed, in order.

    What changed behind one another is one place; a value that it touches belongs to it whole.
    """
    old, new, sites = _sites(pieces)
    before, after = values(old), values(new)
    found: list[_Region] = []
    for site in sites:
        region = _widened(site, before, after)
        # A value may reach over what is kept into the place before.
        while found and (region.a <= found[-1].b or region.c <= found[-1].d):
            last = found.pop()
            joined = _Region(last.a, max(last.b, region.b), last.c, max(last.d, region.d))
            region = _widened(joined, before, after)
        found.append(region)
    for region in found:
        yield before[_within(before, region.a, region.b)], after[_within(after, region.c, region.d)]


@lru_cache(2048)  # the text in force is compared with each that held before it
def values(text: str) -> tuple[tokens.Mention, ...]:
    """The values of `text` as `words.values` has them, but numbers in groups as one each."""
    found = tokens.values(text)
    for match in reversed(list(_WHOLE.finditer(text))):
        start = bisect_left(found, match.start() + 1, key=lambda v: v.end)
        end = bisect_left(found, match.end(), key=lambda v: v.start)
        inner = found[start:end]
        if not inner or any(v.kind in ("date", "reference", "negation") for v in inner):
            continue
        first, last = min(match.start(), inner[0].start), max(match.end(), inner[-1].end)
        kind = "contact" if match["contact"] else inner[-1].kind
        found[start:end] = [tokens.Mention(kind, text[first:last].strip(), first, last)]
    return tuple(found)


def _sites(pieces: Iterable[Piece]) -> tuple[str, str, list[_Region]]:
    """Both texts, and where their pieces differ."""
    old: list[str] = []
    new: list[str] = []
    sites: list[_Region] = []
    i = j = 0
    for piece in pieces:
        if piece.kind is Kind.RENUMBERED:
            continue
        before = piece.old.text if piece.old else ""
        after = piece.new.text if piece.new else ""
        end, stop = i + len(before), j + len(after)
        if before != after:
            last = sites[-1] if sites else None
            if last and (last.b, last.d) == (i, j):
                last.b, last.d = end, stop
            else:
                sites.append(_Region(i, end, j, stop))
        old.append(before)
        new.append(after)
        i, j = end, stop
    return "".join(old), "".join(new), sites


def _widened(
    region: _Region, before: Sequence[tokens.Mention], after: Sequence[tokens.Mention]
) -> _Region:
    """The region with all of every value that it touches; kept text counts on both sides."""
    region = replace(region)
    while True:
        lead = tail = 0
        for found, start, end in ((before, region.a, region.b), (after, region.c, region.d)):
            touched = _within(found, start, end)
            if touched.start < touched.stop:
                lead = max(lead, start - found[touched.start].start)
                tail = max(tail, found[touched.stop - 1].end - end)
        if not (lead or tail):
            return region
        region.a, region.b = region.a - lead, region.b + tail
        region.c, region.d = region.c - lead, region.d + tail


def _within(found: Sequence[tokens.Mention], start: int, end: int) -> slice:
    """Which values touch what is between `start` and `end`."""
    return slice(
        bisect_left(found, start, key=lambda v: v.end),
        bisect_left(found, end + 1, key=lambda v: v.start),
    )
