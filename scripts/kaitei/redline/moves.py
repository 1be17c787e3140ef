"""Blocks that stand in another place: deleted here, inserted there, and alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kaitei.redline.align import moves
from kaitei.redline.blocks import Blocks
from kaitei.redline.data import BlockChange, ClauseChange, Kind, Numbered, Side

_MOVABLE = frozenset({"p", "li", "tr", "ul", "ol", "table", "blockquote", "pre", "dl"})
_LEAST = 10
"""Tokens that a block must have to be followed: shorter ones recur by chance."""


def with_moves(clauses: Sequence[ClauseChange], blocks: Blocks) -> list[ClauseChange]:
    """`clauses` with the blocks that moved between or within them known as moved."""
    gone: list[BlockChange] = []
    came: list[BlockChange] = []
    for clause in clauses:
        if not (clause.move and clause.side is Side.OLD):
            for block in clause.blocks:
                _collect(block, gone, came)
    if not gone or not came:
        return list(clauses)
    old_units = [blocks.unit(change.old) for change in gone if change.old]
    new_units = [blocks.unit(change.new) for change in came if change.new]
    known: dict[int, BlockChange] = {}
    for i, j in moves(old_units, new_units, _LEAST):
        old, new = gone[i], came[j]
        if old.old is None or new.new is None:
            continue
        inner = blocks.pair(
            Numbered(old.old, old.old_number, old.column),
            Numbered(new.new, new.new_number, new.column),
        )
        name = f"block-{i}-{j}"
        known[id(old)] = replace(inner, side=Side.OLD, move=name)
        known[id(new)] = replace(inner, side=Side.NEW, move=name)
    if not known:
        return list(clauses)
    return [replace(clause, blocks=tuple(_replaced(clause.blocks, known))) for clause in clauses]


def _collect(change: BlockChange, gone: list[BlockChange], came: list[BlockChange]) -> None:
    if change.kind in (Kind.DELETED, Kind.INSERTED):
        if change.tag in _MOVABLE:
            (gone if change.kind is Kind.DELETED else came).append(change)
    else:
        for child in change.children:
            _collect(child, gone, came)


def _replaced(
    changes: Iterable[BlockChange], known: dict[int, BlockChange]
) -> Iterator[BlockChange]:
    for change in changes:
        if id(change) in known:
            yield known[id(change)]
        elif change.children and change.kind not in (Kind.SPLIT, Kind.MERGED):
            yield replace(change, children=tuple(_replaced(change.children, known)))
        else:
            yield change
