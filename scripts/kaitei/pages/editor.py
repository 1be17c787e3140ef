"""Turns a Site into pages: gives each template what it prints, and each page its plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup

from kaitei import phrases, views
from kaitei.pages import closures, standing, wording
from kaitei.pages.clauses import anchors, shown
from kaitei.pages.outline import Outline, announcement, later, outlines, text, title
from kaitei.pages.page import Anchor, Feed, Page
from kaitei.pages.press import Press
from kaitei.policy import Kind, Status
from kaitei.redline import Redline
from kaitei.site import Entry, PolicySite, Site

MISSING = "404.html"
_UNINDEXED = (Status.SUPERSEDED, Status.WITHDRAWN, Status.REPEALED, Status.WITHHELD)


def pages(site: Site, theme: Path, site_url: str) -> list[Page]:
    """Every page of the site in every language, home first, the page for errors last.

    `theme` is the folder that holds pages/ (templates) and words.toml. `site_url` is the absolute
    address of the site's root, ending in a slash. Raises KaiteiError for a broken theme.
    """
    press, known = Press(theme), wording.read(theme)
    speakers = {lang: wording.words(lang, known) for lang in site.languages}
    editors = [Editor(site, press, words, speakers, site_url) for words in speakers.values()]
    found = [editor.page(outline) for editor in editors for outline in outlines(site)]
    return [*found, editors[0].missing(editors)]


class Editor:
    """Makes the pages of one language."""

    def __init__(
        self,
        site: Site,
        press: Press,
        words: wording.Words,
        speakers: Mapping[str, wording.Words],
        site_url: str,
    ) -> None:
        self.site = site
        self.lang = words.lang
        self.words = words
        self._press = press
        self._speakers = speakers
        self._site_url = site_url

    def page(self, outline: Outline) -> Page:
        """The page of an outline."""
        values = self._common(outline) | getattr(self, f"_{outline.kind}")(outline)
        return self._page(outline, values)

    def missing(self, editors: list[Editor]) -> Page:
        """The page for addresses that do not exist, in all languages; its links are absolute."""
        outline = Outline("missing")
        values = self._common(outline) | {
            "title": self.words.plain("missing_title"),
            "description": self.words.plain("missing_title"),
            "editors": editors,
        }
        return self._page(outline, values)

    def address(self, *parts: str | int) -> str:
        """The address of this language's page below the root."""
        return self.site.address(self.lang, *parts)

    # --- what each kind of page prints --------------------------------------------------------

    def _home(self, _outline: Outline) -> dict[str, object]:
        company = self._company()
        return {
            "title": self.words.plain("home_title"),
            "description": self.words.plain("home_description", company=company),
            "news": self.site.entries[:10],
        }

    def _policy(self, outline: Outline) -> dict[str, object]:
        policy, main = outline.policy, outline.entry
        assert policy is not None  # noqa: S101  # its outline says so
        heading = policy.title(self.lang)
        given = policy.translated(main, self.lang) if main else None
        description = self.words.plain("history_description", title=heading)
        if main:
            description = self.words.plain(
                "policy_description",
                company=self._company(),
                title=heading,
                number=main.number,
                day=main.effective,
            )
        return {
            "title": heading,
            "description": description,
            "given": given,
            "repeal": standing.repealed(policy),
            "after": [f"after/{name}.html" for name in policy.names],
            "calendar": closures.calendar(policy, self.words),
            **self._text(outline, given or main),
        }

    def _revision(self, outline: Outline) -> dict[str, object]:
        policy, entry = outline.policy, outline.entry
        assert policy is not None and entry is not None  # noqa: S101, PT018
        heading = title(policy, entry, self.lang)
        older, newer = policy.neighbours(entry) if entry.has_text else (None, None)
        values = {"title": heading, "number": entry.number, "day": entry.effective}
        return {
            "heading": heading,
            "title": self.words.plain("revision_title", **values),
            "description": self.words.plain("revision_description", **values),
            "older": older,
            "newer": newer,
            "events": later(policy, entry),
            **self._text(outline, entry),
        }

    def _history(self, outline: Outline) -> dict[str, object]:
        policy = outline.policy
        assert policy is not None  # noqa: S101
        heading = policy.title(self.lang)
        return {
            "title": self.words.plain("history_title", title=heading),
            "description": self.words.plain("history_description", title=heading),
        }

    def _moved(self, outline: Outline) -> dict[str, object]:
        policy = outline.policy
        assert policy is not None  # noqa: S101
        heading = policy.title(self.lang)
        return {
            "title": heading,
            "description": self.words.plain("moved_description", title=heading),
            "leads_to": self._leads_to(outline),
        }

    def _announcement(self, outline: Outline) -> dict[str, object]:
        policy, entry = outline.policy, outline.entry
        assert policy is not None and entry is not None  # noqa: S101, PT018
        publication = entry.publication
        heading = self._notice(policy, entry)
        lang, redline = self._redline(policy, entry)
        return {
            "title": heading,
            "subject": title(policy, entry, self.lang),
            "languages": ", ".join(self._language_name(lang) for lang in publication.sources),
            "description": self.words.plain(
                "notice_description",
                heading=heading,
                number=entry.number,
                day=publication.announced,
            ),
            "about": policy.policy.get(publication.of) if publication.of else None,
            "before": self._effective_before(policy, entry),
            "base": policy.base(entry) if publication.kind.is_revision else None,
            "events": later(policy, entry),
            "compared_in": lang,
            **self._comparison(outline, redline),
        }

    # --- parts of those ------------------------------------------------------------------------

    def _text(self, outline: Outline, entry: Entry | None) -> dict[str, object]:
        """The clauses to print of an entry's text: this language's, else the authoritative."""
        policy = outline.policy
        assert policy is not None  # noqa: S101
        for lang in (self.lang, policy.authoritative):
            if text := policy.text(entry, lang) if entry else None:
                clauses = shown(text, self._href(outline, ""))
                return {"clauses": clauses, "text_lang": lang, "anchors": anchors(clauses)}
        return {"clauses": [], "text_lang": self.lang, "anchors": ()}

    def _comparison(self, outline: Outline, redline: Redline | None) -> dict[str, object]:
        """The list, the table and the marked text of a comparison; nothing without one."""
        if redline is None:
            return {"worded": [], "table": None, "inline": None}
        href = self._href(outline, "../")
        table = views.table(redline, self.lang, href=href)
        inline = views.inline(redline, self.lang, changed_only=True, href=href)
        return {
            "worded": views.worded(redline, self.lang),
            "table": Markup(table),  # noqa: S704  # views give safe HTML only
            "inline": Markup(inline),  # noqa: S704
        }

    def _href(self, outline: Outline, text: str) -> Callable[[str], str]:
        """What turns an address in a text into one on this page.

        Texts are written for the policy's main page: `#clause` is a clause of the text, which
        stands at the address `text` ("" for this page); `../policy/` is another policy.
        """

        def href(found: str) -> str:
            if found.startswith("#"):
                return text + found
            if found.startswith("../"):
                name, slash, rest = found.removeprefix("../").partition("/")
                with suppress(KeyError):
                    name = self.site.policy(name).name  # what it was renamed to
                return self._root(outline) + self.address() + name + slash + rest
            return found

        return href

    def _redline(self, policy: PolicySite, entry: Entry) -> tuple[str, Redline | None]:
        """The comparison to show of a revision and its language: this one, else the authoritative.

        None for an enactment and for an event: there is nothing to compare.
        """
        if not entry.publication.kind.is_revision or entry.publication.base is None:
            return self.lang, None
        for lang in (self.lang, policy.authoritative):
            if redline := policy.redline(entry, lang):
                return lang, redline
        return self.lang, None

    def _effective_before(self, policy: PolicySite, entry: Entry) -> date | None:
        """The effective date that a postponement moves, as it was known before it."""
        publication = entry.publication
        if publication.kind is not Kind.POSTPONEMENT or publication.of is None:
            return None
        day = policy.policy.get(publication.of).effective
        for event in policy.policy.events(publication.of, policy.on):
            if event.number < entry.number and event.kind is Kind.POSTPONEMENT:
                day = event.effective
        return day

    def _company(self) -> str:
        return self.site.organization.name(self.lang) if self.site.organization else ""

    # --- what every page has -------------------------------------------------------------------

    def _common(self, outline: Outline) -> dict[str, object]:
        root = self._root(outline)

        def url(address: str) -> str:
            return f"{root}{address}" or "./"

        def link(*parts: str | int) -> str:
            return url(self.address(*parts))

        return {
            "kind": outline.kind,
            "parts": outline.parts,
            "policy": outline.policy,
            "entry": outline.entry,
            "site": self.site,
            "lang": self.lang,
            "company": self._company(),
            "canonical": self._canonical(outline),
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
            "notice": self._notice,
            "effective": lambda policy, entry: policy.policy.effective(
                entry.publication, self.site.on
            ),
            "state": lambda policy, entry: standing.state(policy, entry, self.words),
            "kind_name": lambda kind: phrases.kind(kind, self.lang),
            "language_name": self._language_name,
            "own_name": lambda lang: self._speakers[lang]("language_name"),
            "contact": self.site.contact(self.lang),
        }

    def _page(self, outline: Outline, values: dict[str, object]) -> Page:
        values = values | {"feeds": self._feeds(outline), "alternates": self._alternates(outline)}
        if "clauses" in values:
            values["text"] = self._press.render("_clauses.html", values)
        searched = outline.kind in ("policy", "announcement") and outline.entry is not None
        html = self._press.render(f"{outline.kind}.html", values)
        anchors = values["anchors"]
        assert isinstance(anchors, tuple)  # noqa: S101
        entry = outline.entry
        old = outline.kind == "revision" and entry is not None and entry.status in _UNINDEXED
        return Page(
            address=self._address(outline),
            lang=self.lang,
            kind=outline.kind,
            title=str(values["title"]),
            site_name=self.words.plain("site_name", company=self._company()),
            description=str(values["description"]),
            html=str(html),
            banner=str(self._press.render("_banner.html", values)),
            header=str(self._press.render("_header.html", values)),
            aside=str(self._press.render("_aside.html", values)),
            footer=str(self._press.render("_footer.html", values)),
            searched=str(self._press.render("_searched.html", values)) if searched else "",
            canonical=self._canonical(outline),
            updated=self._updated(outline),
            alternates=self._alternates(outline),
            anchors=(Anchor("k-top", str(values["title"]), 1), *anchors),
            feeds=self._feeds(outline),
            indexed=not old and outline.kind not in ("missing", "moved"),
            leads_to=self._leads_to(outline),
        )

    def _address(self, outline: Outline) -> str:
        return MISSING if outline.kind == "missing" else self.address(*outline.parts)

    def _leads_to(self, outline: Outline) -> str:
        """The address that took the place of one under a former name of a policy, else ""."""
        if outline.kind != "moved" or outline.policy is None:
            return ""
        return self.address(outline.policy.name, *outline.parts[1:])

    def _canonical(self, outline: Outline) -> str:
        return self._site_url + (self._leads_to(outline) or self._address(outline))

    def _root(self, outline: Outline) -> str:
        """What leads from the page to the site's root: "../../", or the site's absolute path."""
        if outline.kind == "missing":
            return urlsplit(self._site_url).path or "/"
        return "../" * self._address(outline).count("/")

    def _alternates(self, outline: Outline) -> dict[str, str]:
        parts = outline.parts
        return {lang: self.site.address(lang, *parts) for lang in self.site.languages}

    def _feeds(self, outline: Outline) -> tuple[Feed, ...]:
        """The feed of all policies, and that of the page's policy."""
        if not self.site.policies:
            return ()
        found = [Feed(self.words.plain("feed_all"), self.address() + "feed.xml")]
        if policy := outline.policy:
            name = self.words.plain("feed_one", title=policy.title(self.lang))
            found.append(Feed(name, self.address(policy.name) + "feed.xml"))
        return tuple(found)

    def _updated(self, outline: Outline) -> date:
        """The last day on which the record changed what a page says, none after the site's day.

        A page that shows what holds now changes on effective days as well.
        """
        on, policy, entry = self.site.on, outline.policy, outline.entry
        if policy and entry and outline.kind in ("announcement", "revision"):
            told = [entry, *later(policy, entry)]
            return max(one.publication.announced for one in told)
        days = [one.publication.announced for one in self.site.entries]
        if outline.kind != "missing":
            policies = [policy] if policy else self.site.policies
            known = [(p, one) for p in policies for one in p.policy.known(on)]
            days = [day for p, one in known for day in (one.announced, p.policy.effective(one, on))]
        return max((day for day in days if day <= on), default=on)

    def _notice(self, policy: PolicySite, entry: Entry) -> str:
        """The title of a publication's announcement, by the policy's title of that time."""
        subject = title(policy, entry, self.lang)
        return self.words.plain(f"notice_{entry.publication.kind.value}", title=subject)

    def _language_name(self, lang: str) -> str:
        """The name of a language for a reader of this one."""
        return self.words.words.get(f"language_{lang}", lang)
