"""Makes the form of each revision of a procedure.

A revision's form never changes: it says what its facts said, and bears its number and dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from kaitei.base import typesetting
from kaitei.base.catalogue import t, topic
from kaitei.model import PROCEDURE, phrases
from kaitei.model.facts import Fee, Procedure, RequestTypes, Settings, headed
from kaitei.model.facts import article as written_article
from kaitei.site.model import PolicySite, Site, SiteEntry

FILE = "request-form.pdf"


def forms(site: Site) -> list[tuple[str, bytes]]:
    """The forms of the site as (path below the root, PDF), beside the text of each revision.

    There is one wherever a revision of the procedure has types of requests. Raises
    KaiteiError where one can't be made.
    """
    return [
        file
        for policy in site.policies
        for entry in policy.revisions
        for file in of_revision(site, policy, entry)
    ]


def of_revision(site: Site, policy: PolicySite, entry: SiteEntry) -> list[tuple[str, bytes]]:
    """The forms of one revision, in each language; none where it has no types of requests."""
    template = files(__package__).joinpath("form.typ")
    return [
        (path, typesetting.pdf(template, _values(policy, entry, lang), lang, path))
        for lang in site.languages
        if (path := address(site, policy, entry, lang))
    ]


def address(site: Site, policy: PolicySite, entry: SiteEntry | None, lang: str) -> str:
    """Where a revision's form stands below the site's root; "" where it has none.

    It has none in a language for which there is no font.
    """
    if entry is None or PROCEDURE not in policy.names or not entry.has_text:
        return ""
    if _types(entry.publication.settings) is None or not typesetting.has_font(lang):
        return ""
    return site.address(lang, entry.publication.policy, entry.number) + FILE


def _types(settings: Settings) -> RequestTypes | None:
    return next((f for f in settings.facts.values() if isinstance(f, RequestTypes)), None)


def _values(policy: PolicySite, entry: SiteEntry, lang: str) -> dict[str, Any]:
    """What the form prints: words, and the facts of the revision as `lang` writes them."""
    publication = entry.publication
    settings = publication.settings
    if entry is policy.main and policy.settings:  # today's address; a former form keeps its own
        settings = policy.settings
    title = policy.title_of(entry, lang)
    organization, contact = settings.organization, settings.contact(lang)
    where = organization.helpdesk_address or organization.address
    effective = publication.effective or publication.announced
    return {
        "words": {**topic(lang, "form")},
        "sample": publication.sample,
        "company": organization.name(lang),
        "address": where.get(lang, "") if where else "",
        "contact": [part for part in (contact.name, contact.telephone, contact.hours) if part],
        "types": list(_kinds(settings, lang)),
        "fees": list(_fees(settings, lang)),
        "notes": _notes(settings, lang),
        "source": t(
            lang,
            "form.source",
            title=title,
            number=entry.number,
            day=phrases.day(effective, lang),
        ),
        "date": [
            publication.announced.year,
            publication.announced.month,
            publication.announced.day,
        ],
    }


def _kinds(settings: Settings, lang: str) -> Iterator[str]:
    """The kinds of requests, each with its article."""
    types = _types(settings)
    for kind in types.types.values() if types else ():
        name = headed(kind.label.get(lang, ""))
        yield t(lang, "form.kind", name=name, article=written_article(kind.article, lang))


def _fees(settings: Settings, lang: str) -> Iterator[dict[str, str]]:
    """The fees that have an amount: a name, what it is for each unit, the amount alone."""
    for fact in settings.facts.values():
        if isinstance(fact, Fee) and fact.amount is not None:
            words = fact.words(lang)
            name = words["name"] or ""
            yield {
                "name": headed(name),
                "each": words["each"] or "",
                "amount": words["amount"] or "",
                "unit": words["unit"] or "",
            }


def _notes(settings: Settings, lang: str) -> list[tuple[str, str]]:
    """What the procedure says, as far as the owner has filled it in: what it is, what applies."""
    facts = settings.facts.values()
    return [
        row for fact in facts if isinstance(fact, Procedure) for row in fact.rows(lang).values()
    ]
