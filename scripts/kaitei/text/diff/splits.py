"""Paragraphs that were split or merged: found by what their words say together.

Measured: unrecognised, a split costs 3 to 9 times the shortest edit. A group is taken where the
old paragraph is clearly more like all parts together than like any one of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaitei.model import Block, Mark, Run
from kaitei.text.diff.align import Unit, likeness, shared
from kaitei.text.diff.data import BlockChange, Kind, Numbered, Piece, Side, side_runs
from kaitei.text.diff.runs import compare_runs, join_pieces
from kaitei.text.diff.vocabulary import Vocabulary

_LEAST = 0.6
_PART = 0.5
_MOST = 8
_LEAVES = ("p", "")
_PILCROW = Run("\n", (Mark("br", (("end", "paragraph"),)),))
"""The end of a paragraph as a token of its own, equal to no line break of any text."""

Group = tuple[int, int, BlockChange | None]
"""Where a pair or a group starts on both sides, and the group's change (None for a pair)."""


def splits(
    olds: Sequence[Numbered],
    news: Sequence[Numbered],
    pairs: Sequence[tuple[int, int]],
    vocabulary: Vocabulary,
) -> list[Group]:
    """`pairs`, some of them grown into splits and merges, in order."""
    if len(pairs) in (len(olds), len(news)) and len(olds) == len(news):
        return [(i, j, None) for i, j in pairs]
    finder = _Finder(olds, news, vocabulary)
    out: list[Group] = []
    floor = (0, 0)
    for k, (i, j) in enumerate(pairs):
        roof = pairs[k + 1] if k + 1 < len(pairs) else (len(olds), len(news))
        out += finder.unpaired(floor, (i, j))
        group = finder.around((i, j), _after(out, floor), roof) or (i, j, None)
        out.append(group)
        floor = _end(group)
    return out + finder.unpaired(floor, (len(olds), len(news)))


def _end(group: Group) -> tuple[int, int]:
    i, j, change = group
    many = len(change.children) if change else 1
    split = change is not None and change.kind is Kind.SPLIT
    merged = change is not None and change.kind is Kind.MERGED
    return i + (many if merged else 1), j + (many if split else 1)


def _after(out: list[Group], floor: tuple[int, int]) -> tuple[int, int]:
    return _end(out[-1]) if out and _end(out[-1]) >= floor else floor


class _Finder:
    def __init__(
        self, olds: Sequence[Numbered], news: Sequence[Numbered], vocabulary: Vocabulary
    ) -> None:
        self.olds, self.news, self.vocabulary = olds, news, vocabulary

    def around(
        self, pair: tuple[int, int], floor: tuple[int, int], roof: tuple[int, int]
    ) -> Group | None:
        """The split or merge that a pair is the best part of, or None."""
        i, j = pair
        if not self._leaf(self.olds[i]) or not self._leaf(self.news[j]):
            return None
        if self.olds[i].block.runs == self.news[j].block.runs:
            return None
        if first_last := self._grow(self.olds[i], self.news, j, floor[1], roof[1]):
            first, last = first_last
            parts = self.news[first:last]
            return i, first, split(self.olds[i].block, [p.block for p in parts], self.vocabulary)
        if first_last := self._grow(self.news[j], self.olds, i, floor[0], roof[0]):
            first, last = first_last
            parts = self.olds[first:last]
            change = split(self.news[j].block, [p.block for p in parts], self.vocabulary)
            return first, j, change.inverted()
        return None

    def unpaired(self, floor: tuple[int, int], roof: tuple[int, int]) -> list[Group]:
        """Splits and merges among the blocks between two pairs, none of which found its like."""
        out: list[Group] = []
        i, j = floor
        while i < roof[0] and j < roof[1]:
            group = self._seed(i, (j, roof[1])) or self._seed_merged((i, roof[0]), j)
            if group:
                out.append(group)
                i, j = _end(group)
            elif roof[0] - i >= roof[1] - j:
                i += 1
            else:
                j += 1
        return out

    def _seed(self, i: int, news: tuple[int, int]) -> Group | None:
        if news[1] - news[0] > 1 and self._leaf(self.olds[i]):
            for j in range(news[0], min(news[1], news[0] + _MOST)):
                group = self.around((i, j), (i, news[0]), (i + 1, news[1]))
                if group and group[2] and group[2].kind is Kind.SPLIT:
                    return group
        return None

    def _seed_merged(self, olds: tuple[int, int], j: int) -> Group | None:
        if olds[1] - olds[0] > 1 and self._leaf(self.news[j]):
            for i in range(olds[0], min(olds[1], olds[0] + _MOST)):
                group = self.around((i, j), (olds[0], j), (olds[1], j + 1))
                if group and group[2] and group[2].kind is Kind.MERGED:
                    return group
        return None

    def _grow(
        self, one: Numbered, many: Sequence[Numbered], at: int, floor: int, roof: int
    ) -> tuple[int, int] | None:
        """The stretch of `many` around `at` that together is `one`, or None."""
        whole = self._codes(one)
        first, last = at, at + 1
        best = self._alike(whole, many, first, last)
        grown = True
        while grown and last - first < _MOST:
            grown = False
            for low, high in ((first, last + 1), (first - 1, last)):
                if low < floor or high > roof:
                    continue
                added = many[high - 1] if high > last else many[low]
                if not self._leaf(added) or added.block.tag != many[at].block.tag:
                    continue
                codes = self._codes(added)
                alike = self._alike(whole, many, low, high)
                if alike > best + 0.02 and shared(codes, whole) >= _PART * len(codes):
                    best, first, last, grown = alike, low, high, True
                    break
        return (first, last) if last - first > 1 and best >= _LEAST else None

    def _alike(self, whole: str, many: Sequence[Numbered], first: int, last: int) -> float:
        codes = "".join(self._codes(item) for item in many[first:last])
        return likeness(Unit("a", lambda: whole), Unit("b", lambda: codes))

    def _codes(self, item: Numbered) -> str:
        return self.vocabulary.codes(self.vocabulary.text(item.block))

    def _leaf(self, item: Numbered) -> bool:
        return item.block.tag in _LEAVES and bool(item.block.runs)


def split(one: Block, parts: Sequence[Block], vocabulary: Vocabulary) -> BlockChange:
    """The SPLIT of the paragraph `one` into `parts`."""
    runs = [run for part in parts for run in (*part.runs, _PILCROW)]
    pieces = compare_runs(one, Block(one.tag, tuple(runs[:-1])), vocabulary)
    children = [
        BlockChange(
            Kind.AMENDED,
            Side.BOTH,
            Block(one.tag, side_runs(mine, Side.OLD)),
            part,
            mine,
        )
        for part, mine in zip(parts, _divided(pieces), strict=True)
    ]
    return BlockChange(Kind.SPLIT, Side.BOTH, one, None, children=tuple(children))


def _divided(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """`pieces` cut at the ends of paragraphs; what is gone there belongs to the earlier part."""
    out: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.new == _PILCROW:
            out.append([])
        else:
            out[-1].append(piece)
    return [join_pieces(part) for part in out]
