"""Redline -> what people read: 見え消し, 新旧対照表, terminal, Markdown, JSON, sentences."""

from kaitei.text.render.clausewise import ClauseView, clausewise
from kaitei.text.render.fragment import fragment
from kaitei.text.render.inline import inline
from kaitei.text.render.jsondata import to_json
from kaitei.text.render.review import embedded, escaped, markdown
from kaitei.text.render.sentences import sentences
from kaitei.text.render.shared import SharedChanges, shared_changes
from kaitei.text.render.table import sides, table
from kaitei.text.render.terminal import terminal

__all__ = [
    "ClauseView",
    "SharedChanges",
    "clausewise",
    "embedded",
    "escaped",
    "fragment",
    "inline",
    "markdown",
    "sentences",
    "shared_changes",
    "sides",
    "table",
    "terminal",
    "to_json",
]
