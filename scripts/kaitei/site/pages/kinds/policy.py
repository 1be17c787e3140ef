"""A policy as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from kaitei.model import Localized, phrases
from kaitei.site.model import PolicySite, Site, SiteEntry, applying, life, moved_on
from kaitei.site.pages import status
from kaitei.site.pages.components import (
    clock,
    closure_calendar,
    examples,
    has_marks,
    is_replaced,
    multilingual,
    text_of,
)
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PolicyPage, announced, changes_ahead, next_change
from kaitei.site.pages.kinds.revision import text_entity
from kaitei.site.pages.route import Route

_BESIDE = tuple(name for name in phrases.DECISION if name != "next_review")


class CurrentPolicy(PolicyPage):
    """The text in force, else the next to come, with what is announced of it.

    What the helpdesk's and the procedure's pages have beside it stands in theme/pages/before/ and
    after/, by the policy's name.
    """

    name = "policy"
    scripts = ("clock.js", "dates.js")
    pictured = True

    def routes(self, site: Site, policy: PolicySite) -> Iterator[Route]:
        """One, at the policy's own address."""
        yield Route((policy.name,), policy, policy.main)

    def context(self, page: PageContext) -> dict[str, object]:
        """The text that a reader gets, and what is drawn from its facts."""
        policy, main, site = page.policy, page.route.entry, page.site.site
        heading = policy.title(page.lang)
        given = policy.translated(main, page.lang) if main else None
        description = page.words.plain("history_description", title=heading)
        if main:
            description = page.words.plain(
                "policy_description",
                company=page.site.company(),
                title=heading,
                number=main.number,
                day=main.effective,
            )
        late: frozenset[str] = frozenset()
        if given and main:
            late = moved_on(policy, given, main, policy.authoritative)
        return {
            "title": heading,
            "description": description,
            "given": given,
            "marked": main is not None and has_marks(policy, main),
            "times": _times(policy),
            "parallel": main is not None and multilingual(site, policy, main),
            "ahead": status.ahead(policy),
            "repeal": status.repealed(policy),
            "withheld": status.withheld(policy, main),
            "after": [f"after/{name}.html" for name in policy.names],
            "calendar": closure_calendar(policy, page.words),
            "clock": clock(policy, page.words),
            "examples": examples(policy, page.words),
            "form": page.form(main),
            "life": life(site, policy),
            # The next review stands among the days of its life: a later one may have named it.
            "decision": partial(page.decision, names=_BESIDE),
            "applying": [
                (one, *(_said(page, one, name) for name in ("applies_to", "transitional")))
                for one in applying(policy)
            ],
            **text_of(page, given or main, late, stands=True),
        }

    def steps(self, route: Route) -> Sequence[tuple[date, SiteEntry | None]]:
        """What holds from the days to come on which that changes."""
        return changes_ahead(route.policy) if route.policy else ()

    def stale(self, site: Site, route: Route) -> date | None:
        """When the policy's next revision takes effect."""
        return next_change([route.policy]) if route.policy else None

    def published(self, route: Route) -> date | None:
        """The day on which the text was announced."""
        return announced(route.entry)

    def entity(self, route: Route) -> Mapping[str, str] | None:
        """The text in force."""
        return text_entity(route)


def _times(policy: PolicySite) -> list[tuple[SiteEntry, date, date | None, str]]:
    """Which text held when, newest first, and what its changes are: made "since" then or "coming".

    There are none of the one in force, and none of a text that is withheld.
    """
    found = []
    for entry, first, last in status.periods(policy):
        coming = "coming" if first > policy.on else ""
        found.append((entry, first, last, "since" if is_replaced(policy, entry) else coming))
    return found


def _said(page: PageContext, entry: SiteEntry, name: str) -> Localized[str] | None:
    """What readers are told beside a text under a name."""
    return next((said for _, said in page.decision(entry, (name,))), None)
