"""Redline -> what people read: 見え消し, 新旧対照表, terminal, Markdown, JSON, sentences."""

from kaitei.views.clausewise import ClauseView, clausewise
from kaitei.views.fragment import fragment
from kaitei.views.inline import inline
from kaitei.views.jsondata import to_json
from kaitei.views.review import escaped, markdown
from kaitei.views.table import sides, table
from kaitei.views.terminal import terminal
from kaitei.views.worded import worded

__all__ = [
    "ClauseView",
    "clausewise",
    "escaped",
    "fragment",
    "inline",
    "markdown",
    "sides",
    "table",
    "terminal",
    "to_json",
    "worded",
]
