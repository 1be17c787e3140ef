"""What is told as one entry of a feed, and when: announcements, and what is told again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kaitei.model import Reminder
from kaitei.site.model import Site, SiteEntry


@dataclass(frozen=True, slots=True)
class Together:
    """What is told as one entry of a feed: a publication, or several that were announced together.

    The first of the `entries` gives the entry its id and its link; `moment` is when the last of
    them was told. `reminder` is the first one's where they are told again.
    """

    moment: datetime
    entries: tuple[SiteEntry, ...]
    reminder: Reminder | None = None


def announced(site: Site, name: str) -> list[Together]:
    """What was announced of a policy, or of all without a name, newest first."""
    groups: dict[object, list[SiteEntry]] = {}
    for entry in site.policy(name).entries if name else site.entries:
        publication = entry.publication
        shared = "" if name else publication.announcement
        key = (publication.announced, shared) if shared else publication.ref
        groups.setdefault(key, []).append(entry)
    moments = site.told.publications
    found = [
        Together(max(moments[e.publication.ref] for e in group), tuple(sorted(group, key=_place)))
        for group in groups.values()
    ]
    return sorted(found, key=lambda one: one.moment, reverse=True)


def told_again(site: Site, name: str) -> list[Together]:
    """What was ever told again of a policy, or of all without a name, oldest first."""
    groups: dict[object, list[tuple[datetime, SiteEntry, Reminder]]] = {}
    policy = site.policy(name).name if name else ""
    for moment, entry, reminder in site.told_again.get(policy, ()):
        publication = entry.publication
        shared = "" if name else publication.announcement
        key = (publication.announced, shared) if shared else publication.ref
        told = moment, entry, reminder
        groups.setdefault((key, reminder.day, reminder.effective), []).append(told)
    return [_one(group) for group in groups.values()]


def _one(group: Iterable[tuple[datetime, SiteEntry, Reminder]]) -> Together:
    told = sorted(group, key=lambda one: _place(one[1]))
    entries = tuple(entry for _, entry, _ in told)
    return Together(max(moment for moment, _, _ in told), entries, told[0][2])


def stands(site: Site, group: Together) -> bool:
    """Whether what is told again is still to be fetched: of one policy it may no longer be so."""
    reminder = group.reminder
    policies = [site.policy_of(entry).policy for entry in group.entries]
    return reminder is not None and reminder.stands(policies[0], site.on)


def _place(entry: SiteEntry) -> tuple[int, str]:
    """Where a policy stands in the order that its own publication froze: it never changes."""
    publication = entry.publication
    order = publication.settings.organization.policies
    name = publication.policy
    return (order.index(name) if name in order else len(order)), name
