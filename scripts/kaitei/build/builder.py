"""Builds a site into its folder: what the record holds, as it stands on a day."""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kaitei.base.problems import KaiteiError, problem
from kaitei.base.timings import stage
from kaitei.build import cache, layout_cache, pool, said, unchanged
from kaitei.build.artifacts import Artifact, shared_key
from kaitei.build.layout import Layout
from kaitei.build.origin import THEME
from kaitei.model import Policy
from kaitei.record import VERSIONS, Record, seals
from kaitei.site import feeds
from kaitei.site.api import BuildInfo
from kaitei.site.model import Site, TextMemory, look
from kaitei.site.pages import NOT_FOUND, SITEMAP, PageFactory, Templates

DRAFT_URL = "https://draft.invalid/"  # RFC 2606: a canonical link of a draft leads nowhere
AHEAD = 1000  # texts: at most so many are read before anybody asks for them


@dataclass
class Session:
    """What a process that builds again and again, into a folder of its own, keeps between builds.

    The record, the host's layout, and what was made of the texts, by policy. Nobody else may
    write in the folder: what stands there is trusted.
    """

    memories: dict[str, TextMemory] = field(default_factory=dict)
    _layouts: dict[str, Layout] = field(default_factory=dict)
    _records: dict[object, Record] = field(default_factory=dict)

    def record(self, root: Path) -> Record:
        """The record of `root`, verified; read anew when one of its files is another."""
        key = root, tuple(_stamps(root / VERSIONS))
        if key not in self._records:
            self._records = {key: Record(root)}
        return self._records[key]

    def ahead(self, root: Path, on: date) -> Iterator[None]:
        """Read and compare, step by step, what a draft will be shown beside; templates first.

        The processes that did so for the first build are gone, with all that they knew. After
        `AHEAD` texts it ends: what is known takes up memory.
        """
        Templates(root / THEME).compile()
        yield
        policies = self.record(root).policies
        site = look(policies, on, memories=self.memories)
        texts = 0
        for policy in site.policies:
            for lang in site.languages:
                for entry in policy.revisions:
                    policy.redline(entry, lang)
                    yield
                policy.history_index(lang)
                yield
                texts += len(policy.revisions)
                if texts > AHEAD:
                    return

    def layout(self, root: Path, languages: Sequence[str], kept: Path | None = None) -> Layout:
        """What MkDocs gives for pages in `languages`; asked anew when the theme has changed.

        Where it is kept in the folder `kept`, or beside the program, MkDocs is not even loaded.
        """
        key = layout_cache.key(root, languages)
        if key not in self._layouts:
            places = filter(None, (kept, layout_cache.OWN))
            known = (layout_cache.read(one, key) for one in places)
            found = next(filter(None, known), None)
            if found is None:
                from kaitei.build import host

                found = host.layout(root, languages)
                layout_cache.write_own(key, found)
            self._layouts = {key: found}
        return self._layouts[key]

    def keep(self, kept: Path) -> None:
        """Keep in a folder what MkDocs gave last."""
        for key, layout in self._layouts.items():
            if layout_cache.read(kept, key) is None:
                layout_cache.write(kept, key, layout)


def build(
    root: Path,
    policies: Sequence[Policy],
    on: date,
    output: Path,
    *,
    draft: tuple[tuple[str, int], ...] | None = None,
    session: Session | None = None,
    made_of: str = "",
    progress: pool.Progress = lambda done, total: None,
) -> int:
    """Build the site of the day `on` from `policies`, a record, into the folder `output`.

    Theme and settings are those of the repository at `root`. It is built aside and swapped in
    whole: a failure or a kill leaves the site that was there. What has not changed since the last
    build into this folder stays (see `cache`). `draft` names what in `policies` is not published,
    as (policy, number), of a build that shows a draft. `made_of` is noted beside the site, where
    nothing else had a part in it (see `unchanged`). `progress` is called with (done, total).
    Returns the number of pages. Raises KaiteiError; prints nothing.
    """
    output = output.resolve()
    refuse_foreign(output)
    again = session is not None
    session = session or Session()
    memories = session.memories if again else None
    kept = cache.kept_beside(output)
    planned = plan(root, policies, on, session, memories, draft, kept)
    try:
        with cache.renewed(output, trusted=again, twice=True) as renewed:
            lasting = draft is None and not again  # what goes on by itself has its memories
            known = said.read(kept, planned.shared_key) if lasting else {}
            for policy in planned.site.policies:
                policy.remember(known.get(policy.name, {}))
            pool.make(renewed, planned.site, planned.artifacts(), progress)
            session.keep(kept)
            if lasting:
                _keep_said(kept, planned, known)
        if again:
            gc.collect()  # a process that goes on must not grow: of one policy `pool` leaves it
        if made_of and planned.layout.closed:
            unchanged.note(output, on, made_of, len(planned.factory))
    except OSError as error:
        raise KaiteiError(problem("site-unwritable", str(output), reason=error)) from error
    return len(planned.factory)


