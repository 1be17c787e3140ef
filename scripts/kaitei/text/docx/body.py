"""Paragraphs and tables -> the body of a Word document, its changes tracked as Word tracks them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count, groupby
from urllib.parse import quote, urlsplit

from kaitei.base.catalogue import spaced
from kaitei.model import Mark, Run
from kaitei.text.diff import ChangeKind, Piece, Side
from kaitei.text.docx.paragraphs import Appearance, Item, List, Paragraph, Table, TableRow
from kaitei.text.docx.xml import Element, w

STEP = 420  # a list's indent in twentieths of a point: two characters of 10.5 points
_STYLES = {"pre": "HTMLPreformatted", "hr": "Rule", "dt": "Term", "dd": "Definition"}
_ILLEGAL = re.compile(r"[\s\"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})")
_BOOKMARK = 40  # characters that Word allows in a bookmark's name


@dataclass(frozen=True, slots=True)
class Byline:
    """Who made the changes, and on which day; Word takes changes without a day as well."""

    author: str
    date: date | None = None

    @property
    def stamp(self) -> str | None:
        """The day as Word writes it, one second past midnight: a publication has no hour.

        Word itself writes whole minutes, so this second marks a change as ours, whatever its
        author is called.
        """
        return f"{self.date.isoformat()}T00:00:01Z" if self.date else None


@dataclass
class Writer:
    """Draws items, and collects on the way what other parts of the file have to list.

    `lists` are those that need a number, `links` the addresses in order of their relationship
    ids, `anchors` the bookmarks by side and id, `images` alternative texts of what was left out.
    """

    byline: Byline
    lang: str
    lists: dict[int, List] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    anchors: dict[tuple[Side, str], str] = field(default_factory=dict)
    images: list[str] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))
    _placed: set[str] = field(default_factory=set)

    # --- items ----------------------------------------------------------------------------------

    def body(self, items: Sequence[Item]) -> list[Element]:
        """The elements of the body for `items`, moves bracketed."""
        for item in items:
            self._name_anchors(item)
        return list(self._flow(items))

    def _flow(self, items: Iterable[Item]) -> Iterator[Element]:
        for key, group in groupby(items, key=_moving):
            move, tag = key
            if not move:
                for item in group:
                    yield from self._item(item)
                continue
            number = next(self._ids)
            yield w(f"{tag}RangeStart", id=number, name=move, **self._by())
            for item in group:
                yield from self._item(item)
            yield w(f"{tag}RangeEnd", id=number)

    def _item(self, item: Item) -> Iterator[Element]:
        if isinstance(item, Table):
            yield self.table(item)
            # Without a paragraph between them Word makes one table of two.
            gap = Appearance("gap")
            sides = {Side.OLD: (gap, None), Side.NEW: (None, gap)}.get(item.side, (gap, gap))
            yield self.paragraph(Paragraph((), *sides))
        else:
            yield self.paragraph(item)

    def table(self, table: Table) -> Element:
        """A table whose columns are equally wide."""
        columns = max((len(row.cells) for row in table.rows), default=1)
        width = (9070 - STEP * table.indent) // max(columns, 1)
        properties = w(
            "tblPr",
            w("tblStyle", val="TableGrid"),
            w("tblW", w=width * columns, type="dxa"),
            w("tblInd", w=STEP * table.indent, type="dxa") if table.indent else None,
            w("tblLook", val="0420", firstRow=1, noVBand=1),
        )
        grid = w("tblGrid", *(w("gridCol", w=width) for _ in range(columns)))
        return w("tbl", properties, grid, *(self._row(row, width, columns) for row in table.rows))

    def _row(self, row: TableRow, width: int, columns: int) -> Element:
        tag = {Side.OLD: "del", Side.NEW: "ins"}.get(row.side)
        properties = w(
            "trPr",
            w("cantSplit") if row.head else None,
            w("tblHeader") if row.head else None,
            self._change(tag) if tag else None,
        )
        cells = []
        for number, cell in enumerate(row.cells, 1):
            span = columns - number + 1 if number == len(row.cells) else 1
            cells.append(
                w(
                    "tc",
                    w(
                        "tcPr",
                        w("tcW", w=width * span, type="dxa"),
                        w("gridSpan", val=span) if span > 1 else None,
                        w("shd", val="clear", color="auto", fill="F2F2F2") if cell.head else None,
                    ),
                    *self._flow(cell.content),
                )
            )
        return w("tr", properties, *cells)

    # --- a paragraph ----------------------------------------------------------------------------

    def paragraph(self, item: Paragraph) -> Element:
        """A paragraph with its properties, bookmarks and runs."""
        starts, ends = [], []
        for side, anchor in item.anchors:
            name = self.anchors[side, anchor]
            if name not in self._placed:
                self._placed.add(name)
                number = next(self._ids)
                starts.append(w("bookmarkStart", id=number, name=name))
                ends.append(w("bookmarkEnd", id=number))
        runs = self._linked(item)
        return w("p", self._properties(item), *starts, *runs, *ends)

    def _properties(self, item: Paragraph) -> Element:
        look = item.new or item.old
        changed = item.old is not None and item.new is not None and item.old != item.new
        mark = _mark(item)
        former = None
        if changed and item.old is not None:
            former = self._change("pPrChange", w("pPr", *self._look(item.old)))
        return w(
            "pPr",
            *(self._look(look) if look else ()),
            w("rPr", self._change(mark)) if mark else None,
            former,
        )

    def _look(self, look: Appearance) -> list[Element | None]:
        """The properties of a look, in the order of the schema."""
        numbering = None
        hanging = None
        if look.item:
            self.lists[look.item.number] = look.item
            hanging = STEP
            numbering = w("numPr", w("ilvl", val=look.item.level), w("numId", val=look.item.number))
        indent = look.indent
        return [
            w("pStyle", val=_style(look)) if _style(look) else None,
            numbering,
            w("ind", left=STEP * indent, hanging=hanging) if indent else None,
            w("jc", val=look.align) if look.align in ("left", "center", "right") else None,
        ]

    # --- runs -----------------------------------------------------------------------------------

    def _linked(self, item: Paragraph) -> Iterator[Element]:
        """The runs of a paragraph, those of one link in one hyperlink."""
        drawn = [pair for piece in item.pieces for pair in self._piece(item, piece)]
        for link, group in groupby(drawn, key=lambda pair: pair[0]):
            elements = [element for _, element in group]
            opened = self._hyperlink(link, elements) if link else None
            if opened is None:
                yield from elements
            else:
                yield opened

    def _piece(self, item: Paragraph, piece: Piece) -> Iterator[tuple[Mark | None, Element]]:
        old = piece.old if item.old is not None else None
        new = piece.new if item.new is not None else None
        one_sided = item.old is None or item.new is None
        if one_sided:
            kept = piece.old is not None and piece.new is not None
            if new is not None:
                yield from self._tracked("moveTo" if item.move and kept else "ins", new)
            elif old is not None:
                yield from self._tracked("moveFrom" if item.move and kept else "del", old)
        elif (
            old is not None
            and new is not None
            and old.text == new.text
            and _link(old) == _link(new)
        ):
            yield from ((_link(new), run) for run in self._run(new, former=old))
        else:
            if old is not None:
                yield from self._tracked("del", old)
            if new is not None:
                yield from self._tracked("ins", new)

    def _tracked(self, tag: str, run: Run) -> Iterator[tuple[Mark | None, Element]]:
        for element in self._run(run, deleted=tag == "del"):
            yield _link(run), self._change(tag, element)

    def _run(self, run: Run, former: Run | None = None, deleted: bool = False) -> Iterator[Element]:
        """A run; the runs around its line breaks. An image is named and left out."""
        if any(mark.tag == "img" for mark in run.marks):
            image = dict(run.marks[-1].attrs)
            self.images.append(image.get("alt") or image.get("src", ""))
            return
        properties = self._run_look(run)
        if former is not None and former.marks != run.marks:
            properties.append(self._change("rPrChange", self._run_look(former)))
        content: list[Element] = []
        for number, line in enumerate(run.text.split("\n")):
            if number:
                content.append(w("br"))
            for place, part in enumerate(line.split("\t")):
                if place:
                    content.append(w("tab"))
                if part:
                    content.append(w("delText" if deleted else "t", text=part))
        yield w("r", properties if len(properties) else None, *content)

    def _run_look(self, run: Run) -> Element:
        """A run's properties, in the order of the schema."""
        tags = {mark.tag for mark in run.marks}
        style = "Code" if "code" in tags else "Hyperlink" if "a" in tags else ""
        vertical = {"sup": "superscript", "sub": "subscript"}
        return w(
            "rPr",
            w("rStyle", val=style) if style else None,
            None if spaced(self.lang) else w("rFonts", hint="eastAsia"),
            *((w("b"), w("bCs")) if "strong" in tags else ()),
            *((w("i"), w("iCs")) if "em" in tags else ()),
            w("u", val="single") if "u" in tags else None,
            *(w("vertAlign", val=vertical[tag]) for tag in ("sup", "sub") if tag in tags),
        )

    def _hyperlink(self, link: Mark, runs: Sequence[Element]) -> Element | None:
        """A hyperlink around `runs`; None where Word could not open a file with such an address."""
        attrs = dict(link.attrs)
        href = attrs.get("href", "")
        title = attrs.get("title")
        if href.startswith("#"):
            name = self.anchors.get((Side.NEW, href[1:])) or self.anchors.get((Side.OLD, href[1:]))
            return w("hyperlink", *runs, anchor=name or href[1:], tooltip=title)
        # Word keeps the part behind "#" by itself; LibreOffice loses a relative address with one.
        address, _, part = _ILLEGAL.sub(lambda match: quote(match.group()), href).partition("#")
        try:
            urlsplit(address)
        except ValueError:
            return None
        number = self.links.setdefault(address, f"link{len(self.links) + 1}")
        return w("hyperlink", *runs, r_id=number, anchor=part or None, tooltip=title)

    # --- changes and names ----------------------------------------------------------------------

    def _change(self, tag: str, *children: Element) -> Element:
        return w(tag, *children, id=next(self._ids), **self._by())

    def _by(self) -> dict[str, str | None]:
        return {"author": self.byline.author, "date": self.byline.stamp}

    def _name_anchors(self, item: Item) -> None:
        """Give every anchor a bookmark: a letter for the side, a number, what it is called."""
        if isinstance(item, Table):
            for row in item.rows:
                for cell in row.cells:
                    for inner in cell.content:
                        self._name_anchors(inner)
            return
        for side, anchor in item.anchors:
            letter = "n" if side is Side.NEW else "o"
            word = re.sub(r"\W", "_", anchor)
            name = f"{letter}{len(self.anchors) + 1}_{word}"[:_BOOKMARK]
            self.anchors.setdefault((side, anchor), name)


def _moving(item: Item) -> tuple[str, str]:
    """The move that an item belongs to and the name of its brackets."""
    if isinstance(item, Table) or not item.move or (item.old and item.new):
        return "", ""
    return item.move, "moveTo" if item.old is None else "moveFrom"


def _mark(item: Paragraph) -> str:
    """What happened to the end of a paragraph: "" where it stands in both texts."""
    if item.old is None:
        return "moveTo" if item.move else "ins"
    if item.new is None:
        return "moveFrom" if item.move else "del"
    return {ChangeKind.INSERTED: "ins", ChangeKind.DELETED: "del"}.get(item.mark, "")


def _style(look: Appearance) -> str:
    if re.fullmatch("h[1-6]", look.tag):
        return f"Heading{look.tag[1]}"
    if look.tag in ("title", "gap", "caption", "note"):
        return look.tag.title()
    if look.tag in _STYLES:
        return _STYLES[look.tag]
    if look.quoted:
        return "Quote"
    return "ListParagraph" if look.item or look.indent else ""


def _link(run: Run) -> Mark | None:
    """The link that a run belongs to."""
    return next((mark for mark in run.marks if mark.tag == "a"), None)
