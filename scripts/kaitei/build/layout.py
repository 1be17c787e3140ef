"""What a page stands in: the host's skeletons and files, and the pages poured in.

It knows nothing of the program that printed them (see `host`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from kaitei.base import libraries
from kaitei.base.catalogue import phrase
from kaitei.base.problems import KaiteiError, problem
from kaitei.build.artifacts import Artifact, artifacts
from kaitei.build.origin import THEME, digest, files, program
from kaitei.site import headers
from kaitei.site.api import BuildInfo
from kaitei.site.pages import NOT_FOUND, Page, PageFactory
from kaitei.site.skeleton import Skeleton

ASSETS = f"{THEME}/overrides/assets"


@dataclass(frozen=True)
class Layout:
    """What the host and its theme give: the skeletons of pages, and the files that these load.

    `skeletons` are by language and depth of folders, `missing` is that of the page for errors;
    `files` are (path below the site's root, content). `pdf` says that the owner wants PDFs;
    `subscribe` are the addresses of the owner's own service that tells of revisions, by language;
    `site_url` is the address of the site's root, ending in a slash. Where it is `closed` nothing
    but the host, its settings and the folder of the theme had a part in it. `logo` is the path of
    the owner's logo below the site's root, or an icon's SVG, or "". `pictures` says that the owner
    wants preview pictures; `frames` are the sites whose pages may show ours in a frame.
    """

    skeletons: Mapping[tuple[str, int], Skeleton]
    missing: Skeleton
    files: Sequence[tuple[str, bytes]]
    pdf: bool = False
    subscribe: Mapping[str, str] = field(default_factory=dict)
    site_url: str = "/"
    closed: bool = False
    logo: str = ""
    pictures: bool = False
    frames: Sequence[str] = ()

    @cached_property
    def policy(self) -> str:
        """The Content-Security-Policy of every page."""
        skeletons = [*self.skeletons.values(), self.missing]
        return headers.content_security_policy(one.html for one in skeletons)

    def sealed(self) -> Layout:
        """The same, its skeletons saying the policy to browsers."""

        def seal(skeleton: Skeleton) -> Skeleton:
            return Skeleton(headers.sealed(skeleton.html, self.policy))

        skeletons = {key: seal(skeleton) for key, skeleton in self.skeletons.items()}
        return replace(self, skeletons=skeletons, missing=seal(self.missing))

    def fill(self, page: Page) -> bytes:
        """The file of a page. Raises KaiteiError for one that holds a script."""
        if headers.inline_scripts("".join(page.parts.values())):
            reason = phrase("desk.theme.script", page=page.kind, folder=ASSETS)
            raise KaiteiError(problem("theme-broken", "theme/pages", reason=reason))
        skeleton = self.missing
        if page.file != NOT_FOUND:
            skeleton = self.skeletons[page.lang, page.address.count("/")]
        return skeleton.filled(page.parts).encode()

    def _error(self, page: Page, site_path: str) -> bytes:
        """The file of a page that is shown anywhere below its own place: its links are absolute."""
        html = self.skeletons[page.lang, 1].html.replace('="../', f'="{site_path}')
        return Skeleton(html).filled(page.parts).encode()

    def artifacts(
        self,
        factory: PageFactory,
        theme: Path,
        site_url: str,
        sealed: Mapping[str, Path],
        part: Collection[str] | None = None,
    ) -> Iterator[Artifact]:
        """All artifacts of the factory's site in this layout; the folder `theme` is its theme.

        `sealed` are papers that are served as they were sealed, by name. For `part` see there.
        """
        site_path = urlsplit(site_url).path or "/"
        own = [
            *self.files,
            *((page.file, self._error(page, site_path)) for page in factory.missing_in()),
            *headers.for_hosts(self.policy, site_path, self.frames),
        ]
        origin = self.origin(theme, site_url)
        return artifacts(factory, self.fill, own, site_url, origin, sealed, part)

    def origin(self, theme: Path, site_url: str) -> BuildInfo:
        """What names the way in which pages are made: program, libraries, theme and settings."""
        skeletons = "".join(skeleton.html for skeleton in self.skeletons.values())
        return BuildInfo(
            version=libraries.version("kaitei"),
            program=program(),
            theme=digest(*files(theme)),
            settings=digest(
                skeletons,
                site_url,
                f"{self.pdf} {sorted(self.subscribe.items())} {self.logo} {self.pictures}",
            ),
        )
