"""Times of day: 午後5時30分, 17:30, 5:30 p.m., 正午, midnight."""

from __future__ import annotations

import re
from dataclasses import replace

from kaitei.text.values.numbers import KANJI, number
from kaitei.text.values.value import Notation, Read, Value

_N = rf"(?:\d{{1,2}}|{KANJI})"
# 一時的, 一時停止する: for a while. One o'clock is said with more than that.
_FOR_A_WHILE = (
    r"(?!(?<!午[前後])(?<!午[前後][ ])一時(?!半|頃|ころ|ごろ|から|より|まで|~|-|[\d一二三四五]))"
)
_HALF_EN = r"(?:[ap]\.?[ ]?m\b\.?)"


def clock(hour: int, minute: int, half: str) -> str | None:
    """The time as HH:MM; `half` says which half of the day: 午後, pm, or ""."""
    half = half.lower().replace(".", "").replace(" ", "")
    if half in ("pm", "午後"):
        hour = hour % 12 + 12 if hour <= 12 else hour
    elif half == "am" or (half == "午前" and hour != 12):
        hour %= 12
    return f"{hour:02}:{minute:02}" if hour <= 30 and minute < 60 else None


def later(one: Value, other: Value) -> Value:
    """The second of two times, in the half of the day that the first names: 午後1時から5時まで."""
    if one.kind == other.kind == "time" and one.unit == "pm" and other.unit == "":
        hour = int(other.normal[:2])
        if hour < 12 and "前" not in other.text and other.normal < one.normal:
            return replace(other, normal=f"{hour + 12}{other.normal[2:]}")
    return other


def _read(match: re.Match[str]) -> Read | None:
    found = match.groupdict()
    hour = number(found["h"])
    minute = number(found["m"]) if found.get("m") else 30 if found.get("thirty") else 0
    if hour is None or minute is None:
        return None
    half = found.get("half") or ""
    normal = clock(int(hour), int(minute), half)
    return Read("time", normal, "pm" if half in ("午後",) else "") if normal else None


def _noon(match: re.Match[str]) -> Read:
    return Read("time", "24:00" if "midnight" in match[0].lower() else "12:00")


TIMES: tuple[Notation, ...] = (
    Notation(
        "dks",
        rf"(?P<half>午前|午後)?[ ]?(?<![第\d]){_FOR_A_WHILE}(?P<h>{_N})[ ]?時"
        r"(?![間点期代効給限刻報価速折々計])"
        rf"[ ]?(?:(?P<m>{_N})[ ]?分|(?P<thirty>半))?",
        _read,
        "時",
    ),
    Notation(
        "ds",
        r"(?:(?P<half>午前|午後)[ ]?)?(?<![\d:])(?P<h>\d{1,2}):(?P<m>\d{2})(?::\d{2})?(?![\d:])"
        rf"(?![ ]?{_HALF_EN})",
        _read,
        ":",
    ),
    Notation(
        "d",
        rf"(?<![\d:.])(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?[ ]?(?P<half>{_HALF_EN})(?![a-z])",
        _read,
        "a:.",
    ),
    Notation("d", r"\b(?P<h>\d{1,2})[ ]o['’]clock\b", _read, "a"),
    Notation("sdo", r"正午|\b(?:12(?::00)?[ ])?(?:noon|midnight)\b", _noon, "a:"),
)
