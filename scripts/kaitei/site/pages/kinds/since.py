"""What changed since a text that a reader may remember."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.site.model import PolicySite, Site, SiteEntry
from kaitei.site.pages.components import comparison, is_replaced
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PageKind, PublicationPage, Values
from kaitei.site.pages.route import Route


class Since(PublicationPage):
    """The comparison of a text that held before with the one in force."""

    name = "since"
    apart = True  # it is another whenever another text takes effect
    updated = PageKind.updated

    def routes(self, site: Site, policy: PolicySite, entry: SiteEntry) -> Iterator[Route]:
        """One for each text that another has replaced."""
        if is_replaced(policy, entry):
            yield Route((*entry.text_path, "changes-to-current"), policy, entry)

    def context(self, page: PageContext) -> dict[str, object]:
        """The comparison in this language, else in the authoritative one."""
        policy, entry, now = page.policy, page.entry, page.policy.in_force
        assert now is not None  # noqa: S101  # see routes
        heading = policy.title_of(entry, page.lang)
        values = {
            "title": heading,
            "day": entry.effective,
            "number": entry.number,
            "now": now.number,
        }
        found = policy.localized(page.lang, lambda lang: policy.compared(entry, now, lang))
        lang, redline = found or (policy.authoritative, None)
        return {
            "title": page.words.plain("since_title", **values),
            "description": page.words.plain("since_description", **values),
            "now": now,
            "compared_in": lang,
            **comparison(page, redline, "../../", since=True),
        }

    def depends_on(self, site: Site, policy: PolicySite, entry: SiteEntry) -> Values:
        """The text in force."""
        yield from super().depends_on(site, policy, entry)
        if (now := policy.in_force) is not None:
            yield now.publication.digest, now.effective, policy.lineage(now.number)

    def indexed(self, route: Route) -> bool:
        """No: each announcement says what it changed."""
        return False
