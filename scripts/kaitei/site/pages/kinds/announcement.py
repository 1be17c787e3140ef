"""The announcement of a publication."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.base.catalogue import listed
from kaitei.model import phrases
from kaitei.site.model import Entry, PolicySite, Site
from kaitei.site.pages.components import comparison, multilingual_changes
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PublicationPage, Values, announced_later, later
from kaitei.site.pages.route import Route
from kaitei.text.diff import Redline


class AnnouncementPage(PublicationPage):
    """What was announced, why, when it counts, and what it changed."""

    name = "announcement"

    def routes(self, site: Site, policy: PolicySite, entry: Entry) -> Iterator[Route]:
        """One for each publication."""
        yield Route(entry.announcement_path, policy, entry)

    def context(self, page: PageContext) -> dict[str, object]:
        """The announcement and the comparison."""
        policy, entry, site = page.policy, page.entry, page.site
        publication = entry.publication
        heading = site.notice(policy, entry)
        lang, redline = _compared(page)
        return {
            "title": heading,
            "subject": policy.title_of(entry, page.lang),
            "decision": phrases.decision(publication.extra, page.lang),
            "languages": listed(
                page.lang, [site.language_name(lang) for lang in publication.sources]
            ),
            "description": page.words.plain(
                "notice_description",
                heading=heading,
                number=entry.number,
                day=publication.announced,
            ),
            "about": policy.policy.get(publication.of) if publication.of else None,
            "before": policy.effective_before(entry),
            "base": policy.base(entry) if publication.kind.is_revision else None,
            "events": later(policy, entry),
            "parallel": multilingual_changes(site.site, policy, entry),
            "compared_in": lang,
            **comparison(page, redline),
        }

    def depends_on(self, site: Site, policy: PolicySite, entry: Entry) -> Values:
        """What was announced about the text that it is about, and what was announced with it."""
        yield from super().depends_on(site, policy, entry)
        if (about := entry.publication.of) is not None:
            yield announced_later(policy, policy.entry(about))
        for other in site.together(entry):
            if other is not entry:
                theirs = site.policy_of(other)
                yield other.publication.digest, [theirs.title_of(other, x) for x in site.languages]


def _compared(page: PageContext) -> tuple[str, Redline | None]:
    """The comparison to show of a revision, and its language.

    None for an enactment and for an event: there is nothing to compare.
    """
    policy, entry = page.policy, page.entry
    if not entry.publication.kind.is_revision or entry.publication.base is None:
        return page.lang, None
    found = policy.localized(page.lang, lambda lang: policy.redline(entry, lang))
    return found or (page.lang, None)
