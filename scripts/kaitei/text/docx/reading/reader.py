"""The body of a Word file -> its lines: paragraphs and tables as Word shows them.

Tracked changes are made or not as the context says. What a text of ours can't hold (images,
footnotes, equations) is listed with its clause, never dropped in silence; what is hidden is listed
and stays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kaitei.model import Run
from kaitei.text.diff import Side
from kaitei.text.docx import xml
from kaitei.text.docx.blocks import ReadParagraph, TableLine
from kaitei.text.docx.reading.context import Context, changes_in
from kaitei.text.docx.reading.elements import CHANGES, MATH, SILENT, THROUGH, children, words_in
from kaitei.text.docx.reading.inline import Inline
from kaitei.text.docx.reading.shape import Shapes
from kaitei.text.docx.reading.tables import Grid
from kaitei.text.docx.styles import on
from kaitei.text.docx.xml import Element, name

_RANGES = (name("commentRangeStart"), name("commentRangeEnd"))
_NOTES = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}


@dataclass
class Reader:
    """Reads one file. `lines` are those of its body."""

    context: Context
    root: Element
    inline: Inline = field(init=False)
    shapes: Shapes = field(init=False)

    def __post_init__(self) -> None:
        self.inline = Inline.of(self.context, self.root)
        self.shapes = Shapes(self.context)

    def lines(self) -> tuple[ReadParagraph | TableLine, ...]:
        """The lines of the body. ValueError where the file has none."""
        body = self.root.find(name("body"))
        if body is None:
            raise ValueError("no body")
        return tuple(self.flow(body))

    def flow(self, parent: Element) -> Iterator[ReadParagraph | TableLine]:
        """The lines of a body or cell; those whose end is gone run on into the next."""
        waiting: list[Run] = []
        anchor = ""
        for element in self._blocks(parent):
            if element.tag == name("tbl"):
                yield from self._table(element)
                continue
            line, ends = self._paragraph(element), self._ends(element)
            waiting += line.runs
            if line.runs or ends:  # one that is gone leaves its id to nobody
                anchor = anchor or line.anchor
            if ends:
                yield self._whole(element, replace(line, runs=tuple(waiting), anchor=anchor))
                waiting, anchor = [], ""
            yield from self._aside()
        if waiting:
            yield ReadParagraph(self.shapes.plain, tuple(waiting), anchor)

    def _blocks(self, parent: Element) -> Iterator[Element]:
        """The paragraphs and tables of a body or cell, those in content controls too."""
        for element in children(parent):
            tag = element.tag
            if tag in (name("p"), name("tbl")):
                yield element
            elif tag == name("sdt") and _is_contents(element):
                self.context.lose("contents", "")
            elif tag in THROUGH:
                yield from self._blocks(element)
            elif tag in CHANGES:
                self.context.note(element, words_in(element))
                if self.context.stands(element):
                    yield from self._blocks(element)
            else:
                self._otherwise(element)

    def _otherwise(self, element: Element) -> None:
        """What is no paragraph, table or wrapping: it shows nothing, or it is told."""
        if element.tag in _RANGES:
            self.context.comment(element)
        elif element.tag == name("altChunk"):
            self.context.lose("object", "altChunk")
        elif element.tag.startswith(MATH):
            self.context.lose("equation", words_in(element))
        elif element.tag not in SILENT:
            self.context.lose("unknown", words_in(element))

    # --- paragraphs -----------------------------------------------------------------------------

    def _paragraph(self, element: Element) -> ReadParagraph:
        shape, properties = self.shapes.of(element)
        anchor = self._anchor(element)
        if shape.heading:
            words = "".join(t.text or "" for t in element.iter(name("t")))
            self.context.clause = anchor or words.strip() or self.context.clause
        return ReadParagraph(shape, self.inline.read(element, properties), anchor)

    def _whole(self, element: Element, line: ReadParagraph) -> ReadParagraph:
        """A line that ends here, with the label that its list shows."""
        if self.context.origin is not None:
            return line
        return self.shapes.labelled(element, line)

    def _anchor(self, element: Element) -> str:
        """The id that leads to a paragraph: the new text's before the old one's.

        In a file that is none of ours it is the name of a bookmark, which its links use.
        """
        origin = self.context.origin
        found: dict[Side, str] = {}
        for mark in element.iter(name("bookmarkStart")):
            bookmark = mark.get(name("name"), "")
            if origin is None:
                if bookmark and bookmark != "_GoBack":
                    found.setdefault(Side.NEW, bookmark)
            elif known := origin.anchors.get(bookmark):
                found.setdefault(known[0], known[1])
        return found.get(Side.NEW) or found.get(Side.OLD) or ""

    def _ends(self, element: Element) -> bool:
        """Whether the paragraph's end stands: neither put in and refused nor taken out."""
        look = element.find(f"{name('pPr')}/{name('rPr')}")
        stands = True
        for mark in changes_in(look):
            self.context.note(mark, " ".join(words_in(element).split())[-40:], "end")
            stands = stands and self.context.stands(mark)
        return stands and not (look is not None and on(look, "vanish"))

    def _aside(self) -> Iterator[ReadParagraph | TableLine]:
        """What stands beside the paragraph just read: its text boxes, its notes."""
        boxes, self.inline.boxes = self.inline.boxes, []
        for box in boxes:
            self.context.lose("textbox", words_in(box))
            yield from self.flow(box)
        notes, self.inline.notes = self.inline.notes, []
        for kind, number, shown in notes:
            lines = list(self._note(kind, number))
            words = " ".join("".join(r.text for r in line.runs) for line in lines)
            self.context.lose("footnote", f"[{shown}] {words}")
            if self.context.origin is None and lines:
                first, *rest = lines
                yield replace(first, runs=(Run(f"[{shown}] "), *first.runs))
                yield from rest

    def _note(self, kind: str, number: str) -> Iterator[ReadParagraph]:
        """The lines of a footnote or endnote."""
        content = self.context.parts.get(_NOTES[kind])
        for note in () if content is None else xml.read(content):
            if note.get(name("id")) == number:
                inline, self.inline = self.inline, Inline.of(self.context, note)
                lines = [line for line in self.flow(note) if isinstance(line, ReadParagraph)]
                self.inline = inline
                yield from (replace(line, shape=self.shapes.plain) for line in lines if line.runs)

    # --- tables ---------------------------------------------------------------------------------

    def _table(self, element: Element) -> Iterator[TableLine]:
        grid = Grid(
            self.context, columns=len(element.findall(f"{name('tblGrid')}/{name('gridCol')}"))
        )
        for row in self._parts(element, "tr"):
            properties = row.find(name("trPr"))
            change = next(changes_in(properties), None)
            if change is not None:
                self.context.note(change, words_in(row), "row")
                if not self.context.stands(change):
                    continue
            if properties is not None and on(properties, "hidden"):
                self.context.lose("hidden", words_in(row))
                continue
            head = properties is not None and on(properties, "tblHeader")
            grid.row(properties, list(self._cells(row)), head=head)
        yield from grid.tables()

    def _cells(
        self, row: Element
    ) -> Iterator[tuple[Element, tuple[ReadParagraph | TableLine, ...]]]:
        """The cells of a row that stand, with their lines."""
        for cell in self._parts(row, "tc"):
            properties = cell.find(name("tcPr"))
            stands = True
            for tag, came in (("cellIns", True), ("cellDel", False)):
                change = None if properties is None else properties.find(name(tag))
                if change is not None:
                    self.context.note(change, words_in(cell), "cell", came=came)
                    stands = stands and self.context.made(change) is came
            if stands:
                yield cell, tuple(self.flow(cell))

    def _parts(self, parent: Element, wanted: str) -> Iterator[Element]:
        """The rows of a table or the cells of a row, those in content controls too."""
        for element in children(parent):
            if element.tag == name(wanted):
                yield element
            elif element.tag in THROUGH:
                yield from self._parts(element, wanted)
            else:
                self._otherwise(element)


def _is_contents(control: Element) -> bool:
    """Whether a content control holds a table of contents: a page of ours has its own."""
    gallery = control.find(f"{name('sdtPr')}/{name('docPartObj')}/{name('docPartGallery')}")
    return gallery is not None and gallery.get(name("val")) == "Table of Contents"
