"""The order of items and sentences: the same in two languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from kaitei.drafts.checks.sense.sentences import Sentence


def moved(
    old: tuple[Sequence[Sentence], Sequence[Sentence]],
    new: tuple[Sequence[Sentence], Sequence[Sentence]],
) -> tuple[Sentence, Sentence] | None:
    """Two sentences of the one language that changed places and did not in the other, or None.

    By what both texts held before, or by values that stand in one place only.
    """
    if len(old[0]) == len(old[1]):
        found = _by_places(old, new)
    else:  # sentences are divided and joined in a translation, items are not
        found = _by_places(*(tuple(_items(side) for side in pair) for pair in (old, new)))
    if found:
        return found
    for sides in (new, [[s for s in side if s.tag] for side in new]):
        if len(sides[0]) == len(sides[1]) and (found := _by_values(sides[0], sides[1])):
            return found
    return None


def _items(found: Sequence[Sentence]) -> list[Sentence]:
    """The items and cells that hold some sentences, each as one sentence."""
    parts = ([*part] for _, part in groupby(found, lambda s: s.leaf))
    return [
        replace(part[0], words=" ".join(s.words for s in part)) for part in parts if part[0].tag
    ]


def _by_places(
    old: Sequence[Sequence[Sentence]], new: Sequence[Sequence[Sentence]]
) -> tuple[Sentence, Sentence] | None:
    """Two sentences that stood in one place before and now stand otherwise in each language."""
    if len(old[0]) != len(old[1]):
        return None
    places = [_places(before, after) for before, after in zip(old, new, strict=True)]
    both = [at for at in places[0] if at in places[1]]
    for n, first in enumerate(both):
        for second in both[n + 1 :]:
            ours, theirs = ((at[first], at[second]) for at in places)
            if (ours[0] < ours[1]) != (theirs[0] < theirs[1]):
                return new[0][ours[0]], new[1][theirs[0]]
    return None


def _places(old: Sequence[Sentence], new: Sequence[Sentence]) -> dict[int, int]:
    """Where in `new` each sentence of `old` stands, of those that stand once in each."""
    once = Counter(s.key for s in old), Counter(s.key for s in new)
    at = {s.key: n for n, s in enumerate(new)}
    return {n: at[s.key] for n, s in enumerate(old) if once[0][s.key] == once[1][s.key] == 1}


def _by_values(
    ours: Sequence[Sentence], theirs: Sequence[Sentence]
) -> tuple[Sentence, Sentence] | None:
    """Two sentences whose values say that they stand in each other's place."""
    at = [{s.anchors: n for n, s in enumerate(side) if s.anchors} for side in (ours, theirs)]
    counts = [Counter(s.anchors for s in side) for side in (ours, theirs)]
    for anchors, here in at[0].items():
        there = at[1].get(anchors)
        if there is None or here == there or counts[0][anchors] + counts[1][anchors] > 2:
            continue
        swapped = ours[here], theirs[here], ours[there], theirs[there]
        # The one that stands where it should must not say the same, nor have values of its own.
        if not (swapped[1].anchors & anchors) and not (swapped[2].anchors & anchors):
            return swapped[0], swapped[1]
    return None
