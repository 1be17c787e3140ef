"""A Word file as a text: one of ours that came back, or one from anywhere."""

from kaitei.text.docx.reading.data import Comment, Foreign, Lost, Returned, Tracked
from kaitei.text.docx.reading.files import foreign, read, reread

__all__ = ["Comment", "Foreign", "Lost", "Returned", "Tracked", "foreign", "read", "reread"]
