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
from kaitei.site.model import look

CURRENT = api.CURRENT
_ALLOWED_DAYS = 1  # a site that is built every night is never older


def behind(policies: Sequence[Policy], on: date, current: bytes, place: str) -> list[Problem]:
    """What is wrong with a site whose CURRENT holds `current`, on a day, by `policies`, a record.

    `place` names the site in problems. An error for each policy that is shown otherwise than it
    stands, a warning where the site is merely old. Raises KaiteiError where `current` is none.
    """
    shown = _read(current, place)
    due = _read(dict(api.of_site(look(policies, on), "/"))[CURRENT], place)
    problems = list(_differing(shown["policies"], due["policies"], place))
    days = (on - date.fromisoformat(shown["on"])).days
    if days > _ALLOWED_DAYS and not problems:
        problems.append(problem("site-old", place, day=shown["on"], days=days))
    return problems


def _differing(shown: Mapping[str, Any], due: Mapping[str, Any], place: str) -> Iterator[Problem]:
    for policy in dict.fromkeys([*due, *shown]):
        here, there = _numbers(shown.get(policy)), _numbers(due.get(policy))
        if here != there:
            yield problem("site-behind", place, policy=policy, shown=here, due=there)


def _numbers(stands: Mapping[str, Any] | None) -> str:
    """What stands of a policy: `2`, or `2 (3)` with the upcoming revisions in brackets."""
    if stands is None:
        return "-"
    coming = ", ".join(str(entry["number"]) for entry in stands["upcoming"])
    in_force = str(stands["in_force"]["number"]) if stands["in_force"] else "-"
    return f"{in_force} ({coming})" if coming else in_force


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
