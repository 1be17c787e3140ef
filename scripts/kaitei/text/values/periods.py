"""Periods: 30日以内, 1年6か月, 二週間, 10営業日, thirty (30) days, two and a half years."""

from __future__ import annotations

import re
from decimal import Decimal

from kaitei.text.values.amounts import NOT_AFTER
from kaitei.text.values.numbers import ENGLISH, NUMBER, number, shown
from kaitei.text.values.value import Notation, Read

# What a unit is counted in: months, days, business days, hours; and how many of them it is. A month
# is no number of days, a day no number of hours: what a period ends with differs in law.
_UNITS = {
    "営業日": ("b", 1), "年": ("m", 12), "月": ("m", 1), "週": ("d", 7), "日": ("d", 1),
    "時間": ("h", 1), "分": ("min", 1), "秒": ("s", 1),
    "business": ("b", 1), "working": ("b", 1), "banking": ("b", 1), "trading": ("b", 1),
    "year": ("m", 12), "month": ("m", 1), "fortnight": ("d", 14), "week": ("d", 7), "day": ("d", 1),
    "hour": ("h", 1), "minute": ("min", 1), "second": ("s", 1), "quarter": ("m", 3),
}  # fmt: skip
_ORDER = ("m", "d", "b", "h", "min", "s")

_JA = (
    r"営業日|日(?![本曜付時程常記系米祝給当])間?"
    r"|週間?(?!目)|[かヶカヵケ箇個ｹ][ ]?月間?|年間?|時間|分間?(?![の割配譲])|秒間?"
)
# 3年生, 2026年度, 3年代, 3年の1 are no periods; 4 digits of a calendar's year neither.
_NO_JA = r"(?![度生代制割野]|の[\d一二三四五六七八九])"
_EN = (
    r"(?:business|working|banking|trading)[ -](?:days?|hours?)"
    r"|(?:calendar[ -]|consecutive[ -]|full[ -])?(?:days?|weeks?|months?|years?)"
    r"|hours?|minutes?|seconds?(?=[ .,;)]|$)|fortnights?"
)


def period(counts: dict[str, Decimal]) -> str:
    """The normal form of so many months, days, business days, hours, minutes: 18m10d.

    Minutes that make hours are hours: 1h30min and 90min are one.
    """
    counts = dict(counts)
    minutes = counts.pop("min", Decimal(0)) + counts.get("h", Decimal(0)) * 60
    if "h" in counts or minutes:
        counts.pop("h", None)
        unit, value = ("h", minutes / 60) if minutes % 60 == 0 else ("min", minutes)
        counts[unit] = value
    return "".join(f"{shown(counts[unit])}{unit}" for unit in _ORDER if counts.get(unit))


def counts(normal: str) -> dict[str, Decimal]:
    """The parts of a normal form."""
    found = re.findall(r"([\d.]+)(min|[mdbhs])", normal)
    return {unit: Decimal(count) for count, unit in found}


def in_days(normal: str) -> str:
    """A normal form in which whole days of hours are days: what two languages may say for one."""
    parts = counts(normal)
    if [*parts] == ["h"] and parts["h"] % 24 == 0:
        return period({"d": parts["h"] / 24})
    return normal


def same_but_business(one: str, other: str) -> bool:
    """Whether of two normal forms one counts as many business days as the other days."""
    pair = {one, other}
    days = next((normal for normal in pair if normal.endswith("b")), "")
    return bool(days) and f"{days[:-1]}d" in pair


def _unit(written: str) -> tuple[str, int]:
    low = written.lower()
    return next(unit for sign, unit in _UNITS.items() if sign in low)


def _read(match: re.Match[str]) -> Read | None:
    found = match.groupdict()
    value = number(found["n"]) if found.get("n") else Decimal(1)
    if value is None:
        return None
    if found.get("half"):
        value += Decimal("0.5")
    if found.get("part"):
        value = Decimal("0.5")
    unit, size = _unit(found["unit"])
    written = found.get("n") or ""
    if found["unit"][0] == "年" and _is_year(written, value):
        return None
    if value == 0 or (written, found["unit"]) == ("十", "分"):  # 十分な
        return None
    return Read("period", period({unit: value * size}), unit)


def _is_year(written: str, value: Decimal) -> bool:
    """Whether a number before 年 names a year of the calendar."""
    return re.fullmatch(r"\d{4}|[一二][〇零一二三四五六七八九]{3}", written) is not None and (
        1800 <= value < 3000
    )


PERIODS: tuple[Notation, ...] = (
    Notation(
        "dk",
        rf"{NOT_AFTER}(?P<n>{NUMBER})[ ]?(?P<unit>{_JA})(?P<half>半)?{_NO_JA}",
        _read,
        "営日週かヶカヵケ箇個ｹ年時分秒",
    ),
    Notation("s", r"(?P<part>半)(?P<unit>年(?!度)|月(?!刊)|日)間?", _read),
    Notation(
        "dn",
        rf"\b(?P<n>{ENGLISH})(?P<half>[ ]and[ ]a[ ]half)?[ -](?P<unit>{_EN})\b"
        r"(?![ ]of[ ](?:each|every|age)\b|[ ]old\b)",
        _read,
        "a-",
    ),
    Notation("n", r"\b(?P<part>half)[ -](?:an?[ -])?(?P<unit>year|hour|day)s?\b", _read),
    Notation("no", r"\b(?:an?[ ])?(?P<unit>fortnight)\b", _read),
)

_BETWEEN = re.compile(r"[ ]?|と|[ ]and[ ]")


def joins(before: str, after: str, between: str) -> str | None:
    """The normal form of two periods that are one: 1年 and 6か月; None where they are two.

    Each part is of a smaller unit than the one before it.
    """
    if not _BETWEEN.fullmatch(between):
        return None
    one, other = counts(before), counts(after)
    if "b" in one or "b" in other or not one or not other:
        return None
    if [*one] == ["m"] == [*other]:
        smaller = other["m"] < 12 and one["m"] % 12 == 0
    else:
        smaller = _ORDER.index(next(iter(other))) > _ORDER.index([*one][-1])
    if not smaller:
        return None
    joined = {unit: one.get(unit, Decimal(0)) + other.get(unit, Decimal(0)) for unit in _ORDER}
    return period({unit: count for unit, count in joined.items() if count})


SINGLE_JA = re.compile(
    r"[毎翌前当各](日|週|月|年)|(?<![\d一二三四五六七八九十半])(年)(?=[間額\d])|(月)額|(日)額|(週)に"
)
SINGLE_EN = re.compile(
    r"\b(?:an?|per|each|every|one|the[ ](?:following|next|previous|preceding)) "
    r"(?:full |calendar |whole )?(day|week|month|year|hour|minute)\b"
    r"|\b(dai|week|month|year)ly\b|\b(annual)(?:ly)?\b|\b(over)night\b",
    re.IGNORECASE,
)
_SINGLE = {
    "日": "1d", "週": "7d", "月": "1m", "年": "12m", "day": "1d", "week": "7d", "month": "1m",
    "year": "12m", "hour": "1h", "minute": "1min", "dai": "1d", "annual": "12m", "over": "1d",
}  # fmt: skip


def single(text: str) -> set[str]:
    """The periods of one that a text says with no number: a month, 翌日, yearly."""
    found = (*SINGLE_JA.finditer(text), *SINGLE_EN.finditer(text))
    return {_SINGLE[next(filter(None, match.groups())).lower()] for match in found}
