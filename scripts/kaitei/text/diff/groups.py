"""Blocks that were split, merged or regrouped: found by what their words say together.

A paragraph made into a list, a list divided in two, an item taken out of another: the words stand
where they stood, in other blocks. Measured: unrecognised, a split costs 3 to 9 times the shortest
edit. A group is taken where a block is clearly more like several together than like any one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from kaitei.model import Block, Mark, Run
from kaitei.text import tokens
from kaitei.text.diff.align import alike, shared
from kaitei.text.diff.data import BlockChange
from kaitei.text.diff.pieces import ChangeKind, Numbered, Piece, Segment, Side, leaves
from kaitei.text.diff.runs import compare_runs, join_pieces
from kaitei.text.diff.vocabulary import Vocabulary, is_heading

ALIKE = 0.6
"""How alike the one and the many must be: below it is a paragraph rewritten beside a new one."""
PART = 0.5
"""The share of its tokens that each of the many must have in common with the one."""
GAIN = 0.02
"""How much a further part must add: less is a word that both happen to have."""
MOST = 24
"""Parts of one group: beyond is a text taken to pieces, and time that nobody has."""
_AHEAD = 8
"""Blocks of the other side that one without a partner is held against."""
_PROSE = frozenset({"p", ""})
_BORDER = Run("\n", (Mark("br", (("end", "paragraph"),)),))
"""The end of a leaf as a token of its own, equal to no line break of any text."""

Place = tuple[int, int]
Found = tuple[int, int, BlockChange | None]
"""Where a pair or a group starts on both sides, and the group's change (None for a pair)."""


def with_groups(
    olds: Sequence[Numbered],
    news: Sequence[Numbered],
    pairs: Sequence[Place],
    vocabulary: Vocabulary,
) -> list[Found]:
    """`pairs`, some of them grown into groups, and groups of what found no partner, in order."""
    if len(pairs) == len(olds) == len(news):
        return [(i, j, None) for i, j in pairs]
    finder = _Finder(olds, news, vocabulary)
    out: list[Found] = []
    floor = (0, 0)
    for k, pair in enumerate(pairs):
        if pair < floor or pair[1] < floor[1]:  # taken up by a group before
            continue
        roof = pairs[k + 1] if k + 1 < len(pairs) else (len(olds), len(news))
        out += finder.unpaired(floor, pair)
        floor = beyond(out[-1]) if out else (0, 0)
        out.append(finder.around(pair, floor, roof) or (*pair, None))
        floor = beyond(out[-1])
    return out + finder.unpaired(floor, (len(olds), len(news)))


def beyond(found: Found) -> Place:
    """Where a pair or a group ends on both sides."""
    i, j, change = found
    return i + (len(change.olds) if change else 1), j + (len(change.news) if change else 1)


class _Finder:
    def __init__(
        self, olds: Sequence[Numbered], news: Sequence[Numbered], vocabulary: Vocabulary
    ) -> None:
        self.olds, self.news, self.vocabulary = olds, news, vocabulary
        self._known: dict[int, str] = {}  # the codes of blocks, which the texts keep in being

    def around(self, pair: Place, floor: Place, roof: Place) -> Found | None:
        """The group that a pair is the best part of, or None."""
        i, j = pair
        old, new = self.olds[i].block, self.news[j].block
        if old == new or not (_wordy(old) and _wordy(new)):
            return None
        if grown := self._grow(self.olds[i], self.news, j, floor[1], roof[1]):
            return self._group(range(i, i + 1), grown)
        if grown := self._grow(self.news[j], self.olds, i, floor[0], roof[0]):
            return self._group(grown, range(j, j + 1))
        return None

    def unpaired(self, floor: Place, roof: Place) -> list[Found]:
        """Groups among the blocks between two pairs, none of which found its like."""
        out: list[Found] = []
        i, j = floor
        while i < roof[0] and j < roof[1]:
            found = self._seed((i, j), roof)
            if found:
                out.append(found)
                i, j = beyond(found)
            elif roof[0] - i >= roof[1] - j:
                i += 1
            else:
                j += 1
        return out

    def _seed(self, at: Place, roof: Place) -> Found | None:
        """A group that the old block or the new one at `at` is part of."""
        i, j = at
        for other in range(j, min(roof[1], j + _AHEAD)):
            if found := self._beside((i, other), at, roof):
                return found
        for other in range(i + 1, min(roof[0], i + _AHEAD)):
            if found := self._beside((other, j), at, roof):
                return found
        return None

    def _beside(self, pair: Place, floor: Place, roof: Place) -> Found | None:
        """The group around two blocks that are no pair: of another sort, or parts of one."""
        old, new = self.olds[pair[0]], self.news[pair[1]]
        if not (_wordy(old.block) and _wordy(new.block)):
            return None
        a, b = self._codes(old), self._codes(new)
        if shared(a, b) < PART * min(len(a), len(b)):
            return None
        if found := self.around(pair, floor, roof):
            return found
        if _sort(old.block) == _sort(new.block) or self._alike(a, b) < ALIKE:
            return None
        return self._group(range(pair[0], pair[0] + 1), range(pair[1], pair[1] + 1))

    def _grow(
        self, one: Numbered, many: Sequence[Numbered], at: int, floor: int, roof: int
    ) -> range | None:
        """The stretch of `many` around `at` that together is `one`, or None."""
        whole = self._codes(one)
        first, last = at, at + 1
        best = self._alike(whole, self._together(many, first, last))
        grown = True
        while grown and last - first < MOST:
            grown = False
            for low, high in self._larger(first, last, floor, roof):
                added = many[high - 1] if high > last else many[low]
                more = (*many[low:first], *many[last:high])
                # What begins a clause is part of no group: the clause would be lost in it.
                if not _wordy(added.block) or any(is_heading(item.block) for item in more):
                    continue
                codes = self._codes(added)
                if shared(codes, whole) < PART * len(codes):
                    continue
                alike = self._alike(whole, self._together(many, low, high))
                if alike > best + GAIN:
                    best, first, last, grown = alike, low, high, True
                    break
        return range(first, last) if last - first > 1 and best >= ALIKE else None

    def _larger(self, first: int, last: int, floor: int, roof: int) -> Iterator[Place]:
        """The stretches to try next: one block more, or two where the nearer one is foreign."""
        for more in (1, 2):
            if last + more <= roof:
                yield first, last + more
            if first - more >= floor:
                yield first - more, last

    def _group(self, olds: range, news: range) -> Found:
        gone = tuple(self.olds[i] for i in olds)
        come = tuple(self.news[j] for j in news)
        return olds.start, news.start, group(gone, come, self.vocabulary)

    def _together(self, many: Sequence[Numbered], first: int, last: int) -> str:
        return "".join(self._codes(item) for item in many[first:last])

    def _alike(self, one: str, other: str) -> float:
        return 1.0 if one == other else alike(one, other)

    def _codes(self, item: Numbered) -> str:
        found = self._known.get(id(item.block))
        if found is None:
            found = self.vocabulary.codes(self.vocabulary.text(item.block))
            self._known[id(item.block)] = found
        return found


