"""What is to be published, rehearsed: built whole before it is written, its faults told by field.

A field is at fault where all can be built without it, and nothing with it. Which it is, is found by
trying, so that a fault which nobody foresaw has its place too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.build.rehearsal import Failure
from kaitei.drafts.rehearsal.fields import Candidate, Field
from kaitei.drafts.rehearsal.stage import Stage
from kaitei.drafts.repository import Repository

__all__ = ["Candidate", "rehearse"]


def rehearse(repository: Repository, candidates: Sequence[Candidate]) -> list[Problem]:
    """An error for everything that could not be made of the record with the candidates in it.

    Everything that it would make anew is made, and none of it stays: for the day of the
    announcement and each later one on which something takes effect, pages, feeds, calendars, JSON,
    PDFs where the owner has them; and the Word files of the texts.
    """
    if not candidates:
        return []
    stage = Stage(repository, candidates)
    found: dict[object, Problem] = {}  # by place: what several publications share is told once
    while failures := stage.failures():
        first = failures[0]
        at_fault = stage.at_fault(first)
        if not at_fault:
            of_day = [failure for failure in failures if failure.day == first.day]
            found |= {told: told for told in chain.from_iterable(map(_told, of_day))}
            break
        for field in at_fault:
            found.setdefault(field.place, _named(field, first))
        stage.candidates = stage.without(at_fault)
    return list(found.values())


def _named(field: Field, failure: Failure) -> Problem:
    """The error that a field keeps something from being made."""
    named = {"name": field.name, "day": failure.day, "reason": _reason(failure.error)}
    return problem("rehearsal-field", field.file, field.line, "", **named)


def _told(failure: Failure) -> Iterator[Problem]:
    """The errors that something can't be made where no field is to blame: a theme, or kaitei."""
    if isinstance(failure.error, KaiteiError):
        yield from failure.error.problems
    else:
        yield problem("rehearsal-failed", reason=_reason(failure.error), day=failure.day)


def _reason(error: Exception) -> Problem | str:
    """What an exception says, as a value of a message."""
    if isinstance(error, KaiteiError):
        return error.problems[0]
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
