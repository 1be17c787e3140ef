"""The number of a clause from its label: 3 of 第３条 and 第三条, 3-2 of 第3条の2, 4.1 of "4.1"."""

from __future__ import annotations

import re

from kaitei.text.values.numbers import KANJI_NUMERALS, number, shown
from kaitei.text.values.recogniser import fold

_N = rf"(?:[0-9]+|[{KANJI_NUMERALS}]+)"
_K = f"[{KANJI_NUMERALS}]+"
_PARTS = re.compile(rf"[0-9]+|(?:{_K}(?=[条項号章節款編部])|(?<=の){_K})")
_RANGE = re.compile(
    rf"第\s*({_N})\s*条\s*(?:から|より|~|-|ないし|乃至|及び|・|、)\s*第?\s*({_N})\s*条"
)
_CIRCLED = re.compile("[①-⑳]")


def label_number(label: str) -> str:
    """The digits of a label, parts joined by hyphens; "" where it has none."""
    plain = _CIRCLED.sub(lambda match: str(ord(match[0]) - ord("①") + 1), fold(label))
    numbers = (number(part) for part in _PARTS.findall(plain))
    return "-".join(shown(value) for value in numbers if value is not None)


def label_range(heading: str) -> range | None:
    """The articles of a heading that stands for several, 第3条から第5条まで　削除; else None."""
    match = _RANGE.match(fold(heading).strip())
    first, last = (number(part) for part in match.groups()) if match else (None, None)
    return range(int(first), int(last) + 1) if first and last and last > first else None
