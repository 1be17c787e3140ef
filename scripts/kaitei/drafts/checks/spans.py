"""Days that share a month or a year, each written out whole.

4月1日から30日まで and April 1 to 30, 2027 name two days; what is said once belongs to both.
"""

from __future__ import annotations

import re

from kaitei.model.facts import MONTHS
from kaitei.model.phrases import ERA_YEARS

MONTH = "|".join([*MONTHS, r"Jan\.?", r"Feb\.?", r"Mar\.", r"Apr\.?", r"Jun\.?", r"Jul\.?",
                  r"Aug\.?", r"Sept?\.?", r"Oct\.?", r"Nov\.?", r"Dec\.?"])  # fmt: skip
ERA = "|".join(ERA_YEARS)
_WEEKDAY = r"(?:[（(][月火水木金土日](?:曜日?)?[)）])?"
_JA_AND = rf"{_WEEKDAY}(?:[～〜~・、-]|及び|および|又は|または)"
_JA_FROM = rf"{_WEEKDAY}(?:から|より)"
_JA_YEAR = rf"(?:\d{{4}}|(?:{ERA})(?:元|\d{{1,2}}))年"
# 4月1日から30日 alone may count thirty days; with まで it runs up to the thirtieth.
_JA_DAYS = re.compile(
    rf"(?P<month>(?:{_JA_YEAR})?\d{{1,2}}月)\d{{1,2}}日"
    rf"(?:{_JA_FROM}\d{{1,2}}日(?={_WEEKDAY}(?:まで|の間))"
    rf"|(?:{_JA_AND}\d{{1,2}}日(?!間|以内|以上|前|後|目|分|[がをの]?経過|を超)){{1,31}})",
    re.ASCII,
)
_JA_DAY = re.compile(r"(?<![\d月])(?=\d{1,2}日)", re.ASCII)
_JA_MONTHS = re.compile(
    rf"(?P<year>{_JA_YEAR})(?P<one>\d{{1,2}}月\d{{1,2}}日(?:{_JA_FROM}|{_JA_AND}))"
    r"(?=\d{1,2}月\d{1,2}日)",
    re.ASCII,
)
_D = r"\d{1,2}(?:st|nd|rd|th)?"
_EN_AND = r"(?P<and>\ (?:to|until|till|through|and|or|&|-|—)\ |[-—])"
_YEAR = r"(?P<year>,?\ \d{4}\b)"
# With no year, "April 1 or 30 days later" counts days: the second must end what it stands in.
_ENDS = r"(?=[.,;:)]|$|\ (?:of\ |in\ )?(?:each|every)\b)"
_EN_SPANS = [
    re.compile(rf"\b(?P<a>(?P<m>{MONTH})\ {_D}){_EN_AND}(?P<b>{_D})(?:{_YEAR}|{_ENDS})", re.ASCII),
    re.compile(
        r"(?:(?<=\bfrom\ )|(?<=\bbetween\ )|(?<=\bon\ )|(?<=\bthe\ )|(?<!\w\ )(?<![\w/.-]))"
        rf"(?P<a>{_D}){_EN_AND}(?P<b>{_D}\ (?P<m>{MONTH}))(?!\w){_YEAR}?",
        re.ASCII,
    ),
    re.compile(rf"\b(?P<a>(?:{MONTH})\ {_D}){_EN_AND}(?P<b>(?:{MONTH})\ {_D}){_YEAR}", re.ASCII),
    re.compile(
        rf"(?<![\d/.-])(?P<a>{_D}\ (?:{MONTH})){_EN_AND}(?P<b>{_D}\ (?:{MONTH})){_YEAR}", re.ASCII
    ),
]


def whole(text: str) -> str:
    """A text in which each day of a span has the month and the year that it shares."""
    text = _JA_DAYS.sub(lambda match: _JA_DAY.sub(match["month"], match[0]), text)
    text = _JA_MONTHS.sub(r"\g<year>\g<one>\g<year>", text)
    for pattern in _EN_SPANS:
        text = pattern.sub(_both, text)
    return text


def _both(match: re.Match[str]) -> str:
    """“April 1, 2027 to April 30, 2027” for “April 1 to 30, 2027”."""
    year, month = match["year"] or "", match.groupdict().get("m", "")
    first, last = match["a"], match["b"]
    if month and month not in first:
        first = f"{first} {month}"
    if month and month not in last:
        last = f"{month} {last}"
    return f"{first}{year}{match['and']}{last}{year}"
