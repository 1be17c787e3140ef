"""Redline -> what people read: 見え消し, 新旧対照表, terminal, Markdown, JSON, sentences."""

from kaitei.views.table import table
from kaitei.views.worded import worded

__all__ = ["table", "worded"]
