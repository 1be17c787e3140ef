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

from kaitei.base import kept, libraries
from kaitei.base.catalogue import t, topic
from kaitei.base.problems import KaiteiError, problem


@dataclass(frozen=True, slots=True)
class ClosureRule:
    """When it is closed.

    On the `weekend` days (Monday 0), the holidays of `country` (ISO 3166, or none) and, each
    year, from one (month, day) to another, both included, over the turn of the year.
    """

    weekend: frozenset[int] = frozenset({5, 6})
    country: str | None = "JP"
    year_end: tuple[tuple[int, int], tuple[int, int]] | None = None


# The equinoxes are days of the sky, not of the law (国民の祝日に関する法律2条): the gazette of the
# first of February names those of the next year. A substitute or a day between moves with them.
_BY_GAZETTE = {("JP", 3), ("JP", 9)}
_NAMED_BY_GAZETTE = {"春分の日", "秋分の日", "振替休日", "国民の休日"}
_GAZETTE = (2, 1)


@dataclass(frozen=True, slots=True)
class Closure:
    """A weekday on which it is closed: a holiday of `country`, or None at the turn of the year."""

    day: date
    country: str | None

    @property
    def by_gazette(self) -> bool:
        """Whether the state names the day year by year."""
        if self.country is None or (self.country, self.day.month) not in _BY_GAZETTE:
            return False
        return _holidays(self.country, self.day.year, "ja")[self.day] in _NAMED_BY_GAZETTE

    def expected(self, on: date) -> bool:
        """Whether the state has not named the day yet on `on`: it is reckoned, not announced."""
        return self.by_gazette and on < date(self.day.year - 1, *_GAZETTE)

    def why(self, lang: str) -> str:
        """The holiday's name, or that it is the year-end closure, in `lang`."""
        if self.country is None:
            return t(lang, "facts.year_end_day")
        name = _holidays(self.country, self.day.year, t(lang, "language.holidays"))[self.day]
        return topic(lang, "holidays").get(name, name)


def closures(rule: ClosureRule, year: int) -> tuple[Closure, ...]:
    """The closed days of `year` that are no weekend, in order.

    A holiday inside the year-end closure keeps the holiday's name. Raises KaiteiError
    (`holidays-unknown`) for a year without data; ask `known` first where that may be.
    """
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
    return tuple(
        Closure(day, rule.country if _is_holiday(rule, day) else None)
        for day in days
        if not is_open(rule, day) and day.weekday() not in rule.weekend
    )


def is_open(rule: ClosureRule, day: date) -> bool:
    """Whether `day` is a working day. Raises KaiteiError for a year without data."""
    if day.weekday() in rule.weekend:
        return False
    return not _is_holiday(rule, day) and not _in_year_end(rule, day)


def known(rule: ClosureRule, year: int) -> bool:
    """Whether there is holiday data for `year`."""
    return rule.country is None or bool(_holidays(rule.country, year))


def _is_holiday(rule: ClosureRule, day: date) -> bool:
    if not known(rule, day.year):
        raise KaiteiError(problem("holidays-unknown", year=day.year))
    return rule.country is not None and day in _holidays(rule.country, day.year)


def _in_year_end(rule: ClosureRule, day: date) -> bool:
    if rule.year_end is None:
        return False
    first, last = rule.year_end
    here = (day.month, day.day)
    return first <= here <= last if first <= last else here >= first or here <= last


@cache
def _holidays(country: str, year: int, language: str | None = None) -> Mapping[date, str]:
    """The holidays of a year with their names in a language of the library's, else the country's.

    None where unknown.
    """
    name = f"holidays-{country}-{year}-{language or ''}"
    version = libraries.version("holidays").encode()
    found = kept.read(name, version) if version else None
    if found is None:
        found = _asked(country, year, language)
        if version:
            kept.write(name, version, found)
    return {date.fromisoformat(day): name for day, name in found}


def _asked(country: str, year: int, language: str | None) -> list[tuple[str, str]]:
    import holidays  # here: it takes a fifth of a `check`, for all countries come with it

    try:
        found = holidays.country_holidays(country, years=[year], language=language)
    except NotImplementedError:
        return []
    return [(day.isoformat(), name) for day, name in found.items()]
