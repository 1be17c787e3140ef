"""Sentences that moved by themselves, out of one paragraph into another.

Their words are marked where they were and where they are; no value in them is gone or new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from kaitei.model import Block
from kaitei.text.diff.data import BlockChange, ClauseChange, Finding
from kaitei.text.diff.pieces import ChangeKind, Piece, Side, leaves
from kaitei.text.diff.regions import whole
from kaitei.text.diff.sharing import once
from kaitei.text.notation import folded

_END = re.compile(r"(?<=[。！？\n])|(?<=[.!?])\s+")
_ENDS = " \n.。、,"
_LEAST = 12
"""Letters of a sentence that is followed: a shorter one (30日以内とします。) recurs by chance."""
Places = dict[str, tuple[int, int]]
"""Where each sentence that moved was and is: the places of its clauses."""


def sentence_key(words: str) -> str:
    """A sentence without what its place may change: space and the stop at its ends."""
    return " ".join(folded(words).split()).strip(_ENDS)


def is_followed(key: str) -> bool:
    """Whether a sentence is long enough to be known again."""
    return sum(map(str.isalnum, key)) >= _LEAST


def moved_sentences(clauses: Sequence[ClauseChange]) -> Places:
    """The sentences that went from one place and came to another one, unchanged."""
    gone, came = _sentences(clauses, Side.OLD), _sentences(clauses, Side.NEW)
    if set(chain.from_iterable(came.values())).isdisjoint(chain.from_iterable(gone.values())):
        return {}  # nearly always
    was, now = _places(gone), _places(came)
    return {key: (was[key], now[key]) for key in was if key in now}


def without_moved_values(clauses: Sequence[ClauseChange]) -> list[ClauseChange]:
    """`clauses` without the values that came or went with a sentence that moved."""
    out = list(clauses)
    for key, (old, new) in moved_sentences(clauses).items():
        values = Counter(value.text for value in whole(key))
        if values:
            out[old] = _without(out[old], values, Side.OLD)
            out[new] = _without(out[new], values, Side.NEW)
    return out


def _without(change: ClauseChange, values: Counter[str], side: Side) -> ClauseChange:
    found, former = (
        tuple(_left(findings, values, side))
        for findings in (change.findings, change.former_findings)
    )
    return replace(change, findings=found, former_findings=former)


def _left(findings: Iterable[Finding], values: Counter[str], side: Side) -> Iterator[Finding]:
    """The findings but those of `values` that stand on that side only, as many as there are."""
    left = Counter(values)
    for found in findings:
        here, there = (found.old, found.new) if side is Side.OLD else (found.new, found.old)
        key = folded(here)
        if here and not there and left[key]:
            left[key] -= 1
        else:
            yield found


def _sentences(clauses: Sequence[ClauseChange], side: Side) -> dict[int, tuple[str, ...]]:
    """The sentences that stand on that side only, by the places of their clauses."""
    return {
        at: once(change, ("sentences", side), partial(_followed, change, side))
        for at, change in enumerate(clauses)
        if change.kind is not ChangeKind.KEPT
    }


def _places(sentences: dict[int, tuple[str, ...]]) -> dict[str, int]:
    """The place of the first clause in which each sentence stands."""
    found: dict[str, int] = {}
    for at, keys in sentences.items():
        for key in keys:
            found.setdefault(key, at)
    return found


def _followed(change: ClauseChange, side: Side) -> tuple[str, ...]:
    """The sentences of a clause that stand on that side only and are long enough."""
    passages = (words for block in change.blocks for words in _passages(block, side))
    keys = (sentence_key(one) for words in passages for one in _END.split(words))
    return tuple(filter(is_followed, keys))


def _passages(change: BlockChange, side: Side) -> Iterator[str]:
    """The words in a block that stand on that side only, each stretch of them."""
    if change.move or change.kind is ChangeKind.KEPT:
        return
    block = change.old if side is Side.OLD else change.new
    if change.kind is (ChangeKind.DELETED if side is Side.OLD else ChangeKind.INSERTED):
        if not change.children and block:
            yield from map(_text, leaves(block))
    elif pieces := change.all_pieces():
        yield from _stretches(pieces, side)
    for child in change.children:
        yield from _passages(child, side)


def _stretches(pieces: Iterable[Piece], side: Side) -> Iterator[str]:
    words = ""
    for piece in pieces:
        run, other = (piece.old, piece.new) if side is Side.OLD else (piece.new, piece.old)
        if run and not other:
            words += run.text
        elif run and words:
            yield words
            words = ""
    if words:
        yield words


def _text(block: Block) -> str:
    return "".join(run.text for run in block.runs)
