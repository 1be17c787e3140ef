"""The runs of a paragraph: words, marks, fields, what is hidden, what can't be held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kaitei.model import Mark, Run
from kaitei.text.docx import xml
from kaitei.text.docx.reading.context import Context
from kaitei.text.docx.reading.elements import (
    CHANGES,
    MATH,
    SILENT,
    THROUGH,
    children,
    words_in,
)  # fmt: skip
from kaitei.text.docx.reading.fields import OpenField, complete, drawn, hyperlink
from kaitei.text.docx.reading.symbols import symbol
from kaitei.text.docx.styles import on, value
from kaitei.text.docx.xml import Element, name

_TEXT = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "cr": "\n"}
_LOST = {
    "object": "object",
    "contentPart": "image",
    "pgNum": "computed",
    **dict.fromkeys(
        ("dayShort", "monthShort", "yearShort", "dayLong", "monthLong", "yearLong"), "computed"
    ),
}
_VERTICAL = {"superscript": "sup", "subscript": "sub"}


@dataclass(frozen=True, slots=True)
class _State:
    """What holds for the runs that are being read."""

    shown: bool = True
    link: str = ""
    paragraph: Element | None = None


@dataclass
class Inline:
    """Reads paragraphs of one file, one after the other: a field may go on in the next.

    `boxes` are the contents of text boxes met, `notes` the footnotes and endnotes met, each as
    (kind, id, the number that is shown): their words are read where the paragraph ends.
    """

    context: Context
    ends: frozenset[Element]
    fields: list[OpenField] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str, int]] = field(default_factory=list)
    counted: int = 0

    @classmethod
    def of(cls, context: Context, root: Element) -> Inline:
        """A reader of the paragraphs in `root`."""
        return cls(context, complete(root))

    def read(self, paragraph: Element, properties: Element | None) -> tuple[Run, ...]:
        """The shown runs of a paragraph, whose properties are `properties`."""
        return tuple(self._runs(paragraph, _State(paragraph=properties)))

    def _runs(self, parent: Element, state: _State) -> Iterator[Run]:
        for element in children(parent):
            tag = element.tag
            if tag == name("r"):
                yield from self._run(element, state)
            elif tag in CHANGES:
                self.context.note(element, words_in(element))
                shown = state.shown and self.context.stands(element)
                yield from self._runs(element, replace(state, shown=shown))
            elif tag == name("hyperlink"):
                yield from self._runs(element, replace(state, link=self._href(element)))
            elif tag == name("fldSimple"):
                yield from self._simple(element, state)
            elif tag in THROUGH:
                yield from self._runs(element, state)
            elif tag in (name("commentRangeStart"), name("commentRangeEnd")):
                self.context.comment(element)
            elif tag.startswith(MATH):
                self._lose("equation", words_in(element), state)
            elif tag not in SILENT:
                self._lose("unknown", words_in(element), state)

    def _simple(self, element: Element, state: _State) -> Iterator[Run]:
        """A field written as one element."""
        if OpenField(element.get(name("instr"), "")).computed:
            self._lose("computed", words_in(element), state)
        address, bookmark = hyperlink(element.get(name("instr"), ""))
        link = self._link(address, bookmark) if address or bookmark else state.link
        yield from self._runs(element, replace(state, link=link))

    def _lose(self, what: str, words: str, state: _State) -> None:
        if state.shown and not self._in_code:
            self.context.lose(what, words)

    # --- one run --------------------------------------------------------------------------------

    @property
    def _in_code(self) -> bool:
        return any(not one.result for one in self.fields)

    def _run(self, element: Element, state: _State) -> Iterator[Run]:
        context = self.context
        look = self._look(element)
        hidden = context.styles.toggled(look, "vanish", state.paragraph)
        shown = state.shown and not hidden
        words = "".join(
            self._part(part, replace(state, shown=shown), look) for part in children(element)
        )
        if hidden and state.shown and not self._in_code and (gone := words_in(element)):
            context.lose("hidden", gone)
        for comment in context.open:
            context.about[comment].append(words)
        if not words or not shown:
            return
        if look is not None:
            for tag in ("strike", "dstrike", "highlight"):
                if on(look, tag):
                    context.lose("highlight" if tag == "highlight" else "strike", words)
        marks = self._marks(look, state.paragraph)
        if link := state.link or next((one.link for one in self.fields if one.link), ""):
            marks = (Mark("a", (("href", link),)), *marks)
        yield Run(words, marks)

    def _look(self, run: Element) -> Element | None:
        """The properties of a run that hold: those before a change of look that is not made."""
        look = run.find(name("rPr"))
        change = None if look is None else look.find(name("rPrChange"))
        if look is None or change is None:
            return look
        before = change.find(name("rPr"))
        if self._marks(look, None) != self._marks(before, None):
            self.context.note(change, words_in(run), "look", came=True)
        return look if self.context.made(change) else before

    def _marks(self, look: Element | None, paragraph: Element | None) -> tuple[Mark, ...]:
        """A run's formatting, outermost first.

        In a file of ours a style's own bold (a heading's) is no mark; elsewhere a paragraph may be
        bold by its style alone, and that is how its author made it a heading.
        """
        styles, ours = self.context.styles, self.context.origin is not None
        around = None if ours or styles.heading(paragraph) else paragraph
        tags = []
        for tag, mark in (("b", "strong"), ("i", "em")):
            direct = look is not None and on(look, tag)
            if (
                direct
                if ours
                else (look is not None or around is not None) and styles.toggled(look, tag, around)
            ):
                tags.append(mark)
        if look is not None:
            if styles.name(value(look, "rStyle")) == "code":
                tags.append("code")
            if found := _VERTICAL.get(value(look, "vertAlign")):
                tags.append(found)
        return tuple(Mark(tag) for tag in tags)

    def _part(self, part: Element, state: _State, look: Element | None) -> str:
        """The shown words of one part of a run; follows the fields that it opens and closes."""
        space, _, kind = part.tag.rpartition("}")
        if kind == "fldChar":
            return self._field(part, state)
        if kind in ("instrText", "delInstrText"):
            if self.fields and state.shown:
                self.fields[-1].code += part.text or ""
            return ""
        if self._in_code:
            return ""
        if kind in ("t", "delText"):
            return symbol(part.text or "", look, self.context)
        if kind == "br":
            return "\n" if part.get(name("type"), "textWrapping") == "textWrapping" else ""
        if kind in _TEXT:
            return _TEXT[kind]
        reading = {
            "commentReference": self._commented,
            "ruby": self._ruby,
            "sym": self._symbol,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
            "drawing": self._drawing,
            "pict": self._drawing,
        }.get(kind)
        if reading:
            return reading(part, state)
        if f"{space}}}{kind}" not in SILENT:
            self._lose(_LOST.get(kind, "unknown"), words_in(part), state)
        return ""

    def _commented(self, part: Element, state: _State) -> str:
        if state.shown:
            self.context.where.setdefault(part.get(name("id"), ""), self.context.clause)
        return ""

    def _symbol(self, part: Element, state: _State) -> str:
        return symbol(_char(part), part, self.context) if state.shown else ""

    def _ruby(self, ruby: Element, state: _State) -> str:
        """The words under a reading; the reading is told, because a text has no place for it."""
        base = ruby.find(name("rubyBase"))
        reading = ruby.find(name("rt"))
        words = "" if base is None else "".join(r.text for r in self._runs(base, state))
        if reading is not None:
            self._lose("ruby", f"{words}（{words_in(reading)}）", state)
        return words

    def _note(self, part: Element, state: _State) -> str:
        if not state.shown:
            return ""
        self.counted += 1
        kind = _local(part)
        self.notes.append((kind.removesuffix("Reference"), part.get(name("id"), ""), self.counted))
        return "" if self.context.origin else f"[{self.counted}]"

    def _drawing(self, part: Element, state: _State) -> str:
        """Text boxes are read after the paragraph; of a picture its description is told."""
        if not state.shown:
            return ""
        boxes = [box for box in _visible(part) if box.tag == name("txbxContent")]
        self.boxes += boxes
        art = [one.get("string", "") for one in part.iter() if _local(one) == "textpath"]
        pictured = any(
            _local(one) in ("blip", "imagedata", "chart", "relIds") for one in part.iter()
        )
        if pictured or art or not boxes:
            told = [one.get("descr", "") or one.get("alt", "") for one in part.iter()
                    if _local(one) in ("docPr", "shape")]  # fmt: skip
            self.context.lose("image", " ".join(filter(None, [*art, *told])))
        return ""

    # --- fields and links -----------------------------------------------------------------------

    def _field(self, part: Element, state: _State) -> str:
        """Open, go on with or close a field; what it draws without a result is its words."""
        if part not in self.ends:
            return ""
        kind = part.get(name("fldCharType"))
        if kind == "begin":
            self.fields.append(OpenField())
        elif kind == "separate" and self.fields:
            current = self.fields[-1]
            current.result = True
            current.link = self._link(*hyperlink(current.code))
            if current.computed and state.shown:
                self.context.lose("computed", current.computed)
        elif kind == "end" and self.fields:
            done = self.fields.pop()
            if not done.result and state.shown and not self._in_code:
                return self._drawn(done)
        return ""

    def _drawn(self, done: OpenField) -> str:
        """The words of a field that ended without a result."""
        if done.computed:
            self.context.lose("computed", done.computed)
        if not done.draws:
            return ""
        words, lost = drawn(done.code)
        if lost:
            self.context.lose("field", f"{words}（{lost}）")
        return words

    def _link(self, address: str, bookmark: str) -> str:
        if bookmark and not address:
            return self._inside(bookmark)
        address = self.context.targets.restored(address) if address else ""
        return f"{address}#{bookmark}" if bookmark and address else address

    def _inside(self, bookmark: str) -> str:
        """The link to a place in the document itself."""
        origin = self.context.origin
        known = origin.anchors.get(bookmark) if origin else None
        return f"#{known[1] if known else bookmark}"

    def _href(self, element: Element) -> str:
        """Where a hyperlink leads: a clause as #id, an address as it stands."""
        bookmark = element.get(name("anchor"))
        number = element.get(f"{{{xml.R}}}id")
        if bookmark and not number:
            return self._inside(bookmark)
        written = self.context.targets.addresses.get(number or "", "")
        address = self.context.targets.get(number or "")
        if written and not address:
            self.context.lose("link", f"{words_in(element)} ({written})")
        return f"{address}#{bookmark}" if bookmark and address else address


def _char(part: Element) -> str:
    """The character that a symbol names by its code in its font."""
    code = part.get(name("char"), "")
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _visible(part: Element) -> Iterator[Element]:
    """The elements in a drawing, alternatives chosen, but for what is in a text box."""
    for element in children(part):
        yield element
        if element.tag != name("txbxContent"):
            yield from _visible(element)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
