"""The numbers that readers see, and what they say: of clauses as written, of items as counted.

One place, so that counsel, board and reader cite the same number wherever they read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from kaitei.text.notation import folded
from kaitei.text.numerals import numeral

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_NUMERALS = re.compile("[〇一二三四五六七八九十百千]+")
_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン"  # noqa: E501  # one row
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def signs(lang: str) -> tuple[str, str, str]:
    """How the first item of a numbered list is numbered in a text in `lang`, by depth.

    The third holds for all that is deeper. kaitei.css has the same; a test holds it to this.
    """
    return ("1.", "(1)", "ア") if lang == "ja" else ("1.", "a.", "i.")


def marker(number: int, depth: int, lang: str) -> str:
    """What stands before item `number` of a numbered list with `depth` numbered lists around it."""
    sign = signs(lang)[min(depth, 2)]
    first = first_of(sign)
    return sign.replace(first, _COUNTED[first](number))


def first_of(sign: str) -> str:
    """The number in one of the `signs`: 1, a, i or ア."""
    return sign.strip("().")


def _alphabetic(number: int, letters: str) -> str:
    """a, b ... z, aa, ab as style sheets count; what has no letter (0) in figures."""
    found = ""
    rest = number
    while rest > 0:
        rest, place = divmod(rest - 1, len(letters))
        found = letters[place] + found
    return found or str(number)


_COUNTED: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": lambda number: _alphabetic(number, _LETTERS),
    "i": lambda number: (number > 0 and numeral(number, "lowerRoman")) or str(number),
    "ア": lambda number: _alphabetic(number, _KATAKANA),
}


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


@lru_cache(4096)  # a policy has dozens of labels, and asks for each on every page
def plain(label: str) -> str:
    """A label without differences of notation: 第１条, 第 1 条 and 第一条 are one."""
    text = folded(label.strip())
    return _NUMERALS.sub(lambda found: str(value(found[0])), text).lower()
