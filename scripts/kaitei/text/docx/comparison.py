"""新旧対照表 as a Word file, in the layout that ministries and boards know.

Landscape, the title above the table and （下線部分は改正部分） below it, what is revised on
the left, the row of headings on every page. What stands in the cells is what `views.table` draws,
so that the table on paper and the one on the page can't differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import html

from kaitei.model import Mark, Run
from kaitei.text import render
from kaitei.text.diff import ChangeKind, Piece, Redline
from kaitei.text.docx import parts
from kaitei.text.docx.body import Writer
from kaitei.text.docx.document import Document, assembled
from kaitei.text.docx.origin import Origin
from kaitei.text.docx.paragraphs import Appearance, Paragraph
from kaitei.text.docx.xml import Element, w
from kaitei.text.numbering import marker

_WIDTHS = (1900, 5450, 5450, 1200)  # clause, two texts, remarks: 14,000 twentieths of a point
_TITLED = (3000, 4900, 4900, 1200)  # where clauses without numbers are called by their titles
_INLINE = {"strong": "strong", "em": "em", "code": "code", "sup": "sup", "sub": "sub", "u": "u"}
_LEAVES = frozenset({"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption"})
_INNER = frozenset({"ul", "ol", "table", "blockquote", "dl", "dd"})


def comparison(
    redline: Redline, origin: Origin, running: str, lang: str, *, new_first: bool = True
) -> Document:
    """The comparison table of `redline`, its own words in `lang`.

    `new_first` puts what is revised on the left, as is the custom. The file can't come back.
    """
    drawn = html.fragment_fromstring(
        render.table(redline, lang, new_first=new_first), create_parent="div"
    )
    writer = Writer(origin.byline, redline.lang)
    table = drawn.find("table")
    if table is None:  # nothing changed: the view says so in a paragraph
        body = [writer.paragraph(found) for found in _paragraphs(drawn, 0, redline.lang)]
    else:
        caption = table.find("caption")
        note = caption.find("span")
        body = [
            writer.paragraph(_said((caption.text or "").strip(), "caption")),
            writer.paragraph(_said(note.text_content().strip(), "note")),
            _table(table, writer, redline.lang),
            w("p", w("pPr", w("pStyle", val="Gap"))),
        ]
    title = redline.new_title or redline.old_title or origin.ref
    # A table belongs to no draft: it says what changed, not what is to stand.
    kept = replace(origin, policy="", source="")
    content = assembled([*body, parts.section(landscape=True)], writer, kept, title, running)
    return Document(content, images=tuple(dict.fromkeys(writer.images)))


def _table(table: Element, writer: Writer, lang: str) -> Element:
    head, rows = table.find("thead/tr"), table.findall("tbody/tr")
    widths = _TITLED if "kaitei-titled" in table.get("class", "").split() else _WIDTHS
    properties = w(
        "tblPr",
        w("tblStyle", val="TableGrid"),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val="0420", firstRow=1, noVBand=1),
    )
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    drawn = [
        _row(head, writer, lang, widths, head=True),
        *(_row(row, writer, lang, widths) for row in rows),
    ]
    return w("tbl", properties, grid, *drawn)


def _row(
    row: Element, writer: Writer, lang: str, widths: Sequence[int], *, head: bool = False
) -> Element:
    # Rows may break between pages: a long clause would leave the rest of a page empty.
    properties = w("trPr", w("cantSplit"), w("tblHeader")) if head else None
    cells = []
    for cell, width in zip(row, widths, strict=True):
        shade = w("shd", val="clear", color="auto", fill="F2F2F2") if head else None
        content = [writer.paragraph(found) for found in _paragraphs(cell, 0, lang)]
        cells.append(
            w("tc", w("tcPr", w("tcW", w=width, type="dxa"), shade), *(content or [w("p")]))
        )
    return w("tr", properties, *cells)


# --- cells --------------------------------------------------------------------------------------


def _said(words: str, style: str) -> Paragraph:
    run = Run(words)
    return Paragraph((Piece(ChangeKind.KEPT, run, run),), Appearance(style), Appearance(style))


def _paragraphs(element: Element, indent: int, lang: str, sign: str = "") -> Iterator[Paragraph]:
    """The paragraphs of a cell's flow, the first of them beginning with `sign`."""
    runs: list[Run] = [Run(f"{sign} ")] if sign else []
    runs += _text(element.text, (), verbatim=element.tag == "pre")
    signed = bool(sign) and len(runs) == 1
    for child in element:
        if child.tag in _INNER or child.tag in _LEAVES:
            if not (signed and child.tag in _LEAVES):
                yield from _closed(runs, indent)
            signed = False
            yield from _inner(child, runs, indent, lang)
        else:
            signed = False
            runs += _inline(child, ())
        runs += _text(child.tail, ())
    yield from _closed(runs, indent)


def _closed(runs: list[Run], indent: int) -> Iterator[Paragraph]:
    """The runs gathered so far as a paragraph; none where there are no words."""
    if any(run.text.strip() for run in runs):
        look = Appearance("p", indent=indent)
        yield Paragraph(tuple(Piece(ChangeKind.KEPT, run, run) for run in runs), look, look)
    runs.clear()


def _inner(block: Element, runs: list[Run], indent: int, lang: str) -> Iterator[Paragraph]:
    """A block in a cell's flow; `runs` are what its first paragraph begins with.

    Numbers of items are written out, because one line may stand for many. A table inside a cell
    becomes a line for each row, its cells apart by bars: a table in a table is hard to read.
    """
    if block.tag in _LEAVES:
        runs += _runs(block, ())
        yield from _closed(runs, indent)
    elif block.tag == "table":
        for row in block.iter("tr"):
            for place, cell in enumerate(row):
                runs += [Run(" | ")] if place else []
                runs += _runs(cell, ())
            yield from _closed(runs, indent)
    elif block.tag in ("ul", "ol"):
        number = int(block.get("start", "1"))
        around = sum(1 for _ in block.iterancestors("ol"))
        for item in block:
            number = int(item.get("value", number))
            sign = marker(number, around, lang) if block.tag == "ol" else "・"
            omitted = "kaitei-omitted" in (item.get("class") or "")
            yield from _paragraphs(item, indent + 1, lang, "" if omitted else sign)
            number += 1
    else:
        yield from _paragraphs(block, indent + 1, lang)


def _runs(element: Element, marks: tuple[Mark, ...]) -> Iterator[Run]:
    yield from _text(element.text, marks, verbatim=element.tag == "pre")
    for child in element:
        yield from _inline(child, marks)
        yield from _text(child.tail, marks)


def _inline(element: Element, marks: tuple[Mark, ...]) -> Iterator[Run]:
    """Inline content; words that are only heard stay out, links become words on paper."""
    if "kaitei-hidden" in (element.get("class") or ""):
        return
    if element.tag == "br":
        yield Run("\n", marks)
        return
    if element.tag in _INLINE:
        marks = (*marks, Mark(_INLINE[element.tag]))
    yield from _runs(element, marks)


def _text(text: str | None, marks: tuple[Mark, ...], *, verbatim: bool = False) -> list[Run]:
    if not text:
        return []
    if verbatim:
        return [Run(text, marks)]
    # Line ends of the HTML are no words; a space beside them already is one.
    joined = text.replace("\n", "")
    return [Run(joined, marks)] if joined else []
