"""What of the kept words around a change is quoted with it: whole words, 入った and not 入."""

from __future__ import annotations

import re

MOST = 12
"""Signs before a change that are looked at."""
_KANA = "ぁ-ゖ"
_STEM = re.compile(f"[^\\W\\da-zA-Z{_KANA}]{{1,8}}[{_KANA}]{{0,4}}$|[{_KANA}]{{1,6}}$")
_ENDING = re.compile(f"[{_KANA}]{{1,4}}")
_STARTS_WITHIN = re.compile(f"[{_KANA}]")
_FEW = re.compile(f"[{_KANA}]{{1,3}}")
_BARE = re.compile(f"[^\\W\\da-zA-Z{_KANA}]{{1,2}}|.*[{_KANA}]", re.DOTALL)
"""What an ending belongs to: one kanji or two, or the beginning of an ending."""


def around(before: str, old: str, new: str, after: str) -> tuple[str, str]:
    """The words before and behind a change that belong to the words in it; "" where none do.

    Japanese only: a change of anything else is one of whole words already.
    """
    sides = [side for side in (old, new) if side]
    lead = _STEM.search(before[-MOST:]) if any(map(_STARTS_WITHIN.match, sides)) else None
    tail = _ENDING.match(after) if all(map(_BARE.fullmatch, sides)) else None
    return lead[0] if lead else "", tail[0] if tail else ""


def is_kana(text: str) -> bool:
    """Whether `text` is no more than a few kana, which say nothing without what is around them."""
    return bool(_FEW.fullmatch(text))
