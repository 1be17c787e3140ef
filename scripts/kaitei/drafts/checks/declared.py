"""What is declared of a pending publication: base, subject, names, dates, notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kaitei.base.catalogue import Phrase, phrase
from kaitei.base.problems import Problem, problem
from kaitei.drafts import pending, policy_names
from kaitei.drafts.checks.context import DraftContext, weighed
from kaitei.drafts.checks.joint import awaited
from kaitei.model import Kind, Publication, Status, phrases

FAR_DAYS = 2 * 365
_PUT_OFF = (Kind.POSTPONEMENT, Kind.WITHDRAWAL)


def first(case: DraftContext) -> Iterator[Problem]:
    """A policy begins with its enactment: anything else tells of a record that is gone."""
    begins = case.declared.kind in (Kind.ENACTMENT, Kind.RENAMING)  # renamed under another name
    if case.pending and not case.record.publications and not begins:
        kinds = phrases.kinds(case.declared.kind)
        yield case.here("first-not-enacted", "kind", policy=case.draft.policy, **kinds)


def both(case: DraftContext) -> Iterator[Problem]:
    """One thing at a time: a translation of one revision, or the next revision."""
    other = case.other
    if not case.pending or other is None or other.declared is case.declared:
        return
    if case.draft.declared.misread:
        return
    file, line = other.declared.place("kind")
    if other.pending:
        yield problem("declared-both", file, line, "", other=case.declared.file)
    elif other.done:
        yield problem("declared-over", file, line, "", number=other.done.number)


def said_before(case: DraftContext) -> Iterator[Problem]:
    """An event that names nothing, and was published, could be meant of what came later."""
    done, main = case.resolved.done, case.draft.declared.main
    if done is None or main is None or main.of is not None or done.of is None:
        return
    languages = case.desk.settings.organization.languages
    found = pending.subjects(done.kind, case.past, case.desk.on, languages)
    for later in found if len(found) == 1 and done.kind in _PUT_OFF else ():
        if later.number > done.number:
            numbers = {"number": done.number, "of": done.of, "later": later.number}
            yield case.here("event-said-before", "kind", **numbers)


def base(case: DraftContext) -> Iterator[Problem]:
    """A revision replaces one that holds or is to come; only the first replaces nothing."""
    declared, record, on = case.declared, case.record, case.desk.on
    if not case.pending or not declared.kind.is_revision or not record.publications:
        return
    alive = [r for r in record.revisions(on) if _lives(case, r)]
    if alive and Kind.ENACTMENT is declared.kind:
        yield case.here("enactment-again", "kind", number=alive[-1].number)
    if declared.base is None:
        if declared.kind is not Kind.ENACTMENT and declared.effective:
            yield case.here("base-none", "base", day=declared.effective, known=_numbers(alive))
        return
    if not any(r.number == declared.base for r in record.revisions(on)):
        yield case.here("base-unknown", "base", base=declared.base, known=_numbers(alive))
    elif declared.kind is not Kind.ENACTMENT:
        replaced = record.get(declared.base)
        if replaced not in alive:
            yield case.here(
                "base-over",
                "base",
                base=declared.base,
                known=_numbers(alive),
                **_status(case, replaced),
            )


def subject(case: DraftContext) -> Iterator[Problem]:
    """An event is about a publication that it can be about on this day."""
    declared, record, on = case.declared, case.record, case.desk.on
    languages = case.desk.settings.organization.languages
    if not case.pending or declared.kind.is_revision or not record.publications:
        return
    if declared.of is None:
        kind, every = declared.kind, record.known(on)
        fitting = [p for p in every if pending.fits(kind, p, record, on, languages)]
        known = _numbers(fitting)
        rule = "of-missing" if fitting else "of-nothing"
        yield case.here(rule, "of", known=known, **phrases.kinds(declared.kind))
        return
    if declared.of not in {p.number for p in record.known(on)}:
        yield case.here("of-unknown", "of", of=declared.of)
        return
    about = record.get(declared.of)
    corrected = case.corrected(about)
    follows = corrected.number != about.number and record.effective(corrected, on) > on
    if declared.kind is Kind.POSTPONEMENT and follows:
        yield case.here("of-correction", "of", of=declared.of, corrected=corrected.number)
    elif not pending.fits(declared.kind, about, record, on, languages):
        if declared.kind is Kind.TRANSLATION and about.kind.is_revision:
            yield case.here("translation-complete", "of", of=declared.of)
            return
        kinds = phrases.kinds(declared.kind)
        yield case.here("of-wrong", "of", of=declared.of, **kinds, **_status(case, about))


def fitting(case: DraftContext) -> Iterator[Problem]:
    """No new policy takes an address of the site's own, or a name that some systems can't hold."""
    policy, settings = case.draft.policy, case.desk.settings
    entry, languages = settings.organization_entry["policies"], settings.organization.languages
    wrong = policy_names.unfit(policy, languages, entry.doc.file, entry.line)
    if wrong and (policy not in case.desk.record or wrong.rule == "name-reserved"):
        yield wrong


def name(case: DraftContext) -> Iterator[Problem]:
    """A renaming takes over what has the former name; no policy takes a name given before."""
    desk, policy, former = case.desk, case.draft.policy, case.declared.former
    for other in desk.record.values():
        given = other.names(date.max)
        if policy in given and ((case.pending and former) or policy != given[0]):
            yield case.here("name-taken", "former", name=policy, owner=given[0])
    if not case.pending or case.declared.kind is not Kind.RENAMING:
        return
    if not former:
        yield case.here("former-missing", "former", known=", ".join(desk.record) or "-")
        return
    if former not in desk.record:
        known = ", ".join(desk.record) or "-"
        yield case.here("former-unknown", "former", former=former, known=known)
    for draft in desk.content.drafts:
        main = draft.declared.main
        twice = draft is not case.draft and main is not None and main.former == former
        if draft.policy == former or twice:
            yield case.here("former-left", "former", former=former, other=draft.policy)


def dates(case: DraftContext) -> Iterator[Problem]:
    """Nothing takes effect in the past, no day goes back, and one that was missed is told."""
    declared, on, last = case.declared, case.desk.on, case.last
    if not case.pending:
        return
    if declared.announced and declared.announced < on:
        yield case.here("announced-past", "announced", day=declared.announced, today=on)
    if last and case.announced < last.announced:
        yield case.here("announced-back", "announced", day=case.announced, last=last.announced)
    if declared.effective and declared.effective < case.announced:
        # What is held back is not published today: the day is told, and stops nobody else.
        missing = ", ".join(awaited(case))
        days = {"day": declared.effective, "announced": case.announced}
        rule = "together-passed" if missing else "effective-past"
        yield case.here(rule, "effective", **days, missing=missing)
    elif declared.kind is Kind.POSTPONEMENT and declared.of and declared.effective:
        yield from _later(case, declared.of)


def decided(case: DraftContext) -> Iterator[Problem]:
    """What is announced was decided by then, and the next review comes after it."""
    if not case.pending:
        return
    for name, field in (("decided_on", "decided"), ("next_review", "next_review")):
        said = case.declared.extra.get(name)
        day = date.fromisoformat(said) if isinstance(said, str) else None
        if day and (day > case.announced) != (name == "next_review"):
            rule = "decided-late" if name == "decided_on" else "next-review-past"
            yield case.here(rule, field, day=day, announced=case.announced)


def together(case: DraftContext) -> Iterator[Problem]:
    """What shares an announcement is announced on one day: it is told as one.

    What was cut off in the midst of it follows later, and on its own day.
    """
    shared = case.declared.announcement
    if not case.pending or not shared:
        return
    published = [p for policy in case.desk.record.values() for p in policy.publications]
    days = {p.ref: (p.announced, True) for p in published if p.announcement == shared}
    for other in case.desk.cases:
        if other.pending and other.declared.announcement == shared:
            ref = f"{other.draft.policy}@{other.declared.number}"
            days[ref] = other.announced, False
    for ref, (day, over) in days.items():
        if day != case.announced:
            rule = "announcement-late" if over and day < case.announced else "announcement-day"
            values = {"announcement": shared, "announced": case.announced, "other": ref, "day": day}
            yield case.here(rule, "announcement", **values)


def far(case: DraftContext) -> Iterator[Problem]:
    """A day years ahead is most often a slip of the keyboard."""
    effective = case.declared.effective
    if case.pending and effective and (effective - case.announced).days > FAR_DAYS:
        yield case.here("effective-far", "effective", day=effective)


def notice(case: DraftContext) -> Iterator[Problem]:
    """The days between announcement and effect are those that the owner wants kept."""
    company = case.desk.settings.organization
    wants = (Kind.REVISION, Kind.REPEAL)
    effective = case.declared.effective
    if not case.pending or case.declared.kind not in wants or effective is None:
        return
    days = (effective - case.announced).days
    wanted = company.notice(case.draft.policy)
    if 0 <= days < wanted:
        short = case.here("notice-short", "effective", days=days, wanted=wanted)
        yield weighed(short, "warning" if awaited(case) else company.short_notice)


# --- helpers ----------------------------------------------------------------------------------


def _lives(case: DraftContext, revision: Publication) -> bool:
    status = case.record.status(revision, case.desk.on)
    return status in (Status.IN_FORCE, Status.UPCOMING)


def _status(case: DraftContext, revision: Publication) -> dict[str, Phrase]:
    """The status of a revision on the day, as the value of a message."""
    return {"status": phrase(f"desk.statuses.{case.record.status(revision, case.desk.on)}")}


def _later(case: DraftContext, of: int) -> Iterator[Problem]:
    """A postponement leads to a later day than the one announced."""
    if of in {p.number for p in case.record.known(case.desk.on)}:
        before = case.record.effective(case.record.get(of), case.desk.on)
        if case.declared.effective and case.declared.effective <= before:
            yield case.here(
                "postponed-earlier", "effective", day=case.declared.effective, before=before
            )


def _numbers(revisions: list[Publication]) -> str:
    return ", ".join(str(revision.number) for revision in revisions) or "-"
