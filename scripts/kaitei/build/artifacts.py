"""The site cut into parts: files that are made together, with a key of all that they depend on.

A revision's pages are as frozen as the revision, but for a few things that later days know. A part
whose key is the same is the same, and need not be made again (see `tree`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from kaitei.site import api, calendars, feeds, forms, pages, pdf
from kaitei.site.model import Entry, PolicySite
from kaitei.site.pages import Editor, Page

Files = Iterable[tuple[str, bytes]]
Fill = Callable[[Page], bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the site: its files, as (path below the root, bytes), are what `make` gives.

    No two have one `name`: a policy's is its own, and those about no policy begin with a slash.
    Parts of one `group` (a policy, or "" for all) share work, so one process makes them best.
    """

    name: str
    group: str
    key: str
    make: Callable[[], Files]


def parts(editor: Editor, fill: Fill, own: Files, site_url: str, seed: str) -> Iterator[Part]:
    """All parts of the editor's site.

    `fill` turns a page into its file; `seed` names the way in which it does. `own` are the host's
    own files.
    """
    site = editor.site
    made = _Maker(editor, fill, site_url)
    every = _key(seed, site_url, editor.papers, pages.every_depends_on(site))
    states = [_key(every, pages.policy_depends_on(site, policy)) for policy in site.policies]
    for policy, state in zip(site.policies, states, strict=True):
        name = policy.name
        yield Part(name, name, state, partial(made.policy, policy))
        yield from _feeds(name, every, feeds.of_policy(site, policy, site_url))
        for entry in policy.entries:
            key = _key(every, pages.publication_depends_on(site, policy, entry))
            make = partial(made.publication, policy, entry)
            yield Part(f"{name}@{entry.number}", name, key, make)
        for entry in editor.remembered(policy):
            key = _key(every, pages.since_depends_on(policy, entry))
            make = partial(made.since, policy, entry)
            yield Part(f"{name}@{entry.number}/since", name, key, make)
    yield from _feeds("", every, feeds.of_all(site, site_url))
    yield Part("/site", "", _key(every, site.on, states), made.site)
    files = list(own)
    yield Part("/host", "", _key(files), lambda: files)


def _feeds(group: str, every: str, found: Iterable[feeds.Instalment]) -> Iterator[Part]:
    for one in found:
        yield Part(f"/feed/{one.name}", group, _key(every, one.depends_on), one.files)


def _key(*values: object) -> str:
    found = hashlib.sha256()
    for value in values:
        said = list(value) if isinstance(value, Iterator) else value
        found.update(f"{said!r}\n".encode())
    return found.hexdigest()


class _Maker:
    """Makes the files of parts."""

    def __init__(self, editor: Editor, fill: Fill, site_url: str) -> None:
        self._editor, self._fill, self._site_url = editor, fill, site_url
        self._site = editor.site

    def publication(self, policy: PolicySite, entry: Entry) -> Files:
        """The pages of one publication, its texts and comparisons as data, its form, its papers."""
        yield from self._pages(self._editor.of_publication(policy, entry))
        if self._editor.papers:
            words = self._editor.words
            yield from pdf.of_publication(self._site, policy, entry, self._site_url, words)
        if entry.has_text:
            yield from api.of_revision(self._site, policy, entry)
            yield from forms.of_revision(self._site, policy, entry)

    def since(self, policy: PolicySite, entry: Entry) -> Files:
        """The page of what changed since a text."""
        return self._pages(self._editor.since(policy, entry))

    def policy(self, policy: PolicySite) -> Files:
        """What stands now of a policy: its page, its history, its calendar."""
        yield from self._pages(self._editor.of_policy(policy))
        yield from api.of_policy(self._site, policy, self._site_url)
        yield from calendars.of_policy(self._site, policy, self._site_url)

    def site(self) -> Files:
        """What is about all policies: home, search, the calendar, the sitemap."""
        yield from self._pages(self._editor.of_site())
        yield from calendars.of_all(self._site, self._site_url)
        yield from api.of_site(self._site, self._site_url)
        yield from pages.redirects(self._site, self._site_url)
        yield from pages.sitemap(self._editor, self._site_url)

    def _pages(self, found: Iterable[Page]) -> Files:
        return ((page.file, self._fill(page)) for page in found)
