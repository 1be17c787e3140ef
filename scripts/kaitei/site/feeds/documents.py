"""Which feeds there are, and which publications stand in which document.

The document at a feed's address holds the newest announcements. All that has been announced also
stands, oldest first, in archives of `NEWEST` announcements each (RFC 5005, section 4): an archive
is written once it is full and its days are over, and never changes again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial

from kaitei.base.catalogue import t
from kaitei.site.announcement import Announcement, announcement
from kaitei.site.feeds import content, formats
from kaitei.site.feeds.formats import FeedContent, FeedEntry
from kaitei.site.model import PolicySite, Site, SiteEntry

NEWEST = 30  # announcements in a document

Together = tuple[SiteEntry, ...]
"""What is told as one entry of a feed: a publication, or several that were announced together.

The first gives the entry its id, its link and its day.
"""


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A document of a feed in every format: the newest announcements, or an archive of some.

    `number` is an archive's, `earlier` how many archives came before it.
    """

    feed: _Feed
    number: int | None
    earlier: int
    groups: tuple[Together, ...]

    @property
    def name(self) -> str:
        """Which it is, among all of the site."""
        return f"{self.feed.lang}/{self.feed.name}/{self.number or ''}"

    @property
    def depends_on(self) -> tuple[object, ...]:
        """What its bytes depend on, beside what every page does: what it tells, and its place."""
        site = self.feed.site
        told = [
            (entry.publication.digest, site.policy_of(entry).lineage(entry.revision.number))
            for group in self.groups
            for entry in group
        ]
        return self.name, self.earlier, told

    def files(self) -> list[tuple[str, bytes]]:
        """Its files, as (path below the site's root, content)."""
        return self.feed.written(self)


def feeds(site: Site, site_url: str) -> list[tuple[str, bytes]]:
    """Every feed of the site as (path below the root, content). `site_url` ends with a slash."""
    found = [of_all(site, site_url), *(of_policy(site, p, site_url) for p in site.policies)]
    return [file for documents in found for one in documents for file in one.files()]


def of_all(site: Site, site_url: str) -> list[FeedDocument]:
    """The feeds of all policies together."""
    return _documents(site, site_url, [""]) if site.policies else []


def of_policy(site: Site, policy: PolicySite, site_url: str) -> list[FeedDocument]:
    """The feeds of one policy; they stay at the addresses of its former names as well."""
    return _documents(site, site_url, policy.names)


def _documents(site: Site, site_url: str, names: Iterable[str]) -> list[FeedDocument]:
    found = [_Feed(site, site_url, lang, name) for lang in site.languages for name in names]
    return [document for feed in found for document in feed.documents()]


