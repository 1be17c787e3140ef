"""Words of two languages that contradict each other: 税込 and “excluding tax”, 月額 and “per year”.

Told only where each language says one thing and not the other: what is said in one language alone,
or in words unknown here, is no contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TAX = r"(?:消費)?税(?:及び地方消費税|等|相当額|額)*"
_EN_TAX = r"[^.;()]{0,24}\btax(?:es)?\b"


class _Said(NamedTuple):
    """One thing, as either language says it; `hint` is English that may say it in other words."""

    ja: re.Pattern[str]
    en: re.Pattern[str]
    hint: re.Pattern[str]

    def words(self, text: str, lang: str) -> str:
        """How a text says it; "" where it doesn't."""
        found = (self.ja if lang == "ja" else self.en).search(text)
        return found[0] if found else ""

    def possible(self, text: str, lang: str) -> bool:
        """Whether a text may say it."""
        return bool((self.ja if lang == "ja" else self.hint).search(text))


def _said(ja: str, en: str, hint: str) -> _Said:
    return _Said(re.compile(ja), re.compile(en, re.IGNORECASE), re.compile(hint, re.IGNORECASE))


# Each two things can't both be meant.
_PAIRS = (
    (
        _said(
            rf"税込み?|{_TAX}を含(?:む|みます|んだ|めた|めて)",
            rf"(?<!not )\binclu(?:d(?:es?|ing|ed)|sive of){_EN_TAX}"
            r"|\btax(?:es)?[ -](?:included|inclusive)\b",
            r"inclu|\bwith\b[^.;]{0,24}\btax",
        ),
        _said(
            rf"税[抜別]き?|{_TAX}を(?:含ま(?:ない|ず)|含みません|除[くい])|{_TAX}[はが]別",
            rf"\bexclu(?:d(?:es?|ing|ed)|sive of){_EN_TAX}|\bnot includ(?:e|ed|ing){_EN_TAX}"
            r"|\btax(?:es)?[ -](?:excluded|exclusive)\b|\bplus (?:consumption )?tax\b",
            r"exclu|not includ|\b(?:without|before|plus)\b[^.;]{0,24}\btax",
        ),
    ),
    (
        _said(
            "月額|毎月|月々",
            r"\b(?:(?:per|each|every) month|(?:yen|dollars) a month|monthly)\b",
            "month",
        ),
        _said(
            "年額|毎年",
            r"\b(?:(?:per|each|every) year|(?:yen|dollars) a year|yearly|annually|per annum)\b",
            "year|annu",
        ),
    ),
)
_DAYS = {
    "ja": re.compile(
        "(?P<day>[月火水木金土日])(?:曜日?|(?=(?:[~～〜・、-][月火水木金土日]){1,6}曜))"
    ),
    "en": re.compile(r"\b(?P<day>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"),
}
_NAMES = {
    "ja": "月火水木金土日",
    "en": ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"),
}
_RANGE = {
    "ja": re.compile(r"(?:曜日?)?(?:から|[~～〜-])"),
    "en": re.compile(r"days? (?:to|through) |days?-"),
}


def contradictions(one: str, here: str, other: str, there: str) -> Iterator[tuple[str, str]]:
    """What text `one` in language `here` says against `other` in `there`: the words of both."""
    langs = tuple("ja" if lang == "ja" else "en" for lang in (here, there))
    for this, that in [*_PAIRS, *(pair[::-1] for pair in _PAIRS)]:
        said, against = this.words(one, langs[0]), that.words(other, langs[1])
        if (
            said
            and against
            and not (that.possible(one, langs[0]) or this.possible(other, langs[1]))
        ):
            yield said, against
    days = _weekdays(one, langs[0]), _weekdays(other, langs[1])
    if all(days) and not _agree(*days):
        yield _days(one, langs[0]), _days(other, langs[1])


def _agree(one: set[int], other: set[int]) -> bool:
    """The same days, or 土曜日及び日曜日を除く where the other says Monday to Friday."""
    return one == other or one == {*range(7)} - other


def _weekdays(text: str, lang: str) -> set[int]:
    """The days of the week that a text names, those between two of them included; Monday is 0."""
    found: set[int] = set()
    before, end = 0, -1
    for match in _DAYS[lang].finditer(text):
        day = _NAMES[lang].index(match["day"])
        if end >= 0 and _RANGE[lang].fullmatch(text[end : match.start()]):
            found |= {(before + n) % 7 for n in range((day - before) % 7)}
        found.add(day)
        before, end = day, match.end("day")
    return found


def _days(text: str, lang: str) -> str:
    return ", ".join(dict.fromkeys(match[0] for match in _DAYS[lang].finditer(text)))
