"""What the site's own search finds: the clauses in force, the policies, their announcements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kaitei.base.catalogue import spaced
from kaitei.site.model import PolicySite, Site
from kaitei.site.pages.components import clauses_of
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import SitePage, next_change
from kaitei.site.pages.route import Route


@dataclass(frozen=True, slots=True)
class Hit:
    """Something to find. `whole` is a policy as such; `place` names what it is a part of.

    `news` is an announcement: what was said once, not what holds.
    """

    name: str
    text: str
    href: str
    lang: str
    place: str = ""
    whole: bool = False
    news: bool = False


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
        """What it lists."""
        hits = [hit for policy in page.site.site.policies for hit in _policy(page, policy)]
        return {
            "title": page.words.plain("search_title"),
            "description": page.words.plain("search_description", company=page.site.company()),
            "hits": [*hits, *_news(page)],
        }

    def indexed(self, route: Route) -> bool:
        """No: what it lists has pages of its own."""
        return False

    def stale(self, site: Site, route: Route) -> date | None:
        """When the next revision of any policy takes effect."""
        return next_change(site.policies)


def _policy(page: PageContext, policy: PolicySite) -> Iterator[Hit]:
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
    lang, text = page.site.given(policy, entry)
    for clause in clauses_of(policy, text, str) if text else ():
        anchor = f"#{clause.id}" if clause.id else ""
        yield Hit(clause.plain or title, clause.body.striptags(), href + anchor, lang, title)
    history = page.words.plain("history_title", title=title)
    description = page.words.plain("history_description", title=title)
    yield Hit(history, description, page.link(name, "history"), page.lang)


def _news(page: PageContext) -> Iterator[Hit]:
    site = page.site.site
    for entry in site.entries:
        policy = site.policy_of(entry)
        lang, lines = policy.summary(entry, page.lang) or (page.lang, ())
        href = page.link(*entry.announcement_path)
        place = page.words.plain("announced_on", day=entry.publication.announced)
        said = (" " if spaced(lang) else "").join(lines)
        yield Hit(page.site.notice(policy, entry), said, href, page.lang, place, news=True)
