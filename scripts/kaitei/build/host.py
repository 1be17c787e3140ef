"""The only door to MkDocs: the host of the record's site.

MkDocs and its theme give the skeletons of the pages and what these load; kaitei's pages are poured
into them (see `skeleton`). The plugin reads versions/ (verified) and theme/, never content/. The
site's day is its option `on` (in quotation marks in YAML, which takes a bare `on` for true), else
KAITEI_ON of the environment, else today in the policies' time zone: the one place in this room
that reads the clock. Nothing else of a build depends on when or where it runs.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

# Material prints a banner about MkDocs 2 when it is imported; it means nothing to legal.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")

import mkdocs
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import base, config_options, load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.theme import Theme

from kaitei.base.catalogue import phrase, t
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.build import brand, cache, options, stylesheet
from kaitei.build.layout import Layout
from kaitei.build.origin import CONFIG, THEME
from kaitei.model import DEFAULT_ZONE, Policy, newest_zone
from kaitei.record import Record, seals, verify
from kaitei.site.model import look
from kaitei.site.pages import NOT_FOUND, Compiled, PageFactory
from kaitei.site.skeleton import PLACES, SLOTS, Skeleton

DAY = "KAITEI_ON"  # in the environment: the day where the option `on` is not set
DEPTH = 4  # of folders below a language: policy/3/changes/parallel/
MAIN = "theme/overrides/main.html"
STYLE = "assets/kaitei.css"
_HOST_STYLE = re.compile(r"assets/stylesheets/main\.\w+\.min\.css$")
Option = TypeVar("Option")
_YEARS = range(1970, 2106)  # the days that gzip, in which the sitemap is packed, can name
# What MkDocs and Material bring along and nothing of ours uses.
_UNUSED = re.compile(
    r"assets/javascripts/|assets/stylesheets/palette|.*\.map$|assets/images/|sitemap\.xml$"
)


_COMPILED = Compiled(f"{BasePlugin.__module__} {mkdocs.__version__}")


class KaiteiConfig(base.Config):  # type: ignore[no-untyped-call]
    """The options in mkdocs.yml.

    `"on"`, a day such as 2027-04-01; `pdf`, true for PDFs; `subscribe`, where the owner's own
    service tells of revisions: the address of a form or a mailbox, one or by language; `preview`,
    true for the pictures that chats and networks show of a link; `frame_ancestors`, the sites that
    may show the pages in a frame; `languages`, the site's until something is published.
    """

    on = config_options.Optional(config_options.Type((str, date)))
    pdf = config_options.Type(bool, default=False)
    subscribe = config_options.Optional(config_options.Type((str, dict)))
    preview = config_options.Type(bool, default=False)
    frame_ancestors = config_options.Type(list, default=[])
    languages = config_options.Type(list, default=[])


class RefusedError(PluginError):
    """A KaiteiError on its way through MkDocs, which prints it and stops without a traceback."""

    def __init__(self, error: KaiteiError) -> None:
        super().__init__("\n".join(f"{_line(p)}\n    {p.mend()}" for p in error.problems))
        self.error = error


class KaiteiPlugin(BasePlugin[KaiteiConfig]):  # type: ignore[no-untyped-call]
    """Has MkDocs print the skeletons, and pours the site of one day into them.

    Where `languages` are given only the skeletons are wanted: the pages are poured by whoever runs
    the build. Else the whole site stands in MkDocs's folder when it is done.
    """

    languages: Sequence[str] = ()

    _served = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Know whether MkDocs adds a script of its own to the pages, to load them anew."""
        self._served = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the record, where the pages are wanted, and look at it on the day."""
        self.root = Path(config.config_file_path).parent
        config.site_url = _slashed(config.site_url or "/")
        config.theme.static_templates = {NOT_FOUND}  # the sitemap is ours
        self._brand = brand.read(self.root)
        config.theme["palette"] = None  # the colours stand in our own style sheet
        config.extra_css = list(self._brand.css)
        config.theme.get_env = partial(  # type: ignore[method-assign]  # MkDocs has no event for it
            _environment, config.theme
        )
        self._language = config.theme["language"]
        self._skeletons: dict[tuple[str, int], Skeleton] = {}
        self._speaking = self.languages
        if not self.languages:
            try:
                record = Record(self.root)
                verify.before_build(record)
                policies = record.policies
                site = look(policies, self._day(policies))
                if not site.policies:
                    first = options.languages(self.config.languages)
                    site = replace(site, first_languages=first)
                self._factory = PageFactory(
                    site,
                    self.root / THEME,
                    config.site_url,
                    papers=self.config.pdf,
                    subscribe=self._subscribe(site.languages),
                    logo=self._brand.mark,
                    pictures=self.config.preview,
                )
            except KaiteiError as error:
                raise RefusedError(error) from error
            self._speaking = site.languages

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add an empty page for each skeleton, outside any navigation of MkDocs's own."""
        found = [f.src_uri for f in files if f.src_dir == config.docs_dir]
        stray = [uri for uri in found if not uri.startswith(".")]  # MkDocs leaves out the hidden
        if stray:
            folder = Path(config.docs_dir).relative_to(self.root)
            raise RefusedError(
                KaiteiError(*(problem("site-stray-file", f"{folder}/{uri}") for uri in stray))
            )
        own = self.root / THEME
        brought = (file for file in files if not Path(str(file.abs_src_path)).is_relative_to(own))
        for unused in [file for file in brought if _UNUSED.match(file.src_uri)]:
            files.remove(unused)
        self._stubs = dict(_stubs(self._speaking))
        for uri in self._stubs:
            level = InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, uri, content="", inclusion=level))
        return files

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Spare a rebuild the compiling of the host's templates."""
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
        """Give the skeleton its places, and MkDocs's own words the page's language."""
        lang, _ = self._stubs[page.file.src_uri]
        return self._dressed(context, config, lang)

    def on_template_context(self, context: Any, template_name: str, config: MkDocsConfig) -> Any:
        """Give the page for errors its places, and MkDocs's own words the first language."""
        return self._dressed(context, config, self._speaking[0])

    def _dressed(self, context: Any, config: MkDocsConfig, lang: str) -> Any:
        """What a template is given beside what MkDocs gives it."""
        config.theme["language"] = t(lang, "language.host")
        say = partial(t, lang)
        context |= {
            "kaitei": SLOTS,
            "brand": self._brand,
            "say": lambda key, **v: say(f"pages.{key}", **v),
        }
        return context

    def on_post_page(self, output: str, page: HostPage, config: MkDocsConfig) -> str:
        """Keep the skeleton; an empty page is not written."""
        lang, depth = self._stubs[page.file.src_uri]
        self._skeletons[lang, depth] = _skeleton(output, lang)
        return ""

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Keep the skeleton of the page for errors."""
        self._missing = _skeleton(output, self._speaking[0])
        return ""

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Keep what MkDocs gave; write the pages where they are wanted here."""
        config.theme["language"] = self._language
        folder = Path(config.site_dir)
        subscribe = self._subscribe(self._speaking)
        frames = (frame.html for frame in (*self._skeletons.values(), self._missing))
        names = stylesheet.words(*stylesheet.sources(self.root / THEME), *frames)
        files = [(path, self._styled(path, content, names)) for path, content in _files(folder)]
        layout = Layout(
            self._skeletons,
            self._missing,
            files,
            pdf=self.config.pdf,
            subscribe=subscribe,
            site_url=str(config.site_url),
            closed=_closed(config, self.root),
            logo=self._brand.mark,
            pictures=self.config.preview,
            frames=self._given(lambda: options.frames(self.config.frame_ancestors)),
        )
        # Where MkDocs adds a script of its own the pages can't forbid it.
        self.layout = layout if self._served else layout.sealed()
        if not self.languages:
            out = cache.Cache(folder)
            out.keep({})
            theme, sealed = self.root / THEME, seals.served(self.root) if self.config.pdf else {}
            for one in self.layout.artifacts(self._factory, theme, str(config.site_url), sealed):
                out.write(one.key, one.make())

    def _styled(self, path: str, content: bytes, names: Set[str]) -> bytes:
        """A file of the theme's: our style sheet with the brand below, the host's as it is used."""
        if path == STYLE:
            return content + brand.style(self._brand).encode()
        if _HOST_STYLE.match(path):
            return stylesheet.used(content.decode(), names).encode()
        return content

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Build again when the record or the theme changes."""
        for folder in ("versions", THEME):
            if (self.root / folder).is_dir():
                server.watch(str(self.root / folder))
        return server

    def _subscribe(self, languages: Sequence[str]) -> dict[str, str]:
        """The option `subscribe` as the address of a link, by language."""
        return self._given(lambda: options.subscribe(self.config.subscribe, languages))

    def _given(self, read: Callable[[], Option]) -> Option:
        """An option, refused in MkDocs's way where it is wrong."""
        try:
            return read()
        except KaiteiError as error:
            raise RefusedError(error) from None

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
        return datetime.now(newest_zone(policies) or DEFAULT_ZONE).date()


