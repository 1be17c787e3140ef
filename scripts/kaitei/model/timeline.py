"""What holds on a day: a policy's publications and the statuses that follow from their dates.

The rules, each proved by a case under tests/cases/policy/:

- A publication announced after a day does not exist for it.
- A revision takes effect on its effective date or, where that was postponed, on the last date
  announced. A correction follows what it corrects: it takes effect no earlier, ranks with it among
  the revisions, and falls with it when that is withdrawn.
- Of the revisions that have taken effect, one is displaced by any other that replaces it,
  directly or through its base. Of the rest the one with the latest effective date is in force;
  of several on one day the last published.
- A revision is upcoming if, as things stand, it will be in force on its effective date: one that
  another replaces first, that is withdrawn by then, or whose policy is repealed by then, is not.
- A withdrawn revision counts as if it had never been; what it had replaced holds again.
- A repeal ends all revisions that go back to the same enactment; a later enactment begins anew.
- A repeal and a change of particulars may themselves be postponed or withdrawn.
- Withholding takes a text away from readers; it does not change which revision is in force.
- Renaming gives the policy another name from the day it is announced; nothing else changes.
- A review that found nothing to change (見直し) changes no text and no status.
- Changed particulars (names, contacts, addresses that pages print) change no text and no status:
  from their day they say who publishes, until a text takes effect that was published after them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from kaitei.model.publication import Kind, Publication, Status

DEFAULT_ZONE = ZoneInfo("Asia/Tokyo")  # until a record or content/organization.yml names one


def newest_zone(policies: Iterable[Policy]) -> ZoneInfo | None:
    """The time zone in which the days of a record are reckoned: its newest publication's."""
    published = [p for policy in policies for p in policy.publications]
    newest = max(published, key=lambda p: p.order, default=None)
    return newest.settings.organization.zone if newest else None


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy (規程) and its publications in order of their numbers, from 1 without a gap.

    `name` is the one that its newest publication bears; see `names` for those before. Everything
    that depends on a day takes it as `on`; publications announced after it do not exist for the
    answer.
    """

    name: str
    publications: tuple[Publication, ...]
    _standings: dict[date, Standing] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def as_of(self, on: date) -> Standing:
        """The policy as it is known on `on`."""
        if on not in self._standings:
            self._standings[on] = Standing(self, on)
        return self._standings[on]

    def get(self, number: int) -> Publication:
        """The publication `number`; KeyError where there is none."""
        if not 1 <= number <= len(self.publications):
            raise KeyError(number)
        return self.publications[number - 1]

    def names(self, on: date) -> tuple[str, ...]:
        """The names that the policy has had by `on`, the present one first; none before the first.

        A name is given once: no policy ever bears one that another had, or takes one back.
        """
        return tuple(dict.fromkeys(p.policy for p in reversed(self.known(on))))

    def subject(self, publication: Publication) -> Publication:
        """The revision that a publication is about: itself, or what an event names.

        The withdrawal of a repeal is about the revision that the repeal names.
        """
        while publication.of is not None and not publication.kind.is_revision:
            publication = self.get(publication.of)
        return publication

    def corrected(self, revision: Publication) -> Publication:
        """The revision of which a correction, or a correction of one, is the text; else itself.

        A correction (訂正) changes nothing that readers agreed to.
        """
        while revision.kind is Kind.CORRECTION and revision.base is not None:
            revision = self.get(revision.base)
        return revision

    def enactment(self, revision: Publication) -> Publication:
        """The enactment that a revision goes back to through its base."""
        while revision.kind is not Kind.ENACTMENT and revision.base is not None:
            revision = self.get(revision.base)
        return revision

    def languages(self, number: int) -> frozenset[str]:
        """The languages in which revision `number` was ever published, late translations included.

        KeyError where there is none.
        """
        about = [p for p in self.publications if p.kind is Kind.TRANSLATION and p.of == number]
        return frozenset(lang for p in (self.get(number), *about) for lang in p.sources)

    def known(self, on: date) -> tuple[Publication, ...]:
        """The publications announced on or before `on`, oldest first."""
        return self.as_of(on).publications

    def revisions(self, on: date) -> tuple[Publication, ...]:
        """The known publications that carry texts, oldest first."""
        return self.as_of(on).revisions

    def events(self, number: int, on: date) -> tuple[Publication, ...]:
        """What was announced about publication `number` after it, oldest first."""
        return tuple(self.as_of(on).events.get(number, ()))

    def effective(self, publication: Publication, on: date) -> date:
        """The day from which a publication counts, as known on `on`."""
        return self.as_of(on).effective(publication)

    def in_force(self, on: date) -> Publication | None:
        """The revision whose text holds on `on`, or None."""
        return self.as_of(on).in_force(on)

    def upcoming(self, on: date) -> tuple[Publication, ...]:
        """The announced revisions that will take effect after `on`, the next one first."""
        return self.as_of(on).upcoming

    def status(self, revision: Publication, on: date) -> Status:
        """Where `revision` stands on `on`. For an event: where the revision stands it is about."""
        return self.as_of(on).status(self.subject(revision))


@dataclass(frozen=True, slots=True)
class Period:
    """Days without a gap on which one text holds, both included; `last` None: no end is known."""

    revision: Publication
    first: date
    last: date | None


class Standing:
    """A policy as it is known on the day `on`: `publications`, `revisions`, `events` by number."""

    def __init__(self, policy: Policy, on: date) -> None:
        self.on = on
        self.publications = tuple(p for p in policy.publications if p.announced <= on)
        self.revisions = tuple(p for p in self.publications if p.kind.is_revision)
        self.events: dict[int, list[Publication]] = {}
        for p in self.publications:
            if p.of is not None and not p.kind.is_revision:
                self.events.setdefault(p.of, []).append(p)
        self._policy = policy
        self._effective: dict[int, date] = {}
        self._held: dict[date, Publication | None] = {}
        self._upcoming: tuple[Publication, ...] | None = None
        self._periods: tuple[Period, ...] | None = None
        self._withdrawals = any(p.kind is Kind.WITHDRAWAL for p in self.publications)
        self._repeals = [p for p in self.publications if p.kind is Kind.REPEAL]

    def effective(self, publication: Publication) -> date:
        """The day from which a publication counts: the last announced, else the announcement's."""
        number = publication.number
        if number not in self._effective:
            day = publication.effective or publication.announced
            for event in self.events.get(number, ()):
                if event.kind is Kind.POSTPONEMENT and event.effective:
                    day = event.effective
            if corrected := self._corrected(publication):
                day = max(day, self.effective(corrected))
            self._effective[number] = day
        return self._effective[number]

    def particulars(self, day: date) -> list[Publication]:
        """The changes of particulars that count on `day`, by what is known on `on`."""
        found = [p for p in self.publications if p.kind is Kind.PARTICULARS]
        return [p for p in found if self.effective(p) <= day and not self._withdrawn(p, day)]

    def in_force(self, day: date) -> Publication | None:
        """The revision that holds on `day`, by what is known on `on`; None where none does."""
        if day not in self._held:
            alive = [r for r in self.revisions if self.effective(r) <= day]
            alive = [r for r in alive if not self._withdrawn(r, day)]
            alive = [r for r in alive if not self._repealed(r, day)]
            displaced: set[int] = set()
            for revision in alive:
                self._replaced(revision, displaced)
            rest = [r for r in alive if r.number not in displaced]
            self._held[day] = max(rest, key=self._rank, default=None)
        return self._held[day]

    @property
    def periods(self) -> tuple[Period, ...]:
        """Which text holds when, oldest first, days to come included, as they are announced."""
        if self._periods is None:
            days = sorted({self.effective(p) for p in self.publications})
            held = [(day, self.in_force(day)) for day in days]
            turns = [held[n] for n in range(len(held)) if not n or held[n][1] != held[n - 1][1]]
            ends = [day - timedelta(days=1) for day, _ in turns[1:]]
            self._periods = tuple(
                Period(text, day, last)
                for (day, text), last in zip(turns, [*ends, None], strict=True)
                if text is not None
            )
        return self._periods

    @property
    def upcoming(self) -> tuple[Publication, ...]:
        """The revisions that will be in force on their effective date after `on`, in order."""
        if self._upcoming is None:
            coming = [r for r in self.revisions if self._is_upcoming(r)]
            self._upcoming = tuple(sorted(coming, key=self.effective))
        return self._upcoming

    @property
    def ending(self) -> tuple[Publication, ...]:
        """The announced repeals that will end a text after `on`, in order."""
        coming = (r for r in self._repeals if self.effective(r) > self.on)
        return tuple(sorted(filter(self._ends, coming), key=self.effective))

    def status(self, revision: Publication) -> Status:
        """Where a revision stands on `on`."""
        if any(e.kind is Kind.WITHHELD for e in self.events.get(revision.number, ())):
            return Status.WITHHELD
        if self._withdrawn(revision, self.on):
            return Status.WITHDRAWN
        if self._holds(revision, self.on):
            return Status.IN_FORCE
        if self._is_upcoming(revision):
            return Status.UPCOMING
        return Status.REPEALED if self._ended_by_repeal(revision) else Status.SUPERSEDED

    def _is_upcoming(self, revision: Publication) -> bool:
        day = self.effective(revision)
        return day > self.on and self._holds(revision, day)

    def _holds(self, revision: Publication, day: date) -> bool:
        found = self.in_force(day)
        return found is not None and found.number == revision.number

    def _withdrawn(self, publication: Publication, day: date) -> bool:
        """Whether a publication does not count on `day`, or on a later one that it waits for."""
        if not self._withdrawals:
            return False
        day = max(day, self.effective(publication))
        events = self.events.get(publication.number, ())
        if any(e.kind is Kind.WITHDRAWAL and self.effective(e) <= day for e in events):
            return True
        corrected = self._corrected(publication)
        return corrected is not None and self._withdrawn(corrected, day)

    def _ends(self, repeal: Publication) -> bool:
        """Whether a repeal ends the text that holds until its day."""
        day, policy = self.effective(repeal), self._policy
        held = self.in_force(day - timedelta(days=1))
        if held is None or self._withdrawn(repeal, day):
            return False
        return policy.enactment(held) == policy.enactment(policy.subject(repeal))

    def _repealed(self, revision: Publication, day: date) -> bool:
        if not self._repeals:
            return False
        end = self._repeal_day(revision, day)
        return end is not None and end <= day

    def _repeal_day(self, revision: Publication, day: date) -> date | None:
        """The day on which the repeal takes effect that ends `revision`; None without one."""
        enacted = self._policy.enactment(revision).number
        days = [
            self.effective(repeal)
            for repeal in self._repeals
            if self._policy.enactment(self._policy.subject(repeal)).number == enacted
            and not self._withdrawn(repeal, day)
        ]
        return min(days, default=None)

    def _ended_by_repeal(self, revision: Publication) -> bool:
        """Whether it was in force when the policy was repealed, or would have come after that."""
        day = self.effective(revision)
        end = self._repeal_day(revision, max(self.on, day))
        if end is None or end > max(self.on, day):
            return False
        return day >= end or self._holds(revision, end - timedelta(days=1))

    def _rank(self, revision: Publication) -> tuple[date, int, int]:
        """What decides between revisions in force: a correction ranks with what it corrects."""
        original = self._policy.corrected(revision)
        return self.effective(original), original.number, revision.number

    def _corrected(self, publication: Publication) -> Publication | None:
        """The revision that a correction corrects; None for anything else."""
        if publication.kind is not Kind.CORRECTION or publication.base is None:
            return None
        return self._policy.get(publication.base)

    def _replaced(self, revision: Publication, numbers: set[int]) -> None:
        """Add the numbers that a revision replaces: its base, the base's base, and so on."""
        while revision.base is not None and revision.base not in numbers:
            numbers.add(revision.base)
            revision = self._policy.get(revision.base)
