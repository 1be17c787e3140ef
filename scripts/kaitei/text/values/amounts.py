"""Amounts, rates, counts and bare numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from kaitei.text.values.numbers import (
    DIGITS,
    ENGLISH,
    KANJI,
    NUMBER,
    WORDS,
    number,
    shown,
)
from kaitei.text.values.value import Notation, Read

_SIGNS = {
    "us$": "USD", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "$": "USD",
    "¥": "JPY", "€": "EUR", "£": "GBP", "₩": "KRW",
}  # fmt: skip
CODES = "JPY|USD|EUR|GBP|CNY|RMB|KRW|AUD|CAD|CHF|HKD|SGD|TWD|INR"
_NAMES = {
    "円": "JPY", "yen": "JPY", "米ドル": "USD", "カナダドル": "CAD", "豪ドル": "AUD",
    "香港ドル": "HKD", "シンガポールドル": "SGD", "ドル": "USD", "ユーロ": "EUR",
    "英国ポンド": "GBP", "英ポンド": "GBP", "ポンド": "GBP", "人民元": "CNY", "ウォン": "KRW",
    "セント": "USc",
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "cent": "USc", "pence": "GBc", "won": "KRW",
    "yuan": "CNY",
}  # fmt: skip
_COUNTRIES = {"us": "USD", "u.s.": "USD", "canadian": "CAD", "australian": "AUD"}
_JA_NAMES = "|".join(name for name in _NAMES if not name.isascii())
_EN_NAMES = (
    r"(?:(?:U\.S\.|US|Canadian|Australian)[ ])?"
    r"(?:yen|dollars?|euros?|pounds?|won|yuan|cents?|pence)\b"
)
_KILO = {"k": 10**3, "m": 10**6, "bn": 10**9, "b": 10**9}
# 何人, 数十人, 第一: what stands before makes another thing of a number in kanji.
NOT_AFTER = r"(?<![第数何幾〇零一二三四五六七八九十百千万億兆壱弐参拾])"

_COUNTERS = (
    "名様|箇所|か所|ヶ所|カ所|ケ所|か国|ヵ国|カ国|箇国|か月分|種類|項目|文字|ページ|頁|ポイント|口座|回線"
    "|世帯|段階|周年|営業所|アカウント|ユーザー|ギガバイト|メガバイト|キロバイト|バイト|ギガ|メガ"
    "|人|名|回|件|歳|才|個|台|本|枚|通|部|社|口|票|倍|階|点|行|列|席|室|度|次|級|位|種|つ|冊|着|巻|泊"
    "|食|組|号室|坪|畳|ミリ|センチ|メートル|キロ|グラム|リットル"
)
# In kanji only these: 一部, 一度, 一級, 一口 and the like are words.
_KANJI_COUNTERS = (
    "箇所|か所|ヶ所|カ所|か国|項目|種類|人|名様|名|回線|回|件|歳|台|通|社|倍|枚|個|口座"
)
_SIZES = r"(?:[kmgt]i?b(?:ps)?|bps|kg|mg|g|km|cm|mm|m|ml|l|px|pt|kwh|kw|w|mhz|ghz|hz|dpi|db|℃|°c?)"
_NO_NOUN = (
    "of|and|or|to|the|from|in|per|for|at|an?|by|on|with|that|which|is|are|was|were|will|shall|may"
    "|must|can|after|before|until|if|when|where|who|has|have|had|does|do|not|no|as|than|but|so|it"
    "|its|this|these|those|any|each|such|through|thereafter|other|further|above|below|also"
)
NOUN = rf"(?!(?:{_NO_NOUN})\b)[a-z]{{3,}}(?:-[a-z]+)*"


def _amount(written: str | None, currency: str) -> Read | None:
    value = number(written or "")
    if value is None:
        return None
    if currency in ("USc", "GBc"):
        value, currency = value / 100, {"USc": "USD", "GBc": "GBP"}[currency]
    return Read("amount", shown(value) + currency, currency)


def _named(match: re.Match[str]) -> Read | None:
    name = match["name"].lower()
    country, _, rest = name.rpartition(" ")
    currency = _COUNTRIES.get(country) or next(
        code for key, code in _NAMES.items() if (rest or name).startswith(key)
    )
    return _amount(match["n"], currency)


def _signed(match: re.Match[str]) -> Read | None:
    found = _amount(match["n"], _SIGNS[match["sign"].lower().replace(" ", "")])
    if found is None or not match["kilo"]:
        return found
    value = (number(match["n"]) or Decimal(0)) * _KILO[match["kilo"].lower()]
    return Read("amount", shown(value) + found.unit, found.unit)


def _coded(match: re.Match[str]) -> Read | None:
    code = (match.groupdict().get("code") or "").upper()
    return _amount(match["n"], "CNY" if code == "RMB" else code)


def rate(value: Decimal | Fraction) -> Read:
    """A rate as its percentage."""
    exact = Fraction(value)
    denominator = exact.denominator
    for factor in (2, 5):
        while denominator % factor == 0:
            denominator //= factor
    if denominator == 1:
        return Read("rate", shown(Decimal(exact.numerator) / exact.denominator), "%")
    return Read("rate", f"{exact.numerator}/{exact.denominator}", "%")


def _percent(match: re.Match[str]) -> Read | None:
    value = number(match["n"])
    if value is None:
        return None
    sign = match["sign"].lower()
    return rate(value / 10 if sign in ("‰", "パーミル", "per mille") else value)


def _tenths(match: re.Match[str]) -> Read | None:
    parts = [number(match[name] or "") or Decimal(0) for name in ("a", "b", "c")]
    return rate(parts[0] * 10 + parts[1] + parts[2] / 10)


def _fraction(match: re.Match[str]) -> Read | None:
    below, above = number(match["below"]), number(match["above"])
    return rate(Fraction(above) / Fraction(below) * 100) if below and above else None


_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10, "halves": 2}


def _english_fraction(match: re.Match[str]) -> Read | None:
    above = number(match["above"]) if match["above"].lower() not in ("a", "an") else Decimal(1)
    below = _PARTS[match["below"].lower().removesuffix("s" if match["below"] != "halves" else "")]
    return rate(Fraction(above) / below * 100) if above else None


def _count(match: re.Match[str]) -> Read | None:
    value = number(match["n"])
    unit = match["unit"].strip().lower()
    return Read("count", shown(value), unit) if value is not None else None


def _number(match: re.Match[str]) -> Read | None:
    value = number(match["n"])
    return Read("number", shown(value)) if value is not None else None


def _word_number(match: re.Match[str]) -> Read | None:
    """Ten and more; what is less says little alone (“one of them”) but for “(5)” behind it."""
    value = number(match["n"])
    if value is None or (value < 10 and "(" not in match["n"]):
        return None
    return Read("number", shown(value))


_JA_SIGNS = "".join({name[0] for name in _NAMES if not name.isascii()})
_COUNTER_SIGNS = "".join({counter[0] for counter in _COUNTERS.split("|")})
AMOUNTS: tuple[Notation, ...] = (
    Notation(
        "dk",
        rf"(?P<n>{NUMBER})[ ]?(?P<name>{_JA_NAMES})(?![満滑形周卓熟玉])[整也]?",
        _named,
        _JA_SIGNS,
    ),
    Notation("s", rf"(?<![一-龠])金[ ]?(?P<n>{NUMBER})[ ]?(?P<name>円)[整也]?", _named),
    Notation("dn", rf"(?P<n>{ENGLISH})[ -]?(?P<name>{_EN_NAMES})", _named, "a-"),
    Notation(
        "sc",
        r"(?P<sign>US[ ]?\$|NT\$|HK\$|[ACS]\$|[$¥€£₩])[ ]?"
        rf"(?P<n>{DIGITS}(?:[ ](?:thousand|million|billion|trillion)\b|[万億兆](?:{DIGITS}万?)?)?)"
        r"(?:(?P<kilo>k|m|bn|b)\b)?",
        _signed,
    ),
    Notation("c", rf"\b(?P<code>{CODES})[ ]?(?P<n>{ENGLISH})", _coded),
    Notation("dn", rf"(?P<n>{ENGLISH})[ ]?(?P<code>{CODES})\b", _coded, "a"),
)
RATES: tuple[Notation, ...] = (
    Notation(
        "dkn",
        rf"(?P<n>{ENGLISH}|{NUMBER})[ -]?"
        r"(?P<sign>%|‰|percent(?:age)?\b|per[ ]cent\b|per[ ]mille\b|パーセント|パーミル)",
        _percent,
        "%‰pP-パ",
    ),
    Notation(
        "dk",
        rf"{NOT_AFTER}(?P<a>{NUMBER})割(?![合当り])(?:(?P<b>{NUMBER})分(?!の))?"
        rf"(?:(?P<c>{NUMBER})厘)?",
        _tenths,
        "割",
    ),
    Notation("dk", rf"{NOT_AFTER}(?P<below>{NUMBER})分の(?P<above>{NUMBER})", _fraction, "分"),
    Notation(
        "n",
        r"\b(?P<above>one|two|three|four|five|six|seven|eight|nine|an?)[ -]"
        r"(?P<below>half|halves|thirds?|quarters?|fourths?|fifths?|tenths?)\b"
        r"(?![ -]?(?:party|parties|years?|days?|hours?|months?|business|country|countries|person"
        r"|paragraph|clause|item))",
        _english_fraction,
    ),
)
COUNTS: tuple[Notation, ...] = (
    Notation("d", rf"(?P<n>{NUMBER})[ ]?(?P<unit>{_COUNTERS})", _count, _COUNTER_SIGNS),
    Notation(
        "k",
        rf"{NOT_AFTER}(?P<n>{KANJI})(?P<unit>{_KANJI_COUNTERS})(?![前並称口種方々])",
        _count,
        _COUNTER_SIGNS,
    ),
    Notation("k", rf"{NOT_AFTER}(?P<n>[二三四五六七八九])(?P<unit>つ)", _count, "つ"),
    Notation("d", rf"(?P<n>{DIGITS})[ ]?(?P<unit>{_SIZES})(?![a-z\d])", _count, "a℃°"),
    Notation(
        "d",
        # 60607 USA counts nothing.
        rf"(?P<n>{DIGITS}(?:[ ](?:thousand|million|billion)\b)?)[ ](?!(?-i:[A-Z]{{2,}})\b)"
        rf"(?P<unit>{NOUN})",
        _count,
        "a",
    ),
    Notation("n", rf"\b(?P<n>{WORDS}[ ]?\([ ]?{DIGITS}[ ]?\))[ ](?P<unit>{NOUN})", _count),
    Notation(
        "n",
        rf"\b(?P<n>(?!one\b|an?\b|half\b|zero\b){WORDS})(?:[ ]or[ ](?:more|fewer|less))?"
        rf"[ ](?P<unit>{NOUN})",
        _count,
    ),
)
NUMBERS: tuple[Notation, ...] = (
    Notation("d", rf"(?P<n>{NUMBER})(?:st|nd|rd|th)?(?![a-z\d])", _number),
    Notation("d", r"(?P<n>\d{1,3})(?-i:F)(?![\w])", _number),  # the floor of an address: 4F
    Notation("n", rf"\b(?P<n>{WORDS}(?:[ ]?\([ ]?{DIGITS}[ ]?\))?)", _word_number),
)
