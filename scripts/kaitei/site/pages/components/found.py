"""What search finds in the clauses of a policy: kept, so that one page of all reads no texts."""

from __future__ import annotations

import json
from functools import partial
from itertools import chain
from typing import NamedTuple

from kaitei.site.model import PolicySite, Site, coming
from kaitei.site.pages.components.clauses import clauses_of


class FoundClause(NamedTuple):
    """A clause to find: its id, what it is called, its words.

    `coming` are the numbers of the announced revisions that will change it.
    """

    id: str
    name: str
    text: str
    coming: tuple[int, ...]


def found_clauses(policy: PolicySite, lang: str) -> list[FoundClause]:
    """The clauses of the text in force as a reader of `lang` is given it."""
    found = json.loads(_kept(policy, lang))
    return [FoundClause(id_, name, text, tuple(soon)) for id_, name, text, soon in found]


def found_everywhere(site: Site, policy: PolicySite) -> dict[object, str]:
    """What is found of a policy in the site's languages, by what it is kept under."""
    return {_key(policy, lang): _kept(policy, lang) for lang in site.languages}


def _kept(policy: PolicySite, lang: str) -> str:
    return policy.once(_key(policy, lang), partial(_said, policy, lang))


def _key(policy: PolicySite, lang: str) -> tuple[str, ...]:
    """All that it depends on beside what every page does: the text that holds, those to come."""
    held = policy.in_force
    texts = filter(None, (held, *policy.upcoming))
    both = ((one.publication.digest, policy.lineage(one.number)) for one in texts)
    return "found", lang, str(held and held.number), *chain.from_iterable(both)


def _said(policy: PolicySite, lang: str) -> str:
    """The clauses as JSON: they are kept in a file (see `build.said`)."""
    entry = policy.in_force
    given = policy.given(entry, lang) if entry else None
    text = policy.text(given.value, given.lang) if given else None
    if entry is None or text is None:
        return "[]"
    ahead = coming(policy, entry, policy.authoritative)
    found = [
        (one.id, one.plain, one.body.striptags(), [e.number for e in ahead.get(one.id, ())])
        for one in clauses_of(policy, text, str)
    ]
    return json.dumps(found, ensure_ascii=False)