def _environment(theme: Theme) -> Any:
    """The environment of a theme's templates, as MkDocs makes it, that lists what is shown.

    MkDocs leaves out what stands in hidden folders file by file, and Material keeps 14,000 icons in
    one: to list and match them took a tenth of a small build.
    """
    env = type(theme).get_env(theme)

    def listed(filter_func: Callable[[str], bool]) -> list[str]:
        return [path for path in _shown(theme.dirs) if filter_func(path)]

    env.list_templates = listed  # type: ignore[method-assign,assignment]  # asked for in one way
    return env


def _shown(folders: Sequence[str]) -> list[str]:
    """The paths of the files below `folders`, but for those in hidden folders."""
    found = set()
    for root in folders:
        for folder, inner, names in os.walk(root):
            inner[:] = [name for name in inner if not name.startswith(".")]
            found |= {os.path.relpath(f"{folder}/{name}", root) for name in names}
    return sorted(path.replace(os.sep, "/") for path in found)


def _closed(config: MkDocsConfig, root: Path) -> bool:
    """Whether mkdocs.yml, the folder of the theme and MkDocs's own packages are all that counts.

    Other plugins, hooks, links, another file of settings or the environment may say anything.
    """
    packages = Path(mkdocs_build.__file__).parents[2]
    known = (root / THEME, packages / "mkdocs", packages / "material")
    folders = [config.docs_dir, *config.theme.dirs]
    said = (root / CONFIG).read_text("utf-8")
    return (
        BasePlugin.__module__ == "mkdocs.plugins"  # and nobody stands for it
        and list(config.plugins) == ["kaitei"]
        and not config.hooks
        and not re.search(r"!ENV|!relative|INHERIT", said)
        and not any(path.is_symlink() for path in (root / THEME).rglob("*"))
        and all(any(Path(folder).is_relative_to(one) for one in known) for folder in folders)
    )


