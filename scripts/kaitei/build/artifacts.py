"""The site cut into artifacts: files that are made together, with a key of all they depend on.

A revision's pages are as frozen as the revision, but for a few things that later days know. An
artifact whose key is the same is the same, and need not be made again (see `cache`).
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kaitei.site import api, calendars, feeds, forms, pages, pdf, previews
from kaitei.site.api import BuildInfo
from kaitei.site.model import PolicySite, SiteEntry
from kaitei.site.pages import APART, TOGETHER, Page, PageFactory

Files = Iterable[tuple[str, bytes]]
Fill = Callable[[Page], bytes]


@dataclass(frozen=True, slots=True)
class Artifact:
    """Files of the site that are made together: (path below the root, bytes) are what `make` gives.

    No two have one `name`: a policy's is its own, and those about no policy begin with a slash.
    Artifacts of one `group` (a policy, or "" for all) share work, so one process makes them best.
    """

    name: str
    group: str
    key: str
    make: Callable[[], Files]


def artifacts(
    factory: PageFactory,
    fill: Fill,
    own: Files,
    site_url: str,
    origin: BuildInfo,
    sealed: Mapping[str, Path],
    part: Collection[str] | None = None,
) -> Iterator[Artifact]:
    """All artifacts of the factory's site, or those of a part of it.

    A `part` are the names that some policies have in the record; "" is what is about them all.

    `fill` turns a page into its file; `origin` names the way in which it does. `own` are the host's
    own files, the page for errors apart; `sealed` the papers that are served as they were sealed,
    by name.
    """
    site = factory.site
    maker = _Maker(factory, fill, site_url, origin, sealed)
    every = shared_key(factory, site_url, origin)
    states = [_key(every, pages.policy_values(site, policy)) for policy in site.policies]
    for policy, state in zip(site.policies, states, strict=True):
        if part is not None and policy.policy.name not in part:
            continue
        name = policy.name
        yield Artifact(name, name, state, partial(maker.policy, policy))
        if factory.pictures:
            drawn = list(previews.of_policy(site, policy, factory.words))
            make = partial(_pictures, drawn)
            yield Artifact(f"{name}/preview", name, _key(sys.version, origin, drawn), make)
        yield from _feeds(name, every, feeds.of_policy(site, policy, site_url))
        for entry in policy.entries:
            own_name = f"{name}@{entry.number}"
            values = pages.publication_values(site, policy, entry, TOGETHER)
            key = _key(every, values, maker.seals(entry))
            yield Artifact(own_name, name, key, partial(maker.publication, policy, entry))
            if factory.pictures:
                drawn = list(previews.of_publication(site, policy, entry, factory.words))
                make = partial(_pictures, drawn)
                yield Artifact(f"{own_name}/preview", name, _key(sys.version, origin, drawn), make)
            for kind in APART:
                if any(kind.routes(site, policy, entry)):
                    key = _key(every, pages.publication_values(site, policy, entry, [kind]))
                    make = partial(maker.pages, policy, entry, kind)
                    yield Artifact(f"{own_name}/{kind.name}", name, key, make)
    if part is not None and "" not in part:
        return
    yield from _feeds("", every, feeds.of_all(site, site_url))
    everything = _key(every, site.on, states)
    yield Artifact("/site", "", everything, maker.site)
    yield Artifact("/missing", "", everything, maker.missing)
    files = list(own)
    yield Artifact("/host", "", _key(files), lambda: files)


def shared_key(factory: PageFactory, site_url: str, origin: BuildInfo) -> str:
    """What everything of the factory's site depends on, as a digest."""
    options = factory.papers, sorted(factory.subscribe.items()), factory.logo, factory.pictures
    return _key(sys.version, origin, site_url, options, pages.shared_values(factory.site))


def _feeds(group: str, every: str, found: Iterable[feeds.FeedDocument]) -> Iterator[Artifact]:
    for one in found:
        yield Artifact(f"/feed/{one.name}", group, _key(every, one.depends_on), one.files)


def _pictures(drawn: Iterable[previews.PreviewPicture]) -> Files:
    return ((one.path, one.png()) for one in drawn)


def _key(*values: object) -> str:
    found = hashlib.sha256()
    for value in values:
        said = list(value) if isinstance(value, Iterator) else value
        found.update(f"{said!r}\n".encode())
    return found.hexdigest()


class _Maker:
    """Makes the files of artifacts."""

    def __init__(
        self,
        factory: PageFactory,
        fill: Fill,
        site_url: str,
        origin: BuildInfo,
        sealed: Mapping[str, Path],
    ) -> None:
        self._factory, self._fill, self._site_url = factory, fill, site_url
        self._sealed = sealed
        self._origin = origin
        self._site = factory.site

    def publication(self, policy: PolicySite, entry: SiteEntry) -> Files:
        """The pages of one publication, its texts and comparisons as data, its form, its PDFs.

        What is beside the pages is made of what was frozen, of late translations and, the form, of
        changed particulars alone, on which every page of a publication depends.
        """
        yield from self._filled(self._factory.of_publication(policy, entry, TOGETHER))
        if self._factory.papers:
            words = self._factory.words
            sealed = self._sealed
            yield from pdf.of_publication(self._site, policy, entry, self._site_url, words, sealed)
        if entry.has_text:
            yield from api.of_revision(self._site, policy, entry)
            yield from forms.of_revision(self._site, policy, entry)

    def seals(self, entry: SiteEntry) -> list[tuple[str, str]]:
        """The names and digests of the sealed papers of a publication."""
        begins = f"{entry.publication.policy}-{entry.publication.number}-"
        found = ((name, path) for name, path in self._sealed.items() if name.startswith(begins))
        return [(name, hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in found]

    def pages(self, policy: PolicySite, entry: SiteEntry, kind: pages.PublicationPage) -> Files:
        """The pages of one publication that are of one kind."""
        return self._filled(self._factory.of_publication(policy, entry, [kind]))

    def policy(self, policy: PolicySite) -> Files:
        """What stands now of a policy: its page, its history, its calendar, its fragments."""
        words = self._factory.words
        yield from self._filled(self._factory.of_policy(policy))
        yield from pages.fragments_of_policy(self._site, policy, self._site_url, words)
        yield from api.of_policy(self._site, policy, self._site_url)
        yield from calendars.of_policy(self._site, policy, self._site_url)

    def site(self) -> Files:
        """What is about all policies: home, search, the calendar, the sitemap, the fragment."""
        yield from self._filled(self._factory.of_site())
        yield from pages.fragments_of_site(self._site, self._site_url, self._factory.words)
        yield from calendars.of_all(self._site, self._site_url)
        yield from api.of_site(self._site, self._site_url)
        yield from api.of_build(self._site, self._origin)
        yield from pages.redirects(self._site, self._site_url)
        yield from pages.sitemap(self._factory, self._site_url)

    def missing(self) -> Files:
        """The page for addresses that do not exist."""
        return self._filled([self._factory.missing()])

    def _filled(self, found: Iterable[Page]) -> Files:
        return ((page.file, self._fill(page)) for page in found)
