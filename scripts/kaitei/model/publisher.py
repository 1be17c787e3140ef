"""Who the company is, and was, on a day: as what took effect last froze it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kaitei.model.facts import Organization, Settings
from kaitei.model.publication import Publication
from kaitei.model.timeline import Policy, Standing


def printed(organization: Organization) -> tuple[object, ...]:
    """What pages say of the company: its names, home page and groups; its words for a search."""
    names, words = (sorted(one.items()) for one in (organization.names, organization.synonyms))
    return tuple(names), organization.home_page, organization.groups, tuple(words)


def newest_in_effect(
    policies: Iterable[Policy], day: date, known: date | None = None
) -> Publication | None:
    """What took effect last on a day: the text in force, or a change of particulars.

    As known on it, or on the day `known`. While no text is in force, the one that will take effect
    first; None where none was announced.
    """
    standings = [policy.as_of(known or day) for policy in policies]
    held = [(one.effective(text), text) for one in standings if (text := one.in_force(day))]
    coming = [(one.effective(text), text) for one in standings for text in one.upcoming]
    last = max(held, key=_rank) if held else min(coming, key=_rank, default=None)
    return last and changed_since(last, standings, day)


def changed_since(
    last: tuple[date, Publication], standings: Sequence[Standing], day: date
) -> Publication:
    """A text with its effective date, or the change of particulars that was made after it.

    A text that takes effect later does not bring back the particulars of before, where it was
    published before they changed; nor one that was published later, where it took effect before.
    """
    changes = [(one.effective(p), p) for one in standings for p in one.particulars(day)]
    begun, change = max(changes, key=_rank, default=last)
    effective, text = last
    return change if begun > effective or change.order > text.order else text


def _rank(one: tuple[date, Publication]) -> tuple[date, object]:
    return one[0], one[1].order


def differing(
    old: Settings, new: Settings, lang: str, *, form: bool = False
) -> list[tuple[str, str, str]]:
    """Which particulars are printed otherwise in a language, as (name, before, after).

    `form`: of a policy whose form has the address. What is not filled in is "".
    """
    before, after = (_particulars(one, lang, form=form) for one in (old, new))
    return [(name, before[name], after[name]) for name in before if before[name] != after[name]]


def _particulars(settings: Settings, lang: str, *, form: bool) -> dict[str, str]:
    company, contact = settings.organization, settings.contact(lang)
    where = (company.helpdesk_address or company.address) if form else None
    return {
        "company": company.name(lang),
        "home_page": company.home_page or "",
        "contact": contact.name or "",
        "telephone": contact.telephone or "",
        "hours": contact.hours or "",
        "email": contact.email or "",
        "address": where.get(lang, "") if where else "",
    }
