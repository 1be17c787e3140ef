"""Numbers, years and hours as people write them: 三十, 1万5,000, 令和8年, 午後5時, thirty."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from kaitei.model.facts import MONTHS
from kaitei.model.phrases import ERA_YEARS

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_KANJI = "".join([*_DIGITS, *_UNITS, *_MYRIADS])
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_IN_KANJI = re.compile("[〇一二三四五六七八九十百千万]+")
# A number in words; what comes first wins, so the longer ones do (sixteen before six).
WORD = "|".join(
    [
        rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])}))?",
        *sorted([*_ONES, *_ORDINALS], key=len, reverse=True),
    ]
)
_IN_WORDS = re.compile(
    rf"\b(?:{WORD}|{'|'.join(MONTHS)}|once|twice|hundred)\b", re.IGNORECASE | re.ASCII
)
_A_SINGLE = re.compile(r"\b(?:an?|per) (?:day|week|month|year|hour|minute|time)\b", re.IGNORECASE)


_SCALED = "|".join(["hundred", *_SCALES])
_COUNT = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(_ONES[::-1])}"
_SAID = rf"(?:{_COUNT}|{_SCALED})"
# What stands before a currency or a percent sign: three hundred and twenty, a thousand. “One to two
# percent”, “fourteen point six percent” and “one and a half million yen” are left as they are.
_COUNTED = re.compile(
    rf"(?<![\w,.-])(?<!\d[ ])(?<!point[ ])(?<!half[ ])(?<!to[ ])(?<!or[ ])"
    rf"(?:an?[ ](?={_SCALED}))?{_SAID}(?:[ -](?:and[ ])?{_SAID}){{0,12}}"
    r"(?=[ -](?:yen|(?:US )?dollars?|euros?|pounds?|percent|per cent|percentage)\b)",
    re.IGNORECASE | re.ASCII,
)
_KANJI_YEAR = re.compile(
    rf"(?:{'|'.join(ERA_YEARS)})(?:元|[〇一二三四五六七八九十]{{1,3}})年(?!間)(?:[一二三四五六七八九十]{{1,2}}月)?"
    r"|(?<![一二〇零])[一二][〇零一二三四五六七八九]{3}年(?!間)(?:[一二三四五六七八九十]{1,2}月)?"
)
_KANJI_DAY = re.compile(
    r"(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_KANJI_UNTIL = re.compile(r"(?<=から)[一二三四五六七八九十]{1,3}日(?=まで)")
_KANJI_PERCENT = re.compile(rf"(?<![{_KANJI}・.数何])[{_KANJI}]{{1,12}}(?=[ ]?(?:パーセント|%))")


def in_digits(text: str) -> str:
    """A text with days and percentages in kanji, amounts and percentages in English, in digits.

    平成十七年四月一日 becomes 平成17年4月1日, “ten thousand yen” 10000 yen.
    """
    for pattern in (_KANJI_DAY, _KANJI_YEAR, _KANJI_UNTIL, _KANJI_PERCENT):
        text = pattern.sub(lambda match: _IN_KANJI.sub(_number, match[0]), text)
    return _COUNTED.sub(_in_figures, text)


def _in_figures(match: re.Match[str]) -> str:
    found = _counted(match[0].lower())
    return match[0] if found is None else str(found)


def _number(match: re.Match[str]) -> str:
    found = japanese(match[0])
    return match[0] if found is None else str(found)


def _counted(written: str) -> int | None:
    """“three hundred and twenty thousand”: 320,000; None for two numbers in a row."""
    total = part = 0
    counted = False  # whether the last word was a number below a hundred
    for word in re.findall(_SAID, written):
        if word in _SCALES or word == "hundred":
            scale = 100 if word == "hundred" else _SCALES[word]
            part = (part or 1) * scale
            if scale > 100:
                total, part = total + part, 0
        elif counted:
            return None
        else:
            part += _word(word)
        counted = word not in _SCALES and word != "hundred"
    return total + part


def japanese(written: str) -> Decimal | None:
    """The number in digits, kanji or both (1万5,000, 三百, 二〇); None for anything else."""
    if not written or not re.fullmatch(rf"[\d,.{_KANJI}]+", written, re.ASCII):
        return None
    total = Decimal(0)
    for part, myriad in re.findall(rf"([^{''.join(_MYRIADS)}]*)([{''.join(_MYRIADS)}]?)", written):
        if part or myriad:
            found = _below_myriad(part) if part else Decimal(1)
            if found is None:
                return None
            total += found * _MYRIADS.get(myriad, 1)
    return total


def _below_myriad(written: str) -> Decimal | None:
    """「三百二十」, 「5,000」, 「3千」, 「二〇」."""
    total = Decimal(0)
    for part, unit in re.findall(rf"([^{''.join(_UNITS)}]*)([{''.join(_UNITS)}]?)", written):
        if part or unit:
            digits = "".join(str(_DIGITS.get(c, c)) for c in part).replace(",", "")
            try:
                total += (Decimal(digits) if part else Decimal(1)) * _UNITS.get(unit, 1)
            except InvalidOperation:
                return None
    return total


def english(written: str) -> Decimal:
    """The number in "1.5 million": digits and, behind them, a scale."""
    digits, _, scale = written.partition(" ")
    return Decimal(digits.replace(",", "")) * _SCALES.get(scale.strip().lower(), 1)


def year(era: str, number: str) -> int:
    """The year of the Western calendar: 2026 for 令和 and 8, 2019 for 令和 and 元."""
    return ERA_YEARS[era] + int(japanese(number) or 1)


def clock(hour: str, minute: str, half: str) -> str:
    """The time as HH:MM. `half` is what says which half of the day: 午後, p.m., or ""."""
    hours = int(hour)
    if half[:1].lower() == "p" or half == "午後":
        hours = hours % 12 + 12
    elif half:
        hours = hours % 12 if half[:1].lower() == "a" else hours
    return f"{hours:02}:{int(minute or 0):02}"


def spelled(text: str, lang: str) -> set[str]:
    """The numbers that a text spells out, in digits: {"30"} for 「三十日」 or "thirty days"."""
    if lang == "ja":
        numbers = (japanese(match[0]) for match in _IN_KANJI.finditer(text))
        return {str(number) for number in numbers if number is not None}
    one = {"1"} if _A_SINGLE.search(text) else set()
    return one | {str(_word(match[0].lower())) for match in _IN_WORDS.finditer(text)}


def _word(written: str) -> int:
    if written in ("once", "twice", "hundred"):
        return {"once": 1, "twice": 2, "hundred": 100}[written]
    for names in (_ONES, _ORDINALS, [name.lower() for name in ("", *MONTHS)]):
        if written in names:
            return names.index(written)
    tens, _, ones = written.replace("-", " ").partition(" ")
    return (_TENS.index(tens) + 2) * 10 + (_ONES.index(ones) if ones else 0)
