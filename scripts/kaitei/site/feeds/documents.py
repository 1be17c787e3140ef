"""Which feeds there are, and which publications stand in which document.

The document at a feed's address holds the newest announcements. All that has been announced also
stands, oldest first, in archives of `NEWEST` announcements each (RFC 5005, section 4): an archive
is written once it is full and its days are over, and never changes again. What is told again stands
in the document of the newest alone, and for a while.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from kaitei.base.catalogue import t
from kaitei.model import Reminder
from kaitei.site.announcement import Announcement, announcement
from kaitei.site.feeds import content, formats
from kaitei.site.feeds.content import ENTRY_BYTES
from kaitei.site.feeds.formats import FeedContent, FeedEntry
from kaitei.site.feeds.together import Together, announced, stands, told_again
from kaitei.site.model import PolicySite, Site, SiteEntry

NEWEST = 30  # announcements in a document


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A document of a feed in every format: the newest announcements, or an archive of some.

    `number` is an archive's, `earlier` how many archives came before it. `updated` is when the last
    was told that ever stood in it.
    """

    feed: _Feed
    number: int | None
    earlier: int
    updated: datetime
    groups: tuple[Together, ...]

    @property
    def name(self) -> str:
        """Which it is, among all of the site."""
        return f"{self.feed.lang}/{self.feed.name}/{self.number or ''}"

    @property
    def depends_on(self) -> tuple[object, ...]:
        """What its bytes depend on, beside what every page does: what it tells, and its place."""
        site = self.feed.site
        said = [
            (entry.publication.digest, site.policy_of(entry).lineage(entry.revision.number))
            for group in self.groups
            for entry in group.entries
        ]
        told = [(group.moment, group.reminder, len(group.entries)) for group in self.groups]
        return self.name, self.earlier, self.updated, told, said

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


def said_of(policy: PolicySite, entry: SiteEntry) -> tuple[str, str, str]:
    """Under what a policy keeps what its feeds say of a publication: all that this depends on.

    Beside what every page does. The address, the language and how many are told as one follow.
    """
    return content.FEED, entry.publication.digest, policy.lineage(entry.revision.number)


