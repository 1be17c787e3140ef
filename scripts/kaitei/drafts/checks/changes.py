"""What `change` in facts.yml declares of the facts that change."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.base.problems import Problem, problem
from kaitei.drafts import pending
from kaitei.drafts.checks.context import CheckContext, DraftContext
from kaitei.model import facts


def day(case: DraftContext) -> Iterator[Problem]:
    """A policy that declares a revision of its own takes a changed fact over on the same day."""
    change = case.desk.content.change
    if change is not None and on_another_day(case):
        days = {"day": case.declared.effective, "change": change.effective}
        yield case.here("change-day", "effective", **days)


def on_another_day(case: DraftContext) -> frozenset[str]:
    """The changed facts that a policy's own revision takes over on another day than declared."""
    change, declared = case.desk.content.change, case.declared
    if change is None or change.misread or declared.effective == change.effective:
        return frozenset()
    if not case.pending or case.by_fact or not declared.kind.is_revision:
        return frozenset()
    if any(pending.is_of(change, p) for p in case.past.publications):
        return frozenset()  # published here; a correction of what it replaces has its own day
    names = _moved(case)
    live = pending.is_free(change, [names], case.desk.settings, case.desk.record.values())
    return names if live else frozenset()


def idle(desk: CheckContext) -> Iterator[Problem]:
    """A declared change changes something."""
    change = desk.content.change
    if change is None or change.misread or not desk.complete:
        return
    said = any(pending.is_of(change, p) for one in desk.record.values() for p in one.publications)
    made = any(case.by_fact for case in desk.pending)
    told = any(case.changed.told for case in desk.cases)
    own = any(case.pending and _moved(case) for case in desk.cases)
    if not (said or made or told or own):
        yield problem("change-nothing", *change.place("kind"))


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
    change = case.desk.content.change
    if change is not None and case.changed.spent:
        policy = case.draft.policy
        yield problem("change-used", *change.place("summary"), policy=policy)
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
