"""Blocks as lines of marked words, for views without markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kaitei.model import Run
from kaitei.text.diff import BlockChange, ChangeKind, Piece, Side
from kaitei.text.render.edits import href
from kaitei.text.render.names import Names
from kaitei.text.render.signs import Signs, pieces
from kaitei.text.render.wording import say, width
from kaitei.text.render.wrapping import Span, Style

NUMBER = " number"
"""Ends the style of an item's number that changed: alone it is no reason to show the item."""
EDIT = " edit"
"""Ends the style of words that changed inside something that moved."""
_SAME = frozenset({ChangeKind.KEPT, ChangeKind.FORMATTING, ChangeKind.LINK})


@dataclass(frozen=True, slots=True)
class Line:
    """A line: the columns before it, those before what wraps below it, and its words."""

    start: int
    rest: int
    spans: Sequence[Span]

    @property
    def marked(self) -> bool:
        """Whether something on it changed, an item's number apart."""
        return any(style and not style.endswith(NUMBER) for _, style in self.spans)


@dataclass(frozen=True, slots=True)
class Passages:
    """Turns blocks into lines, with the `signs` of their items and words of ours in `lang`.

    `style` is what marks all words in something that came, went or moved. `copy` is the side of a
    copy: of the old one only the old words are shown, of the new one only the new. In what `moved`
    the words that changed have a style of their own.
    """

    signs: Signs
    lang: str
    names: Names
    style: Style = ""
    copy: Side = Side.BOTH
    moved: bool = False

    def lines(
        self, change: BlockChange, lead: Sequence[Span] = (), start: int = 0, rest: int = 0
    ) -> Iterator[Line]:
        """A block, its first line beginning with `lead`."""
        if change.side is self.copy.other and self.copy is not Side.BOTH:
            return
        inner = self._within(change)
        if change.move and self.copy is Side.BOTH and change.tag not in ("li", "tr"):
            name = self.names.elsewhere(change.move, change.side)
            away, here = ("moved-away-line", "moved-here-line")
            if name:
                away, here = ("moved-away-to-line", "moved-here-from-line")
            key = away if change.side is Side.OLD else here
            yield Line(start, rest, [(say(self.lang, key, name), "note")])
        if change.is_group:
            yield from self.group(change, lead, start, rest)
        elif change.tag == "tr":
            yield Line(start, rest, [*lead, *inner.row(change)])
        elif children := change.kept_children():
            if change.tag == "blockquote":
                lead, rest = [*lead, ("> ", inner.style)], rest + 2
            for child in children:
                sign, columns = inner.sign(change, child)
                deeper = replace(inner, signs=inner.signs.inside(child, inner.copy))
                yield from deeper.lines(child, [*lead, *sign], start, rest + columns)
                lead, start = (), rest
        else:
            yield Line(start, rest, [*lead, *inner.words(change)])

    def group(
        self, change: BlockChange, lead: Sequence[Span], start: int, rest: int
    ) -> Iterator[Line]:
        """Blocks that were split, merged or regrouped: line by line as the new text has them.

        Rows of a table can't stand in lines of another sort: there the old blocks are shown, too.
        """
        if self.copy is not Side.BOTH or _with_table(change):
            for side in (Side.OLD, Side.NEW) if self.copy is Side.BOTH else (self.copy,):
                style = "deleted" if side is Side.OLD else "inserted"
                copy = replace(self, style=style, copy=side, moved=True)
                for one in change.seen(side):
                    yield from copy.lines(one, lead, start, rest)
                    lead, start = (), rest
            return
        at, spans = -1, [*lead]
        for segment, signs in zip(change.segments, self.signs.of_group(change), strict=True):
            if segment.new != at and at >= 0:
                yield Line(start, rest, spans)
                spans, start = [], rest
            spans += _signed(*signs)
            spans += [span for piece in segment.pieces for span in self._piece(piece)]
            at = segment.new
        yield Line(start, rest, spans)

    def _within(self, change: BlockChange) -> Passages:
        """What draws what stands in a block."""
        moved = self.moved or bool(change.move)
        if change.kind is ChangeKind.DELETED or (change.move and change.side is Side.OLD):
            return replace(self, style="deleted", copy=Side.OLD, moved=moved)
        if change.kind is ChangeKind.INSERTED or change.move:
            return replace(self, style="inserted", copy=Side.NEW, moved=moved)
        return self

    def sign(self, parent: BlockChange, child: BlockChange) -> tuple[list[Span], int]:
        """What stands before a child, and its columns: the number or the dash of an item."""
        if child.tag != "li":
            return [], 0
        within = self._within(child)
        old, new = (self.signs.of(parent, child, side) for side in (Side.OLD, Side.NEW))
        shown = old if within.copy is Side.OLD else new
        if within.copy is Side.BOTH:
            return _signed(old, new), width(shown) + 1
        return [(f"{shown} ", within.style)], width(shown) + 1

    def row(self, row: BlockChange) -> Iterator[Span]:
        """The cells of a row between bars; a bar belongs to the cell before it."""
        yield "|", self.style
        for cell in row.kept_children():
            if self.copy is not Side.BOTH and cell.side is self.copy.other:
                continue
            inner = self._within(cell)
            yield " ", inner.style
            lines = [line for child in cell.kept_children() for line in inner.lines(child)]
            for at, line in enumerate(lines):
                yield from [(" ", inner.style), *line.spans] if at else line.spans
            yield " |", inner.style

    def words(self, leaf: BlockChange) -> Iterator[Span]:
        """The words of a leaf."""
        if leaf.tag == "hr":
            yield "────", self.style
        for piece in leaf.kept_pieces():
            yield from self._piece(piece)

    def _piece(self, piece: Piece) -> Iterator[Span]:
        if self.copy is not Side.BOTH:
            edited = self.moved and piece.kind not in _SAME
            run = piece.old if self.copy is Side.OLD else piece.new
            yield seen(run), self.style + (EDIT if edited else "")
        elif piece.is_space or piece.kind in _SAME:
            yield seen(piece.new), ""
        else:
            yield seen(piece.old), "deleted"
            yield seen(piece.new), "inserted"


def _signed(old: str, new: str) -> list[Span]:
    """Signs of both texts, those that came or went marked."""
    spans = []
    for piece in pieces(old, new):
        if piece.kind is ChangeKind.KEPT:
            spans.append((seen(piece.new), ""))
        else:
            style = "deleted" if piece.old else "inserted"
            spans.append((seen(piece.old or piece.new), style + NUMBER))
    return spans


def seen(run: Run | None) -> str:
    """What is shown of a run: its text; of an image its address, in brackets."""
    if run is None:
        return ""
    if run.marks and run.marks[-1].tag == "img":
        return f"({href(run)})"
    return run.text


def _with_table(group: BlockChange) -> bool:
    return any(item.block.tag == "table" for item in (*group.olds, *group.news))
