"""How to be told of changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kaitei.site.model import Site
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import SitePage
from kaitei.site.pages.route import Route


class Follow(SitePage):
    """The feeds and calendars, and how to come to them."""

    name = "follow"

    def routes(self, site: Site) -> Iterator[Route]:
        """One, where there is something to follow."""
        if site.policies:
            yield Route(("follow",))

    def context(self, page: PageContext) -> dict[str, object]:
        """Its title: the feeds and calendars follow from the policies."""
        return {
            "title": page.words.plain("follow_title"),
            "description": page.words.plain("follow_description", company=page.site.company()),
        }

    def updated(self, site: Site, route: Route) -> date:
        """The day of the last announcement: what takes effect is followed in the same way."""
        return max((one.publication.announced for one in site.entries), default=site.on)
