"""What `change` declares: in facts.yml of facts, in organization.yml of particulars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from kaitei.base.catalogue import phrase
from kaitei.base.fields import Entry
from kaitei.base.problems import Problem, problem
from kaitei.drafts import pending
from kaitei.drafts.checks.context import CheckContext, DraftContext
from kaitei.drafts.reading import Declaration
from kaitei.model import HELPDESK, PROCEDURE, Kind, facts
from kaitei.model.facts import Settings


def day(case: DraftContext) -> Iterator[Problem]:
    """A policy that declares a revision of its own takes a changed fact over on the same day."""
    for change in case.desk.content.changes:
        if _on_another_day(case, change):
            days = {"day": case.declared.effective, "change": change.effective}
            file = PurePosixPath(change.file).name
            yield case.here("change-day", "effective", **days, where=file)


def on_another_day(case: DraftContext) -> frozenset[str]:
    """The changed facts that a policy's own revision takes over on another day than declared."""
    found = (_on_another_day(case, change) for change in case.desk.content.changes)
    return frozenset[str]().union(*found)


def _on_another_day(case: DraftContext, change: Declaration) -> frozenset[str]:
    declared = case.declared
    if change.misread or declared.effective == change.effective:
        return frozenset()
    if not case.pending or case.by_fact or not declared.kind.is_revision:
        return frozenset()
    if any(pending.is_of(change, p) for p in case.past.publications):
        return frozenset()  # published here; a correction of what it replaces has its own day
    names = _moved(case)
    if change.kind is Kind.PARTICULARS:
        names &= {facts.OWN, *case.desk.settings.organization.contact.values()}
    live = pending.is_free(change, [names], case.desk.settings, case.desk.record.values())
    return names if live else frozenset()


def idle(desk: CheckContext) -> Iterator[Problem]:
    """A declared change changes something."""
    for change in desk.content.changes if desk.complete else ():
        every = (p for policy in desk.record.values() for p in policy.publications)
        said = any(pending.is_of(change, p) for p in every)
        made = any(case.declared.file == change.file for case in desk.pending if case.by_fact)
        told = any(case.changed.told for case in desk.cases)
        own = any(case.pending and _moved(case) for case in desk.cases)
        if not (change.misread or said or made or told or own):
            rule = "particulars-nothing" if change.kind is Kind.PARTICULARS else "change-nothing"
            yield problem(rule, *change.place("kind"))


def particulars(desk: CheckContext) -> Iterator[Problem]:
    """What pages print of the company changes by a declaration: told once, of all policies.

    Of what every page prints only where no text says it that is revised, and brings it along.
    """
    if desk.content.particulars is not None:
        return
    settings, on = desk.settings, desk.on
    said = any(_moved(case) & case.draft.used for case in desk.pending)
    said = said or any(case.told or unsaid(case) for case in desk.cases)
    shared = frozenset() if said else pending.moved(desk.record.values(), settings, date.max, on)
    found: dict[str, list[str]] = {}
    for case in filter(_is_silent, desk.cases):
        for name in pending.moved([case.past], settings, date.max, on):
            if name in shared or {HELPDESK, PROCEDURE} & {*case.names}:
                found.setdefault(name, []).append(case.draft.policy)
    for name, policies in sorted(found.items()):
        place = _printed(settings, name)
        named = {"name": phrase(f"pages.particulars_{name}"), "policies": ", ".join(policies)}
        yield problem("particulars-undeclared", place.doc.file, place.line, "", **named)


def _is_silent(case: DraftContext) -> bool:
    """Whether nothing of a policy is pending that brings changed particulars along."""
    if case.held is None or (case.pending and case.declared.kind.is_revision):
        return False
    return case.draft.filled == case.published(case.held.number)


def _printed(settings: Settings, name: str) -> Entry:
    """Where a particular stands that pages print, in organization.yml or facts.yml."""
    company, entry = settings.organization, settings.organization_entry
    role = "name" if name == "contact" else name
    if role in company.contact and name != "company":
        return settings.facts_entry[company.contact[role]]
    keys = {"company": "name", "address": "helpdesk_address" if company.helpdesk_address else name}
    return entry[keys.get(name, name)]


def undeclared(desk: CheckContext) -> Iterator[Problem]:
    """A changed fact is declared: told once, where it is written, of all policies that say it."""
    policies: dict[str, list[str]] = {}
    for case in desk.cases:
        for name in sorted(unsaid(case)):
            policies.setdefault(name, []).append(case.draft.policy)
    for name, said in policies.items():
        place = desk.settings.facts_entry[name]
        known = ", ".join(said)
        yield problem("fact-undeclared", place.doc.file, place.line, name=name, policies=known)


def unsaid(case: DraftContext) -> frozenset[str]:
    """The facts of facts.yml that change a text with nothing declared; none where it was edited."""
    settings, held = case.desk.settings, case.held
    if (
        case.pending
        or held is None
        or case.told
        or case.draft.filled == case.published(held.number)
    ):
        return frozenset()
    if pending.edited(case.draft, case.past, held, settings):
        return frozenset()
    names = pending.said_otherwise(case.past, held, case.draft, settings) - {facts.OWN}
    then, now = held.settings.facts_entry, settings.facts_entry
    # One that names another changes with it, and only the other was edited.
    return frozenset(n for n in names if then[n].value != now[n].value) or names


def used(case: DraftContext) -> Iterator[Problem]:
    """A declared change is published for its facts, and once."""
    change = case.changed.of
    if change is not None and case.changed.spent:
        made = [p for p in case.past.publications if pending.is_of(change, p)]
        taken_back = any(p.of and pending.withdrawn(p, case.past) for p in made)
        rule = "particulars-withdrawn" if taken_back else "change-used"
        yield problem(rule, *change.place("summary"), policy=case.draft.policy)
    if change is not None and case.changed.aside and case.held:
        file, line = change.place("kind")
        policy, number = case.draft.policy, case.held.number
        yield problem("change-aside", file, line, "", policy=policy, number=number)


def _moved(case: DraftContext) -> frozenset[str]:
    """The facts that a draft says otherwise than the revision that it replaces."""
    base = case.declared.base
    if base is None or base not in {p.number for p in case.past.publications}:
        return frozenset()
    about = case.past.get(base)
    return pending.said_otherwise(case.past, about, case.draft, case.desk.settings)
