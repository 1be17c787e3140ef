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
_ROUNDING = 1e-9
"""By how much two ways of computing one likeness may differ, many times over."""
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


class _Side:
    """The blocks of one text in their order, with what is asked of each of them many times."""

    def __init__(self, items: Sequence[Numbered], vocabulary: Vocabulary) -> None:
        self.items, self._vocabulary = items, vocabulary
        self._codes: dict[int, str] = {}
        self._wordy: dict[int, bool] = {}
        self._least: dict[int, int] = {}

    def wordy(self, at: int) -> bool:
        """Whether the block at a place has words that may stand in another one."""
        found = self._wordy.get(at)
        if found is None:
            found = self._wordy[at] = _wordy(self.items[at].block)
        return found

    def codes(self, at: int) -> str:
        """The tokens of the block at a place, as codes."""
        found = self._codes.get(at)
        if found is None:
            words = self._vocabulary.text(self.items[at].block)
            found = self._codes[at] = self._vocabulary.codes(words)
        return found

    def least(self, at: int) -> int:
        """How many tokens the shorter of the blocks beside the one at a place has."""
        found = self._least.get(at)
        if found is None:
            beside = (k for k in (at - 1, at + 1) if 0 <= k < len(self.items))
            found = min((len(self.codes(k)) for k in beside), default=0)
            self._least[at] = found
        return found

    def together(self, first: int, last: int) -> str:
        """The tokens of the blocks from `first` to before `last`."""
        return "".join(map(self.codes, range(first, last)))


class _Finder:
    def __init__(
        self, olds: Sequence[Numbered], news: Sequence[Numbered], vocabulary: Vocabulary
    ) -> None:
        self.olds, self.news = _Side(olds, vocabulary), _Side(news, vocabulary)
        self.vocabulary = vocabulary
        self._vain: set[Place] = set()  # pairs that no group is around, wherever it may begin

    def around(self, pair: Place, floor: Place, roof: Place) -> Found | None:
        """The group that a pair is the best part of, or None."""
        i, j = pair
        olds, news = self.olds, self.news
        if not (olds.wordy(i) and news.wordy(j)) or olds.items[i].block == news.items[j].block:
            return None
        old, new = olds.codes(i), news.codes(j)
        like = _alike(old, new)
        many, alike = _grown(old, news, (j, floor[1], roof[1]), like)
        if len(many) > 1 and alike >= ALIKE:
            return self._group(range(i, i + 1), many)
        others, alike = _grown(new, olds, (i, floor[0], roof[0]), like)
        if len(others) > 1 and alike >= ALIKE:
            return self._group(others, range(j, j + 1))
        if len(many) == len(others) == 1:  # nor will there be where less is left to take
            self._vain.add(pair)
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
        for pair in _ahead(at, roof):
            if pair in self._vain:
                continue
            if not self._related(pair):
                self._vain.add(pair)
            elif found := self._beside(pair, at, roof):
                return found
        return None

    def _related(self, pair: Place) -> bool:
        """Whether two blocks have enough words in common to be parts of a group."""
        i, j = pair
        if not (self.olds.wordy(i) and self.news.wordy(j)):
            return False
        old, new = self.olds.codes(i), self.news.codes(j)
        return shared(old, new) >= PART * min(len(old), len(new))

    def _beside(self, pair: Place, floor: Place, roof: Place) -> Found | None:
        """The group around two blocks that are no pair: of another sort, or parts of one."""
        if found := self.around(pair, floor, roof):
            return found
        i, j = pair
        if _sort(self.olds.items[i].block) == _sort(self.news.items[j].block):
            return None
        if _alike(self.olds.codes(i), self.news.codes(j)) < ALIKE:
            return None
        return self._group(range(i, i + 1), range(j, j + 1))

    def _group(self, olds: range, news: range) -> Found:
        gone = tuple(self.olds.items[i] for i in olds)
        come = tuple(self.news.items[j] for j in news)
        return olds.start, news.start, group(gone, come, self.vocabulary)


def _ahead(at: Place, roof: Place) -> Iterator[Place]:
    """The pairs of the old block, then of the new one, at `at` with those ahead of the other."""
    i, j = at
    yield from ((i, other) for other in range(j, min(roof[1], j + _AHEAD)))
    yield from ((other, j) for other in range(i + 1, min(roof[0], i + _AHEAD)))


def _grown(whole: str, many: _Side, at: tuple[int, int, int], like: float) -> tuple[range, float]:
    """The stretch of `many` that together is most like `whole` (as codes), and how much.

    It begins with the block at the first place of `at`, which is as much as `like` alike, and grows
    to no place before the second nor to the third.
    """
    first, floor, roof = at
    last, size, best = first + 1, len(many.codes(first)), like
    # Most are too long to be more alike whatever they say, and need not be looked at.
    grown = size < len(whole) or _most(len(whole), size + many.least(first)) > best + GAIN
    while grown and last - first < MOST:
        grown = False
        for low, high in _larger(first, last, floor, roof):
            added, nearer = (high - 1, last) if high > last else (low, first - 1)
            codes = many.codes(added)
            longer = size + len(codes) + (len(many.codes(nearer)) if nearer != added else 0)
            if _most(len(whole), longer) <= best + GAIN or not many.wordy(added):
                continue
            # What begins a clause is part of no group: the clause would be lost in it.
            if any(is_heading(many.items[k].block) for k in {added, nearer}):
                continue
            if shared(codes, whole) < PART * len(codes):
                continue
            alike = _alike(whole, many.together(low, high))
            if alike > best + GAIN:
                best, first, last, size, grown = alike, low, high, longer, True
                break
    return range(first, last), best


def _larger(first: int, last: int, floor: int, roof: int) -> Iterator[Place]:
    """The stretches to try next: one block more, or two where the nearer one is foreign."""
    for more in (1, 2):
        if last + more <= roof:
            yield first, last + more
        if first - more >= floor:
            yield first - more, last


def _alike(one: str, other: str) -> float:
    return 1.0 if one == other else alike(one, other)


def _most(one: int, other: int) -> float:
    """How alike two strings of these lengths can be at most, rounding included."""
    return 2 * min(one, other) / (one + other) + _ROUNDING if one + other else 1.0


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