def _keep_said(kept: Path, planned: BuildPlan, known: Mapping[str, said.Said]) -> None:
    """Keep what the next build says again: the newest entries of feeds, and what search finds."""
    found: dict[str, dict[object, str]] = {}
    for policy in planned.site.policies:
        wanted = {feeds.said_of(policy, entry) for entry in policy.entries[: feeds.NEWEST]}
        there = policy.known(feeds.FEED)
        found[policy.name] = {
            key: there[key] for key in there if isinstance(key, tuple) and key[:3] in wanted
        }
        found[policy.name].update(pool.said_everywhere(planned.site, policy))
    if {name: set(one) for name, one in found.items()} != {n: set(one) for n, one in known.items()}:
        said.write(kept, planned.shared_key, found)


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What a build makes: the site of a day and its pages, none of them made yet.

    `theme` is the theme's folder, `sealed` are the papers that are served as they were sealed, by
    name. `origin` names the way in which it is made, `shared_key` is a digest of what everything of
    it depends on.
    """

    site: Site
    factory: PageFactory
    layout: Layout
    site_url: str
    theme: Path
    sealed: Mapping[str, Path]
    origin: BuildInfo
    shared_key: str

    def artifacts(self, part: Collection[str] | None = None) -> list[Artifact]:
        """All artifacts of the site, or those of a `part` of it: see `artifacts`."""
        with stage("keeping"):
            found = self.layout.artifacts(
                self.factory, self.theme, self.site_url, self.sealed, part
            )
            return list(found)


def plan(
    root: Path,
    policies: Sequence[Policy],
    on: date,
    session: Session,
    memories: dict[str, TextMemory] | None,
    draft: tuple[tuple[str, int], ...] | None = None,
    kept: Path | None = None,
) -> BuildPlan:
    """What a build of the day `on` would make of `policies`, in the theme of `root`; see `build`.

    What is made of the texts of a policy is held by `memories` for whoever builds again; with None
    it is given back when the policy is done (held for nobody, a process grew by 80 MiB with each
    policy of a hundred revisions). What MkDocs gave to an earlier build may stand in the folder
    `kept`. Raises KaiteiError for a theme or a configuration that can't be used.
    """
    with stage("record"):
        site = look(policies, on, draft, memories)
    with stage("host"):
        if not site.policies:
            from kaitei.build import host

            site = replace(site, first_languages=host.first_languages(root))
        layout = session.layout(root, site.languages, kept)
    site_url = layout.site_url if draft is None else DRAFT_URL
    # No PDFs of a draft: on paper nothing would say that number and digest are foreseen.
    papers = layout.pdf and draft is None
    theme = root / THEME
    factory = PageFactory(
        site,
        theme,
        site_url,
        papers=papers,
        subscribe=layout.subscribe,
        logo=layout.logo,
        pictures=layout.pictures and draft is None,
    )
    with stage("keeping"):
        sealed = seals.served(root) if papers else {}
    origin = layout.origin(theme, site_url)
    every = shared_key(factory, site_url, origin)
    return BuildPlan(site, factory, layout, site_url, theme, sealed, origin, every)


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    """The files below a folder, each with its size and its number in the file system.

    Enough for a record in which no file changes: what is published is a new file. Times are not
    looked at; nothing of a site depends on them.
    """
    for parent, _, names in os.walk(folder):
        for name in sorted(names):
            found = os.stat(f"{parent}/{name}", follow_symlinks=False)  # noqa: PTH116  # thousands
            yield f"{parent}/{name}", found.st_size, found.st_ino


def refuse_foreign(output: Path) -> None:
    """Refuse to replace anything but a site: a mistyped --output must not cost a folder."""
    if not output.exists():
        return
    ours = output.is_dir() and (
        not any(output.iterdir()) or all((output / f).is_file() for f in (NOT_FOUND, SITEMAP))
    )
    if not ours:
        raise KaiteiError(problem("site-foreign", str(output)))
