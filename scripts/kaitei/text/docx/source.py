"""A Word file from anywhere as a `Source`: its lines put together, with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kaitei.model import Block, Mark, Run
from kaitei.text import tokens
from kaitei.text.docx.blocks import ReadParagraph, TableLine, on_one_line
from kaitei.text.docx.reading import foreign
from kaitei.text.source import BREAK, Source, SourceItem, Unheld, bare, counted, listed, raised

_APART = 180  # twentieths of a point, 3 mm: lists whose indents differ by less stand at one margin


def source(content: bytes, lang: str, shown: str) -> Source:
    """What the Word file in `content`, in language `lang`, holds; `shown` names it in problems.

    Raises KaiteiError where it can't be read.
    """
    found = foreign(content, shown)
    read = list(map(_raised, found.lines))
    title = next((_words(one.runs) for one in _titles(read)), found.title)
    lines = [line for line in read if not _is_title(line)]
    lost = [Unheld(one.what, one.words, one.clause) for one in found.lost]
    lost += [
        Unheld("change", f"{'+' if one.came else '-'} {one.words} ({one.author})", one.clause)
        for one in found.tracked
    ]
    lost += [Unheld("comment", f"{one.words} ({one.author})", one.clause) for one in found.comments]
    return Source(
        title,
        tuple(blocks(lines, lang)),
        tuple(_shown(read)),
        tuple(dict.fromkeys(lost)),
        counted=True,
    )


def _raised(line: ReadParagraph | TableLine) -> ReadParagraph | TableLine:
    """A line with raised and lowered digits written as such: no text of ours holds the mark."""
    if isinstance(line, TableLine):
        rows = tuple(tuple(tuple(map(_raised, cell)) for cell in row) for row in line.rows)
        return replace(line, rows=rows)
    tags = [next((m.tag for m in run.marks if m.tag in ("sup", "sub")), "") for run in line.runs]
    runs = (replace(run, text=raised(run.text, tag)) if tag else run
            for run, tag in zip(line.runs, tags, strict=True))  # fmt: skip
    return replace(line, runs=tuple(runs))


def _is_title(line: ReadParagraph | TableLine) -> bool:
    return isinstance(line, ReadParagraph) and line.shape.look.tag == "title"


def _titles(lines: Iterable[ReadParagraph | TableLine]) -> Iterator[ReadParagraph]:
    for line in lines:
        if isinstance(line, ReadParagraph) and _is_title(line) and _words(line.runs):
            yield line


def _shown(lines: Iterable[ReadParagraph | TableLine]) -> Iterator[str]:
    """The words of each line as Word shows them, its label first."""
    for line in lines:
        if isinstance(line, TableLine):
            for row in line.rows:
                for cell in row:
                    yield from _shown(cell)
            continue
        before = line.label.words if line.label and not line.label.bullet else ""
        if words := _words((Run(f"{before} "), *line.runs)):
            yield words


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item stands: in which list of the file, at which level of it, how far in."""

    number: int
    level: int
    left: int

    def deeper(self, other: _Place) -> int:
        """By how much it is deeper in than another: by level, in two lists by what is seen.

        Word's own styles (List Bullet, List Bullet 2) are lists of their own, each at its first
        level: that one stands in the other is said by their indents alone.
        """
        if self.number == other.number or not (self.left and other.left):
            return self.level - other.level
        apart = self.left - other.left
        return apart if abs(apart) >= _APART else self.level - other.level


@dataclass
class _OpenList:
    """A list that is open: the place of its items in the file, and these."""

    place: _Place
    ordered: bool
    items: list[SourceItem] = field(default_factory=list)


def blocks(lines: Sequence[ReadParagraph | TableLine], lang: str) -> list[Block]:
    """The blocks of a body or cell."""
    putting = _Together(lang)
    for line in lines:
        putting.add(line)
    putting.close()
    return putting.made


@dataclass
class _Together:
    """Puts lines together: `made` are the blocks so far, `lists` the lists that are open."""

    lang: str
    made: list[Block] = field(default_factory=list)
    lists: list[_OpenList] = field(default_factory=list)

    def add(self, line: ReadParagraph | TableLine) -> None:
        """The next line: a table, a heading, an item, what stands below one, or a paragraph."""
        if isinstance(line, TableLine):
            self.close()
            self.made += _table(line, self.lang)
            return
        look, label, runs = line.shape.look, line.label, _tidy(line.runs)
        said = bool(runs or (label and label.words))
        if line.shape.heading or (said and look.item is not None and _heads(line)):
            self.close()
            self.made += [_heading(line, self.lang)] if said else []
        elif label is not None and look.item is not None and said:
            place = _Place(look.item.number, look.item.level, label.left)
            self.enter(place, ordered=not label.bullet)
            shown = None if label.bullet else label.words or None
            item = [Block("p", tuple(runs))] if runs else []
            self.lists[-1].items.append(SourceItem(item, shown, label.number))
        elif runs and look.indent and self.lists:
            self.close(min(look.indent, len(self.lists)))
            self.lists[-1].items[-1].blocks.append(Block("p", tuple(runs)))
        elif runs:
            self.close()
            self.made.append(_plain(line, runs))

    def close(self, depth: int = 0) -> None:
        """Put the open lists away, down to `depth` of them."""
        while len(self.lists) > depth:
            done = self.lists.pop()
            numbered = 0  # lists around: bullets and labels in words count nothing
            for around in self.lists:
                numbered += around.ordered and counted(around.items, self.lang, numbered)
            block = listed(done.items, self.lang, numbered, ordered=done.ordered)
            (self.lists[-1].items[-1].blocks if self.lists else self.made).append(block)

    def enter(self, place: _Place, *, ordered: bool) -> None:
        """Open and close lists until one stands open at `place`.

        Levels are the file's own, whatever stands above them: a list below a heading begins at
        the margin.
        """
        while self.lists and place.deeper(self.lists[-1].place) < 0:
            self.close(len(self.lists) - 1)
        if self.lists and place.deeper(self.lists[-1].place) == 0:
            if self.lists[-1].ordered == ordered:
                return
            self.close(len(self.lists) - 1)
        self.lists.append(_OpenList(place, ordered))
        if len(self.lists) > 1 and not self.lists[-2].items:
            self.lists[-2].items.append(SourceItem([]))


