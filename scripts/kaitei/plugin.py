"""The only door to MkDocs: the host of the record's site.

MkDocs and its theme give the shells of the pages and what these load; kaitei's pages are poured
into the shells (see `shell`). The plugin reads versions/ (verified) and theme/, never content/. The
site's day is its option `on` (in quotation marks in YAML, which takes a bare `on` for true), else
KAITEI_ON of the environment, else today in the policies' time zone: the one place in this room
that reads the clock. Nothing else of a build depends on when or where it runs.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

# Material prints a banner about MkDocs 2 when it is imported; it means nothing to legal.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import base, config_options, load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from kaitei import archive, headers, making, tree
from kaitei.errors import KaiteiError, Problem, problem
from kaitei.pages import Compiled, Editor, Page
from kaitei.parts import Part, parts
from kaitei.policy import Policy
from kaitei.shell import SLOTS, Shell
from kaitei.site import look
from kaitei.timings import stage

CONFIG = "mkdocs.yml"
DAY = "KAITEI_ON"  # in the environment: the day where the option `on` is not set
DEFAULT_ZONE = "Asia/Tokyo"  # while the record is empty
DRAFT_URL = "https://draft.invalid/"  # RFC 2606: a canonical link of a draft leads nowhere
SITEMAP = "sitemap.xml"
MAIN = "theme/overrides/main.html"
ASSETS = "theme/overrides/assets"
# What the bytes of a page depend on, beside our own program and theme.
_LIBRARIES = ("feedgen", "holidays", "jinja2", "lxml", "markdown", "nh3", "rapidfuzz", "typst")
_YEARS = range(1970, 2106)  # the days that gzip, in which the sitemap is packed, can name
# What Material brings along and nothing of ours uses: its scripts, the switches of its menus.
_UNUSED = re.compile(r"assets/javascripts/|assets/stylesheets/palette|.*\.map$|assets/images/")


_COMPILED = Compiled()


class KaiteiConfig(base.Config):  # type: ignore[no-untyped-call]
    """The plugin's options in mkdocs.yml: `"on"`, a day such as 2027-04-01."""

    on = config_options.Optional(config_options.Type((str, date)))


