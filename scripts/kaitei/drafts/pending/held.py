"""Which published text content/ holds: what its edits are seen against."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from kaitei.base.problems import KaiteiError
from kaitei.drafts.reading import Draft, titled
from kaitei.model import Kind, Policy, Publication, Status, facts
from kaitei.model.facts import OWN, Settings


def published(policy: Policy, number: int) -> dict[str, str]:
    """The texts of revision `number` by language, late translations included, below their titles.

    KeyError where there is none.
    """
    texts = dict(policy.get(number).sources)
    for event in policy.publications:
        if event.kind is Kind.TRANSLATION and event.of == number:
            texts |= event.sources
    return {lang: titled(text) for lang, text in texts.items()}


def held(
    draft: Draft,
    policy: Policy,
    done: Publication | None,
    on: date,
    settings: Settings,
    leaving: int | None = None,
) -> Publication | None:
    """The revision whose text a draft holds but for its edits; None where none was published.

    That which its declaration says, `done`, with what changed facts made of it since. Where that is
    an event or nothing, the newest, or any that holds or is to come whose text it is. A text that
    is withheld, or will be (`leaving`), does not belong in content/.
    """
    revisions = [
        p for p in policy.publications if p.kind.is_revision and p.sources and p.number != leaving
    ]
    if done is not None and done.kind.is_revision:
        found = done
        for later in revisions:
            if later.number > done.number and later.base == found.number:
                found = later
        return found if found.sources else None
    known = policy.as_of(on)
    alive = [p for p in revisions if known.status(p) in (Status.IN_FORCE, Status.UPCOMING)]
    candidates = [*revisions[-1:], *reversed(alive)]
    exact = (p for p in candidates if _same(draft, policy, p, draft.filled))
    then = (p for p in candidates if _same(draft, policy, p, filled(draft, of_then(p, settings))))
    return next(exact, None) or next(then, None) or next(iter(candidates), None)


def _same(draft: Draft, policy: Policy, revision: Publication, texts: Mapping[str, str]) -> bool:
    """Whether texts, filled in with some facts, are those of a revision, where both have one."""
    published_texts = published(policy, revision.number)
    return all(texts.get(x) == text for x, text in published_texts.items() if x in draft.filled)


def of_then(revision: Publication, settings: Settings) -> Settings:
    """The settings as a revision froze them, with today's facts for those it did not use."""
    now, then = settings.facts_entry, revision.settings.facts_entry
    values = {name: now[name].value for name in now.names()}
    values |= {name: then[name].value for name in then.names()}
    own = revision.settings.organization_entry.value
    with suppress(KaiteiError):  # a fact of today may name one that had another kind then
        return facts.load_frozen({OWN: own, "facts": values}, facts.FACTS_FILE)
    return revision.settings


def filled(draft: Draft, settings: Settings) -> Mapping[str, str]:
    """A draft's texts with other facts, as far as these are known."""
    found = {}
    for lang, source in draft.sources.items():
        with suppress(KaiteiError):
            found[lang] = titled(settings.fill(source, lang, draft.files[lang]).text)
    return found
