"""Items whose numbers stand as words: (1), ア and ① at the beginning of items and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaitei.drafts.renumber.labels import UNITS, Label, label
from kaitei.drafts.renumber.source import ParagraphStart
from kaitei.text import tokens


@dataclass
class _Series:
    """Labels that are counted together, each with where it stands."""

    labels: list[tuple[ParagraphStart, Label]] = field(default_factory=list)


def numbered(
    beginnings: Sequence[ParagraphStart], lines: Sequence[str]
) -> Iterator[tuple[int, int, int, str]]:
    """Line, columns and new words of each label in a clause that is out of order.

    Only what can be nothing but a series is counted: two labels or more, from 1, or from 2 where
    the first paragraph bears no number. Of paragraphs, a 1 after one without a label begins anew.
    """
    series: dict[tuple[object, ...], _Series] = {}
    parted: set[tuple[int, int]] = set()
    for line in beginnings:
        words = lines[line.line][line.start :]
        place = (line.run, line.depth)
        last = next((s.labels[-1][1] for k, s in reversed(series.items()) if k[:2] == place), None)
        end = tokens.label_end(words)
        own = label(words[:end], last) if end else None
        if own is None or len(own.number) != 1 or _heads(own):
            parted.add(place)
            continue
        key = (*place, own.series)
        if key in series and place in parted and line.run == 0 and own.number == (1,):
            yield from _counted(series.pop(key))
        parted.discard(place)
        series.setdefault(key, _Series()).labels.append((line, own))
    for found in series.values():
        yield from _counted(found)


def _heads(own: Label) -> bool:
    """Whether a line begins as a heading that was forgotten: that is told elsewhere."""
    return UNITS.get(own.series[1], "I") not in "PI"


def _counted(series: _Series) -> Iterator[tuple[int, int, int, str]]:
    first, own = series.labels[0]
    if len(series.labels) == 1 or own.number[0] > 2:
        return
    number = own.number[0] if first.run == 0 else 1
    for place, one in series.labels:
        if one.number != (number,):
            yield place.line, place.start, place.start + len(one.words), one.numbered((number,))
        number += 1
