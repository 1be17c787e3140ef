"""What the helpdesk's and the procedure's pages add to their texts, from the frozen facts.

The page says in a sentence when the helpdesk is open; what the script clock.js needs to say
whether it is open at this moment stands beside it as data. A day on which nobody has decided
(year-end days that are not set, a year without holiday data) is told as unknown: there the script
says nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

from kaitei.base import business_days
from kaitei.model.facts import Fee
from kaitei.model.facts import money as written
from kaitei.site.model import PolicySite
from kaitei.site.pages.wording import Words

LINES = 2  # how many units the worked example of a fee has
# Year-end days that are not set lie somewhere in here: no claim about any of these days is made.
_UNDECIDED = ("12-20", "01-10")


@dataclass(frozen=True, slots=True)
class Clock:
    """When it is open, as a sentence's `hours`, and as JSON for the script; `zone` is IANA's."""

    hours: str
    zone: str
    data: str


@dataclass(frozen=True, slots=True)
class FeeExample:
    """A fee, what it is for, what it comes to for `count` units; the law that allows it, or ""."""

    name: str
    each: str
    count: int
    amount: str
    total: str
    law: str
    as_of: object


def clock(policy: PolicySite, words: Words) -> Clock | None:
    """The helpdesk's hours by the rule frozen with the text in force; None without hours."""
    settings = policy.settings
    if settings is None:
        return None
    hours, closing = settings.hours, settings.closing
    said = settings.contact(words.lang).hours
    if hours is None or closing is None or said is None:
        return None
    years = [
        y for y in (policy.on.year, policy.on.year + 1) if business_days.known(closing.rule, y)
    ]
    undecided = closing.year_end and closing.rule.year_end is None
    data = {
        "zone": settings.organization.time_zone,
        "days": sorted(hours.days - closing.rule.weekend),
        "opens": f"{hours.opens:%H:%M}",
        "closes": f"{hours.closes:%H:%M}",
        "years": years,
        "closed": [
            c.day.isoformat() for year in years for c in business_days.closures(closing.rule, year)
        ],
        "undecided": list(_UNDECIDED) if undecided else None,
        "open": words.plain("clock_open"),
        "shut": words.plain("clock_shut"),
        "next": words.plain("clock_next"),
    }
    return Clock(said, settings.organization.time_zone, json.dumps(data, ensure_ascii=False))


def examples(policy: PolicySite, words: Words) -> list[FeeExample]:
    """A worked example for each fee of the text in force that has an amount and a unit."""
    facts = policy.settings.facts.values() if policy.settings else ()
    return [_example(fact, words) for fact in facts if isinstance(fact, Fee) and _counted(fact)]


def _counted(fee: Fee) -> bool:
    return fee.amount is not None and fee.unit is not None


def _example(fee: Fee, words: Words) -> FeeExample:
    parts = fee.words(words.lang)
    total = (fee.amount or Decimal()) * LINES
    return FeeExample(
        name=parts["name"] or "",
        each=parts["each"] or "",
        count=LINES,
        amount=parts["amount"] or "",
        total=written(total, fee.currency, words.lang),
        law=parts["law"] or "",
        as_of=fee.as_of,
    )