def layout(root: Path, languages: Sequence[str]) -> Layout:
    """What MkDocs and the theme give for pages in `languages`. Raises KaiteiError.

    A warning of MkDocs is an error of ours.
    """
    with _heard() as warnings, TemporaryDirectory(prefix="kaitei-host-") as folder:
        config = load_config(str(root / CONFIG), site_dir=folder)
        plugin = config.plugins["kaitei"]
        assert isinstance(plugin, KaiteiPlugin)  # noqa: S101  # mkdocs.yml is ours
        plugin.languages = languages
        mkdocs_build.build(config)
    if warnings:
        raise _failed(*warnings)
    return plugin.layout


def site_url(root: Path) -> str:
    """The address of the site's root that mkdocs.yml gives, ending in a slash."""
    with _heard():
        return _slashed(load_config(str(root / CONFIG)).site_url or "/")


def first_languages(root: Path) -> tuple[str, ...]:
    """The site's languages until something is published; see `options.languages`."""
    with _heard():
        config = load_config(str(root / CONFIG))
    return options.languages(config.plugins["kaitei"].config.languages)


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """Keep MkDocs from printing and collect its warnings and errors instead.

    What it raises becomes a KaiteiError: ours as it was, another with what MkDocs said of it.
    """
    logger = logging.getLogger(BasePlugin.__module__.partition(".")[0])  # whoever stands for MkDocs
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


def _files(folder: Path) -> list[tuple[str, bytes]]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths]


def _stubs(languages: Sequence[str]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Empty pages by their path: one of each language at each depth at which it has pages.

    The first language stands at the root, the others in a folder of their own.
    """
    for place, lang in enumerate(languages):
        for depth in range(1 if place else 0, DEPTH + (1 if place else 0) + 1):
            uri = "/".join([lang, *["k"] * (depth - 1)]) + ".md" if depth else "index.md"
            yield uri, (lang, depth)


def _skeleton(html: str, lang: str) -> Skeleton:
    """What MkDocs printed, its language that of the page: Material has fewer languages."""
    html = re.sub(r'<html lang="[^"]*"', f'<html lang="{lang}"', html, count=1)
    try:
        return Skeleton(html)
    except ValueError as error:
        reason = phrase("desk.theme.places", wanted=", ".join(PLACES), found=", ".join(error.args))
        raise RefusedError(KaiteiError(problem("theme-broken", MAIN, reason=reason))) from error


def _slashed(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def _line(found: Problem) -> str:
    return f"{found.place}: {found.message()}" if found.place else found.message()
