"""Word files (.docx): a redline as tracked changes, the comparison table, and the way back."""

from kaitei.word.body import Byline
from kaitei.word.comparison import comparison
from kaitei.word.document import Document, document
from kaitei.word.origin import Origin

__all__ = ["Byline", "Document", "Origin", "comparison", "document"]
