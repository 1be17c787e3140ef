"""The clauses of one policy to search in, where one page could not list those of all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kaitei.site.model import PolicySite, Site
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PolicyPage, next_change
from kaitei.site.pages.kinds.search import hits_of, news_of
from kaitei.site.pages.route import Route


class Clauses(PolicyPage):
    """What the search page of a few policies lists of one: clauses, history, announcements."""

    name = "clauses"
    template = "search.html"
    scripts = ("search.js",)

    def routes(self, site: Site, policy: PolicySite) -> Iterator[Route]:
        """One, where there are many policies."""
        if site.many:
            yield Route((policy.name, "clauses"), policy)

    def context(self, page: PageContext) -> dict[str, object]:
        """What it lists."""
        policy = page.policy
        title = page.words.plain("search_in", title=policy.title(page.lang))
        return {
            "title": title,
            "description": title,
            "hits": [*hits_of(page, policy), *news_of(page, policy.entries)],
        }

    def indexed(self, route: Route) -> bool:
        """No: what it lists has pages of its own."""
        return False

    def stale(self, site: Site, route: Route) -> date | None:
        """When the next revision takes effect."""
        return next_change([route.policy] if route.policy else [])
