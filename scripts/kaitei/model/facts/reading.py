"""A fact as it stands in facts.yml, read by its `type`, strictly: refusals name file and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from kaitei.base.business_days import ClosureRule
from kaitei.base.fields import ANY_YEAR, Entry
from kaitei.model.facts import wording
from kaitei.model.facts.kinds import (
    Closures,
    Fact,
    Fee,
    Hours,
    Plain,
    Procedure,
    RequestType,
    RequestTypes,
    Telephone,
    Words,
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read(entry: Entry, languages: tuple[str, ...]) -> Fact:
    """The fact at `entry`, by its `type`. Raises KaiteiError with file and line."""
    return _READERS[entry["type"].choice(_READERS)](entry, languages)


def _plain(entry: Entry, languages: tuple[str, ...]) -> Plain:
    entry.only("type", "value")
    return Plain(entry["value"].words(languages))


def _fee(entry: Entry, languages: tuple[str, ...]) -> Fee:
    entry.only("type", "name", "amount", "currency", "tax", "unit", "law", "as_of")
    return Fee(
        label=_needed(entry["name"], languages),
        amount=None if entry["amount"].open else entry["amount"].amount(),
        currency=entry["currency"].match("[A-Z]{3}", "currency"),
        tax=None if entry["tax"].open else entry["tax"].choice(("included", "excluded")),
        unit=entry["unit"].words(languages),
        law=entry["law"].words(languages),
        as_of=_maybe_day(entry["as_of"]),
    )


def _telephone(entry: Entry, _languages: tuple[str, ...]) -> Telephone:
    entry.only("type", "number", "country")
    return Telephone(
        entry["number"].match(r"\d[\d-]{4,18}\d", "telephone"),
        entry["country"].match(r"[1-9]\d{0,2}", "country_code"),
    )


def _hours(entry: Entry, _languages: tuple[str, ...]) -> Hours:
    entry.only("type", "days", "from", "to")
    hours = Hours(_days(entry["days"]), entry["from"].clock(), entry["to"].clock())
    if hours.closes <= hours.opens:
        raise entry["to"].wrong("later")
    return hours


def _closures(entry: Entry, _languages: tuple[str, ...]) -> Closures:
    entry.only("type", "weekend", "national_holidays", "year_end")
    country = None
    if not entry["national_holidays"].open:
        country = entry["national_holidays"].match("[A-Z]{2}", "country")
    dates = entry["year_end"].only("from", "to")
    period = None
    if not (dates["from"].open and dates["to"].open):
        period = dates["from"].month_day(), dates["to"].month_day()
    return Closures(ClosureRule(_days(entry["weekend"]), country, period), "year_end" in entry)


def _request_types(entry: Entry, languages: tuple[str, ...]) -> RequestTypes:
    entry.only("type", "as_of", "types")
    kinds = {}
    for key in entry["types"].names():
        kind = entry["types"][key].only("name", "article", "fee")
        kinds[key] = RequestType(
            _needed(kind["name"], languages),
            kind["article"].match(r"\d+(-\d+)?(\(\d+\))?", "article"),
            kind["fee"].maybe(),
        )
    return RequestTypes(kinds, _maybe_day(entry["as_of"]))


def _procedure(entry: Entry, languages: tuple[str, ...]) -> Procedure:
    groups: dict[str, list[str]] = {}
    for name in wording.PROCEDURE:
        group, _, one = name.partition(".")
        groups.setdefault(group, []).append(one)
    entry.only("type", *groups)
    fields = {}
    for group, members in groups.items():
        if members != [""]:
            entry[group].only(*members)
        for one in members:
            place = entry[group][one] if one else entry[group]
            fields[f"{group}.{one}" if one else group] = place.words(languages)
    return Procedure(fields)


def _days(entry: Entry) -> frozenset[int]:
    return frozenset(WEEKDAYS.index(day.choice(WEEKDAYS)) for day in entry.items())


def _needed(entry: Entry, languages: tuple[str, ...]) -> Words:
    words = entry.words(languages)
    if words is None:
        raise entry.missing()
    return words


def _maybe_day(entry: Entry) -> date | None:
    return None if entry.open else entry.day(ANY_YEAR)


_READERS: Mapping[str, Callable[[Entry, tuple[str, ...]], Fact]] = {
    "text": _plain,
    "fee": _fee,
    "telephone": _telephone,
    "hours": _hours,
    "closures": _closures,
    "request-types": _request_types,
    "procedure": _procedure,
}
