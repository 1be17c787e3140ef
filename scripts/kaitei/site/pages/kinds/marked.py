"""A text with what its revision changed marked in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from markupsafe import Markup

from kaitei.model import Status
from kaitei.site.model import PolicySite, Site, SiteEntry
from kaitei.site.pages import status
from kaitei.site.pages.components import (
    TextLinks,
    contents_of,
    has_marks,
    lowered,
    marked_neighbours,
)
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PublicationPage, Values, next_change
from kaitei.site.pages.route import Route
from kaitei.text import render


class MarkedText(PublicationPage):
    """The whole text, deletions struck, insertions underlined: what a switch on the text shows."""

    name = "marked"
    listed = False

    def routes(self, site: Site, policy: PolicySite, entry: SiteEntry) -> Iterator[Route]:
        """One for each revision that replaced a text."""
        if has_marks(policy, entry):
            yield Route((*entry.text_path, "marked"), policy, entry)

    def context(self, page: PageContext) -> dict[str, object]:
        """The marked text in this language, else in the authoritative one, and its neighbours."""
        policy, entry = page.policy, page.entry
        heading = policy.title_of(entry, page.lang)
        values = {"title": heading, "number": entry.number, "day": entry.effective}
        found = policy.localized(page.lang, lambda lang: policy.redline(entry, lang))
        assert found is not None  # noqa: S101  # see has_marks
        html = render.inline(found.value, page.lang, href=TextLinks.on(page, "../"))
        text = policy.text(entry, found.lang)
        assert text is not None  # noqa: S101  # it is compared
        older, newer = marked_neighbours(policy, entry)
        return {
            **contents_of(page, text),
            "heading": heading,
            "title": page.words.plain("marked_title", **values),
            "description": page.words.plain("marked_description", **values),
            "older": older,
            "newer": newer,
            "text_lang": found.lang,
            "text": Markup(lowered(html, 0)),  # noqa: S704  # render gives safe HTML only
        }

    def depends_on(self, site: Site, policy: PolicySite, entry: SiteEntry) -> Values:
        """When the text held, and which stand beside it."""
        yield from super().depends_on(site, policy, entry)
        yield status.period(policy, entry), policy.in_force is None
        if has_marks(policy, entry):
            beside = filter(None, marked_neighbours(policy, entry))
            yield [(one.publication.ref, one.effective) for one in beside]

    def indexed(self, route: Route) -> bool:
        """No: it holds words that no longer stand."""
        return False

    def stale(self, site: Site, route: Route) -> date | None:
        """When another text takes effect, if it is the one in force; else the text's own day."""
        if route.entry and route.entry.status is Status.UPCOMING:
            return route.entry.effective
        if route.policy and route.entry and route.entry.status is Status.IN_FORCE:
            return next_change([route.policy])
        return None
