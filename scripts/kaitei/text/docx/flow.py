"""A comparison as Word sees a document: paragraphs and tables behind one another.

Word has no containers. A list item, a quotation or a definition is a paragraph with a style, a
number and an indent; each may differ between the two texts, or stand in only one of them. A
paragraph that was split or merged is what Word itself makes of it: its parts are paragraphs, and
only the marks at their ends are inserted or deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, zip_longest

from kaitei.model import Block, Clause
from kaitei.text.diff import BlockChange, ChangeKind, ClauseChange, Piece, Redline, Side
from kaitei.text.docx.paragraphs import Appearance, Cell, Item, List, Paragraph, Table, TableRow
from kaitei.text.docx.places import FlowPlace, count_alike, places_in, side_of

_LISTS = ("ul", "ol", "table", "dl", "blockquote")
"""Blocks that have no words of their own: an item that begins with one is a number by itself."""


@dataclass
class Flow:
    """Walks one redline. Once `items` has yielded it, `replaced` names what Word can't say.

    These are clauses with a table that stands as deleted and inserted as a whole, because its
    columns changed.
    """

    redline: Redline
    replaced: list[Clause] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _clause: Clause | None = None

    def items(self) -> Iterator[Item]:
        """The body, clause by clause, without the title."""
        for change in self.redline.clauses:
            yield from self.clause(change)

    def clause(self, change: ClauseChange) -> Iterator[Item]:
        """One clause, as it stands at this place of the merged sequence."""
        self._clause = change.clause
        old: FlowPlace | None = FlowPlace()
        new: FlowPlace | None = FlowPlace()
        if change.side is Side.OLD:
            new = None
        elif change.side is Side.NEW:
            old = None
        for block in change.all_blocks:
            yield from self._block(block, old, new, change.move)

    # --- blocks ---------------------------------------------------------------------------------

    def _blocks(
        self,
        changes: Iterable[BlockChange],
        old: FlowPlace | None,
        new: FlowPlace | None,
        move: str,
    ) -> Iterator[Item]:
        for change in changes:
            yield from self._block(change, old, new, move)

    def _block(
        self, change: BlockChange, old: FlowPlace | None, new: FlowPlace | None, move: str
    ) -> Iterator[Item]:
        """A block where `old` and `new` are the places it has: None for a side not shown."""
        if change.side is Side.OLD:
            new = None
        elif change.side is Side.NEW:
            old = None
        if old is None and new is None:
            return
        if change.kind in (ChangeKind.INSERTED, ChangeKind.DELETED):
            move = ""
        move = change.move or move
        if change.is_group:
            yield from self._group(change, old, new, move)
            return
        children = change.kept_children()
        tag = change.tag
        if tag == "table":
            yield from self._table(change, old, new, move)
        elif children or tag in ("ul", "ol", "li", "dl", "dt", "dd", "blockquote"):
            yield from self._container(change, children, old, new, move)
        else:
            yield self._leaf(change, change.kept_pieces(), old, new, move)

    def _leaf(
        self,
        change: BlockChange,
        pieces: Sequence[Piece],
        old: FlowPlace | None,
        new: FlowPlace | None,
        move: str,
    ) -> Paragraph:
        return Paragraph(
            _shown(pieces, old is not None, new is not None),
            old.look(change.old.tag if change.old else change.tag) if old else None,
            new.look(change.new.tag if change.new else change.tag) if new else None,
            move,
            anchors=_anchors(change, old, new),
        )

    def _group(
        self, change: BlockChange, old: FlowPlace | None, new: FlowPlace | None, move: str
    ) -> Iterator[Item]:
        """Blocks that were split, merged or regrouped: a paragraph for every border of either text.

        The mark that stays is the last one, and a joined paragraph looks as its mark says.
        """
        if old is None or new is None or _apart(change):
            if old:
                yield from self._blocks(change.seen(Side.OLD), old, None, move)
            if new:
                yield from self._blocks(change.seen(Side.NEW), None, new, move)
            return
        olds, news = change.seen(Side.OLD), change.seen(Side.NEW)
        yield from self._unused(olds[0], old, None, move)
        yield from self._unused(news[0], None, new, move)
        before, after = list(self._looks(olds, old)), list(self._looks(news, new))
        for segment, beyond in zip_longest(change.segments, change.segments[1:]):
            goes_on = beyond and beyond.new == segment.new, beyond and beyond.old == segment.old
            looks = before[segment.old], after[segment.new]
            mark = ChangeKind.KEPT
            if goes_on[0]:
                mark, looks = ChangeKind.DELETED, (looks[0], looks[0])
            elif goes_on[1]:
                mark, looks = ChangeKind.INSERTED, (looks[1], looks[1])
            yield Paragraph(segment.pieces, *looks, move, mark)

    def _looks(self, changes: Iterable[BlockChange], place: FlowPlace) -> Iterator[Appearance]:
        """How the leaves of one side's blocks look."""
        for change in changes:
            if change.children:
                inner = self._inside(change.new, place)
                yield from self._looks(change.children, inner or place)
            else:
                yield place.look(change.tag)

    def _container(
        self,
        change: BlockChange,
        children: Sequence[BlockChange],
        old: FlowPlace | None,
        new: FlowPlace | None,
        move: str,
    ) -> Iterator[Item]:
        yield from self._unused(change, old, new, move)
        inner_old = self._inside(change.old, old)
        inner_new = self._inside(change.new, new)
        if (
            change.tag in ("ul", "ol")
            and inner_old
            and inner_new
            and count_alike(inner_old, inner_new)
        ):
            inner_old.item = inner_new.item
        first = True
        for item in self._blocks(children, inner_old, inner_new, move):
            if first and isinstance(item, Paragraph):
                item = replace(item, anchors=_anchors(change, old, new) + item.anchors)
            first = False
            yield item
        if change.tag == "li":  # an item with nothing in it is an item nevertheless
            yield from self._unused(change, inner_old, inner_new, move, lists=False)

    def _unused(
        self,
        change: BlockChange,
        old: FlowPlace | None,
        new: FlowPlace | None,
        move: str,
        *,
        lists: bool = True,
    ) -> Iterator[Item]:
        """An empty paragraph for the number of an item that begins with a list or a table."""
        if lists and change.tag not in _LISTS:
            return
        places = [place if place and place.fresh else None for place in (old, new)]
        if places[0] or places[1]:
            looks = [place.look("p") if place else None for place in places]
            yield Paragraph((), looks[0], looks[1], move)

    def _inside(self, block: Block | None, place: FlowPlace | None) -> FlowPlace | None:
        if place is None or block is None:
            return place
        if block.tag in ("ul", "ol"):
            listed = self._list(block, place.item)
            return place.inside(item=listed, indent=place.indent)
        if block.tag == "li":
            item = place.item or List(next(self._numbers), False, 0)
            return replace(place, item=item, fresh=True, indent=place.indent + 1)
        if block.tag == "blockquote":
            return replace(place, quoted=True, indent=place.indent + 1)
        if block.tag in ("dt", "dd"):
            return replace(place, term=block.tag)
        return place

    def _list(self, block: Block, outer: List | None) -> List:
        start = next((int(value) for key, value in block.attrs if key == "start"), 1)
        level, around = (outer.level + 1, outer.around + outer.ordered) if outer else (0, 0)
        return List(next(self._numbers), block.tag == "ol", min(level, 8), start, around)

    # --- tables ---------------------------------------------------------------------------------

    def _table(
        self, change: BlockChange, old: FlowPlace | None, new: FlowPlace | None, move: str
    ) -> Iterator[Item]:
        """A table; where its columns changed the old one and the new one as a whole."""
        yield from self._unused(change, old, new, move)
        if old and new and _columns_changed(change):
            if self._clause and self._clause not in self.replaced:
                self.replaced.append(self._clause)
            yield self._one_table(change, replace(old), None, move)
            yield self._one_table(change, None, replace(new), move)
        else:
            yield self._one_table(change, old, new, move)

    def _one_table(
        self, change: BlockChange, old: FlowPlace | None, new: FlowPlace | None, move: str
    ) -> Table:
        rows = []
        for section in change.kept_children():
            for row in section.kept_children():
                places = places_in(places_in((old, new), section), row)
                if places != (None, None):
                    rows.append(self._row(section, row, places[0], places[1], move))
        place = new or old
        return Table(tuple(rows), side_of(old, new), place.indent if place else 0)

    def _row(
        self,
        section: BlockChange,
        row: BlockChange,
        old: FlowPlace | None,
        new: FlowPlace | None,
        move: str,
    ) -> TableRow:
        cells = []
        for cell in row.kept_children():
            places = places_in((old, new), cell)
            if places != (None, None):
                cells.append(self._cell(cell, places[0], places[1], row.move or move))
        return TableRow(tuple(cells), side_of(old, new), section.tag == "thead")

    def _cell(
        self, cell: BlockChange, old: FlowPlace | None, new: FlowPlace | None, move: str
    ) -> Cell:
        aligned = [
            FlowPlace(align=dict(block.attrs).get("align", "")) if place and block else None
            for place, block in ((old, cell.old or cell.new), (new, cell.new or cell.old))
        ]
        content = list(self._blocks(cell.kept_children(), aligned[0], aligned[1], move))
        if not content or isinstance(content[-1], Table):  # Word wants a paragraph at the end
            looks = [place.look("p") if place else None for place in aligned]
            content.append(Paragraph((), looks[0], looks[1]))
        return Cell(tuple(content), cell.tag == "th")


