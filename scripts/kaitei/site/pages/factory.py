"""Turns a Site into pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from markupsafe import Markup

from kaitei.site import previews
from kaitei.site.model import Parts, PolicySite, Site, SiteEntry
from kaitei.site.pages import linked_data, wording
from kaitei.site.pages.components import boxed
from kaitei.site.pages.context import PageContext
from kaitei.site.pages.kind import PageKind, PublicationPage
from kaitei.site.pages.kinds import MISSING, MOVED, OF_POLICY, OF_PUBLICATION, OF_SITE
from kaitei.site.pages.language_site import LanguageSite
from kaitei.site.pages.page import Listing, Page
from kaitei.site.pages.route import Route
from kaitei.site.pages.templates import Templates

NOT_FOUND = "404.html"
_SCRIPT = "kaitei.js"  # of every page
_PLACE = "\0place/"  # stands for a page's own address in what pages share

_Found = tuple[PageKind, Route]


class PageFactory:
    """The pages of a site.

    `theme` is the folder that holds pages/ (templates) and, where the owner has words of its own,
    words.toml. `site_url` is the absolute address of the site's root, ending in a slash. With
    `papers` the pages link their PDFs. `subscribe` are addresses, by language, at which the owner's
    own service tells of revisions. `words` are the pages', by language. Raises KaiteiError for a
    broken theme.
    """

    def __init__(
        self,
        site: Site,
        theme: Path,
        site_url: str,
        *,
        papers: bool = False,
        subscribe: Mapping[str, str] = MappingProxyType({}),
        logo: str = "",
        pictures: bool = False,
    ) -> None:
        templates = Templates(theme)
        self.site, self.papers, self.subscribe, self.logo = site, papers, subscribe, logo
        self.pictures = pictures
        self.words = wording.read(theme, site.languages)
        self._sites = [
            LanguageSite(
                site,
                templates,
                wording.Words(lang, words),
                site_url,
                papers,
                subscribe.get(lang, ""),
                logo,
            )
            for lang, words in self.words.items()
        ]

    # --- which pages there are ------------------------------------------------------------------

    @cached_property
    def _found(self) -> tuple[_Found, ...]:
        return tuple(routes(self.site))

    def of_site(self) -> Iterator[Page]:
        """The pages that are about no policy of their own, home first."""
        return self._pages(_of_site(self.site))

    def of_policy(self, policy: PolicySite) -> Iterator[Page]:
        """The pages that say what stands now of a policy, and those that lead there."""
        return self._pages(_of_policy(self.site, policy))

    def of_publication(
        self, policy: PolicySite, entry: SiteEntry, kinds: Iterable[PublicationPage]
    ) -> Iterator[Page]:
        """The pages of one publication that are of these kinds."""
        return self._pages(_of_publication(self.site, policy, entry, kinds))

    def missing(self) -> Page:
        """The page for addresses that do not exist, in all languages; its links are absolute."""
        return self._page(self._sites[0], MISSING, Route(file=NOT_FOUND))

    def missing_in(self) -> Iterator[Page]:
        """The same in each language but the first, where the pages of that language stand.

        They are for hosts that can be told of one page for errors a folder.
        """
        for site in self._sites[1:]:
            yield self._page(site, MISSING, Route(file=site.address() + NOT_FOUND))

    def __len__(self) -> int:
        """How many pages there are, that for errors counted once."""
        return 1 + len(self._sites) * len(self._found)

    def listings(self) -> Iterator[Listing]:
        """What search engines should find, texts by number apart: all but the old ones."""
        for site in self._sites:
            for kind, route in self._found:
                if kind.listed and kind.indexed(route):
                    page = PageContext(site, route, kind.name)
                    urls = {lang: site.site_url + at for lang, at in page.alternates.items()}
                    yield Listing(page.canonical, kind.updated(self.site, route), urls)

    # --- printed --------------------------------------------------------------------------------

    def _pages(self, found: Iterable[_Found]) -> Iterator[Page]:
        wanted = list(found)
        for site in self._sites:
            for kind, route in wanted:
                yield self._page(site, kind, route)

    def _page(self, site: LanguageSite, kind: PageKind, route: Route) -> Page:
        page = PageContext(
            site, route, kind.name, kind.stale(self.site, route), tuple(kind.steps(route))
        )
        own = {"sites": self._sites, **kind.context(page)}
        title, description = str(own["title"]), str(own["description"])
        indexed = kind.indexed(route)
        own |= {
            "indexed": indexed,
            "data": self._data(page, kind, title, description),
            "published": kind.published(route),
            "picture": self._picture(page, kind),
        }
        html = page.render(kind.template or f"{kind.name}.html", own)
        scripts = (_SCRIPT, *kind.scripts)
        parts = {**self._around(page, own), **_printed(page, ("head",), own)}
        parts["aside"] = str(_aside(page, own))
        parts["html"] = (
            '<article class="md-content__inner md-typeset k-page '
            f'k-page--{kind.name}">\n{boxed(html, site.words.words["table_of"])}\n</article>'
        )
        parts["scripts"] = "\n".join(
            f'<script src="{page.root}assets/{script}"></script>' for script in scripts
        )
        page.close()
        return Page(
            address=page.address,
            lang=site.lang,
            kind=kind.name,
            title=title,
            description=description,
            parts=parts,
            canonical=page.canonical,
            indexed=indexed,
            leads_to=page.leads_to,
            scripts=scripts,
        )

    def _around(self, page: PageContext, own: dict[str, object]) -> dict[str, str]:
        """What stands around the pages of a policy, alike but for the page's own address."""
        place = "".join(f"{part}/" for part in page.route.parts)
        names = ("banner", "header", "footer")
        policy = page.route.policy
        if not place or page.leads_to or policy is None:
            return _printed(page, names, own)
        site = page.site
        anywhere = {
            "alternates": {x: self.site.address(x) + _PLACE for x in self.site.languages},
            "canonical": site.site_url + site.address() + _PLACE,
        }
        at = site.site_url, page.root, page.stale, page.steps, page.drafts
        key = "around", page.lang, page.kind, *at
        shared = policy.once(key, lambda: _printed(page, names, own | anywhere))
        return {name: html.replace(_PLACE, place) for name, html in shared.items()}

    def _picture(self, page: PageContext, kind: PageKind) -> str:
        """The absolute address of a page's preview picture; "" where it has none."""
        if not (self.pictures and kind.pictured and page.route.entry):
            return ""
        at = previews.address(self.site, page.lang, *page.route.parts)
        return page.site.site_url + at if at else ""

    def _data(self, page: PageContext, kind: PageKind, title: str, description: str) -> Markup:
        """What a page that search engines should find tells them of itself and its text."""
        if not kind.indexed(page.route):
            return Markup()
        graph = linked_data.graph(
            self.site,
            lang=page.lang,
            root=page.site.site_url,
            url=page.canonical,
            title=title,
            description=description,
            modified=kind.updated(self.site, page.route),
            published=kind.published(page.route),
            policy=kind.entity(page.route),
            contact=page.site.contact,
        )
        return Markup(graph)  # noqa: S704  # JSON without <


