"""Markdown <-> Blocks: the only door to markdown, nh3 and the parsing of HTML."""

from kaitei.text.markdown.composing import INDENT, Unit, composed, joined, tight
from kaitei.text.markdown.guard import MAX_TEXT, refusals, split, split_leniently
from kaitei.text.markdown.reading import lines, parse
from kaitei.text.markdown.tree import Dialect
from kaitei.text.markdown.writing import block_html, html, inline, open_tag, void

__all__ = [
    "INDENT",
    "MAX_TEXT",
    "Dialect",
    "Unit",
    "block_html",
    "composed",
    "html",
    "inline",
    "joined",
    "lines",
    "open_tag",
    "parse",
    "refusals",
    "split",
    "split_leniently",
    "tight",
    "void",
]
