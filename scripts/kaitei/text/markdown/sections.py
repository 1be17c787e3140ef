"""A body read section by section, each once: revisions of a text share most of theirs.

Python-Markdown reads a heading below an empty line alike whatever stands above it. What reaches
from one section into another (definitions of links and notes, raw HTML) is looked for first; a
text that has any is read as one. Texts that share a section share its clauses: `is` tells that
they are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kaitei.model import Block, Clause
from kaitei.text import tokens
from kaitei.text.markdown.flow import NOTE, FlowReader
from kaitei.text.markdown.tree import HEADINGS, Dialect, tree

_CUT = re.compile(r"\n[ \t]*\n(?=#)")
_REACHING = re.compile(r"\[[^\]\n]*\]:|<(?!https?://|mailto:|[\w.+-]+@)[A-Za-z/!?]|[\x02\x03]")
NOTES = ("class", "notes")
"""What the list of a clause's notes has among its attributes."""
_HELD = 4096  # sections; most are a few kilobytes


@dataclass(frozen=True, slots=True)
class _RawSection:
    clauses: tuple[Clause, ...]
    ids: frozenset[str]


def read(body: str, dialect: Dialect) -> tuple[Clause, ...]:
    """The clauses of `body`, Markdown without front matter; footnotes stand below their clause.

    Raises RecursionError for what nests too deeply.
    """
    if not _REACHING.search(body):
        sections = [_read(part, dialect) for part in _CUT.split(body)]
        if _apart(sections):
            return tuple(clause for section in sections for clause in section.clauses)
    return _read(body, dialect).clauses


def _apart(sections: list[_RawSection]) -> bool:
    """Whether sections make a text as they are.

    Each id is given once, each begins with a heading, and none stands twice: a clause is known by
    its identity.
    """
    ids = frozenset[str]().union(*(section.ids for section in sections))
    headed = all(section.clauses[0].heading for section in sections[1:] if section.clauses)
    once = len(set(map(id, sections))) == len(sections)
    return headed and once and len(ids) == sum(len(section.ids) for section in sections)


@lru_cache(_HELD)
def _read(body: str, dialect: Dialect) -> _RawSection:
    reader = FlowReader(notes=dialect == "policy")
    clauses = tuple(_clauses(reader.flow(tree(body, dialect), "p", 0)))
    if reader.footnotes:
        clauses = tuple(_noted(clauses, reader.footnotes))
    return _RawSection(clauses, frozenset(reader.ids))


def _noted(clauses: tuple[Clause, ...], footnotes: Iterable[Block]) -> Iterator[Clause]:
    """The clauses, each with the notes whose signs stand in it first as a list below it.

    Notes are numbered through the text in the order of their signs; those of no clause are the
    last one's.
    """
    notes = [note for block in footnotes if block.tag == "ol" for note in block.children]
    number = 1
    for at, clause in enumerate(clauses):
        last = max((sign for block in clause.blocks for sign in _signs(block)), default=0)
        count = len(notes) if at == len(clauses) - 1 else max(0, last - number + 1)
        here, notes = notes[:count], notes[count:]
        if not here:
            yield clause
            continue
        start = (("start", str(number)),) if number > 1 else ()
        items = tuple(replace(note, id="") for note in here)
        yield replace(
            clause, blocks=(*clause.blocks, Block("ol", children=items, attrs=(NOTES, *start)))
        )
        number += len(here)


def _signs(block: Block) -> Iterator[int]:
    """The numbers of the notes that a block leads to."""
    for leaf in block.leaves():
        signs = (run.text for run in leaf.runs if NOTE in run.marks)
        yield from (int(sign) for sign in signs if sign.isdecimal())


def is_notes(block: Block) -> bool:
    """Whether a block is the list of a clause's notes."""
    return NOTES in block.attrs


def _clauses(blocks: Iterable[Block]) -> Iterator[Clause]:
    heading: Block | None = None
    held: list[Block] = []
    for block in blocks:
        if block.tag in HEADINGS:
            if heading or held:
                yield _clause(heading, held)
            heading, held = block, []
        else:
            held.append(block)
    if heading or held:
        yield _clause(heading, held)


def _clause(heading: Block | None, blocks: list[Block]) -> Clause:
    if heading is None:
        return Clause("", "", "", 0, None, tuple(blocks))
    label, title = tokens.split_label("".join(run.text for run in heading.runs))
    return Clause(heading.id, label, title, int(heading.tag[1]), heading, tuple(blocks))
