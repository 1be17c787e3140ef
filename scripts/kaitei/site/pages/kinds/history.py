"""How a policy came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from kaitei.site.model import PolicySite, Site, SiteEntry
from kaitei.site.pages import status
from kaitei.site.pages.components import timeline
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PolicyPage, next_change
from kaitei.site.pages.route import Route

_MANY = 12  # publications; where there are more, the years fold


class HistoryPage(PolicyPage):
    """Every publication of a policy, newest first, and which text held when."""

    name = "history"
    scripts = ("dates.js",)

    def routes(self, site: Site, policy: PolicySite) -> Iterator[Route]:
        """One for each policy."""
        yield Route((policy.name, "history"), policy, policy.newest)

    def context(self, page: PageContext) -> dict[str, object]:
        """The periods, as a table and as a picture."""
        heading = page.policy.title(page.lang)
        return {
            "title": page.words.plain("history_title", title=heading),
            "description": page.words.plain("history_description", title=heading),
            "periods": status.periods(page.policy),
            "timeline": timeline(page.policy, page.words),
            "years": _years(page.policy),
        }

    def stale(self, site: Site, route: Route) -> date | None:
        """When the policy's next revision takes effect."""
        return next_change([route.policy]) if route.policy else None


def _years(policy: PolicySite) -> list[tuple[int | None, Sequence[SiteEntry]]]:
    """The publications by the year of their announcement, newest first; few are one group: None."""
    if len(policy.entries) <= _MANY:
        return [(None, policy.entries)]
    years = groupby(policy.entries, key=lambda entry: entry.publication.announced.year)
    return [(year, [*entries]) for year, entries in years]
