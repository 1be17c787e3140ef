r"""English and Japanese words: splitting a text, reading labels.

Measured (docs of the redline): a regular expression that keeps Latin words, numbers with their
separators and units, and katakana runs whole, and takes kanji and kana one by one, serves a
comparison as well as a dictionary does, at a fraction of its size.
"""

from __future__ import annotations

import re
import unicodedata

_MARK = "\u0300-\u036f\u200c\u200d\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_KATAKANA = "ァ-ヺーヽヾㇰ-ㇿｦ-ﾟ"
_KANJI = "\u3400-\u4dbf\u4e00-\u9fff々〆〇\uf900-\ufaff\U00020000-\U0003134f"
_KANA = "ぁ-ゖゝゞ"
_DIGIT = "0-9０-９"
_UNIT = (
    "円|万円|億円|年間|年度|年|か月|ヶ月|カ月|箇月|月|日間|日|週間|時間|時|分|秒"
    "|条|項|号|人|件|回|割|歳"
)
_EMAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_URL = r"https?://[\w.:-]+/?|(?<=/)[\w.~%+-]*[\w~%+-]/?(?=[/?#\s)]|$)"
_NUMBER = (
    rf"[$€£¥￥]?[{_DIGIT}]+(?:[.,:/．，：／\-–][{_DIGIT}]+)*"
    rf"(?:[ \u3000]?(?:{_UNIT})|[%％℃]|[A-Za-zＡ-Ｚａ-ｚ]+)?"
)
_LETTER = rf"[^\W\d_{_KANJI}{_KANA}{_KATAKANA}]"
_LATIN = rf"[A-Za-zＡ-Ｚａ-ｚÀ-ɏ{_DIGIT}{_MARK}_]"

OBJECT = "\ufffc"
"""Stands for an image or a line break in the flat text of a leaf."""

_FORMS = (
    rf"{_URL}|{_NUMBER}"
    rf"|(?:{_LETTER}[{_MARK}]*)(?:{_LATIN}|(?=[^{_KANJI}{_KANA}{_KATAKANA}])[^\W_][{_MARK}]*)*"
    rf"(?:['’](?:{_LATIN})+)*"
    rf"|[{_KATAKANA}]+|.[{_MARK}]*"
)
_TOKEN, _TOKEN_OR_EMAIL = (
    re.compile(rf"(?:{forms})[^\S{OBJECT}]*", re.DOTALL) for forms in (_FORMS, f"{_EMAIL}|{_FORMS}")
)


def split(text: str) -> list[str]:
    """`text` cut into tokens, each with the white space after it; joined they are `text` again."""
    # At every letter an address is sought over many others: only where there can be one.
    return (_TOKEN_OR_EMAIL if "@" in text else _TOKEN).findall(text)


def fold(text: str) -> str:
    """`text` without differences of notation: NFKC, so that full and half width are one."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


# --- labels -------------------------------------------------------------------------------------

_NUMERAL = rf"[{_DIGIT}]+|[一二三四五六七八九十百千]+"
_ARTICLE = (
    rf"附?第\s*(?:{_NUMERAL})\s*[条章節款項号編部](?:\s*の\s*(?:{_NUMERAL}))*"
    rf"(?:\s*第\s*(?:{_NUMERAL})\s*[項号])*"
)
_SECTION = (
    r"(?:article|section|clause|chapter|part|annex|appendix|schedule|§)\s*"
    rf"(?:[{_DIGIT}]+(?:[.-][{_DIGIT}]+)*|[IVXLC]+|[A-Z])"
)
_SIGN = rf"""(?:
      [(（](?:[{_DIGIT}]{{1,3}}|[a-z]|[ivxlc]{{1,5}}|[一二三四五六七八九十]{{1,3}}|[ァ-ヶ])[)）]
    | [①-⑳㉑-㊿]
    | [{_DIGIT}]{{1,3}}(?:[.．-][{_DIGIT}]{{1,3}})*(?:[.．)）、](?![{_DIGIT}])|(?=　))
    | [IVXLC]{{1,6}}[.．)）](?=\s)
    | [A-Z][.．)）](?=\s)
    | [ァ-ヶ一二三四五六七八九十](?:[.．)）]|[\s　]+)(?=\S)
    )"""
_FLAGS = re.VERBOSE | re.IGNORECASE
_HEADING_LABEL = re.compile(rf"\s*(?:{_ARTICLE}|{_SECTION}(?![\w])[.:）)]?|{_SIGN})[\s　]*", _FLAGS)
_GOES_ON = r"(?:[のにはがをとでもや及又並若、,]|から|まで|より|\s+(?:and|or|to|through)\s*[(（])"
"""What follows a number that the sentence speaks of: 第5条の, (1)及び, (a) and (b)."""
_LABEL = re.compile(
    rf"""\s*(?:
      {_ARTICLE}(?:(?=\s+\S)|(?=(?:（[^（）]*）|\([^()]*\))(?!{_GOES_ON})))
    | {_SECTION}[.:）)](?=\s+\S)
    | {_SIGN}(?!{_GOES_ON})
    )\s*""",
    _FLAGS,
)
_BARE = re.compile(rf"\s*[{_DIGIT}]{{1,3}}(?:[.．-][{_DIGIT}]{{1,3}})*\s+(?=\S)")


def label_end(text: str, *, heading: bool = False) -> int:
    """Where the label at the start of `text` ends (white space after it included), 0 without.

    A label is 第3条, 第3条の2, Article 3, Section 2.1, 3., (1), ①, ア, A. and the like. A bare
    number before a space ("3 Fees", "3.1 Fees") is one in a heading only: elsewhere it counts
    something ("10 days"). There 第5条の規定は, "Section 5 does" and (1)の場合 are references,
    so only what can be nothing but a label is one (第5条　, 第5条（返金）, "Section 5. ", (1)).
    """
    match = (_HEADING_LABEL.match(text) or _BARE.match(text)) if heading else _LABEL.match(text)
    return match.end() if match else 0


def split_label(heading: str) -> tuple[str, str]:
    """`heading` as (label, the rest), both stripped; ("", heading) where there is no label."""
    end = label_end(heading, heading=True)
    return heading[:end].strip(), heading[end:].strip()


# --- letters -------------------------------------------------------------------------------------


def is_word(token: str) -> bool:
    """Whether a token holds a letter or digit: not white space, punctuation or an object."""
    return token[:1].isalnum() or any(c.isalnum() for c in token)


def is_wide(char: str) -> bool:
    """Whether `char` is Japanese (or other East Asian wide) text."""
    return unicodedata.east_asian_width(char) in "WF"


_WIDE_WORD = re.compile(rf"[{_KANJI}{_KANA}{_KATAKANA}０-９Ａ-Ｚａ-ｚ\uac00-\ud7a3]")


def has_wide(text: str) -> bool:
    """Whether `text` holds a Japanese (or full-width, or Korean) letter or digit."""
    return not text.isascii() and bool(_WIDE_WORD.search(text))


_KANJI_CHAR = re.compile(rf"[{_KANJI}]")


def is_kanji(char: str) -> bool:
    """Whether `char` is a kanji."""
    return bool(_KANJI_CHAR.match(char))
