"""Markdown <-> Blocks: the only door to markdown, markdown-it-py, nh3 and the parsing of HTML."""

from kaitei.text.markdown.composing import INDENT, MarkdownUnit, composed, joined, tight
from kaitei.text.markdown.fidelity import Fidelity, letters_of
from kaitei.text.markdown.guard import (
    MAX_TEXT,
    characters,
    crowded,
    front_lines,
    refusals,
    split,
    split_leniently,
    unreadable,
)
from kaitei.text.markdown.indents import half_nested, indent
from kaitei.text.markdown.reading import lines, parse
from kaitei.text.markdown.second import Placed
from kaitei.text.markdown.second import read as read_again
from kaitei.text.markdown.sections import is_notes
from kaitei.text.markdown.tree import Dialect
from kaitei.text.markdown.writing import block_html, html, inline, open_tag, void

__all__ = [
    "INDENT",
    "MAX_TEXT",
    "Dialect",
    "Fidelity",
    "MarkdownUnit",
    "Placed",
    "block_html",
    "characters",
    "composed",
    "crowded",
    "front_lines",
    "half_nested",
    "html",
    "indent",
    "inline",
    "is_notes",
    "joined",
    "letters_of",
    "lines",
    "open_tag",
    "parse",
    "read_again",
    "refusals",
    "split",
    "split_leniently",
    "tight",
    "unreadable",
    "void",
]