class RefusedError(PluginError):
    """A KaiteiError on its way through MkDocs, which prints it and stops without a traceback."""

    def __init__(self, error: KaiteiError) -> None:
        super().__init__("\n".join(f"{_line(p)}\n    {p.mend()}" for p in error.problems))
        self.error = error


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A record as it would be: its policies, and what of them is a draft, as (policy, number)."""

    policies: Sequence[Policy]
    draft: tuple[tuple[str, int], ...]


class KaiteiPlugin(BasePlugin[KaiteiConfig]):  # type: ignore[no-untyped-call]
    """Has MkDocs print the shells, and pours the site of one day into them.

    `foreseen` takes the record's place where it is given. `apart` says that the pages are poured
    by whoever runs the build; else they stand in MkDocs's own folder when it is done.
    """

    foreseen: Foreseen | None = None
    apart = False

    _served = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Know whether MkDocs adds a script of its own to the pages, to load them anew."""
        self._served = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the record and look at it on the day."""
        self.root = Path(config.config_file_path).parent
        self.site_url = DRAFT_URL if self.foreseen else _slashed(config.site_url or "/")
        try:
            policies = archive.read(self.root) if self.foreseen is None else self.foreseen.policies
            draft = None if self.foreseen is None else self.foreseen.draft
            self.site = look(policies, self._day(policies), draft)
            self.editor = Editor(self.site, self.root / "theme", self.site_url)
        except KaiteiError as error:
            raise RefusedError(error) from error
        config.site_url = self.site_url
        self.shells: dict[tuple[str, int], Shell] = {}
        self._language = config.theme["language"]

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add an empty page for each shell, outside any navigation of MkDocs's own."""
        found = [f.src_uri for f in files if f.src_dir == config.docs_dir]
        stray = [uri for uri in found if not uri.startswith(".")]  # MkDocs leaves out the hidden
        if stray:
            folder = Path(config.docs_dir).relative_to(self.root)
            raise RefusedError(
                KaiteiError(*(problem("site-stray-file", f"{folder}/{uri}") for uri in stray))
            )
        for unused in [file for file in files if _UNUSED.match(file.src_uri)]:
            files.remove(unused)
        self._stubs = {_stub(*shell): shell for shell in sorted(self.editor.depths())}
        for uri in self._stubs:
            level = InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, uri, content="", inclusion=level))
        return files

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Spare a rebuild the compiling of the shell's templates."""
        env.bytecode_cache = _COMPILED
        return env

    def on_page_content(self, html: str, page: HostPage, config: MkDocsConfig, files: Files) -> str:
        """Tell MkDocs where a page begins, for its link to there."""
        page.title = config.site_name
        page.toc = TableOfContents([AnchorLink(page.title, "k-top", 1)])
        return ""

    def on_page_context(
        self, context: Any, page: HostPage, config: MkDocsConfig, nav: object
    ) -> Any:
        """Give the shell its places, and MkDocs's own words the page's language."""
        config.theme["language"], _ = self._stubs[page.file.src_uri]
        context["kaitei"] = SLOTS
        return context

    def on_template_context(self, context: Any, template_name: str, config: MkDocsConfig) -> Any:
        """Give the page for errors its places, and the sitemap what search engines should find."""
        context["kaitei"] = self.editor.listed() if template_name == SITEMAP else SLOTS
        return context

    def on_post_page(self, output: str, page: HostPage, config: MkDocsConfig) -> str:
        """Keep the shell; an empty page is not written."""
        self.shells[self._stubs[page.file.src_uri]] = _shell(output)
        return ""

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Pour the page for errors into its shell, once all shells are known."""
        if template_name == SITEMAP:
            return output
        self._missing = _shell(output)
        return " "

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write the files of kaitei; leave the configuration as it was found."""
        config.theme["language"] = self._language
        self._seal()
        folder = Path(config.site_dir)
        missing = self.editor.missing()
        (folder / missing.file).write_bytes(_filled(self._missing, missing))
        site_path = urlsplit(self.site_url).path or "/"
        for path, content in headers.for_hosts(self.policy, site_path):
            (folder / path).write_bytes(content)
        if not self.apart:
            for part in self.parts():
                tree.Tree(folder, {}).write(part.key, part.make())

    def parts(self) -> Iterator[Part]:
        """The parts of the site beside what MkDocs wrote; after the build."""
        return parts(self.editor, self._fill, self.site_url, self._seed())

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Build again when the record or the theme changes."""
        for folder in ("versions", "theme"):
            if (self.root / folder).is_dir():
                server.watch(str(self.root / folder))
        return server

    def _seal(self) -> None:
        """Have every shell say what a page may load; not where MkDocs adds a script of its own."""
        shells = [*self.shells.values(), self._missing]
        self.policy = headers.content_security_policy(shell.html for shell in shells)
        if self._served:
            return
        seal = partial(headers.sealed, policy=self.policy)
        self.shells = {key: Shell(seal(shell.html)) for key, shell in self.shells.items()}
        self._missing = Shell(seal(self._missing.html))

    def _fill(self, page: Page) -> bytes:
        return _filled(self.shells[page.lang, page.address.count("/")], page)

    def _seed(self) -> str:
        """What names the way in which pages are made: program, libraries, theme and shells."""
        found = hashlib.sha256()
        for folder in (Path(__file__).parent, self.root / "theme"):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.suffix != ".pyc":
                    found.update(path.relative_to(folder).as_posix().encode())
                    found.update(path.read_bytes())
        for name in _LIBRARIES:
            found.update(f"{name} {version(name)}".encode())
        for shell in self.shells.values():
            found.update(shell.html.encode())
        return found.hexdigest()

    def _day(self, policies: Sequence[Policy]) -> date:
        """The option `on`; without it today, where the policies' days are reckoned."""
        given = self.config.on or os.environ.get(DAY)
        if given:
            try:
                day = date.fromisoformat(str(given))
                if day.year in _YEARS:
                    return day
                raise ValueError
            except ValueError:
                raise KaiteiError(problem("site-day", CONFIG, value=given)) from None
        published = [p for policy in policies for p in policy.publications]
        newest = max(published, key=lambda p: (p.announced, p.policy, p.number), default=None)
        zone = newest.settings.organization.zone if newest else ZoneInfo(DEFAULT_ZONE)
        return datetime.now(zone).date()


