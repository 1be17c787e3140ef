"""Any two texts of a policy, compared by a script."""

from __future__ import annotations

import json
from collections.abc import Iterator

from markupsafe import Markup

from kaitei.site.model import PolicySite, Site
from kaitei.site.pages.components import replaced
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PolicyPage
from kaitei.site.pages.route import Route


class Compare(PolicyPage):
    """The history index out of which a script compares any two texts, and links for all others."""

    name = "compare"
    scripts = ("compare.js",)

    def routes(self, site: Site, policy: PolicySite) -> Iterator[Route]:
        """One, where there is more than one text."""
        if policy.reworded:
            yield Route((policy.name, "compare"), policy)

    def context(self, page: PageContext) -> dict[str, object]:
        """The texts of this language, else of the authoritative one, and their index."""
        policy = page.policy
        heading = policy.title(page.lang)
        own = [e for e in policy.revisions if policy.text(e, page.lang) is not None]
        lang = page.lang if len(own) > 1 else policy.authoritative
        data = policy.history_index(lang).data()
        index = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return {
            "title": page.words.plain("pair_title", title=heading),
            "description": page.words.plain("pair_description", title=heading),
            "compared_in": lang,
            "choices": [e for e in policy.revisions if policy.text(e, lang) is not None],
            "since": replaced(policy),
            "index": Markup(index.replace("<", "\\u003c")),  # noqa: S704  # JSON without <
        }

    def indexed(self, route: Route) -> bool:
        """No: it holds every text that there was."""
        return False
