"""The only door to MkDocs: hosts the pages, feeds and data of the record's site.

The plugin reads versions/ (verified) and theme/, never content/. The site's day is its option
`on` (in quotation marks in YAML, which takes a bare `on` for true), else KAITEI_ON of the
environment, else today in the policies' time zone: the one place in this room that reads the
clock. Nothing else of a build depends on when or where it runs.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

# Material prints a banner about MkDocs 2 when it is imported; it means nothing to legal.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import base, config_options, load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from kaitei import api, archive, calendars, feeds, forms, headers, pages, paper, swap
from kaitei.errors import KaiteiError, Problem, problem
from kaitei.pages import Compiled, Page
from kaitei.policy import Policy
from kaitei.site import look

CONFIG = "mkdocs.yml"
DAY = "KAITEI_ON"  # in the environment: the day where the option `on` is not set
DEFAULT_ZONE = "Asia/Tokyo"  # while the record is empty
SITEMAP = "sitemap.xml"
_YEARS = range(1970, 2106)  # the days that gzip, in which the sitemap is packed, can name
_IDS = re.compile(r'\sid="([^"]+)"')
# What Material brings along and nothing of ours uses: its scripts, the switches of its menus.
_UNUSED = re.compile(r"assets/javascripts/|assets/stylesheets/palette|.*\.map$|assets/images/")
_SWITCH = re.compile(r'\s*<(?:input class="md-toggle"|label class="md-overlay")[^>]*>(?:</label>)?')


_COMPILED = Compiled()


class KaiteiConfig(base.Config):  # type: ignore[no-untyped-call]
    """The options in mkdocs.yml: `"on"`, a day such as 2027-04-01; `pdf`, true for PDFs."""

    on = config_options.Optional(config_options.Type((str, date)))
    pdf = config_options.Type(bool, default=False)


class RefusedError(PluginError):
    """A KaiteiError on its way through MkDocs, which prints it and stops without a traceback."""

    def __init__(self, error: KaiteiError) -> None:
        super().__init__("\n".join(f"{_line(p)}\n    {p.mend()}" for p in error.problems))
        self.error = error


class KaiteiPlugin(BasePlugin[KaiteiConfig]):  # type: ignore[no-untyped-call]
    """Puts the site of one day into a MkDocs build."""

    _served = False

    pages: list[Page]
    files: list[tuple[str, bytes]]

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Know whether MkDocs adds a script of its own to the pages, to load them anew."""
        self._served = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the record and make every page and feed of the day."""
        root = Path(config.config_file_path).parent
        try:
            policies = archive.read(root)
            site = look(policies, self._day(policies))
            site_url = _slashed(config.site_url or "/")
            theme, pdf = root / "theme", self.config.pdf
            self.pages = pages.pages(site, theme, site_url, papers=pdf)
            self.files = [
                *feeds.feeds(site, site_url),
                *calendars.calendars(site, site_url),
                *api.api(site, site_url),
                *forms.forms(site),
                *(paper.papers(site, site_url, pages.read_words(theme)) if pdf else ()),
                *pages.redirects(site, site_url),
            ]
        except KaiteiError as error:
            raise RefusedError(error) from error
        config.site_url = site_url
        self._by_uri = {_uri(page): page for page in self.pages[:-1]}  # the last is for errors
        self._language = config.theme["language"]

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the pages, outside any navigation of MkDocs's own, and the other files."""
        found = [f.src_uri for f in files if f.src_dir == config.docs_dir]
        stray = [uri for uri in found if not uri.startswith(".")]  # MkDocs leaves out the hidden
        if stray:
            folder = Path(config.docs_dir).relative_to(Path(config.config_file_path).parent)
            raise RefusedError(
                KaiteiError(*(problem("site-stray-file", f"{folder}/{uri}") for uri in stray))
            )
        for unused in [file for file in files if _UNUSED.match(file.src_uri)]:
            files.remove(unused)
        for uri in self._by_uri:
            level = InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, uri, content="", inclusion=level))
        for path, content in self.files:
            # By any other name, or MkDocs would make a page of a text for programs.
            file = File.generated(config, f"{path}.raw", content=content)
            file.dest_uri = path
            files.append(file)
        return files

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Spare a rebuild the compiling of the frame's templates."""
        env.bytecode_cache = _COMPILED
        return env

    def on_page_content(self, html: str, page: HostPage, config: MkDocsConfig, files: Files) -> str:
        """Tell MkDocs what stands on the page; the frame prints it."""
        ours = self._by_uri[page.file.src_uri]
        page.title = ours.title
        page.toc = _toc(ours)
        page.present_anchor_ids = set(_IDS.findall(ours.html))
        page.update_date = ours.updated.isoformat()
        return ""

    def on_page_context(
        self, context: Any, page: HostPage, config: MkDocsConfig, nav: object
    ) -> Any:
        """Give the frame its page, and MkDocs's own words the page's language."""
        ours = self._by_uri[page.file.src_uri]
        config.theme["language"] = ours.lang
        context["kaitei"] = ours
        return context

    def on_template_context(self, context: Any, template_name: str, config: MkDocsConfig) -> Any:
        """Give the page for errors its page, and the sitemap what search engines should find."""
        if template_name == SITEMAP:
            context["kaitei"] = [p for p in self.pages if p.indexed and p.kind != "revision"]
        else:
            context["kaitei"] = self.pages[-1]
        return context

    def on_post_page(self, output: str, page: HostPage, config: MkDocsConfig) -> str:
        """The page without the switches of menus that it does not have."""
        return _SWITCH.sub("", output)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The same for the page for errors."""
        return _SWITCH.sub("", output)

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Say in every finished page what it may load; leave the configuration as it was found."""
        config.theme["language"] = self._language
        if not self._served:
            headers.seal(Path(config.site_dir), urlsplit(str(config.site_url)).path or "/")

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Build again when the record or the theme changes."""
        root = Path(config.config_file_path).parent
        for folder in ("versions", "theme"):
            if (root / folder).is_dir():
                server.watch(str(root / folder))
        return server

    def _day(self, policies: tuple[Policy, ...]) -> date:
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


def build(root: Path, on: date, output: Path, *, papers: bool = True) -> int:
    """Build the site of the day `on` from the repository at `root` into the folder `output`.

    Without `papers` there are no PDFs even where the owner's mkdocs.yml wants them.
    It is built aside, checked, and swapped in whole: a failure or a kill leaves the site that was
    there. Returns the number of pages. Raises KaiteiError; prints nothing.
    """
    output = output.resolve()
    _refuse_foreign(output)
    try:
        with swap.aside(output) as folder:
            plugin = _build(root, on, folder, papers)
            _check_whole(folder, plugin)
            return len(plugin.pages)
    except OSError as error:
        raise KaiteiError(problem("site-unwritable", str(output), reason=error)) from error


def address(root: Path) -> str:
    """The absolute address of the site's root, as mkdocs.yml says, ending in a slash.

    Raises KaiteiError where MkDocs can't read the file.
    """
    with _heard():
        return _slashed(load_config(str(root / CONFIG)).site_url or "/")


def serve(root: Path, on: date, port: int) -> None:
    """Show the site of the day `on` at 127.0.0.1:`port`, built again on changes, until Ctrl-C.

    MkDocs says on standard error what it does. Raises KaiteiError.
    """
    os.environ[DAY] = on.isoformat()
    try:
        mkdocs_serve.serve(str(root / CONFIG), livereload=True, dev_addr=f"127.0.0.1:{port}")
    except (Abort, MkDocsException) as error:
        cause = error.__context__
        raise (cause.error if isinstance(cause, RefusedError) else _failed(str(error))) from error
    except OSError as error:
        raise KaiteiError(problem("serve-port", port=port, reason=error)) from error


def _build(root: Path, on: date, folder: Path, papers: bool) -> KaiteiPlugin:
    """Run MkDocs into `folder`; a warning of it is an error of ours."""
    with _heard() as warnings:
        config = load_config(str(root / CONFIG), site_dir=str(folder))
        plugin = config.plugins["kaitei"]
        assert isinstance(plugin, KaiteiPlugin)  # noqa: S101  # mkdocs.yml is ours
        plugin.config.on = on.isoformat()
        plugin.config.pdf = plugin.config.pdf and papers
        mkdocs_build.build(config)
    if warnings:
        raise _failed(*warnings)
    return plugin


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


def _check_whole(folder: Path, plugin: KaiteiPlugin) -> None:
    """Every page ends, every feed is the one that was made, nothing is missing."""
    broken = [
        page.file
        for page in plugin.pages
        if not _read(folder / page.file).rstrip().endswith(b"</html>")
    ]
    broken += [path for path, content in plugin.files if _read(folder / path) != content]
    broken += [name for name in (SITEMAP, headers.HOSTS) if not _read(folder / name)]
    if broken:
        raise KaiteiError(*(problem("site-incomplete", file) for file in broken))


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _uri(page: Page) -> str:
    """Where MkDocs thinks the page's source stands. The page for errors is a template of its."""
    return page.file.removesuffix(".html") + ".md"


def _toc(page: Page) -> TableOfContents:
    """The page's anchors as MkDocs's table of contents; the first is the page's own heading."""
    first, *rest = page.anchors
    top = _link(first.title, first.id, 1)
    top.children = [_link(anchor.title, anchor.id, anchor.level) for anchor in rest]
    return TableOfContents([top])


def _link(title: str, anchor: str, level: int) -> AnchorLink:
    return AnchorLink(title, anchor, level)


def _slashed(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def _line(found: Problem) -> str:
    return f"{found.place}: {found.message()}" if found.place else found.message()
