"""The redline on a terminal: what is said of each clause, and the changed passages marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kaitei.text.diff import BlockChange, ChangeKind, ClauseChange, Redline
from kaitei.text.render.names import names
from kaitei.text.render.passages import Line, Passages
from kaitei.text.render.sentences import said
from kaitei.text.render.signs import Signs
from kaitei.text.render.wording import cut, say, width
from kaitei.text.render.wrapping import Span, visible, wrapped

WIDTH = 80
INDENT = 4  # columns before what is quoted of the text
CONTEXT = 60  # columns of unchanged text that stay on each side of a change
_PLAIN = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}
_COLOUR = {
    "head": "\x1b[1m",
    "deleted": "\x1b[31;9m",
    "inserted": "\x1b[32;4m",
    "deleted edit": "\x1b[1;31;9m",
    "inserted edit": "\x1b[1;32;4m",
}
_RESET = "\x1b[0m"


def terminal(redline: Redline, lang: str, colour: bool) -> str:
    """The changed clauses for a terminal of 80 columns, without a line break at the end.

    With `colour` marks are ANSI styles (struck red, underlined green), otherwise [-gone-] and
    {+new+}: whoever takes one sort of them out reads the other text, the numbers of items
    included. Control characters of the texts are made visible, so that no text can drive the
    terminal. Full-width characters count two columns.
    """
    if redline.empty:
        return say(lang, "nothing")
    printer = _Printer(redline, lang, colour)
    whole = redline.old_title is None or redline.new_title is None
    for one in said(redline, lang):
        printer.paragraph([(one.head, "head")])
        for phrase in one.phrases:
            printer.paragraph([("- ", ""), (phrase, "")], 0, 2)
        if one.change is not None:
            printer.clause(one.change)
        printer.gap()
    for change in redline.changed if whole else ():
        printer.clause(change, heading=True)
        printer.gap()
    return "\n".join(printer.lines).rstrip("\n")


class _Printer:
    def __init__(self, redline: Redline, lang: str, colour: bool) -> None:
        self.passages = Passages(Signs(redline.lang, "-", ">"), lang, names(redline, lang))
        self.colour = colour
        self.lines: list[str] = []

    def gap(self) -> None:
        """An empty line, one only."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def clause(self, change: ClauseChange, *, heading: bool = False) -> None:
        """The changed blocks of a clause; of unchanged ones between them a "…"."""
        blocks = change.blocks
        if change.heading and (heading or _words_changed(change.heading)):
            blocks = change.all_blocks
        lines = [line for block in blocks for line in self.passages.lines(block)]
        if not any(line.marked for line in lines):
            return
        self.gap()
        for marked, group in groupby(lines, key=lambda line: line.marked):
            if marked:
                for line in group:
                    self.passage(line)
            else:
                self.lines.append(" " * INDENT + "…")

    def passage(self, line: Line) -> None:
        """A line of the text."""
        self.paragraph(_shortened(line.spans), INDENT + line.start, INDENT + line.rest)

    def paragraph(self, spans: Iterable[Span], start: int = 0, rest: int = 0) -> None:
        """Spans wrapped into lines, `start` columns before the first one, `rest` before others."""
        room = WIDTH - max(start, rest)
        for at, line in enumerate(wrapped(list(self._marked(spans)), room)):
            self.lines.append((" " * (rest if at else start) + self._styled(line)).rstrip())

    def _marked(self, spans: Iterable[Span]) -> Iterator[Span]:
        for style, group in groupby(filter(_said, spans), key=lambda span: span[1]):
            text = visible("".join(text for text, _ in group))
            before, after = (
                _PLAIN.get(style.split(" ")[0], ("", "")) if not self.colour else ("", "")
            )
            yield f"{before}{text}{after}", style

    def _styled(self, line: Sequence[Span]) -> str:
        if not self.colour:
            return "".join(text for text, _ in line)
        return "".join(
            f"{_COLOUR[style]}{text}{_RESET}" if style in _COLOUR else text for text, style in line
        )


def _said(span: Span) -> bool:
    return bool(span[0])


def _words_changed(heading: BlockChange) -> bool:
    return any(
        p.kind not in (ChangeKind.KEPT, ChangeKind.RENUMBERED, ChangeKind.FORMATTING)
        for p in heading.pieces
    )


def _shortened(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans with the middle of long unchanged ones left out."""
    last = len(spans) - 1
    for at, (text, style) in enumerate(spans):
        if style or width(text) <= 2 * CONTEXT + 80:
            yield text, style
        elif at == 0:
            yield "… " + _ending(text), style
        elif at == last:
            yield cut(text, CONTEXT) + " …", style
        else:
            yield cut(text, CONTEXT) + " … " + _ending(text), style


def _ending(text: str) -> str:
    """The end of `text` that fits into CONTEXT columns, from the beginning of a word."""
    return cut(text[::-1], CONTEXT)[::-1]
