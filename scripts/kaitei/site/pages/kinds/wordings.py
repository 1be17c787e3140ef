"""How each clause of a policy was worded before."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.site.model import PolicySite, Site
from kaitei.site.pages.components import former_wordings
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PolicyPage
from kaitei.site.pages.route import Route


class Wordings(PolicyPage):
    """Every former wording of every clause once, with the days on which it held."""

    name = "wordings"
    scripts = ("search.js",)

    def routes(self, site: Site, policy: PolicySite) -> Iterator[Route]:
        """One, where there is more than one text."""
        if policy.reworded:
            yield Route((policy.name, "wordings"), policy)

    def context(self, page: PageContext) -> dict[str, object]:
        """The wordings, in the order of the present text."""
        heading = page.policy.title(page.lang)
        lang, found = former_wordings(page)
        return {
            "title": page.words.plain("wordings_title", title=heading),
            "description": page.words.plain("wordings_description", title=heading),
            "text_lang": lang,
            "wordings": found,
        }

    def indexed(self, route: Route) -> bool:
        """No: none of it holds."""
        return False
