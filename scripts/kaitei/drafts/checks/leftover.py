"""What is written as if it were Markdown or a fact, and would reach readers as it stands.

Word processors, mail and Japanese keyboards bring full-width signs, bullets of their own and lists
without the empty line that Markdown wants. None of it is an error for a Markdown parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.context import DraftContext
from kaitei.text import markdown

_BRACES = re.compile(r"(?<!\{)\{ ?([a-z0-9]+(?:-[a-z0-9]+)*)(?:\.[a-z-]+)? ?\}(?!\})")
_NO_TARGET = re.compile(r"\[[^\[\]]+\]\(\s*\)")
# Lines that a person means as a list, and Markdown as one paragraph.
_BULLET = re.compile(
    r"\s*(?:[・●○◆◇■□▪•‣]|[（(][0-9０-９一二三四五六七八九十]+[)）]|[①-⑳]|[０-９]+[．.、)）]"
    r"|[-*+](?=[^\s*+-])|[0-9]+\.(?=[^\s0-9]))"
)
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:(?P<number>[0-9]+)[.)]|[-*+])[ \t]+\S")
_STRUCK = re.compile(r"~~(?=\S)[^~]+(?<=\S)~~")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")
_OTHER_BLOCK = re.compile(r"\s*(?:#|\||>|```)")


def empty_links(case: DraftContext) -> Iterator[Problem]:
    """A link leads somewhere."""
    for _, file, number, line in case.lines():
        if match := _NO_TARGET.search(line):
            yield problem("link-empty", file, number, found=match[0])


def braces(case: DraftContext) -> Iterator[Problem]:
    """A fact is mentioned in two braces on each side."""
    facts = case.desk.settings.facts
    for _, file, number, line in case.lines():
        for match in _BRACES.finditer(line):
            if match[1] in facts or match[1] == "organization":
                yield problem("fact-braces", file, number, found=match[0], name=match[0][1:-1])


def struck(case: DraftContext) -> Iterator[Problem]:
    """Nothing is struck out: Markdown has no sign for it, and a text says what holds."""
    for _, file, number, line in case.lines():
        if match := _STRUCK.search(line):
            yield problem("strike-shown", file, number, found=match[0][:40])


def code(case: DraftContext) -> Iterator[Problem]:
    """No paragraph is indented so far that Markdown takes it for code."""
    for lang, file in case.draft.files.items():
        lines = case.draft.sources[lang].split("\n")
        for at, clause in case.written(lang):
            for leaf in (leaf for block in clause.blocks for leaf in block.leaves()):
                if leaf.tag == "pre":
                    found = "".join(run.text for run in leaf.runs).split("\n")[0].strip()
                    at = _indented(lines, at, found)
                    yield problem("code-shown", file, at, found=found[:40])


def images(case: DraftContext) -> Iterator[Problem]:
    """A text has no pictures: nothing but its words is frozen, compared and shown."""
    for lang in case.languages:
        for _, clause in case.written(lang):
            for block in clause.blocks:
                for leaf in block.leaves():
                    marks = (mark for run in leaf.runs for mark in run.marks if mark.tag == "img")
                    for mark in marks:
                        src = dict(mark.attrs).get("src", "-")
                        yield case.at("image", lang, clause.id, src, src=src)


def plain_lists(case: DraftContext) -> Iterator[Problem]:
    """What is written as a list becomes one: with Markdown's signs and an empty line before it."""
    for lang, file in case.draft.files.items():
        lines = case.draft.sources[lang].split("\n")
        for first, block in _paragraphs(lines):
            bullets = {n: line for n, line in enumerate(block) if _BULLET.match(line)}
            joined = [n for n in bullets if n + 1 in bullets and not _HARD_BREAK.search(block[n])]
            if joined:
                yield problem("list-plain", file, first + joined[0], found=block[joined[0]].strip())
            late = next((n for n, line in enumerate(block) if n and _ITEM.match(line)), 0)
            if late and not _ITEM.match(block[0]) and not _BULLET.match(block[late]):
                yield problem("list-joined", file, first + late, found=block[late].strip())


@dataclass(slots=True)
class _List:
    """A numbered list that is still open: how far it is indented, its first and its last number."""

    indent: int
    first: int
    last: int


def item_numbers(case: DraftContext) -> Iterator[Problem]:
    """The numbers of a list's items are those that readers will see.

    A list in which every item is written as 1 leaves the counting to Markdown.
    """
    for lang, file in case.draft.files.items():
        open_: list[_List] = []
        for number, line in enumerate(case.draft.sources[lang].split("\n"), 1):
            indent = markdown.indent(line)
            item = _ITEM.match(line)
            if not line.strip() or (not item and open_ and indent > open_[-1].indent):
                continue  # inside an item
            while open_ and open_[-1].indent >= indent + bool(item):
                open_.pop()
            if item is None or item["number"] is None:
                continue
            written = int(item["number"])
            if not open_ or open_[-1].indent < indent:
                open_.append(_List(indent, written, written))
                continue
            here = open_[-1]
            here.last += 1
            if written != here.last and (here.first, written) != (1, 1):
                yield problem("list-number", file, number, found=written, shown=here.last)
                here.last = written


def nested(case: DraftContext) -> Iterator[Problem]:
    """An item inside another is indented by four spaces: with fewer Markdown puts it beside it."""
    for lang, file in case.draft.files.items():
        for number, words in markdown.half_nested(case.draft.sources[lang]):
            yield problem("list-nested", file, number, found=words[:40])


def _indented(lines: list[str], after: int, words: str) -> int:
    """The line, below the line `after`, that is indented and says these words; else `after`."""
    below = enumerate(lines[after:], after + 1)
    return next((n for n, line in below if markdown.indent(line) and line.strip() == words), after)


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together without an empty one or another block, with the first's number."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip() and not _OTHER_BLOCK.match(line):
            block.append(line)
            continue
        if block:
            yield number - len(block), block
        block = []
