"""Days that are written out: they exist, on that day of the week, in that year of the era.

And what a text says of its own date is what is declared: pages print the dates themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from kaitei.base.catalogue import Phrase, phrase
from kaitei.base.fields import ANY_YEAR, YEARS
from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.context import CheckContext, DraftContext
from kaitei.model import Kind
from kaitei.model.facts import MONTHS
from kaitei.model.phrases import ERA_YEARS
from kaitei.text import dateline
from kaitei.text.values import (
    WEEKDAYS,
    WEEKDAYS_JA,
    Value,
    calendar_day,
    exists,
    fold,
    in_era,
    outside,
    readings,
    values,
    year_of,
)

_ERA = (
    rf"(?P<era>{'|'.join(ERA_YEARS)})\s?(?P<n>元|[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})\s?年"
)
_TWO_YEARS = (
    re.compile(rf"(?P<west>[0-9]{{4}})\s?年\({_ERA}\)"),
    re.compile(rf"{_ERA}\((?P<west>[0-9]{{4}})\s?年\)"),
)
_ERA_NAMED = re.compile(_ERA)
_WEEKDAY_JA = re.compile(rf"\(([{WEEKDAYS_JA}])|日\s?([{WEEKDAYS_JA}])曜")
_WEEKDAY_EN = re.compile(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)")


def reach(desk: CheckContext) -> Iterator[Problem]:
    """The days of the company and the facts lie where libraries can reckon with them.

    Told here and not on reading, since a record may hold others.
    """
    facts, company = desk.settings.facts_entry, desk.settings.organization_entry
    dated = [facts[name]["as_of"] for name in facts.names()]
    for entry in (*dated, company["certification"]["valid_until"], company["last_reviewed"]):
        if not entry.open and (day := entry.day(ANY_YEAR)).year not in YEARS:
            yield entry.out_of_range(day)


def days(case: DraftContext) -> Iterator[Problem]:
    """Every day that a text or an announcement names is one of the calendar, and one only."""
    for file, number, line in _lines(case):
        for value in _dates(line):
            if "/" in value.normal:
                yield problem("day-or-month", file, number, "", **_read_twice(value))
            elif not exists(value.normal):
                yield problem("day-nowhere", file, number, found=value.text)


def weekdays(case: DraftContext) -> Iterator[Problem]:
    """A day of the week that is named with a date is that date's, in whatever form."""
    for file, number, line in _lines(case):
        for value in _dates(line):
            day = calendar_day(value.normal)
            named = _weekday(value.text)
            if day is None or named is None or named == day.weekday():
                continue  # that there is no such day is told already
            name = WEEKDAYS[day.weekday()]
            japanese = f"{WEEKDAYS_JA[day.weekday()]}曜日"
            right = name if _WEEKDAY_EN.search(value.text) else japanese
            yield problem("weekday-wrong", file, number, found=value.text, right=right)


def eras(case: DraftContext) -> Iterator[Problem]:
    """A year that is said in both calendars is the same year, and a day lies in its era."""
    for file, number, line in _lines(case):
        found = list(_dates(line))
        for value in found:
            for match in (m for pattern in _TWO_YEARS for m in pattern.finditer(fold(value.text))):
                west = int(match["west"])
                if year_of(match["era"], match["n"]) != west:
                    right = in_era(west)
                    yield problem(
                        "era-wrong", file, number, found=value.text, year=west, right=right
                    )
            era = _ERA_NAMED.match(fold(value.text))
            if era and (right := outside(era["era"], value.normal)):
                yield problem("era-outside", file, number, found=value.text, right=right)
        for one, other in pairwise(found):
            if year := _other_year(line, one, other):
                written, right = line[one.start : other.end + 1], in_era(year)
                yield problem("era-wrong", file, number, found=written, year=year, right=right)


def own(case: DraftContext) -> Iterator[Problem]:
    """The day that a text tells of itself is the one that is declared for it."""
    declared = case.declared
    effective = declared.effective
    kinds = (Kind.ENACTMENT, Kind.REVISION)
    if not case.pending or declared.kind not in kinds or effective is None:
        return
    for lang in case.languages:
        for clause in case.text(lang).clauses:
            # 附則 may list the days of all revisions: then one of them is this one's.
            known = any(line.day == effective for line in dateline.lines(clause))
            told = None if known else dateline.of(clause)
            if told and (told.effective or told.day != case.announced):
                yield case.at(
                    "date-line", lang, clause.id, told.words[:20], found=told.words, day=effective
                )


def _lines(case: DraftContext) -> Iterator[tuple[str, int, str]]:
    """Each line of the texts and of what is to be announced, with its place."""
    for _, file, number, line in (*case.lines(), *case.said()):
        yield file, number, line


def _dates(line: str) -> Iterator[Value]:
    return (value for value in values(line) if value.kind == "date")


def _weekday(written: str) -> int | None:
    """The day of the week that a date names, Monday being 0."""
    if match := _WEEKDAY_JA.search(fold(written)):
        return WEEKDAYS_JA.index(match[1] or match[2])
    if match := _WEEKDAY_EN.search(written):
        return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(match[1]))
    return None


def _other_year(line: str, one: Value, other: Value) -> int | None:
    """The Western year of two dates of which the second, in brackets, has another year's era."""
    if line[one.end : other.start] not in ("(", "（"):
        return None
    eras = [bool(_ERA_NAMED.match(fold(value.text))) for value in (one, other)]
    if eras[0] == eras[1] or one.normal[4:] != other.normal[4:]:
        return None
    west = other if eras[0] else one
    return int(west.normal[:4]) if west.normal[:4].isdecimal() else None


def _read_twice(value: Value) -> dict[str, str | Phrase]:
    """Both readings of 4/1/2027, as the values of a message."""
    said: dict[str, str | Phrase] = {"found": value.text}
    for name, form in zip(("one", "other"), readings(value.normal), strict=True):
        day = date.fromisoformat(form)
        month = MONTHS[day.month - 1]
        said[name] = phrase(
            "desk.values.date", name=month, month=day.month, day=day.day, year=day.year
        )
    return said
