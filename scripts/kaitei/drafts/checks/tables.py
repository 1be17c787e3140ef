"""Tables: they are read as such, and every row has the cells that the head has.

Markdown says nothing of a row that is too long and drops what stands in it; a line of signs that
does not fit the head makes no table at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.context import DraftContext

# What is no border: an escaped sign, and whatever stands in a code span.
_BORDERS = re.compile(r"\\[\\`|]|(`+)(?!`).+?(?<!`)\1(?!`)|(\|)")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")


def cells(case: DraftContext) -> Iterator[Problem]:
    """A row has as many cells as the head: the cells beyond it would be lost."""
    for lang, file in case.draft.files.items():
        for first, rows in _tables(case.draft.sources[lang].split("\n")):
            framed = any(_edges(rows[0]))
            head = _count(rows[0], framed=framed)
            for number, row in enumerate(rows[1:], first + 1):
                if (count := _count(row, framed=framed)) != head:
                    found = row.strip()[:40]
                    yield problem("table-cells", file, number, count=count, head=head, found=found)


def joined(case: DraftContext) -> Iterator[Problem]:
    """A table stands below an empty line: without one its rows run on in the paragraph before."""
    for lang, file in case.draft.files.items():
        for first, block in _blocks(case.draft.sources[lang].split("\n")):
            if not _begins(block):
                late = (n for n in range(1, len(block)) if _begins(block, n))
                if at := next(late, 0):
                    yield problem("table-joined", file, first + at, found=block[at].strip()[:40])


def _tables(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of each table, the line of signs below the head included; with the first's line."""
    return ((first, block) for first, block in _blocks(lines) if _begins(block))


def _begins(block: list[str], at: int = 0) -> bool:
    """Whether lines begin, at one of them, with the head of a table."""
    rows = block[at : at + 2]
    return len(rows) > 1 and all(map(_borders, rows)) and _RULE.fullmatch(rows[1]) is not None


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together, with the number of the first."""
    start = 0
    for end, line in enumerate([*lines, ""]):
        if line.startswith("#"):
            start = end + 1  # Markdown wants no empty line below a heading
        if line.strip():
            continue
        if start < end:
            yield start + 1, lines[start:end]
        start = end + 1


def _borders(row: str) -> list[int]:
    """Where the borders between cells stand in a row."""
    return [match.start() for match in _BORDERS.finditer(row) if match[2]]


def _edges(row: str) -> tuple[bool, bool]:
    """Whether a row begins and ends with a border."""
    row = row.strip()
    borders = _borders(row)
    return 0 in borders, len(borders) > 1 and borders[-1] == len(row) - 1


def _count(row: str, *, framed: bool) -> int:
    """How many cells a row has; in a framed table the borders at its ends are the frame."""
    return len(_borders(row)) + 1 - (sum(_edges(row)) if framed else 0)
