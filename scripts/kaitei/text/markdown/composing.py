"""Blocks -> Markdown as we write it by hand: a unit for each paragraph, item, row, heading.

What Markdown can't say without HTML (superscript, blocks in a cell) keeps its words and loses its
form. Nothing that a text says becomes Markdown by accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kaitei.model import Block, Clause, Run

INDENT = "    "
_SIGNS = {"strong": "**", "em": "*"}


@dataclass(frozen=True, slots=True)
class MarkdownUnit:
    """A paragraph, list item, table row, heading ... of a clause.

    `kind` is "heading", "p", "item", "row", "pre", "rule", "quote", "term" or "definition";
    `depth` counts the lists around it, `number` is that of an ordered item. `lead` is what the
    line begins with, `body` the words as Markdown, `below` a line that must follow (of a table).
    """

    kind: str
    depth: int
    lead: str
    body: str
    number: int | None = None
    below: str = ""

    @property
    def source(self) -> str:
        """The unit as Markdown, without a line end."""
        after = f"\n{INDENT * self.depth}{self.below}" if self.below else ""
        return f"{INDENT * self.depth}{self.lead}{self.body}{after}"

    @property
    def key(self) -> tuple[str, int, str]:
        """What makes two units the same, whatever their numbers."""
        if self.number is not None:
            return "numbered", self.depth, self.body
        return self.kind, self.depth, self.lead + self.body


def composed(clause: Clause) -> list[MarkdownUnit]:
    """A clause as units, its heading first."""
    units = [] if clause.heading is None else [_heading(clause.heading)]
    return units + [unit for block in clause.blocks for unit in _block(block, 0)]


def joined(units: Sequence[MarkdownUnit]) -> str:
    """Units as Markdown, with empty lines where they are needed."""
    out: list[str] = []
    for number, unit in enumerate(units):
        if number:
            out.append("\n" if tight(units[number - 1], unit) else "\n\n")
        out.append(unit.source)
    return "".join(out)


def tight(before: MarkdownUnit, after: MarkdownUnit) -> bool:
    """Whether no empty line stands between two units."""
    kinds = {before.kind, after.kind}
    return kinds == {"item"} or kinds == {"row"} or (before.kind == "term" and len(kinds) == 2)


def _heading(block: Block) -> MarkdownUnit:
    anchor = f" {{#{block.id}}}" if block.id else ""
    return MarkdownUnit("heading", 0, "#" * int(block.tag[1]) + " ", inline(block.runs) + anchor)


def _block(block: Block, depth: int) -> Iterator[MarkdownUnit]:
    tag = block.tag
    if tag in ("ul", "ol"):
        yield from _list(block, depth)
    elif tag == "table":
        yield from _table(block, depth)
    elif tag == "blockquote":
        for child in block.children:
            for unit in _block(child, depth):
                yield MarkdownUnit("quote", depth, f"> {unit.lead}", unit.body)
    elif tag == "dl":
        for child in block.children:
            kind, lead = ("term", "") if child.tag == "dt" else ("definition", ":   ")
            yield MarkdownUnit(kind, depth, lead, _flat(child))
    else:
        yield from _leaf(block, depth)


def _leaf(block: Block, depth: int) -> Iterator[MarkdownUnit]:
    if block.tag == "hr":
        yield MarkdownUnit("rule", depth, "", "---")
    elif block.tag == "pre":
        words = "".join(run.text for run in block.runs)
        yield MarkdownUnit("pre", depth, INDENT, words.replace("\n", f"\n{INDENT * (depth + 1)}"))
    elif block.runs:
        yield MarkdownUnit("p", depth, "", _begun(inline(block.runs, depth)))


def _list(block: Block, depth: int) -> Iterator[MarkdownUnit]:
    ordered = block.tag == "ol"
    number = next((int(value) for name, value in block.attrs if name == "start"), 1)
    for item in block.children:
        own = item.children[0] if item.children and item.children[0].runs else None
        lead = f"{number}. " if ordered else "- "
        body = _begun(inline(own.runs, depth + 1)) if own else ""
        yield MarkdownUnit("item", depth, lead, body, number if ordered else None)
        for child in item.children[1 if own else 0 :]:
            yield from _block(child, depth + 1)
        number += 1


def _table(block: Block, depth: int) -> Iterator[MarkdownUnit]:
    rows = [row for section in block.children for row in section.children]
    for place, row in enumerate(rows):
        cells = [_flat(cell).replace("|", "\\|") for cell in row.children]
        below = f"|{' --- |' * len(cells)}" if place == 0 else ""
        yield MarkdownUnit("row", depth, "", f"| {' | '.join(cells)} |", below=below)


def _flat(block: Block) -> str:
    """All that stands in a block on one line."""
    parts = [inline(block.runs)] if block.runs else [_flat(child) for child in block.children]
    return " ".join(" ".join(filter(None, parts)).split())


# --- words --------------------------------------------------------------------------------------


def inline(runs: Iterable[Run], depth: int = 0) -> str:
    """Runs as Markdown; `depth` indents the lines after a line break."""
    return _inline(list(runs), 0).replace("\n", f"  \n{INDENT * depth}")


def _inline(runs: Sequence[Run], level: int) -> str:
    out = []
    for mark, group in groupby(
        runs, key=lambda r: r.marks[level] if len(r.marks) > level else None
    ):
        inner = list(group)
        if mark is None:
            out.append("".join(escaped(run.text) for run in inner))
            continue
        if mark.tag == "img":
            attrs = dict(mark.attrs)
            out.append(f"![{escaped(attrs.get('alt', ''))}]({attrs.get('src', '')})")
            continue
        if mark.tag == "br":
            out.append("\n" * len(inner))
            continue
        if mark.tag == "code":
            words = "".join(run.text for run in inner)
            fence = "``" if "`" in words else "`"
            out.append(f"{fence}{words}{fence}")
            continue
        out.append(_marked(mark.tag, dict(mark.attrs), _inline(inner, level + 1)))
    return "".join(out)


def _marked(tag: str, attrs: dict[str, str], words: str) -> str:
    """Words under a mark; white space at their ends stays outside, where Markdown wants it."""
    core = words.strip()
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    if not core:
        return words
    if tag == "a":
        title = attrs.get("title", "").replace('"', "”")
        core = f"[{core}]({attrs.get('href', '')}" + (f' "{title}")' if title else ")")
    else:
        core = f"{_SIGNS.get(tag, '')}{core}{_SIGNS.get(tag, '')}"
    return f"{before}{core}{after}"


def escaped(text: str) -> str:
    """Words so that they mean themselves."""
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)
    text = re.sub(r"([\\`*\[\]])", r"\\\1", text)
    return re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", text)


def _begun(line: str) -> str:
    """A line that does not begin as a list, heading or quotation would."""
    line = re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", line)
    return re.sub(r"^([#>+-])(?=\s)", r"\\\1", line)
