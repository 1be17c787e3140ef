"""Words of two languages that contradict each other: 税込 and “excluding tax”, 月額 and “per year”.

Told only where each language says one thing and not the other: what is said in one language alone,
or in words unknown here, is no contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TAX = r"(?:消費)?税(?:及び地方消費税|等|相当額|額)*"
_EN_TAX = r" (?:(?!from\b)\w+ ){0,2}tax(?:es)?(?=[\s]*(?:[.,;:()]|$))"


class _Sense(NamedTuple):
    """One thing, as either language says it; the hints are words that may say it otherwise."""

    ja: re.Pattern[str]
    en: re.Pattern[str]
    ja_hint: re.Pattern[str]
    en_hint: re.Pattern[str]

    def words(self, text: str, lang: str) -> str:
        """How a text says it; "" where it doesn't."""
        found = (self.ja if lang == "ja" else self.en).search(text)
        return found[0] if found else ""

    def possible(self, text: str, lang: str) -> bool:
        """Whether a text may say it."""
        return bool((self.ja_hint if lang == "ja" else self.en_hint).search(text))


def _said(ja: str, en: str, ja_hint: str, en_hint: str) -> _Sense:
    english = (re.compile(pattern, re.IGNORECASE | re.ASCII) for pattern in (en, en_hint))
    first, hint = english
    return _Sense(re.compile(ja), first, re.compile(ja_hint), hint)


# Each two things can't both be meant.
_PAIRS = (
    (
        _said(
            rf"税込み?|{_TAX}を含(?:む|みます|んだ|めた|めて)",
            rf"\binclu(?:d(?:es?|ing|ed)|sive of){_EN_TAX}"
            r"|\btax(?:es)?[ -](?:included|inclusive)\b",
            "税込|税.{0,12}含(?:む|みます|[んめ])|総額",
            r"inclu|\bwith\b[^.;]{0,24}\btax|\bgross\b",
        ),
        _said(
            rf"税[抜別]き?(?!ではな)|{_TAX}を(?:含ま(?:ない|ず)|含みません|除[くい])|{_TAX}[はが]別",
            rf"\bexclu(?:d(?:es?|ing|ed)|sive of){_EN_TAX}|\btax(?:es)?[ -](?:excluded|exclusive)\b"
            r"|\bplus (?:consumption )?tax\b",
            "税抜|税別|税.{0,12}(?:含(?:ま|みません)|除)|別途|免税",
            r"exclu|(?:\bno\b|not|n't|never)\b[^.;]{0,24}inclu|\b(?:without|before|plus|net)\b",
        ),
    ),
    (
        _said(
            "月額",
            r"\b(?:yen|dollars) (?:(?:per|each|every|a) month|monthly)\b",
            "月額|毎月|月々|月ごと|[かヶカヵケ箇個]月|月次",
            "month",
        ),
        _said(
            "年額",
            r"\b(?:yen|dollars) (?:(?:per|each|every|a) year|yearly|annually|per annum)\b",
            r"年額|毎年|年間?\d|年ごと|1年",
            "year|annu",
        ),
    ),
)
# What headings are about, each with its opposite: Japanese and English of the one, of the other.
_HEADINGS = tuple(
    tuple(re.compile(pattern, re.IGNORECASE) for pattern in row)
    for row in (
        (
            "開始|締結|成立|加入|入会|申込|登録",
            r"\b(?:start|begin|commenc|conclu|formation|join|appl|regist|subscrib|enrol)",
            "終了|解約|解除|脱退|退会|廃止|停止|中断|失効",
            r"\b(?:end|terminat|cancel|withdraw|discontinu|suspen|interrupt|expir)",
        ),
        (
            "許可|許諾|承諾|承認",
            r"\b(?:permi|allow|licen|accept|approv)",
            "禁止|拒否|拒絶|不可|不承諾",
            r"\b(?:prohibit|forbid|refus|declin|reject|den[yi]|ban\b)",
        ),
        ("有料|有償", r"\b(?:paid|charg|fee)", "無料|無償", r"\b(?:free|no charge|without charge)"),
        (
            "開示",
            r"\bdisclos",
            "非開示|不開示|秘密保持",
            r"\b(?:non-?disclos|not disclos|refus|confiden)",
        ),
        ("権利", r"\brights?\b", "義務|責務", r"\b(?:obligat|dut(?:y|ies)|responsib)"),
        (
            "増額|値上げ|引上げ|引き上げ",
            r"\b(?:increas|rais|surcharg)",
            "減額|値下げ|引下げ|引き下げ|割引",
            r"\b(?:decreas|reduc|lower|discount)",
        ),
        ("有効", r"\b(?:valid|effective)", "無効", r"\b(?:invalid|void|null)"),
    )
)
_DAY_NAMES = {
    "ja": "月火水木金土日",
    "en": ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"),
}
_EN_DAY = "|".join(_DAY_NAMES["en"])
_WEEK = {
    "ja": re.compile(
        r"(?P<first>[月火水木金土日])(?:曜日?)?\s?(?:から|[~～〜－-])\s?(?P<last>[月火水木金土日])曜日?"
    ),
    "en": re.compile(
        rf"\b(?P<first>{_EN_DAY})days?\s?(?:to|through|until|[-–—])\s?(?P<last>{_EN_DAY})days?\b"
    ),
}


def contradictions(one: str, here: str, other: str, there: str) -> Iterator[tuple[str, str]]:
    """What text `one` in language `here` says against `other` in `there`: the words of both."""
    langs = tuple("ja" if lang == "ja" else "en" for lang in (here, there))
    for this, that in [*_PAIRS, *(pair[::-1] for pair in _PAIRS)]:
        said, against = this.words(one, langs[0]), that.words(other, langs[1])
        unclear = that.possible(one, langs[0]) or this.possible(other, langs[1])
        if said and against and not unclear:
            yield said, against
    mine, yours = _week(one, langs[0]), _week(other, langs[1])
    if mine and yours and _days(mine, langs[0]) != _days(yours, langs[1]):
        yield mine[0], yours[0]


def headings(one: str, here: str, other: str, there: str) -> bool:
    """Whether two headings, of which one is Japanese, speak of opposite things."""
    if (here == "ja") == (there == "ja"):
        return False
    japanese, english = (one, other) if here == "ja" else (other, one)
    for ja, en, ja_opposite, en_opposite in _HEADINGS:
        poles = _pole(japanese, ja, ja_opposite), _pole(english, en, en_opposite)
        if all(poles) and poles[0] != poles[1]:
            return True
    return False


def _pole(words: str, this: re.Pattern[str], opposite: re.Pattern[str]) -> int:
    """1 for the one thing, 2 for its opposite, 0 for neither or both."""
    rest, found = opposite.subn(" ", words)
    return (2 if found else 0) if not this.search(rest) else (0 if found else 1)


def _week(text: str, lang: str) -> re.Match[str] | None:
    """The one stretch of weekdays that a text names; None where it names none or several."""
    found = list(_WEEK[lang].finditer(text))
    return found[0] if len(found) == 1 else None


def _days(match: re.Match[str], lang: str) -> tuple[int, int]:
    """The first and the last day of a stretch; Monday is 0."""
    names = _DAY_NAMES[lang]
    return names.index(match["first"]), names.index(match["last"])
