"""What the texts and the owner leave open, and what the law says of fees.

An item that is open is a warning while the repository is a sample, and an error for production
where the law asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TypedDict

from kaitei.base import business_days, tables
from kaitei.base.catalogue import Phrase, Phrases, has, phrase
from kaitei.base.fields import Entry
from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.context import CheckContext, DraftContext, weighed
from kaitei.model import phrases, reviews
from kaitei.model.facts import (
    Closures,
    Fee,
    Hours,
    Plain,
    Procedure,
    RequestTypes,
    Telephone,
)
from kaitei.text.values import fold

REVIEW_DAYS = 365
LAPSE_DAYS = 60
# APPI 32(1) wants these in an accessible state; an owner can't go to production without them.
_REQUIRED = ("address", "representative")
# JIS Q 15001, complaints, and what a reader looks for.
_WANTED = ("privacy_officer", "helpdesk_address", "email", "home_page", "last_reviewed")
# Only where it stands in the file: who is no member of such a body takes the line away.
_MEMBERS = ("accredited_body",)
# Where a complaint goes (APPI 32(1)(iv), its Cabinet Order, article 10).
_CONTACT = ("name", "telephone")


class _Requests(TypedDict):
    fee_articles: list[str]
    articles: dict[str, str]


@cache
def _law() -> _Requests:
    law: _Requests = tables.read(Path(__file__).with_name("law.toml"))["requests"]
    return law


def organization(desk: CheckContext) -> Iterator[Problem]:
    """What organization.yml leaves open."""
    company, entry = desk.settings.organization, desk.settings.organization_entry
    for lang in company.languages:
        if lang not in company.names:
            yield _open(entry["name"][lang])
    for name in (*_REQUIRED, *_WANTED):
        if entry[name].open:
            required = name in _REQUIRED and not company.sample and bool(desk.cases)
            yield weighed(_open(entry[name]), "error" if required else "warning")
    for left in _left_open(desk):
        yield _open(left)


def _left_open(desk: CheckContext) -> Iterator[Entry]:
    company, entry = desk.settings.organization, desk.settings.organization_entry
    for name in _MEMBERS:
        if name in entry and entry[name].open:
            yield entry[name]
    for role in _CONTACT:
        if role not in company.contact:
            yield entry["contact"][role]
    if company.certification:
        for name in ("registration_no", "valid_until"):
            if entry["certification"][name].open:
                yield entry["certification"][name]


def facts(desk: CheckContext) -> Iterator[Problem]:
    """What facts.yml leaves open, and a country whose holidays nobody knows."""
    for name, fact in desk.settings.facts.items():
        entry = desk.settings.facts_entry[name]
        if isinstance(fact, Plain) and fact.value is None:
            yield _open(entry["value"], name)
        if isinstance(fact, Fee) and fact.amount is None:
            yield _at(entry["amount"], "fee-open", name=name)
        if isinstance(fact, Closures) and fact.year_end and fact.rule.year_end is None:
            yield _at(entry["year_end"], "year-end-open", name=name)
        if isinstance(fact, Closures) and not business_days.known(fact.rule, desk.on.year):
            yield _at(entry["national_holidays"], "holidays-country", country=fact.rule.country)
        if isinstance(fact, Procedure):
            silent = [key for key, words in fact.fields.items() if words is None]
            if silent:
                fields = Phrases([_field(key) for key in silent])
                yield _at(entry, "procedure-open", name=name, fields=fields)


def unused(desk: CheckContext) -> Iterator[Problem]:
    """A fact that no text uses may be one that a text writes out by hand."""
    if not desk.complete:
        return
    settings = desk.settings
    used = {name for case in desk.cases for name in case.draft.used}
    used |= {*settings.organization.contact.values()}
    for name, fact in settings.facts.items():
        open_ = isinstance(fact, Procedure) and not any(fact.fields.values())
        if name not in used and not open_:
            yield _at(settings.facts_entry[name], "fact-unused", name=name)


def typed_by_hand(case: DraftContext) -> Iterator[Problem]:
    """An amount, a number or a name that is a fact is not written out in a text."""
    literal = {lang: _literal(case.desk, lang) for lang in case.draft.files}
    known = {
        lang: {re.compile(_alone(words)): (words, mention) for words, mention in found.items()}
        for lang, found in literal.items()
    }
    for lang, file, number, line in case.lines():
        narrow = fold(line)
        for pattern, (words, mention) in known[lang].items():
            if pattern.search(narrow):
                yield problem("fact-typed", file, number, words=words, mention=mention)


def requests(desk: CheckContext) -> Iterator[Problem]:
    """Every request that the law knows, each under its article, a fee only where it allows one."""
    for name, fact in desk.settings.facts.items():
        if not isinstance(fact, RequestTypes):
            continue
        missing = [key for key in _law()["articles"] if key not in fact.types]
        if missing:
            keys = ", ".join(f"{key} ({_law()['articles'][key]})" for key in missing)
            yield _at(desk.settings.facts_entry[name], "requests-missing", name=name, keys=keys)
        for key, kind in fact.types.items():
            entry = desk.settings.facts_entry[name]["types"][key]
            article = _law()["articles"].get(key, kind.article)
            if article != kind.article:
                yield _at(
                    entry["article"], "law-article", key=key, article=kind.article, law=article
                )
            if kind.fee and article not in _law()["fee_articles"]:
                allowed = ", ".join(_law()["fee_articles"])
                yield _at(entry["fee"], "fee-forbidden", key=key, article=article, allowed=allowed)


def law(desk: CheckContext) -> Iterator[Problem]:
    """A reference to the law says of which day it is, and is read again every twelve months."""
    for name, fact in desk.settings.facts.items():
        if not isinstance(fact, RequestTypes) and not (isinstance(fact, Fee) and fact.law):
            continue
        entry = desk.settings.facts_entry[name]["as_of"]
        if fact.as_of is None:
            yield _open(entry, f"{name}.as_of")
        elif (desk.on - fact.as_of).days > REVIEW_DAYS:
            days = (desk.on - fact.as_of).days
            yield _at(entry, "law-old", name=name, day=fact.as_of, days=days)


def certification(desk: CheckContext) -> Iterator[Problem]:
    """A certification that lapses is renewed in time, or no longer claimed."""
    held = desk.settings.organization.certification
    if held is None or held.valid_until is None:
        return
    entry = desk.settings.organization_entry["certification"]["valid_until"]
    if held.valid_until < desk.on:
        yield _at(entry, "certification-over", day=held.valid_until)
    elif held.valid_until - desk.on <= timedelta(days=LAPSE_DAYS):
        days = (held.valid_until - desk.on).days
        yield _at(entry, "certification-ends", day=held.valid_until, days=days)


def review(desk: CheckContext) -> Iterator[Problem]:
    """Policies are read again every twelve months (CCPA; good practice elsewhere)."""
    last = desk.settings.organization.last_reviewed
    held = [policy for policy in desk.record.values() if policy.in_force(desk.on)]
    own = [reviews.last_review(policy, desk.on) for policy in held]
    if last and own and None not in own:
        last = max(last, min(filter(None, own)))
    if last and (desk.on - last).days > REVIEW_DAYS:
        entry = desk.settings.organization_entry["last_reviewed"]
        yield _at(entry, "review-due", day=last, days=(desk.on - last).days)


def next_review(case: DraftContext) -> Iterator[Problem]:
    """What was announced for a day is done by then: readers see the day on the policy's page."""
    due = reviews.next_review(case.record, case.desk.on)
    held = case.record.in_force(case.desk.on)
    if due and held and due < case.desk.on and not case.pending:
        policy = case.draft.policy
        yield problem("next-review-due", case.declared.file, 0, "", day=due, policy=policy)


