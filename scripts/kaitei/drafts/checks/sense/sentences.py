"""The sentences of a clause, and which of two languages says which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from math import log

from kaitei.model import Block, Clause
from kaitei.text.notation import folded
from kaitei.text.values import values

_ENDS = re.compile(
    r"(?<=[。？！])(?![」』”）)])|(?<=[。？！][」』）)])(?=[^、。とをのはがにへもでやなだい])|\n"
    # A sentence that was left in English in the midst of Japanese ones.
    r"|(?<=[a-z]{3}\.)(?<!\b(?:Corp|Prof|Dept)\.)(?=[一-鿿ぁ-ヺ])"
    r"|(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b[a-z]\.[a-z]\.)(?<!\b(?:No|Co|St|vs|cf)\.)(?<!\b(?:Inc|Ltd"
    r"|etc"
    r"|Art|Sec|Nos|Mrs)\.)(?<!\bCorp\.)[”’\"')\]]*\s+(?=[“‘\"'(\[]?[A-Z0-9一-鿿ぁ-ヺ])"
)
_HELD = frozenset(("amount", "rate", "period", "date", "time", "telephone", "email", "url"))


@dataclass(frozen=True)
class Sentence:
    """A sentence, the number of its leaf in the clause, and that leaf's place among the blocks."""

    words: str
    leaf: int
    tag: str
    anchors: frozenset[tuple[str, str]] = field(compare=False)

    @cached_property
    def key(self) -> str:
        """The sentence without differences of notation."""
        return folded(self.words)


Bead = tuple[tuple[Sentence, ...], tuple[Sentence, ...]]
"""Sentences of the one language, and those of the other that say the same; either may be none."""


@lru_cache(4096)
def sentences(clause: Clause) -> tuple[Sentence, ...]:
    """The sentences of a clause, its heading left out, in order."""
    return tuple(
        Sentence(words, number, tag, _anchors(words))
        for number, (tag, leaf) in enumerate(_leaves(clause.blocks))
        for words in split(leaf.words)
    )


def split(words: str) -> Iterator[str]:
    """The sentences of a stretch of text, stripped."""
    for part in _ENDS.split(words):
        if part.strip():
            yield part.strip()


def _leaves(blocks: Sequence[Block], tag: str = "") -> Iterator[tuple[str, Block]]:
    """The leaves of some blocks, each with the path of tags that leads to it."""
    for block in blocks:
        path = f"{tag}/{block.tag}"
        if block.children:
            yield from _leaves(block.children, path)
        else:
            yield path.replace("/p", "/").rstrip("/"), block


def _anchors(words: str) -> frozenset[tuple[str, str]]:
    return frozenset(value.key for value in values(words) if value.kind in _HELD)


# --- pairing --------------------------------------------------------------------------------------

# Sentences of either language that a pair may have, and what more than one of them cost.
# How far a sentence may stand from its place, and how many are paired at all: beyond that nothing
# is judged, so that the cost is bounded.
_BAND, _MOST = 12, 60
# The cost up to which two sentences are taken for a pair without looking further: about twice the
# letters that were to be expected.
_FITS = 1.0
_BEADS = ((1, 1, 0.0), (1, 0, 1.6), (0, 1, 1.6), (1, 2, 0.5), (2, 1, 0.5), (1, 3, 0.9), (3, 1, 0.9))


def paired(
    ours: Sequence[Sentence],
    theirs: Sequence[Sentence],
    ratio: float,
    before: Sequence[Bead] = (),
) -> list[Bead]:
    """Which sentences of two languages say the same, in order (Gale and Church, 1993).

    `ratio` is how many letters `theirs` have for one of `ours`. Shared values hold sentences
    together, another place in the clause keeps them apart, and so does what they were paired with
    `before`.
    """
    known = _Known(before)
    beads: list[Bead] = []
    for one, other in _stretches(ours, theirs):
        alike = len(one) == len(other) and all(
            known.agree(first, second, ratio) for first, second in zip(one, other, strict=True)
        )
        if alike:
            beads += [((first,), (second,)) for first, second in zip(one, other, strict=True)]
        else:
            beads += _paired(one, other, ratio, known)
    return beads


