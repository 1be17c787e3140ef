"""A text as it is written, cut into sections, list items and stretches of words.

Everything is known by line and column of the file, so that what is changed is the numbers and
nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kaitei.text import tokens
from kaitei.text.values import label_range

_HEADING = re.compile(r"(#{1,6})[ \t]+(?:\*\*|__)?")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:(?P<n>[0-9]{1,9})(?P<dot>[.)])|[-*+])[ \t]+")
# What is no words of the text: a fact, an anchor, where a link leads.
_MARKUP = re.compile(r"\{\{.*?\}\}|\{#[^}]*\}|\]\([^)]*\)|<https?://[^>]*>")
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^)\s]*)[^)]*\)")
_ARTICLE = re.compile(r"第?\s*([0-9０-９]+|[〇一二三四五六七八九十百]+)\s*条")
_WIDTH = 4  # columns by which an item's own items are indented


@dataclass(frozen=True, slots=True)
class NumberedItem:
    """An item of a numbered list: its line, the columns of its number, what is written there.

    `path` are the numbers of the items around it and its own in their order, `seen` the same as
    Markdown counts them: from whatever the first item of a list says.
    """

    line: int
    start: int
    end: int
    written: str
    path: tuple[int, ...]
    seen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that belong together, markup blanked; `at` gives line and column of each character."""

    words: str
    at: tuple[tuple[int, int], ...]
    path: tuple[int, ...]
    links: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ParagraphStart:
    """Where a paragraph begins, or an item that bears no number: its words may begin with one.

    `run` is the list that an item belongs to, 0 for a paragraph.
    """

    line: int
    start: int
    depth: int
    run: int


@dataclass(slots=True)
class NumberedSection:
    """A heading and what follows it, up to the next: `line` is None above the first heading."""

    line: int | None
    level: int
    label: tuple[int, int]  # columns
    count: int
    items: list[NumberedItem] = field(default_factory=list)
    beginnings: list[ParagraphStart] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)


def sections(lines: list[str], first: int) -> list[NumberedSection]:
    """The sections of a text whose front matter is the `first` lines."""
    found = [NumberedSection(None, 0, (0, 0), 1)]
    reader = _SourceReader()
    fenced = False
    for n, line in enumerate(lines[first:], first):
        if _FENCE.match(line):
            fenced = not fenced
        heading = None if fenced else _HEADING.match(line)
        if heading:
            reader.flush(found[-1])
            reader = _SourceReader()
            found.append(_headed(n, line, heading))
            reader.take(found[-1], n, line, found[-1].label[1], ())
            reader.flush(found[-1])
        elif fenced or not line.strip():
            reader.flush(found[-1])
            reader.blank = True
        else:
            reader.read(found[-1], n, line)
    reader.flush(found[-1])
    return found


def _headed(n: int, line: str, heading: re.Match[str]) -> NumberedSection:
    words = line[heading.end() :]
    end = heading.end() + tokens.label_end(words, heading=True)
    articles = label_range(words)
    count = len(articles) if articles else 1
    return NumberedSection(n, len(heading[1]), (heading.end(), end), count)


class _SourceReader:
    """Reads the lines of one section."""

    def __init__(self) -> None:
        self.open: list[tuple[int, bool, int, int]] = []  # depth, numbered, the last, as seen
        self.closed: dict[tuple[int, ...], int] = {}  # by the path around: the last of a list
        self.held: list[tuple[int, int, str]] = []
        self.path: tuple[int, ...] = ()
        self.blank = True
        self.runs = 0

    def read(self, section: NumberedSection, n: int, line: str) -> None:
        item = _ITEM.match(line)
        depth = _columns(line) // _WIDTH
        if item:
            self.flush(section)
            self._item(section, n, item, depth)
        elif self.blank:
            self._close(depth)
            self.flush(section)
            section.beginnings.append(ParagraphStart(n, len(line) - len(line.lstrip()), depth, 0))
        start = item.end() if item else len(line) - len(line.lstrip())
        if line.lstrip().startswith("|"):
            self.flush(section)
        self.take(section, n, line, start, self._around())
        self.blank = False

    def _item(self, section: NumberedSection, n: int, item: re.Match[str], depth: int) -> None:
        self._close(depth + 1)
        own = bool(item["n"])
        if self.open and self.open[-1][0] == depth and self.open[-1][1] != own:
            self._close(depth)
        if self.open and self.open[-1][0] == depth:
            _, _, number, seen = self.open.pop()
            number, seen = number + 1, seen + 1
        else:
            # A list goes on from the one before it where its author says so: other than 1.
            self.runs += 1
            before = self.closed.get((depth, *self._around()))
            seen = int(item["n"] or 1)
            number = before + 1 if before and seen != 1 else 1
        self.open.append((depth, own, number, seen))
        if own:
            section.items.append(
                NumberedItem(n, *item.span("n"), item["n"], self._around(), self._seen())
            )
        else:
            section.beginnings.append(ParagraphStart(n, item.end(), depth, self.runs))

    def _close(self, depth: int) -> None:
        while self.open and self.open[-1][0] >= depth:
            level, own, number, _ = self.open.pop()
            if own:
                self.closed[(level, *self._around())] = number

    def _around(self) -> tuple[int, ...]:
        return tuple(number for _, own, number, _ in self.open if own)

    def _seen(self) -> tuple[int, ...]:
        return tuple(seen for _, own, _, seen in self.open if own)

    def take(
        self, section: NumberedSection, n: int, line: str, start: int, path: tuple[int, ...]
    ) -> None:
        if self.held and path != self.path:
            self.flush(section)
        self.path = path
        self.held.append((n, start, line))

    def flush(self, section: NumberedSection) -> None:
        """End the stretch of words."""
        if self.held:
            section.stretches.append(_stretch(self.held, self.path))
        self.held = []


def _columns(line: str) -> int:
    expanded = line.expandtabs(_WIDTH)
    return len(expanded) - len(expanded.lstrip(" "))


def _stretch(held: list[tuple[int, int, str]], path: tuple[int, ...]) -> Stretch:
    words = ""
    at: list[tuple[int, int]] = []
    links: list[tuple[int, int, str]] = []
    for n, start, line in held:
        gap = " " if words else ""
        base = len(words) + len(gap) - start
        links += [(base + m.start(1), base + m.end(1), m[2]) for m in _LINK.finditer(line, start)]
        blanked = _MARKUP.sub(lambda m: "\ufffc" * len(m[0]), line)
        words += gap + blanked[start:]
        at += [(n, start)] * len(gap) + [(n, column) for column in range(start, len(line))]
    return Stretch(words, tuple(at), path, tuple(links))


def second_number(line: str, start: int) -> tuple[int, int] | None:
    """The columns of the second number of 第3条から第5条まで, behind the column `start`."""
    match = _ARTICLE.search(line, start)
    return match.span(1) if match else None
