"""When a policy was last reviewed without a change, and when it is to be reviewed next.

Both are told by its publications: a review (見直し) says on which day it was, and an enactment, a
revision or a review may say when the next one is due. Days are those of the policy's time zone.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from kaitei.model.publication import Kind, Publication, Status
from kaitei.model.timeline import Policy


def said_day(publication: Publication, name: str) -> date | None:
    """A day that a publication says beside (`decided_on`, `next_review`); None where it doesn't.

    Older records may say it in words.
    """
    with suppress(ValueError):
        return date.fromisoformat(str(publication.extra.get(name, "")))
    return None


def last_review(policy: Policy, on: date) -> date | None:
    """The day of the last review that is known on `on`; None before the first."""
    reviews = [p for p in policy.known(on) if p.kind is Kind.REVIEW]
    return said_day(reviews[-1], "decided_on") if reviews else None


def next_review(policy: Policy, on: date) -> date | None:
    """The day for which the next review was announced, as known on `on`; None where none is.

    A review that names no further day leaves none, nor does a new enactment keep an old one.
    """
    for publication in reversed(policy.known(on)):
        if policy.status(publication, on) is Status.WITHDRAWN:
            continue
        day = said_day(publication, "next_review")
        if day or publication.kind in (Kind.REVIEW, Kind.ENACTMENT):
            return day
    return None
