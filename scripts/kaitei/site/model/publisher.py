"""Who the company is, and was, on a day: as the text froze it that took effect last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kaitei.model import Policy, Publication
from kaitei.model.facts import Organization


def printed(organization: Organization) -> tuple[object, ...]:
    """What pages say of the company: its names, home page and groups; its words for a search."""
    names, words = (sorted(one.items()) for one in (organization.names, organization.synonyms))
    return tuple(names), organization.home_page, organization.groups, tuple(words)


def newest_in_effect(policies: Iterable[Policy], day: date) -> Publication | None:
    """The text that took effect last of those in force on a day, as known on it.

    While none is in force, the one that will take effect first; None where none was announced.
    """
    known = [policy.as_of(day) for policy in policies]
    held = [(one.effective(text), text) for one in known if (text := one.in_force(day))]
    if held:
        return max(held, key=lambda each: (each[0], each[1].order))[1]
    coming = [(one.effective(text), text) for one in known for text in one.upcoming]
    return min(coming, key=lambda each: (each[0], each[1].order), default=(day, None))[1]
