"""Clauses that only got other numbers: which of them make one sentence, and in which direction."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kaitei.model import Clause
from kaitei.text import numbering
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


def _number(clause: Clause | None) -> tuple[tuple[str, str], int] | None:
    """The last number of a label and what stands around it."""
    label = numbering.plain(clause.label) if clause else ""
    matches = list(re.finditer("[0-9]+", label))
    if not matches:
        return None
    last = matches[-1]
    return (label[: last.start()], label[last.end() :]), int(last[0])
