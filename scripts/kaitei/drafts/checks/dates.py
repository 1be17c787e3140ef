"""Days that are written out: they exist, on that day of the week, in that year of the era."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kaitei.base.catalogue import phrase
from kaitei.base.fields import ANY_YEAR, YEARS
from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks import numerals, values
from kaitei.drafts.checks.context import Case, Desk
from kaitei.model.facts import MONTHS
from kaitei.model.phrases import ERA_YEARS

_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_ERA = rf"(?P<era>{'|'.join(ERA_YEARS)})(?P<n>元|\d{{1,2}})年"
_WEST = r"(?P<west>\d{4})年"
_MONTH_DAY = r"(?:\d{1,2}月(?:\d{1,2}日)?)?"
_TWO_YEARS = (
    re.compile(rf"{_WEST}{_MONTH_DAY}[（(]{_ERA}{_MONTH_DAY}[)）]", re.ASCII),
    re.compile(rf"{_ERA}{_MONTH_DAY}[（(]{_WEST}{_MONTH_DAY}[)）]", re.ASCII),
)
_JA_WEEKDAY = re.compile(
    r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:[（(][^（()）]*年[^（()）]*[)）])?"
    r"[（(](?P<w>[月火水木金土日])(?:曜日?)?[)）]",
    re.ASCII,
)
_EN_WEEKDAY = re.compile(
    rf"\b(?P<w>{'|'.join(_WEEKDAYS)}),?\s+(?:the\s+)?(?:"
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{'|'.join(MONTHS)}),?\s+(?P<y>\d{{4}})"
    rf"|(?P<m2>{'|'.join(MONTHS)})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}}))",
    re.ASCII,
)


def reach(desk: Desk) -> Iterator[Problem]:
    """The days of the company and the facts lie where libraries can reckon with them.

    Told here and not on reading, since a record may hold others.
    """
    facts, company = desk.settings.facts_entry, desk.settings.organization_entry
    dated = [facts[name]["as_of"] for name in facts.names()]
    for entry in (*dated, company["certification"]["valid_until"], company["last_reviewed"]):
        if not entry.open and (day := entry.day(ANY_YEAR)).year not in YEARS:
            yield entry.out_of_range(day)


def days(case: Case) -> Iterator[Problem]:
    """Every day that a text or an announcement names is one of the calendar, and one only."""
    for file, number, line in _lines(case):
        for value in values.in_words(line):
            if value.kind != "date":
                continue
            if "/" in value.form:
                yield problem("day-or-month", file, number, "", **_read_twice(value.form))
            elif not _exists(value.form):
                yield problem("day-nowhere", file, number, found=value.written)


def weekdays(case: Case) -> Iterator[Problem]:
    """A day of the week that is named with a date is that date's."""
    for file, number, line in _lines(case):
        for match in (*_JA_WEEKDAY.finditer(line), *_EN_WEEKDAY.finditer(line)):
            day = _day_of(match)
            if day is None:
                continue  # told already: there is no such day
            short = len(match["w"]) == 1
            right = "月火水木金土日"[day.weekday()] if short else _WEEKDAYS[day.weekday()]
            if match["w"] != right:
                shown = f"{right}曜日" if short else right
                yield problem("weekday-wrong", file, number, found=match[0], right=shown)


def eras(case: Case) -> Iterator[Problem]:
    """A year that is said in both calendars is the same year."""
    for file, number, line in _lines(case):
        for match in (found for pattern in _TWO_YEARS for found in pattern.finditer(line)):
            year = int(match["west"])
            if numerals.year(match["era"], match["n"]) != year:
                right = _in_era(year)
                yield problem("era-wrong", file, number, found=match[0], year=year, right=right)


def _lines(case: Case) -> Iterator[tuple[str, int, str]]:
    """Each line of the texts and of what is to be announced, with its place."""
    for _, file, number, line in (*case.lines(), *case.said()):
        yield file, number, values.narrow(line)


def _in_era(year: int) -> str:
    """「令和8年」 for 2026."""
    era = max((name for name in ERA_YEARS if ERA_YEARS[name] < year), key=ERA_YEARS.__getitem__)
    number = year - ERA_YEARS[era]
    return f"{era}{'元' if number == 1 else number}年"


def _read_twice(slashed: str) -> dict[str, object]:
    """Both readings of 4/1/2027, as the values of a message."""
    said: dict[str, object] = {"found": slashed}
    for name, form in zip(("one", "other"), values.readings(slashed), strict=True):
        year, month, day = (int(part) for part in form.split("-"))
        values_ = {"year": year, "month": month, "day": day, "name": MONTHS[month - 1]}
        said[name] = phrase("desk.values.date", **values_)
    return said


def _exists(form: str) -> bool:
    year, month, day = (int(part) if part != "?" else 0 for part in form.split("-"))
    return _day(year or 2024, month, day or 1) is not None  # 2024 has a 29 February


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_of(match: re.Match[str]) -> date | None:
    found = match.groupdict()
    year, month, day = (str(found[name] or found.get(f"{name}2")) for name in ("y", "m", "d"))
    number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
    return _day(int(year), number, int(day))
