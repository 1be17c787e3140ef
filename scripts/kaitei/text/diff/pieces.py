"""The words of a comparison: the kinds of change, the sides, the pieces that stand on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Protocol, TypeVar

from kaitei.base.frozen import frozen
from kaitei.model import Block, Run


class ChangeKind(StrEnum):
    """What happened to a clause, a block or a piece; the weightiest first.

    Clauses are ADDED, blocks and pieces INSERTED. FORMATTING, LINK (only a target or title
    changed) and NOTATION (see `text.notation`) leave the words as they were.
    RENUMBERED is a label ("第3条", "(2)") that changed nothing but its number. SPLIT and MERGED are
    paragraphs and clauses that became several, or one; REGROUPED are blocks whose words now stand
    in blocks of another sort: a paragraph made into a list, a list divided or nested otherwise.
    """

    ADDED = "added"
    DELETED = "deleted"
    INSERTED = "inserted"
    SPLIT = "split"
    MERGED = "merged"
    REGROUPED = "regrouped"
    MOVED = "moved"
    AMENDED = "amended"
    RENUMBERED = "renumbered"
    NOTATION = "notation"
    LINK = "link"
    FORMATTING = "formatting"
    KEPT = "kept"


ORDER = {kind: rank for rank, kind in enumerate(ChangeKind)}


GROUPED = frozenset({ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.REGROUPED})


OPPOSITE = {
    ChangeKind.ADDED: ChangeKind.DELETED,
    ChangeKind.INSERTED: ChangeKind.DELETED,
    ChangeKind.SPLIT: ChangeKind.MERGED,
    ChangeKind.MERGED: ChangeKind.SPLIT,
}


class Side(StrEnum):
    """Where a change stands: in both texts, or at this place in only one of them."""

    BOTH = "both"
    OLD = "old"
    NEW = "new"

    @property
    def other(self) -> Side:
        """The side it has in the inverted comparison."""
        return {Side.OLD: Side.NEW, Side.NEW: Side.OLD}.get(self, self)


@frozen
class Piece:
    """A stretch of a leaf under the same marks, on each side on which it stands.

    KEPT, FORMATTING and LINK have both runs with equal text; NOTATION both runs with different
    text, or one of them where it is white space that came or went; DELETED only `old`, INSERTED
    only `new`, RENUMBERED one of them. An image or a line break is a piece of its own (see
    `model.Mark`).
    """

    kind: ChangeKind
    old: Run | None
    new: Run | None

    @property
    def is_space(self) -> bool:
        """Whether it is white space that came or went, and nothing else."""
        return self.kind is ChangeKind.NOTATION and (self.old is None or self.new is None)

    def inverted(self) -> Piece:
        """The piece as the comparison the other way round has it."""
        kind = self.kind
        if kind in (ChangeKind.INSERTED, ChangeKind.DELETED):
            kind = ChangeKind.DELETED if kind is ChangeKind.INSERTED else ChangeKind.INSERTED
        return Piece(kind, self.new, self.old)


@frozen
class Numbered:
    """A child block with its computed list number (None outside an `ol`) and column (or -1)."""

    block: Block
    number: int | None
    column: int


@frozen
class Segment:
    """The words of a group between two borders of its leaves, those of either text.

    `old` and `new` count the leaves of the old and of the new blocks in reading order. Every border
    of either text ends a segment, be it without words.
    """

    old: int
    new: int
    pieces: tuple[Piece, ...]

    def inverted(self) -> Segment:
        """The segment as the comparison the other way round has it."""
        pieces = tuple(pieces_in_order(piece.inverted() for piece in self.pieces))
        return Segment(self.new, self.old, pieces)


def side_runs(pieces: Iterable[Piece], side: Side) -> tuple[Run, ...]:
    """The runs that `pieces` stand for on `side`, in normal form."""
    runs = (piece.old if side is Side.OLD else piece.new for piece in pieces)
    return join_runs(run for run in runs if run is not None)


def join_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours under the same marks joined; images and line breaks stay by themselves."""
    joined: list[Run] = []
    for run in runs:
        atomic = bool(run.marks) and run.marks[-1].tag in ("img", "br")
        if joined and not atomic and joined[-1].marks == run.marks:
            joined[-1] = Run(joined[-1].text + run.text, run.marks)
        else:
            joined.append(run)
    return tuple(joined)


class _Sided(Protocol):
    """What stands on a side."""

    @property
    def side(self) -> Side: ...


OnSide = TypeVar("OnSide", bound=_Sided)


def numbered(parent: Block) -> list[Numbered]:
    """The children of `parent` with the numbers an `ol` gives them and a row's columns."""
    first = 1
    if parent.tag == "ol":
        first = next((int(v) for k, v in parent.attrs if k == "start"), 1)
        return [Numbered(b, first + i, -1) for i, b in enumerate(parent.children)]
    if parent.tag == "tr":
        return [Numbered(b, None, i) for i, b in enumerate(parent.children)]
    return [Numbered(b, None, -1) for b in parent.children]


def leaves(block: Block) -> Iterator[Block]:
    """The blocks in `block` that hold no others, in reading order."""
    if block.children:
        for child in block.children:
            yield from leaves(child)
    else:
        yield block


def in_order(changes: Iterable[OnSide]) -> Iterator[OnSide]:
    """The same changes with, in every gap, the old side before the new."""
    waiting: list[OnSide] = []
    for change in changes:
        if change.side is Side.OLD:
            yield change
        elif change.side is Side.NEW:
            waiting.append(change)
        else:
            yield from waiting
            waiting = []
            yield change
    yield from waiting


def pieces_in_order(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces with, in every gap, what is gone before what is new."""
    waiting: list[Piece] = []
    for piece in pieces:
        if piece.new is None:
            yield piece
        elif piece.old is None:
            waiting.append(piece)
        else:
            yield from waiting
            waiting = []
            yield piece
    yield from waiting
