"""The announcement of a publication."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.base.catalogue import spaced
from kaitei.model import Localized
from kaitei.site.announcement import announcement
from kaitei.site.model import PolicySite, Site, SiteEntry
from kaitei.site.pages import status
from kaitei.site.pages.components import comparison, multilingual_changes
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PublicationPage, Values, announced_later, later
from kaitei.site.pages.route import Route
from kaitei.text.diff import Redline


class AnnouncementPage(PublicationPage):
    """What was announced, why, when it counts, and what it changed."""

    name = "announcement"
    pictured = True

    def routes(self, site: Site, policy: PolicySite, entry: SiteEntry) -> Iterator[Route]:
        """One for each publication."""
        yield Route(entry.announcement_path, policy, entry)

    def context(self, page: PageContext) -> dict[str, object]:
        """The announcement, what became of it, and the comparison as it stands now."""
        policy, entry, words = page.policy, page.entry, page.words
        view = announcement(page.site.site, policy, entry, page.lang)
        heading = page.site.plain(view.title)
        values = {"heading": heading, "number": entry.number, "day": entry.publication.announced}
        compared = self._compared(page)
        summary = policy.summary(entry, page.lang)
        said = words.plain("notice_description", **values)
        titled = "notice_titled_undated" if entry.publication.undated else "notice_titled"
        if summary and summary.lang == page.lang:
            said = (" " if spaced(page.lang) else "").join(summary.value)
        return {
            "title": words.plain(titled, **values),
            "heading": heading,
            "description": said,
            "view": view,
            "base": policy.base(entry) if entry.publication.kind.is_revision else None,
            "events": later(policy, entry),
            "replaced": status.replaced(policy, entry),
            "parallel": multilingual_changes(page.site.site, policy, entry),
            "compared_in": compared.lang if compared else page.lang,
            **comparison(page, compared.value if compared else None),
            **({"worded": view.changes(compared.value)} if compared else {}),
        }

    def depends_on(self, site: Site, policy: PolicySite, entry: SiteEntry) -> Values:
        """What was announced about the text that it is about, and what was announced with it."""
        yield from super().depends_on(site, policy, entry)
        if instead := status.replaced(policy, entry):
            yield instead.publication.digest
        if (about := entry.publication.of) is not None:
            yield announced_later(policy, policy.entry(about))
        for other in site.together(entry):
            if other is not entry:
                theirs = site.policy_of(other)
                yield other.publication.digest, [theirs.title_of(other, x) for x in site.languages]
                yield theirs.lineage(other.revision.number)

    def _compared(self, page: PageContext) -> Localized[Redline] | None:
        """The comparison to show of a revision, late translations included; None of an event."""
        policy, entry = page.policy, page.entry
        if not entry.publication.kind.is_revision or entry.publication.base is None:
            return None
        return policy.localized(page.lang, lambda lang: policy.redline(entry, lang))
