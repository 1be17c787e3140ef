import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from kaitei.base.business_days import ClosureRule, closures, is_open, known
from kaitei.base.problems import KaiteiError

CASES = Path(__file__).parent / "cases" / "business_days" / "closures.txt"
RULE = ClosureRule(year_end=((12, 29), (1, 3)))


def cases():
    for line in CASES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            day, state, *names = re.split(r"\s{2,}", line.strip())
            yield pytest.param(date.fromisoformat(day), state, names, id=day)


@pytest.mark.parametrize(("day", "state", "names"), list(cases()))
def test_a_day_is_open_or_closed_for_the_reason_given(day, state, names):
    assert known(RULE, day.year) == (state != "unknown")
    if state == "unknown":
        for ask in (lambda: closures(RULE, day.year), lambda: is_open(RULE, day)):
            with pytest.raises(KaiteiError) as caught:
                ask()
            assert caught.value.problems[0].rule == "holidays-unknown"
        return
    assert is_open(RULE, day) == (state == "open")
    listed = {c.day: [c.why("ja"), c.why("en")] for c in closures(RULE, day.year)}
    assert listed.get(day, []) == names


def test_the_list_is_every_closed_weekday_over_the_turn_of_the_year():
    listed = [c.day for year in (2026, 2027) for c in closures(RULE, year)]
    window = [d for d in listed if date(2026, 11, 22) <= d <= date(2027, 1, 12)]
    assert window == [
        date(2026, 11, 23),
        *(date(2026, 12, day) for day in (29, 30, 31)),
        date(2027, 1, 1),
        date(2027, 1, 11),
    ]
    start = date(2026, 1, 1)
    every = [start + timedelta(days=n) for n in range(365)]
    closed = [day for day in every if day.weekday() < 5 and not is_open(RULE, day)]
    assert closed == [c.day for c in closures(RULE, 2026)]


def test_without_year_end_dates_only_the_holidays_are_listed():
    days = [c.day for c in closures(ClosureRule(), 2026)]
    assert date(2026, 12, 29) not in days
    assert date(2026, 1, 1) in days


def test_without_a_country_no_holidays_are_kept():
    rule = ClosureRule(weekend=frozenset({6}), country=None, year_end=((8, 13), (8, 15)))
    assert [c.day.day for c in closures(rule, 2026)] == [13, 14, 15]
    assert known(rule, 2150)


def test_a_day_that_the_gazette_names_is_expected_until_it_does():
    """The equinoxes, and what moves with them; the gazette of 1 February names the next year's."""
    waiting = {c.day for c in closures(RULE, 2028) if c.expected(date(2027, 1, 31))}
    assert waiting == {date(2028, 3, 20), date(2028, 9, 22)}
    assert not any(c.expected(date(2027, 2, 1)) for c in closures(RULE, 2028))
    moved = {c.day for c in closures(RULE, 2027) if c.expected(date(2026, 1, 31))}
    assert moved == {date(2027, 3, 22), date(2027, 9, 23)}  # 21 March is a Sunday
