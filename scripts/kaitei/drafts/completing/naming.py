"""Ids for headings that have none: the same in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kaitei.drafts import adopt
from kaitei.drafts.completing.headings import WrittenHeading, headings, with_ids
from kaitei.model import Policy

_ID = re.compile(r"\{#([^\s{}]+)\}")
_Place = tuple[str, int]
"""Between which headings one stands: the id before it, and the how manieth without an id it is."""


def named(texts: Mapping[str, str], record: Iterable[Policy]) -> tuple[dict[str, str], list[str]]:
    """The texts by language, each heading with an id, and the ids that are new.

    New headings at one place are the same clause where each language has as many of them there.
    No id is given that ever was another clause's.
    """
    taken = {name for text in texts.values() for name in _ID.findall(text)}
    for policy in record:
        for publication in policy.publications:
            taken |= {name for text in publication.sources.values() for name in _ID.findall(text)}
    found = {lang: dict(_nameless(headings(text))) for lang, text in texts.items()}
    ids: dict[str, dict[int, str]] = {lang: {} for lang in texts}
    new: list[str] = []
    for lang, places in found.items():
        for place, heading in places.items():
            if heading.line in ids[lang]:
                continue
            same = {lang: heading, **_same(place, lang, found)}
            name = _free(adopt.proposed_id({x: one.title for x, one in same.items()}), taken)
            taken.add(name)
            new.append(name)
            for other, one in same.items():
                ids[other][one.line] = name
    return {lang: with_ids(text, ids[lang]) for lang, text in texts.items()}, new


def _nameless(found: list[WrittenHeading]) -> Iterator[tuple[_Place, WrittenHeading]]:
    after, count = "", 0
    for heading in found:
        if heading.id:
            after, count = heading.id, 0
        else:
            yield (after, count), heading
            count += 1


def _same(
    place: _Place, lang: str, found: Mapping[str, Mapping[_Place, WrittenHeading]]
) -> dict[str, WrittenHeading]:
    """The headings of the other languages at the place of one."""
    counts = {x: sum(after == place[0] for after, _ in places) for x, places in found.items()}
    return {
        other: places[place]
        for other, places in found.items()
        if other != lang and place in places and counts[other] == counts[lang]
    }


def _free(wanted: str, taken: Iterable[str]) -> str:
    names = (wanted, *(f"{wanted}-{n}" for n in range(2, 10_000)))
    return next(name for name in names if name not in taken)
