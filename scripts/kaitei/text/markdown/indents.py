"""How far items are indented, in a source as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ITEM = re.compile(r"[ \t]*(?:[0-9]+[.)]|[-*+])[ \t]+\S")
_NESTED = 4


def indent(line: str) -> int:
    """By how many columns a line is indented."""
    wide = line.expandtabs(4)
    return len(wide) - len(wide.lstrip())


def half_nested(source: str) -> Iterator[tuple[int, str]]:
    """The items, each with its line from 1, that are indented but too little to stand in another.

    With fewer than four spaces Markdown puts an item beside the one above.
    """
    levels: list[int] = []
    above = ""
    for number, line in enumerate(source.split("\n"), 1):
        columns = indent(line)
        if _ITEM.match(line):
            while levels and levels[-1] > columns:
                levels.pop()
            if levels and 0 < columns - levels[-1] < _NESTED:
                yield number, line.strip()
            if not levels or levels[-1] < columns:
                levels.append(columns)
        elif line.startswith("#") or (line.strip() and not columns and not above.strip()):
            levels = []  # the list ended
        above = line
