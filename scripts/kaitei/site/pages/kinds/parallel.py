"""A policy's text in all languages side by side."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.site.model import PolicySite, Site
from kaitei.site.pages.components import multilingual, parallel_text
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PolicyPage
from kaitei.site.pages.route import Route


class Parallel(PolicyPage):
    """The text that the policy's main page shows, in all languages, a clause a row."""

    name = "parallel"

    def routes(self, site: Site, policy: PolicySite) -> Iterator[Route]:
        """One, where there are several languages to show."""
        if policy.main and multilingual(site, policy, policy.main):
            yield Route((policy.name, "parallel"), policy, policy.main)

    def context(self, page: PageContext) -> dict[str, object]:
        """The rows."""
        heading = page.policy.title(page.lang)
        return {
            "title": page.words.plain("parallel_title", title=heading),
            "description": page.words.plain("parallel_description", title=heading),
            "heading": heading,
            "of": None,
            **parallel_text(page),
        }

    def indexed(self, route: Route) -> bool:
        """No: each language has its own page."""
        return False