def _apart(group: BlockChange) -> bool:
    """Whether the blocks of a group can't be paragraphs of both texts at once.

    Those with a table, and those with an item that has no words of its own beside its number.
    """
    blocks = [item.block for item in (*group.olds, *group.news)]
    return any(block.tag == "table" or _more_than_paragraphs(block) for block in blocks)


def _more_than_paragraphs(block: Block) -> bool:
    first = block.children[0] if block.children else block
    if block.tag == "li" and (first.tag in _LISTS or not (first.runs or first.children)):
        return True
    return any(child.tag == "table" or _more_than_paragraphs(child) for child in block.children)


def _columns_changed(table: BlockChange) -> bool:
    """Whether a row that stands on both sides has a cell that does not."""
    return any(
        cell.side is not Side.BOTH or cell.move
        for section in table.children
        for row in section.children
        if row.side is Side.BOTH
        for cell in row.children
    )


def _shown(pieces: Iterable[Piece], old: bool, new: bool) -> tuple[Piece, ...]:
    """The pieces that stand on the sides shown."""
    return tuple(p for p in pieces if (old and p.old is not None) or (new and p.new is not None))


def _anchors(change: BlockChange, old: object, new: object) -> tuple[tuple[Side, str], ...]:
    """The ids of a block: on both sides the new one's, for one side that one's own."""
    if new is not None:
        return ((Side.NEW, change.new.id),) if change.new and change.new.id else ()
    return ((Side.OLD, change.old.id),) if change.old and change.old.id and old else ()
