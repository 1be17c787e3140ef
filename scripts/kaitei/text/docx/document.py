"""A redline -> a Word file: the text with its changes tracked, or clean where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kaitei.model import Run, Text
from kaitei.text.diff import ChangeKind, Piece, Redline, compare
from kaitei.text.docx import parts, stylesheet
from kaitei.text.docx.body import Byline, Writer
from kaitei.text.docx.flow import Flow
from kaitei.text.docx.origin import Origin, written
from kaitei.text.docx.package import packed
from kaitei.text.docx.paragraphs import Appearance, Item, Paragraph, Table
from kaitei.text.docx.xml import Element, w, write


@dataclass(frozen=True, slots=True)
class Document:
    """A Word file, and what it can't say as the text does.

    `replaced` names clauses (id, else heading) with a table that stands as deleted and inserted
    as a whole; `images` the alternative texts of images left out.
    """

    content: bytes
    replaced: tuple[str, ...] = ()
    images: tuple[str, ...] = ()


def document(redline: Redline, origin: Origin, running: str) -> Document:
    """The Word file of `redline`. `running` is the line at the head of every page.

    Word's "accept all" gives the new text, "reject all" the old one. A redline of a text with
    itself gives its clean document. The same bytes for the same arguments.
    """
    flow = Flow(redline)
    items = [*_title(redline), *_closed(flow.items())]
    writer = Writer(origin.byline, redline.lang)
    body = writer.body(items)
    anchors = {name: key for key, name in writer.anchors.items()}
    content = assembled(
        [*body, parts.section()],
        writer,
        replace(origin, anchors=anchors),
        redline.new_title or redline.old_title or origin.ref,
        running,
    )
    replaced = tuple(clause.id or clause.label or clause.title for clause in flow.replaced)
    return Document(content, replaced, tuple(dict.fromkeys(writer.images)))


def clean(text: Text, origin: Origin, running: str) -> Document:
    """The clean document of a text."""
    return document(compare(text, text), origin, running)


def assembled(
    body: Sequence[Element], writer: Writer, origin: Origin, title: str, running: str
) -> bytes:
    """A whole file around a body."""
    byline: Byline = origin.byline
    return packed(
        {
            "[Content_Types].xml": parts.content_types(),
            "_rels/.rels": parts.package_relations(),
            "word/document.xml": write(w("document", w("body", *body))),
            "word/_rels/document.xml.rels": parts.document_relations(writer.links),
            "word/styles.xml": stylesheet.styles(origin.lang),
            "word/numbering.xml": parts.numbering(writer.lists, origin.lang),
            "word/settings.xml": parts.settings(origin.lang),
            "word/header.xml": parts.header(running),
            "word/footer.xml": parts.footer(),
            "docProps/core.xml": parts.core(title, byline, origin.lang),
            "customXml/item1.xml": written(origin),
            "customXml/itemProps1.xml": parts.data_properties(),
            "customXml/_rels/item1.xml.rels": parts.data_relations(),
        }
    )


def _closed(items: Iterable[Item]) -> Iterator[Item]:
    """The items, none of which stands on one side only where no program can take it away.

    That is at the end of a document and before a table: an item's number or a line would stay.
    """
    for item, after in pairwise((*items, None)):
        if item is None:
            return
        yield item
        looks = (item.old, item.new) if isinstance(item, Paragraph) else ()
        drawn = any(look and (look.item or look.tag == "hr") for look in looks)
        if None in looks and (after is None or (isinstance(after, Table) and drawn)):
            yield Paragraph((), Appearance("gap"), Appearance("gap"))


def _title(redline: Redline) -> list[Item]:
    """The title as the first paragraph, replaced as a whole where it changed."""
    old, new = redline.old_title, redline.new_title
    look = Appearance("title")
    pieces = [Piece(ChangeKind.DELETED, Run(old), None)] if old else []
    pieces += [Piece(ChangeKind.INSERTED, None, Run(new))] if new else []
    if old and old == new:
        pieces = [Piece(ChangeKind.KEPT, Run(old), Run(new))]
    if not pieces:
        return []
    return [Paragraph(tuple(pieces), look if old else None, look if new else None)]
