"""How a paragraph looks: its style, its list, its indent, whether it is a heading."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace

from kaitei.text.docx.blocks import ReadParagraph, Shape
from kaitei.text.docx.body import STEP
from kaitei.text.docx.paragraphs import Appearance, List
from kaitei.text.docx.reading.context import Context
from kaitei.text.docx.reading.elements import words_in
from kaitei.text.docx.styles import ListPlace, integer, left
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


@dataclass
class Shapes:
    """The looks of the paragraphs of one file."""

    context: Context

    plain = Shape(Appearance("p"))

    def of(self, paragraph: Element) -> tuple[Shape, Element | None]:
        """How a paragraph looks, and its properties that hold; alignment is no matter of a text."""
        properties = paragraph.find(name("pPr"))
        change = None if properties is None else properties.find(name("pPrChange"))
        if properties is None or change is None:
            return self._shape(properties), properties
        before = change.find(name("pPr"))
        old = None if before is None else copy.copy(before)
        then, now = self._shape(old), self._shape(properties)
        if then != now:
            self.context.note(change, words_in(paragraph), "style", came=True)
        return (now, properties) if self.context.made(change) else (then, old)

    def _shape(self, properties: Element | None) -> Shape:
        styles, ours = self.context.styles, self.context.origin is not None
        if properties is None and ours:
            return self.plain
        style = styles.name(styles.style_of(properties))
        level = styles.heading(properties)
        tag = f"h{level}" if level else _TAGS.get(style, "p")
        item = None if level or properties is None else self._item(properties)
        indent = item.level + 1 if item else self._indent(properties, style)
        return Shape(Appearance(tag, item, indent, quoted=style == "quote"), bool(level))

    def _item(self, properties: Element) -> List | None:
        styles, numbering = self.context.styles, self.context.numbering
        numbered = styles.numbered(properties)
        if numbered is None or numbered.number not in numbering.nums:
            return None
        at = numbering.level(numbered, styles.style_of(properties))
        num = numbering.nums[numbered.number]
        kind = num.levels[at].kind if at in num.levels else "decimal"
        number = integer(numbered.number)
        return List(number, kind not in ("bullet", "none"), at, num.starts.get(at, 1))

    def _indent(self, properties: Element | None, style: str) -> int:
        indent = None if properties is None else properties.find(name("ind"))
        if indent is None:
            return 1 if style == "list paragraph" else 0
        return max(round(left(indent) / STEP), 0)

    def labelled(self, paragraph: Element, line: ReadParagraph) -> ReadParagraph:
        """`line` with what its list shows before it; the list counts on."""
        properties = paragraph.find(name("pPr"))
        styles = self.context.styles
        numbered: ListPlace | None = styles.numbered(properties)
        if numbered is None:
            return line
        label = self.context.numbering.label(numbered, styles.style_of(properties))
        if label is not None and (own := styles.item_left(properties)):
            label = replace(label, left=own)
        if label is not None and label.unknown:
            self.context.lose("numbering", f"{label.unknown} {label.words}")
        return replace(line, label=label)
