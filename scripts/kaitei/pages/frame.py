"""What every page of one language has: addresses, links, the words around its own content."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from kaitei import paper, phrases
from kaitei.pages import linked_data, standing
from kaitei.pages.outline import SINCE, Outline, announcement, later, text
from kaitei.pages.page import Anchor, Feed, Page
from kaitei.pages.press import Press
from kaitei.pages.wording import Words
from kaitei.policy import Status, Text
from kaitei.site import Entry, PolicySite, Site

MISSING = "404.html"
# Kinds that search engines have no use for.
_ASIDE = ("missing", "moved", "search", "since", "compare", "parallel", "parallel_changes")
_SCRIPTS = {
    "search": ("search.js",),
    "policy": ("clock.js",),
    "compare": ("compare.js",),
    "history": ("dates.js",),
}
_DATED = ("announcement", "revision", "parallel_changes")  # they speak of one publication
_TEMPLATES = {"parallel_changes": "parallel.html"}
_UNINDEXED = (Status.SUPERSEDED, Status.WITHDRAWN, Status.REPEALED, Status.WITHHELD)


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
            "lang": self.lang,
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
            "state": lambda policy, entry: standing.state(policy, entry, self.words),
            "kind_name": lambda kind: phrases.kind(kind, self.lang),
            "language_name": self.language_name,
            "own_name": lambda lang: self._speakers[lang]("language_name"),
            "paper": lambda kind, entry: self.paper(outline, entry, kind),
            "contact": self.site.contact(self.lang),
            "stale": self.stale(outline),
        }

    def page(self, outline: Outline, own: dict[str, object]) -> Page:
        """The page of an outline; `own` is what its template prints beside the common."""
        values = self.common(outline) | own
        values |= {"feeds": self.feeds(outline), "alternates": self.alternates(outline)}
        if "clauses" in values:
            values["text"] = self._press.render("_clauses.html", values)
        html = self._press.render(_TEMPLATES.get(outline.kind, f"{outline.kind}.html"), values)
        anchors = values["anchors"]
        assert isinstance(anchors, tuple)  # noqa: S101
        entry = outline.entry
        old = outline.kind == "revision" and entry is not None and entry.status in _UNINDEXED
        return Page(
            address=self._address(outline),
            lang=self.lang,
            kind=outline.kind,
            title=str(values["title"]),
            site_name=self.words.plain("site_name", company=self.company()),
            description=str(values["description"]),
            html=str(html),
            banner=str(self._press.render("_banner.html", values)),
            header=str(self._press.render("_header.html", values)),
            aside=str(self._press.render("_aside.html", values)),
            footer=str(self._press.render("_footer.html", values)),
            canonical=self.canonical(outline),
            updated=self.updated(outline),
            alternates=self.alternates(outline),
            anchors=(Anchor("k-top", str(values["title"]), 1), *anchors),
            feeds=self.feeds(outline),
            indexed=not old and outline.kind not in _ASIDE,
            leads_to=self.leads_to(outline),
            data=self.data(outline, str(values["title"]), str(values["description"])),
            scripts=("kaitei.js", *_SCRIPTS.get(outline.kind, ())),
        )

    def _address(self, outline: Outline) -> str:
        return MISSING if outline.kind == "missing" else self.address(*outline.parts)

    def leads_to(self, outline: Outline) -> str:
        """The address that took the place of one under a former name of a policy, else ""."""
        if outline.kind != "moved" or outline.policy is None:
            return ""
        return self.address(outline.policy.name, *outline.parts[1:])

    def canonical(self, outline: Outline) -> str:
        """The absolute address by which a page should be known."""
        return self._site_url + (self.leads_to(outline) or self._address(outline))

    def root(self, outline: Outline) -> str:
        """What leads from the page to the site's root: "../../", or the site's absolute path."""
        if outline.kind == "missing":
            return urlsplit(self._site_url).path or "/"
        return "../" * self._address(outline).count("/")

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
            if found := paper.address(self.site, policy, entry, lang, paper.Kind(kind)):
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

    def data(self, outline: Outline, title: str, description: str) -> str:
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
        return linked_data.graph(
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

    def alternates(self, outline: Outline) -> dict[str, str]:
        """The addresses of the page by language."""
        parts = outline.parts
        return {lang: self.site.address(lang, *parts) for lang in self.site.languages}

    def feeds(self, outline: Outline) -> tuple[Feed, ...]:
        """The feed of all policies and that of the page's policy, in RSS and in Atom."""
        if not self.site.policies:
            return ()
        found = [(self.words.plain("feed_all"), self.address())]
        if policy := outline.policy:
            name = self.words.plain("feed_one", title=policy.title(self.lang))
            found.append((name, self.address(policy.name)))
        atom = "application/atom+xml"
        return (
            *(Feed(name, f"{address}feed.xml") for name, address in found),
            *(Feed(f"{name} (Atom)", f"{address}atom.xml", atom) for name, address in found),
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
        return self.words.plain(f"notice_{entry.publication.kind.value}", title=subject)

    def language_name(self, lang: str) -> str:
        """The name of a language for a reader of this one."""
        return self.words.words.get(f"language_{lang}", lang)
