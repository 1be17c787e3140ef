"""The page for addresses that do not exist."""

from __future__ import annotations

from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PageKind
from kaitei.site.pages.route import Route


class Missing(PageKind):
    """One page for all languages, since the host knows only one; its links are absolute.

    Its template is handed the site in each language as `sites`.
    """

    name = "missing"

    def context(self, page: PageContext) -> dict[str, object]:
        """Its title, in the first language."""
        heading = page.words.plain("missing_title")
        return {"title": heading, "description": heading}

    def indexed(self, route: Route) -> bool:
        """No: it is shown wherever nothing is."""
        return False
