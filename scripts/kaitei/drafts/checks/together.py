"""What is told once for a text, with all its lines: a way of writing is one thing to mend.

Joined after `turned_off`, which may hide a rule in a single clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kaitei.base.problems import Problem

HABITS = frozenset({"digits-wide"})


def joined(problems: Sequence[Problem]) -> list[Problem]:
    """The problems, those of one habit and file as the first of them, with the other lines."""
    lines: dict[tuple[str, str], list[int]] = {}
    clauses: dict[tuple[str, str], set[str]] = {}
    for found in problems:
        if found.rule in HABITS:
            lines.setdefault((found.rule, found.file), []).append(found.line)
            clauses.setdefault((found.rule, found.file), set()).add(found.clause)
    told: list[Problem] = []
    for found in problems:
        key = found.rule, found.file
        if key not in lines:
            told.append(found)
        elif found.line == min(lines[key]):
            also = tuple(sorted(set(lines[key]) - {found.line}))
            clause = found.clause if len(clauses[key]) == 1 else ""
            told.append(replace(found, clause=clause, also=also))
    return told
