"""A sanitised tree -> Blocks in our own normal form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kaitei.model import Block, Mark, Run
from kaitei.text import tokens
from kaitei.text.markdown.guard import MAX_DEPTH
from kaitei.text.markdown.tree import HEADINGS, LISTS, MARK_ATTRIBUTES, MARKS

_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")  # all but a single blank


NOTE = Mark("sup", (("class", "note"),))
"""The mark of a sign that leads to a note."""
_NOTE_LINKS = ("footnote-ref", "footnote-backref")


class FlowReader:
    """Walks a sanitised tree. Every flow (body, cell, quote) yields leaves and containers.

    With `notes`, the list of footnotes goes into `footnotes` instead. `ids` are those it gave.
    """

    def __init__(self, *, notes: bool) -> None:
        self.notes = notes
        self.footnotes: tuple[Block, ...] = ()
        self.ids: set[str] = set()

    def flow(self, element: Any, leaf: str, depth: int) -> Iterator[Block]:
        """The blocks in `element`; inline content directly in it becomes `leaf` blocks."""
        if depth > 3 * MAX_DEPTH:
            raise RecursionError
        runs: list[Run] = []
        _text(runs, element.text, ())
        for child in element:
            if not isinstance(child.tag, str):
                _text(runs, child.tail, ())
                continue
            if _is_inline(child):
                self._inline(child, runs, ())
            else:
                yield from _leaf(leaf, runs)
                runs.clear()
                yield from self._block(child, leaf, depth + 1)
            _text(runs, child.tail, ())
        yield from _leaf(leaf, runs)

    def _block(self, element: Any, leaf: str, depth: int) -> Iterator[Block]:
        tag = element.tag
        if tag == "hr":
            yield Block("hr", id=self._id(element))
        elif tag in HEADINGS or tag == "p":
            anchor = self._id(element) or self._inner_id(element)
            blocks = list(self.flow(element, tag, depth))
            if tag in HEADINGS and not blocks:
                blocks = [Block(tag)]
            yield from _with_id(blocks, anchor)
        elif tag == "pre":
            runs: list[Run] = []
            anchor = self._id(element)
            self._inline(element, runs, ())
            stripped = tuple(_normal(runs, keep_space=True))
            if stripped:
                yield Block("pre", stripped, id=anchor)
        elif tag in LISTS:
            yield self._listing(element, depth)
        elif tag == "table":
            yield from self._table(element, depth)
        elif self.notes and tag == "div" and element.get("class") == "footnote":
            self.footnotes = tuple(self.flow(element, leaf, depth))
        elif tag == "blockquote":
            anchor = self._id(element)
            yield Block(tag, children=tuple(self.flow(element, "", depth)), id=anchor)
        else:  # a box, or a part of a list or table that stands without it
            yield from _with_id(list(self.flow(element, leaf, depth)), self._id(element))

    def _listing(self, element: Any, depth: int) -> Block:
        tag = element.tag
        anchor = self._id(element)
        items = self._strays(element.text, tag)
        for child in element:
            if child.tag in LISTS[tag]:
                name, inner = self._id(child), tuple(self.flow(child, "", depth + 1))
                items.append(Block(child.tag, children=inner, id=name))
            elif isinstance(child.tag, str):
                wrapper = etree.Element(LISTS[tag][-1])
                wrapper.append(etree.fromstring(etree.tostring(child, with_tail=False)))
                inner = tuple(self.flow(wrapper, "", depth + 1))
                items.append(Block(wrapper.tag, children=inner))
            items += self._strays(child.tail, tag)
        start = element.get("start", "")
        attrs = (("start", str(int(start))),) if re.fullmatch(r"[0-9]{1,9}", start) else ()
        attrs = () if attrs == (("start", "1"),) else attrs
        return Block(tag, children=tuple(items), attrs=attrs, id=anchor)

    def _strays(self, text: str | None, tag: str) -> list[Block]:
        """Text that stands in a list but in no item of it, as an item."""
        inner = tuple(_leaf("", [Run(text)])) if text else ()
        return [Block(LISTS[tag][-1], children=inner)] if inner else []

    def _table(self, element: Any, depth: int) -> Iterator[Block]:
        anchor = self._id(element)
        sections: list[Block] = []
        for child in element:
            if child.tag == "caption":
                yield from self.flow(child, "p", depth)
            elif child.tag in ("thead", "tbody", "tfoot"):
                rows = tuple(self._row(row, depth + 2) for row in child if row.tag == "tr")
                tag = "tbody" if child.tag == "tfoot" else child.tag
                if rows:
                    sections.append(Block(tag, children=rows, id=self._id(child)))
            elif child.tag == "tr":
                sections.append(Block("tbody", children=(self._row(child, depth + 2),)))
        if sections:
            yield Block("table", children=tuple(sections), id=anchor)

    def _row(self, element: Any, depth: int) -> Block:
        anchor = self._id(element)
        cells = []
        for cell in element:
            if cell.tag in ("th", "td"):
                align = re.search(r"left|center|right", cell.get("style", ""))
                attrs = (("align", align.group()),) if align else ()
                name, inner = self._id(cell), tuple(self.flow(cell, "", depth))
                cells.append(Block(cell.tag, children=inner, attrs=attrs, id=name))
        return Block("tr", children=tuple(cells), id=anchor)

    def _inline(self, element: Any, runs: list[Run], marks: tuple[Mark, ...]) -> None:
        tag = element.tag
        if self.notes and element.get("class") in _NOTE_LINKS:
            _note(element, runs, marks)
            return
        if tag in ("img", "br"):
            mark = _mark(element, tag)
            if tag == "br":
                runs.append(Run("\n", (*marks, mark)))
            elif element.get("src"):
                runs.append(Run("", (*marks, mark)))
            return
        if len(marks) < MAX_DEPTH and tag in MARKS and not (tag == "a" and not element.get("href")):
            mark = _mark(element, MARKS[tag])
            if not any(other.tag == mark.tag for other in marks):
                marks = (*marks, mark)
        _text(runs, element.text, marks)
        for child in element:
            if isinstance(child.tag, str):
                self._inline(child, runs, marks)
            _text(runs, child.tail, marks)

    def _id(self, element: Any) -> str:
        """The id of `element`, "" where it has none or another one had it before."""
        name = re.sub(r"\s+", "-", element.get("id") or "")
        if not name or name in self.ids:
            return ""
        self.ids.add(name)
        return name

    def _inner_id(self, element: Any) -> str:
        """The first anchor among the inline content: `<a id="x"></a>` in front of a title."""
        for child in element.iter("a"):
            name = re.sub(r"\s+", "-", child.get("id") or child.get("name") or "")
            if name and name not in self.ids:
                self.ids.add(name)
                return name
        return ""


def _note(element: Any, runs: list[Run], marks: tuple[Mark, ...]) -> None:
    """The sign of a note, raised already; the arrow back from a note is left out.

    The note stands below the clause: a link could lose its way in a comparison, a feed, a Word
    file.
    """
    if element.get("class") == "footnote-ref":
        _text(runs, element.text, tuple(NOTE if mark.tag == "sup" else mark for mark in marks))
    elif runs:  # the no-break space that stands before the arrow
        runs[-1] = Run(runs[-1].text.removesuffix("\u00a0"), runs[-1].marks)


def _is_inline(element: Any) -> bool:
    """Whether an element is inline: a mark (without blocks in it), an image, a line break."""
    if element.tag not in MARKS and element.tag not in ("img", "br"):
        return False
    return all(child.tag in MARKS or child.tag in ("img", "br") for child in element.iter("*"))


def _mark(element: Any, tag: str) -> Mark:
    names = MARK_ATTRIBUTES.get(tag, ())
    return Mark(tag, tuple((n, element.get(n)) for n in names if element.get(n)))


def _text(runs: list[Run], text: str | None, marks: tuple[Mark, ...]) -> None:
    if text:
        runs.append(Run(text, marks))


def _leaf(tag: str, runs: list[Run]) -> Iterator[Block]:
    found = tuple(_normal(runs))
    if found:
        yield Block(tag, found)


def _with_id(blocks: list[Block], anchor: str) -> Iterator[Block]:
    for i, block in enumerate(blocks):
        if i == 0 and anchor and not block.id:
            yield Block(block.tag, block.runs, block.children, block.attrs, anchor)
        else:
            yield block


def _normal(runs: list[Run], *, keep_space: bool = False) -> Iterator[Run]:
    """Runs in normal form: white space collapsed, neighbours under the same marks joined."""
    texts = [run.text for run in runs]
    if not keep_space:
        texts = _collapse(texts, [bool(r.marks) and r.marks[-1].tag in ("br", "img") for r in runs])
    elif texts:
        texts[-1] = texts[-1].rstrip("\n")
    held: Run | None = None
    for run, text in zip(runs, texts, strict=True):
        atom = bool(run.marks) and run.marks[-1].tag in ("br", "img")
        if not text and not atom:
            continue
        if held and not atom and held.marks == run.marks:
            held = Run(held.text + text, run.marks)
            continue
        if held:
            yield held
        held = None if atom else Run(text, run.marks)
        if atom:
            yield run
    if held:
        yield held


def _collapse(texts: list[str], atoms: list[bool]) -> list[str]:
    """One space for white space; none at the ends, around a line break, between wide characters."""
    out: list[str] = []
    last = "\n"
    for text, atom in zip(texts, atoms, strict=True):
        if atom:
            out.append(text)
            last = text or "\ufffc"
            continue
        part = _SPACE.sub(_space, text)
        if part[:1] == " " and last in (" ", "\n"):
            part = part[1:]
        elif part[:1] == " " and "\n" in text[: len(text) - len(text.lstrip())]:
            rest = part[1:2]
            part = part[1:] if rest and tokens.is_wide(last) and tokens.is_wide(rest) else part
        last = part[-1:] or last
        out.append(part)
    end = True
    for i in range(len(out) - 1, -1, -1):
        if atoms[i]:
            end = texts[i] == "\n"
        elif end:
            out[i] = out[i].removesuffix(" ")
            end = not out[i]
        else:
            end = False
    return out


def _space(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    between = start > 0 and end < len(text) and "\n" in match.group()
    return "" if between and tokens.is_wide(text[start - 1]) and tokens.is_wide(text[end]) else " "
