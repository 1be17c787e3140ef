"""The comparison table in a mail: two columns where there is room, one below the other where not.

Mail programs know no media queries for sure; cells that may stand below one another do without.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kaitei.base.catalogue import t
from kaitei.site import pdf
from kaitei.site.mail import rendering
from kaitei.site.pdf import Node
from kaitei.text import render
from kaitei.text.diff import Redline

_TABLE = "width:100%;border-collapse:collapse;margin:0 0 16px;font-size:15px;line-height:1.6"
_CLAUSE = "display:block;text-align:left;padding:8px 8px 4px;border-top:2px solid #888"
# At 600 pixels two of them stand side by side; at 360 only one has room.
_CELL = (
    "display:inline-block;vertical-align:top;width:48%;min-width:270px;box-sizing:border-box;"
    "padding:4px 8px 8px"
)
_LABEL = "font-size:13px;font-weight:bold;margin:0 0 4px"


def html(redline: Redline, lang: str, address: str) -> str:
    """The comparison as a table for a mail; places in the text lead to `address`."""

    def lead(href: str) -> str:
        return href if href.startswith(("http", "mailto:", "tel:")) else address

    nodes = pdf.drawn(render.table(redline, lang), lead)
    rendering.count_items(nodes, redline.lang)
    rows = "".join(_rows(nodes, lang))
    return f'<table style="{_TABLE}" role="presentation"><tbody>\n{rows}</tbody></table>\n'


def _rows(nodes: object, lang: str) -> Iterator[str]:
    """A row for each clause, below it the row of its two texts."""
    sides = render.sides(lang)
    for row in _found(nodes, "tr"):
        cells = [child for child in row.children if isinstance(child, Node)]
        texts = [cell for cell in cells if cell.tag == "td"]
        if len(texts) < 2:  # the headings: each cell says itself what it is
            continue
        clause = next((cell for cell in cells if cell.tag == "th"), None)
        remark = rendering.html(texts[2].children) if len(texts) > 2 else ""
        if clause is not None:
            words = rendering.html(clause.children)
            if remark.strip():
                words = t(lang, "mail.remark", clause=words, remark=remark)
            yield f'<tr><th scope="row" style="{_CLAUSE}">{words}</th></tr>\n'
        labelled = (
            (sides["kaitei-old" in cell.attributes.get("class", "")], cell) for cell in texts[:2]
        )
        yield "<tr>" + "".join(_cell(label, cell) for label, cell in labelled) + "</tr>\n"


def _cell(label: str, cell: Node) -> str:
    lang = cell.attributes.get("lang", "")
    marked = f' lang="{escape(lang)}"' if lang else ""
    inner = f'<p style="{_LABEL}">{escape(label)}</p>{rendering.html(cell.children)}'
    return f'<td valign="top" style="{_CELL}"{marked}>{inner}</td>'


def _found(nodes: object, tag: str) -> Iterator[Node]:
    """The outermost nodes of a tag: in a cell may stand a table of the text, with its own rows."""
    for node in nodes if isinstance(nodes, list | tuple) else ():
        if isinstance(node, Node):
            if node.tag == tag:
                yield node
            else:
                yield from _found(node.children, tag)
