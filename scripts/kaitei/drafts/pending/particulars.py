"""Particulars that change (表示事項の変更), declared once in organization.yml.

Names, contacts and addresses that pages print of the company. A text that says one of them is
revised; for a policy whose text says none of it a publication of their own is made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from kaitei.drafts.pending.changes import Changed, changed, edited, is_of
from kaitei.drafts.pending.resolving import Resolved
from kaitei.drafts.pending.subjects import withdrawn
from kaitei.drafts.reading import Declaration, Draft
from kaitei.model import PROCEDURE, Kind, Policy, Publication
from kaitei.model.facts import OWN, Settings
from kaitei.model.publisher import differing, newest_in_effect

# What of organization.yml pages print; the contact line is drawn from facts besides.
_PRINTED = ("name", "home_page", "address", "helpdesk_address", "email", "contact")


def reprinted(
    change: Declaration,
    draft: Draft,
    policy: Policy,
    held: Publication,
    settings: Settings,
    record: Iterable[Policy],
    on: date,
) -> Changed:
    """What changed particulars make of a policy whose draft holds the text of the revision `held`.

    A revision of each text that says them; where the text that holds on the day says none, and
    pages print another than on the day before, first a publication of the particulars.
    """
    if edited(draft, policy, held, settings):
        return Changed()
    known = on if change.effective is None else max(on, change.effective)
    differs = bool(moved([policy], settings, known, on))
    if change.misread or change.effective is None:
        return Changed(misread=differs)
    texts = changed(change, draft, policy, held, settings, record, on)
    standing = policy.as_of(on)
    about = standing.in_force(known) or next(iter(standing.upcoming), None)
    said = about and any(resolved.declared.base == about.number for _, resolved in texts.drafts)
    before = [p for p in policy.publications if is_of(change, p)]
    if texts.told or not differs or said or about is None:
        return texts
    if before:
        return replace(texts, spent=any(withdrawn(p, policy) for p in before))
    number = len(policy.publications) + 1
    first = Resolved(replace(change, number=number, of=about.number), pending=True)
    later = (
        (one, replace(made, declared=replace(made.declared, number=made.declared.number + 1)))
        for one, made in texts.drafts
    )
    text = replace(draft) if texts.drafts else draft  # that which content/ holds is the last
    return Changed(((text, first), *later))


def moved(
    policies: Collection[Policy], settings: Settings, day: date, known: date
) -> frozenset[str]:
    """Which particulars the pages of policies would print otherwise on a day, by what is known."""
    last = newest_in_effect(policies, day, known)
    if last is None:
        return frozenset()
    form = any(PROCEDURE in policy.names(date.max) for policy in policies)
    told = (
        differing(last.settings, settings, lang, form=form)
        for lang in settings.organization.languages
    )
    return frozenset(name for differs in told for name, _, _ in differs)


def kept(
    found: dict[str, object],
    used: Collection[str],
    declared: Declaration,
    change: Declaration | None,
    settings: Settings,
    record: Iterable[Policy],
    on: date,
) -> dict[str, object]:
    """What a publication freezes, without particulars that are announced for a later day.

    content/ has them already; what takes effect before still says what holds then, but for the
    facts `used` in its text.
    """
    policies, day = [*record], max(on, declared.effective or on)
    before = newest_in_effect(policies, day, on)
    if declared.kind is Kind.PARTICULARS or before is None:
        return found
    known = [policy.as_of(on) for policy in policies]
    ahead = [p for one in known for p in one.particulars(date.max) if one.effective(p) > day]
    later = [p.settings for p in ahead]
    if change and change.effective and change.effective > day and not _published(change, policies):
        later.append(settings)
    if not later:
        return found
    own, then = settings.organization_entry, before.settings
    company = {name: own[name].value for name in own.names()}
    facts = dict(_as_dict(found["facts"]))
    for one in later:
        for name in _PRINTED:
            if own[name].value == one.organization_entry[name].value:
                company[name] = then.organization_entry[name].value
        for name in {*one.organization.contact.values()} & {*facts} & {*then.facts} - {*used}:
            if facts[name] == one.facts_entry[name].value:
                facts[name] = then.facts_entry[name].value
    return {**found, OWN: {n: v for n, v in company.items() if v is not None}, "facts": facts}


def _published(change: Declaration, policies: Iterable[Policy]) -> bool:
    return any(is_of(change, p) for policy in policies for p in policy.publications)


def _as_dict(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)  # noqa: S101  # `freeze` gives one
    return value
