"""A comparison as data (改め): what every view renders, and what gives back both texts.

Three levels, each a merged sequence in reading order: clauses, blocks, pieces. At every level a
change stands on a `Side`: BOTH (in place), OLD (only the old text has it here), NEW. What moved
stands twice, once on each side, under one `move` id; both copies hold the same comparison.
In a gap between two things that stand on both sides, the old ones come before the new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from itertools import chain, count, repeat
from typing import Any

from kaitei.base.frozen import frozen
from kaitei.model import Block, Clause
from kaitei.text.diff.pieces import (
    OPPOSITE,
    ORDER,
    ChangeKind,
    Numbered,
    Piece,
    Segment,
    Side,
    in_order,
    numbered,
    pieces_in_order,
    side_runs,
)


@frozen
class BlockChange:
    """A block of the merged tree, or a group of blocks of both texts.

    INSERTED has only `new`, DELETED only `old`. All others compare `old` with `new`: a leaf by
    `pieces`, a container by `children`; tags may differ (h2 -> h3, ul -> ol). A KEPT one stores
    neither, because both sides are equal: `kept_pieces` and `kept_children` give them.
    SPLIT, MERGED and REGROUPED are groups: whole blocks of both texts (`olds`, `news`) whose words
    are compared across their borders (`segments`). `old_number`, `new_number` are the computed
    numbers of an `li` of an `ol`. `column` is the place of a cell in the merged table's columns,
    from 0 (-1 for all else). `move` is the id of a move or "".
    """

    kind: ChangeKind
    side: Side
    old: Block | None
    new: Block | None
    pieces: tuple[Piece, ...] = ()
    children: tuple[BlockChange, ...] = ()
    old_number: int | None = None
    new_number: int | None = None
    column: int = -1
    move: str = ""
    olds: tuple[Numbered, ...] = ()
    news: tuple[Numbered, ...] = ()
    segments: tuple[Segment, ...] = ()

    @property
    def tag(self) -> str:
        """The new tag where there is one, else the old; of a group that of its first block."""
        block = self.new or self.old
        if block is None:
            return (self.news or self.olds)[0].block.tag
        return block.tag

    @property
    def is_group(self) -> bool:
        """Whether it compares several blocks at once."""
        return bool(self.olds)

    @property
    def retagged(self) -> bool:
        """Whether both sides stand and their tags differ."""
        return self.old is not None and self.new is not None and self.old.tag != self.new.tag

    def inverted(self) -> BlockChange:
        """The change as the comparison the other way round has it."""
        kind = OPPOSITE.get(self.kind, self.kind)
        if self.kind is ChangeKind.DELETED:
            kind = ChangeKind.INSERTED
        return BlockChange(
            kind,
            self.side.other,
            self.new,
            self.old,
            tuple(pieces_in_order(p.inverted() for p in self.pieces)) if self.pieces else (),
            tuple(in_order(c.inverted() for c in self.children)) if self.children else (),
            self.new_number,
            self.old_number,
            self.column,
            self.move,
            self.news,
            self.olds,
            tuple(segment.inverted() for segment in self.segments),
        )

    def seen(self, side: Side, leads: Iterable[tuple[Piece, ...]] = ()) -> tuple[BlockChange, ...]:
        """A group as the blocks of `side` (OLD or NEW), each leaf with all that is said in it.

        What is gone from, or came into, the words of a leaf of that side stands among them. `leads`
        are pieces to set before each segment. The blocks are of kind REGROUPED.
        """
        texts: dict[int, list[Piece]] = {}
        for segment, lead in zip(self.segments, chain(leads, repeat(())), strict=False):
            leaf = segment.old if side is Side.OLD else segment.new
            texts.setdefault(leaf, []).extend((*lead, *segment.pieces))
        leaves = count()
        items = self.olds if side is Side.OLD else self.news
        return tuple(_seen(item, leaves, texts) for item in items)

    def all_pieces(self) -> tuple[Piece, ...]:
        """`pieces`, of a group those of all its segments."""
        return tuple(p for s in self.segments for p in s.pieces) if self.segments else self.pieces

    def kept_pieces(self) -> tuple[Piece, ...]:
        """`all_pieces`, made up from the block itself where it stands whole on its sides."""
        if self.pieces or self.is_group:
            return self.all_pieces()
        if self.kind is ChangeKind.INSERTED and self.new:
            return tuple(Piece(ChangeKind.INSERTED, None, run) for run in self.new.runs)
        if self.kind is ChangeKind.DELETED and self.old:
            return tuple(Piece(ChangeKind.DELETED, run, None) for run in self.old.runs)
        return tuple(Piece(ChangeKind.KEPT, run, run) for run in self.old.runs) if self.old else ()

    def kept_children(self) -> tuple[BlockChange, ...]:
        """`children`, made up from the block itself where it stands whole on its sides."""
        if self.children:
            return self.children
        old, new = self.old, self.new
        if self.kind is ChangeKind.INSERTED and new:
            return tuple(whole(ChangeKind.INSERTED, child) for child in numbered(new))
        if self.kind is ChangeKind.DELETED and old:
            return tuple(whole(ChangeKind.DELETED, child) for child in numbered(old))
        if old is None or new is None:
            return ()
        return tuple(kept(a, b) for a, b in zip(numbered(old), numbered(new), strict=True))


@frozen
class Spot:
    """A place in a table by the names of its row and column, "" where there is no name."""

    row: str
    column: str


@frozen
class Finding:
    """A value that changed in a clause: what a reader must not overlook.

    `kind` is "amount", "date", "number", "contact", "reference" or "negation". `old` or `new` is
    "" where the value stands on one side only. Values are as written. `was` and `spot` are where it
    stood in the old table and stands in the new one.
    """

    kind: str
    old: str
    new: str
    was: Spot | None = None
    spot: Spot | None = None

    @property
    def place(self) -> Spot | None:
        """Where in a table to look for it: in the new one, or in the old where it is gone."""
        return self.spot or self.was

    def inverted(self) -> Finding:
        """The finding as the comparison the other way round has it."""
        return Finding(self.kind, self.new, self.old, self.spot, self.was)


@frozen
class ClauseChange:
    """A clause of the merged sequence.

    `kinds` are all that apply, the weightiest first: (MOVED, AMENDED, RENUMBERED) is a clause
    that stands elsewhere under another number with other words. `heading` is None where neither
    side has one. A SPLIT clause has only `new`: its heading (and perhaps more) is new, the rest
    stands on both sides and was part of `partner`, an old clause; MERGED is the inverse, with
    `partner` the new clause it went into. `findings` are listed for clauses that stand in both
    texts; of one that was added or deleted every value is new or gone, but for what moved. Those of
    a block that moved stand where it is now; `former_findings` are the same with them where it was.
    It may be a part of the clause before it (see `sections`). `drawn` is what was made
    of it (see `once`).
    """

    kinds: tuple[ChangeKind, ...]
    side: Side
    old: Clause | None
    new: Clause | None
    heading: BlockChange | None
    blocks: tuple[BlockChange, ...]
    partner: Clause | None = None
    move: str = ""
    findings: tuple[Finding, ...] = ()
    former_findings: tuple[Finding, ...] = ()
    drawn: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def kind(self) -> ChangeKind:
        """The weightiest of its kinds."""
        return self.kinds[0]

    @property
    def clause(self) -> Clause:
        """The new clause where there is one, else the old."""
        clause = self.new or self.old
        assert clause is not None  # noqa: S101  # a change compares something
        return clause

    @property
    def all_blocks(self) -> tuple[BlockChange, ...]:
        """The heading, where there is one, and the blocks."""
        return (self.heading, *self.blocks) if self.heading else self.blocks

    def inverted(self) -> ClauseChange:
        """The change as the comparison the other way round has it."""
        if self.kinds == (ChangeKind.KEPT,):
            return replace(self, old=self.new, new=self.old)
        kinds = tuple(
            ChangeKind.ADDED if kind is ChangeKind.DELETED else OPPOSITE.get(kind, kind)
            for kind in self.kinds
        )
        return ClauseChange(
            tuple(sorted(kinds, key=ORDER.__getitem__)),
            self.side.other,
            self.new,
            self.old,
            self.heading.inverted() if self.heading else None,
            tuple(in_order(block.inverted() for block in self.blocks)),
            self.partner,
            self.move,
            tuple(found.inverted() for found in self.former_findings),
            tuple(found.inverted() for found in self.findings),
        )


def side_blocks(change: BlockChange, side: Side) -> Iterator[Block]:
    """The blocks that `change` stands for on `side` (OLD or NEW): none, one, or a split's parts."""
    if change.side is side.other:
        return
    if change.is_group:
        yield from (item.block for item in (change.olds if side is Side.OLD else change.news))
        return
    block = change.old if side is Side.OLD else change.new
    if block is None:
        return
    if change.kind is ChangeKind.KEPT or not (change.pieces or change.children):
        yield block
    elif change.pieces:
        yield replace(block, runs=side_runs(change.pieces, side))
    else:
        inner = tuple(b for child in change.children for b in side_blocks(child, side))
        yield replace(block, children=inner)


