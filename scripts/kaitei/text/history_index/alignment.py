"""Which tokens of two texts are the same ones: the comparison's own alignment, token by token.

Nothing is compared here. What the comparison keeps is kept, and what it marks is not: so two texts
of which one replaced the other are shown as the announcement shows them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate

from kaitei.model import Block
from kaitei.text.diff import BlockChange, ChangeKind, ClauseChange, Piece, Redline, Side, once
from kaitei.text.history_index.lines import Lines, said

Stretch = tuple[int, int, int]
"""Places of tokens, or of letters, that both texts have: first in the old, in the new, how many."""
_ONE_SIDED = frozenset({ChangeKind.INSERTED, ChangeKind.DELETED, ChangeKind.RENUMBERED})


def alignment(redline: Redline, old: Lines, new: Lines) -> list[Stretch]:
    """The stretches of tokens that both texts have, rising on both sides.

    `old` and `new` are the lines of the two texts that `redline` compares. Of what moved nothing
    is paired: it stands twice, as it does in every view.
    """
    walk = _Walk(old, new)
    for change in redline.clauses:
        if not walk.kept(change):
            for block in change.all_blocks:
                walk.block(block, change.side)
    return list(_joined(sorted(walk.found)))


class _Walk:
    """A way through a comparison that counts the leaves of either text."""

    def __init__(self, old: Lines, new: Lines) -> None:
        self.texts = old, new
        self.leaf = [0, 0]
        self.found: list[Stretch] = []
        self._letters: dict[tuple[int, int], list[int]] = {}

    def kept(self, change: ClauseChange) -> bool:
        """Go past a clause that nothing happened to, all of it paired; False for any other."""
        if change.kind is not ChangeKind.KEPT or change.old is not change.new:
            return False
        leaves = once(change, "leaves", lambda: _leaves(block.old for block in change.all_blocks))
        # Its first line begins where the last one before it ends.
        starts = [
            text.leaves[leaf - 1][1] if leaf else 0
            for text, leaf in zip(self.texts, self.leaf, strict=True)
        ]
        self.leaf = [at + leaves for at in self.leaf]
        if leaves:
            end = self.texts[0].leaves[self.leaf[0] - 1][1]
            self.found.append((starts[0], starts[1], end - starts[0]))
        return True

    def block(self, change: BlockChange, side: Side) -> None:
        """Go through a block that stands in a part of the texts that is on `side`."""
        sides = {side, change.side}
        if sides == {Side.BOTH} and not change.is_group and change.old and change.new:
            if not (change.pieces or change.children) and self._same(change.old):
                return
            inner = change.kept_children()
            for child in inner:
                self.block(child, Side.BOTH)
            if not inner:
                self._begin(*self.leaf)
                self._words(change.kept_pieces(), self.leaf, [0, 0])
                self.leaf = [at + 1 for at in self.leaf]
            return
        olds = [*(item.block for item in change.olds), change.old]
        news = [*(item.block for item in change.news), change.new]
        if sides == {Side.BOTH}:
            self._group(change)
        self.leaf[0] += _leaves(olds) if Side.NEW not in sides else 0
        self.leaf[1] += _leaves(news) if Side.OLD not in sides else 0

    def _same(self, block: Block) -> bool:
        """Go past a block that both sides have; False where its lines begin otherwise."""
        leaves = _leaves([block])
        (i, end), (j, other) = (
            (text.leaves[leaf][0], text.leaves[leaf + leaves - 1][1])
            for text, leaf in zip(self.texts, self.leaf, strict=True)
        )
        old, new = self.texts
        if old.tokens[i:end] != new.tokens[j:other]:
            return False
        self._begin(*self.leaf)
        self.found.append((i, j, end - i))
        self.leaf = [at + leaves for at in self.leaf]
        return True

    def _group(self, change: BlockChange) -> None:
        """Go through the segments of a group: each goes on in the leaf of either text."""
        before = [-1, -1]
        at = [0, 0]
        for segment in change.segments:
            leaves = [segment.old, segment.new]
            places = [first + leaf for first, leaf in zip(self.leaf, leaves, strict=True)]
            fresh = [leaf != last for leaf, last in zip(leaves, before, strict=True)]
            if all(fresh):
                self._begin(*places)
            at = [0 if anew else here for anew, here in zip(fresh, at, strict=True)]
            at = self._words(segment.pieces, places, at)
            before = leaves

    def _begin(self, *leaves: int) -> None:
        """Pair the beginnings of lines right before two leaves that are the same, while equal."""
        old, new = self.texts
        first, other = (text.leaves[leaf][0] for text, leaf in zip(self.texts, leaves, strict=True))
        floors = [
            text.leaves[leaf - 1][1] if leaf else 0
            for text, leaf in zip(self.texts, leaves, strict=True)
        ]
        i, j = first, other
        while i > floors[0] and j > floors[1] and old.tokens[i - 1] == new.tokens[j - 1]:
            i, j = i - 1, j - 1
        if i < first:
            self.found.append((i, j, first - i))

    def _words(self, pieces: Iterable[Piece], leaves: list[int], at: list[int]) -> list[int]:
        """Pair the words that lie whole in what `pieces` keep of a leaf of either text.

        `at` is where the pieces begin, in letters from the beginning of their leaf. Where they end.
        """
        i, j = at
        spans: list[Stretch] = []
        for piece in pieces:
            old = said(piece.old) if piece.old else ""
            new = said(piece.new) if piece.new else ""
            if piece.kind not in _ONE_SIDED and old == new:
                spans.append((i, j, len(old)))
            i, j = i + len(old), j + len(new)
        self.found += self._whole(spans, leaves)
        return [i, j]

    def _whole(self, spans: Iterable[Stretch], leaves: list[int]) -> Iterator[Stretch]:
        """The tokens that lie whole in stretches of letters of a leaf of either text."""
        old, new = self.texts
        first, other = (text.leaves[leaf][0] for text, leaf in zip(self.texts, leaves, strict=True))
        starts, theirs = self._starts(0, leaves[0]), self._starts(1, leaves[1])
        places = {letters: place for place, letters in enumerate(theirs[:-1])}
        for i, j, size in _joined(spans):
            at = bisect_left(starts, i)
            while at + 1 < len(starts) and starts[at + 1] <= i + size:
                place = places.get(starts[at] - i + j)
                if place is not None and old.tokens[first + at] == new.tokens[other + place]:
                    yield first + at, other + place, 1
                at += 1

    def _starts(self, side: int, leaf: int) -> list[int]:
        """Where the tokens of a leaf begin, in letters of it, and where the last one ends."""
        if (side, leaf) not in self._letters:
            lines = self.texts[side]
            first, end = lines.leaves[leaf]
            words = (text for _, text in lines.tokens[first:end])
            self._letters[side, leaf] = [0, *accumulate(map(len, words))]
        return self._letters[side, leaf]


def _joined(found: Iterable[Stretch]) -> Iterator[Stretch]:
    """Stretches behind one another on both sides as one: a word may be bold in part."""
    last: Stretch | None = None
    for i, j, size in found:
        if last and (last[0] + last[2], last[1] + last[2]) == (i, j):
            last = last[0], last[1], last[2] + size
            continue
        if last:
            yield last
        last = i, j, size
    if last:
        yield last


def _leaves(blocks: Iterable[Block | None]) -> int:
    """How many leaves stand in blocks."""
    return sum(
        _leaves(block.children) if block.children else 1 for block in blocks if block is not None
    )
