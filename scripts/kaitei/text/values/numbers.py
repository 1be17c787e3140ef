"""Numbers as people write them: 1,000, 1億2,000万, 十四・六, 二〇二六, thirty (30), two million."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from kaitei.model.facts import MONTHS

KANJI_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "壱": 1, "壹": 1, "弐": 2, "貳": 2, "参": 3, "參": 3, "伍": 5, "元": 1,
}  # fmt: skip
_TENS_KANJI = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12}
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9,
           "trillion": 10**12}  # fmt: skip
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip

KANJI_NUMERALS = "".join([*KANJI_DIGITS, *_TENS_KANJI, *_MYRIADS]).replace("元", "")
NUMBER_WORDS = frozenset([*_ONES, *_TENS, *_SCALES, *_ORDINALS, "half", "quarter", "a", "an"])

_WIDE = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?![\d])|(?>\d+))(?:\.(?>\d+))?"
"""A number in digits: thousands in groups or not at all."""
_SCALED = rf"{DIGITS}(?:[百千万萬億兆]{{1,3}}(?:{DIGITS})?){{0,5}}"
KANJI = rf"[{KANJI_NUMERALS}]{{1,24}}(?:[・.][〇零一二三四五六七八九]{{1,12}})?"
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(_ONES[::-1])})"
_ANY_SCALE = "|".join(_SCALES)
WORDS = (
    rf"(?:(?:an?[ ](?={_ANY_SCALE}))?(?:{_WORD}|{_ANY_SCALE})"
    rf"(?:[ -](?:and[ ])?(?:{_WORD}|{_ANY_SCALE})){{0,12}}\b)"
)
"""A number in English words."""
NUMBER = rf"(?:{_SCALED}|{KANJI})"
"""A number in digits or kanji, with Japanese scales."""
ENGLISH = (
    rf"(?:{DIGITS}(?:[ ](?:{_ANY_SCALE})\b)?"
    rf"|{WORDS}(?:[ ]?\([ ]?{DIGITS}[ ]?\))?)"
)
"""A number in English: digits with a scale, or words, also with the figures in brackets."""
ORDINAL_WORD = rf"(?:(?:{'|'.join(_TENS)})-)?(?:{'|'.join(_ORDINALS[1:])})|twentieth|thirtieth"


def number(written: str) -> Decimal | None:
    """The number that is written in any of these ways; None for what is none.

    Of words with figures in brackets the figures count.
    """
    if written.isdecimal():
        return Decimal(written)
    written = written.strip().lower()
    if bracketed := re.search(r"\(\s*([\d,.]+)\s*\)", written):
        return _digits(bracketed[1])
    if re.match(r"[a-z]", written):
        return _english(written)
    if " " in written:
        digits, _, scale = written.partition(" ")
        base = _digits(digits)
        return base * _SCALES.get(scale.strip(), 1) if base is not None else None
    return _japanese(written)


def ordinal(written: str) -> int | None:
    """The number of "first", "1st", "twenty-first"."""
    if match := re.match(r"\d{1,4}", written):
        return int(match[0])
    tens, _, ones = written.lower().rpartition("-")
    if ones in ("twentieth", "thirtieth"):
        return 20 if ones == "twentieth" else 30
    if ones not in _ORDINALS:
        return None
    return (
        (_TENS.index(tens) + 2) * 10 * bool(tens) + _ORDINALS.index(ones)
        if tens
        else (_ORDINALS.index(ones))
    )


def shown(value: Decimal) -> str:
    """A number in its normal form: no zeros that say nothing, no exponent."""
    written = f"{value:f}"
    return (written.rstrip("0").rstrip(".") if "." in written else written).lstrip("0") or "0"


_LEADING = re.compile(rf"\D{{0,4}}?({ENGLISH}|{NUMBER})", re.VERBOSE | re.ASCII | re.IGNORECASE)
_IN_KANJI = re.compile(rf"[{KANJI_NUMERALS}]+")
_ADVERBS = {"once": "1", "twice": "2", "both": "2", "thrice": "3", "double": "2"}
_IN_WORDS = re.compile(
    rf"\b(?:{ORDINAL_WORD}|{WORDS}|{'|'.join(_ADVERBS)}|{'|'.join(MONTHS)})\b",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_NO_NUMBERS = re.compile(r"第三者|third[ -]part(?:y|ies)|一切|一部|一般|統一", re.IGNORECASE)
_JA_WORDS = re.compile(r"双方|両(?=[者当社])|初回|前半|後半|翌")


def leading(written: str) -> str:
    """The number that some words begin with, in its normal form; "" where they begin with none."""
    match = _LEADING.match(written.translate(_WIDE))
    value = number(match[1]) if match else None
    return shown(value) if value is not None else ""


def spelled(text: str) -> set[str]:
    """The numbers that a text spells out, in digits: 30 of 三十日 and "thirty days", 7 of July."""
    text = _NO_NUMBERS.sub(" ", text)
    found = {shown(value) for match in _IN_KANJI.finditer(text) if (value := number(match[0]))}
    found |= {"2"} if _JA_WORDS.search(text) else set()
    for match in _IN_WORDS.finditer(text):
        word = match[0].lower()
        month = MONTHS.index(match[0]) + 1 if match[0] in MONTHS else None  # “may” is none
        value = number(word) if word not in _ADVERBS else None
        if month:
            found.add(str(month))
        elif word in _ADVERBS:
            found.add(_ADVERBS[word])
        elif value is not None:
            found.add(shown(value))
        elif (place := ordinal(word)) is not None:
            found.add(str(place))
    return found


def _digits(written: str) -> Decimal | None:
    try:
        return Decimal(re.sub(r"[,\u00a0\u202f]", "", written))
    except InvalidOperation:
        return None


def _japanese(written: str) -> Decimal | None:
    """「1万5,000」, 「三百二十」, 「二〇二六」, 「十四・六」."""
    whole, point, decimals = written.partition("・")
    if not point and re.search(rf"[{KANJI_NUMERALS}]\.", written):
        whole, point, decimals = written.partition(".")
    if point:
        after = "".join(str(KANJI_DIGITS.get(c, c)) for c in decimals)
        base = _japanese(whole)
        return _digits(f"{base:f}.{after}") if base is not None and after.isdecimal() else None
    total = Decimal(0)
    rest = written
    while rest:
        part, myriad, rest = _parted(rest, _MYRIADS)
        below = _below_myriad(part) if part else Decimal(1)
        if below is None or (not part and not myriad):
            return None
        total += below * _MYRIADS.get(myriad, 1)
    return total if written else None


def _below_myriad(written: str) -> Decimal | None:
    """「三百二十」, 「5,000」, 「3千」, 「二〇」."""
    total = Decimal(0)
    rest = written
    while rest:
        part, unit, rest = _parted(rest, _TENS_KANJI)
        digits = _digits("".join(str(KANJI_DIGITS.get(c, c)) for c in part)) if part else Decimal(1)
        if digits is None:
            return None
        total += digits * _TENS_KANJI.get(unit, 1)
    return total


def _parted(written: str, units: dict[str, int]) -> tuple[str, str, str]:
    """What stands before the first of some units, that unit, and what follows."""
    for at, char in enumerate(written):
        if char in units:
            return written[:at], char, written[at + 1 :]
    return written, "", ""


def _english(written: str) -> Decimal | None:
    """“three hundred and twenty thousand”: 320,000; None for two numbers in a row."""
    total = part = Decimal(0)
    small = False  # whether the last word was a number below a hundred
    for word in re.findall(r"[a-z]+", written):
        if word in ("a", "an", "and"):
            continue
        if word in _SCALES:
            part = (part or Decimal(1)) * _SCALES[word]
            if word != "hundred":
                total, part = total + part, Decimal(0)
            small = False
        elif word in _TENS:
            if small:
                return None
            part, small = part + (_TENS.index(word) + 2) * 10, False
        elif word in _ONES:
            if small:
                return None
            part, small = part + _ONES.index(word), True
        else:
            return None
    return total + part
