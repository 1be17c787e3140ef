"""Ids for headings that have none: the same in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kaitei.drafts import adopt
from kaitei.drafts.completing.headings import WrittenHeading, headings, with_ids
from kaitei.model import Policy

_ID = re.compile(r"\{#([^\s{}]+)\}")
_Place = tuple[str, int]
"""Where a new heading stands: the settled id before it, and the how manieth it is there."""
_Texts = Mapping[str, list[WrittenHeading]]


def named(texts: Mapping[str, str], record: Iterable[Policy]) -> tuple[dict[str, str], list[str]]:
    """The texts by language, each heading with an id, and the ids that are new.

    New headings at one place are the same clause where each language has as many of them there: it
    has one id, and keeps that which one of the languages knows. No id is given that ever was
    another clause's.
    """
    published = {
        name
        for policy in record
        for publication in policy.publications
        for text in publication.sources.values()
        for name in _ID.findall(text)
    }
    taken = published | {name for text in texts.values() for name in _ID.findall(text)}
    written = {lang: headings(text) for lang, text in texts.items()}
    settled = published | _shared(written)
    found = {lang: dict(_new(those, settled)) for lang, those in written.items()}
    ids: dict[str, dict[int, str]] = {lang: {} for lang in texts}
    new: list[str] = []
    for lang, places in found.items():
        for place, heading in places.items():
            if heading.id or heading.line in ids[lang]:
                continue
            same = {lang: heading, **_same(place, lang, found)}
            known = {one.id for one in same.values() if one.id}
            if len(known) == 1:
                (name,) = known
            else:
                same = {other: one for other, one in same.items() if not one.id}
                name = _free(adopt.proposed_id({x: one.title for x, one in same.items()}), taken)
                taken.add(name)
            new.append(name)
            for other, one in same.items():
                if not one.id:
                    ids[other][one.line] = name
    return {lang: with_ids(text, ids[lang]) for lang, text in texts.items()}, new


def _shared(written: _Texts) -> set[str]:
    """The ids that all languages have, of those in which anything is written yet."""
    ids = [{one.id for one in those} for those in written.values() if those]
    return set.intersection(*ids) if ids else set()


def _new(found: list[WrittenHeading], settled: set[str]) -> Iterator[tuple[_Place, WrittenHeading]]:
    after, count = "", 0
    for heading in found:
        if heading.id in settled and heading.id:
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
