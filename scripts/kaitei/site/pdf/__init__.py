"""Papers (PDF): a text as published, its announcement, the comparison table, the marked text."""

from kaitei.site.pdf.announcement import sheet as announced
from kaitei.site.pdf.drawn import Content, Node, drawn, listed, node
from kaitei.site.pdf.imprint import Imprint, Words, attached, of_draft, of_file, of_published
from kaitei.site.pdf.issued import PaperKind, address, issued, of_publication, papers
from kaitei.site.pdf.sheet import Sheet, pdf
from kaitei.site.pdf.texts import marked, table, text

__all__ = [
    "Content",
    "Imprint",
    "Node",
    "PaperKind",
    "Sheet",
    "Words",
    "address",
    "announced",
    "attached",
    "drawn",
    "issued",
    "listed",
    "marked",
    "node",
    "of_draft",
    "of_file",
    "of_publication",
    "of_published",
    "papers",
    "pdf",
    "table",
    "text",
]
