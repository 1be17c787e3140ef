"""Two tables -> merged sections, rows and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from kaitei.model import Block
from kaitei.text.diff.align import Unit, in_place
from kaitei.text.diff.chains import Pair
from kaitei.text.diff.data import BlockChange, whole
from kaitei.text.diff.pieces import ChangeKind, Numbered, Side, in_order, numbered
from kaitei.text.diff.vocabulary import Vocabulary, unlabelled
from kaitei.text.notation import folded

Column = tuple[int, int]
"""A column of the merged table: its place in the old and in the new table, -1 where it has none."""


class CellDiff(Protocol):
    """What compares two cells, whatever blocks stand in them; and the vocabulary it shares."""

    vocabulary: Vocabulary

    def pair(self, old: Numbered, new: Numbered) -> BlockChange:
        """The comparison of two cells that are one."""


def compare_tables(old: Block, new: Block, cells: CellDiff) -> tuple[BlockChange, ...]:
    """The merged sections of two tables: columns first, then rows, then cells."""
    return _TableDiff(old, new, cells).sections()


class _TableDiff:
    def __init__(self, old: Block, new: Block, cells: CellDiff) -> None:
        self.old, self.new, self.cells = old, new, cells
        self.columns, moved = self._columns()
        self.whither, self.whence = dict(moved), {j: i for i, j in moved}
        self.same = all(i == j for i, j in self.columns)

    def sections(self) -> tuple[BlockChange, ...]:
        olds, news = list(self.old.children), list(self.new.children)
        changes: list[BlockChange] = []
        i = j = 0
        while i < len(olds) or j < len(news):
            if i < len(olds) and j < len(news) and olds[i].tag == news[j].tag:
                changes.append(self._section(olds[i], news[j]))
                i, j = i + 1, j + 1
            elif i < len(olds) and (j == len(news) or olds[i].tag == "thead"):
                changes.append(whole(ChangeKind.DELETED, Numbered(olds[i], None, -1)))
                i += 1
            else:
                changes.append(whole(ChangeKind.INSERTED, Numbered(news[j], None, -1)))
                j += 1
        return tuple(in_order(changes))

    def _section(self, old: Block, new: Block) -> BlockChange:
        if old == new and self.same:
            return BlockChange(ChangeKind.KEPT, Side.BOTH, old, new)
        olds, news = old.children, new.children
        pairs, _ = in_place([self._unit(r) for r in olds], [self._unit(r) for r in news])
        pairs = _sole(pairs, len(olds), len(news))
        gone, come = self._moved(olds, news, pairs)
        changes: list[BlockChange] = []
        i = j = 0
        for end_i, end_j in [*pairs, (len(olds), len(news))]:
            changes += [
                gone.get(k) or self._whole(ChangeKind.DELETED, olds[k]) for k in range(i, end_i)
            ]
            changes += [
                come.get(k) or self._whole(ChangeKind.INSERTED, news[k]) for k in range(j, end_j)
            ]
            if end_i < len(olds) and end_j < len(news):
                changes.append(self._row(olds[end_i], news[end_j]))
            i, j = end_i + 1, end_j + 1
        return _parent(old, new, tuple(in_order(changes)))

    def _moved(
        self, olds: Sequence[Block], news: Sequence[Block], pairs: Sequence[Pair]
    ) -> tuple[dict[int, BlockChange], dict[int, BlockChange]]:
        """The rows that stand elsewhere in their section, by their place in either table.

        A row is known by its first cell where that is a word and stands once on each side, however
        much its other cells changed; a number there counts the rows.
        """
        names = [[self._unit(row).title for row in rows] for rows in (olds, news)]
        gone: dict[int, BlockChange] = {}
        come: dict[int, BlockChange] = {}
        for i, j in _named_alike(names[0], names[1], pairs):
            row = self._row(olds[i], news[j])
            gone[i], come[j] = _copies(row, f"row-{id(olds[i])}-{id(news[j])}")
        return gone, come

    def _row(self, old: Block, new: Block) -> BlockChange:
        if old == new and self.same:
            return BlockChange(ChangeKind.KEPT, Side.BOTH, old, new)
        olds, news = numbered(old), numbered(new)
        width = max(len(olds), len(news))
        beyond = [(k, k) for k in range(width) if k >= self._width()]
        changes = (
            self._cell(olds, news, column, at, f"cell-{id(old)}-{id(new)}")
            for at, column in enumerate([*self.columns, *beyond])
        )
        return _parent(old, new, tuple(in_order(filter(None, changes))))

    def _cell(
        self,
        olds: Sequence[Numbered],
        news: Sequence[Numbered],
        column: Column,
        at: int,
        name: str,
    ) -> BlockChange | None:
        """What became of a row's cell in the merged column `at`, if the row has one there.

        Where the column moved, both copies hold the comparison of the old cell with the new one,
        under a move that begins with `name`.
        """
        i, j = column
        from_, to = self.whence.get(j, i), self.whither.get(i, j)
        a = replace(olds[from_], column=at) if 0 <= from_ < len(olds) else None
        b = replace(news[to], column=at) if 0 <= to < len(news) else None
        if a and b:
            change = self.cells.pair(a, b)
            if column == (from_, to):
                return change
            return _copies(change, f"{name}-{from_}")[0 if j < 0 else 1]
        if a and i >= 0:
            return whole(ChangeKind.DELETED, a)
        return whole(ChangeKind.INSERTED, b) if b and j >= 0 else None

    def _width(self) -> int:
        return max((max(pair) for pair in self.columns), default=-1) + 1

    def _whole(self, kind: ChangeKind, row: Block) -> BlockChange:
        """A row of one side, its cells in the columns of the merged table."""
        change = whole(kind, Numbered(row, None, -1))
        if self.same:
            return change
        side = 0 if kind is ChangeKind.DELETED else 1
        places = {pair[side]: column for column, pair in enumerate(self.columns)}
        cells = [
            whole(kind, replace(cell, column=places.get(cell.column, len(self.columns))))
            for cell in numbered(row)
        ]
        return replace(change, children=tuple(cells))

    def _columns(self) -> tuple[list[Column], list[Pair]]:
        """The merged columns, and which of either table are one that stands elsewhere now."""
        old_rows, new_rows = _rows(self.old), _rows(self.new)
        old_width = max(map(len, old_rows), default=0)
        new_width = max(map(len, new_rows), default=0)
        olds = [self._column(old_rows, k) for k in range(old_width)]
        news = [self._column(new_rows, k) for k in range(new_width)]
        titles = [[unit.title for unit in side] for side in (olds, news)]
        if titles[0] == titles[1]:
            return [(k, k) for k in range(old_width)], []
        pairs, moved = in_place(olds, news)
        moved += _named_alike(titles[0], titles[1], [*pairs, *moved])
        gone, come = {i for i, _ in moved}, {j for _, j in moved}
        held: list[Pair] = []
        i = j = 0
        for end_i, end_j in [*pairs, (old_width, new_width)]:
            # As many as before stand between two that stayed: they have other heads now.
            left = [k for k in range(i, end_i) if k not in gone]
            right = [k for k in range(j, end_j) if k not in come]
            held += zip(left, right, strict=True) if len(left) == len(right) else ()
            held.append((end_i, end_j))
            i, j = end_i + 1, end_j + 1
        out: list[Column] = []
        i = j = 0
        for end_i, end_j in held:
            out += [(k, -1) for k in range(i, end_i)]
            out += [(-1, k) for k in range(j, end_j)]
            out.append((end_i, end_j))
            i, j = end_i + 1, end_j + 1
        return out[:-1], moved

    def _column(self, rows: list[list[Block]], at: int) -> Unit:
        vocabulary = self.cells.vocabulary
        cells = [vocabulary.text(row[at]) if at < len(row) else "" for row in rows]
        key = "\n".join(cells)
        return Unit(lambda: key, lambda: vocabulary.codes(key), title=cells[0] or str(at))

    def _unit(self, row: Block) -> Unit:
        vocabulary = self.cells.vocabulary
        title = vocabulary.text(row.children[0]) if row.children else ""
        return Unit(
            lambda: folded(unlabelled(vocabulary.text(row))),
            lambda: vocabulary.codes(unlabelled(vocabulary.text(row))),
            id=row.id,
            title=title,
            source=row,
        )


def _copies(change: BlockChange, move: str) -> tuple[BlockChange, BlockChange]:
    """The comparison of what moved, for its former and for its new place."""
    return replace(change, side=Side.OLD, move=move), replace(change, side=Side.NEW, move=move)


def _named_alike(olds: Sequence[str], news: Sequence[str], pairs: Sequence[Pair]) -> list[Pair]:
    """The places of names that are words, stand once on each side, and are in no pair."""
    places: list[dict[str, int]] = []
    for side, names in enumerate((olds, news)):
        paired = {pair[side] for pair in pairs}
        often = Counter(names)
        places.append(
            {
                name: at
                for at, name in enumerate(names)
                if at not in paired and often[name] == 1 and any(map(str.isalpha, name))
            }
        )
    return [(at, places[1][name]) for name, at in places[0].items() if name in places[1]]


def _rows(table: Block) -> list[list[Block]]:
    return [list(row.children) for section in table.children for row in section.children]


def _sole(pairs: Sequence[Pair], old_size: int, new_size: int) -> list[Pair]:
    """`pairs`, and the rows of a section that has but one on each side."""
    return list(pairs) or ([(0, 0)] if old_size == new_size == 1 else [])


def _parent(old: Block, new: Block, children: tuple[BlockChange, ...]) -> BlockChange:
    kinds = {child.kind for child in children} - {ChangeKind.KEPT}
    kind = ChangeKind.AMENDED
    if old == new:
        kind = ChangeKind.KEPT
    elif kinds <= {ChangeKind.FORMATTING, ChangeKind.LINK, ChangeKind.NOTATION} and not _moved(
        children
    ):
        order = (ChangeKind.NOTATION, ChangeKind.LINK)
        kind = next((k for k in order if k in kinds), ChangeKind.FORMATTING)
    return BlockChange(kind, Side.BOTH, old, new, children=children)


def _moved(changes: Sequence[BlockChange]) -> bool:
    return any(change.move for change in changes)
