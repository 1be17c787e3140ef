"""The rows of a table on its grid: merged cells repeat their words, for Markdown merges none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaitei.text.docx.blocks import ReadParagraph, TableLine
from kaitei.text.docx.reading.context import Context
from kaitei.text.docx.reading.elements import words_in
from kaitei.text.docx.styles import integer, value
from kaitei.text.docx.xml import Element, name

Lines = tuple[ReadParagraph | TableLine, ...]
_WIDEST = 63  # columns that a Word table may have


@dataclass
class Grid:
    """Rows put on a grid of `columns`, as many as the file says (0: it does not say)."""

    context: Context
    columns: int
    rows: list[list[Lines]] = field(default_factory=list)
    head: bool = False
    _above: dict[int, Lines] = field(default_factory=dict)

    def row(
        self, properties: Element | None, cells: Sequence[tuple[Element, Lines]], *, head: bool
    ) -> None:
        """Add a row: its cells with their lines. The first says whether it is one of headings."""
        if not self.rows:
            self.head = head
        made: list[Lines] = [()] * self._offset(properties, "gridBefore")
        for place, (cell, lines) in enumerate(cells):
            own = cell.find(name("tcPr"))
            merged = _merged(own, "vMerge")
            beside = _merged(own, "hMerge")
            span = 1 if own is None else min(max(integer(value(own, "gridSpan"), 1), 1), _WIDEST)
            if merged == "continue":
                lines = self._repeated(cell, self._above.get(len(made), ()), lines)
            elif beside == "continue":
                lines = self._repeated(cell, made[-1] if made else (), lines)
            last = place == len(cells) - 1
            # A short row of ours ends in a cell as wide as what is missing: it stays a short row.
            if span > 1 and last and self.context.origin is not None and head is False and made:
                span = 1
            if span > 1:
                self.context.lose("merged", words_in(cell))
            for column in range(len(made), len(made) + span):
                if merged == "restart":
                    self._above[column] = lines
                elif not merged:
                    self._above.pop(column, None)
            made += [lines] * span
        made += [()] * self._offset(properties, "gridAfter")
        self.rows.append(made)

    def tables(self) -> Iterator[TableLine]:
        """The table, if any row stands."""
        if any(self.rows):
            yield TableLine(tuple(map(tuple, self.rows)), self.head)

    def _repeated(self, cell: Element, above: Lines, own: Lines) -> Lines:
        """The lines of a cell that goes on the one above or before it."""
        shown = own if any(not isinstance(one, ReadParagraph) or one.runs for one in own) else above
        words = " ".join(
            "".join(run.text for run in line.runs)
            for line in shown
            if isinstance(line, ReadParagraph)
        )
        self.context.lose("merged", words or words_in(cell))
        return shown

    def _offset(self, properties: Element | None, tag: str) -> int:
        return 0 if properties is None else min(max(integer(value(properties, tag)), 0), _WIDEST)


def _merged(properties: Element | None, tag: str) -> str:
    """How a cell is merged: "restart", "continue" (also without a value) or ""."""
    found = None if properties is None else properties.find(name(tag))
    return "" if found is None else str(found.get(name("val"), "continue"))
