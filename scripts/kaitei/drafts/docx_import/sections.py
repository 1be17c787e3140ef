"""A draft's Markdown taken apart so that what nobody touched stays to the byte.

A file is front matter and sections, one a clause; a section is units, one a paragraph, list item
or table row, each with the empty lines before it. Put together again it is the same file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kaitei.text.markdown import MarkdownUnit

_HEADING = re.compile(r"#{1,6} .*\{#(?P<id>[^\s{}#]+)\}[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+")
_LEAD = re.compile(r"(?P<indent>[ \t]*)(?P<sign>(?:[-*+]|\d+[.)])[ \t]+|#{1,6} +|(?:> ?)+|:   )?")
_RULED = re.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*")
_ANCHOR = re.compile(r"\{#[^{}]*\}[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """A clause in the file: its id ("" before the first heading) and its lines as written."""

    id: str
    lines: tuple[str, ...]


@dataclass(slots=True)
class WrittenUnit:
    """A unit as written.

    `gap` are the empty lines before it, `source` its lines, `filled` the same with facts. A table
    that a fact makes (`whole`) is several pieces of one `group`, the first with the source.
    """

    gap: str
    source: str
    filled: str
    group: int
    whole: bool = field(default=False)

    @property
    def lead(self) -> str:
        """The indent and sign that it begins with."""
        match = _LEAD.match(self.source)
        return match[0] if match else ""


def sections(body: str) -> list[Section]:
    """The sections of a text's body; joined by line ends their lines are the body."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in body.split("\n"):
        if heading := _HEADING.fullmatch(line):
            found.append((heading["id"], []))
        found[-1][1].append(line)
    return [Section(name, tuple(lines)) for name, lines in found if name or lines]


def pieces(lines: Sequence[str], fill: Callable[[str], str]) -> list[WrittenUnit]:
    """The units of a section. `fill` puts the facts into a line."""
    found: list[WrittenUnit] = []
    gap: list[str] = []
    for line in lines:
        filled = fill(line)
        if not filled.strip():  # also a table in which nothing is filled in yet
            gap.append(line)
            continue
        begins = gap or not found or _ITEM.match(line) or line.lstrip().startswith(("|", "#"))
        if found and not gap and (_RULED.fullmatch(line) or not begins):
            found[-1].source += f"\n{line}"
            found[-1].filled += f"\n{filled}"
            continue
        before = "".join(f"{empty}\n" for empty in gap)
        found += _pieces_of(before, line, filled, len(found))
        gap = []
    return found


def silent(lines: Sequence[str], fill: Callable[[str], str]) -> Sequence[str]:
    """The lines that end a section and say nothing: empty ones, tables with nothing filled in."""
    count = len(lines)
    while count and not fill(lines[count - 1]).strip():
        count -= 1
    return lines[count:]


def ending(lines: Sequence[str]) -> int:
    """How many empty lines end a section."""
    count = 0
    for line in reversed(lines):
        if line.strip():
            break
        count += 1
    return count


def _pieces_of(gap: str, line: str, filled: str, group: int) -> Iterator[WrittenUnit]:
    rows = [row for row in filled.split("\n") if not _RULED.fullmatch(row) or filled == row]
    yield WrittenUnit(gap, line, rows[0], group, whole=len(rows) > 1)
    for row in rows[1:]:
        yield WrittenUnit("", "", row, group, whole=True)


def matches(found: Sequence[WrittenUnit], units: Sequence[MarkdownUnit]) -> bool:
    """Whether pieces are these units, one for one: the same letters in the same order."""
    if len(found) != len(units):
        return False
    return all(
        _letters(piece.filled) == _letters(f"{unit.lead}{unit.body}")
        for piece, unit in zip(found, units, strict=True)
    )


def _letters(text: str) -> str:
    text = (
        _ITEM.sub("", _ANCHOR.sub("", text), count=1)
        if _ITEM.match(text)
        else _ANCHOR.sub("", text)
    )
    return "".join(c for c in text.replace("&lt;", "").replace("&amp;", "") if c.isalnum())
