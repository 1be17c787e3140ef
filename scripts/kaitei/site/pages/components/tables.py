"""Tables of texts on a page: each in a box of its own that scrolls where it is too wide.

A box has a name, by the table's headings, and is reached by the keyboard. What is short, a number
above all, stays on one line; the cells around it give way.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape

from kaitei.text import tokens

_SHORT = 16  # columns of a line: eight kanji
_TABLE = re.compile(r"<table(?![^>]*class=)[^>]*>.*?</table>", re.DOTALL)
_CELL = re.compile(r"<(t[hd])((?:\s[^>]*)?)>(.*?)</\1>", re.DOTALL)
_HEARD = re.compile(r'<span class="kaitei-hidden"[^>]*>.*?</span>')
_TAG = re.compile(r"<[^>]*>")


def boxed(html: str, label: str) -> str:
    """A page's HTML with each table of a text in a box.

    `label` names a box, with `{columns}` for the table's headings; it is plain text. In the HTML of
    pages a `<` stands in tags only.
    """
    return _TABLE.sub(lambda found: _box(found[0], label), html)


@lru_cache(256)
def _box(table: str, label: str) -> str:
    heads = [_words(cell) for tag, _, cell in _CELL.findall(table) if tag == "th"]
    name = escape(label.format(columns=" · ".join(filter(None, heads))))
    cells = _CELL.sub(_cell, table)
    return f'<div class="k-table" role="group" aria-label="{name}" tabindex="0">{cells}</div>'


def _cell(found: re.Match[str]) -> str:
    """A cell; one whose words are few has class `k-short`."""
    tag, attributes, inner = found.groups()
    if "colspan=" not in attributes and _width(_words(inner)) <= _SHORT:
        attributes = _classed(attributes, "k-short")
    return f"<{tag}{attributes}>{inner}</{tag}>"


def _classed(attributes: str, name: str) -> str:
    if 'class="' in attributes:
        return attributes.replace('class="', f'class="{name} ', 1)
    return f'{attributes} class="{name}"'


def _words(html: str) -> str:
    """The words of a cell that are seen."""
    return unescape(_TAG.sub("", _HEARD.sub("", html))).strip()


def _width(words: str) -> int:
    """How many columns words take, a kanji two."""
    return sum(1 + tokens.is_wide(letter) for letter in words)