@dataclass(frozen=True)
class _Feed:
    """The feed of one policy in one language, or of all policies where `name` is empty."""

    site: Site
    site_url: str
    lang: str
    name: str

    def documents(self) -> Iterator[FeedDocument]:
        """The newest announcements and what is told again, then the archives, oldest first."""
        groups = announced(self.site, self.name)
        over = [g for g in reversed(groups) if self._is_over(g)]
        archives = [over[n * NEWEST : (n + 1) * NEWEST] for n in range(len(over) // NEWEST)]
        if len(groups) <= NEWEST:
            archives = []
        again = told_again(self.site, self.name)
        updated = max(group.moment for group in (groups[0], *again))
        newest = [*groups[:NEWEST], *(group for group in again if stands(self.site, group))]
        newest.sort(key=lambda group: group.moment, reverse=True)
        yield FeedDocument(self, None, len(archives), updated, tuple(newest))
        for number, archived in enumerate(archives, 1):
            updated = archived[-1].moment
            yield FeedDocument(self, number, number - 1, updated, tuple(archived[::-1]))

    def _is_over(self, group: Together) -> bool:
        """Whether its day is over: nothing can be announced with it any more."""
        return group.entries[0].publication.announced < self.site.on

    def written(self, document: FeedDocument) -> list[tuple[str, bytes]]:
        """A document in every format."""
        address = self.site.address(self.lang, *([self.name] if self.name else []))
        number, earlier = document.number, document.earlier
        newest = next(group.entries[0] for group in document.groups if not group.reminder)
        entries = tuple(self._entry(group) for group in document.groups)
        company = self._view(newest).company
        if number is None and self.site.publisher:
            company = self.site.publisher.name(self.lang)
        found = []
        for form in formats.FORMATS:
            if number is not None and not form.archived:
                continue
            file = partial(_file, form.file)
            said = FeedContent(
                id=f"tag:{self._tag}:feeds/{self._first_name}/{self.lang}",
                title=self._title(newest, company),
                description=t(self.lang, "feeds.about", digest=newest.publication.digest),
                author=company,
                lang=self.lang,
                page=self.site_url + address,
                style="../" * address.count("/") + formats.STYLE_SHEET,
                here=self.site_url + address + file(number),
                current=self.site_url + address + file(None),
                earlier=self.site_url + address + file(earlier) if earlier else "",
                archive=number is not None,
                updated=document.updated,
                entries=entries,
            )
            found.append((address + file(number), form.write(said)))
        return found

    def _entry(self, group: Together) -> FeedEntry:
        views = [self._view(entry) for entry in group.entries]
        bodies = [self._body(group, *each) for each in zip(group.entries, views, strict=True)]
        if len(views) > 1:
            bodies = [
                formats.headed(view.subject, x) for view, x in zip(views, bodies, strict=True)
            ]
        summaries = [line for view in views for line in content.summary(view)]
        publications = [entry.publication for entry in group.entries]
        terms = [*(p.policy for p in publications), *(p.kind.value for p in publications)]
        first, reminder = group.entries[0], group.reminder
        link = self._text(first, reminder) if reminder and not reminder.ahead else ""
        return FeedEntry(
            id=f"{publications[0].id}{_again(reminder)}/{self.lang}",
            title=content.entry_title(views, reminder),
            link=link or self._link(first),
            summary="\n".join(dict.fromkeys(summaries)),
            html="".join(bodies),
            categories=tuple(dict.fromkeys(terms)),
            author=views[0].company,
            told=group.moment,
        )

    def _body(self, group: Together, entry: SiteEntry, view: Announcement) -> str:
        """What is said of one of those that are told in an entry."""
        if group.reminder:
            text = self._text(entry, group.reminder)
            return content.again(view, group.reminder, self._link(entry), text)
        return self._html(entry, view, len(group.entries))

    def _html(self, entry: SiteEntry, view: Announcement, many: int) -> str:
        """One of so `many` of an entry.

        Made once: where it is told alone, the feed of all policies says the same as its own.
        """
        policy, link, limit = self.site.policy_of(entry), self._link(entry), ENTRY_BYTES // many
        key = *said_of(policy, entry), link, self.lang, many
        return policy.once(key, lambda: content.html(view, link, limit, joint=many > 1))

    def _view(self, entry: SiteEntry) -> Announcement:
        return announcement(self.site, self.site.policy_of(entry), entry, self.lang)

    def _link(self, entry: SiteEntry) -> str:
        return self.site_url + self.site.address(self.lang, *entry.announcement_path)

    def _title(self, newest: SiteEntry, company: str) -> str:
        """By what the newest announcement of the document froze: an archive keeps its title."""
        if not self.name:
            return t(self.lang, "feeds.all", company=company)
        subject = self._view(newest).subject
        return t(self.lang, "feeds.policy", company=company, title=subject)

    def _text(self, entry: SiteEntry, reminder: Reminder) -> str:
        """The address of the text that counts from a day, a correction's; "" where none does."""
        policy = self.site.policy_of(entry)
        held = reminder.held(policy.policy)
        if held is None or not (counts := policy.entry(held.number)).has_text:
            return ""
        return self.site_url + self.site.address(self.lang, *counts.text_path)

    @property
    def _first_name(self) -> str:
        """What names the feed in its id, which outlives the policy's names."""
        return self.site.policy(self.name).names[-1] if self.name else "all"

    @property
    def _tag(self) -> str:
        assert self.site.organization is not None  # noqa: S101  # a policy implies one
        return self.site.organization.tag


def _again(reminder: Reminder | None) -> str:
    """What an entry's id has beside its publication's where it is told again, and when."""
    if reminder is None:
        return ""
    return f"/{'ahead' if reminder.ahead else 'effective'}/{reminder.effective}"


def _file(name: str, number: int | None) -> str:
    """feed.xml, and feed-2.xml for the second archive."""
    stem, _, suffix = name.rpartition(".")
    return name if number is None else f"{stem}-{number}.{suffix}"
