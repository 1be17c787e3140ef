"""A Word file that came back -> a text again, with what others changed, asked and put in.

Our own tracked changes count as made: the draft has them already. Those of others are accepted
or not, as the caller says; either way they are listed. What a text of ours can't hold (images,
footnotes, equations, text boxes) is listed with its clause and left out, never its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kaitei.base.problems import KaiteiError, problem
from kaitei.model import Mark, Run, Text
from kaitei.text.diff import Side
from kaitei.text.docx import origin as origins
from kaitei.text.docx import package, xml
from kaitei.text.docx.blocks import Line, TableLine, text_of
from kaitei.text.docx.origin import Origin
from kaitei.text.docx.properties import Properties, safe
from kaitei.text.docx.xml import Element, name

_CAME = {name("ins"), name("moveTo")}
_WENT = {name("del"), name("moveFrom")}
_THROUGH = {name(tag) for tag in ("smartTag", "sdt", "sdtContent", "fldSimple", "customXml")}
_LOST = {
    "drawing": "image",
    "pict": "image",
    "object": "object",
    "footnoteReference": "footnote",
    "endnoteReference": "footnote",
    "sym": "symbol",
}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


@dataclass(frozen=True, slots=True)
class Tracked:
    """A change that somebody else tracked: where, who, and the words. `came` or gone."""

    clause: str
    author: str
    words: str
    came: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment and the words that it is about."""

    clause: str
    author: str
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that a text can't hold: "image", "footnote", "equation" ..., and its clause."""

    clause: str
    what: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a file that came back says. Clauses are named by id, else by their heading."""

    origin: Origin
    text: Text
    tracked: tuple[Tracked, ...]
    comments: tuple[Comment, ...]
    lost: tuple[Lost, ...]


def read(path: Path, *, accept: bool) -> Returned:
    """The file at `path`; `accept` says whether the tracked changes of others count as made.

    Raises KaiteiError: what `package.unpacked` refuses, and a file that is none of ours.
    """
    return _read_parts(package.unpacked(path), str(path), accept=accept)


def reread(content: bytes) -> Returned:
    """A file of ours as it left us, read the same way: what one that came back is held against."""
    return _read_parts(package.opened(content, ""), "", accept=True)


def _read_parts(parts: Mapping[str, bytes], shown: str, *, accept: bool) -> Returned:
    """The same for the parts of a file, by name."""
    try:
        origin = origins.found(parts)
        if origin is None:
            raise KaiteiError(problem("word-foreign", shown))
        body = xml.read(parts["word/document.xml"]).find(name("body"))
        if body is None:
            raise KaiteiError(problem("word-damaged", shown))
        return _Reader(origin, parts, accept).returned(body)
    except (ValueError, RecursionError):
        raise KaiteiError(problem("word-damaged", shown)) from None


@dataclass
class _State:
    """What holds for the runs that are being read."""

    shown: bool = True
    link: str = ""


@dataclass
class _Field:
    """A field that is open: its code, and the address that it leads to."""

    code: str = ""
    link: str = ""


@dataclass
class _Reader:
    origin: Origin
    parts: Mapping[str, bytes]
    accept: bool
    clause: str = ""
    tracked: list[Tracked] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    about: dict[str, list[str]] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    fields: list[_Field] = field(default_factory=list)

    def returned(self, body: Element) -> Returned:
        self.properties = Properties(self.parts)
        lines = list(self.flow(body))
        text = text_of(lines, self.origin.lang)
        return Returned(
            self.origin,
            text,
            tuple(_joined(self.tracked)),
            tuple(self.comments()),
            tuple(dict.fromkeys(self.lost)),
        )

    # --- blocks ---------------------------------------------------------------------------------

    def flow(self, parent: Element) -> Iterator[Line | TableLine]:
        """The lines of a body or cell; those whose end is gone run on into the next."""
        waiting: list[Run] = []
        anchor = ""
        for element in _blocks(parent):
            if element.tag == name("tbl"):
                yield from self.table(element)
                continue
            line, ends = self.paragraph(element), self.ends(element)
            waiting += line.runs
            if line.runs or ends:  # one that is gone leaves its id to nobody
                anchor = anchor or line.anchor
            if ends:
                yield replace(line, runs=tuple(waiting), anchor=anchor)
                waiting, anchor = [], ""
        if waiting:
            yield Line(self.properties.plain, tuple(waiting), anchor)

    def paragraph(self, element: Element) -> Line:
        look = self.properties.look(element)
        anchor = self.anchor(element)
        self.fields.clear()
        if look.heading:
            words = "".join(t.text or "" for t in element.iter(name("t")))
            self.clause = anchor or words.strip() or self.clause
        runs = tuple(self.runs(element, _State()))
        return Line(look, runs, anchor)

    def anchor(self, element: Element) -> str:
        """The id that leads to a paragraph: the new text's before the old one's."""
        found: dict[Side, str] = {}
        for mark in element.iter(name("bookmarkStart")):
            known = self.origin.anchors.get(mark.get(name("name"), ""))
            if known:
                found.setdefault(known[0], known[1])
        return found.get(Side.NEW) or found.get(Side.OLD) or ""

    def ends(self, element: Element) -> bool:
        """Whether the paragraph's end stands: neither put in and refused nor taken out."""
        look = element.find(f"{name('pPr')}/{name('rPr')}")
        for mark in () if look is None else look:
            if mark.tag in _CAME | _WENT:
                made = self.ours(mark) or self.accept
                if made is (mark.tag in _WENT):
                    return False
        return True

    def table(self, element: Element) -> Iterator[TableLine]:
        rows: list[tuple[tuple[Line | TableLine, ...], ...]] = []
        head = False
        for row in element.iter(name("tr")):
            if row.getparent() is not element:  # of a table inside, or a content control
                continue
            properties = row.find(name("trPr"))
            change = None
            if properties is not None:
                change = next((c for c in properties if c.tag in _CAME | _WENT), None)
            if change is not None:
                self.note(change, row)
                if (self.ours(change) or self.accept) is (change.tag in _WENT):
                    continue
            if not rows and properties is not None:
                head = properties.find(name("tblHeader")) is not None
            rows.append(tuple(tuple(self.flow(cell)) for cell in row.iterchildren(name("tc"))))
        if rows:
            yield TableLine(tuple(rows), head)

    # --- runs -----------------------------------------------------------------------------------

    def runs(self, parent: Element, state: _State) -> Iterator[Run]:
        for element in parent:
            tag = element.tag
            if tag == name("r"):
                yield from self.run(element, state)
            elif tag in _CAME or tag in _WENT:
                made = self.ours(element) or self.accept
                self.note(element, element)
                shown = state.shown and made is (tag in _CAME)
                yield from self.runs(element, replace(state, shown=shown))
            elif tag == name("hyperlink"):
                yield from self.runs(element, replace(state, link=self.href(element)))
            elif tag in _THROUGH:
                yield from self.runs(element, state)
            elif tag in (name("commentRangeStart"), name("commentRangeEnd")):
                self.comment(element)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                self.lose("equation")

    def run(self, element: Element, state: _State) -> Iterator[Run]:
        self.field(element)
        words = "".join(self.part(part, state) for part in element)
        marks = self.properties.marks(element)
        if words and state.shown:
            for look in self.properties.lost(element):
                self.lose(look)
        if link := state.link or next((f.link for f in self.fields if f.link), ""):
            marks = (Mark("a", (("href", link),)), *marks)
        for comment in self.open:
            self.about[comment].append(words)
        if words and state.shown:
            yield Run(words, marks)

    def part(self, part: Element, state: _State) -> str:
        """The words of one part of a run."""
        kind = part.tag.removeprefix(f"{{{xml.W}}}") if isinstance(part.tag, str) else ""
        if kind in ("t", "delText"):
            return part.text or ""
        if kind in ("br", "cr"):
            return "\n" if part.get(name("type"), "textWrapping") == "textWrapping" else ""
        if kind == "commentReference":
            self.where.setdefault(part.get(name("id"), ""), self.clause)
        lost = "image" if "AlternateContent" in kind else _LOST.get(kind)
        if lost and state.shown:
            self.lose(lost)
        return {"tab": "\t", "noBreakHyphen": "\u2011"}.get(kind, "")

    def field(self, run: Element) -> None:
        """Follow the fields that a run opens and closes: some links are written as one."""
        for part in run:
            if part.tag == name("instrText") and self.fields:
                self.fields[-1].code += part.text or ""
            kind = part.get(name("fldCharType")) if part.tag == name("fldChar") else ""
            if kind == "begin":
                self.fields.append(_Field())
            elif kind == "separate" and self.fields:
                self.fields[-1].link = self.target(self.fields[-1].code)
            elif kind == "end" and self.fields:
                self.fields.pop()

    def target(self, code: str) -> str:
        r"""The address in a field's code: HYPERLINK "address" \l "part"."""
        found = re.fullmatch(r'\s*HYPERLINK\s+(?:"([^"]*)")?\s*(?:\\l\s+"([^"]*)")?.*', code)
        address, bookmark = (found[1] or "", found[2] or "") if found else ("", "")
        if bookmark and not address:
            return self.inside(bookmark)
        address = safe(address)
        return f"{address}#{bookmark}" if bookmark and address else address

    def inside(self, bookmark: str) -> str:
        """The link to a place in the document itself."""
        known = self.origin.anchors.get(bookmark)
        return f"#{known[1] if known else bookmark}"

    def href(self, element: Element) -> str:
        """Where a hyperlink leads: a clause as #id, an address as it stands."""
        bookmark = element.get(name("anchor"))
        number = element.get(f"{{{xml.R}}}id")
        address = self.properties.targets.get(number or "", "")
        if bookmark and not number:
            return self.inside(bookmark)
        return f"{address}#{bookmark}" if bookmark and address else address

    # --- changes and comments -------------------------------------------------------------------

    def ours(self, change: Element) -> bool:
        """Whether a tracked change is one that the file left us with."""
        byline = self.origin.byline
        if change.get(name("author")) != byline.author:
            return False
        day = (change.get(name("date")) or "")[:10]
        return byline.date is None or day == byline.date.isoformat()

    def note(self, change: Element, around: Element) -> None:
        """Put a change of somebody else on the list."""
        if not self.ours(change):
            words = "".join(t.text or "" for t in around.iter(name("t"), name("delText")))
            author = change.get(name("author"), "")
            self.tracked.append(Tracked(self.clause, author, words, change.tag in _CAME))

    def comment(self, element: Element) -> None:
        number = element.get(name("id"), "")
        if element.tag == name("commentRangeStart"):
            self.about.setdefault(number, [])
            self.where.setdefault(number, self.clause)
            self.open.add(number)
        else:
            self.open.discard(number)

    def comments(self) -> Iterator[Comment]:
        content = self.parts.get("word/comments.xml")
        for element in () if content is None else xml.read(content):
            number = element.get(name("id"), "")
            words = "\n".join(
                "".join(t.text or "" for t in p.iter(name("t"))) for p in element.iter(name("p"))
            )
            about = "".join(self.about.get(number, ()))
            author = element.get(name("author"), "")
            yield Comment(self.where.get(number, ""), author, about, words.strip())

    def lose(self, what: str) -> None:
        self.lost.append(Lost(self.clause, what))


def _blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body or cell, those in content controls too."""
    for element in parent:
        if element.tag in (name("p"), name("tbl")):
            yield element
        elif element.tag in _THROUGH:
            yield from _blocks(element)


def _joined(tracked: list[Tracked]) -> Iterator[Tracked]:
    """Neighbours by one author of one kind in one clause as one; without those of no words."""
    held: Tracked | None = None
    for change in tracked:
        if not change.words.strip():
            continue
        if held and replace(held, words="") == replace(change, words=""):
            held = replace(held, words=held.words + change.words)
            continue
        if held:
            yield held
        held = change
    if held:
        yield held