def moved_blocks(clause: ClauseChange) -> list[BlockChange]:
    """The blocks in a clause that moved, those at the former place among them."""
    found: list[BlockChange] = []
    waiting = list(reversed(clause.blocks))
    while waiting:
        block = waiting.pop()
        if block.move:
            found.append(block)
        else:
            waiting.extend(reversed(block.children))
    return found


def _seen(item: Numbered, leaf: Iterator[int], texts: dict[int, list[Piece]]) -> BlockChange:
    block = item.block
    pieces: tuple[Piece, ...] = ()
    children: tuple[BlockChange, ...] = ()
    if block.children:
        children = tuple(_seen(child, leaf, texts) for child in numbered(block))
    else:
        pieces = tuple(texts.get(next(leaf), ()))
    return BlockChange(
        ChangeKind.REGROUPED,
        Side.BOTH,
        block,
        block,
        pieces,
        children,
        item.number,
        item.number,
        item.column,
    )


def whole(kind: ChangeKind, item: Numbered) -> BlockChange:
    """A wholly INSERTED or DELETED block."""
    if kind is ChangeKind.INSERTED:
        return BlockChange(
            kind, Side.NEW, None, item.block, new_number=item.number, column=item.column
        )
    return BlockChange(kind, Side.OLD, item.block, None, old_number=item.number, column=item.column)


def kept(old: Numbered, new: Numbered) -> BlockChange:
    """A block that both sides have; RENUMBERED where only its computed number changed."""
    kind = ChangeKind.KEPT if old.number == new.number else ChangeKind.RENUMBERED
    return BlockChange(
        kind,
        Side.BOTH,
        old.block,
        new.block,
        old_number=old.number,
        new_number=new.number,
        column=new.column,
    )


def same(some: tuple[BlockChange, ...], others: tuple[BlockChange, ...]) -> bool:
    """Whether each of `some` is that of `others`, not merely like it."""
    return all(a is b for a, b in zip(some, others, strict=True))
