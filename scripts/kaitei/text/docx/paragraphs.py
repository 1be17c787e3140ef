"""Paragraphs, cells and tables as Word sees them: how each looks in the old text and in the new."""

from __future__ import annotations

from dataclasses import dataclass

from kaitei.text.diff import ChangeKind, Piece, Side


@dataclass(frozen=True, slots=True)
class List:
    """A list as a number of its own: `ordered` or not, at `level` from 0, counting from `start`.

    `around` counts the ordered lists that it stands in: what its signs depend on (see `signs`).
    """

    number: int
    ordered: bool
    level: int
    start: int = 1
    around: int = 0


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a paragraph looks on one side: its style by tag, its list, its indent, its alignment.

    `item` is the list whose number it bears, None for what stands below one. `indent` counts
    lists, quotations and definitions around it.
    """

    tag: str
    item: List | None = None
    indent: int = 0
    quoted: bool = False
    align: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: `old` and `new` say how it looks on the sides on which it stands.

    `move` is the id of a move whose copy it is. `mark` is what happened to its end alone: a
    paragraph that was split has parts with an INSERTED mark, one that was merged DELETED ones.
    `anchors` are the ids that lead here, each with the side that it belongs to.
    """

    pieces: tuple[Piece, ...]
    old: Appearance | None
    new: Appearance | None
    move: str = ""
    mark: ChangeKind = ChangeKind.KEPT
    anchors: tuple[tuple[Side, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `head` where it is a heading of its column."""

    content: tuple[Paragraph | Table, ...]
    head: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table row and the side on which alone it stands. `head` rows stand on every page."""

    cells: tuple[Cell, ...]
    side: Side
    head: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the side on which alone it stands; `replaced` where it stands twice."""

    rows: tuple[TableRow, ...]
    side: Side
    indent: int = 0


Item = Paragraph | Table
