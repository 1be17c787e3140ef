"""Markdown <-> Blocks: the only door to markdown, nh3 and the parsing of HTML."""

from kaitei.markup.guard import refusals, split, split_leniently
from kaitei.markup.reading import Dialect, parse
from kaitei.markup.writing import block_html, html, inline, open_tag, void

__all__ = [
    "Dialect",
    "block_html",
    "html",
    "inline",
    "open_tag",
    "parse",
    "refusals",
    "split",
    "split_leniently",
    "void",
]
