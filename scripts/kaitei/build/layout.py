"""What a page stands in: the host's skeletons and files, and the pages poured in.

It knows nothing of the program that printed them (see `host`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from kaitei.base.catalogue import phrase
from kaitei.base.problems import KaiteiError, problem
from kaitei.build.artifacts import Artifact, artifacts
from kaitei.site import headers
from kaitei.site.api import BuildInfo
from kaitei.site.pages import NOT_FOUND, Page, PageFactory
from kaitei.site.skeleton import Skeleton

ASSETS = "theme/overrides/assets"
# What the bytes of a page depend on, beside our own program and theme.
_LIBRARIES = (
    "feedgen", "holidays", "jinja2", "lxml", "markdown", "markupsafe", "nh3", "rapidfuzz", "typst",
    "tzdata",
)  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """What the host and its theme give: the skeletons of pages, and the files that these load.

    `skeletons` are by language and depth of folders, `missing` is that of the page for errors;
    `files` are (path below the site's root, content). `pdf` says that the owner wants PDFs;
    `subscribe` are the addresses of the owner's own service that tells of revisions, by language;
    `logo` is the path of the owner's logo below the site's root, or an icon's SVG, or "".
    `pictures` says that the owner wants preview pictures; `frames` are the sites whose pages may
    show ours in a frame.
    """

    skeletons: Mapping[tuple[str, int], Skeleton]
    missing: Skeleton
    files: Sequence[tuple[str, bytes]]
    pdf: bool = False
    subscribe: Mapping[str, str] = field(default_factory=dict)
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

    def artifacts(self, factory: PageFactory, theme: Path, site_url: str) -> Iterator[Artifact]:
        """All artifacts of the factory's site in this layout; the folder `theme` is its theme."""
        site_path = urlsplit(site_url).path or "/"
        own = [
            *self.files,
            (NOT_FOUND, self.fill(factory.missing())),
            *((page.file, self._error(page, site_path)) for page in factory.missing_in()),
            *headers.for_hosts(self.policy, site_path, self.frames),
        ]
        return artifacts(factory, self.fill, own, site_url, self._origin(theme, site_url))

    def _origin(self, theme: Path, site_url: str) -> BuildInfo:
        """What names the way in which pages are made: program, libraries, theme and settings."""
        skeletons = "".join(skeleton.html for skeleton in self.skeletons.values())
        return BuildInfo(
            version=version("kaitei"),
            program=_program(),
            theme=_digest(*_files(theme)),
            settings=_digest(
                skeletons,
                site_url,
                f"{self.pdf} {sorted(self.subscribe.items())} {self.logo} {self.pictures}",
            ),
        )


@cache
def _program() -> str:
    """The digest of this program, and of the libraries that it makes pages with, as loaded."""
    libraries = "".join(f"{name} {version(name)}\n" for name in _LIBRARIES)
    return _digest(*_files(Path(__file__).parent.parent), libraries)


def _files(folder: Path) -> Iterator[str | bytes]:
    """The files below a folder: name and content of each."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            yield path.relative_to(folder).as_posix()
            yield path.read_bytes()


def _digest(*values: str | bytes) -> str:
    found = hashlib.sha256()
    for value in values:
        content = value.encode() if isinstance(value, str) else value
        found.update(f"{len(content)}:".encode() + content)
    return found.hexdigest()