def _literal(desk: CheckContext, lang: str) -> dict[str, str]:
    """What facts look like when someone writes them out: the words, and how to mention them."""
    found: dict[str, str] = {}
    for name in desk.settings.facts:
        for part, words in desk.settings.parts(name, lang).items():
            if words and _is_typed(desk, name, part, words):
                mention = f"{{{{{name}.{part}}}}}" if part else f"{{{{{name}}}}}"
                found[words] = mention
    if len(name := desk.settings.organization.names.get(lang, "")) >= 4:
        found[name] = "{{organization}}"
    if email := desk.settings.organization.email:
        found[email] = "{{organization.email}}"
    return found


def _is_typed(desk: CheckContext, name: str, part: str, words: str) -> bool:
    """Whether the words are a fact wherever they stand: an amount, a number, a name or hours."""
    if part in ("amount", "international"):
        return True
    fact = desk.settings.facts[name]
    if part or not isinstance(fact, Plain | Telephone | Hours):
        return False
    # A short word such as 「窓口」 or "desk" is a common noun as well.
    return isinstance(fact, Telephone) or len(words) >= (6 if words[0] > "\u3000" else 12)


def _alone(words: str) -> str:
    """A pattern for words by themselves: not 500円 in 1,500円. Hyphens may be missing."""
    written = re.escape(words).replace(r"\-", "[-() ]?")
    return rf"(?<![0-9A-Za-z,.@-]){written}(?![0-9A-Za-z一-鿿ァ-ヶー-])"


def _open(entry: Entry, name: str = "") -> Problem:
    name = name or entry.name
    part, _, lang = name.partition(".")
    if part == "name":
        label = phrase("desk.items.company", **phrases.languages(language=lang))
    elif has("en", f"desk.items.{name}"):
        label = phrase(f"desk.items.{name}")
    else:
        return _at(entry, "item-open", name=phrase("desk.items.bare", name=name))
    return _at(entry, "item-open", name=phrase("desk.items.named", name=name, label=label))


def _field(name: str) -> Phrase:
    return phrase("desk.fields.named", name=name, label=phrase(f"facts.procedure.{name}"))


def _at(entry: Entry, rule: str, /, **values: object) -> Problem:
    return problem(rule, entry.doc.file, entry.line, "", **values)
