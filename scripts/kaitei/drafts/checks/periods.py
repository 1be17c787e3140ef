"""Periods: a number and the unit beside it, in one form for both languages.

2週間 is 14 days, 1年 is 12 months, 24時間 is a day; a month is no number of days, and business days
(営業日) are days of their own kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kaitei.drafts.checks import numerals

_JA = r"営業日|日間?|週間?|[かヶカヵケ箇個][月年]間?|年間?|時間|分間?"
_EN = (
    r"(?:business|working|banking)[ -]days?|(?:calendar[ -]|consecutive[ -]|full[ -])?days?"
    r"|weeks?|months?|years?|hours?|minutes?"
)
# Not a period: a year (2026年), a fiscal year, a pupil of the third year, a third (3分の1).
_NO_JA = r"(?!度|生|代|制|割|野|の[\d一二三四五六七八九])"
# “thirty (30) days” has its number in brackets. A unit is never the head of a longer word.
NUMBERED = (
    rf"\d(?:[\d,]{{0,8}}\d)?(?:\.\d{{1,4}})?(?<!\d{{4}}(?=年))(?:{_JA})半?{_NO_JA}"
    rf"|\d(?:[\d,]{{0,8}}\d)?(?:\.\d{{1,4}})?\)?[ -](?:{_EN})\b"
)
FORMS = ("h", "m", "b")  # what forms end with: hours, months, business days
_EACH_HOURS = {"minute": Decimal(1) / 60, "hour": Decimal(1), "day": Decimal(24)} | {
    "week": Decimal(24 * 7)
}
_UNITS = (  # the first that a unit contains says what it is
    ("営業", "business"),
    ("business", "business"),
    ("working", "business"),
    ("banking", "business"),
    ("週", "week"),
    ("時間", "hour"),
    ("分", "minute"),
    ("月", "month"),
    ("年", "year"),
    ("日", "day"),
    *((name, name) for name in ("minute", "hour", "day", "week", "month", "year")),
)
_JA_WORDS = re.compile(
    rf"(?<!第)(?P<n>[一二三四五六七八九十百]+)(?P<unit>{_JA})(?P<half>半)?{_NO_JA}"
    r"|(?P<part>半)(?P<whole>年|月|日)",
)
_EN_WORDS = re.compile(
    rf"\b(?P<n>{numerals.WORD})(?P<half> and a half)?[ -](?P<unit>{_EN})\b"
    rf"|\bhalf[ -](?:an?[ -])?(?P<whole>year|hour|day)s?\b|\b(?P<fortnight>fortnight)\b",
    re.IGNORECASE | re.ASCII,
)
# What says "one" without a number: it is never told, but it is what 1か月 or 1 day may stand for.
_SINGLE = {
    "ja": re.compile(
        r"[毎翌前当](日|週|月|年)|(?<![\d一二三四五六七八九十半])(年)(?=[間額\d])|(月)額|(日)額|(週)に"
    ),
    "en": re.compile(
        r"\b(?:an?|per|each|every|the (?:following|next|previous)) "
        r"(day|week|month|year|hour|minute)\b|\b(dai|week|month|year)ly\b|\b(annual)(?:ly)?\b",
        re.IGNORECASE,
    ),
}


def form(written: str) -> str:
    """The one form of 2週間 and "14 days": 336 hours."""
    number, unit = re.findall(r"[\d.]+|[^\d.,]+", written.replace(",", ""))[:2]
    return _form(Decimal(number) + (Decimal("0.5") if "半" in unit else 0), unit)


def count(form: str) -> Decimal:
    """How many hours, months or business days a form is."""
    return Decimal(form[:-1])


def number(written: str) -> str:
    """The number of a period, in digits."""
    return re.sub(r"[^\d.]", "", written)


def spelled(text: str, lang: str) -> dict[str, str]:
    """The periods that a text says in words (six months, 三十日, 半年), each as it is written."""
    return {form: match[0] for match, form in _in_words(text, lang)}


def single(text: str, lang: str) -> set[str]:
    """The periods of one that a text says with no number: a month, 翌日, yearly."""
    words = (
        next(filter(None, match.groups())).lower() for match in _SINGLE[_kind(lang)].finditer(text)
    )
    known = {"dai": "day", "annual": "year"}
    return {_form(Decimal(1), known.get(word, word)) for word in words}


def without(text: str, lang: str) -> str:
    """A text without the periods that it says in words."""
    return (_JA_WORDS if lang == "ja" else _EN_WORDS).sub(" ", text)


def same_but_business(one: str, other: str) -> bool:
    """Whether of two forms one counts as many business days as the other counts days."""
    pair = {one, other}
    days = next((form for form in pair if form.endswith("b")), "")
    return bool(days) and _form(count(days), "day") in pair


def _in_words(text: str, lang: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in (_JA_WORDS if lang == "ja" else _EN_WORDS).finditer(text):
        found = match.groupdict()
        if found.get("fortnight"):
            yield match, _form(Decimal(14), "day")
        elif found["whole"]:
            yield match, _form(Decimal("0.5"), found["whole"])
        else:
            half = Decimal("0.5") if found["half"] else Decimal(0)
            for number in numerals.spelled(found["n"], lang):
                yield match, _form(Decimal(number) + half, found["unit"])


def _form(count: Decimal, unit: str) -> str:
    name = next(name for sign, name in _UNITS if sign in unit.lower())
    if name == "business":
        return f"{count.normalize():f}b"
    if name in ("month", "year"):
        return f"{(count * (12 if name == 'year' else 1)).normalize():f}m"
    return f"{(count * _EACH_HOURS[name]).quantize(Decimal('0.01')).normalize():f}h"


def _kind(lang: str) -> str:
    return "ja" if lang == "ja" else "en"
