"""Whether a site that stands somewhere shows what it should on a day.

A static site changes only when it is built. Where the nightly build fell asleep (some hosts stop
idle schedules after 60 days), a revision would take effect without the site saying so. What a site
shows stands in its own api/v1/current.json; what it should show follows from the record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.model import Policy
from kaitei.site import api
from kaitei.site.model import PolicySite, look

CURRENT = api.CURRENT
_ALLOWED_DAYS = 1  # a site that is built every night is never older


def behind(policies: Sequence[Policy], on: date, current: bytes, place: str) -> list[Problem]:
    """What is wrong with a site whose CURRENT holds `current`, on a day, by `policies`, a record.

    `place` names the site in problems. An error for each policy that is shown otherwise than it
    stands, a warning where the site is merely old. Raises KaiteiError where `current` is none.
    """
    shown = _read(current, place)
    due = {policy.name: _due(policy) for policy in look(policies, on).policies}
    problems = list(_differing(shown["policies"], due, place))
    days = (on - date.fromisoformat(shown["on"])).days
    if days > _ALLOWED_DAYS and not problems:
        problems.append(problem("site-old", place, day=shown["on"], days=days))
    return problems


def _differing(shown: Mapping[str, Any], due: Mapping[str, str], place: str) -> Iterator[Problem]:
    for policy in dict.fromkeys([*due, *shown]):
        here, there = _numbers(shown.get(policy)), due.get(policy, "-")
        if here != there:
            yield problem("site-behind", place, policy=policy, shown=here, due=there)


def _numbers(stands: Mapping[str, Any] | None) -> str:
    """What stands of a policy: `2`, or `2 (3)` with the upcoming revisions in brackets."""
    if stands is None:
        return "-"
    in_force = stands["in_force"] and stands["in_force"]["number"]
    return _written(in_force, [entry["number"] for entry in stands["upcoming"]])


def _due(policy: PolicySite) -> str:
    """What should stand of a policy, as `_numbers` writes it."""
    in_force = policy.in_force.number if policy.in_force else None
    return _written(in_force, [entry.number for entry in policy.upcoming])


def _written(in_force: int | None, upcoming: Sequence[int]) -> str:
    coming = ", ".join(map(str, upcoming))
    first = "-" if in_force is None else str(in_force)
    return f"{first} ({coming})" if coming else first


def _read(current: bytes, place: str) -> dict[str, Any]:
    """current.json as data, as far as it is needed here."""
    try:
        found = json.loads(current)
        date.fromisoformat(found["on"])
        for stands in found["policies"].values():
            _numbers(stands)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KaiteiError(problem("site-no-current", place, name=CURRENT)) from None
    return dict(found)
