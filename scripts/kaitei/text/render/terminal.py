"""The redline on a terminal: what is said of each clause, and the changed passages marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kaitei.model import Run
from kaitei.text.diff import BlockChange, ClauseChange, Kind, Piece, Redline, Side
from kaitei.text.render.edits import href
from kaitei.text.render.worded import said
from kaitei.text.render.wording import cut, say, width
from kaitei.text.render.wrapping import Span, Style, visible, wrapped

WIDTH = 80
CONTEXT = 60  # columns of unchanged text that stay on each side of a change
_PLAIN = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}
_COLOUR = {"head": "\x1b[1m", "deleted": "\x1b[31;9m", "inserted": "\x1b[32;4m"}
_RESET = "\x1b[0m"


def terminal(redline: Redline, lang: str, colour: bool) -> str:
    """The changed clauses for a terminal of 80 columns, without a line break at the end.

    With `colour` marks are ANSI styles (struck red, underlined green), otherwise [-gone-] and
    {+new+}. Control characters of the texts are made visible, so that no text can drive the
    terminal. Full-width characters count two columns.
    """
    if redline.empty:
        return say(lang, "nothing")
    printer = _Printer(colour)
    whole = redline.old_title is None or redline.new_title is None
    for one in said(redline, lang):
        printer.paragraph([(one.head, "head")])
        for phrase in one.phrases:
            printer.paragraph([(phrase, "")], "  ", "- ")
        if one.change is not None:
            printer.clause(one.change)
        printer.gap()
    for change in redline.changed if whole else ():
        printer.clause(change, heading=True)
        printer.gap()
    return "\n".join(printer.lines).rstrip("\n")


@dataclass(frozen=True, slots=True)
class _Line:
    """A block to print: what stands before it on its first line and on the others."""

    first: str
    rest: str
    spans: list[Span]

    @property
    def marked(self) -> bool:
        return any(style for _, style in self.spans)


class _Printer:
    def __init__(self, colour: bool) -> None:
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
        lines = [line for block in blocks for line in _block(block, "    ", "    ")]
        if not any(line.marked for line in lines):
            return
        self.gap()
        for marked, group in groupby(lines, key=lambda line: line.marked):
            if marked:
                for line in group:
                    self.paragraph(list(_shortened(line.spans)), line.rest, line.first)
            else:
                self.lines.append("    …")

    def paragraph(self, spans: Iterable[Span], indent: str = "", first: str = "") -> None:
        """Spans wrapped into lines: `first` (its own indent included) stands before the first."""
        first = indent[: max(0, len(indent) - len(first))] + first if first != indent else indent
        rest = indent + " " * max(0, width(first) - width(indent)) if indent != first else indent
        lines = wrapped(list(self._marked(spans)), WIDTH - width(rest))
        for at, line in enumerate(lines):
            self.lines.append(((rest if at else first) + self._styled(line)).rstrip())

    def _marked(self, spans: Iterable[Span]) -> Iterator[Span]:
        for text, style in spans:
            text = visible(text)
            before, after = _PLAIN.get(style, ("", "")) if not self.colour else ("", "")
            yield f"{before}{text}{after}", style

    def _styled(self, line: Sequence[Span]) -> str:
        if not self.colour:
            return "".join(text for text, _ in line)
        return "".join(f"{_COLOUR[s]}{text}{_RESET}" if s else text for text, s in line)


# --- blocks as lines ----------------------------------------------------------------------------


def _block(change: BlockChange, first: str, rest: str, style: Style = "") -> Iterator[_Line]:
    """A block as lines with its marker; `style` where it stands wholly on one side."""
    if change.kind is Kind.DELETED:
        style = "deleted"
    elif change.kind is Kind.INSERTED:
        style = "inserted"
    elif change.move:
        style = "deleted" if change.side is Side.OLD else "inserted"
    if change.tag == "tr":
        yield _Line(first, rest, list(_row(change, style)))
        return
    if change.kind in (Kind.SPLIT, Kind.MERGED):
        yield _Line(first, rest, list(_divided(change, style)))
        return
    children = change.kept_children()
    if not children:
        runs = list(_pieces(change.kept_pieces(), style))
        if change.tag == "hr":
            runs = [("────", style)]
        yield _Line(first, rest, runs)
        return
    for at, child in enumerate(children):
        marker = _marker(child)
        lead = first if at == 0 else rest
        yield from _block(child, lead + marker, rest + " " * len(marker), style)


def _divided(change: BlockChange, style: Style) -> Iterator[Span]:
    """A divided or joined paragraph on one line, with a mark where its border came or went."""
    border = "inserted" if change.kind is Kind.SPLIT else "deleted"
    for at, child in enumerate(change.children):
        if at:
            yield "¶", style or border
            yield " ", ""
        pieces = [p for p in child.kept_pieces() if (p.old and p.new) or _seen_of(p).strip()]
        yield from _pieces(pieces, style)


def _seen_of(piece: Piece) -> str:
    run = piece.new or piece.old
    return _seen(run) if run else ""


def _marker(child: BlockChange) -> str:
    if child.tag != "li":
        return "> " if child.tag == "blockquote" else ""
    number = child.new_number if child.new_number is not None else child.old_number
    return "- " if number is None else f"{number}. "


def _row(row: BlockChange, style: Style) -> Iterator[Span]:
    yield "|", ""
    for cell in row.kept_children():
        yield " ", ""
        for line in _block(cell, "", "", style):
            yield from line.spans
        yield " |", ""


def _pieces(pieces: Iterable[Piece], style: Style) -> Iterator[Span]:
    """The words of a leaf; a changed address or title stands behind its link."""
    for piece in pieces:
        if piece.kind is Kind.LINK and piece.old and piece.new and not style:
            yield _seen(piece.new), ""
            same = href(piece.old) == href(piece.new)
            for run, change in ((piece.old, "deleted"), (piece.new, "inserted")):
                shown = _title(run) if same else f"({href(run)})"
                if shown:
                    yield shown, change
        elif piece.old and piece.new and piece.kind is not Kind.NOTATION:
            yield _seen(piece.new), style
        else:
            if piece.old:
                yield _seen(piece.old), style or "deleted"
            if piece.new:
                yield _seen(piece.new), style or "inserted"


def _title(run: Run) -> str:
    """The title of a run's link in quotes, or ""."""
    titles = [v for m in run.marks if m.tag == "a" for k, v in m.attrs if k == "title"]
    return f' "{titles[-1]}"' if titles else ""


def _words_changed(heading: BlockChange) -> bool:
    return any(p.kind not in (Kind.KEPT, Kind.RENUMBERED, Kind.FORMATTING) for p in heading.pieces)


def _seen(run: Run) -> str:
    if run.marks and run.marks[-1].tag == "img":
        return f"({href(run)})"
    return run.text


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
