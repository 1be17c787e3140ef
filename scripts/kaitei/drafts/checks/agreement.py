"""Policies that say the same fact: on every day to come they say it alike.

A changed fact reaches each policy with that policy's own publication. Where two of them take effect
on different days, or one is postponed, withdrawn, or held back for an announcement in which the
other has no part, readers find two fees at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from kaitei.base.problems import Problem
from kaitei.drafts.checks import changes, joint
from kaitei.drafts.checks.context import DraftContext
from kaitei.model import Policy


def same_facts(case: DraftContext) -> Iterator[Problem]:
    """What a publication makes of a fact is what the other policies say on that day."""
    if not case.pending:
        return
    others = [other for other in case.desk.cases if other is not case]
    own = case.planned
    lang = case.desk.settings.organization.authoritative
    for name in sorted(case.draft.used & {*case.desk.settings.facts}):
        for other in others:
            if name in other.draft.used and not _told(name, case, other):
                pair = own, _beside(case, other)
                if found := _apart(pair, name, lang, case.desk.on):
                    day, here, there = found
                    yield case.here(
                        "fact-apart",
                        "effective" if case.declared.effective else "of",
                        name=name,
                        other=other.draft.titles.get(lang, other.draft.policy),
                        day=day,
                        here=here,
                        there=there,
                    )


def _beside(case: DraftContext, other: DraftContext) -> Policy:
    """The other policy as it will be once the case is published: without what is held back then."""
    held = joint.awaited(other) and not joint.awaited(case)
    return other.record if held else other.planned


def _told(name: str, case: DraftContext, other: DraftContext) -> bool:
    """Whether something else is told of a fact: nothing declares the other text, or the day."""
    newest = other.held
    published = other.published(newest.number) if newest else {}
    undeclared = not other.pending and any(
        published.get(lang, text) != text for lang, text in other.draft.filled.items()
    )
    return undeclared or any(name in changes.on_another_day(one) for one in (case, other))


def _apart(
    pair: tuple[Policy, Policy], name: str, lang: str, on: date
) -> tuple[date, str, str] | None:
    """The first day on which two policies that hold say a fact differently, and what they say."""
    days = {on}
    for policy in pair:
        days |= {max(on, policy.effective(p, on)) for p in policy.publications}
    for day in sorted(days):
        ours, theirs = (_said(policy, name, lang, day, on) for policy in pair)
        differing = [part for part in ours if part in theirs and ours[part] != theirs[part]]
        if differing:
            part = "each" if "each" in differing else differing[0]
            return day, ours[part] or "-", theirs[part] or "-"
    return None


def _said(policy: Policy, name: str, lang: str, day: date, on: date) -> Mapping[str, str | None]:
    """What the text that holds on `day` says of a fact, by part, as known on `on`."""
    holds = policy.as_of(on).in_force(day)
    known = holds is not None and name in holds.settings.facts
    return holds.settings.parts(name, lang) if holds and known else {}
