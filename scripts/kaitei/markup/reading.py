"""Markdown -> Text: python-markdown, then nh3, then lxml, then our own normal form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

import markdown
import nh3
from lxml import etree

from kaitei import words
from kaitei.errors import KaiteiError, problem
from kaitei.markup.guard import ILLEGAL, MAX_DEPTH, SCHEMES, limits, split, split_leniently
from kaitei.policy import Block, Clause, Mark, Run, Text

Dialect = Literal["policy", "foreign"]
_EXTENSIONS = {
    "foreign": ("tables", "sane_lists", "attr_list"),
    "policy": ("tables", "sane_lists", "attr_list", "def_list", "footnotes"),
}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MARKS = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code", "kbd": "code",
    "samp": "code", "tt": "code", "a": "a", "sup": "sup", "sub": "sub",
}  # fmt: skip
_LISTS = {"ul": ("li",), "ol": ("li",), "dl": ("dt", "dd")}
_CELLS = frozenset({"li", "dt", "dd", "blockquote"})
_BOXES = frozenset({
    "address", "article", "aside", "caption", "center", "details", "div", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "main", "nav", "section", "summary",
})  # fmt: skip
_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "th", "td"})
_TAGS = (
    _HEADINGS | _MARKS.keys() | _LISTS.keys() | _CELLS | _BOXES | _TABLE
    | {"p", "pre", "hr", "img", "br"}
)  # fmt: skip
_ATTRIBUTES = {
    "*": {"id"},
    "a": {"href", "title", "name", "class"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"style"},
    "td": {"style"},
    "div": {"class"},
}
_MARK_ATTRIBUTES = {"a": ("href", "title"), "img": ("alt", "src", "title")}
_FOREIGN = re.compile(r"<(?:math|svg|noscript)[\s/>]", re.IGNORECASE)
"""What a sanitiser drops with its words, or takes for source, and a reader sees."""
_TAG = re.compile(r"</?([A-Za-z][^\s/<>]*)[^<>]*>")
_PARSED = _TAGS | {
    "colgroup", "frameset", "iframe", "noembed", "noframes", "option", "plaintext", "script",
    "select", "style", "template", "textarea", "title", "xmp",
}  # fmt: skip
"""Tags that tell the parser how to read what follows."""
_SPACE = re.compile(r"[ \t\n\r\f]+")


def parse(source: str, lang: str, *, dialect: Dialect = "policy", file: str = "") -> Text:
    """The text that `source`, a Markdown file, holds in language `lang` ("en", "ja").

    `dialect` "foreign" reads a file from anywhere (tables, sane lists, attribute lists; broken
    front matter is taken off); "policy" adds definition lists and footnotes and is strict about
    front matter. In both, raw HTML is sanitised: its visible text stays; what XML can't carry is
    dropped, also where it is written as a reference (`&#27;`). Raises KaiteiError, in bounded
    time, for what nests too deeply or is too large, and for bad front matter of ours.
    """
    if dialect == "policy":
        front, body, first = split(source, file)
        found = front.root.get("title")
        title = found if isinstance(found, str) else ""
    else:
        title, body, first = split_leniently(source)
    if problems := list(limits(body, file, first)):
        raise KaiteiError(*problems)
    try:
        root = _tree(body, dialect)
        reader = _Reader(notes=dialect == "policy")
        blocks = list(reader.flow(root, "p", 0))
    except RecursionError:
        raise KaiteiError(problem("markup-nesting", file, limit=MAX_DEPTH)) from None
    title = ILLEGAL.sub("", title)
    return Text(lang, title, tuple(_clauses(blocks, reader.footnotes, body, first)))


def _tree(body: str, dialect: Dialect) -> Any:  # lxml ships no complete types
    unsafe = markdown.markdown(body, extensions=list(_EXTENSIONS[dialect]))
    if _FOREIGN.search(unsafe):
        unsafe = _TAG.sub(lambda m: m.group() if m.group(1).lower() in _PARSED else "", unsafe)
    safe = _safe(unsafe)
    if ILLEGAL.search(safe):  # cleaned again: without them "java&#1;script:" is another address
        safe = _safe(ILLEGAL.sub("", safe.replace("\f", " ")))
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8")
    return etree.fromstring(f"<html><body>{safe}</body></html>".encode(), parser)[0]


def _safe(unsafe: str) -> str:
    return nh3.clean(
        unsafe,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel=None,
        filter_style_properties={"text-align"},
    )


class _Reader:
    """Walks the sanitised tree. Every flow (body, cell, quote) yields leaves and containers."""

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
                self.inline(child, runs, ())
            else:
                yield from _leaf(leaf, runs)
                runs.clear()
                yield from self.block(child, leaf, depth + 1)
            _text(runs, child.tail, ())
        yield from _leaf(leaf, runs)

    def block(self, element: Any, leaf: str, depth: int) -> Iterator[Block]:
        tag = element.tag
        if tag == "hr":
            yield Block("hr", id=self.id(element))
        elif tag in _HEADINGS or tag == "p":
            anchor = self.id(element) or self.inner_id(element)
            blocks = list(self.flow(element, tag, depth))
            if tag in _HEADINGS and not blocks:
                blocks = [Block(tag)]
            yield from _with_id(blocks, anchor)
        elif tag == "pre":
            runs: list[Run] = []
            anchor = self.id(element)
            self.inline(element, runs, ())
            stripped = tuple(_normal(runs, keep_space=True))
            if stripped:
                yield Block("pre", stripped, id=anchor)
        elif tag in _LISTS:
            yield self.listing(element, depth)
        elif tag == "table":
            yield from self.table(element, depth)
        elif self.notes and tag == "div" and element.get("class") == "footnote":
            self.footnotes = tuple(self.flow(element, leaf, depth))
        elif tag == "blockquote":
            anchor = self.id(element)
            yield Block(tag, children=tuple(self.flow(element, "", depth)), id=anchor)
        else:  # a box, or a part of a list or table that stands without it
            yield from _with_id(list(self.flow(element, leaf, depth)), self.id(element))

    def listing(self, element: Any, depth: int) -> Block:
        tag = element.tag
        anchor = self.id(element)
        items = self.strays(element.text, tag)
        for child in element:
            if child.tag in _LISTS[tag]:
                name, inner = self.id(child), tuple(self.flow(child, "", depth + 1))
                items.append(Block(child.tag, children=inner, id=name))
            elif isinstance(child.tag, str):
                wrapper = etree.Element(_LISTS[tag][-1])
                wrapper.append(etree.fromstring(etree.tostring(child, with_tail=False)))
                inner = tuple(self.flow(wrapper, "", depth + 1))
                items.append(Block(wrapper.tag, children=inner))
            items += self.strays(child.tail, tag)
        start = element.get("start", "")
        attrs = (("start", str(int(start))),) if re.fullmatch(r"[0-9]{1,9}", start) else ()
        attrs = () if attrs == (("start", "1"),) else attrs
        return Block(tag, children=tuple(items), attrs=attrs, id=anchor)

    def strays(self, text: str | None, tag: str) -> list[Block]:
        """Text that stands in a list but in no item of it, as an item."""
        inner = tuple(_leaf("", [Run(text)])) if text else ()
        return [Block(_LISTS[tag][-1], children=inner)] if inner else []

    def table(self, element: Any, depth: int) -> Iterator[Block]:
        anchor = self.id(element)
        sections: list[Block] = []
        for child in element:
            if child.tag == "caption":
                yield from self.flow(child, "p", depth)
            elif child.tag in ("thead", "tbody", "tfoot"):
                rows = tuple(self.row(row, depth + 2) for row in child if row.tag == "tr")
                tag = "tbody" if child.tag == "tfoot" else child.tag
                if rows:
                    sections.append(Block(tag, children=rows, id=self.id(child)))
            elif child.tag == "tr":
                sections.append(Block("tbody", children=(self.row(child, depth + 2),)))
        if sections:
            yield Block("table", children=tuple(sections), id=anchor)

    def row(self, element: Any, depth: int) -> Block:
        anchor = self.id(element)
        cells = []
        for cell in element:
            if cell.tag in ("th", "td"):
                align = re.search(r"left|center|right", cell.get("style", ""))
                attrs = (("align", align.group()),) if align else ()
                name, inner = self.id(cell), tuple(self.flow(cell, "", depth))
                cells.append(Block(cell.tag, children=inner, attrs=attrs, id=name))
        return Block("tr", children=tuple(cells), id=anchor)

    def inline(self, element: Any, runs: list[Run], marks: tuple[Mark, ...]) -> None:
        tag = element.tag
        if self.notes and element.get("class") == "footnote-backref":
            if runs:  # the no-break space that stands before the arrow back
                runs[-1] = Run(runs[-1].text.removesuffix("\u00a0"), runs[-1].marks)
            return
        if tag in ("img", "br"):
            mark = _mark(element, tag)
            if tag == "br":
                runs.append(Run("\n", (*marks, mark)))
            elif element.get("src"):
                runs.append(Run("", (*marks, mark)))
            return
        if (
            len(marks) < MAX_DEPTH
            and tag in _MARKS
            and not (tag == "a" and not element.get("href"))
        ):
            mark = _mark(element, _MARKS[tag])
            if not any(other.tag == mark.tag for other in marks):
                marks = (*marks, mark)
        _text(runs, element.text, marks)
        for child in element:
            if isinstance(child.tag, str):
                self.inline(child, runs, marks)
            _text(runs, child.tail, marks)

    def id(self, element: Any) -> str:
        """The id of `element`, "" where it has none or another one had it before."""
        name = re.sub(r"\s+", "-", element.get("id") or "")
        if not name or name in self.ids:
            return ""
        self.ids.add(name)
        return name

    def inner_id(self, element: Any) -> str:
        """The first anchor among the inline content: `<a id="x"></a>` in front of a title."""
        for child in element.iter("a"):
            name = re.sub(r"\s+", "-", child.get("id") or child.get("name") or "")
            if name and name not in self.ids:
                self.ids.add(name)
                return name
        return ""


def _is_inline(element: Any) -> bool:
    """Whether an element is inline: a mark (without blocks in it), an image, a line break."""
    if element.tag not in _MARKS and element.tag not in ("img", "br"):
        return False
    return all(child.tag in _MARKS or child.tag in ("img", "br") for child in element.iter("*"))


def _mark(element: Any, tag: str) -> Mark:
    names = _MARK_ATTRIBUTES.get(tag, ())
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
            part = part[1:] if rest and words.is_wide(last) and words.is_wide(rest) else part
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
    return "" if between and words.is_wide(text[start - 1]) and words.is_wide(text[end]) else " "


# --- clauses --------------------------------------------------------------------------------------


def _clauses(
    blocks: list[Block], notes: tuple[Block, ...], body: str, first: int
) -> Iterator[Clause]:
    lines = _heading_lines(body, first)
    heading: Block | None = None
    held: list[Block] = []
    for block in blocks:
        if block.tag in _HEADINGS:
            if heading or held:
                yield _clause(heading, held, lines)
            heading, held = block, []
        else:
            held.append(block)
    if heading or held:
        yield _clause(heading, held, lines)
    if notes:
        yield Clause("footnotes", "", "", 0, None, notes)


def _clause(heading: Block | None, blocks: list[Block], lines: Iterator[tuple[int, str]]) -> Clause:
    if heading is None:
        return Clause("", "", "", 0, None, tuple(blocks))
    text = "".join(run.text for run in heading.runs)
    label, title = words.split_label(text)
    wanted, line = _letters(text), 0
    for number, found in lines:
        if found.startswith(wanted):
            line = number
            break
    return Clause(heading.id, label, title, int(heading.tag[1]), heading, tuple(blocks), line)


def _heading_lines(body: str, first: int) -> Iterator[tuple[int, str]]:
    """Lines that may be headings with the letters in them, to find where a clause stands."""
    lines = body.split("\n")
    for i, line in enumerate(lines):
        underlined = i + 1 < len(lines) and re.fullmatch(r"(?:=+|-+)[ ]*", lines[i + 1])
        if line.startswith("#") or underlined or re.match(r"\s*<h[1-6]", line, re.IGNORECASE):
            yield first + i, _letters(re.sub(r"\]\([^)]*\)", "]", line))


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
