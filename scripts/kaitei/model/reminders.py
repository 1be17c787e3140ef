"""What is told again: on the day on which it takes effect and, where the owner wants it, before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kaitei.model.publication import Kind, Publication
from kaitei.model.timeline import Policy

# How long a reader has to fetch it. Whoever comes later finds the announcement alone.
FETCHED_WITHIN = timedelta(days=14)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What takes effect, told again on `day`, as known before it: it counts from `effective`.

    `day` is the effective date, or one before it (`ahead`).
    """

    publication: Publication
    day: date
    effective: date

    @property
    def ahead(self) -> bool:
        """Whether it tells of what is yet to come."""
        return self.day < self.effective

    def held(self, policy: Policy) -> Publication | None:
        """The text that counts from then on, as known before: it may be a correction of it."""
        return policy.as_of(self.day - _DAY).in_force(self.effective)

    def stands(self, policy: Policy, on: date) -> bool:
        """Whether it is still to be told on a day: not for ever, and only while it is true."""
        if self.ahead:
            return on < self.effective and _expected(policy, self.publication, self.effective, on)
        return self.day <= on < self.day + FETCHED_WITHIN


def reminders(policy: Policy, on: date) -> Iterator[Reminder]:
    """What of a policy was told again by `on`, the last first; those that no longer stand included.

    What is announced on the very day is told by its announcement. Only what was known before a day
    counts for it, so that a later publication changes nothing of it.
    """
    every = {one for publication in policy.known(on) for one in _possible(policy, publication, on)}
    for one in sorted(every, key=lambda one: (one.day, one.publication.number), reverse=True):
        known = one.day - _DAY
        in_time = one.publication.announced <= known and one.day <= on
        if in_time and _expected(policy, one.publication, one.effective, known):
            yield one


def recent(policy: Policy, on: date) -> list[Reminder]:
    """Those of a policy that may stand on a day, and all of the last day before these."""
    found: list[Reminder] = []
    last = date.min
    for one in reminders(policy, on):
        if one.day < last:
            break
        if not one.ahead and one.day + FETCHED_WITHIN <= on:
            last = one.day
        found.append(one)
    return found


def _possible(policy: Policy, publication: Publication, on: date) -> Iterator[Reminder]:
    """On which days a publication would be told again, by each day that was ever given for it."""
    if not (publication.kind.is_revision or publication.kind.is_dated):
        return
    original = policy.corrected(publication)
    moved = {one.number: policy.events(one.number, on) for one in (publication, original)}
    events = (event for several in moved.values() for event in several)
    given = {publication.effective, original.effective, *(event.effective for event in events)}
    ahead = publication.settings.organization.remind_days
    for effective in filter(None, given):
        for day in {effective - timedelta(days=ahead), effective}:
            yield Reminder(publication, day, effective)


def _expected(policy: Policy, publication: Publication, effective: date, known: date) -> bool:
    """Whether by what was known on a day a publication begins to count on its effective date.

    A text that was corrected before it took effect is told of as what was revised.
    """
    standing = policy.as_of(known)
    if standing.effective(publication) != effective:
        return False
    if publication.kind is Kind.PARTICULARS:
        return publication in standing.particulars(effective)
    held, before = standing.in_force(effective), standing.in_force(effective - _DAY)
    if publication.kind is Kind.REPEAL:
        return held is None and before is not None
    if any(e.kind is Kind.WITHHELD for e in standing.events.get(publication.number, ())):
        return False
    found = held and policy.corrected(held)
    if publication.kind is Kind.CORRECTION and held == publication:
        return found is not None and standing.effective(found) < effective
    return found == publication
