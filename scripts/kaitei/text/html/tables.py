"""Tables of a page: those that hold something, and those that only put parts side by side."""

from __future__ import annotations

import re

from kaitei.model import Block
from kaitei.text.html.elements import through
from kaitei.text.html.main_content import Element, named

_ARTICLE = re.compile(r"第\s*[0-9０-９一二三四五六七八九十百]+\s*条")
_ARTICLES = 3  # rows that begin as articles do, from which on a table is the text itself


def table_row(cells: list[Block], tag: str) -> Block:
    """Make a row of cells, each of them a `tag`, td or th."""
    return Block("tr", children=tuple(Block(tag, children=cell.children) for cell in cells))


def put_below(made: list[Block], spans: dict[int, tuple[int, Block]]) -> None:
    """Put the cells that reach down from the rows above where they stand."""
    while len(made) in spans:
        at = len(made)
        left, block = spans.pop(at)
        made.append(block)
        if left > 1:
            spans[at] = (left - 1, block)


def is_layout(element: Element, rows: list[Element]) -> bool:
    """Whether a table only puts parts of a page beside each other."""
    if named(element, "role") in ("presentation", "none"):
        return True
    cells = [list(through(row, ("td", "th"))) for row in rows]
    widest = max(map(len, cells), default=0)
    if widest <= 1 or (len(rows) <= 1 and not any(True for _ in element.iter("th"))):
        return True
    firsts = [" ".join(row[0].itertext()).strip() for row in cells if row]
    if sum(1 for words in firsts if _ARTICLE.match(words)) >= _ARTICLES:
        return True  # the articles of a text, a row each
    blocky = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "form")
    return any(True for row in cells for cell in row for tag in blocky for _ in cell.iter(tag))
