"""Which feeds there are, and which publications stand in which document.

The document at a feed's address holds the newest announcements. All that has been announced also
stands, oldest first, in archives of `NEWEST` announcements each (RFC 5005, section 4): an archive
is written once it is full and its days are over, and never changes again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from kaitei.base.catalogue import t
from kaitei.site.feeds import content, formats
from kaitei.site.feeds.formats import Document, Item
from kaitei.site.model import Entry, PolicySite, Site

NEWEST = 30  # announcements in a document


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told as one entry of a feed: a publication, or several announced together."""

    entries: tuple[Entry, ...]

    @property
    def lead(self) -> Entry:
        """The publication that gives the entry its id, its link and its day."""
        return self.entries[0]

    @property
    def day(self) -> date:
        """The day of announcement."""
        return self.lead.publication.announced


@dataclass(frozen=True, slots=True)
class Instalment:
    """A document of a channel in every format: the newest announcements, or an archive of some.

    `number` is an archive's, `earlier` how many archives came before it.
    """

    channel: _Channel
    number: int | None
    earlier: int
    notices: tuple[Notice, ...]

    @property
    def name(self) -> str:
        """Which it is, among all of the site."""
        return f"{self.channel.lang}/{self.channel.name}/{self.number or ''}"

    @property
    def depends_on(self) -> tuple[object, ...]:
        """What its bytes depend on, beside what every page does: what it tells, and its place."""
        entries = [entry for notice in self.notices for entry in notice.entries]
        site = self.channel.site
        told = [
            (entry.publication.digest, site.policy_of(entry).lineage(entry.revision.number))
            for entry in entries
        ]
        return self.name, self.earlier, told

    def files(self) -> list[tuple[str, bytes]]:
        """Its files, as (path below the site's root, content)."""
        return self.channel.written(self.number, self.earlier, self.notices)


def feeds(site: Site, site_url: str) -> list[tuple[str, bytes]]:
    """Every feed of the site as (path below the root, content). `site_url` ends with a slash."""
    found = [of_all(site, site_url), *(of_policy(site, p, site_url) for p in site.policies)]
    return [file for instalments in found for one in instalments for file in one.files()]


def of_all(site: Site, site_url: str) -> list[Instalment]:
    """The feeds of all policies together."""
    return _instalments(site, site_url, [""]) if site.policies else []


def of_policy(site: Site, policy: PolicySite, site_url: str) -> list[Instalment]:
    """The feeds of one policy; they stay at the addresses of its former names as well."""
    return _instalments(site, site_url, policy.names)


def _instalments(site: Site, site_url: str, names: Iterable[str]) -> list[Instalment]:
    channels = [_Channel(site, site_url, lang, name) for lang in site.languages for name in names]
    return [one for channel in channels for one in channel.instalments()]


