"""Markdown -> Text: front matter off, limits kept, blocks read and gathered into clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kaitei import words
from kaitei.errors import KaiteiError, problem
from kaitei.markup.guard import ILLEGAL, MAX_DEPTH, limits, split, split_leniently
from kaitei.markup.sections import read
from kaitei.markup.tree import HEADINGS, Dialect
from kaitei.policy import Block, Clause, Text


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
        blocks, notes = read(body, dialect)
    except RecursionError:
        raise KaiteiError(problem("markup-nesting", file, limit=MAX_DEPTH)) from None
    return Text(lang, ILLEGAL.sub("", title), tuple(_clauses(blocks, notes, body, first)))


# --- clauses --------------------------------------------------------------------------------------


def _clauses(
    blocks: Iterable[Block], notes: tuple[Block, ...], body: str, first: int
) -> Iterator[Clause]:
    lines = _heading_lines(body, first)
    heading: Block | None = None
    held: list[Block] = []
    for block in blocks:
        if block.tag in HEADINGS:
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
