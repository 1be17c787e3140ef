"""Two tables -> merged sections, rows and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from kaitei.model import Block
from kaitei.text.diff.align import Unit, in_place
from kaitei.text.diff.chains import Pair
from kaitei.text.diff.data import BlockChange, Kind, Numbered, Side, in_order, numbered, whole
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
        self.columns = self._columns()
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
                changes.append(whole(Kind.DELETED, Numbered(olds[i], None, -1)))
                i += 1
            else:
                changes.append(whole(Kind.INSERTED, Numbered(news[j], None, -1)))
                j += 1
        return tuple(in_order(changes))

    def _section(self, old: Block, new: Block) -> BlockChange:
        if old == new and self.same:
            return BlockChange(Kind.KEPT, Side.BOTH, old, new)
        olds, news = old.children, new.children
        pairs, _ = in_place([self._unit(r) for r in olds], [self._unit(r) for r in news])
        pairs = _sole(pairs, len(olds), len(news))
        gone, come = self._moved(olds, news, pairs)
        changes: list[BlockChange] = []
        i = j = 0
        for end_i, end_j in [*pairs, (len(olds), len(news))]:
            changes += [gone.get(k) or self._whole(Kind.DELETED, olds[k]) for k in range(i, end_i)]
            changes += [come.get(k) or self._whole(Kind.INSERTED, news[k]) for k in range(j, end_j)]
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
        places: list[dict[str, int]] = []
        for side, rows in enumerate(names):
            paired = {pair[side] for pair in pairs}
            often = Counter(rows)
            places.append(
                {
                    name: at
                    for at, name in enumerate(rows)
                    if at not in paired and often[name] == 1 and any(map(str.isalpha, name))
                }
            )
        gone: dict[int, BlockChange] = {}
        come: dict[int, BlockChange] = {}
        for name, i in places[0].items():
            j = places[1].get(name)
            if j is not None:
                change = self._row(olds[i], news[j])
                move = f"row-{id(olds[i])}-{id(news[j])}"
                gone[i] = replace(change, side=Side.OLD, move=move)
                come[j] = replace(change, side=Side.NEW, move=move)
        return gone, come

    def _row(self, old: Block, new: Block) -> BlockChange:
        if old == new and self.same:
            return BlockChange(Kind.KEPT, Side.BOTH, old, new)
        olds, news = numbered(old), numbered(new)
        changes: list[BlockChange] = []
        width = max(len(olds), len(news))
        beyond = [(k, k) for k in range(width) if k >= self._width()]
        for column, (i, j) in enumerate([*self.columns, *beyond]):
            a = replace(olds[i], column=column) if 0 <= i < len(olds) else None
            b = replace(news[j], column=column) if 0 <= j < len(news) else None
            if a and b:
                changes.append(self.cells.pair(a, b))
            elif a:
                changes.append(whole(Kind.DELETED, a))
            elif b:
                changes.append(whole(Kind.INSERTED, b))
        return _parent(old, new, tuple(in_order(changes)))

    def _width(self) -> int:
        return max((max(pair) for pair in self.columns), default=-1) + 1

    def _whole(self, kind: Kind, row: Block) -> BlockChange:
        """A row of one side, its cells in the columns of the merged table."""
        change = whole(kind, Numbered(row, None, -1))
        if self.same:
            return change
        side = 0 if kind is Kind.DELETED else 1
        places = {pair[side]: column for column, pair in enumerate(self.columns)}
        cells = [
            whole(kind, replace(cell, column=places.get(cell.column, len(self.columns))))
            for cell in numbered(row)
        ]
        return replace(change, children=tuple(cells))

    def _columns(self) -> list[Column]:
        old_rows, new_rows = _rows(self.old), _rows(self.new)
        old_width = max(map(len, old_rows), default=0)
        new_width = max(map(len, new_rows), default=0)
        olds = [self._column(old_rows, k) for k in range(old_width)]
        news = [self._column(new_rows, k) for k in range(new_width)]
        if [u.title for u in olds] == [u.title for u in news]:
            return [(k, k) for k in range(old_width)]
        pairs, _ = in_place(olds, news)
        out: list[Column] = []
        i = j = 0
        for end_i, end_j in [*pairs, (old_width, new_width)]:
            if end_i - i == end_j - j:
                out += zip(range(i, end_i), range(j, end_j), strict=True)
            else:
                out += [(k, -1) for k in range(i, end_i)]
                out += [(-1, k) for k in range(j, end_j)]
            if end_i < old_width and end_j < new_width:
                out.append((end_i, end_j))
            i, j = end_i + 1, end_j + 1
        return out

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


def _rows(table: Block) -> list[list[Block]]:
    return [list(row.children) for section in table.children for row in section.children]


def _sole(pairs: Sequence[Pair], old_size: int, new_size: int) -> list[Pair]:
    """`pairs`, and the rows of a section that has but one on each side."""
    return list(pairs) or ([(0, 0)] if old_size == new_size == 1 else [])


def _parent(old: Block, new: Block, children: tuple[BlockChange, ...]) -> BlockChange:
    changed = old != new
    kinds = {child.kind for child in children} - {Kind.KEPT}
    kind = Kind.AMENDED
    if not changed:
        kind = Kind.KEPT
    elif kinds <= {Kind.FORMATTING, Kind.LINK, Kind.NOTATION}:
        order = (Kind.NOTATION, Kind.LINK)
        kind = next((k for k in order if k in kinds), Kind.FORMATTING)
    return BlockChange(kind, Side.BOTH, old, new, children=children)