def pages(site: Site, theme: Path, site_url: str, *, papers: bool = False) -> list[Page]:
    """Every page of the site in every language, home first, the page for errors last."""
    factory = PageFactory(site, theme, site_url, papers=papers)
    return [*factory._pages(routes(site)), factory.missing()]


def _printed(page: PageContext, names: Iterable[str], own: dict[str, object]) -> dict[str, str]:
    return {name: str(page.render(f"_{name}.html", own)) for name in names}


def _aside(page: PageContext, own: dict[str, object]) -> Markup:
    """What stands beside a page: the contents of a text, which most texts of a policy share."""
    anchors = own.get("anchors", ())
    if not anchors:
        return page.render("_aside.html", own)
    return page.shared("_aside.html", own, anchors, own.get("text_lang"))


# --- routes -----------------------------------------------------------------------------------


def routes(site: Site) -> Iterator[_Found]:
    """The pages of each language, home first; that for errors is none of them."""
    yield from _of_site(site)
    for policy in site.policies:
        yield from _of_policy(site, policy)
        for entry in policy.entries:
            yield from _of_publication(site, policy, entry, OF_PUBLICATION)


def moved(site: Site) -> list[tuple[Parts, Parts]]:
    """The addresses below former names of policies, each with the one to which it leads."""
    renamed = (policy for policy in site.policies if policy.names[1:])
    found = (route for policy in renamed for _, route in _of_policy(site, policy))
    return [(route.parts, route.leads_to) for route in found if route.leads_to]


def _of_site(site: Site) -> Iterator[_Found]:
    return _ordered((kind, route) for kind in OF_SITE for route in kind.routes(site))


def _of_policy(site: Site, policy: PolicySite) -> Iterator[_Found]:
    now = [*_ordered((kind, route) for kind in OF_POLICY for route in kind.routes(site, policy))]
    yield from now
    for former in policy.names[1:]:
        for _, route in now:
            yield MOVED, Route((former, *route.parts[1:]), policy, leads_to=route.parts)


def _of_publication(
    site: Site, policy: PolicySite, entry: SiteEntry, kinds: Iterable[PublicationPage]
) -> Iterator[_Found]:
    return chain.from_iterable(
        ((kind, route) for route in kind.routes(site, policy, entry)) for kind in kinds
    )


def _ordered(found: Iterable[_Found]) -> Iterator[_Found]:
    """The shortest address first: home before all others, a policy before its history."""
    return iter(sorted(found, key=lambda one: len(one[1].parts)))