def _stretches(
    ours: Sequence[Sentence], theirs: Sequence[Sentence]
) -> Iterator[tuple[Sequence[Sentence], Sequence[Sentence]]]:
    """What may be paired: leaf by leaf where both have the same; all of it where they differ."""
    leaves = [[[*found] for _, found in groupby(side, lambda s: s.leaf)] for side in (ours, theirs)]
    places = [[leaf[0].tag for leaf in side] for side in leaves]
    whole = zip(*leaves, strict=True) if places[0] == places[1] else [(ours, theirs)]
    for one, other in whole:
        if max(len(one), len(other)) <= _MOST:
            yield one, other


def _paired(
    ours: Sequence[Sentence], theirs: Sequence[Sentence], ratio: float, known: _Known
) -> list[Bead]:
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    slope = len(theirs) / max(len(ours), 1)
    band = _BAND + round(slope)
    for i in range(len(ours) + 1):
        middle = round(i * slope)
        for j in range(max(middle - band, 0), min(middle + band, len(theirs)) + 1):
            for m, n, extra in _BEADS:
                if (i - m, j - n) not in best:
                    continue
                one, other = tuple(ours[i - m : i]), tuple(theirs[j - n : j])
                cost = best[i - m, j - n][0] + extra + known.cost(one, other)
                cost += _cost(one, other, ratio)
                if (i, j) not in best or cost < best[i, j][0]:
                    best[i, j] = cost, (m, n)
    beads: list[Bead] = []
    i, j = len(ours), len(theirs)
    while i or j:
        m, n = best[i, j][1]
        beads.append((tuple(ours[i - m : i]), tuple(theirs[j - n : j])))
        i, j = i - m, j - n
    return beads[::-1]


class _Known:
    """What was paired before: who was there keeps his partner."""

    def __init__(self, beads: Sequence[Bead]) -> None:
        self._bead = ({}, {})  # type: tuple[dict[str, int], dict[str, int]]
        self._sizes = [(len(one), len(other)) for one, other in beads]
        for number, bead in enumerate(beads):
            for side in (0, 1):
                self._bead[side].update((s.key, number) for s in bead[side])

    def agree(self, one: Sentence, other: Sentence, ratio: float) -> bool:
        """Whether two sentences were paired with each other, or both are new and fit."""
        ours, theirs = self._bead[0].get(one.key), self._bead[1].get(other.key)
        if ours is None and theirs is None:
            return _cost([one], [other], ratio) < _FITS
        return ours == theirs

    def cost(self, one: tuple[Sentence, ...], other: tuple[Sentence, ...]) -> float:
        """What it costs to pair some sentences that were paired otherwise."""
        kept = [
            {self._bead[side][s.key] for s in found if s.key in self._bead[side]}
            for side, found in enumerate((one, other))
        ]
        if len(kept[0] | kept[1]) > 1:
            return 2.5
        if any(self._sizes[number] == (len(one), len(other)) for number in kept[0] | kept[1]):
            return 0.0  # a sentence of two that answer to one was reworded
        new = [
            any(s.key not in self._bead[side] for s in found)
            for side, found in enumerate((one, other))
        ]
        return 1.8 if (kept[0] or kept[1]) and len(one) + len(other) > 2 and any(new) else 0.0


def _cost(one: Sequence[Sentence], other: Sequence[Sentence], ratio: float) -> float:
    """How ill some sentences fit some others."""
    if not one or not other:
        return 0.0
    if len({s.leaf for s in one}) > 1 or len({s.leaf for s in other}) > 1:
        return 9.0  # what stands in two items is not one sentence of the other language
    lengths = [sum(len(s.words) for s in side) for side in (one, other)]
    cost = 1.4 * abs(log((lengths[1] + 12) / (lengths[0] * ratio + 12)))
    anchors = [frozenset().union(*(s.anchors for s in side)) for side in (one, other)]
    cost += 0.5 * len(anchors[0] ^ anchors[1]) - 0.7 * len(anchors[0] & anchors[1])
    return cost + 1.0 * (one[0].tag != other[0].tag)
