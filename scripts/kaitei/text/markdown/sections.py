"""A body read section by section, each once: revisions of a text share most of theirs.

Python-Markdown reads a heading below an empty line alike whatever stands above it. What reaches
from one section into another (definitions of links and notes, raw HTML) is looked for first; a
text that has any is read as one. Texts that share a section share its clauses: `is` tells that
they are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kaitei.model import Block, Clause
from kaitei.text import tokens
from kaitei.text.markdown.flow import Reader
from kaitei.text.markdown.tree import HEADINGS, Dialect, tree

_CUT = re.compile(r"\n[ \t]*\n(?=#)")
_REACHING = re.compile(r"\[[^\]\n]*\]:|<(?!https?://|mailto:|[\w.+-]+@)[A-Za-z/!?]|[\x02\x03]")
_HELD = 4096  # sections; most are a few kilobytes


@dataclass(frozen=True, slots=True)
class _Section:
    clauses: tuple[Clause, ...]
    ids: frozenset[str]


def read(body: str, dialect: Dialect) -> tuple[Clause, ...]:
    """The clauses of `body`, Markdown without front matter; its footnotes are the last.

    Raises RecursionError for what nests too deeply.
    """
    if not _REACHING.search(body):
        sections = [_read(part, dialect) for part in _CUT.split(body)]
        if _apart(sections):
            return tuple(clause for section in sections for clause in section.clauses)
    return _read(body, dialect).clauses


def _apart(sections: list[_Section]) -> bool:
    """Whether sections make a text as they are.

    Each id is given once, each begins with a heading, and none stands twice: a clause is known by
    its identity.
    """
    ids = frozenset[str]().union(*(section.ids for section in sections))
    headed = all(section.clauses[0].heading for section in sections[1:] if section.clauses)
    once = len(set(map(id, sections))) == len(sections)
    return headed and once and len(ids) == sum(len(section.ids) for section in sections)


@lru_cache(_HELD)
def _read(body: str, dialect: Dialect) -> _Section:
    reader = Reader(notes=dialect == "policy")
    clauses = tuple(_clauses(reader.flow(tree(body, dialect), "p", 0)))
    if reader.footnotes:
        clauses = (*clauses, Clause("footnotes", "", "", 0, None, reader.footnotes))
    return _Section(clauses, frozenset(reader.ids))


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
