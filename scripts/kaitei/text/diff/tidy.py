"""Islands across blocks: a full stop left unchanged between a change and the next block's.

Inside a leaf `runs` swallows islands; at its ends only the neighbours tell whether a small rest
stands between two changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kaitei.text.diff.data import BlockChange, ClauseChange, Kind, Piece, Side, same
from kaitei.text.diff.runs import is_island, join_pieces

_CHANGES = (Kind.INSERTED, Kind.DELETED)


def tidied(clauses: Sequence[ClauseChange]) -> list[ClauseChange]:
    """`clauses` without tiny unchanged rests at the ends of blocks between two changes."""
    leaves = list(_leaves(clauses))
    known: dict[int, BlockChange] = {}
    for before, leaf, after in zip([None, *leaves], leaves, [*leaves[1:], None], strict=False):
        if leaf is None or not leaf.pieces:
            continue
        pieces = list(leaf.pieces)
        if after is not None and _changed(after, 0):
            pieces = _swallowed(pieces[::-1])[::-1]
        if before is not None and _changed(known.get(id(before), before), -1):
            pieces = _swallowed(pieces)
        if len(pieces) != len(leaf.pieces):
            known[id(leaf)] = replace(leaf, pieces=join_pieces(pieces))
    return [_mapped(clause, known) for clause in clauses] if known else list(clauses)


def _leaves(clauses: Iterable[ClauseChange]) -> Iterator[BlockChange | None]:
    """The leaves of the merged text in reading order; None for what is kept or moved."""
    for clause in clauses:
        if clause.move or clause.kind is Kind.KEPT:
            yield None
        else:
            yield from _inner(clause.all_blocks)


def _inner(changes: Iterable[BlockChange]) -> Iterator[BlockChange | None]:
    for change in changes:
        if change.move or change.retagged or change.kind in (Kind.KEPT, Kind.SPLIT, Kind.MERGED):
            yield None
        elif change.children:
            yield from _inner(change.children)
        else:
            yield change


def _changed(leaf: BlockChange, at: int) -> bool:
    """Whether a leaf starts (0) or ends (-1) with a change of words."""
    if leaf.pieces:
        return leaf.pieces[at].kind in _CHANGES
    return leaf.kind in _CHANGES


def _swallowed(pieces: list[Piece]) -> list[Piece]:
    """`pieces` with the first one changed too, where it is a tiny rest before a change."""
    if len(pieces) > 1 and pieces[0].kind is Kind.KEPT and pieces[1].kind in _CHANGES:
        rest = pieces[0]
        if rest.old and rest.new and rest.old.text and is_island(rest.old.text):
            gone, came = Piece(Kind.DELETED, rest.old, None), Piece(Kind.INSERTED, None, rest.new)
            return [gone, came, *pieces[1:]]
    return pieces


def _mapped(clause: ClauseChange, known: dict[int, BlockChange]) -> ClauseChange:
    def walk(change: BlockChange) -> BlockChange:
        found = known.get(id(change), change)
        if not found.children or found.move or found.side is not Side.BOTH:
            return found
        children = tuple(map(walk, found.children))
        return found if same(children, found.children) else replace(found, children=children)

    if clause.move or clause.kind is Kind.KEPT:
        return clause
    heading = walk(clause.heading) if clause.heading else None
    blocks = tuple(map(walk, clause.blocks))
    if heading is clause.heading and same(blocks, clause.blocks):
        return clause
    return replace(clause, heading=heading, blocks=blocks)
