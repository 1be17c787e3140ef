"""Revisions in their order: which takes effect when, on which text it is based, what it undoes.

Of several revisions the one with the latest effective date holds, unless another replaces it
through its base (see `policy.standing`). So what a text isn't based on is lost with it, and what
it is based on comes into force with it: both may be meant, and both are often overlooked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kaitei.base.catalogue import phrase
from kaitei.base.problems import Problem
from kaitei.drafts.checks.context import NOTHING, DraftContext
from kaitei.model import Kind, Publication, Status

_PUT_OFF = (Kind.POSTPONEMENT, Kind.WITHDRAWAL)


def before_base(case: DraftContext) -> Iterator[Problem]:
    """A revision of an upcoming text brings that text's changes into force on its own day."""
    declared = case.declared
    if not case.pending or declared.kind is not Kind.REVISION or declared.effective is None:
        return
    for coming in _upcoming(case):
        if coming.number == declared.base and declared.effective < _day(case, coming):
            yield case.here(
                "effective-before-base",
                "effective",
                number=coming.number,
                day=declared.effective,
                base_day=_day(case, coming),
            )


def passed_over(case: DraftContext) -> Iterator[Problem]:
    """A revision that is not based on one taking effect before it loses that one's changes."""
    declared = case.declared
    if not case.pending or declared.kind is not Kind.REVISION or declared.effective is None:
        return
    chain = _chain(case, declared.base)
    for coming in _upcoming(case):
        if coming.number not in chain and _day(case, coming) <= declared.effective:
            yield case.here(
                "revision-passed-over",
                "base",
                number=coming.number,
                day=_day(case, coming),
                base=declared.base,
            )


def undone(case: DraftContext) -> Iterator[Problem]:
    """A revision's changes are lost again with an upcoming one that takes effect after it."""
    declared = case.declared
    if not case.pending or declared.kind is not Kind.REVISION or declared.effective is None:
        return
    chain = _chain(case, declared.base)
    for coming in _upcoming(case):
        if coming.number not in chain and _day(case, coming) > declared.effective:
            yield case.here("revision-undone", "base", number=coming.number, day=_day(case, coming))


def left_uncorrected(case: DraftContext) -> Iterator[Problem]:
    """What is corrected in the text in force comes back with an upcoming text that has it still."""
    declared = case.declared
    if not case.pending or declared.kind is not Kind.CORRECTION or declared.base is None:
        return
    for coming in _upcoming(case):
        if coming.number != declared.base and declared.base in _chain(case, coming.number):
            yield case.here("correction-upcoming", "base", number=coming.number)


def corrected_apart(case: DraftContext) -> Iterator[Problem]:
    """A correction of what is to come takes effect with it, neither before nor after."""
    declared = case.declared
    if not case.pending or declared.kind is not Kind.CORRECTION or declared.effective is None:
        return
    for coming in _upcoming(case):
        day = _day(case, coming)
        if coming.number == declared.base and case.announced < day != declared.effective:
            effective = declared.effective
            yield case.here(
                "correction-day", "effective", base=declared.base, day=day, effective=effective
            )


def overtaken(case: DraftContext) -> Iterator[Problem]:
    """What is put off or withdrawn comes nevertheless with a revision that is based on it."""
    declared, of, record, on = case.declared, case.declared.of, case.record, case.desk.on
    if not case.pending or of is None or declared.kind not in _PUT_OFF:
        return
    later = declared.effective if declared.kind is Kind.POSTPONEMENT else date.max
    for coming in record.revisions(on):
        based = coming.number != of and of in _chain(case, coming.number)
        stands = record.status(coming, on) not in (Status.WITHDRAWN, Status.REPEALED)
        if based and stands and coming.kind is not Kind.CORRECTION:
            day = _day(case, coming)
            if later and on < day < later:
                yield case.here("event-overtaken", "of", number=coming.number, of=of, day=day)


def withdrawn_in_force(case: DraftContext) -> Iterator[Problem]:
    """Withdrawing what is in force brings a former text back, or leaves none."""
    declared, on = case.declared, case.desk.on
    held = case.record.in_force(on)
    if not case.pending or declared.kind is not Kind.WITHDRAWAL or held is None:
        return
    if case.corrected(held).number == declared.of or held.number == declared.of:
        day = max(on, declared.effective or on)
        after = case.planned.as_of(on).in_force(day)
        yield case.here(
            "withdrawn-in-force",
            "of",
            of=declared.of,
            day=day,
            after=phrase("desk.values.revision", number=after.number) if after else NOTHING,
        )


def withdrawn_late(case: DraftContext) -> Iterator[Problem]:
    """What is withdrawn only after it has taken effect counts until then."""
    declared, on, of = case.declared, case.desk.on, case.declared.of
    if not case.pending or declared.kind is not Kind.WITHDRAWAL or declared.effective is None:
        return
    for about in case.record.known(on):
        day = _day(case, about)
        if about.number == of and on < day < declared.effective:
            yield case.here("withdrawn-late", "effective", of=of, day=day, end=declared.effective)


def withheld_in_force(case: DraftContext) -> Iterator[Problem]:
    """Withholding the text in force leaves it in force, and nobody can read it."""
    declared, held = case.declared, case.record.in_force(case.desk.on)
    if case.pending and declared.kind is Kind.WITHHELD and held and held.number == declared.of:
        yield case.here("withheld-in-force", "of", of=declared.of)


def correction_withdrawn(case: DraftContext) -> Iterator[Problem]:
    """Withdrawing a correction leaves what it corrects as it was before it, and to come."""
    declared, on, of = case.declared, case.desk.on, case.declared.of
    known = {revision.number for revision in case.record.revisions(on)}
    if not case.pending or declared.kind is not Kind.WITHDRAWAL or of not in known:
        return
    corrected = case.corrected(case.record.get(of))
    if corrected.number != of and _day(case, corrected) > on:
        day = _day(case, corrected)
        yield case.here("correction-withdrawn", "of", of=of, corrected=corrected.number, day=day)


def postponed_past(case: DraftContext) -> Iterator[Problem]:
    """A revision that is put off past another undoes that one, unless it is based on it."""
    declared, of = case.declared, case.declared.of
    if not case.pending or of is None or declared.kind is not Kind.POSTPONEMENT:
        return
    chain = _chain(case, of)
    if not chain or declared.effective is None:
        return
    before = _day(case, case.record.get(of))
    for coming in _upcoming(case):
        unrelated = coming.number not in chain and of not in _chain(case, coming.number)
        if unrelated and before < _day(case, coming) <= declared.effective:
            yield case.here(
                "postponed-past",
                "effective",
                number=coming.number,
                day=_day(case, coming),
                of=of,
            )


def _upcoming(case: DraftContext) -> tuple[Publication, ...]:
    return case.record.upcoming(case.desk.on)


def _day(case: DraftContext, revision: Publication) -> date:
    return case.record.effective(revision, case.desk.on)


def _chain(case: DraftContext, number: int | None) -> set[int]:
    """A revision's number and those that it goes back to through its base."""
    chain: set[int] = set()
    while number is not None and 1 <= number <= len(case.record.publications):
        chain.add(number)
        number = case.record.get(number).base
    return chain
