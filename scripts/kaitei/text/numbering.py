"""The numbers that readers see, and what they say: of clauses as written, of items as counted.

One place, so that counsel, board and reader cite the same number wherever they read it.
"""

from __future__ import annotations

import re

from kaitei.text.notation import folded

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_NUMERALS = re.compile("[〇一二三四五六七八九十百千]+")
_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン"  # noqa: E501  # one row
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def marker(number: int, depth: int, lang: str) -> str:
    """What stands before item `number` of a numbered list with `depth` numbered lists around it.

    Japanese counts 1. (1) ア, English 1. a. a. as the theme, the PDF and Word do.
    """
    if lang == "ja":
        if depth >= 2:
            return _alphabetic(number, _KATAKANA)
        return f"({number})" if depth == 1 else f"{number}."
    return f"{_alphabetic(number, _LETTERS) if depth else number}."


def _alphabetic(number: int, letters: str) -> str:
    """a, b ... z, aa, ab as style sheets count; what has no letter (0) in figures."""
    found = ""
    rest = number
    while rest > 0:
        rest, place = divmod(rest - 1, len(letters))
        found = letters[place] + found
    return found or str(number)


def value(numerals: str) -> int:
    """What Japanese numerals are: 十二 -> 12, 百三 -> 103, 二〇 -> 20."""
    if not set(numerals) & set("十百千"):
        return int("".join(str(_DIGITS[c]) for c in numerals))
    total, unit = 0, 0
    for character in numerals:
        if character in _DIGITS:
            unit = _DIGITS[character]
        else:
            total += (unit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            unit = 0
    return total + unit


def plain(label: str) -> str:
    """A label without differences of notation: 第１条, 第 1 条 and 第一条 are one."""
    text = folded(label.strip())
    return _NUMERALS.sub(lambda found: str(value(found[0])), text).lower()
