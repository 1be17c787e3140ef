"""Where a revision stands on the site's day, as a reader must see it: words, days, a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from kaitei.model import Kind, Status, phrases
from kaitei.site.model import PolicySite, SiteEntry
from kaitei.site.pages.wording import Words

Period: TypeAlias = tuple[SiteEntry, date, date | None]
"""A text with the first and the last day of a period; the last is None where none is known."""


@dataclass(frozen=True, slots=True)
class RevisionState:
    """The status of a revision: its value, its name, when it holds, and what that means."""

    status: Status
    name: str
    when: str
    sentence: str


def state(policy: PolicySite, entry: SiteEntry, words: Words) -> RevisionState | None:
    """The state of an entry's revision; None for an event about the whole policy."""
    if entry.status is None:
        return None
    key = entry.status.value.replace("-", "_")
    return RevisionState(
        entry.status,
        phrases.status(entry.status, words.lang, first=policy.begins(entry)),
        _when(policy, entry, words),
        words(f"{key}_status"),
    )


def period(policy: PolicySite, entry: SiteEntry) -> tuple[date, date | None] | None:
    """The first and last day on which a revision was in force, by what the site's day knows.

    The last day is None while it holds; None altogether for one that never took effect. Of
    several periods (a text holds again after a withdrawal) the newest.
    """
    held = [p for p in policy.policy.as_of(policy.on).periods if p.first <= policy.on]
    found = [p for p in held if p.revision.number == entry.revision.number]
    if not found:
        return None
    last = found[-1].last
    return found[-1].first, last if last and last < policy.on else None


def replaced(policy: PolicySite, entry: SiteEntry) -> SiteEntry | None:
    """What holds, or will, in place of a revision that never took effect; None for any other."""
    never = entry.status is Status.SUPERSEDED and period(policy, entry) is None
    if not never or not entry.publication.kind.is_revision:
        return None
    known = policy.policy.as_of(policy.on)
    held = known.in_force(known.effective(entry.publication))
    return policy.entry(held.number) if held else None


def periods(policy: PolicySite) -> list[Period]:
    """The periods in which texts held, newest first; those to come as they are announced."""
    held = policy.policy.as_of(policy.on).periods
    return [(policy.entry(p.revision.number), p.first, p.last) for p in reversed(held)]


def repealed(policy: PolicySite) -> SiteEntry | None:
    """The repeal that left the policy without a text in force, or None."""
    if policy.in_force:
        return None
    return next((e for e in policy.entries if e.publication.kind is Kind.REPEAL), None)


def ahead(policy: PolicySite) -> list[SiteEntry]:
    """What is announced and will change what holds, in order: revisions, and repeals.

    Without the text that the policy's page shows already, where none is in force yet.
    """
    coming = [entry for entry in policy.upcoming if entry != policy.main]
    coming += policy.ending
    return sorted(coming, key=lambda entry: policy.policy.effective(entry.publication, policy.on))


def withheld(policy: PolicySite, entry: SiteEntry | None) -> list[SiteEntry]:
    """The announcements by which an entry's text was withheld."""
    events = policy.policy.events(entry.number, policy.on) if entry else ()
    return [policy.entry(e.number) for e in events if e.kind is Kind.WITHHELD]


def _when(policy: PolicySite, entry: SiteEntry, words: Words) -> str:
    """When the revision holds or held, in words; empty where there is nothing to say."""
    if entry.status is Status.UPCOMING and entry.effective:
        return words("upcoming_from", day=words.day(entry.effective))
    if entry.status is Status.WITHHELD:
        return ""
    held = period(policy, entry)
    if held is None:
        return words("never_in_force") if entry.status is Status.SUPERSEDED else ""
    first, last = held
    if last is None:
        return words("in_force_since", day=words.day(first))
    return words("superseded_period", first=words.day(first), last=words.day(last))
