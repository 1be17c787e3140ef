"""The helpdesk's closed days of two years, computed for the site's day from the frozen rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kaitei.base import business_days
from kaitei.site.model import PolicySite
from kaitei.site.pages.wording import Words


@dataclass(frozen=True, slots=True)
class ClosureYear:
    """A year's closed weekdays; none where `known` is False.

    Each as (day, its name in the week, why, whether the state has yet to name it).
    """

    year: int
    known: bool
    days: tuple[tuple[date, str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class ClosureCalendar:
    """The closed days of this year and the next. `year_end_open`: its days are not decided."""

    years: tuple[ClosureYear, ...]
    year_end_open: bool


def closure_calendar(policy: PolicySite, words: Words) -> ClosureCalendar | None:
    """The closures of the rule frozen with the policy's text in force; None without a rule."""
    fact = policy.settings.closing if policy.settings else None
    if fact is None:
        return None
    years = tuple(_year(fact.rule, policy.on, policy.on.year + n, words) for n in (0, 1))
    return ClosureCalendar(years, fact.year_end and fact.rule.year_end is None)


def _year(rule: business_days.ClosureRule, on: date, year: int, words: Words) -> ClosureYear:
    if not business_days.known(rule, year):
        return ClosureYear(year, False, ())
    names = words.plain("weekdays").split(",")
    return ClosureYear(
        year,
        True,
        tuple(
            (
                closure.day,
                names[closure.day.weekday()],
                closure.why(words.lang),
                closure.expected(on),
            )
            for closure in business_days.closures(rule, year)
        ),
    )
