"""Blocks that stand in another place: deleted here, inserted there, and alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from kaitei.text.diff.align import moves
from kaitei.text.diff.blocks import Blocks
from kaitei.text.diff.data import BlockChange, ClauseChange, same
from kaitei.text.diff.pieces import ChangeKind, Numbered, Side
from kaitei.text.diff.sharing import once

_BLOCKS = frozenset({"p", "li", "tr", "ul", "ol", "table", "blockquote", "pre", "dl"})
_LEAVES = frozenset({"p", ""})
_LEAST = 10
"""Tokens that a block must have to be followed: shorter ones recur by chance."""


def with_moves(clauses: Sequence[ClauseChange], blocks: Blocks) -> list[ClauseChange]:
    """`clauses` with the blocks that moved between or within them known as moved.

    First whole blocks; then, where a list became paragraphs or the like, the words in them.
    """
    found = _moved(clauses, blocks, _BLOCKS)
    opened = [once(clause, "opened", partial(_opening, clause)) or clause for clause in found]
    inner = _moved(opened, blocks, _LEAVES)
    return found if inner is opened else inner


def _moved(
    clauses: list[ClauseChange] | Sequence[ClauseChange], blocks: Blocks, tags: frozenset[str]
) -> list[ClauseChange]:
    gone: list[BlockChange] = []
    came: list[BlockChange] = []
    for clause in clauses:
        if clause.kind is not ChangeKind.KEPT and not (clause.move and clause.side is Side.OLD):
            left, new = once(clause, ("one-sided", tags), partial(_one_sided, clause, tags))
            gone += left
            came += new
    known: dict[int, BlockChange] = {}
    if gone and came:
        old_units = [blocks.unit(change.old) for change in gone if change.old]
        new_units = [blocks.unit(change.new) for change in came if change.new]
        for i, j in moves(old_units, new_units, _LEAST):
            known |= _pair(gone[i], came[j], blocks)
    if not known:
        return clauses if isinstance(clauses, list) else list(clauses)
    return [_mapped(clause, lambda change: known.get(id(change))) for clause in clauses]


def _pair(gone: BlockChange, came: BlockChange, blocks: Blocks) -> dict[int, BlockChange]:
    if gone.old is None or came.new is None:
        return {}
    change = blocks.pair(
        Numbered(gone.old, gone.old_number, gone.column),
        Numbered(came.new, came.new_number, came.column),
    )
    name = f"{id(gone)}-{id(came)}"
    return {
        id(gone): replace(change, side=Side.OLD, move=name),
        id(came): replace(change, side=Side.NEW, move=name),
    }


def _one_sided(
    clause: ClauseChange, tags: frozenset[str]
) -> tuple[list[BlockChange], list[BlockChange]]:
    """The outermost blocks of these tags that are gone from a clause, and those that came."""
    gone: list[BlockChange] = []
    came: list[BlockChange] = []
    for block in clause.blocks:
        _collect(block, gone, came, tags)
    return gone, came


def _collect(
    change: BlockChange, gone: list[BlockChange], came: list[BlockChange], tags: frozenset[str]
) -> None:
    if change.move:
        return
    if change.kind in (ChangeKind.DELETED, ChangeKind.INSERTED) and change.tag in tags:
        (gone if change.kind is ChangeKind.DELETED else came).append(change)
    else:
        for child in change.children:
            _collect(child, gone, came, tags)


def _opening(clause: ClauseChange) -> ClauseChange | None:
    """A clause with what is gone or came in it opened; None where that is itself."""
    opened = _mapped(clause, _opened)
    return None if opened is clause else opened


def _opened(change: BlockChange) -> BlockChange | None:
    """A list or the like that is gone or came, with its children made explicit."""
    if change.kind not in (ChangeKind.DELETED, ChangeKind.INSERTED) or change.move:
        return None
    children = change.kept_children()
    if not children or change.tag in ("table", "thead", "tbody", "tr", "pre"):
        return None
    return replace(change, children=tuple(_opened(child) or child for child in children))


def _mapped(
    clause: ClauseChange, change: Callable[[BlockChange], BlockChange | None]
) -> ClauseChange:
    if clause.kind is ChangeKind.KEPT:
        return clause

    blocks = tuple(_changed(block, change) for block in clause.blocks)
    return clause if same(blocks, clause.blocks) else replace(clause, blocks=blocks)


def _changed(
    block: BlockChange, change: Callable[[BlockChange], BlockChange | None]
) -> BlockChange:
    known = change(block)
    if known is not None:
        return known
    if not block.children or block.move:
        return block
    children = tuple(_changed(child, change) for child in block.children)
    return block if same(children, block.children) else replace(block, children=children)
