"""Places that were marked for a translation (see `completing`), and still wait for it."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.context import DraftContext

MARK = "[UNTRANSLATED]"


def marks(case: DraftContext) -> Iterator[Problem]:
    """Nothing is published in which a translation is still marked as missing."""
    for _, file, number, line in case.lines():
        if MARK in line:
            yield problem("untranslated", file, number, mark=MARK)
