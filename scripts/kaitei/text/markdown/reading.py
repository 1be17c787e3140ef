"""Markdown -> Text: front matter off, limits kept, and where in the file a clause stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaitei.base.problems import KaiteiError, problem
from kaitei.model import Clause, Text
from kaitei.text.markdown.guard import ILLEGAL, MAX_DEPTH, limits, split, split_leniently
from kaitei.text.markdown.sections import read
from kaitei.text.markdown.tree import Dialect


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
        clauses = read(body, dialect)
    except RecursionError:
        raise KaiteiError(problem("markup-nesting", file, limit=MAX_DEPTH)) from None
    return Text(lang, ILLEGAL.sub("", title), clauses)


def lines(source: str, text: Text) -> tuple[int, ...]:
    """The line of `source`, a file, on which each clause of its `text` begins; 0 where unknown."""
    _, body, first = split_leniently(source)
    found = _headings(body, first)
    return tuple(_line(clause, found) for clause in text.clauses)


def _line(clause: Clause, found: Iterator[tuple[int, str]]) -> int:
    if clause.heading is None:
        return 0
    wanted = _letters("".join(run.text for run in clause.heading.runs))
    return next((line for line, letters in found if letters.startswith(wanted)), 0)


def _headings(body: str, first: int) -> Iterator[tuple[int, str]]:
    """Lines that may be headings, with the letters in them."""
    lines = body.split("\n")
    for i, line in enumerate(lines):
        underlined = i + 1 < len(lines) and re.fullmatch(r"(?:=+|-+)[ ]*", lines[i + 1])
        if line.startswith("#") or underlined or re.match(r"\s*<h[1-6]", line, re.IGNORECASE):
            yield first + i, _letters(re.sub(r"\]\([^)]*\)", "]", line))


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
