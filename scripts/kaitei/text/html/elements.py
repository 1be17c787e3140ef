"""The elements of a page: which stand in a line, how lists are numbered, how far cells reach."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaitei.text.html.main_content import Element, named
from kaitei.text.numerals import numeral

MARKS = {
    "b": "strong", "strong": "strong", "em": "em", "i": "em", "cite": "em", "dfn": "em",
    "code": "code", "tt": "code", "kbd": "code", "samp": "code",
}  # fmt: skip
BLOCKS = frozenset({  # any other element stands in a line, those that a program made up as well
    "address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "html", "legend", "li", "listing", "main", "menu", "nav", "noframes", "ol", "optgroup",
    "option", "p", "plaintext", "pre", "search", "section", "select", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
})  # fmt: skip
INLINE = frozenset(MARKS) | {  # what HTML itself knows of the others
    "a", "abbr", "acronym", "bdi", "bdo", "big", "br", "data", "del", "font", "ins", "label",
    "mark", "nobr", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "small", "span", "strike", "sub",
    "sup", "time", "u", "var", "wbr", "blink", "output",
}  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
EMBEDDED = frozenset(
    {"img", "svg", "object", "embed", "iframe", "video", "audio", "canvas", "map", "applet"}
)
FORM = frozenset({"input", "select", "textarea", "button"})
_TYPES = {"1": "", "a": "a", "i": "i", "A": "A", "I": "I"}
_STYLES = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I", "katakana": "ア", "katakana-iroha": "イ",
    "cjk-ideographic": "一", "hiragana": "あ", "none": "none",
}  # fmt: skip
_FORMATS = {  # of a list, by its kind, as Word calls them
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "ア": "aiueoFullWidth", "イ": "irohaFullWidth", "一": "japaneseCounting",
}  # fmt: skip
LABEL = "shown-label"  # of an item: what a page's style sheet counts before it
_FARTHEST = 60  # columns that one cell may reach over; a slip of the finger may say 10,000


def is_inline(element: Element) -> bool:
    """Tell whether an element stands in a line: old pages put paragraphs into fonts and links."""
    if element.tag in EMBEDDED or element.tag in FORM:
        return True
    return not any(
        e.tag in BLOCKS and e.tag not in EMBEDDED and e.tag not in FORM for e in element.iter()
    )


def through(element: Element, wanted: tuple[str, ...]) -> Iterator[Element]:
    """The children of these tags, those in groups (thead, div) too, not those of one inside."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag in wanted:
            yield child
        elif child.tag in ("thead", "tbody", "tfoot", "div", "form", "font", "center", "span"):
            yield from through(child, wanted)


def cell_width(cell: Element) -> int:
    """Give over how many columns a cell reaches, 1 to 60."""
    return max(min(whole(named(cell, "colspan"), 1), _FARTHEST), 1)


def cell_height(cell: Element) -> int:
    """Over how many rows a cell reaches: never past the end of its part of the table."""
    declared = whole(named(cell, "rowspan"), 1)
    row = next(cell.iterancestors("tr"), None)
    if declared <= 1 or row is None:
        return 1
    return min(declared, 1 + sum(1 for _ in row.itersiblings("tr")))


def list_kind(element: Element) -> str:
    """Give the kind of numbers that a list declares, by `type` or style; "" for the common one."""
    kind = _TYPES.get(named(element, "type"), "")
    style = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", named(element, "style"))
    return _STYLES.get(style[1], kind) if style else kind


def own_label(item: Element) -> str | None:
    """What a page's style sheet shows before an item, None where a browser counts it itself."""
    return named(item, LABEL) or None


def item_label(kind: str, number: int) -> str | None:
    """What a browser shows before an item of a list of a declared kind."""
    found = numeral(number, _FORMATS[kind]) if kind in _FORMATS else None
    return f"{found}{'、' if kind in 'アイ一' else '.'}" if found else None


def item_numbers(element: Element) -> dict[Element, int]:
    """Give the number that a browser gives to each item of a list."""
    items = list(element.iterchildren("li"))
    step = 1 if element.get("reversed") is None else -1
    number = whole(named(element, "start"), 1 if step > 0 else len(items))
    found: dict[Element, int] = {}
    for item in items:
        found[item] = number = whole(named(item, "value"), number)
        number += step
    return found


def whole(text: str, default: int) -> int:
    """Read the whole number with which an attribute begins, at most four digits of it."""
    match = re.match(r"\s*(\d{1,4})", text, re.ASCII)
    return int(match[1]) if match else default
