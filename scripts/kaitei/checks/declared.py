"""What revision.yml declares, against the record: number, base, dates, notice, kind, words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from kaitei import markup, phrases, redline
from kaitei.checks.desk import Case, heading, weighed
from kaitei.errors import Problem, problem
from kaitei.policy import Kind, Publication, Status
from kaitei.redline import Kind as Change


def number(case: Case) -> Iterator[Problem]:
    """The number is the last published one or the next."""
    published = len(case.record.publications)
    if case.declared.number not in (published, published + 1):
        yield case.here(
            "number-wrong",
            "number",
            number=case.declared.number,
            last=published,
            next=published + 1,
        )


def undeclared(case: Case) -> Iterator[Problem]:
    """With nothing pending, texts and declaration are those that were published."""
    last, newest = case.last, case.newest
    if last is None or newest is None or case.declared.number != last.number:
        return
    published = case.published(newest.number)
    for lang, file in case.draft.files.items():
        line = _first_change(case, lang, published.get(lang))
        if line:
            yield problem("text-undeclared", file, line, number=last.number, next=last.number + 1)
    for lang in published:
        if lang not in case.draft.files:
            file = f"content/{case.draft.policy}/{lang}.md"
            yield problem("text-gone", file, number=newest.number, lang=lang)
    for name in _differing(case, last):
        yield case.here("declaration-changed", name, name=name, number=last.number)


def event_texts(case: Case) -> Iterator[Problem]:
    """A pending event changes no text; a translation adds the one that was missing."""
    newest, kind = case.newest, case.declared.kind
    if not case.pending or kind.is_revision or newest is None:
        return
    published = case.published(newest.number)
    for lang, file in case.draft.files.items():
        if lang not in published and kind is Kind.TRANSLATION:
            continue
        if line := _first_change(case, lang, published.get(lang)):
            yield problem("event-with-text", file, line, kind=kind)


def texts_changed(case: Case) -> Iterator[Problem]:
    """A pending revision changes something against the text that it replaces."""
    before = case.replaced()
    if not case.pending or not before or not case.declared.kind.is_revision:
        return
    if all(before.get(lang) == text for lang, text in case.draft.filled.items()):
        yield case.here("revision-empty", "number", base=case.declared.base)


def base(case: Case) -> Iterator[Problem]:
    """A revision replaces one that holds or is to come; only the first replaces nothing."""
    declared, record, on = case.declared, case.record, case.desk.on
    if not case.pending or not declared.kind.is_revision:
        return
    alive = [r for r in record.revisions(on) if _lives(case, r)]
    if declared.base is None:
        if alive:
            yield case.here("enactment-again", "kind", number=alive[-1].number)
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


def passed_over(case: Case) -> Iterator[Problem]:
    """A revision that is not based on one taking effect before it loses that one's changes."""
    declared, record, on = case.declared, case.record, case.desk.on
    if not case.pending or declared.kind is not Kind.REVISION or declared.effective is None:
        return
    chain = set()
    link = declared.base
    while link is not None and 1 <= link <= len(record.publications) and link not in chain:
        chain.add(link)
        link = record.get(link).base
    for coming in record.upcoming(on):
        if coming.number not in chain and record.effective(coming, on) <= declared.effective:
            day = record.effective(coming, on)
            yield case.here(
                "revision-passed-over", "base", number=coming.number, day=day, base=declared.base
            )


def subject(case: Case) -> Iterator[Problem]:
    """An event is about a publication that it can be about on this day."""
    declared, record, on = case.declared, case.record, case.desk.on
    if not case.pending or declared.kind.is_revision or declared.of is None:
        return
    if declared.of not in {p.number for p in record.known(on)}:
        yield case.here("of-unknown", "of", of=declared.of)
        return
    about = record.get(declared.of)
    if not _fits(case, about):
        yield case.here(
            "of-wrong", "of", kind=declared.kind, of=declared.of, **_status(case, about)
        )


def dates(case: Case) -> Iterator[Problem]:
    """Nothing is announced or takes effect in the past, and no day goes back."""
    declared, on, last = case.declared, case.desk.on, case.last
    if not case.pending:
        return
    if declared.announced and declared.announced < on:
        yield case.here("announced-past", "announced", day=declared.announced, today=on)
    if last and case.announced < last.announced:
        yield case.here("announced-back", "announced", day=case.announced, last=last.announced)
    if declared.effective and declared.effective < case.announced:
        yield case.here(
            "effective-past", "effective", day=declared.effective, announced=case.announced
        )
    elif declared.kind is Kind.POSTPONEMENT and declared.of and declared.effective:
        yield from _later(case, declared.of)


