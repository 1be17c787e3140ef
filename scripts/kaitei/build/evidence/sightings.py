"""What a witness's log says of one publication: first seen, without a gap until when, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from kaitei.model import Policy, Publication
from kaitei.record.witness_log import Look


@dataclass(frozen=True, slots=True)
class Gap:
    """Looks in a row that did not see a publication, after one did.

    It is as long as from the look before them to the look after, the first that saw it again; None
    where the log ends so.
    """

    before: Look
    looks: Sequence[Look]
    after: Look | None


@dataclass(frozen=True, slots=True)
class Sightings:
    """What the looks at one address saw of a publication.

    `first` is the first look that saw it, `before` the last one before that; None where there is
    none. `last` is the look at which the account ends: the first on or after the day of effect
    (then it is `complete`), else the newest. `looks` are those from `first` to `last`, both
    included, `longest` is the longest time between two of them that follow one another.
    """

    address: str
    count: int
    first: Look | None = None
    before: Look | None = None
    last: Look | None = None
    looks: int = 0
    longest: timedelta = timedelta()
    gaps: Sequence[Gap] = ()
    complete: bool = False


def sightings(looks: Iterable[Look], policy: Policy, publication: Publication) -> list[Sightings]:
    """The account of each address that was looked at, in the order of the log."""
    by_address: dict[str, list[Look]] = {}
    for look in looks:
        by_address.setdefault(look.address, []).append(look)
    return [_account(own, policy, publication) for own in by_address.values()]


def _account(looks: Sequence[Look], policy: Policy, publication: Publication) -> Sightings:
    digests = {(p.policy, p.number): p.digest for p in policy.publications}
    address, count = looks[0].address, len(looks)
    seen = [_sees(look, publication, digests) for look in looks]
    if True not in seen:
        return Sightings(address, count, before=looks[-1])
    begin = seen.index(True)
    wanted = publication.effective or publication.announced
    end = next(
        (n for n in range(begin, count) if looks[n].on >= wanted and seen[n]),
        count - 1,
    )
    between = looks[begin : end + 1]
    return Sightings(
        address,
        count,
        first=looks[begin],
        before=looks[begin - 1] if begin else None,
        last=looks[end],
        looks=len(between),
        longest=max((b.moment - a.moment for a, b in pairwise(between)), default=timedelta()),
        gaps=_gaps(looks, seen, begin, end),
        complete=looks[end].on >= wanted and seen[end],
    )


def _sees(look: Look, publication: Publication, digests: dict[tuple[str, int], str]) -> bool:
    """Whether a look saw the publication: the site went on from it, and showed it as it should."""
    if not (look.reached and look.accepted) or publication.ref in look.wrong:
        return False
    return any(
        number >= publication.number and digests.get((name, number)) == digest
        for name, (number, digest) in look.newest.items()
    )


def _gaps(looks: Sequence[Look], seen: Sequence[bool], begin: int, end: int) -> list[Gap]:
    found, missed, last = [], list[Look](), looks[begin]
    for place in range(begin, end + 1):
        if not seen[place]:
            missed.append(looks[place])
            continue
        if missed:
            found.append(Gap(last, tuple(missed), looks[place]))
            missed = []
        last = looks[place]
    return [*found, Gap(last, tuple(missed), None)] if missed else found


def days(account: Sightings) -> int:
    """How many days the account begins and ends on, both included."""
    assert account.first and account.last  # noqa: S101, PT018  # only of what was seen
    return _days(account.first.on, account.last.on)


def _days(first: date, last: date) -> int:
    return (last - first).days + 1