@dataclass(frozen=True)
class _Feed:
    """The feed of one policy in one language, or of all policies where `name` is empty."""

    site: Site
    site_url: str
    lang: str
    name: str

    def documents(self) -> Iterator[FeedDocument]:
        """The newest announcements, then the archives, oldest first."""
        groups = self._groups()
        over = [g for g in reversed(groups) if g[0].publication.announced < self.site.on]
        archives = [over[n * NEWEST : (n + 1) * NEWEST] for n in range(len(over) // NEWEST)]
        if len(groups) <= NEWEST:
            archives = []
        yield FeedDocument(self, None, len(archives), tuple(groups[:NEWEST]))
        for number, archived in enumerate(archives, 1):
            yield FeedDocument(self, number, number - 1, tuple(archived[::-1]))

    def _groups(self) -> list[Together]:
        """What the feed tells, newest first."""
        if self.name:
            return [(entry,) for entry in self.site.policy(self.name).entries]
        groups: dict[object, list[SiteEntry]] = {}
        for entry in self.site.entries:
            publication = entry.publication
            shared = publication.announcement
            key = (publication.announced, shared) if shared else publication.ref
            groups.setdefault(key, []).append(entry)
        return [tuple(sorted(group, key=_place)) for group in groups.values()]

    def written(self, document: FeedDocument) -> list[tuple[str, bytes]]:
        """A document in every format."""
        address = self.site.address(self.lang, *([self.name] if self.name else []))
        number, earlier = document.number, document.earlier
        newest = document.groups[0][0]
        entries = tuple(self._entry(group) for group in document.groups)
        found = []
        for form in formats.FORMATS:
            if number is not None and not form.archived:
                continue
            file = partial(_file, form.file)
            said = FeedContent(
                id=f"tag:{self._tag}:feeds/{self._first_name}/{self.lang}",
                title=self._title(newest),
                description=t(self.lang, "feeds.about", digest=newest.publication.digest),
                author=self._view(newest).company,
                lang=self.lang,
                page=self.site_url + address,
                style="../" * address.count("/") + formats.STYLE_SHEET,
                here=self.site_url + address + file(number),
                current=self.site_url + address + file(None),
                earlier=self.site_url + address + file(earlier) if earlier else "",
                archive=number is not None,
                updated=_moment(newest),
                entries=entries,
            )
            found.append((address + file(number), form.write(said)))
        return found

    def _entry(self, group: Together) -> FeedEntry:
        views = [self._view(entry) for entry in group]
        limit = content.ENTRY_BYTES // len(group)
        bodies = [self._html(one, view, limit) for one, view in zip(group, views, strict=True)]
        if len(group) > 1:
            bodies = [
                formats.headed(view.subject, x) for view, x in zip(views, bodies, strict=True)
            ]
        summaries = [line for view in views for line in content.summary(view)]
        publications = [entry.publication for entry in group]
        terms = [*(p.policy for p in publications), *(p.kind.value for p in publications)]
        return FeedEntry(
            id=f"{publications[0].id}/{self.lang}",
            title=content.entry_title(views),
            link=self._link(group[0]),
            summary="\n".join(dict.fromkeys(summaries)),
            html="".join(bodies),
            categories=tuple(dict.fromkeys(terms)),
            announced=_moment(group[0]),
        )

    def _html(self, entry: SiteEntry, view: Announcement, limit: int) -> str:
        """Made once: the feed of all policies says the same as that of each."""
        link = self._link(entry)
        key = content.FEED, entry.number, link, self.lang, limit
        return self.site.policy_of(entry).once(key, lambda: content.html(view, link, limit))

    def _view(self, entry: SiteEntry) -> Announcement:
        return announcement(self.site, self.site.policy_of(entry), entry, self.lang)

    def _link(self, entry: SiteEntry) -> str:
        return self.site_url + self.site.address(self.lang, *entry.announcement_path)

    def _title(self, newest: SiteEntry) -> str:
        """By what the newest announcement of the document froze: an archive keeps its title."""
        view = self._view(newest)
        if not self.name:
            return t(self.lang, "feeds.all", company=view.company)
        return t(self.lang, "feeds.policy", company=view.company, title=view.subject)

    @property
    def _first_name(self) -> str:
        """What names the feed in its id, which outlives the policy's names."""
        return self.site.policy(self.name).names[-1] if self.name else "all"

    @property
    def _tag(self) -> str:
        assert self.site.organization is not None  # noqa: S101  # a policy implies one
        return self.site.organization.tag


def _moment(entry: SiteEntry) -> datetime:
    """Midnight of the day of announcement in the policies' time zone."""
    publication = entry.publication
    return datetime.combine(publication.announced, time(), publication.settings.organization.zone)


def _file(name: str, number: int | None) -> str:
    """feed.xml, and feed-2.xml for the second archive."""
    stem, _, suffix = name.rpartition(".")
    return name if number is None else f"{stem}-{number}.{suffix}"


def _place(entry: SiteEntry) -> tuple[int, str]:
    """Where a policy stands in the order that its own publication froze: it never changes."""
    publication = entry.publication
    order = publication.settings.organization.policies
    name = publication.policy
    return (order.index(name) if name in order else len(order)), name
