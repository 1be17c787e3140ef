"""When each publication was told, and told again, to the second: no two at one moment.

Programs that follow a feed by its times would pass over what is told at the moment of something
else. A publication of before moments were frozen was told at midnight of its day; of several on
one day all but the first move on by seconds, by name and number. What is told again follows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kaitei.model.publication import Publication, midnight
from kaitei.model.reminders import Reminder, recent
from kaitei.model.timeline import Policy

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Told:
    """When everything was told by a day: publications by `policy@number`, reminders in order.

    Of these so many as may stand, and the last of each policy before.
    """

    publications: Mapping[str, datetime]
    reminders: Sequence[tuple[datetime, Policy, Reminder]]


def told(policies: Iterable[Policy], on: date) -> Told:
    """The moments of all that was published and told again of a record by `on`."""
    policies = tuple(policies)
    every = [p for policy in policies for p in policy.known(on)]
    found = {p.ref: p.published for p in every if p.published}
    moments = _Moments(found.values())
    for publication in sorted((p for p in every if not p.published), key=_place):
        found[publication.ref] = moments.free(publication.moment)
    again = [(_begins(one), policy, one) for policy in policies for one in recent(policy, on)]
    again.sort(key=lambda each: (each[0], each[2].publication.policy, each[2].publication.number))
    moved = [(moments.free(begins), policy, one) for begins, policy, one in again]
    return Told(found, moved)


def next_moment(policies: Iterable[Policy], moment: datetime) -> datetime:
    """When that is told which is published at `moment`: later than all that was told before.

    To the second, with the distance from UTC that `moment` has.
    """
    moment = moment.replace(microsecond=0)
    policies = tuple(policies)
    found = told(policies, max([moment.date(), *_days(policies)]))
    last = max([*found.publications.values(), *(at for at, _, _ in found.reminders)], default=None)
    return moment if last is None or moment > last else (last + SECOND).astimezone(moment.tzinfo)


class _Moments:
    """Moments, to the second, each of which is taken once.

    Behind each that is taken stands where to look on: of a thousand policies that are announced in
    one midnight the last would else step over all the others, each of them over those before.
    """

    def __init__(self, taken: Iterable[datetime]) -> None:
        self._after = {moment: moment + SECOND for moment in map(_utc, taken)}

    def free(self, moment: datetime) -> datetime:
        """The first moment from `moment` on that is not taken, which it is from then on."""
        asked = found = _utc(moment)
        passed = []
        while found in self._after:
            passed.append(found)
            found = self._after[found]
        for one in (*passed, found):
            self._after[one] = found + SECOND
        return moment + (found - asked)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _place(publication: Publication) -> tuple[datetime, str, int]:
    return publication.moment, publication.policy, publication.number


def _begins(reminder: Reminder) -> datetime:
    return midnight(reminder.day, reminder.publication)


def _days(policies: Iterable[Policy]) -> list[date]:
    return [p.announced for policy in policies for p in policy.publications]
