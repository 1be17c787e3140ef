"""Word files (.docx): a redline as tracked changes, the comparison table, and the way back."""

from kaitei.word.body import Byline
from kaitei.word.comparison import comparison
from kaitei.word.document import Document, clean, document
from kaitei.word.origin import Origin
from kaitei.word.reading import Comment, Lost, Returned, Tracked, read, reread

__all__ = [
    "Byline",
    "Comment",
    "Document",
    "Lost",
    "Origin",
    "Returned",
    "Tracked",
    "clean",
    "comparison",
    "document",
    "read",
    "reread",
]
