"""The site in one language: its words, and what it calls things."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kaitei.model import phrases
from kaitei.model.facts import Contact
from kaitei.site.announcement import PageSentence, title
from kaitei.site.model import PolicySite, Site, SiteEntry
from kaitei.site.pages.templates import Templates
from kaitei.site.pages.wording import Words


@dataclass(frozen=True)
class LanguageSite:
    """The site in one language, with that language's `words`.

    `site_url` is the absolute address of the site's root, ending in a slash. `papers` says that
    there are PDFs to link; `subscribe` is where the owner's own service tells of revisions, or "";
    `logo` is the path of the owner's logo below the site's root, or an icon's SVG, or "".
    """

    site: Site
    templates: Templates
    words: Words
    site_url: str
    papers: bool = False
    subscribe: str = ""
    logo: str = ""

    @property
    def lang(self) -> str:
        """The language."""
        return self.words.lang

    def address(self, *parts: str | int) -> str:
        """The address of this language's page below the site's root."""
        return self.site.address(self.lang, *parts)

    def company(self) -> str:
        """The company's name on the day."""
        return self.site.publisher.name(self.lang) if self.site.publisher else ""

    @cached_property
    def contact(self) -> Contact | None:
        """Whom to ask: every page says it."""
        return self.site.contact(self.lang)

    def notice(self, policy: PolicySite, entry: SiteEntry) -> str:
        """The title of a publication's announcement, by the policy's title of that time."""
        return self.plain(title(entry.publication, policy.title_of(entry, self.lang)))

    def plain(self, sentence: PageSentence) -> str:
        """A sentence of an announcement as plain text."""
        return sentence.text(self.words.words, self.lang)

    def language_name(self, lang: str) -> str:
        """The name of a language for a reader of this one."""
        return phrases.language(lang, self.lang)

    def authority(self, policy: PolicySite | None) -> str:
        """Which language of a policy prevails, in a sentence; "" where it has a text in but one."""
        if policy is None:
            return ""
        return policy.once(("authority", self.lang), lambda: self._authority(policy))

    def _authority(self, policy: PolicySite) -> str:
        words = self.words.words
        spoken = {lang for entry in policy.entries for lang in entry.publication.sources}
        languages = [lang for lang in self.site.languages if lang in spoken]
        return phrases.authority(words, policy.authoritative, languages, self.lang)
