"""The helpdesk's days: weekdays less national holidays less a year-end closure.

The only door to the library `holidays`. Measured: it agrees with `jpholiday` on every day of
1990-2099 (substitute and citizens' holidays included) and returns nothing, silently, from 2100;
a year without data is a problem here, never a year without holidays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kaitei.base.problems import KaiteiError, problem

_LIBRARY_LANGUAGES = {"ja": "ja", "en": "en_US"}
_YEAR_END = {"ja": "年末年始", "en": "Year-end and New Year"}


@dataclass(frozen=True, slots=True)
class Rule:
    """When it is closed.

    On the `weekend` days (Monday 0), the holidays of `country` (ISO 3166, or none) and, each
    year, from one (month, day) to another, both included, over the turn of the year.
    """

    weekend: frozenset[int] = frozenset({5, 6})
    country: str | None = "JP"
    year_end: tuple[tuple[int, int], tuple[int, int]] | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """A weekday on which it is closed, and why, by language."""

    day: date
    names: Mapping[str, str]


def closures(rule: Rule, year: int) -> tuple[Closure, ...]:
    """The closed days of `year` that are no weekend, in order.

    A holiday inside the year-end closure keeps the holiday's name. Raises KaiteiError
    (`holidays-unknown`) for a year without data; ask `known` first where that may be.
    """
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
    return tuple(
        Closure(day, names)
        for day in days
        if day.weekday() not in rule.weekend and (names := _why_closed(rule, day)) is not None
    )


def is_open(rule: Rule, day: date) -> bool:
    """Whether `day` is a working day. Raises KaiteiError for a year without data."""
    return day.weekday() not in rule.weekend and _why_closed(rule, day) is None


def known(rule: Rule, year: int) -> bool:
    """Whether there is holiday data for `year`."""
    return rule.country is None or bool(_holidays(rule.country, year))


def _why_closed(rule: Rule, day: date) -> Mapping[str, str] | None:
    if not known(rule, day.year):
        raise KaiteiError(problem("holidays-unknown", year=day.year))
    if rule.country and day in (named := _holidays(rule.country, day.year)):
        return named[day]
    return _YEAR_END if _in_year_end(rule, day) else None


def _in_year_end(rule: Rule, day: date) -> bool:
    if rule.year_end is None:
        return False
    first, last = rule.year_end
    here = (day.month, day.day)
    return first <= here <= last if first <= last else here >= first or here <= last


@cache
def _holidays(country: str, year: int) -> Mapping[date, Mapping[str, str]]:
    """The holidays of a year by day with their names in each language; none where unknown."""
    import holidays  # here: it takes a third of a second, and most commands ask for no holiday

    try:
        by_language = {
            lang: holidays.country_holidays(country, years=[year], language=code)
            for lang, code in _LIBRARY_LANGUAGES.items()
        }
    except NotImplementedError:
        return {}
    return {
        day: {lang: str(found[day]) for lang, found in by_language.items()}
        for day in sorted(by_language["en"])
    }
