"""A page -> a `Source`: every word that a browser shows of the text is read or named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import html as lxml_html

from kaitei.base.problems import KaiteiError, problem
from kaitei.model import Block, Mark, Run
from kaitei.text import tokens
from kaitei.text.html.encoding import decoded
from kaitei.text.html.main_content import (
    SILENT,
    Element,
    is_beside,
    is_bold,
    is_called_heading,
    is_hidden,
    main,
    named,
    title_of,
)
from kaitei.text.numerals import numeral
from kaitei.text.source import (
    BREAK,
    Source,
    SourceItem,
    Unheld,
    counted,
    listed,
    paragraphs,
    plain_words,
)

MAX_BYTES = 30_000_000
_MARKS = {
    "b": "strong", "strong": "strong", "em": "em", "i": "em", "cite": "em", "dfn": "em",
    "code": "code", "tt": "code", "kbd": "code", "samp": "code",
}  # fmt: skip
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "bdi",
        "bdo",
        "big",
        "br",
        "data",
        "del",
        "font",
        "img",
        "ins",
        "label",
        "mark",
        "nobr",
        "q",
        "rb",
        "rp",
        "rt",
        "rtc",
        "ruby",
        "s",
        "small",
        "span",
        "strike",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
        "blink",
        "input",
        "button",
        "output",
    ]
) | frozenset(_MARKS)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EMBEDDED = frozenset(
    {"img", "svg", "object", "embed", "iframe", "video", "audio", "canvas", "map", "applet"}
)
_FORM = frozenset({"input", "select", "textarea", "button"})
_TYPES = {"1": "", "a": "a", "i": "i", "A": "A", "I": "I"}
_STYLES = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I", "katakana": "ア", "katakana-iroha": "イ",
    "cjk-ideographic": "一", "hiragana": "あ", "none": "none",
}  # fmt: skip
_FORMATS = {  # of a list, by its kind, as Word calls them
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "ア": "aiueoFullWidth", "イ": "irohaFullWidth", "一": "japaneseCounting",
}  # fmt: skip
_SENTENCE = re.compile(r"。|[a-z]{2}[.,] |[a-z]\.$", re.MULTILINE)  # in prose, not in code
_ARTICLE = re.compile(r"第\s*[0-9０-９一二三四五六七八九十百]+\s*条")
_CLAUSES = 3  # rows, or items, from which on they are the clauses of a text and no table, no list
_DEEPEST = 256  # elements in one another, the parser's own limit
_LARGEST = 60_000  # elements; saved pages with all their scripts and menus have some thousands
_LONGEST = 60  # characters of a heading by its look
_ANCHOR = re.compile(r"[A-Za-z][\w.-]{0,60}", re.ASCII)


def read(raw: bytes, lang: str, shown: str) -> Source:
    """The text of the page in `raw`, of language `lang`; `shown` names it in problems.

    Raises KaiteiError for what is too large, in no known encoding, or no page with any words.
    """
    if len(raw) > MAX_BYTES:
        raise KaiteiError(problem("adopt-large", shown, limit=MAX_BYTES // 1_000_000))
    text, _ = decoded(raw)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if not text.strip():
        raise KaiteiError(problem("adopt-unreadable", shown))
    parser = lxml_html.HTMLParser()
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (ValueError, lxml_html.etree.ParserError):
        raise KaiteiError(problem("adopt-unreadable", shown)) from None
    if parser.error_log.filter_from_fatals():  # it stopped there, and would leave out the rest
        raise KaiteiError(problem("markup-nesting", shown, limit=_DEEPEST))
    if (count := sum(1 for _ in root.iter())) > _LARGEST:
        raise KaiteiError(problem("adopt-long", shown, count=count, limit=_LARGEST))
    place = main(root)
    reader = _HtmlReader(lang, place)
    blocks = reader.flow(place)
    if place.tag != "body":
        reader.around(next(iter(root.iter("body")), root), place)
    found = tuple(_tidied(blocks))
    if any(True for _ in root.iter("frame")):
        named_files = [named(frame, "src") for frame in root.iter("frame")]
        raise KaiteiError(problem("adopt-frames", shown, files=", ".join(named_files)))
    if not plain_words(list(found)):
        raise KaiteiError(problem("adopt-unreadable", shown))
    return Source(
        title_of(root),
        found,
        tuple(filter(None, (" ".join(line.split()) for line in reader.words(place)))),
        tuple(dict.fromkeys(reader.lost)),
        tuple(filter(None, (" ".join(line.split()) for line in reader.beside))),
    )


def fragment(text: str, lang: str) -> list[Block]:
    """The blocks of a piece of HTML, such as stands in a Markdown file."""
    try:
        root = lxml_html.fragment_fromstring(text, create_parent="div")
    except (ValueError, lxml_html.etree.ParserError):
        return []
    return list(_tidied(_HtmlReader(lang, root).flow(root)))


@dataclass
class _HtmlReader:
    lang: str
    main: Element
    lost: list[Unheld] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    near: str = ""
    anchors: list[str] = field(default_factory=list)
    layout: set[Element] = field(default_factory=set)  # tables that only put parts side by side
    counted: set[Element] = field(default_factory=set)  # lists that a page of ours counts alike
    numbers: dict[Element, dict[Element, int]] = field(default_factory=dict)
    headed: set[Element] = field(default_factory=set)  # lists whose items became clauses

    # --- blocks ---------------------------------------------------------------------------------

    def flow(self, parent: Element, depth: int = 0) -> list[Block]:
        """The blocks in an element; its loose words are paragraphs."""
        blocks: list[Block] = []
        runs: list[Run] = list(_text(parent.text))
        for child in parent:
            if isinstance(child.tag, str) and not self.skipped(child):
                if self.is_inline(child):
                    runs += self.inline(child, ())
                else:
                    blocks += _paragraphs(runs)
                    runs = []
                    blocks += self.block(child, depth)
            runs += _text(child.tail)
        return blocks + _paragraphs(runs)

    def skipped(self, element: Element) -> bool:
        """Whether nothing of an element is text; what is beside it and what is hidden is kept."""
        if element.tag in SILENT:
            return True
        if is_hidden(element):
            self.lose("hidden", element)
            return True
        if is_beside(element, self.main):
            self.beside.append(" ".join(element.itertext()))
            return True
        return False

    def is_inline(self, element: Element) -> bool:
        """Whether an element stands in a line: old pages put paragraphs into fonts and links."""
        if element.tag in _EMBEDDED or element.tag in _FORM:
            return True
        return element.tag in _INLINE and all(
            not isinstance(e.tag, str) or e.tag in _INLINE or e.tag in _EMBEDDED or e.tag in SILENT
            for e in element.iter()
        )

    def block(self, element: Element, depth: int) -> list[Block]:
        self.anchor(element)
        tag = element.tag
        if tag in _HEADINGS:
            return self.heading(element)
        if tag == "ol" and depth == 0 and (made := self.clauses(element)):
            return made
        if tag in ("ul", "ol", "menu", "dir"):
            return self.items(element, depth)
        if tag == "dl":
            return self.definitions(element, depth)
        if tag == "table":
            return self.table(element, depth)
        if tag == "blockquote":
            inner = self.flow(element, depth)
            return [Block("blockquote", children=tuple(inner))] if inner else []
        if tag == "pre":
            words = element.text_content().strip("\n")
            if _SENTENCE.search(words):  # a text in the columns of a mail, no code
                return [Block("p", (Run(part),)) for part in paragraphs(words)]
            return [Block("pre", (Run(words),))] if words.strip() else []
        if tag == "hr":
            return [Block("hr")]
        blocks = self.flow(element, depth)
        return (
            list(map(_bold, blocks)) if is_bold(element) or is_called_heading(element) else blocks
        )

    def heading(self, element: Element) -> list[Block]:
        inner = self.flow(element)
        if not inner:
            return []
        runs = [run for block in inner for run in (*_runs(block), Run(" "))][:-1]
        runs = [Run(" " if run == BREAK else run.text, _no_strong(run.marks)) for run in runs]
        self.near = " ".join("".join(run.text for run in runs).split())
        return [Block(element.tag, tuple(_trim(runs)), id=self.own_anchor(element))]

    def items(self, element: Element, depth: int) -> list[Block]:
        kind = "" if element.tag != "ol" else _kind(element)
        items: list[SourceItem] = []
        number = _whole(named(element, "start"), 1)
        first = _label(kind, number) if element.tag == "ol" and kind else None
        numbers = element.tag == "ol" and kind != "none"
        inner = depth + (numbers and counted([SourceItem([], first, number)], self.lang, depth))
        loose: list[Block] = []
        for child in element:
            if not isinstance(child.tag, str) or self.skipped(child):
                continue
            if child.tag == "li":
                number = _whole(named(child, "value"), number)
                shown = _label(kind, number) if element.tag == "ol" and kind else None
                items.append(SourceItem(self.flow(child, inner), shown, number))
                number += 1
            elif child.tag in ("ul", "ol") and items:  # a list right in a list
                items[-1].blocks += self.block(child, inner)
            else:
                loose += self.block(child, depth)
        items = [item for item in items if item.blocks]
        if not items:
            return loose
        numbers = numbers and not _labelled(items)
        made = listed(items, self.lang, depth, ordered=numbers)
        if made.tag == "ol":
            self.counted.add(element)
        return [*loose, made]

    def clauses(self, element: Element) -> list[Block]:
        """The blocks of a list whose items are clauses of the text, each under its heading.

        None where it is a list as others are.
        """
        items = list(element.iterchildren("li"))
        kind = _kind(element)
        inside = any(one in self.headed for one in element.iterancestors("ol"))
        if len(items) < _CLAUSES or kind == "none" or inside:
            return []
        self.headed.add(element)
        marks = (len(self.lost), len(self.beside))
        number = _whole(named(element, "start"), 1)
        made: list[Block] = []
        for item in items:
            blocks = self.flow(item)
            number = _whole(named(item, "value"), number)
            parts = _under_heading(f"{_label(kind, number) or f'{number}.'} ", blocks)
            if not parts:
                del self.lost[marks[0] :], self.beside[marks[1] :]
                self.headed.discard(element)
                return []
            made += parts
            number += 1
        return made

    def definitions(self, element: Element, depth: int) -> list[Block]:
        parts: list[Block] = []
        for child in _through(element, ("dt", "dd")):
            if self.skipped(child):
                continue
            inner = self.flow(child, depth)
            if not inner:
                continue
            if child.tag == "dt":
                runs = [run for block in inner for run in (*_runs(block), Run(" "))][:-1]
                parts.append(Block("dt", children=(Block("", tuple(_trim(runs))),)))
            else:
                if inner[0].tag == "p":
                    inner = [Block("", inner[0].runs), *inner[1:]]
                parts.append(Block("dd", children=tuple(inner)))
        if not parts:
            return self.flow(element, depth)
        if parts[0].tag == "dd" or parts[-1].tag == "dt":  # no term, or none explained
            return [Block("p", run.runs) if run.tag == "" else run
                    for part in parts for run in part.children]  # fmt: skip
        return [Block("dl", children=tuple(parts))]

    # --- tables ---------------------------------------------------------------------------------

    def table(self, element: Element, depth: int) -> list[Block]:
        rows = [row for row in _through(element, ("tr",)) if not self.skipped(row)]
        captions = [b for c in element.iterchildren("caption") for b in self.flow(c, depth)]
        if _is_layout(element, rows):
            self.layout.add(element)
            cells = [c for row in rows for c in _through(row, ("td", "th")) if not self.skipped(c)]
            return captions + [b for cell in cells for b in self.flow(cell, depth)]
        grid = self.grid(rows, depth)
        if not grid:
            return captions
        head = all(cell.tag == "th" for cell in grid[0])
        sections = [Block("thead", children=(_row(grid.pop(0), "th"),))] if head else []
        if grid:
            sections.append(Block("tbody", children=tuple(_row(row, "td") for row in grid)))
        return [*captions, Block("table", children=tuple(sections))]

    def grid(self, rows: list[Element], depth: int) -> list[list[Block]]:
        """The cells of rows, those that reach over several repeated in each."""
        grid: list[list[Block]] = []
        spans: dict[int, tuple[int, Block]] = {}
        for row in rows:
            made: list[Block] = []
            for cell in _through(row, ("td", "th")):
                if self.skipped(cell):
                    continue
                self._below(made, spans)
                block = self.cell(cell, depth)
                wide = min(_whole(named(cell, "colspan"), 1), 60)
                high = _height(cell)
                if wide > 1 or high > 1:
                    self.lost.append(Unheld("merged", plain_words([block]), self.near))
                for _ in range(max(wide, 1)):
                    if high > 1:
                        spans[len(made)] = (high - 1, block)
                    made.append(block)
            self._below(made, spans)
            if made:
                grid.append(made)
        return grid

    @staticmethod
    def _below(made: list[Block], spans: dict[int, tuple[int, Block]]) -> None:
        """Put the cells that reach down from the rows above where they stand."""
        while len(made) in spans:
            at = len(made)
            left, block = spans.pop(at)
            made.append(block)
            if left > 1:
                spans[at] = (left - 1, block)

    def cell(self, element: Element, depth: int) -> Block:
        runs: list[Run] = []
        for block in self.flow(element, depth):
            if runs:
                runs.append(BREAK)
            runs += _runs(block)
        inner = (Block("", tuple(_trim(runs))),) if runs else ()
        return Block(element.tag, children=inner)

    # --- inline ---------------------------------------------------------------------------------

    def inline(self, element: Element, marks: tuple[Mark, ...]) -> Iterator[Run]:
        """The runs of an element that stands in a line."""
        tag = element.tag
        self.anchor(element)
        if tag == "br":
            yield BREAK
            return
        if tag in _EMBEDDED or tag in _FORM:
            self.embedded(element)
            return
        if tag in ("rt", "rp", "rtc"):
            if tag == "rt":
                self.lose("ruby", element)
            return
        if tag in ("s", "strike", "del"):
            self.lose("strike", element)
        inner = marks
        kind = "strong" if is_bold(element) else _MARKS.get(tag, "")
        if kind and Mark(kind) not in marks:
            inner = (*marks, Mark(kind))
        elif tag == "a" and (target := self.target(element)):
            inner = (Mark("a", (("href", target),)), *marks)
        yield from _text(element.text, inner)
        for child in element:
            if isinstance(child.tag, str) and not self.skipped(child):
                yield from self.inline(child, inner)
            yield from _text(child.tail, inner)

    def embedded(self, element: Element) -> None:
        """A picture, film, field: what it says of itself is told."""
        words = named(element, "alt") or named(element, "title") or named(element, "value")
        words = words or " ".join(element.itertext())
        if named(element, "width") == "1" or (element.tag == "img" and not words):
            return  # a spacer, or one that says of itself that it shows nothing
        what = "form" if element.tag in _FORM else "image"
        self.lost.append(Unheld(what, " ".join(words.split()), self.near))

    def target(self, element: Element) -> str:
        """Where a link leads; "" for none that a text may hold."""
        target = named(element, "href").strip()
        if not target or target == "#":
            return ""
        if re.match(r"(?i)(?:https?|mailto|tel):", target) or not re.match(r"[\w.+-]+:", target):
            return re.sub(r"\s", "%20", target)
        self.lose("link", element)
        return ""

    def anchor(self, element: Element) -> None:
        """Keep the ids by which links lead to the next heading."""
        for name in (named(element, "id"), named(element, "name")):
            if element.tag not in _FORM and _ANCHOR.fullmatch(name):
                self.anchors.append(name)

    def own_anchor(self, heading: Element) -> str:
        """The id that leads to a heading: its own, one in it, or one right before it."""
        inside = [named(e, a) for e in heading.iter() for a in ("id", "name")]
        found = [name for name in (*inside, *reversed(self.anchors)) if _ANCHOR.fullmatch(name)]
        self.anchors.clear()
        return found[0] if found else ""

    def lose(self, what: str, element: Element) -> None:
        words = " ".join(" ".join(element.itertext()).split())
        if words:
            self.lost.append(Unheld(what, words, self.near))

    # --- words ----------------------------------------------------------------------------------

    def words(self, element: Element) -> Iterator[str]:
        """The words that a browser shows of an element, by block, whatever they are."""
        line: list[str] = []
        for kind, text in self._shown(element):
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
                quiet = child.tag in ("rt", "rp") or child.tag in _EMBEDDED or child.tag in _FORM
                if not quiet and not is_beside(child, self.main):
                    cut = child.tag not in _INLINE or child.tag == "br"
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
        if item.tag != "li" or parent is None or parent.tag != "ol" or parent in self.counted:
            return ""
        number = self._numbers(parent)[item]
        plain = f"{number}." if parent in self.headed else ""
        return f"{_label(_kind(parent), number) or plain} "

    def _numbers(self, parent: Element) -> dict[Element, int]:
        """The numbers that a browser gives to the items of a list."""
        if parent not in self.numbers:
            number = _whole(named(parent, "start"), 1)
            found: dict[Element, int] = {}
            for item in parent.iterchildren("li"):
                found[item] = number = _whole(named(item, "value"), number)
                number += 1
            self.numbers = {parent: found}  # of one list at a time: items come in their order
        return self.numbers[parent]

    def _repeated(self, cell: Element) -> int:
        """How many cells of a table of ours hold the words of one: as many as it reaches over."""
        if cell.tag not in ("td", "th") or next(cell.iterancestors("table"), None) in self.layout:
            return 1
        wide = max(min(_whole(named(cell, "colspan"), 1), 60), 1)
        return wide * _height(cell)

    def around(self, element: Element, inner: Element) -> None:
        """Keep the words of the page outside its main part."""
        for child in element:
            if child is inner or not isinstance(child.tag, str) or child.tag in SILENT:
                continue
            if any(one is inner for one in child.iter()):
                self.around(child, inner)
            elif not is_hidden(child):
                self.beside.append(" ".join(child.itertext()))


def _text(text: str | None, marks: tuple[Mark, ...] = ()) -> Iterator[Run]:
    if text:
        yield Run(re.sub(r"[ \t\r\n\f\u00a0]+", " ", text), marks)


def _paragraphs(runs: list[Run]) -> list[Block]:
    """Runs as paragraphs: two breaks in a row part two of them."""
    blocks: list[Block] = []
    part: list[Run] = []
    breaks = 0
    for run in [*runs, None]:
        if run is not None and run == BREAK:
            breaks += 1
            part.append(run)
            continue
        if run is not None and not run.text.strip():
            part.append(run)
            continue
        if run is None or breaks > 1:
            if trimmed := _trim(part):
                blocks.append(Block("p", tuple(trimmed)))
            part = []
        breaks = 0
        if run is not None:
            part.append(run)
    return blocks


def _trim(runs: list[Run]) -> list[Run]:
    """Runs joined where their marks are one, without white space at the ends or beside breaks."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if run == BREAK:
            joined.append(run)
        elif last and last != BREAK and last.marks == run.marks:
            joined[-1] = Run(re.sub(r"\s+", " ", last.text + run.text), run.marks)
        elif run.text:
            joined.append(Run(run.text.lstrip() if last in (None, BREAK) else run.text, run.marks))
    joined = [run for run in joined if run.text]
    while joined and (joined[-1] == BREAK or not joined[-1].text.strip()):
        joined.pop()
    while joined and (joined[0] == BREAK or not joined[0].text.strip()):
        joined.pop(0)
    if joined:
        joined[-1] = Run(joined[-1].text.rstrip(), joined[-1].marks)
        joined[0] = Run(joined[0].text.lstrip(), joined[0].marks)
    return joined