def notice(case: Case) -> Iterator[Problem]:
    """The days between announcement and effect are those that the owner wants kept."""
    company = case.desk.settings.organization
    wants = (Kind.REVISION, Kind.REPEAL)
    effective = case.declared.effective
    if not case.pending or case.declared.kind not in wants or effective is None:
        return
    days = (effective - case.announced).days
    if 0 <= days < company.notice_days:
        short = case.here("notice-short", "effective", days=days, wanted=company.notice_days)
        yield weighed(short, company.short_notice)


def words(case: Case) -> Iterator[Problem]:
    """The announcement says in every language what changes and why."""
    if not case.pending:
        return
    for lang in case.desk.settings.organization.languages:
        for name in ("summary", "reason"):
            if lang not in getattr(case.declared, name):
                yield case.here("words-missing", name, name=name, lang=lang)


def kind(case: Case) -> Iterator[Problem]:
    """A correction changes no value and no clause: otherwise it is a revision with notice."""
    if not case.pending or case.declared.kind is not Kind.CORRECTION:
        return
    for lang, before in case.replaced().items():
        if lang not in case.draft.filled:
            continue
        found = redline.compare(markup.parse(before, lang), case.text(lang))
        for change, finding in found.findings:
            old, new = finding.old or "-", finding.new or "-"
            yield case.at("correction-value", lang, change.clause.id, old=old, new=new)
        for change in found.changed:
            if {Change.ADDED, Change.DELETED} & {*change.kinds}:
                title = heading(change.clause)
                yield case.at("correction-clause", lang, change.clause.id, title=title)


def translations(case: Case) -> Iterator[Problem]:
    """A translation that was to follow later is still to be published."""
    newest = case.newest
    if newest is None or case.pending:
        return
    for lang in case.desk.settings.organization.languages:
        if lang not in case.published(newest.number):
            waited = (case.desk.on - newest.announced).days
            yield case.here(
                "translation-missing", "number", lang=lang, number=newest.number, days=waited
            )


# --- helpers ----------------------------------------------------------------------------------


def _first_change(case: Case, lang: str, published: str | None) -> int:
    """The line of the text as written at which it leaves the published one; 0 where it doesn't.

    A line of the text may stand for several once filled in (a table), so they are walked together.
    """
    if published is None:
        return 1
    if case.draft.filled[lang] == published:
        return 0
    frozen = published.split("\n")
    for line, written in enumerate(case.draft.sources[lang].split("\n"), 1):
        filled = case.desk.settings.fill(written, lang, case.draft.files[lang]).text.split("\n")
        head, frozen = frozen[: len(filled)], frozen[len(filled) :]
        if any(a != b for a, b in zip_longest(filled, head)):
            return line
    return case.draft.sources[lang].rstrip("\n").count("\n") + 1


def _differing(case: Case, last: Publication) -> Iterator[str]:
    """The entries of revision.yml that differ from what was published under its number."""
    declared = case.declared
    if declared.announced and declared.announced != last.announced:
        yield "announced"
    for name in ("kind", "base", "of", "effective", "announcement"):
        if getattr(declared, name) != getattr(last, name):
            yield name
    if {k: tuple(v) for k, v in declared.summary.items()} != {
        k: tuple(v) for k, v in last.summary.items()
    }:
        yield "summary"
    if dict(declared.reason) != dict(last.reason):
        yield "reason"


def _lives(case: Case, revision: Publication) -> bool:
    status = case.record.status(revision, case.desk.on)
    return status in (Status.IN_FORCE, Status.UPCOMING)


def _status(case: Case, revision: Publication) -> dict[str, str]:
    """The status of a revision on the day, as a value for each language of the messages."""
    status = case.record.status(revision, case.desk.on)
    return {"status": phrases.status(status, "en"), "status_ja": phrases.status(status, "ja")}


def _fits(case: Case, about: Publication) -> bool:
    """Whether the declared event can be about this publication on this day."""
    record, on, event = case.record, case.desk.on, case.declared.kind
    if about.kind is Kind.REPEAL:
        future = record.effective(about, on) > on
        return future and event in (Kind.POSTPONEMENT, Kind.WITHDRAWAL)
    if not about.kind.is_revision:
        return False
    status = record.status(about, on)
    if event is Kind.POSTPONEMENT:
        return status is Status.UPCOMING
    if event is Kind.TRANSLATION:
        return bool(set(case.draft.files) - set(case.published(about.number)))
    if event is Kind.WITHHELD:
        return status is not Status.WITHHELD
    return status in (Status.IN_FORCE, Status.UPCOMING)


def _later(case: Case, of: int) -> Iterator[Problem]:
    """A postponement leads to a later day than the one announced."""
    if of in {p.number for p in case.record.known(case.desk.on)}:
        before = case.record.effective(case.record.get(of), case.desk.on)
        if case.declared.effective and case.declared.effective <= before:
            yield case.here(
                "postponed-earlier", "effective", day=case.declared.effective, before=before
            )


def _numbers(revisions: list[Publication]) -> str:
    return ", ".join(str(revision.number) for revision in revisions) or "-"
