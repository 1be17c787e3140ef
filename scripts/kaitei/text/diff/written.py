"""Values that are written otherwise and are the same: 三千円 and 3,000円 differ in notation."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kaitei.model import Run
from kaitei.text.diff.pieces import ChangeKind, Piece
from kaitei.text.diff.regions import Region, differing, whole, widened, within
from kaitei.text.notation import folded
from kaitei.text.values import Value

_CHANGED = frozenset({ChangeKind.DELETED, ChangeKind.INSERTED})
_NUMERAL = re.compile(r"[\d〇零一二三四五六七八九十百千万億壱弐参拾]")


def rewritten_values(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces of a leaf, with NOTATION where both texts say the same values in the same words.

    A value belongs to such a place whole, with what of it is kept.
    """
    changed = (piece.old or piece.new for piece in pieces if piece.kind in _CHANGED)
    if not any(run and _NUMERAL.search(run.text) for run in changed):
        return pieces
    old, new, sites = differing(pieces, _CHANGED)
    before, after = whole(old), whole(new)
    same = [
        region
        for region in widened(sites, before, after)
        if _said(old, region.a, region.b, before) == _said(new, region.c, region.d, after)
    ]
    return list(_replaced(pieces, same)) if same else pieces


def _said(text: str, start: int, end: int, values: Sequence[Value]) -> list[object]:
    """What a stretch says: its values by what they are, the words between folded."""
    said: list[object] = []
    at = start
    for value in values[within(values, start, end)]:
        if start <= value.start and value.end <= end:
            said += [folded(text[at : value.start]), value.key]
            at = value.end
    return [*said, folded(text[at:end])]


def _replaced(pieces: Sequence[Piece], regions: Sequence[Region]) -> Iterator[Piece]:
    """The pieces with one of NOTATION in each region, but where marks or objects forbid it."""
    waiting = deque(regions)
    held: list[Piece] = []
    whole = True
    for piece, i, j in _cut(pieces, regions):
        while waiting and i >= waiting[0].b and j >= waiting[0].d:
            yield from _one(held, whole=whole)
            waiting.popleft()
            held, whole = [], True
        end, stop = i + _size(piece.old), j + _size(piece.new)
        region = waiting[0] if waiting else Region(end, end, stop, stop)
        if piece.kind is ChangeKind.RENUMBERED or (end <= region.a and stop <= region.c):
            yield piece
            continue
        held.append(piece)
        whole &= region.a <= i and end <= region.b and region.c <= j and stop <= region.d
    yield from _one(held, whole=whole)


def _one(held: Sequence[Piece], *, whole: bool) -> Iterator[Piece]:
    """The pieces of a region as one, if they are all of it."""
    old, new = _joined(p.old for p in held), _joined(p.new for p in held)
    if whole and old and new:
        yield Piece(ChangeKind.NOTATION, old, new)
    else:
        yield from held


def _cut(pieces: Iterable[Piece], regions: Sequence[Region]) -> Iterator[tuple[Piece, int, int]]:
    """The pieces with their places, those that both texts have cut at the ends of regions."""
    ends = [end for region in regions for end in (region.a, region.b)]
    i = j = 0
    for piece in pieces:
        if piece.kind is ChangeKind.RENUMBERED:
            yield piece, i, j
            continue
        size, old, new = _size(piece.old), piece.old, piece.new
        if old and new and old.text == new.text:
            inner = ends[bisect_right(ends, i) : bisect_left(ends, i + size)]
            cuts = [0, *(end - i for end in inner), size]
            for start, end in pairwise(cuts):
                part = (Run(run.text[start:end], run.marks) for run in (old, new))
                yield Piece(piece.kind, *part), i + start, j + start
        else:
            yield piece, i, j
        i, j = i + size, j + _size(new)


def _size(run: Run | None) -> int:
    return len(run.text) if run else 0


def _joined(runs: Iterable[Run | None]) -> Run | None:
    """The runs as one; None where they are under different marks, or show no words."""
    found = [run for run in runs if run]
    if len({run.marks for run in found}) != 1:
        return None
    marks = found[0].marks
    if marks and marks[-1].tag in ("img", "br"):
        return None
    return Run("".join(run.text for run in found), marks)
