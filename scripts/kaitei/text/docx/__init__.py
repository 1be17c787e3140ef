"""Word files (.docx): a redline as tracked changes, the comparison table, and the way back."""

from kaitei.text.docx.body import Byline
from kaitei.text.docx.comparison import comparison
from kaitei.text.docx.document import Document, clean, document
from kaitei.text.docx.origin import Origin
from kaitei.text.docx.reading import (
    Comment,
    Foreign,
    Lost,
    Returned,
    Tracked,
    foreign,
    read,
    reread,
)
from kaitei.text.docx.source import source

__all__ = [
    "Byline",
    "Comment",
    "Document",
    "Foreign",
    "Lost",
    "Origin",
    "Returned",
    "Tracked",
    "clean",
    "comparison",
    "document",
    "foreign",
    "read",
    "reread",
    "source",
]