def build(
    root: Path,
    on: date,
    output: Path,
    *,
    foreseen: Foreseen | None = None,
    told: making.Told = lambda done, of: None,
) -> int:
    """Build the site of the day `on` from the repository at `root` into the folder `output`.

    It is built aside and swapped in whole: a failure or a kill leaves the site that was there.
    What has not changed since the last build into this folder stays (see `tree`). `foreseen`
    takes the record's place. `told` hears of the progress. Returns the number of pages. Raises
    KaiteiError; prints nothing.
    """
    output = output.resolve()
    _refuse_foreign(output)
    try:
        with TemporaryDirectory(prefix="kaitei-host-") as folder:
            with stage("the record, and MkDocs"):
                plugin = _hosted(root, on, Path(folder), foreseen)
                found = [*plugin.parts(), _host(Path(folder))]
            with tree.renewed(output) as renewed:
                making.make(renewed, plugin.site, found, told)
        return len(plugin.editor)
    except OSError as error:
        raise KaiteiError(problem("site-unwritable", str(output), reason=error)) from error


def _hosted(root: Path, on: date, folder: Path, foreseen: Foreseen | None) -> KaiteiPlugin:
    """Run MkDocs into `folder`; a warning of it is an error of ours."""
    with _heard() as warnings:
        config = load_config(str(root / CONFIG), site_dir=str(folder))
        plugin = config.plugins["kaitei"]
        assert isinstance(plugin, KaiteiPlugin)  # noqa: S101  # mkdocs.yml is ours
        plugin.config.on = on.isoformat()
        plugin.foreseen, plugin.apart = foreseen, True
        mkdocs_build.build(config)
    if warnings:
        raise _failed(*warnings)
    return plugin


def _host(folder: Path) -> Part:
    """What MkDocs and its theme bring: styles, scripts, the sitemap, the page for errors."""
    paths = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*"))]
    files = [(path, (folder / path).read_bytes()) for path in paths if (folder / path).is_file()]
    sums = [(path, hashlib.sha256(content).hexdigest()) for path, content in files]
    key = hashlib.sha256(repr(sums).encode()).hexdigest()
    return Part("host", "", key, lambda: files)


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """Keep MkDocs from printing and collect its warnings and errors instead.

    What it raises becomes a KaiteiError: ours as it was, another with what MkDocs said of it.
    """
    logger = logging.getLogger("mkdocs")
    lines: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    before, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield lines
    except (Abort, MkDocsException) as error:
        cause = error.__context__
        if isinstance(cause, RefusedError):
            raise cause.error from None
        raise _failed(*lines or [str(error)]) from error
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


def _failed(*reasons: str) -> KaiteiError:
    return KaiteiError(*(problem("site-build", CONFIG, reason=reason) for reason in reasons))


def _refuse_foreign(output: Path) -> None:
    """Refuse to replace anything but a site: a mistyped --output must not cost a folder."""
    if not output.exists():
        return
    ours = output.is_dir() and (
        not any(output.iterdir()) or all((output / f).is_file() for f in ("404.html", SITEMAP))
    )
    if not ours:
        raise KaiteiError(problem("site-foreign", str(output)))


def _stub(lang: str, depth: int) -> str:
    """The path of an empty page of that language, so many folders deep."""
    return "/".join([lang, *["k"] * (depth - 1)]) + ".md" if depth else "index.md"


def _shell(html: str) -> Shell:
    try:
        return Shell(html)
    except ValueError as error:
        raise RefusedError(KaiteiError(problem("theme-broken", MAIN, reason=error))) from error


def _filled(shell: Shell, page: Page) -> bytes:
    if headers.inline_scripts("".join(page.parts.values())):
        reason = f"a page ({page.kind}) holds a script; scripts stand in {ASSETS}"
        raise KaiteiError(problem("theme-broken", "theme/pages", reason=reason))
    return shell.filled(page.parts).encode()


def _slashed(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def _line(found: Problem) -> str:
    return f"{found.place}: {found.message()}" if found.place else found.message()
