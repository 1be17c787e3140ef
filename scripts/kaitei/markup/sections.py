"""A body read section by section, each once: revisions of a text share most of theirs.

Python-Markdown reads a heading below an empty line alike whatever stands above it. What reaches
from one section into another (definitions of links and notes, raw HTML) is looked for first; a
text that has any is read as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kaitei.markup.flow import Reader
from kaitei.markup.tree import Dialect, tree
from kaitei.policy import Block

_CUT = re.compile(r"\n[ \t]*\n(?=#)")
_REACHING = re.compile(r"\[[^\]\n]*\]:|<(?!https?://|mailto:|[\w.+-]+@)[A-Za-z/!?]|[\x02\x03]")
_HELD = 4096  # sections; most are a few kilobytes


@dataclass(frozen=True, slots=True)
class _Section:
    blocks: tuple[Block, ...]
    notes: tuple[Block, ...]
    ids: frozenset[str]


def read(body: str, dialect: Dialect) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The blocks of `body`, Markdown without front matter, and its footnotes.

    Raises RecursionError for what nests too deeply.
    """
    if not _REACHING.search(body):
        sections = [_read(part, dialect) for part in _CUT.split(body)]
        ids = frozenset[str]().union(*(section.ids for section in sections))
        if len(ids) == sum(len(section.ids) for section in sections):  # each id is given once
            return tuple(block for section in sections for block in section.blocks), ()
    whole = _read(body, dialect)
    return whole.blocks, whole.notes


@lru_cache(_HELD)
def _read(body: str, dialect: Dialect) -> _Section:
    reader = Reader(notes=dialect == "policy")
    blocks = tuple(reader.flow(tree(body, dialect), "p", 0))
    return _Section(blocks, reader.footnotes, frozenset(reader.ids))