def _plain(line: ReadParagraph, runs: list[Run]) -> Block:
    tag = line.shape.look.tag
    before = line.label.words if line.label and line.label.words else ""
    if before:
        runs = [Run(f"{before} "), *runs]
    return Block("pre" if tag == "pre" else "p", tuple(runs), id=line.anchor)


def _heads(line: ReadParagraph) -> bool:
    """Whether an automatically numbered paragraph is the heading of an article: 第1条（目的）."""
    number = line.label
    words = _words(line.runs)
    if number is None or number.bullet or not tokens.split_label(f"{number.words} x")[0]:
        return False
    article = (
        bare(number.words).endswith(("条", "章", "節", "編", "款")) or number.words[:1].isalpha()
    )
    return (
        article and len(number.words) > 2 and len(words) <= 40 and not words.endswith(("。", "."))
    )


def _heading(line: ReadParagraph, lang: str) -> Block:
    """A heading with the label that its list shows in front of it."""
    tag = line.shape.look.tag if line.shape.heading else "h2"
    runs = [_unmarked(run) for run in _tidy(tuple(on_one_line(line.runs)))]
    if line.label and line.label.words:
        words = _words(runs)
        wide = words[:1] in "（「【〔［" and tokens.is_wide(line.label.words.strip()[-1:] or "x")
        runs = [Run(line.label.words.strip() + ("" if wide or not words else " ")), *runs]
    return Block(tag, tuple(_joined(runs)), id=line.anchor)


def _table(line: TableLine, lang: str) -> list[Block]:
    """A table; one of a single cell or column only puts a frame around what is in it."""
    widest = max(len(row) for row in line.rows)
    if widest == 1:
        return [block for row in line.rows for cell in row for block in blocks(cell, lang)]
    rows = []
    head = line.head or _looks_head(line)
    for at, row in enumerate(line.rows):
        tag = "th" if head and at == 0 else "td"
        cells = [Block(tag, children=_cell(cell, lang)) for cell in row]
        cells += [Block(tag)] * (widest - len(cells))
        rows.append(Block("tr", children=tuple(cells)))
    sections = [Block("thead", children=(rows.pop(0),))] if head else []
    if rows:
        sections.append(Block("tbody", children=tuple(rows)))
    return [Block("table", children=tuple(sections))]


def _cell(lines: Sequence[ReadParagraph | TableLine], lang: str) -> tuple[Block, ...]:
    runs: list[Run] = []
    for block in blocks(lines, lang):
        for leaf in _leaves(block):
            runs += [BREAK, *leaf] if runs else leaf
    return (Block("", tuple(runs)),) if runs else ()


def _leaves(block: Block) -> Iterator[list[Run]]:
    if block.runs:
        yield list(block.runs)
    for child in block.children:
        yield from _leaves(child)


def _looks_head(line: TableLine) -> bool:
    """Whether the first row names the columns: all bold, or short words above longer rows.

    Two columns without bold are names and values as often as not: then no row is called a heading.
    """
    first, *rest = line.rows
    runs = [r for cell in first for one in cell if isinstance(one, ReadParagraph) for r in one.runs]
    if not rest or not runs:
        return False
    if all(Mark("strong") in run.marks for run in runs if run.text.strip()):
        return True
    words = [" ".join(_shown(cell)) for cell in first]
    plain = all(words) and not any(c.isdigit() for word in words for c in word)
    return plain and len(first) > 2 and max(map(len, words)) <= 20


def _unmarked(run: Run) -> Run:
    return Run(run.text, tuple(m for m in run.marks if m.tag not in ("strong", "em")))


def _tidy(runs: Sequence[Run]) -> list[Run]:
    """Runs with breaks as such, white space single, neighbours of one look joined."""
    parts: list[Run] = []
    for run in runs:
        for at, piece in enumerate(run.text.split("\n")):
            if at:
                parts.append(BREAK)
            if piece:
                parts.append(Run(piece.replace("\t", " ").replace("\u00a0", " "), run.marks))
    return _joined(parts)


def _joined(parts: Sequence[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in parts:
        if joined and run != BREAK and joined[-1] != BREAK and joined[-1].marks == run.marks:
            joined[-1] = Run(joined[-1].text + run.text, run.marks)
        else:
            joined.append(run)
    while joined and (joined[-1] == BREAK or not joined[-1].text.strip()):
        joined.pop()
    while joined and (joined[0] == BREAK or not joined[0].text.strip()):
        joined.pop(0)
    out = []
    for at, run in enumerate(joined):
        text = run.text if run == BREAK else " ".join(run.text.split(" "))
        if run != BREAK:
            text = _single(text)
            text = text.lstrip() if at == 0 or joined[at - 1] == BREAK else text
            last = at == len(joined) - 1 or joined[at + 1] == BREAK
            text = text.rstrip() if last else text
        if text:
            out.append(Run(text, run.marks))
    return out


def _single(text: str) -> str:
    out = ""
    for char in text:
        if char == " " and out.endswith(" "):
            continue
        out += char
    return out


def _words(runs: Sequence[Run]) -> str:
    return " ".join("".join(run.text for run in runs).split())


__all__ = ["blocks", "source"]
