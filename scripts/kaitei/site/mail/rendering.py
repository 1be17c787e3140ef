"""Nodes of a sheet as the HTML of a mail, and as plain text.

A mail program may drop styles, scripts, pictures and everything in the head: what counts stands in
words, and each style stands in its element. No colour of the page is set but beside its ground, so
that dark mode can turn both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import count, groupby

from kaitei.base.catalogue import t
from kaitei.site.pdf import Content, Node
from kaitei.text.numbering import marker

_FONTS = "-apple-system,'Segoe UI','Hiragino Sans','Yu Gothic UI',Meiryo,'Noto Sans JP',sans-serif"
_STYLES = {
    # Where a reader knows them, the last two keep a title from leaving one character on a line.
    "h1": "font-size:22px;line-height:1.35;margin:24px 0 12px;"
    "text-wrap:balance;word-break:auto-phrase",
    "h2": "font-size:17px;line-height:1.4;margin:24px 0 8px",
    "p": "margin:0 0 12px",
    "ul": "margin:0 0 12px;padding-left:24px",
    "ol": "margin:0 0 12px;padding-left:24px",
    "li": "margin:0 0 4px",
    "u": "text-decoration:underline;text-underline-offset:3px",
    "small": "font-size:13px",
    "td": "border:1px solid #888;padding:4px 6px;vertical-align:top;text-align:left",
    "th": "border:1px solid #888;padding:4px 6px;vertical-align:top;text-align:left",
    "table": "border-collapse:collapse;width:100%;margin:0 0 12px",
}
_NAMES = {"h3": "h2", "h4": "h2", "h5": "h2", "h6": "h2", "dl": "div", "dt": "p", "dd": "p"}
_VOID = ("br", "hr")
_OMITTED = "kaitei-omitted"
_NUMBERED = "kaitei-numbered"
_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "dt", "dd", "pre", "blockquote")
_WIDE = "word-break:break-word;overflow-wrap:anywhere"  # an address is longer than a telephone


def document(lang: str, title: str, sections: Sequence[str]) -> str:
    """The whole HTML of a mail. It says itself that it can be dark."""
    line = '<hr style="border:0;border-top:1px solid #888;margin:32px 0">'
    body = line.join(sections)
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="supported-color-schemes" content="light dark">\n'
        f"<title>{escape(title)}</title>\n</head>\n"
        f'<body style="margin:0;padding:0">\n<div style="max-width:600px;margin:0 auto;'
        f'padding:16px;font-family:{_FONTS};font-size:16px;line-height:1.7;{_WIDE}">\n'
        f"{body}\n</div>\n</body>\n</html>\n"
    )


def section(lang: str, inner: str) -> str:
    """What is in one language."""
    return f'<div lang="{escape(lang)}">\n{inner}</div>\n'


def heading(level: int, words: str) -> str:
    """A heading of ours."""
    tag = f"h{level}"
    return f'<{tag} style="{_STYLES[tag]}">{escape(words)}</{tag}>\n'


def paragraph(inner: str) -> str:
    """A paragraph of safe HTML."""
    return f'<p style="{_STYLES["p"]}">{inner}</p>\n'


def mark(words: str) -> str:
    """What nobody may overlook: a draft, a sample."""
    style = f"{_STYLES['p']};border:2px solid;padding:8px 12px;font-weight:bold"
    return f'<p style="{style}">{escape(words)}</p>\n'


def small(words: str) -> str:
    """A line in small print."""
    return f'<p style="{_STYLES["p"]};{_STYLES["small"]}">{escape(words)}</p>\n'


def link(address: str) -> str:
    """An address that can be seen and followed."""
    return f'<a href="{escape(address)}">{escape(address)}</a>'


def rows(found: Iterable[tuple[str, str]], colon: str) -> str:
    """Names and values; an address can be followed."""
    lines = (
        f"{escape(name)}{colon}{link(value) if value.startswith('http') else escape(value)}"
        for name, value in found
    )
    return f'<p style="{_STYLES["p"]};{_STYLES["small"]};{_WIDE}">{"<br>".join(lines)}</p>\n'


def count_items(content: Content, lang: str, depth: int = 0) -> None:
    """Give the numbered lists in others their numbers as words: a mail program counts otherwise."""
    for part in (one for one in content if isinstance(one, Node)):
        ordered = part.tag == "ol"
        if ordered and depth:
            number = int(part.attributes.pop("start", "1"))
            part.tag, part.attributes["class"] = "ul", _NUMBERED
            for item in (one for one in part.children if isinstance(one, Node)):
                number = int(item.attributes.pop("value", str(number)))
                if not _omits(item):
                    first = next(iter(item.children), "")
                    leaf = first if isinstance(first, Node) and first.tag == "p" else item
                    leaf.children.insert(0, f"{marker(number, depth, lang)} ")
                number += 1
        count_items(part.children, lang, depth + ordered)


def html(content: Content) -> str:
    """Nodes as HTML with inline styles. Of a picture its words stay."""
    return "".join(_html(part) for part in content)


def _html(part: Node | str) -> str:
    if isinstance(part, str):
        return escape(part)
    if part.tag == "img":
        return escape(part.attributes.get("alt", ""))
    tag = _NAMES.get(part.tag, part.tag)
    if tag in ("ol", "ul") and any(_omits(child) for child in part.children):
        return "".join(_html(piece) for piece in _parted(part))
    kept = [(k, v) for k, v in part.attributes.items() if k in ("lang", "start", "value", "href")]
    unsigned = ";list-style-type:none" if part.attributes.get("class") == _NUMBERED else ""
    kept.append(("style", _STYLES.get(tag, "") + unsigned))
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in kept if value)
    if tag in _VOID:
        return f"<{tag}>"
    inner = html(part.children)
    return f"<{tag}{attributes}>{inner}</{tag}>" + ("\n" if tag in _BLOCKS else "")


def _omits(part: Node | str) -> bool:
    return isinstance(part, Node) and _OMITTED in part.attributes.get("class", "")


def _parted(items: Node) -> Iterator[Node]:
    """A list in parts: an omission says itself which numbers it stands for, and is no item."""
    for omitted, run in groupby(items.children, _omits):
        if omitted:
            yield from (Node("p", {}, one.children) for one in run if isinstance(one, Node))
        else:
            yield Node(items.tag, items.attributes, list(run))


def text(content: Content, lang: str) -> str:
    """Nodes as plain text: a line a paragraph, lists with their marks, headings set apart."""
    lines = "\n".join(_lines(content, lang, ""))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def _lines(content: Content, lang: str, indent: str) -> Iterator[str]:
    for part in content:
        if isinstance(part, str) or part.tag in ("a", "span", "small", "u", "ins", "del", "strong"):
            if words := _words(part).strip():
                yield f"{indent}{words}"
        elif part.tag in ("ul", "ol"):
            yield from _items(part, lang, indent)
            if not indent:
                yield ""
        elif part.tag.startswith("h") and part.tag[1:].isdecimal():
            yield ""
            yield t(lang, "mail.heading", heading=_words(part).strip())
            yield ""
        elif part.tag == "p":
            yield f"{indent}{_words(part).strip()}"
            yield ""
        else:
            yield from _lines(part.children, lang, indent)


def _items(items: Node, lang: str, indent: str) -> Iterator[str]:
    numbers = count(int(items.attributes.get("start", "1") or "1"))
    for item in (child for child in items.children if isinstance(child, Node)):
        sign = t(lang, "mail.item") if items.tag == "ul" else f"{next(numbers)}. "
        inner = [line for line in _lines(item.children, lang, "") if line]
        for place, line in enumerate(inner or [""]):
            yield f"{indent}{sign if not place else '  '}{line}"


def _words(part: Node | str) -> str:
    if isinstance(part, str):
        return part
    if part.tag == "br":
        return "\n"
    return part.attributes.get("alt", "") + "".join(map(_words, part.children))
