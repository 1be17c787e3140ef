"""What a revision changed, in all languages side by side."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.site.model import PolicySite, Site, SiteEntry
from kaitei.site.pages.components import multilingual_changes, parallel_changes
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PublicationPage
from kaitei.site.pages.route import Route


class ParallelChanges(PublicationPage):
    """The comparison of a revision with its base, in all languages, a clause a row."""

    name = "parallel_changes"
    template = "parallel.html"

    def routes(self, site: Site, policy: PolicySite, entry: SiteEntry) -> Iterator[Route]:
        """One for each revision that is compared in several languages."""
        if multilingual_changes(site, policy, entry):
            yield Route((*entry.announcement_path, "parallel"), policy, entry)

    def context(self, page: PageContext) -> dict[str, object]:
        """The rows."""
        heading = page.policy.title_of(page.entry, page.lang)
        values = {"title": heading, "number": page.entry.number}
        return {
            "title": page.words.plain("parallel_changes_title", **values),
            "description": page.words.plain("parallel_changes_description", **values),
            "heading": heading,
            "of": page.entry,
            **parallel_changes(page),
        }

    def indexed(self, route: Route) -> bool:
        """No: each language has its own page."""
        return False
