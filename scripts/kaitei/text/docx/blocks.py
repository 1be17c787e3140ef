"""Paragraphs behind one another -> the blocks of a text: what `flow` takes apart, put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kaitei.model import Block, Clause, Run, Text
from kaitei.text import tokens
from kaitei.text.docx.numbering import ListLabel
from kaitei.text.docx.paragraphs import Appearance

_SPACE = re.compile(r"[ \t\r\f]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph that was read looks, and whether it is a heading."""

    look: Appearance
    heading: bool = False


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """A paragraph that was read: its look, its runs, the id that leads to it.

    `label` is what an automatic list shows before it, in a file that is none of ours.
    """

    shape: Shape
    runs: tuple[Run, ...]
    anchor: str = ""
    label: ListLabel | None = None


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table that was read: cells of lines, by row. `head`: its first row is of headings."""

    rows: tuple[tuple[tuple[ReadParagraph | TableLine, ...], ...], ...]
    head: bool


@dataclass
class _Node:
    """A block in the making."""

    tag: str
    children: list[_Node | Block] = field(default_factory=list)
    start: int = 1

    def block(self) -> Block:
        inner = tuple(c.block() if isinstance(c, _Node) else c for c in self.children)
        attrs = (("start", str(self.start)),) if self.tag == "ol" and self.start != 1 else ()
        return Block(self.tag, children=inner, attrs=attrs)


def text_of(lines: Iterable[ReadParagraph | TableLine], lang: str) -> Text:
    """The text that lines make up; a line in the style of a title is the title."""
    title = ""
    clauses: list[tuple[ReadParagraph | None, list[ReadParagraph | TableLine]]] = [(None, [])]
    for line in lines:
        if isinstance(line, ReadParagraph):
            if line.shape.look.tag == "title":
                title = (title + " " + _words(line.runs)).strip()
                continue
            if line.shape.heading and _words(line.runs):
                clauses.append((line, []))
                continue
        clauses[-1][1].append(line)
    made = [_clause(heading, inner) for heading, inner in clauses if heading or _any(inner)]
    return Text(lang, title, tuple(made))


def _clause(heading: ReadParagraph | None, lines: Sequence[ReadParagraph | TableLine]) -> Clause:
    inner = tuple(blocks(lines))
    if heading is None:
        return Clause("", "", "", 0, None, inner)
    tag = heading.shape.look.tag
    runs = tuple(on_one_line(heading.runs))
    label, title = tokens.split_label(_words(runs))
    block = Block(tag, _tidy(runs), id=heading.anchor)
    return Clause(heading.anchor, label, title, int(tag[1]), block, inner)


def blocks(lines: Iterable[ReadParagraph | TableLine]) -> list[Block]:
    """The blocks of a clause or cell. Empty paragraphs are no blocks."""
    root = _Node("")
    lists: list[_Node] = []  # the open lists, outermost first
    for line in lines:
        if isinstance(line, TableLine):
            lists.clear()
            root.children.append(_table(line))
            continue
        look, runs = line.shape.look, _tidy(line.runs, verbatim=line.shape.look.tag == "pre")
        if look.tag == "hr":
            lists.clear()
            root.children.append(Block("hr", id=line.anchor))
        elif look.item:
            _enter(root, lists, look)
            leaf = [Block("", runs)] if runs else []
            lists[-1].children.append(_Node("li", [*leaf]))
        elif runs and look.indent and lists and look.tag == "p":
            del lists[look.indent :]
            item = lists[-1].children[-1]
            assert isinstance(item, _Node)  # noqa: S101  # lists hold nothing else
            item.children.append(Block("p", runs))
        elif runs:
            lists.clear()
            _plain(root, look, Block(look.tag, runs, id=line.anchor))
    return [child.block() if isinstance(child, _Node) else child for child in root.children]


def _enter(root: _Node, lists: list[_Node], look: Appearance) -> None:
    """Open and close lists until the one stands open that `look` is an item of.

    Neighbours of one kind at one level are one list, whatever their number: LibreOffice gives
    every item a number of its own, and Markdown could not tell two such lists apart.
    """
    item = look.item
    assert item is not None  # noqa: S101  # the caller asked
    del lists[item.level + 1 :]
    tag = "ol" if item.ordered else "ul"
    if len(lists) == item.level + 1 and lists[-1].tag != tag:
        lists.pop()
    while len(lists) <= item.level:
        node = _Node(tag, start=item.start)
        parent = root
        if lists:
            if not lists[-1].children:
                lists[-1].children.append(_Node("li"))
            last = lists[-1].children[-1]
            assert isinstance(last, _Node)  # noqa: S101
            parent = last
        parent.children.append(node)
        lists.append(node)


def _plain(root: _Node, look: Appearance, block: Block) -> None:
    """A paragraph outside lists: by itself, in a quotation, in a list of definitions."""
    parent = "blockquote" if look.quoted else "dl" if look.tag in ("dt", "dd") else ""
    if not parent:
        root.children.append(block)
        return
    last = root.children[-1] if root.children else None
    if not (isinstance(last, _Node) and last.tag == parent):
        last = _Node(parent)
        root.children.append(last)
    if parent == "dl":
        block = Block(look.tag, children=(Block("", block.runs),))
    last.children.append(block)


def _table(line: TableLine) -> Block:
    rows = []
    for number, row in enumerate(line.rows):
        tag = "th" if line.head and number == 0 else "td"
        cells = []
        for cell in row:
            inner = tuple(Block("", b.runs) if b.tag == "p" else b for b in blocks(cell))
            cells.append(Block(tag, children=inner))
        rows.append(Block("tr", children=tuple(cells)))
    sections = []
    if line.head:
        sections.append(Block("thead", children=(rows.pop(0),)))
    if rows:
        sections.append(Block("tbody", children=tuple(rows)))
    return Block("table", children=tuple(sections))


def on_one_line(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs without line breaks, as a heading wants them: a space, and none beside Japanese."""
    text = "".join(run.text for run in runs)
    at = 0
    for run in runs:
        out = []
        for char in run.text:
            if char == "\n":
                before, after = text[:at].rstrip()[-1:], text[at + 1 :].lstrip()[:1]
                wide = any(other and tokens.is_wide(other) for other in (before, after))
                out.append("" if wide or not before or not after else " ")
            else:
                out.append(char)
            at += 1
        yield Run("".join(out), run.marks)


def _words(runs: Iterable[Run]) -> str:
    return " ".join("".join(run.text for run in runs).split())


def _any(lines: Iterable[ReadParagraph | TableLine]) -> bool:
    return any(isinstance(line, TableLine) or _words(line.runs) for line in lines)


def _tidy(runs: Iterable[Run], *, verbatim: bool = False) -> tuple[Run, ...]:
    """Neighbours under the same marks joined, white space single, none at the ends."""
    joined: list[Run] = []
    for run in runs:
        text = run.text if verbatim else _SPACE.sub(" ", run.text)
        if joined and joined[-1].marks == run.marks:
            joined[-1] = Run(joined[-1].text + text, run.marks)
        elif text:
            joined.append(Run(text, run.marks))
    if verbatim or not joined:
        return tuple(joined)
    joined[0] = Run(joined[0].text.lstrip(), joined[0].marks)
    joined[-1] = Run(joined[-1].text.rstrip(), joined[-1].marks)
    return tuple(run for run in joined if run.text)
