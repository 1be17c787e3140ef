"""What a kind of page is: one class in `kinds`, in a file of its own, and one template.

A class says which pages of its kind there are (`routes`) and what its template prints beside what
all of them do (`context`). Its base says what its pages are about, and so when they are made again:
a `SitePage` and a `PolicyPage` whenever anything of the site or of the policy is another; a
`PublicationPage` is kept for years and says in `depends_on` what may yet change it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar

from kaitei.model import Kind
from kaitei.site.model import PolicySite, Site, SiteEntry
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.route import Route

Values = Iterator[object]


class PageKind(ABC):
    """A kind of page.

    `name` is that of its template, theme/pages/NAME.html, and of its class in HTML; `scripts` are
    the files of the theme's assets that make it more convenient: it says everything without them.
    `listed` says whether the sitemap names its pages, `pictured` whether they have preview
    pictures, where the owner wants these.
    """

    name: ClassVar[str]
    template: ClassVar[str] = ""
    scripts: ClassVar[tuple[str, ...]] = ()
    listed: ClassVar[bool] = True
    pictured: ClassVar[bool] = False

    @abstractmethod
    def context(self, page: PageContext) -> dict[str, object]:
        """What the template prints of a page: its `title` and `description`, and whatever else."""

    def indexed(self, route: Route) -> bool:
        """Whether search engines should find a page."""
        return True

    def steps(self, route: Route) -> Sequence[tuple[date, SiteEntry | None]]:
        """The texts that hold instead of a page's own from days to come; see `changes_ahead`."""
        return ()

    def stale(self, site: Site, route: Route) -> date | None:
        """The day to come after which a page no longer tells the whole truth, as far as known.

        None for a page that will stay true, such as an announcement.
        """
        return None

    def updated(self, site: Site, route: Route) -> date:
        """The last day on which the record changed what a page says, none after the site's day.

        A page that shows what holds now changes on effective days as well.
        """
        policies = [route.policy] if route.policy else site.policies
        known = [(one.policy, p) for one in policies for p in one.policy.known(site.on)]
        days = (d for policy, p in known for d in (p.announced, policy.effective(p, site.on)))
        return max((day for day in days if day <= site.on), default=site.on)

    def published(self, route: Route) -> date | None:
        """The day on which what a page shows was announced; None where it has no such day."""
        return None

    def entity(self, route: Route) -> Mapping[str, str] | None:
        """What search engines are told of the text on a page; None where there is none."""
        return None


class SitePage(PageKind):
    """A kind whose pages are about no policy of their own."""

    @abstractmethod
    def routes(self, site: Site) -> Iterator[Route]:
        """The pages of this kind."""


class PolicyPage(PageKind):
    """A kind whose pages say what stands now of a policy, below the name that it has now.

    They are at the addresses of its former names as well, and lead on from there.
    """

    @abstractmethod
    def routes(self, site: Site, policy: PolicySite) -> Iterator[Route]:
        """The pages of this kind about a policy."""


class PublicationPage(PageKind):
    """A kind whose pages are about one publication, below the name that its policy had then.

    `apart` is a kind that is made again more often than the publication's other pages.
    """

    apart: ClassVar[bool] = False

    @abstractmethod
    def routes(self, site: Site, policy: PolicySite, entry: SiteEntry) -> Iterator[Route]:
        """The pages of this kind about a publication."""

    def depends_on(self, site: Site, policy: PolicySite, entry: SiteEntry) -> Values:
        """Values that are the same exactly where the pages about a publication would be the same.

        Its digest vouches for it and for all publications of its policy before it. The rest is
        what later days know.
        """
        yield entry.publication.digest, entry.status, entry.effective
        yield policy.lineage(entry.revision.number), announced_later(policy, entry)
        drafts = site.drafts_of(policy)
        yield drafts if entry.text_path in drafts else ()

    def published(self, route: Route) -> date | None:
        """The day of the announcement."""
        return announced(route.entry)

    def updated(self, site: Site, route: Route) -> date:
        """The day of the announcement, or that of the last one about it."""
        policy, entry = route.policy, route.entry
        assert policy is not None and entry is not None  # noqa: S101, PT018  # see routes
        return max(one.publication.announced for one in (entry, *later(policy, entry)))


def announced(entry: SiteEntry | None) -> date | None:
    """The day on which an entry was announced; what is carried over has none."""
    return None if entry is None or entry.publication.undated else entry.publication.announced


def later(policy: PolicySite, entry: SiteEntry) -> list[SiteEntry]:
    """What was announced afterwards about a publication, oldest first; not that it was reviewed."""
    events = policy.policy.events(entry.number, policy.on)
    return [policy.entry(e.number) for e in events if e.kind is not Kind.REVIEW]


def announced_later(policy: PolicySite, entry: SiteEntry) -> list[object]:
    """What was announced about a publication, and from when that counts: a value to depend on."""
    return [(one.publication.digest, one.effective) for one in later(policy, entry)]


def next_change(policies: Iterable[PolicySite]) -> date | None:
    """The day on which, as announced, another text holds next, or none."""
    return min((day for policy in policies for day, _ in changes_ahead(policy)), default=None)


def changes_ahead(policy: PolicySite) -> list[tuple[date, SiteEntry | None]]:
    """The days to come on which another text holds, as announced, each with it; None: none does."""
    known = policy.policy.as_of(policy.on)
    ends = (one.last + timedelta(days=1) for one in known.periods if one.last)
    days = sorted({*(one.first for one in known.periods), *ends})
    held = [(day, known.in_force(day)) for day in days if day > policy.on]
    return [(day, policy.entry(text.number) if text else None) for day, text in held]
