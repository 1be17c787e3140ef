"""The kinds of facts (事項): what each holds, and how each language writes it.

A fact is a value that stands once in facts.yml. `words(lang)` gives its parts as texts write
them, `{{name}}` being the part "" and `{{name.amount}}` the part "amount"; a part that the owner
has not filled in is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import TypeAlias

from kaitei.base.business_days import ClosureRule
from kaitei.base.catalogue import listed
from kaitei.model.facts import wording

Words: TypeAlias = Mapping[str, str]
Parts: TypeAlias = Mapping[str, "str | None"]


@dataclass(frozen=True, slots=True)
class Plain:
    """A name or term by language."""

    value: Words | None = field(hash=False)

    def words(self, lang: str) -> Parts:
        """The text itself."""
        return {"": self.value.get(lang) if self.value else None}


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee (手数料).

    `amount` in `currency` (ISO 4217), None where it is not set; a `unit` such as "per subscriber
    line"; `law` the article that allows it, as it stood on `as_of`.
    """

    label: Words = field(hash=False)
    amount: Decimal | None
    currency: str
    tax: str | None
    unit: Words | None = field(hash=False)
    law: Words | None = field(hash=False)
    as_of: date | None

    def words(self, lang: str) -> Parts:
        """「1,000円（税込）」 / "1,000 yen (including tax)", and its parts; `each` has the unit."""
        amount = None if self.amount is None else wording.money(self.amount, self.currency, lang)
        tax = wording.tax(self.tax, lang) if self.tax else ""
        whole = None if amount is None else amount + tax
        unit = self.unit.get(lang) if self.unit else None
        return {
            "": whole,
            "name": self.label.get(lang),
            "amount": amount,
            "unit": unit,
            "each": wording.each(whole, unit, lang) if whole and unit else whole,
            "law": self.law.get(lang) if self.law else None,
        }


@dataclass(frozen=True, slots=True)
class Telephone:
    """A telephone number as people write it, and its country code (81) for the tel: link."""

    number: str
    country: str

    @property
    def tel(self) -> str:
        """The number for a link: tel:+81333590028."""
        digits = "".join(c for c in self.number if c.isdigit())
        return f"tel:+{self.country}{digits.removeprefix('0')}"

    def words(self, lang: str) -> Parts:
        """The number, as a `link`, and in its `international` form."""
        number = self.number
        return {
            "": number,
            "link": f"[{number}]({self.tel})",
            "international": f"+{self.country} {number.removeprefix('0')}",
        }


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of business: the weekdays (Monday 0) and from when to when, in the company's zone."""

    days: frozenset[int]
    opens: time
    closes: time

    def words(self, lang: str) -> Parts:
        """「平日10:00～17:00」 / "10:00 to 17:00 on weekdays"."""
        opens, closes = f"{self.opens:%H:%M}", f"{self.closes:%H:%M}"
        days = wording.days(self.days, lang)
        return {
            "": wording.hours(days, opens, closes, lang),
            "days": days,
            "from": opens,
            "to": closes,
        }


@dataclass(frozen=True, slots=True)
class Closures:
    """When it is closed: the rule for a calendar, and whether the text speaks of the year's end.

    `year_end` is True also where its dates are not filled in: then only the words are printed
    and `rule.year_end` is None.
    """

    rule: ClosureRule
    year_end: bool

    def words(self, lang: str) -> Parts:
        """「祝日及び年末年始」, `all` with the weekend, and the days of the `year-end`."""
        period = None
        if self.rule.year_end:
            period = wording.period(*self.rule.year_end, lang)
        usual = [wording.national_holidays(lang)] if self.rule.country else []
        usual += [wording.year_end(period, lang)] if self.year_end else []
        weekend = [wording.day(day, lang) for day in sorted(self.rule.weekend)]
        return {
            "": listed(lang, usual, "and"),
            "all": listed(lang, [*weekend, *usual], "and"),
            "year-end": period,
        }


@dataclass(frozen=True, slots=True)
class RequestType:
    """A kind of request (請求の種類): its article, and the name of the fee fact it carries."""

    label: Words = field(hash=False)
    article: str
    fee: str | None


@dataclass(frozen=True, slots=True)
class RequestTypes:
    """The kinds of requests by key, in order; articles as they stood on `as_of`."""

    types: Mapping[str, RequestType] = field(hash=False)
    as_of: date | None

    def words(self, lang: str) -> Parts:
        """All of them in one list, and each by its key."""
        labels = {key: kind.label.get(lang) for key, kind in self.types.items()}
        return {"": listed(lang, [label or "" for label in labels.values()], "and"), **labels}


@dataclass(frozen=True, slots=True)
class Procedure:
    """What a requests procedure should say (APPI 37), by field; None where nothing is decided.

    The fields are those of `wording.PROCEDURE`; one of a group has a dot:
    `identity-documents.agent`.
    """

    fields: Mapping[str, Words | None] = field(hash=False)

    def words(self, lang: str) -> Parts:
        """Each field, as far as it is filled in."""
        return {"": None, **{k: v.get(lang) if v else None for k, v in self.fields.items()}}

    def rows(self, lang: str) -> dict[str, tuple[str, str]]:
        """The fields that are filled in, in order, each as (what it is called, what applies)."""
        said = self.words(lang).items()
        return {k: (wording.procedure_field(k, lang), words) for k, words in said if k and words}


Fact: TypeAlias = "Plain | Fee | Telephone | Hours | Closures | RequestTypes | Procedure"
