"""Clauses that only got other numbers: which of them make one sentence, and in which direction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kaitei.model import Clause
from kaitei.text.diff import ClauseChange
from kaitei.text.render.edits import relabelled


def runs(changes: Iterable[ClauseChange]) -> list[list[ClauseChange]]:
    """Clauses renumbered in place, those that follow one another on both sides together."""
    found: list[list[ClauseChange]] = []
    for change in changes:
        if not relabelled(change) or change.move:
            continue
        last = found[-1][-1] if found else None
        if last and _follows(last.old, change.old) and _follows(last.new, change.new):
            found[-1].append(change)
        else:
            found.append([change])
    return found


def _follows(one: Clause | None, other: Clause | None) -> bool:
    first, second = _number(one), _number(other)
    return bool(first and second and first[0] == second[0] and first[1] + 1 == second[1])


def direction(change: ClauseChange) -> str:
    """Whether a clause's number went up the list (became smaller) or down it."""
    old, new = _number(change.old), _number(change.new)
    if not (old and new) or old[0] != new[0]:
        return "number-changed"
    return "number-up" if new[1] < old[1] else "number-down"


_KANJI = {c: i for i, c in enumerate("〇一二三四五六七八九")}


def _number(clause: Clause | None) -> tuple[tuple[str, str], int] | None:
    """The last number of a label and what stands around it."""
    label = unicodedata.normalize("NFKC", clause.label.strip()) if clause else ""
    matches = list(re.finditer(r"[0-9]+|[〇一二三四五六七八九十百]+", label))
    if not matches:
        return None
    last = matches[-1]
    digits = last[0]
    value = int(digits) if digits.isascii() else _kanji(digits)
    return (label[: last.start()], label[last.end() :]), value


def _kanji(digits: str) -> int:
    """十二 -> 12, 百三 -> 103, 二〇 -> 20."""
    if not set(digits) & {"十", "百"}:
        return int("".join(str(_KANJI[c]) for c in digits))
    value, unit = 0, 0
    for character in digits:
        if character in _KANJI:
            unit = _KANJI[character]
        else:
            value += (unit or 1) * (100 if character == "百" else 10)
            unit = 0
    return value + unit