def _tidied(blocks: list[Block]) -> Iterator[Block]:
    """Blocks without rules at the ends and doubled ones."""
    kept = list(blocks)
    while kept and kept[0].tag == "hr":
        kept.pop(0)
    while kept and kept[-1].tag == "hr":
        kept.pop()
    before = ""
    for block in kept:
        if not (block.tag == before == "hr"):
            yield block
        before = block.tag


def _runs(block: Block) -> Iterator[Run]:
    """All runs of a block, a break between two leaves."""
    if block.runs:
        yield from block.runs
    for number, child in enumerate(block.children):
        if number:
            yield BREAK
        yield from _runs(child)


def _row(cells: list[Block], tag: str) -> Block:
    return Block("tr", children=tuple(Block(tag, children=cell.children) for cell in cells))


def _through(element: Element, wanted: tuple[str, ...]) -> Iterator[Element]:
    """The children of these tags, those in groups (thead, div) too, not those of one inside."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag in wanted:
            yield child
        elif child.tag in ("thead", "tbody", "tfoot", "div", "form", "font", "center", "span"):
            yield from _through(child, wanted)


def _height(cell: Element) -> int:
    """Over how many rows a cell reaches: never past the end of its part of the table."""
    declared = _whole(named(cell, "rowspan"), 1)
    row = next(cell.iterancestors("tr"), None)
    if declared <= 1 or row is None:
        return 1
    return min(declared, 1 + sum(1 for _ in row.itersiblings("tr")))


def _is_layout(element: Element, rows: list[Element]) -> bool:
    """Whether a table only puts parts of a page beside each other."""
    if named(element, "role") in ("presentation", "none"):
        return True
    cells = [list(_through(row, ("td", "th"))) for row in rows]
    widest = max(map(len, cells), default=0)
    if widest <= 1 or (len(rows) <= 1 and not any(True for _ in element.iter("th"))):
        return True
    firsts = [" ".join(row[0].itertext()).strip() for row in cells if row]
    if sum(1 for words in firsts if _ARTICLE.match(words)) >= _CLAUSES:
        return True  # the articles of a text, a row each
    blocky = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "form")
    return any(True for row in cells for cell in row for tag in blocky for _ in cell.iter(tag))


def _kind(element: Element) -> str:
    kind = _TYPES.get(named(element, "type"), "")
    style = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", named(element, "style"))
    return _STYLES.get(style[1], kind) if style else kind


def _label(kind: str, number: int) -> str | None:
    """What a browser shows before an item of a list of a declared kind."""
    found = numeral(number, _FORMATS[kind]) if kind in _FORMATS else None
    return f"{found}{'、' if kind in 'アイ一' else '.'}" if found else None


def _labelled(items: list[SourceItem]) -> bool:
    """Whether the items bear labels of their own: a list numbered by hand, its signs taken off."""
    firsts = [plain_words(item.blocks) for item in items]
    return bool(firsts) and all(tokens.label_end(words) for words in firsts)


def _under_heading(label: str, blocks: list[Block]) -> list[Block]:
    """The blocks of an item as a heading and what stands below it; none where it has no heading."""
    first = blocks[0] if blocks else None
    if first is None or not plain_words([first]):
        return []
    if first.tag in _HEADINGS and len(blocks) > 1:
        return [replace(first, runs=(Run(label), *first.runs)), *blocks[1:]]
    strong = Mark("strong")
    head: list[Run] = []
    for run in first.runs:
        if run == BREAK or (strong not in run.marks and run.text.strip()):
            break
        head.append(run)
    rest = _trim(list(first.runs[len(head) :]))
    words = "".join(run.text for run in head).strip()
    if first.tag != "p" or not words or len(words) > _LONGEST or not (rest or blocks[1:]):
        return []
    under = [Block("p", tuple(rest))] if rest else []
    return [Block("p", (Run(label, (strong,)), *_trim(head)), id=first.id), *under, *blocks[1:]]


def _bold(block: Block) -> Block:
    """A paragraph that the page shows in bold."""
    strong = Mark("strong")
    if block.tag != "p":
        return block
    runs = (
        run if run == BREAK or strong in run.marks else Run(run.text, (*run.marks, strong))
        for run in block.runs
    )
    return replace(block, runs=tuple(runs))


def _no_strong(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks of a heading, which is bold anyway."""
    return tuple(mark for mark in marks if mark.tag not in ("strong", "em"))


def _whole(text: str, default: int) -> int:
    match = re.match(r"\s*(\d{1,4})", text, re.ASCII)
    return int(match[1]) if match else default
