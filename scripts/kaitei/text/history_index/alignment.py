"""Which tokens of two texts are the same ones: the comparison's own alignment, token by token.

Nothing is compared here. What the comparison keeps is kept, and what it marks is not: so two texts
of which one replaced the other are shown as the announcement shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate

from kaitei.model import Block
from kaitei.text.diff import BlockChange, ChangeKind, Piece, Redline, Side
from kaitei.text.history_index.lines import Lines, said

Pair = tuple[int, int]
_ONE_SIDED = frozenset({ChangeKind.INSERTED, ChangeKind.DELETED, ChangeKind.RENUMBERED})


def alignment(redline: Redline, old: Lines, new: Lines) -> list[Pair]:
    """The places of the tokens that both texts have, rising on both sides.

    `old` and `new` are the lines of the two texts that `redline` compares. Of what moved nothing
    is paired: it stands twice, as it does in every view.
    """
    walk = _Walk(old, new)
    for change in redline.clauses:
        for block in change.all_blocks:
            walk.block(block, change.side)
    return sorted((*walk.begun, *walk.kept()))


class _Walk:
    """A way through a comparison that counts the leaves of either text."""

    def __init__(self, old: Lines, new: Lines) -> None:
        self.texts = old, new
        # Where each token begins, in letters from the beginning of its text.
        self.offsets = _offsets(old), _offsets(new)
        self.leaf = [0, 0]
        self.begun: list[Pair] = []
        self._spans: list[tuple[int, int, int]] = []

    def block(self, change: BlockChange, side: Side) -> None:
        """Go through a block that stands in a part of the texts that is on `side`."""
        sides = {side, change.side}
        olds = [*(item.block for item in change.olds), change.old]
        news = [*(item.block for item in change.news), change.new]
        if sides == {Side.BOTH} and not change.is_group and change.old and change.new:
            inner = change.kept_children()
            for child in inner:
                self.block(child, Side.BOTH)
            if not inner:
                self._begin(*self.leaf)
                self._words(change.kept_pieces(), *self._starts(*self.leaf))
                self.leaf = [at + 1 for at in self.leaf]
            return
        if sides == {Side.BOTH}:
            self._group(change)
        self.leaf[0] += _leaves(olds) if Side.NEW not in sides else 0
        self.leaf[1] += _leaves(news) if Side.OLD not in sides else 0

    def _group(self, change: BlockChange) -> None:
        """Go through the segments of a group: each goes on in the leaf of either text."""
        before = [-1, -1]
        at = [0, 0]
        for segment in change.segments:
            leaves = segment.old, segment.new
            places = [first + leaf for first, leaf in zip(self.leaf, leaves, strict=True)]
            fresh = [leaf != last for leaf, last in zip(leaves, before, strict=True)]
            if all(fresh):
                self._begin(*places)
            starts = self._starts(*places)
            at = [
                start if new else here for start, new, here in zip(starts, fresh, at, strict=True)
            ]
            at = self._words(segment.pieces, *at)
            before = [*leaves]

    def _begin(self, *leaves: int) -> None:
        """Pair the beginnings of lines right before two leaves that are the same, while equal."""
        old, new = self.texts
        i, j = (text.leaves[leaf][0] for text, leaf in zip(self.texts, leaves, strict=True))
        floors = [
            text.leaves[leaf - 1][1] if leaf else 0
            for text, leaf in zip(self.texts, leaves, strict=True)
        ]
        while i > floors[0] and j > floors[1] and old.tokens[i - 1] == new.tokens[j - 1]:
            i, j = i - 1, j - 1
            self.begun.append((i, j))

    def _starts(self, *leaves: int) -> list[int]:
        """Where the words of two leaves begin."""
        return [
            offsets[text.leaves[leaf][0]]
            for offsets, text, leaf in zip(self.offsets, self.texts, leaves, strict=True)
        ]

    def _words(self, pieces: Iterable[Piece], i: int, j: int) -> list[int]:
        """Note what `pieces` keep from two places on; the places after them."""
        for piece in pieces:
            old = said(piece.old) if piece.old else ""
            new = said(piece.new) if piece.new else ""
            if piece.kind not in _ONE_SIDED and old == new:
                self._spans.append((i, j, len(old)))
            i, j = i + len(old), j + len(new)
        return [i, j]

    def kept(self) -> Iterator[Pair]:
        """The words that lie whole in what is kept."""
        old, new = self.texts
        places = {
            offset: at
            for at, (offset, (kind, _)) in enumerate(zip(self.offsets[1], new.tokens, strict=False))
            if not kind
        }
        at = 0
        for i, j, size in _joined(self._spans):
            while at < len(old.tokens) and self.offsets[0][at] < i:
                at += 1
            while at < len(old.tokens) and self.offsets[0][at + 1] <= i + size:
                place = places.get(self.offsets[0][at] - i + j)
                if place is not None and old.tokens[at] == new.tokens[place]:
                    yield at, place
                at += 1


def _offsets(lines: Lines) -> list[int]:
    return [0, *accumulate(0 if kind else len(text) for kind, text in lines.tokens)]


def _joined(spans: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Spans behind one another on both sides as one: a word may be bold in part."""
    last: tuple[int, int, int] | None = None
    for i, j, size in spans:
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
