"""What a page stands in: the host's shells and files, and the pages poured in.

It knows nothing of the program that printed them (see `plugin`).
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
from kaitei.build.artifacts import Part, parts
from kaitei.site import headers
from kaitei.site.pages import Editor, Page
from kaitei.site.skeleton import Shell

MISSING = "404.html"
ASSETS = "theme/overrides/assets"
# What the bytes of a page depend on, beside our own program and theme.
_LIBRARIES = (
    "feedgen", "holidays", "jinja2", "lxml", "markdown", "markupsafe", "nh3", "rapidfuzz", "typst",
    "tzdata",
)  # fmt: skip


@dataclass(frozen=True)
class Host:
    """What MkDocs and its theme give: the shells of pages, and the files that these load.

    `shells` are by language and depth of folders, `missing` is that of the page for errors;
    `files` are (path below the site's root, content). `pdf` says that the owner wants PDFs.
    """

    shells: Mapping[tuple[str, int], Shell]
    missing: Shell
    files: Sequence[tuple[str, bytes]]
    pdf: bool = False

    @cached_property
    def policy(self) -> str:
        """The Content-Security-Policy of every page."""
        shells = [*self.shells.values(), self.missing]
        return headers.content_security_policy(shell.html for shell in shells)

    def sealed(self) -> Host:
        """The same, its shells saying the policy to browsers."""

        def seal(shell: Shell) -> Shell:
            return Shell(headers.sealed(shell.html, self.policy))

        shells = {key: seal(shell) for key, shell in self.shells.items()}
        return Host(shells, seal(self.missing), self.files, self.pdf)

    def fill(self, page: Page) -> bytes:
        """The file of a page. Raises KaiteiError for one that holds a script."""
        if headers.inline_scripts("".join(page.parts.values())):
            reason = f"a page ({page.kind}) holds a script; scripts stand in {ASSETS}"
            raise KaiteiError(problem("theme-broken", "theme/pages", reason=reason))
        missing = page.file == MISSING
        shell = self.missing if missing else self.shells[page.lang, page.address.count("/")]
        return shell.filled(page.parts).encode()

    def parts(self, editor: Editor, theme: Path, site_url: str) -> Iterator[Part]:
        """All parts of the editor's site in these shells; the folder `theme` is its theme."""
        site_path = urlsplit(site_url).path or "/"
        own = [
            *self.files,
            (MISSING, self.fill(editor.missing())),
            *headers.for_hosts(self.policy, site_path),
        ]
        return parts(editor, self.fill, own, site_url, self._seed(theme))

    def _seed(self, theme: Path) -> str:
        """What names the way in which pages are made: program, libraries, theme and shells."""
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
        for shell in self.shells.values():
            found.update(shell.html.encode())
        return found.hexdigest()
