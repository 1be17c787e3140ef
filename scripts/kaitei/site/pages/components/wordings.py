"""How each clause was worded before: every former wording once, with the days on which it held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from kaitei.model import Clause
from kaitei.site.model import PolicySite, SiteEntry, ancestry
from kaitei.site.pages.components.clauses import Href, HtmlClause, clauses_of
from kaitei.site.pages.components.links import TextLinks
from kaitei.site.pages.context import PageContext


@dataclass(frozen=True, slots=True)
class Wording:
    """A clause as it once was: since the revision `first`, until `until` put another in its place.

    `last` is the last day on which it held, `row` the clause of the row that compares it with what
    came in its place. `leads` says that it is the first that is listed of its clause, at whose id
    it stands.
    """

    clause: HtmlClause
    first: SiteEntry
    until: SiteEntry
    last: date
    row: str
    leads: bool = False


@dataclass(frozen=True, slots=True)
class GoneClause:
    """A clause that a text no longer has, as it last was: the revision `until` left it out.

    `row` is the clause of the row that compares it with what came in its place; `follows` is the
    one that stood before it and still stands, "" at the top.
    """

    clause: HtmlClause
    until: SiteEntry
    row: str
    follows: str


def gone_clauses(policy: PolicySite, entry: SiteEntry, lang: str, href: Href) -> list[GoneClause]:
    """The clauses of the texts that led to an entry's which it no longer has, as they stood."""
    line = ancestry(policy, entry)[::-1]
    texts = [(one, text) for one in line if (text := policy.text(one, lang))]
    standing = {clause.id for clause in texts[-1][1].clauses} if texts else set()
    found: dict[str, GoneClause] = {}
    for (_, old), (until, new) in pairwise(texts):
        kept, follows = {clause.id for clause in new.clauses}, ""
        for name, (_, said) in _named(old.clauses, clauses_of(policy, old, href)):
            if name in standing:
                follows = name
            elif name not in kept:
                row = _row(policy, until, lang, name)
                found[name] = GoneClause(said, until, row, follows)
    return [*found.values()]


def former_wordings(page: PageContext) -> tuple[str, list[Wording]]:
    """The former wordings of a policy's clauses, in the order of the present text; their language.

    That is the page's where all texts have it, else the authoritative one.
    """
    policy = page.policy
    line = ancestry(policy, policy.main)[::-1]
    lang = _language(policy, line, page.lang)
    found = list(_former(policy, line, lang, TextLinks.on(page, "../")))
    return lang, _ordered(found, [*_ids(policy, line, lang)])


def reworded(policy: PolicySite, entry: SiteEntry, lang: str) -> frozenset[str]:
    """The clauses of an entry's text of which the page of that language lists former wordings.

    Beside the texts that led to the entry it depends on `wordings_language` alone.
    """
    listed = wordings_language(policy, entry, lang)
    if listed is None:
        return frozenset()
    found: frozenset[str] = frozenset()
    for old, new in pairwise(ancestry(policy, entry)[::-1]):
        key = ("reworded", new.number, listed)
        found = policy.once(key, partial(_reworded, found, policy, old, new, listed))
    return found


def wordings_language(policy: PolicySite, entry: SiteEntry, lang: str) -> str | None:
    """The language in which the page of `lang` lists an entry's clauses; None where it does not."""
    known = policy.once(("wordings", lang), partial(_languages, policy, lang))
    return known.get(entry.number)


def _languages(policy: PolicySite, lang: str) -> dict[int, str]:
    line = ancestry(policy, policy.main)
    return dict.fromkeys((one.number for one in line), _language(policy, line, lang))


def _reworded(
    known: frozenset[str], policy: PolicySite, old: SiteEntry, new: SiteEntry, lang: str
) -> frozenset[str]:
    """What was `known` to be reworded before a revision, and what it reworded."""
    before, now = policy.text(old, lang), policy.text(new, lang)
    if before is None or now is None:
        return known
    said = {clause.id: clause for clause in before.clauses}
    return known.union(
        clause.id
        for clause in now.clauses
        if clause.id in said and not _alike(said[clause.id], clause)
    )


def _language(policy: PolicySite, line: list[SiteEntry], lang: str) -> str:
    """A page's language where all texts have it, else the authoritative one."""
    everywhere = all(policy.carrier(one, lang) is not None for one in line)
    return lang if everywhere else policy.authoritative


def _former(policy: PolicySite, line: list[SiteEntry], lang: str, href: Href) -> Iterator[Wording]:
    """What another wording followed, oldest first. A clause that only moved says the same."""
    held: dict[str, tuple[SiteEntry, Clause, HtmlClause]] = {}
    for entry in line:
        text = policy.text(entry, lang)
        if text is None:
            continue
        now = dict(_named(text.clauses, clauses_of(policy, text, href)))
        for name, (first, clause, said) in list(held.items()):
            if name not in now or not _alike(clause, now[name][0]):
                del held[name]
                last, row = entry.effective - timedelta(days=1), _row(policy, entry, lang, name)
                yield Wording(said, first, entry, last, row)
        for name, (clause, said) in now.items():
            held.setdefault(name, (entry, clause, said))


def _row(policy: PolicySite, entry: SiteEntry, lang: str, name: str) -> str:
    """The clause at which the comparison of an entry shows the clause that bore an id before it."""
    redline = policy.redline(entry, lang)
    for change in redline.changed if redline else ():
        if change.old and change.old.id == name:
            return change.new.id if change.new and change.new.id else name
    return name


def _named(
    clauses: tuple[Clause, ...], shown: list[HtmlClause]
) -> Iterator[tuple[str, tuple[Clause, HtmlClause]]]:
    for clause, said in zip(clauses, shown, strict=True):
        if clause.id:
            yield clause.id, (clause, said)


def _alike(one: Clause, other: Clause) -> bool:
    """Whether two clauses say the same, whatever their numbers."""
    return one is other or (one.title == other.title and one.blocks == other.blocks)


def _ids(policy: PolicySite, line: list[SiteEntry], lang: str) -> Iterator[str]:
    """The ids of all clauses, those of the newest text first."""
    for entry in reversed(line):
        text = policy.text(entry, lang)
        yield from (clause.id for clause in (text.clauses if text else ()))


def _ordered(found: list[Wording], ids: list[str]) -> list[Wording]:
    """The wordings clause by clause, of each the newest first."""
    order = {name: place for place, name in reversed(list(enumerate(ids)))}
    out: list[Wording] = []
    newest_first = found[::-1]
    for one in sorted(newest_first, key=lambda one: order[one.clause.id]):
        leads = not out or out[-1].clause.id != one.clause.id
        out.append(replace(one, leads=leads))
    return out
