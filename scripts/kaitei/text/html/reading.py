"""A page -> a `Source`: every word that a browser shows of the text is read or named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import html as lxml_html

from kaitei.base.problems import KaiteiError, problem
from kaitei.model import Block, Run
from kaitei.text import tokens
from kaitei.text.html.elements import (
    HEADINGS,
    cell_height,
    cell_width,
    is_inline,
    item_label,
    item_numbers,
    list_kind,
    own_label,
    through,
)
from kaitei.text.html.encoding import decoded
from kaitei.text.html.inline import InlineReader
from kaitei.text.html.main_content import (
    Element,
    is_bold,
    is_called_heading,
    main,
    named,
    title_of,
)
from kaitei.text.html.prepared import prepare
from kaitei.text.html.runs import (
    all_runs,
    as_paragraphs,
    bold,
    no_strong,
    text_runs,
    tidied,
    trim,
    under_heading,
)
from kaitei.text.html.shown import ShownWords
from kaitei.text.html.tables import is_layout, put_below, table_row
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
_SENTENCE = re.compile(r"。|[a-z]{2}[.,] |[a-z]\.$", re.MULTILINE)  # in prose, not in code
_CLAUSES = 3  # items from which on they are the clauses of a text and no list
_DEEPEST = 256  # elements in one another, the parser's own limit
_LARGEST = 60_000  # elements; saved pages with all their scripts and menus have some thousands


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
    comments = prepare(root)
    place = main(root)
    reader = _HtmlReader(lang, InlineReader(place))
    reader.line.lost += [Unheld("comment", words) for words in comments]
    blocks = reader.flow(place)
    if place.tag != "body":
        reader.line.around(next(iter(root.iter("body")), root), place)
    found = tuple(tidied(blocks))
    if any(True for _ in root.iter("frame")):
        named_files = [named(frame, "src") for frame in root.iter("frame")]
        raise KaiteiError(problem("adopt-frames", shown, files=", ".join(named_files)))
    if not plain_words(list(found)):
        raise KaiteiError(problem("adopt-unreadable", shown))
    shown_words = ShownWords(place, reader.layout, reader.counted, reader.headed)
    lines = tuple(filter(None, (" ".join(line.split()) for line in shown_words.lines())))
    beside = tuple(filter(None, (" ".join(line.split()) for line in reader.line.beside)))
    title = title_of(root)
    if title in beside and not any(block.tag == "h1" for block in found):
        lines = (title, *lines)  # a heading above the part that holds the text
        beside = tuple(words for words in beside if words != title)
    return Source(title, found, lines, tuple(dict.fromkeys(reader.line.lost)), beside)


def fragment(text: str, lang: str) -> list[Block]:
    """The blocks of a piece of HTML, such as stands in a Markdown file."""
    try:
        root = lxml_html.fragment_fromstring(text, create_parent="div")
    except (ValueError, lxml_html.etree.ParserError):
        return []
    prepare(root)
    return list(tidied(_HtmlReader(lang, InlineReader(root)).flow(root)))


@dataclass
class _HtmlReader:
    """Reads the blocks of a page in the language `lang`; its lines are read by `line`."""

    lang: str
    line: InlineReader
    layout: set[Element] = field(default_factory=set)  # tables that only put parts side by side
    counted: set[Element] = field(default_factory=set)  # lists that a page of ours counts alike
    headed: set[Element] = field(default_factory=set)  # lists whose plain numbers stand as words

    def flow(self, parent: Element, depth: int = 0) -> list[Block]:
        """The blocks in an element; its loose words are paragraphs."""
        blocks: list[Block] = []
        runs: list[Run] = list(text_runs(parent.text))
        for child in parent:
            if isinstance(child.tag, str) and not self.line.skipped(child):
                if is_inline(child):
                    runs += self.line.runs(child, ())
                else:
                    blocks += as_paragraphs(runs)
                    runs = []
                    blocks += self.block(child, depth)
            runs += text_runs(child.tail)
        return blocks + as_paragraphs(runs)

    def block(self, element: Element, depth: int) -> list[Block]:
        self.line.anchor(element)
        tag = element.tag
        if tag in HEADINGS:
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
        return list(map(bold, blocks)) if is_bold(element) or is_called_heading(element) else blocks

    def heading(self, element: Element) -> list[Block]:
        inner = self.flow(element)
        if not inner:
            return []
        runs = [run for block in inner for run in (*all_runs(block), Run(" "))][:-1]
        runs = [Run(" " if run == BREAK else run.text, no_strong(run.marks)) for run in runs]
        self.line.near = " ".join("".join(run.text for run in runs).split())
        return [Block(element.tag, tuple(trim(runs)), id=self.line.own_anchor(element))]

    def items(self, element: Element, depth: int) -> list[Block]:
        kind = "" if element.tag != "ol" else list_kind(element)
        items: list[SourceItem] = []
        shown = item_numbers(element)
        labels = {li: own_label(li) for li in shown}
        numbers = element.tag == "ol" and kind != "none"
        if element.tag == "ol":
            plain = numbers and not kind and not _goes_on(list(shown.values()))
            for li, number in shown.items():
                labels[li] = (
                    labels[li] or item_label(kind, number) or (f"{number}." if plain else None)
                )
            if plain:
                self.headed.add(element)
        heads = [SourceItem([], labels[li], number) for li, number in shown.items()]
        inner = depth + (numbers and counted(heads[:1], self.lang, depth))
        loose: list[Block] = []
        for child in element:
            if not isinstance(child.tag, str) or self.line.skipped(child):
                continue
            if child.tag == "li":
                items.append(SourceItem(self.flow(child, inner), labels[child], shown[child]))
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
        kind = list_kind(element)
        inside = any(one in self.headed for one in element.iterancestors("ol"))
        if len(items) < _CLAUSES or (kind == "none" and not any(map(own_label, items))) or inside:
            return []
        self.headed.add(element)
        marks = (len(self.line.lost), len(self.line.beside))
        made: list[Block] = []
        for item, number in item_numbers(element).items():
            blocks = self.flow(item)
            label = own_label(item) or item_label(kind, number) or f"{number}."
            parts = under_heading(f"{label} ", blocks)
            if not parts:
                del self.line.lost[marks[0] :], self.line.beside[marks[1] :]
                self.headed.discard(element)
                return []
            made += parts
        return made

    def definitions(self, element: Element, depth: int) -> list[Block]:
        parts: list[Block] = []
        for child in through(element, ("dt", "dd")):
            if self.line.skipped(child):
                continue
            inner = self.flow(child, depth)
            if not inner:
                continue
            if child.tag == "dt":
                runs = [run for block in inner for run in (*all_runs(block), Run(" "))][:-1]
                parts.append(Block("dt", children=(Block("", tuple(trim(runs))),)))
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

    def table(self, element: Element, depth: int) -> list[Block]:
        rows = [row for row in through(element, ("tr",)) if not self.line.skipped(row)]
        captions = [b for c in element.iterchildren("caption") for b in self.flow(c, depth)]
        if is_layout(element, rows):
            self.layout.add(element)
            cells = [
                c for row in rows for c in through(row, ("td", "th")) if not self.line.skipped(c)
            ]
            return captions + [b for cell in cells for b in self.flow(cell, depth)]
        grid = self.grid(rows, depth)
        if not grid:
            return captions
        head = all(cell.tag == "th" for cell in grid[0])
        sections = [Block("thead", children=(table_row(grid.pop(0), "th"),))] if head else []
        if grid:
            sections.append(Block("tbody", children=tuple(table_row(row, "td") for row in grid)))
        return [*captions, Block("table", children=tuple(sections))]

    def grid(self, rows: list[Element], depth: int) -> list[list[Block]]:
        """The cells of rows, those that reach over several repeated in each."""
        grid: list[list[Block]] = []
        spans: dict[int, tuple[int, Block]] = {}
        for row in rows:
            made: list[Block] = []
            for cell in through(row, ("td", "th")):
                if self.line.skipped(cell):
                    continue
                put_below(made, spans)
                block = self.cell(cell, depth)
                wide, high = cell_width(cell), cell_height(cell)
                if wide > 1 or high > 1:
                    self.line.lost.append(Unheld("merged", plain_words([block]), self.line.near))
                for _ in range(wide):
                    if high > 1:
                        spans[len(made)] = (high - 1, block)
                    made.append(block)
            put_below(made, spans)
            if made:
                grid.append(made)
        return grid

    def cell(self, element: Element, depth: int) -> Block:
        runs: list[Run] = []
        for block in self.flow(element, depth):
            if runs:
                runs.append(BREAK)
            runs += all_runs(block)
        inner = (Block("", tuple(trim(runs))),) if runs else ()
        return Block(element.tag, children=inner)


def _goes_on(numbers: list[int]) -> bool:
    """Whether each number is the next one: a page of ours counts no other lists."""
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True


def _labelled(items: list[SourceItem]) -> bool:
    """Whether the items bear labels of their own: a list numbered by hand, its signs taken off."""
    firsts = [plain_words(item.blocks) for item in items]
    return bool(firsts) and all(tokens.label_end(words) for words in firsts)
