"""Paragraphs that are headings of what follows them: they divide a clause for the comparison.

Texts number their paragraphs in bold ("**2.6 Payments**") and set 附則 or 別表 on a line of its own
without a heading's sign. Compared as clauses they are known by their titles, and a new number is a
new number. In the comparison a part is a clause whose heading is a paragraph; put together again,
it goes back into the clause before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kaitei.model import Block, Clause
from kaitei.text import tokens
from kaitei.text.notation import folded

LONGEST = 80
"""Signs that a title has at most: longer ones are bold sentences."""
_SUPPLEMENT = re.compile(
    r"(?:附則|別[表紙記図]|様式)(?:第?[0-9一二三四五六七八九十]+)?(?:\(.{1,30}\))?"
)
_ENDS = re.compile(r"[。.!?;:；：]\s*$")


def is_title(block: Block) -> bool:
    """Whether a paragraph is a heading: wholly bold and numbered, or 附則, 別表 and the like."""
    if block.tag != "p" or not block.runs:
        return False
    first = block.runs[0]
    bold = first.marks and any(mark.tag == "strong" for mark in first.marks)
    if not bold and first.text[:1] not in "附別様":
        return False
    text = "".join(run.text for run in block.runs).strip()
    if len(text) > LONGEST:
        return False
    if _SUPPLEMENT.fullmatch("".join(folded(text).split())):
        return True
    whole = all(
        any(mark.tag == "strong" for mark in run.marks) for run in block.runs if run.text.strip()
    )
    return whole and tokens.label_end(text, heading=True) > 0 and not _ENDS.search(text)


def is_part(clause: Clause) -> bool:
    """Whether a clause is a part of the one before it: its heading is a paragraph."""
    return clause.heading is not None and clause.heading.tag == "p"


def parts(clause: Clause) -> Iterator[Clause]:
    """`clause`, cut where paragraphs are headings; itself where none is."""
    starts = [at for at, block in enumerate(clause.blocks) if is_title(block)]
    if not starts:
        yield clause
        return
    if clause.heading is not None or starts[0] > 0:
        yield replace(clause, blocks=clause.blocks[: starts[0]])
    for start, end in zip(starts, [*starts[1:], len(clause.blocks)], strict=True):
        yield _part(clause.blocks[start], clause.blocks[start + 1 : end], clause.level + 1)


def _part(heading: Block, blocks: tuple[Block, ...], level: int) -> Clause:
    label, title = tokens.split_label("".join(run.text for run in heading.runs))
    return Clause("", label, title, level, heading, blocks)