@dataclass(frozen=True)
class _Channel:
    """The feed of one policy in one language, or of all policies where `name` is empty."""

    site: Site
    site_url: str
    lang: str
    name: str

    def instalments(self) -> Iterator[Instalment]:
        """The newest announcements, then the archives, oldest first."""
        notices = self._notices()
        over = [notice for notice in reversed(notices) if notice.day < self.site.on]
        archives = [over[n * NEWEST : (n + 1) * NEWEST] for n in range(len(over) // NEWEST)]
        if len(notices) <= NEWEST:
            archives = []
        yield Instalment(self, None, len(archives), tuple(notices[:NEWEST]))
        for number, archived in enumerate(archives, 1):
            yield Instalment(self, number, number - 1, tuple(archived[::-1]))

    def _notices(self) -> list[Notice]:
        """What the channel tells, newest first."""
        if self.name:
            return [Notice((entry,)) for entry in self.site.policy(self.name).entries]
        groups: dict[object, list[Entry]] = {}
        for entry in self.site.entries:
            publication = entry.publication
            shared = publication.announcement
            key = (publication.announced, shared) if shared else publication.ref
            groups.setdefault(key, []).append(entry)
        return [Notice(tuple(sorted(group, key=_place))) for group in groups.values()]

    def written(
        self, number: int | None, earlier: int, notices: Sequence[Notice]
    ) -> list[tuple[str, bytes]]:
        """An instalment in every format."""
        address = self.site.address(self.lang, *([self.name] if self.name else []))
        found = []
        for form in formats.FORMATS:
            file = partial(_file, form.file)
            document = Document(
                id=f"tag:{self._tag}:feeds/{self._first_name}/{self.lang}",
                title=self._title(notices[0]),
                description=t(self.lang, "feeds.about", digest=notices[0].lead.publication.digest),
                author=self._company(notices[0]),
                lang=self.lang,
                page=self.site_url + address,
                style="../" * address.count("/") + formats.STYLE_SHEET,
                here=self.site_url + address + file(number),
                current=self.site_url + address + file(None),
                earlier=self.site_url + address + file(earlier) if earlier else "",
                archive=number is not None,
                updated=self._moment(notices[0]),
                items=tuple(self._item(notice) for notice in notices),
            )
            if form.archived or number is None:
                found.append((address + file(number), form.write(document)))
        return found

    def _item(self, notice: Notice) -> Item:
        site, lang = self.site, self.lang
        policies = [site.policy_of(entry) for entry in notice.entries]
        limit = content.ENTRY_BYTES // len(policies)
        bodies = []
        for policy, entry in zip(policies, notice.entries, strict=True):
            link = self.site_url + content.announcement(site, entry, lang)
            body = content.html(policy, entry, link, lang, limit)
            title = content.frozen_title(policy, entry, lang)
            bodies.append(formats.headed(title, body) if len(policies) > 1 else body)
        summaries = [
            line
            for policy, entry in zip(policies, notice.entries, strict=True)
            for line in content.summary(policy, entry, lang)
        ]
        publications = [entry.publication for entry in notice.entries]
        terms = [*(p.policy for p in publications), *(p.kind.value for p in publications)]
        return Item(
            id=f"{notice.lead.publication.id}/{lang}",
            title=content.shared_title(policies, notice.entries, lang),
            link=self.site_url + content.announcement(site, notice.lead, lang),
            summary="\n".join(dict.fromkeys(summaries)),
            html="".join(bodies),
            categories=tuple(dict.fromkeys(terms)),
            announced=self._moment(notice),
        )

    def _title(self, newest: Notice) -> str:
        """By what the newest announcement of the document froze: an archive keeps its title."""
        company = self._company(newest)
        if not self.name:
            return t(self.lang, "feeds.all", company=company)
        title = content.frozen_title(self.site.policy(self.name), newest.lead, self.lang)
        return t(self.lang, "feeds.policy", company=company, title=title)

    def _company(self, notice: Notice) -> str:
        return notice.lead.publication.settings.organization.name(self.lang)

    def _moment(self, notice: Notice) -> datetime:
        """Midnight of the day of announcement in the policies' time zone."""
        zone = notice.lead.publication.settings.organization.zone
        return datetime.combine(notice.day, time(), zone)

    @property
    def _first_name(self) -> str:
        """What names the channel in its id, which outlives the policy's names."""
        return self.site.policy(self.name).names[-1] if self.name else "all"

    @property
    def _tag(self) -> str:
        assert self.site.organization is not None  # noqa: S101  # a policy implies one
        return self.site.organization.tag


def _file(name: str, number: int | None) -> str:
    """feed.xml, and feed-2.xml for the second archive."""
    stem, _, suffix = name.rpartition(".")
    return name if number is None else f"{stem}-{number}.{suffix}"


def _place(entry: Entry) -> tuple[int, str]:
    """Where a policy stands in the order that its own publication froze: it never changes."""
    publication = entry.publication
    order = publication.settings.organization.policies
    name = publication.policy
    return (order.index(name) if name in order else len(order)), name