def _wordy(block: Block) -> bool:
    """Whether a block has words that may stand in another one."""
    return block.tag != "pre" and not is_heading(block) and bool(block.runs or block.children)


def _sort(block: Block) -> str:
    """What sort of block it is: those of one sort are paired as they are or not at all."""
    if block.tag in _PROSE:
        return "p"
    return "list" if block.tag in ("ul", "ol") else block.tag


# --- the words of a group -------------------------------------------------------------------------


def group(
    olds: tuple[Numbered, ...], news: tuple[Numbered, ...], vocabulary: Vocabulary
) -> BlockChange:
    """The comparison of some blocks with others across their borders."""
    pieces = compare_runs(_joined(olds), _joined(news), vocabulary)
    return BlockChange(
        _kind(olds, news),
        Side.BOTH,
        None,
        None,
        olds=olds,
        news=news,
        segments=tuple(_segments(pieces)),
    )


def _kind(olds: Sequence[Numbered], news: Sequence[Numbered]) -> ChangeKind:
    if all(item.block.tag in _PROSE for item in (*olds, *news)):
        if len(olds) == 1 < len(news):
            return ChangeKind.SPLIT
        if len(news) == 1 < len(olds):
            return ChangeKind.MERGED
    return ChangeKind.REGROUPED


def _joined(items: Sequence[Numbered]) -> Block:
    """The leaves of some blocks as one, a border between any two."""
    found = chain.from_iterable(leaves(item.block) for item in items)
    runs = [run for leaf in found for run in (*leaf.runs, _BORDER)]
    return Block("p", tuple(runs[:-1]))


def _segments(pieces: Sequence[Piece]) -> Iterator[Segment]:
    """The pieces cut at the borders of either side."""
    old = new = 0
    held: list[Piece] = []
    for piece in pieces:
        if _BORDER not in (piece.old, piece.new):
            held.append(piece)
            continue
        yield _segment(old, new, held)
        held = []
        old += piece.old == _BORDER
        new += piece.new == _BORDER
    yield _segment(old, new, held)


def _segment(old: int, new: int, pieces: list[Piece]) -> Segment:
    """A segment; what only stood at a border, spaces and labels, is no change of words."""
    return Segment(old, new, join_pieces(map(_at_border, pieces)))


def _at_border(piece: Piece) -> Piece:
    run = piece.old or piece.new
    if piece.kind not in (ChangeKind.DELETED, ChangeKind.INSERTED) or run is None:
        return piece
    if run.text.isspace():
        return replace(piece, kind=ChangeKind.NOTATION)
    words = _JOINT.sub("", run.text)
    label = tokens.label_end(words + "x")
    return replace(piece, kind=ChangeKind.RENUMBERED) if label and label >= len(words) else piece


_JOINT = re.compile(r"^[\s、。，．,;；.・]*(?:及び|並びに|又は|若しくは|(?:and|or)\b)?[\s、]*")
"""What stands before a label in a sentence that counts up: "; and (2) ", 「、(3)」."""
