"""Which pages a site has: for each language home, the policies' pages, and the one for errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kaitei.model import Kind, Status
from kaitei.site.model import Entry, PolicySite, Site

SINCE = "changes-to-current"
PARALLEL = "parallel"
COMPARE = "compare"
WORDINGS = "wordings"


@dataclass(frozen=True, slots=True)
class Outline:
    """A page to be: its kind (which names its template), its address, and what it is about."""

    kind: str
    parts: tuple[str | int, ...] = ()
    policy: PolicySite | None = None
    entry: Entry | None = None


def of_all(site: Site) -> Iterator[Outline]:
    """The pages of each language, home first."""
    yield from of_site(site)
    for policy in site.policies:
        yield from of_policy(site, policy)
        for entry in replaced(policy):
            yield from since(entry, policy)
        for entry in policy.entries:
            yield from of_publication(site, policy, entry)


def of_site(site: Site) -> Iterator[Outline]:
    """The pages that are about no policy of their own, home first."""
    yield Outline("home")
    yield Outline("search", ("search",))
    if site.policies:
        yield Outline("follow", ("follow",))


def of_policy(site: Site, policy: PolicySite) -> Iterator[Outline]:
    """The pages that say what stands now of a policy, and those that lead there."""
    now = list(_standing(site, policy))
    yield from now
    for former in policy.names[1:]:
        for page in now:
            yield Outline("moved", (former, *page.parts[1:]), policy)


def since(entry: Entry, policy: PolicySite) -> Iterator[Outline]:
    """The page that says what changed since an old text."""
    yield Outline("since", (*text(entry), SINCE), policy, entry)


def _standing(site: Site, policy: PolicySite) -> Iterator[Outline]:
    """The pages that stand below a policy's present name, whatever it will be called."""
    yield Outline("policy", (policy.name,), policy, policy.main)
    yield Outline("history", (policy.name, "history"), policy, policy.newest)
    if policy.main and bilingual(site, policy, policy.main):
        yield Outline("parallel", (policy.name, PARALLEL), policy, policy.main)
    if policy.reworded:
        yield Outline("compare", (policy.name, COMPARE), policy)
        yield Outline("wordings", (policy.name, WORDINGS), policy)


def of_publication(site: Site, policy: PolicySite, entry: Entry) -> Iterator[Outline]:
    """The pages of one publication, below the name that the policy had then."""
    if entry.publication.kind.is_revision:
        yield Outline("revision", text(entry), policy, entry)
    yield Outline("announcement", announcement(entry), policy, entry)
    if bilingual(site, policy, entry, changes=True):
        yield Outline("parallel_changes", (*announcement(entry), PARALLEL), policy, entry)


def replaced(policy: PolicySite) -> list[Entry]:
    """The texts that held before the one in force, newest first: what a reader may remember."""
    if policy.in_force is None:
        return []
    return [e for e in policy.revisions if e.status is Status.SUPERSEDED]


def bilingual(site: Site, policy: PolicySite, entry: Entry, *, changes: bool = False) -> bool:
    """Whether a text, or with `changes` a revision's comparison, is there in several languages.

    A text whose translation is behind counts: its page says so.
    """
    if not changes:
        found = [policy.translated(entry, lang) for lang in site.languages]
    elif entry.publication.kind.is_revision and entry.publication.base is not None:
        both = (entry, policy.base(entry))
        found = [
            entry
            for lang in site.languages
            if all(one and policy.source(one, lang) is not None for one in both)
        ]
    else:
        return False
    return sum(one is not None for one in found) > 1


def text(entry: Entry) -> tuple[str | int, ...]:
    """Where a revision's text stands: below the name that the policy had then, for ever."""
    return entry.publication.policy, entry.number


def announcement(entry: Entry) -> tuple[str | int, ...]:
    """Where the announcement of a publication stands: a revision's `changes`, an event's own."""
    place = text(entry)
    return (*place, "changes") if entry.publication.kind.is_revision else place


def later(policy: PolicySite, entry: Entry) -> list[Entry]:
    """What was announced afterwards about a publication, oldest first."""
    return [policy.entry(e.number) for e in policy.policy.events(entry.number, policy.on)]


def translations(policy: PolicySite, entry: Entry) -> list[Entry]:
    """The late translations of a revision."""
    return [e for e in later(policy, entry) if e.publication.kind is Kind.TRANSLATION]
