"""The values in a clause that every language must share: amounts, dates, times, numbers.

Each language writes them its own way (2026年4月1日, 1 April 2026), so they are brought into one
form before they are compared. Numbers spelled out in words or kanji are not seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kaitei.facts import MONTHS
from kaitei.policy import Block, Clause, Run

_MONTH = "|".join(MONTHS)
_WIDE = str.maketrans("０１２３４５６７８９，．：－", "0123456789,.:-")
# The first pattern that matches at a place wins: a date before a number, an amount before both.
_VALUES = re.compile(
    rf"""
      (?P<phone>(?<![\d-])0\d{{1,4}}-\d{{1,4}}-\d{{3,4}}(?![\d-]))
    | (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<ja>(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日)
    | (?P<jamonth>\d{{4}}年\d{{1,2}}月)
    | (?P<enmonth>\b(?:{_MONTH})\ \d{{4}}\b)
    | (?P<dmy>\d{{1,2}}\ (?:{_MONTH})\b(?:\ \d{{4}})?)
    | (?P<mdy>\b(?:{_MONTH})\ \d{{1,2}}\b(?:,?\ \d{{4}})?)
    | (?P<time>\d{{1,2}}:\d{{2}})
    | (?P<amount>(?:(?:[¥￥$€]|\b(?:JPY|USD|EUR)\b)\ ?\d(?:[\d,.]*\d)?
        |\d[\d,]*(?:\.\d+)?\ ?(?:円|yen\b|JPY\b|米ドル|US\ dollars?\b|ユーロ|euros?\b)))
    | (?P<percent>\d[\d,.]*\ ?(?:[%％]|percent\b|パーセント))
    | (?P<number>(?<![A-Za-z\d])\d[\d,]*(?:\.\d+)?(?![A-Za-z\d]))
    """,
    re.VERBOSE | re.ASCII,
)
WEIGHTY = frozenset({"telephone", "date", "time", "amount", "percent", "link"})


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """A value in one form for every language; `written` is how it stands in the text."""

    kind: str
    form: str
    written: str = field(compare=False)


def of(clause: Clause) -> Counter[Value]:
    """The values of a clause, its label left out, with how often each stands there."""
    found: Counter[Value] = Counter(_in_words(clause.title))
    for block in clause.blocks:
        for leaf in leaves(block):
            found.update(_in_words("".join(run.text for run in leaf.runs)))
            found.update(Value("link", href, href) for href in dict.fromkeys(links(leaf.runs)))
    return found


def digits(label: str) -> str:
    """The digits of a label, in ASCII and without leading zeros: "3" of 「第３条」."""
    return "-".join(n.lstrip("0") for n in re.findall(r"[0-9]+", label.translate(_WIDE)))


def leaves(block: Block) -> Iterator[Block]:
    """The leaves of a block, in reading order."""
    if not block.children:
        yield block
    for child in block.children:
        yield from leaves(child)


def links(runs: tuple[Run, ...]) -> Iterator[str]:
    """The targets of the links in some runs."""
    for run in runs:
        for mark in run.marks:
            if mark.tag == "a":
                yield dict(mark.attrs).get("href", "")


def _in_words(text: str) -> Iterator[Value]:
    for match in _VALUES.finditer(text.translate(_WIDE)):
        kind = match.lastgroup or ""
        written = match[0]
        if kind in ("iso", "ja", "jamonth", "dmy", "mdy", "enmonth"):
            yield Value("date", _date(kind, written), written)
        elif kind == "phone":
            yield Value("telephone", written, written)
        elif kind == "amount":
            yield Value("amount", _digits(written) + _currency(written), written)
        else:
            yield Value(kind, _digits(written) if kind != "time" else written, written)


def _date(kind: str, written: str) -> str:
    """year-month-day, with ? for what isn't written."""
    numbers = [str(int(n)) for n in re.findall(r"\d+", written)]
    if kind == "iso":
        return "-".join(numbers)
    if kind in ("ja", "jamonth"):
        year = numbers.pop(0) if "年" in written else "?"
        return "-".join([year, *numbers, "?"][:3])
    month = next(n for n, name in enumerate(MONTHS, 1) if name in written)
    if kind == "enmonth":
        return f"{numbers[0]}-{month}-?"
    year = numbers[1] if len(numbers) > 1 else "?"
    return f"{year}-{month}-{numbers[0]}"


def _digits(written: str) -> str:
    digits = re.sub(r"[^\d.]", "", written).strip(".")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _currency(written: str) -> str:
    for currency, signs in (
        ("USD", ("$", "usd", "米ドル", "dollar")),
        ("EUR", ("€", "eur", "ユーロ")),
    ):
        if any(sign in written.lower() for sign in signs):
            return currency
    return "JPY"
