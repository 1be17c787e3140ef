"""Runs and blocks made tidy: white space, paragraphs at double breaks, headings by their look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kaitei.model import Block, Mark, Run
from kaitei.text.html.elements import HEADINGS
from kaitei.text.source import BREAK, plain_words

_LONGEST = 60  # characters of a heading by its look


def text_runs(text: str | None, marks: tuple[Mark, ...] = ()) -> Iterator[Run]:
    """Give the words between two tags as a run, white space as a browser shows it."""
    if text:
        yield Run(re.sub(r"[ \t\r\n\f\u00a0]+", " ", text), marks)


def as_paragraphs(runs: list[Run]) -> list[Block]:
    """Runs as paragraphs: two breaks in a row part two of them."""
    blocks: list[Block] = []
    part: list[Run] = []
    breaks = 0
    for run in [*runs, None]:
        if run is not None and run == BREAK:
            breaks += 1
            part.append(run)
            continue
        if run is not None and not run.text.strip():
            part.append(run)
            continue
        if run is None or breaks > 1:
            if trimmed := trim(part):
                blocks.append(Block("p", tuple(trimmed)))
            part = []
        breaks = 0
        if run is not None:
            part.append(run)
    return blocks


def trim(runs: list[Run]) -> list[Run]:
    """Runs joined where their marks are one, without white space at the ends or beside breaks."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if run == BREAK:
            joined.append(run)
        elif last and last != BREAK and last.marks == run.marks:
            joined[-1] = Run(re.sub(r"\s+", " ", last.text + run.text), run.marks)
        elif run.text:
            joined.append(Run(run.text.lstrip() if last in (None, BREAK) else run.text, run.marks))
    joined = [run for run in joined if run.text]
    while joined and (joined[-1] == BREAK or not joined[-1].text.strip()):
        joined.pop()
    while joined and (joined[0] == BREAK or not joined[0].text.strip()):
        joined.pop(0)
    if joined:
        joined[-1] = Run(joined[-1].text.rstrip(), joined[-1].marks)
        joined[0] = Run(joined[0].text.lstrip(), joined[0].marks)
    return joined


def tidied(blocks: list[Block]) -> Iterator[Block]:
    """Blocks without rules at the ends and doubled ones."""
    kept = list(blocks)
    while kept and kept[0].tag == "hr":
        kept.pop(0)
    while kept and kept[-1].tag == "hr":
        kept.pop()
    before = ""
    for block in kept:
        if not (block.tag == before == "hr"):
            yield block
        before = block.tag


def all_runs(block: Block) -> Iterator[Run]:
    """All runs of a block, a break between two leaves."""
    if block.runs:
        yield from block.runs
    for number, child in enumerate(block.children):
        if number:
            yield BREAK
        yield from all_runs(child)


def under_heading(label: str, blocks: list[Block]) -> list[Block]:
    """The blocks of an item as a heading and what stands below it; none where it has no heading."""
    first = blocks[0] if blocks else None
    if first is None or not plain_words([first]):
        return []
    if first.tag in HEADINGS and len(blocks) > 1:
        return [replace(first, runs=(Run(label), *first.runs)), *blocks[1:]]
    strong = Mark("strong")
    head: list[Run] = []
    for run in first.runs:
        if run == BREAK or (strong not in run.marks and run.text.strip()):
            break
        head.append(run)
    rest = trim(list(first.runs[len(head) :]))
    words = "".join(run.text for run in head).strip()
    if first.tag != "p" or not words or len(words) > _LONGEST or not (rest or blocks[1:]):
        return []
    under = [Block("p", tuple(rest))] if rest else []
    return [Block("p", (Run(label, (strong,)), *trim(head)), id=first.id), *under, *blocks[1:]]


def bold(block: Block) -> Block:
    """A paragraph that the page shows in bold."""
    strong = Mark("strong")
    if block.tag != "p":
        return block
    runs = (
        run if run == BREAK or strong in run.marks else Run(run.text, (*run.marks, strong))
        for run in block.runs
    )
    return replace(block, runs=tuple(runs))


def no_strong(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks of a heading, which is bold anyway."""
    return tuple(mark for mark in marks if mark.tag not in ("strong", "em"))
