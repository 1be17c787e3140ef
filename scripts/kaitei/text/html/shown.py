"""The words that a browser shows of a page: what the text read from it is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kaitei.text.html.elements import (
    BLOCKS,
    EMBEDDED,
    FORM,
    cell_height,
    cell_width,
    item_label,
    item_numbers,
    list_kind,
    own_label,
)
from kaitei.text.html.main_content import SILENT, Element, is_beside, is_hidden


@dataclass
class ShownWords:
    """What a browser shows of a page whose text stands in `main`, line by line.

    `layout` are the tables that only put parts side by side, `counted` the lists that a page of
    ours counts alike, `headed` those whose plain numbers stand as words.
    """

    main: Element
    layout: set[Element]
    counted: set[Element]
    headed: set[Element]
    _numbers: dict[Element, dict[Element, int]] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """Give the words of the main part, by block."""
        line: list[str] = []
        for kind, text in self._shown(self.main):
            if kind == "cut":
                yield "".join(line)
                line = []
            else:
                line.append(text)
        yield "".join(line)

    def _shown(self, element: Element) -> Iterator[tuple[str, str]]:
        yield "text", element.text or ""
        for child in element:
            if isinstance(child.tag, str) and child.tag not in SILENT and not is_hidden(child):
                quiet = child.tag in ("rt", "rp") or child.tag in EMBEDDED or child.tag in FORM
                if not quiet and not is_beside(child, self.main):
                    cut = child.tag in BLOCKS or child.tag == "br"
                    if cut:
                        yield "cut", ""
                    yield "text", self._marker(child)
                    for _ in range(self._repeated(child)):
                        yield from self._shown(child)
                    if cut:
                        yield "cut", ""
            yield "text", child.tail or ""

    def _marker(self, item: Element) -> str:
        """What a browser shows before an item, where a page of ours does not count it alike."""
        parent = item.getparent()
        if item.tag != "li" or parent is None or parent in self.counted:
            return ""
        if label := own_label(item):
            return f"{label} "
        if parent.tag != "ol":
            return ""
        number = self._counted_from(parent)[item]
        plain = f"{number}." if parent in self.headed else ""
        return f"{item_label(list_kind(parent), number) or plain} "

    def _counted_from(self, parent: Element) -> dict[Element, int]:
        if parent not in self._numbers:  # of one list at a time: items come in their order
            self._numbers = {parent: item_numbers(parent)}
        return self._numbers[parent]

    def _repeated(self, cell: Element) -> int:
        """Count the cells of a table of ours that hold the words of one: all it reaches over."""
        if cell.tag not in ("td", "th") or next(cell.iterancestors("table"), None) in self.layout:
            return 1
        return cell_width(cell) * cell_height(cell)
