"""What a paragraph and a run look like once styles and direct formatting are put together.

Word and LibreOffice rename style ids as they like, but not the names of built-in styles. Toggles
(bold, italic, hidden) set in two styles of a chain cancel each other out (ECMA-376 part 1, 17.7.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kaitei.text.docx import xml
from kaitei.text.docx.xml import Element, name

_OFF = ("0", "false", "off", "none")
_CHAIN = 20  # styles based on one another; a circle of them ends here


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The list that a paragraph is numbered in: `number` its numId, `level` its ilvl or None."""

    number: str
    level: int | None


@dataclass
class _Style:
    name: str
    based_on: str
    paragraph: Element | None
    run: Element | None


@dataclass
class Styles:
    """The styles of one file, by id; `default` is the paragraph style where none is named."""

    styles: Mapping[str, _Style] = field(default_factory=dict)
    default: str = ""
    run_defaults: Element | None = None

    @classmethod
    def read(cls, content: bytes | None) -> Styles:
        """The styles in a part styles.xml; none where there is no such part."""
        root: Element = xml.read(content) if content else ()
        found: dict[str, _Style] = {}
        default = ""
        defaults = None
        for element in root:
            if element.tag == name("docDefaults"):
                defaults = element.find(f"{name('rPrDefault')}/{name('rPr')}")
            if element.tag != name("style"):
                continue
            key = element.get(name("styleId"), "")
            found[key] = _Style(
                value(element, "name").lower(),
                value(element, "basedOn"),
                element.find(name("pPr")),
                element.find(name("rPr")),
            )
            if element.get(name("type")) == "paragraph" and _true(element.get(name("default"))):
                default = key
        return cls(found, default, defaults)

    def name(self, key: str) -> str:
        """The name of the style with the id `key`, in small letters; "" for none."""
        style = self.styles.get(key)
        return style.name if style else ""

    def chain(self, key: str) -> Iterator[tuple[str, _Style]]:
        """A style and those that it is based on, itself first."""
        for _ in range(_CHAIN):
            style = self.styles.get(key)
            if style is None:
                return
            yield key, style
            key = style.based_on

    # --- paragraphs -----------------------------------------------------------------------------

    def style_of(self, properties: Element | None) -> str:
        """The id of a paragraph's style."""
        named = "" if properties is None else value(properties, "pStyle")
        return named if named in self.styles else self.default

    def heading(self, properties: Element | None) -> int:
        """The level of a heading, from 1 to 6; 0 for what is none.

        By the name of a style of its chain, else by the outline level of style or paragraph.
        """
        for _, style in self.chain(self.style_of(properties)):
            if match := re.fullmatch(r"heading ([1-9])", style.name):
                return min(int(match[1]), 6)
        level = self.paragraph(properties, "outlineLvl")
        number = integer(level.get(name("val"), "9"), 9) if level is not None else 9
        return min(number + 1, 6) if 0 <= number < 9 else 0

    def numbered(self, properties: Element | None) -> ListPlace | None:
        """The list of a paragraph, by itself or by its style; numId 0 takes it out of any."""
        sources = [] if properties is None else [properties]
        chain = list(self.chain(self.style_of(properties)))
        sources += [style.paragraph for _, style in chain if style.paragraph is not None]
        number, level = "", None
        for source in sources:
            found = source.find(name("numPr"))
            if found is None:
                continue
            written = found.find(name("ilvl"))
            if level is None and written is not None:
                level = integer(written.get(name("val"), "0"))
            if number := value(found, "numId"):
                break
        return ListPlace(number, level) if number and number != "0" else None

    def paragraph(self, properties: Element | None, tag: str) -> Element | None:
        """A property of a paragraph: its own, else that of the nearest style that has it."""
        own = None if properties is None else properties.find(name(tag))
        if own is not None:
            return own
        for _, style in self.chain(self.style_of(properties)):
            found = None if style.paragraph is None else style.paragraph.find(name(tag))
            if found is not None:
                return found
        return None

    def item_left(self, properties: Element | None) -> int:
        """How far in an item stands by itself, or by the style that puts it in its list.

        0 where both leave it to the list.
        """
        own = None if properties is None else properties.find(name("ind"))
        if own is not None:
            return left(own)
        for _, style in self.chain(self.style_of(properties)):
            if style.paragraph is not None:
                if (found := style.paragraph.find(name("ind"))) is not None:
                    return left(found)
                if style.paragraph.find(name("numPr")) is not None:
                    return 0
        return 0

    # --- runs -----------------------------------------------------------------------------------

    def toggled(self, run: Element | None, tag: str, paragraph: Element | None = None) -> bool:
        """Whether a toggle such as `b`, `i`, `vanish` is on in a run's properties `run`.

        What the run says itself holds; else its character style and, where `paragraph` is given,
        the style of its paragraph, which cancel each other out.
        """
        own = None if run is None else run.find(name(tag))
        if own is not None:
            return own.get(name("val"), "1") not in _OFF
        states = [self._in_chain("" if run is None else value(run, "rStyle"), tag)]
        if paragraph is not None or run is None:
            states.append(self._in_chain(self.style_of(paragraph), tag))
        return states.count(True) % 2 == 1

    def _in_chain(self, key: str, tag: str) -> bool:
        for _, style in self.chain(key):
            found = None if style.run is None else style.run.find(name(tag))
            if found is not None:
                return found.get(name("val"), "1") not in _OFF
        return False

    def size(self, run: Element | None, paragraph: Element | None) -> int:
        """The size of a run in half points: its own, its styles', the document's; 20 by default."""
        own = None if run is None else run.find(name("sz"))
        chains = ["" if run is None else value(run, "rStyle"), self.style_of(paragraph)]
        found = [own] + [
            style.run.find(name("sz"))
            for key in chains
            for _, style in self.chain(key)
            if style.run is not None
        ]
        if self.run_defaults is not None:
            found.append(self.run_defaults.find(name("sz")))
        sized = next((one for one in found if one is not None), None)
        return integer(sized.get(name("val"), "20"), 20) if sized is not None else 20


def value(parent: Element, tag: str) -> str:
    """The `val` of the child `tag` of an element, "" without one."""
    element = parent.find(name(tag))
    return "" if element is None else str(element.get(name("val"), ""))


def on(properties: Element, tag: str) -> bool:
    """Whether properties themselves switch `tag` on."""
    element = properties.find(name(tag))
    return element is not None and element.get(name("val"), "1") not in _OFF


def left(indent: Element | None) -> int:
    """How far an indent moves a paragraph in, in twentieths of a point; 0 where it says nothing."""
    if indent is None:
        return 0
    return integer(indent.get(name("left")) or indent.get(name("start")) or "0")


def integer(text: str, default: int = 0) -> int:
    """The whole number at the beginning of `text`, at most six digits; `default` without one."""
    match = re.match(r"-?\d{1,6}", text, re.ASCII)
    return int(match[0]) if match else default


def _true(text: str | None) -> bool:
    return text is not None and text not in _OFF
