"""Tables of texts on a page: each in a box of its own that scrolls where it is too wide.

A box has a name, by the table's headings, and is reached by the keyboard. What is short, a number
above all, stays on one line; the cells around it give way.
"""

from __future__ import annotations

import re
from collections import Counter
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

    `label` names a box, with `{columns}` for the table's headings; it is plain text. What bears the
    name of another box has a number behind it: who hears the names tells them apart. In the HTML of
    pages a `<` stands in tags only.
    """
    named: Counter[str] = Counter()

    def box(found: re.Match[str]) -> str:
        name, table = _box(found[0], label)
        named[name] += 1
        name += f" {named[name]}" if named[name] > 1 else ""
        # A section: what scrolls by the keyboard must have a role that can be reached by it.
        return f'<section class="k-table" aria-label="{name}" tabindex="0">{table}</section>'

    return _TABLE.sub(box, html)


@lru_cache(256)
def _box(table: str, label: str) -> tuple[str, str]:
    """The name of a table's box, and the table."""
    heads = [_words(cell) for tag, _, cell in _CELL.findall(table) if tag == "th"]
    name = escape(label.format(columns=" · ".join(filter(None, heads))))
    return name, _CELL.sub(_cell, table)


def _cell(found: re.Match[str]) -> str:
    """A cell; one whose words are few has class `k-short`, and a heading is its column's."""
    tag, attributes, inner = found.groups()
    if tag == "th" and "scope=" not in attributes:
        attributes = f' scope="col"{attributes}'
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
