"""What a page stands in: the host's skeletons and files, and the pages poured in.

It knows nothing of the program that printed them (see `host`).
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from kaitei.base.problems import KaiteiError, problem
from kaitei.build.artifacts import Artifact, artifacts
from kaitei.site import headers
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
    `files` are (path below the site's root, content). `pdf` says that the owner wants PDFs.
    """

    skeletons: Mapping[tuple[str, int], Skeleton]
    missing: Skeleton
    files: Sequence[tuple[str, bytes]]
    pdf: bool = False

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
        return Layout(skeletons, seal(self.missing), self.files, self.pdf)

    def fill(self, page: Page) -> bytes:
        """The file of a page. Raises KaiteiError for one that holds a script."""
        if headers.inline_scripts("".join(page.parts.values())):
            reason = f"a page ({page.kind}) holds a script; scripts stand in {ASSETS}"
            raise KaiteiError(problem("theme-broken", "theme/pages", reason=reason))
        skeleton = self.missing
        if page.file != NOT_FOUND:
            skeleton = self.skeletons[page.lang, page.address.count("/")]
        return skeleton.filled(page.parts).encode()

    def artifacts(self, factory: PageFactory, theme: Path, site_url: str) -> Iterator[Artifact]:
        """All artifacts of the factory's site in this layout; the folder `theme` is its theme."""
        site_path = urlsplit(site_url).path or "/"
        own = [
            *self.files,
            (NOT_FOUND, self.fill(factory.missing())),
            *headers.for_hosts(self.policy, site_path),
        ]
        return artifacts(factory, self.fill, own, site_url, self._seed(theme))

    def _seed(self, theme: Path) -> str:
        """What names the way in which pages are made: program, libraries, theme and skeletons."""
        found = hashlib.sha256()
        for folder in (Path(__file__).parent.parent, theme):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.suffix != ".pyc":
                    name, content = path.relative_to(folder).as_posix(), path.read_bytes()
                    found.update(f"{len(name)}:{name}:{len(content)}:".encode())
                    found.update(content)
        found.update(sys.version.encode())
        for name in _LIBRARIES:
            found.update(f"{name} {version(name)}\n".encode())
        for skeleton in self.skeletons.values():
            found.update(skeleton.html.encode())
        return found.hexdigest()
