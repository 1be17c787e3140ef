"""What a Word file says about its paragraphs and runs by way of styles, numbers and addresses.

Word and LibreOffice rename style ids as they like, but not the names of built-in styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from kaitei.model import Mark
from kaitei.text.docx import xml
from kaitei.text.docx.blocks import Shape
from kaitei.text.docx.body import STEP
from kaitei.text.docx.paragraphs import List, Look
from kaitei.text.docx.xml import Element, name

_TAGS = {
    "title": "title",
    "html preformatted": "pre",
    "preformatted text": "pre",
    "term": "dt",
    "definition": "dd",
    "rule": "hr",
    "gap": "gap",
}
_SCHEMES = ("", "http", "https", "mailto", "tel")
_OFF = ("0", "false", "off", "none")


class Properties:
    """The styles, numbers and addresses of one file."""

    plain = Shape(Look("p"))

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._styles = _styles(parts)
        self._lists = _lists(parts)
        self.targets = _targets(parts)

    def look(self, paragraph: Element) -> Shape:
        """How a paragraph looks; alignment is no matter of a text."""
        properties = paragraph.find(name("pPr"))
        if properties is None:
            return self.plain
        style = self._styles.get(_value(properties, "pStyle"), "")
        heading = re.fullmatch(r"heading ([1-6])", style)
        tag = f"h{heading[1]}" if heading else _TAGS.get(style, "p")
        item = None if heading else self._item(properties)
        indent = item.level + 1 if item else self._indent(properties, style)
        return Shape(Look(tag, item, indent, quoted=style == "quote"), bool(heading))

    def marks(self, run: Element) -> tuple[Mark, ...]:
        """A run's formatting, outermost first."""
        properties = run.find(name("rPr"))
        if properties is None:
            return ()
        tags = []
        if _on(properties, "b"):
            tags.append("strong")
        if _on(properties, "i"):
            tags.append("em")
        if self._styles.get(_value(properties, "rStyle"), "") == "code":
            tags.append("code")
        vertical = {"superscript": "sup", "subscript": "sub"}
        if found := vertical.get(_value(properties, "vertAlign")):
            tags.append(found)
        return tuple(Mark(tag) for tag in tags)

    def lost(self, run: Element) -> Iterator[str]:
        """What somebody says by the look of a run that no text can say: words that should go."""
        properties = run.find(name("rPr"))
        if properties is None:
            return
        if _on(properties, "strike") or _on(properties, "dstrike"):
            yield "strike"
        if _on(properties, "highlight"):
            yield "highlight"

    def _item(self, properties: Element) -> List | None:
        numbering = properties.find(name("numPr"))
        if numbering is None:
            return None
        number = _value(numbering, "numId")
        level = min(max(_number(_value(numbering, "ilvl")), 0), 8)
        if number not in self._lists:
            return None
        ordered, start = self._lists[number].get(level, (True, 1))
        return List(int(number), ordered, level, start)

    def _indent(self, properties: Element, style: str) -> int:
        indent = properties.find(name("ind"))
        if indent is None:
            return 1 if style == "list paragraph" else 0
        left = indent.get(name("left")) or indent.get(name("start")) or "0"
        return max(round(_number(left) / STEP), 0)


def _styles(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Names of styles in small letters, by id."""
    content = parts.get("word/styles.xml")
    root = xml.read(content) if content else ()
    return {
        style.get(name("styleId"), ""): _value(style, "name").lower()
        for style in root
        if style.tag == name("style")
    }


def _lists(parts: Mapping[str, bytes]) -> dict[str, dict[int, tuple[bool, int]]]:
    """By number and level, whether a list is ordered and where it starts."""
    content = parts.get("word/numbering.xml")
    root: Element = xml.read(content) if content else ()
    kinds: dict[str, dict[int, tuple[bool, int]]] = {}
    found: dict[str, dict[int, tuple[bool, int]]] = {}
    for kind in root:
        if kind.tag == name("abstractNum"):
            kinds[kind.get(name("abstractNumId"), "")] = {
                _number(level.get(name("ilvl"), "0")): (
                    _value(level, "numFmt") not in ("bullet", "none"),
                    _number(_value(level, "start"), 1),
                )
                for level in kind.iterchildren(name("lvl"))
            }
    for num in root:
        if num.tag == name("num") and num.get(name("numId"), "0").isdigit():
            levels = dict(kinds.get(_value(num, "abstractNumId"), {}))
            for override in num.iterchildren(name("lvlOverride")):
                level = _number(override.get(name("ilvl"), "0"))
                start = _number(_value(override, "startOverride"), 1)
                levels[level] = (levels.get(level, (True, 1))[0], start)
            found[num.get(name("numId"), "")] = levels
    found.pop("0", None)
    return found


def _targets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Addresses of links by their relationship ids."""
    content = parts.get("word/_rels/document.xml.rels")
    root = xml.read(content) if content else ()
    return {
        row.get("Id", ""): safe(row.get("Target", ""))
        for row in root
        if row.get("TargetMode") == "External"
    }


def safe(address: str) -> str:
    """An address that a text may hold; "" for one with a dangerous scheme."""
    try:
        return address if urlsplit(address).scheme.lower() in _SCHEMES else ""
    except ValueError:
        return ""


def _value(parent: Element, tag: str) -> str:
    element = parent.find(name(tag))
    return "" if element is None else str(element.get(name("val"), ""))


def _on(properties: Element, tag: str) -> bool:
    element = properties.find(name(tag))
    return element is not None and element.get(name("val"), "1") not in _OFF


def _number(text: str, default: int = 0) -> int:
    match = re.match(r"-?\d{1,6}", text, re.ASCII)
    return int(match[0]) if match else default
