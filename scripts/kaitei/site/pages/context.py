"""A page to be in one language: its addresses, and what every template may print."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from urllib.parse import urlsplit

from markupsafe import Markup

from kaitei.base.catalogue import t
from kaitei.model import Localized, phrases
from kaitei.site import forms, pdf
from kaitei.site.model import PolicySite, SiteEntry
from kaitei.site.pages import status
from kaitei.site.pages.language_site import LanguageSite
from kaitei.site.pages.page import FeedLink
from kaitei.site.pages.route import Route
from kaitei.site.pages.wording import Words

_SHORT = 20  # policies that the menu names; where there are more, home has them


@dataclass(frozen=True)
class PageContext:
    """A page to be in one language. `kind` names its kind.

    `stale` is the day to come after which it no longer tells the whole truth, as far as known;
    `steps` are the texts that hold from then on instead of its own, each with its day.
    """

    site: LanguageSite
    route: Route
    kind: str
    stale: date | None = None
    steps: tuple[tuple[date, SiteEntry | None], ...] = ()

    @property
    def lang(self) -> str:
        """The page's language."""
        return self.site.lang

    @property
    def words(self) -> Words:
        """The words of the page's language."""
        return self.site.words

    @property
    def policy(self) -> PolicySite:
        """The policy that the page is about; its route must have one."""
        assert self.route.policy is not None  # noqa: S101
        return self.route.policy

    @property
    def entry(self) -> SiteEntry:
        """The publication that the page is about; its route must have one."""
        assert self.route.entry is not None  # noqa: S101
        return self.route.entry

    # --- addresses ------------------------------------------------------------------------------

    @cached_property
    def address(self) -> str:
        """Where the page stands below the site's root: "en/helpdesk/", "404.html"."""
        return self.route.file or self.site.address(*self.route.parts)

    @property
    def leads_to(self) -> str:
        """The address that took the place of one under a former name of a policy, else ""."""
        return "" if self.route.leads_to is None else self.site.address(*self.route.leads_to)

    @property
    def canonical(self) -> str:
        """The absolute address by which the page should be known."""
        if self.route.known_as is not None:
            return self.site.site_url + self.site.address(*self.route.known_as)
        return self.site.site_url + (self.leads_to or self.address)

    @cached_property
    def root(self) -> str:
        """What leads from the page to the site's root: "../../", or the site's absolute path."""
        if self.route.file:  # shown at any address
            return urlsplit(self.site.site_url).path or "/"
        return "../" * self.address.count("/")

    def url(self, address: str) -> str:
        """How the page writes an address below the site's root."""
        return self.root + address or "./"

    def link(self, *parts: str | int) -> str:
        """How the page writes the address of another one in its language."""
        return self.url(self.site.address(*parts))

    # --- names ----------------------------------------------------------------------------------

    def named(self, entry: SiteEntry) -> Markup:
        """What a text is called: by the day on which it takes effect, then by its number."""
        return self.words("text_named", day=self.words.day(entry.effective), number=entry.number)

    def told(self, entry: SiteEntry) -> Markup:
        """What an announcement is called: by its day where that is known, then by its number."""
        if entry.publication.undated:
            return self.words("announcement_of", number=entry.number)
        day = self.words.day(entry.publication.announced)
        return self.words("announcement_on", day=day, number=entry.number)

    def decision(self, entry: SiteEntry, names: Sequence[str]) -> list[tuple[str, Localized[str]]]:
        """What readers are told beside a text, as names and values: the fields `names`."""
        policy = self.policy
        said = policy.decision(entry)
        return phrases.decision(said, self.lang, policy.authoritative, names, era=False)

    # --- papers ---------------------------------------------------------------------------------

    def paper(self, kind: str, entry: SiteEntry) -> tuple[str, str] | None:
        """How the page writes a PDF's address, and the PDF's language; None without one.

        The language is this one, else the authoritative one.
        """
        policy = self.route.policy
        if not self.site.papers or policy is None:
            return None
        site, which = self.site.site, pdf.PaperKind(kind)
        found = policy.localized(
            self.lang, lambda lang: pdf.address(site, policy, entry, lang, which)
        )
        return (self.url(found.value), found.lang) if found else None

    def form(self, entry: SiteEntry | None) -> tuple[str, str] | None:
        """How the page writes the address of a revision's request form, and the form's language.

        The language is this one, else the authoritative one; None where there is no form.
        """
        policy, site = self.route.policy, self.site.site
        if policy is None:
            return None
        found = policy.localized(self.lang, lambda lang: forms.address(site, policy, entry, lang))
        return (self.url(found.value), found.lang) if found else None

    # --- what stands around it ------------------------------------------------------------------

    @property
    def drafts(self) -> tuple[tuple[str, int], ...]:
        """The drafts that the page leads to: those of its policy, of all where it is about none.

        A page of what was published leads to none: it stays as it is while drafts come and go.
        """
        found, entry = self.site.site.drafts_of(self.route.policy), self.route.entry
        place = entry.text_path if entry is not None else ()
        published = place and self.route.parts[:2] == place and place not in found
        return () if published else found

    @property
    def nav(self) -> list[PolicySite]:
        """The policies that every page leads to: all of a few, of many the first and its own."""
        policies, own = list(self.site.site.policies), self.route.policy
        if len(policies) <= _SHORT:
            return policies
        first = policies[: _SHORT - 1]
        return first if own is None or own in first else [*first[:-1], own]

    @property
    def alternates(self) -> dict[str, str]:
        """The addresses of the page by language."""
        site = self.site.site
        return {lang: site.address(lang, *self.route.parts) for lang in site.languages}

    @property
    def feeds(self) -> tuple[FeedLink, ...]:
        """The feed of all policies and that of the page's policy, in RSS, Atom and JSON."""
        policy = self.route.policy
        return policy.once(("feeds", self.lang), self._feeds) if policy else self._feeds()

    def _feeds(self) -> tuple[FeedLink, ...]:
        if not self.site.site.policies:
            return ()
        found = [(self.words.plain("feed_all"), self.site.address())]
        if policy := self.route.policy:
            name = self.words.plain("feed_one", title=policy.title(self.lang))
            found.append((name, self.site.address(policy.name)))
        atom, json = "application/atom+xml", "application/feed+json"
        return (
            *(FeedLink(name, f"{place}feed.xml") for name, place in found),
            *(FeedLink(f"{name} (Atom)", f"{place}atom.xml", atom) for name, place in found),
            *(FeedLink(f"{name} (JSON Feed)", f"{place}feed.json", json) for name, place in found),
        )

    # --- templates ------------------------------------------------------------------------------

    @cached_property
    def common(self) -> dict[str, object]:
        """What the templates of every page may print."""
        own, site, on = self.site, self.site.site, self.site.site.on
        return {
            "kind": self.kind,
            "policy": self.route.policy,
            "entry": self.route.entry,
            "site": site,
            "drafts": self.drafts,
            "nav": self.nav,
            "site_url": own.site_url,
            "lang": self.lang,
            "locale": t(self.lang, "language.locale"),
            "company": own.company(),
            "canonical": self.canonical,
            "leads_to": self.leads_to,
            "alternates": self.alternates,
            "feeds": self.feeds,
            "anchors": (),
            "text_lang": self.lang,
            "t": self.words,
            "day": self.words.day,
            "url": self.url,
            "link": self.link,
            "link_in": lambda lang, *parts: self.url(site.address(lang, *parts)),
            "permanent": lambda *parts: own.site_url + own.address(*parts),
            "announcement": lambda entry: entry.announcement_path,
            "text_of": lambda entry: entry.text_path,
            "since_of": lambda entry: (*entry.text_path, "changes-to-current"),
            "marked_of": lambda entry: (*entry.text_path, "marked"),
            "notice": own.notice,
            "named": self.named,
            "told": self.told,
            "decision": partial(self.decision, names=phrases.DECISION),
            "concerns": partial(self.decision, names=phrases.CONCERNS),
            "effective": lambda policy, entry: policy.policy.effective(entry.publication, on),
            "state": lambda policy, entry: status.state(policy, entry, self.words),
            "kind_name": lambda kind: phrases.kind(kind, self.lang),
            "language_name": own.language_name,
            "own_name": lambda lang: phrases.language(lang, lang),
            "authority": own.authority(self.route.policy),
            "paper": self.paper,
            "subscribe": own.subscribe,
            "logo": own.logo,
            "contact": own.contact,
            "stale": self.stale,
            "steps": self.steps,
        }

    def render(self, template: str, values: dict[str, object]) -> Markup:
        """The HTML of a template of theme/pages with `values` beside the common ones."""
        return self.site.templates.render(template, self.common | values)

    def close(self) -> None:
        """Give back what templates may print.

        It leads back to the page, and such circles stay until Python looks for them: a tenth of a
        build went to that.
        """
        vars(self).pop("common", None)

    def shared(self, template: str, values: dict[str, object], *depends_on: Hashable) -> Markup:
        """The same, made once for all pages of the policy on which it depends on the same."""
        key = (template, self.lang, self.kind, self.root, *depends_on)
        return self.policy.once(key, partial(self.render, template, values))
