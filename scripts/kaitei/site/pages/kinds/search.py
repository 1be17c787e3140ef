"""What the site's own search finds: the clauses in force, the policies, their announcements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from kaitei.base.catalogue import spaced
from kaitei.site.model import PolicySite, Site, SiteEntry
from kaitei.site.pages.components import found_clauses
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import SitePage, next_change
from kaitei.site.pages.route import Route

_NEWS = 100  # announcements, where there are many policies; of each its own page has all


@dataclass(frozen=True, slots=True)
class Hit:
    """Something to find. `whole` is a policy as such; `place` names what it is a part of.

    `news` is an announcement: what was said once, not what holds. `within` is the page that lists
    the clauses of a policy, where there is one. `id` is that of a clause, `coming` are the
    announced revisions that will change it.
    """

    name: str
    text: str
    href: str
    lang: str
    place: str = ""
    whole: bool = False
    news: bool = False
    within: str = ""
    id: str = ""
    coming: tuple[SiteEntry, ...] = ()


class Search(SitePage):
    """A policy with its clauses, one after another; then the news.

    A text that is not in force is not among them, nor one that is yet to come.
    """

    name = "search"
    scripts = ("search.js",)

    def routes(self, site: Site) -> Iterator[Route]:
        """One."""
        yield Route(("search",))

    def context(self, page: PageContext) -> dict[str, object]:
        """What it lists; of many policies their names, what their clauses are called, some news."""
        site = page.site.site
        found = _outlined if site.many else hits_of
        hits = [hit for policy in site.policies for hit in found(page, policy)]
        return {
            "title": page.words.plain("search_title"),
            "description": page.words.plain("search_description", company=page.site.company()),
            "hits": [*hits, *news_of(page, site.entries[:_NEWS] if site.many else site.entries)],
        }

    def indexed(self, route: Route) -> bool:
        """No: what it lists has pages of its own."""
        return False

    def stale(self, site: Site, route: Route) -> date | None:
        """When the next revision of any policy takes effect."""
        return next_change(site.policies)


def hits_of(page: PageContext, policy: PolicySite) -> Iterator[Hit]:
    """A policy that is in force, its clauses one after another, its history."""
    title = policy.title(page.lang)
    href = page.link(policy.name)
    name, entry = policy.name, policy.in_force
    if entry is None:
        return
    said = page.words.plain(
        "policy_description",
        company=page.site.company(),
        title=title,
        number=entry.number,
        day=entry.effective,
    )
    yield Hit(title, said, href, page.lang, whole=True)
    given = policy.given(entry, page.lang)
    lang = given.lang if given else page.lang
    for one in found_clauses(policy, page.lang):
        there = href + (f"#{one.id}" if one.id else "")
        soon = tuple(map(policy.entry, one.coming))
        yield Hit(one.name or title, one.text, there, lang, title, id=one.id, coming=soon)
    history = page.words.plain("history_title", title=title)
    description = page.words.plain("history_description", title=title)
    yield Hit(history, description, page.link(name, "history"), page.lang)


def _outlined(page: PageContext, policy: PolicySite) -> Iterator[Hit]:
    """A policy that is in force, with the names of its clauses: these have a page of their own."""
    for hit in islice(hits_of(page, policy), 1):
        called = (clause.name for clause in found_clauses(policy, page.lang))
        said = " / ".join([hit.text, *filter(None, called)])
        yield replace(hit, text=said, within=page.link(policy.name, "clauses"))
    policy.forget()  # no page of all policies holds the texts of all


def news_of(page: PageContext, entries: Iterable[SiteEntry]) -> Iterator[Hit]:
    """What was announced."""
    site = page.site.site
    for entry in entries:
        policy = site.policy_of(entry)
        lang, lines = policy.summary(entry, page.lang) or (page.lang, ())
        href = page.link(*entry.announcement_path)
        place = page.words.plain("announced_on", day=entry.publication.announced)
        said = (" " if spaced(lang) else "").join(lines)
        yield Hit(page.site.notice(policy, entry), said, href, page.lang, place, news=True)
