"""What every page of one language has: addresses, links, the words around its own content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from kaitei.base.catalogue import t
from kaitei.model import Status, Text, phrases
from kaitei.site import pdf
from kaitei.site.model import Entry, PolicySite, Site
from kaitei.site.pages import linked_data, status
from kaitei.site.pages.outlines import SINCE, Outline, announcement, later, text
from kaitei.site.pages.page import Feed, Listing, Page
from kaitei.site.pages.templates import Press
from kaitei.site.pages.wording import Words

MISSING = "404.html"
# Kinds that search engines have no use for.
_ASIDE = (
    "missing",
    "moved",
    "search",
    "since",
    "compare",
    "parallel",
    "parallel_changes",
    "wordings",
)
_SCRIPTS = {
    "search": ("search.js",),
    "wordings": ("search.js",),
    "policy": ("clock.js",),
    "compare": ("compare.js",),
    "history": ("dates.js",),
}
_DATED = ("announcement", "revision", "parallel_changes")  # they speak of one publication
_TEMPLATES = {"parallel_changes": "parallel.html"}
_UNINDEXED = (Status.SUPERSEDED, Status.WITHDRAWN, Status.REPEALED, Status.WITHHELD)


_PLACE = "\0place/"  # stands for a page's own address in what pages share
_SHORT = 7  # policies that the way through the site names; where there are more, home has them


class Frame:
    """The pages of a site in one language: `words` are its own, `speakers` all languages'."""

    def __init__(
        self,
        site: Site,
        press: Press,
        words: Words,
        speakers: Mapping[str, Words],
        site_url: str,
        *,
        papers: bool = False,
    ) -> None:
        self.site = site
        self.lang = words.lang
        self.words = words
        self._press = press
        self._speakers = speakers
        self._site_url = site_url
        self._papers = papers
        self._made: dict[object, dict[str, str]] = {}

    def address(self, *parts: str | int) -> str:
        """The address of this language's page below the root."""
        return self.site.address(self.lang, *parts)

    def company(self) -> str:
        """The company's name."""
        return self.site.organization.name(self.lang) if self.site.organization else ""

    def common(self, outline: Outline) -> dict[str, object]:
        """What the templates of every page may print."""

        def url(address: str) -> str:
            return self.url(outline, address)

        def link(*parts: str | int) -> str:
            return url(self.address(*parts))

        return {
            "kind": outline.kind,
            "parts": outline.parts,
            "policy": outline.policy,
            "entry": outline.entry,
            "site": self.site,
            "drafts": self.drafts(outline),
            "nav": self._nav(outline),
            "site_url": self._site_url,
            "lang": self.lang,
            "locale": t(self.lang, "language.locale"),
            "company": self.company(),
            "canonical": self.canonical(outline),
            "anchors": (),
            "text_lang": self.lang,
            "t": self.words,
            "day": self.words.day,
            "url": url,
            "link": link,
            "link_in": lambda lang, *parts: url(self.site.address(lang, *parts)),
            "permanent": lambda *parts: self._site_url + self.address(*parts),
            "announcement": announcement,
            "text_of": text,
            "since_of": lambda entry: (*text(entry), SINCE),
            "notice": self.notice,
            "effective": lambda policy, entry: policy.policy.effective(
                entry.publication, self.site.on
            ),
            "state": lambda policy, entry: status.state(policy, entry, self.words),
            "kind_name": lambda kind: phrases.kind(kind, self.lang),
            "language_name": self.language_name,
            "own_name": lambda lang: phrases.language(lang, lang),
            "authority": self._authority(outline.policy),
            "paper": lambda kind, entry: self.paper(outline, entry, kind),
            "contact": self.site.contact(self.lang),
            "stale": self.stale(outline),
        }

    def _authority(self, policy: PolicySite | None) -> str:
        """Which language of a policy prevails, in a sentence; "" where there is but one."""
        if policy is None:
            return ""
        words, languages = self.words.words, self.site.languages
        return phrases.authority(words, policy.authoritative, languages, self.lang)

    def _nav(self, outline: Outline) -> list[PolicySite]:
        """The policies that every page leads to: all of a few, of many the first and its own."""
        policies, own = list(self.site.policies), outline.policy
        if len(policies) <= _SHORT:
            return policies
        first = policies[: _SHORT - 1]
        return first if own is None or own in first else [*first[:-1], own]

    def page(self, outline: Outline, own: dict[str, object]) -> Page:
        """The page of an outline; `own` is what its template prints beside the common."""
        title, description = str(own["title"]), str(own["description"])
        values = self.common(outline) | own
        values |= {
            "feeds": self.feeds(outline),
            "alternates": self.alternates(outline),
            "indexed": self.indexed(outline),
            "leads_to": self.leads_to(outline),
            "data": self.data(outline, title, description) if self.indexed(outline) else "",
        }
        if "clauses" in values:
            values["text"] = self._text(outline, values)
        html = self._press.render(_TEMPLATES.get(outline.kind, f"{outline.kind}.html"), values)
        scripts = ("kaitei.js", *_SCRIPTS.get(outline.kind, ()))
        root = self.root(outline)
        parts = {**self._around(outline, values), **self._printed(("head", "aside"), values)}
        parts["html"] = (
            '<article class="md-content__inner md-typeset k-page '
            f'k-page--{outline.kind}">\n{html}\n</article>'
        )
        parts["scripts"] = "\n".join(
            f'<script src="{root}assets/{script}"></script>' for script in scripts
        )
        return Page(
            address=self.address_of(outline),
            lang=self.lang,
            kind=outline.kind,
            title=title,
            description=description,
            parts=parts,
            canonical=self.canonical(outline),
            indexed=self.indexed(outline),
            leads_to=self.leads_to(outline),
            scripts=scripts,
        )

    def _printed(self, names: Iterable[str], values: dict[str, object]) -> dict[str, str]:
        return {name: str(self._press.render(f"_{name}.html", values)) for name in names}

    def _around(self, outline: Outline, values: dict[str, object]) -> dict[str, str]:
        """What stands around the pages of a policy, alike but for the page's own address."""
        place = "".join(f"{part}/" for part in outline.parts)
        names = ("banner", "header", "footer")
        if not place or outline.kind in ("missing", "moved"):
            return self._printed(names, values)
        own = outline.kind if outline.kind in ("policy", "search") else ""
        about = outline.policy.name if outline.policy else ""
        key = own, about, self.root(outline), self.stale(outline), self.drafts(outline)
        if key not in self._made:
            anywhere = {
                "alternates": {x: self.site.address(x) + _PLACE for x in self.site.languages},
                "canonical": self._site_url + self.address() + _PLACE,
            }
            self._made[key] = self._printed(names, values | anywhere)
        return {name: html.replace(_PLACE, place) for name, html in self._made[key].items()}

    def _text(self, outline: Outline, values: dict[str, Any]) -> Markup:
        """The clauses of a text; texts share most of them, with what touched them."""
        policy, language = outline.policy, values["text_lang"]
        assert policy is not None  # noqa: S101  # its outline says so
        found = []
        for clause in values["clauses"]:
            touches = values["touched"].get(clause.id, ())
            late = clause.id in values["late"]
            reworded = clause.id in values["reworded"]
            own = {"clause": clause, "touches": touches, "is_late": late, "is_reworded": reworded}
            told = reworded, *((one.number, new) for one, new in touches)
            key = ("clause", self.lang, self.root(outline), language, id(clause), told)
            make = partial(self._press.render, "_clause.html", values | own)
            found.append(make() if late else policy.once(key, make))
        foreign = Markup(' lang="{}"').format(language) if language != self.lang else Markup()
        return Markup('<div class="k-text"{}>\n{}</div>').format(foreign, Markup("").join(found))

    def listing(self, outline: Outline) -> Listing:
        """What search engines are told of a page."""
        alternates = {
            lang: self._site_url + address for lang, address in self.alternates(outline).items()
        }
        return Listing(self.canonical(outline), self.updated(outline), alternates)

    def indexed(self, outline: Outline) -> bool:
        """Whether search engines should find a page."""
        entry = outline.entry
        old = outline.kind == "revision" and entry is not None and entry.status in _UNINDEXED
        return not old and outline.kind not in _ASIDE

    def address_of(self, outline: Outline) -> str:
        """Where a page stands below the site's root: "en/helpdesk/", "404.html"."""
        return MISSING if outline.kind == "missing" else self.address(*outline.parts)

    def leads_to(self, outline: Outline) -> str:
        """The address that took the place of one under a former name of a policy, else ""."""
        if outline.kind != "moved" or outline.policy is None:
            return ""
        return self.address(outline.policy.name, *outline.parts[1:])

    def canonical(self, outline: Outline) -> str:
        """The absolute address by which a page should be known."""
        return self._site_url + (self.leads_to(outline) or self.address_of(outline))

    def root(self, outline: Outline) -> str:
        """What leads from the page to the site's root: "../../", or the site's absolute path."""
        if outline.kind == "missing":
            return urlsplit(self._site_url).path or "/"
        return "../" * self.address_of(outline).count("/")

    def url(self, outline: Outline, address: str) -> str:
        """How the page writes an address below the site's root."""
        return self.root(outline) + address or "./"

    def paper(self, outline: Outline, entry: Entry, kind: str) -> tuple[str, str] | None:
        """How the page writes a paper's address, and the paper's language; None without one.

        The language is this one, else the authoritative one.
        """
        policy = outline.policy
        if not self._papers or policy is None:
            return None
        for lang in (self.lang, policy.authoritative):
            if found := pdf.address(self.site, policy, entry, lang, pdf.Kind(kind)):
                return self.url(outline, found), lang
        return None

    def given(self, policy: PolicySite, entry: Entry | None) -> tuple[str, Text | None]:
        """The text that a reader gets of an entry and its language.

        This language's, an older one where the translation is behind; else the authoritative.
        """
        own = policy.translated(entry, self.lang) if entry else None
        for lang, one in ((self.lang, own), (policy.authoritative, entry)):
            if text_ := policy.text(one, lang) if one else None:
                return lang, text_
        return self.lang, None

    def drafts(self, outline: Outline) -> tuple[tuple[str, int], ...]:
        """The drafts that the page leads to: those of its policy, of all where it is about none.

        A page of what was published leads to none: it stays as it is while drafts come and go.
        """
        found, entry = self.site.drafts_of(outline.policy), outline.entry
        place = text(entry) if entry is not None else ()
        published = place and outline.parts[:2] == place and place not in found
        return () if published else found

    def stale(self, outline: Outline) -> date | None:
        """The day to come after which the page no longer tells the whole truth, as far as known.

        None for a page that will stay true, such as an announcement.
        """
        policy, entry = outline.policy, outline.entry
        if outline.kind not in ("home", "policy", "history", "search", "revision"):
            return None
        if outline.kind == "revision" and entry and entry.status is Status.UPCOMING:
            return entry.effective
        if outline.kind == "revision" and (not entry or entry.status is not Status.IN_FORCE):
            return None
        policies = [policy] if policy else self.site.policies
        return min((one.effective for p in policies for one in p.upcoming), default=None)

    def data(self, outline: Outline, title: str, description: str) -> Markup:
        """What the page tells search engines of itself and of the text on it."""
        entry = outline.entry
        said = None
        if entry and outline.kind in ("policy", "revision"):
            said = {
                "version": str(entry.number),
                "dateCreated": entry.publication.announced.isoformat(),
                "datePublished": entry.effective.isoformat(),
                "identifier": entry.publication.id,
            }
        graph = linked_data.graph(
            self.site,
            lang=self.lang,
            root=self._site_url,
            url=self.canonical(outline),
            title=title,
            description=description,
            modified=self.updated(outline).isoformat(),
            policy=said,
            contact=self.site.contact(self.lang),
        )
        return Markup(graph)  # noqa: S704  # JSON without <

    def alternates(self, outline: Outline) -> dict[str, str]:
        """The addresses of the page by language."""
        parts = outline.parts
        return {lang: self.site.address(lang, *parts) for lang in self.site.languages}

    def feeds(self, outline: Outline) -> tuple[Feed, ...]:
        """The feed of all policies and that of the page's policy, in RSS, Atom and JSON."""
        if not self.site.policies:
            return ()
        found = [(self.words.plain("feed_all"), self.address())]
        if policy := outline.policy:
            name = self.words.plain("feed_one", title=policy.title(self.lang))
            found.append((name, self.address(policy.name)))
        atom, json = "application/atom+xml", "application/feed+json"
        return (
            *(Feed(name, f"{address}feed.xml") for name, address in found),
            *(Feed(f"{name} (Atom)", f"{address}atom.xml", atom) for name, address in found),
            *(Feed(f"{name} (JSON Feed)", f"{address}feed.json", json) for name, address in found),
        )

    def updated(self, outline: Outline) -> date:
        """The last day on which the record changed what a page says, none after the site's day.

        A page that shows what holds now changes on effective days as well.
        """
        on, policy, entry = self.site.on, outline.policy, outline.entry
        if policy and entry and outline.kind in _DATED:
            told = [entry, *later(policy, entry)]
            return max(one.publication.announced for one in told)
        days = [one.publication.announced for one in self.site.entries]
        if outline.kind not in ("missing", "follow"):
            policies = [policy] if policy else self.site.policies
            known = [(p, one) for p in policies for one in p.policy.known(on)]
            days = [day for p, one in known for day in (one.announced, p.policy.effective(one, on))]
        return max((day for day in days if day <= on), default=on)

    def notice(self, policy: PolicySite, entry: Entry) -> str:
        """The title of a publication's announcement, by the policy's title of that time."""
        subject = policy.title_of(entry, self.lang)
        return self.words.plain(f"notice_{entry.publication.said_as}", title=subject)

    def language_name(self, lang: str) -> str:
        """The name of a language for a reader of this one."""
        return phrases.language(lang, self.lang)
