"""The page for addresses that do not exist."""

from __future__ import annotations

from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PageKind
from kaitei.site.pages.route import Route


class Missing(PageKind):
    """One page for all languages, since most hosts know only one; its links are absolute.

    One in its own language stands where the pages of each other language do.

    Its template is handed the site in each language as `sites`.
    """

    name = "missing"

    def context(self, page: PageContext) -> dict[str, object]:
        """Its title, in the first language."""
        heading = page.words.plain("missing_title")
        own: dict[str, object] = {"title": heading, "description": heading}
        return {**own, "sites": [page.site]} if "/" in page.address else own

    def indexed(self, route: Route) -> bool:
        """No: it is shown wherever nothing is."""
        return False
