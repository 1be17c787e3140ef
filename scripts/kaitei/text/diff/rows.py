"""What the rows and columns of a compared table are called, so that a value in it has a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kaitei.model import Block
from kaitei.text.diff.data import BlockChange, Spot
from kaitei.text.diff.pieces import Side, leaves

_BETWEEN = " / "


@dataclass(frozen=True, slots=True)
class TableNames:
    """The names of a table on each side: of its columns, and which names many rows share."""

    columns: dict[Side, dict[int, str]]
    shared: dict[Side, frozenset[str]]

    def spot(self, row: BlockChange, cell: BlockChange, side: Side) -> Spot | None:
        """Where `cell` of `row` stands in the table of `side` (OLD or NEW); None in its heads.

        A row is called by its first cell, and where several rows share that by the second, too; a
        first cell is itself a name and has only its column.
        """
        block, own = _on(row, side), _on(cell, side)
        if block is None or own is None or own.tag == "th":
            return None
        column = self.columns[side].get(cell.column, "")
        first = block.children[0]
        if own is first:
            return Spot("", column)
        name = words(first)
        if name in self.shared[side] and own is not block.children[1]:
            name += _BETWEEN + words(block.children[1])
        return Spot(name, column)


def table_names(table: BlockChange) -> TableNames:
    """The names of a compared table."""
    columns: dict[Side, dict[int, str]] = {}
    shared: dict[Side, frozenset[str]] = {}
    for side in (Side.OLD, Side.NEW):
        rows = [row for row in _rows(table) if row.side is not side.other]
        columns[side] = {
            cell.column: words(own)
            for row in rows
            for cell in row.kept_children()
            if (own := _on(cell, side)) and own.tag == "th"
        }
        firsts = (words(block.children[0]) for row in rows if (block := _on(row, side)))
        often = Counter(firsts)
        shared[side] = frozenset(name for name, rows_ in often.items() if rows_ > 1)
    return TableNames(columns, shared)


def words(block: Block) -> str:
    """The visible text of a block on one line."""
    texts = ("".join(run.text for run in leaf.runs) for leaf in leaves(block))
    return " ".join(" ".join(texts).split())


def _rows(table: BlockChange) -> Iterator[BlockChange]:
    for section in table.kept_children():
        yield from section.kept_children()


def _on(change: BlockChange, side: Side) -> Block | None:
    """The block of `side`, be it the other copy of what moved."""
    return change.old if side is Side.OLD else change.new
