"""The text of a revision, for ever at its number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kaitei.model import Status
from kaitei.site.model import PolicySite, Site, SiteEntry, held_beside
from kaitei.site.pages import status
from kaitei.site.pages.components import has_marks, is_replaced, text_of, wordings_language
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PublicationPage, Values, changes_ahead, later, next_change
from kaitei.site.pages.route import Route


class RevisionText(PublicationPage):
    """The text of a revision, with what became of it."""

    name = "revision"
    listed = False  # the sitemap has the policy's own page

    def routes(self, site: Site, policy: PolicySite, entry: SiteEntry) -> Iterator[Route]:
        """One for each publication that is a revision.

        The text in force is known by the policy's own address, where the next one will stand too.
        """
        if entry.publication.kind.is_revision:
            known_as = (policy.name,) if entry.status is Status.IN_FORCE else None
            yield Route(entry.text_path, policy, entry, known_as=known_as)

    def context(self, page: PageContext) -> dict[str, object]:
        """The text, its neighbours, and what was announced about it."""
        policy, entry = page.policy, page.entry
        heading = policy.title_of(entry, page.lang)
        older, newer = policy.neighbours(entry) if entry.has_text else (None, None)
        values = {"title": heading, "number": entry.number, "day": entry.effective}
        return {
            "heading": heading,
            "title": page.words.plain("revision_title", **values),
            "description": page.words.plain("revision_description", **values),
            "older": older,
            "newer": newer,
            "events": later(policy, entry),
            "compared": is_replaced(policy, entry),
            "marked": has_marks(policy, entry),
            "form": page.form(entry),
            **text_of(page, entry),
        }

    def depends_on(self, site: Site, policy: PolicySite, entry: SiteEntry) -> Values:
        """When it held, what comes next, which texts stand beside it and are compared with it."""
        yield from super().depends_on(site, policy, entry)
        yield status.period(policy, entry), policy.in_force is None, is_replaced(policy, entry)
        if entry.status is Status.IN_FORCE:
            ahead = changes_ahead(policy)
            yield [(day, one and one.publication.ref) for day, one in ahead]
        if entry.has_text:
            yield [wordings_language(policy, entry, lang) for lang in site.languages]
            beside = filter(None, policy.neighbours(entry))
            yield [(one.publication.ref, one.effective) for one in beside]
            held = held_beside(site, policy, entry)
            yield [(name, one.publication.ref, one.effective) for name, one in held.items()]

    def indexed(self, route: Route) -> bool:
        """Only what holds: what a search finds is read as today's text."""
        return route.entry is None or route.entry.status is Status.IN_FORCE

    def steps(self, route: Route) -> Sequence[tuple[date, SiteEntry | None]]:
        """What holds instead of the text in force from the days to come on which that changes."""
        in_force = route.entry and route.entry.status is Status.IN_FORCE
        return changes_ahead(route.policy) if in_force and route.policy else ()

    def stale(self, site: Site, route: Route) -> date | None:
        """When it takes effect, or while it holds when the next one does."""
        if route.entry and route.entry.status is Status.UPCOMING:
            return route.entry.effective
        if route.policy and route.entry and route.entry.status is Status.IN_FORCE:
            return next_change([route.policy])
        return None

    def entity(self, route: Route) -> Mapping[str, str] | None:
        """The text."""
        return text_entity(route)


def text_entity(route: Route) -> Mapping[str, str] | None:
    """What search engines are told of the text that a page shows: which it is, and since when.

    What is carried over was published elsewhere before its announcement: it has no such day.
    """
    entry = route.entry
    if entry is None:
        return None
    said = {
        "version": str(entry.number),
        "creativeWorkStatus": entry.status.value if entry.status else "",
        "temporalCoverage": f"{entry.effective.isoformat()}/..",
        "identifier": entry.publication.id,
    }
    if not entry.publication.undated:
        said["datePublished"] = entry.publication.announced.isoformat()
    return said
