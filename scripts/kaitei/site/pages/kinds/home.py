"""The first page of a language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kaitei.site.model import Site
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import SitePage, next_change
from kaitei.site.pages.route import Route

_NEWS = 10  # announcements; the others stand in the policies' histories


class Home(SitePage):
    """Every policy with what holds and what is to come, and the newest announcements."""

    name = "home"

    def routes(self, site: Site) -> Iterator[Route]:
        """One, at the language's root."""
        yield Route()

    def context(self, page: PageContext) -> dict[str, object]:
        """The newest announcements."""
        said = page.words.plain("home_none")
        if page.site.site.policies:
            said = page.words.plain("home_description", company=page.site.company())
        return {
            "title": page.words.plain("home_title"),
            "description": said,
            "news": page.site.site.announcements[:_NEWS],
        }

    def stale(self, site: Site, route: Route) -> date | None:
        """When the next revision of any policy takes effect."""
        return next_change(site.policies)
