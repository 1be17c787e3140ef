"""Fragments of HTML that pages elsewhere take in: the latest announcements, the text in force.

A company's own pages include them when they are built or served. They have no head, no style and no
script, their links are absolute, and their addresses stay, after a renaming as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from kaitei.model import Publication, Text
from kaitei.site.announcement import title
from kaitei.site.model import PolicySite, Site, SiteEntry
from kaitei.site.pages.components import TextLinks, clauses_of
from kaitei.site.pages.wording import Words

ANNOUNCEMENTS = "announcements.fragment.html"
TEXT = "text.fragment.html"
NEWEST = 10  # announcements: what a company's own page has room for

Files = Iterator[tuple[str, bytes]]


def fragments_of_site(site: Site, site_url: str, words: Mapping[str, Mapping[str, str]]) -> Files:
    """The latest announcements of all policies in each language, as (path, HTML).

    `site_url` is the absolute address of the site's root; `words` are the pages', by language. Of
    a draft there are none: it is shown to nobody elsewhere.
    """
    for lang in site.languages if site.policies and site.draft is None else ():
        fragments = _Fragments(site, site_url, Words(lang, words[lang]))
        html = fragments.announcements(site.announcements)
        yield site.address(lang) + ANNOUNCEMENTS, html.encode()


def fragments_of_policy(
    site: Site, policy: PolicySite, site_url: str, words: Mapping[str, Mapping[str, str]]
) -> Files:
    """A policy's latest announcements and its text in force, at its former names' addresses too."""
    for lang in site.languages if site.draft is None else ():
        fragments = _Fragments(site, site_url, Words(lang, words[lang]))
        announcements = fragments.announcements((entry,) for entry in policy.entries).encode()
        text = fragments.text(policy).encode()
        for name in policy.names:
            yield site.address(lang, name) + ANNOUNCEMENTS, announcements
            yield site.address(lang, name) + TEXT, text


class _Fragments:
    def __init__(self, site: Site, site_url: str, words: Words) -> None:
        self.site, self.words, self.lang = site, words, words.lang
        self.root = site_url + site.address(self.lang)

    def announcements(self, together: Iterable[Sequence[SiteEntry]]) -> Markup:
        """The newest of them as a list: the day, what it is, from when it holds."""
        newest = list(together)[:NEWEST]
        items = Markup("").join(map(self._item, newest))
        listed = Markup('<ul class="kaitei-announcements" lang="{}">\n{}</ul>\n')
        return self._sample(newest[0][0]) + listed.format(self.lang, items)

    def text(self, policy: PolicySite) -> Markup:
        """What holds now, and what will."""
        coming = [self._item([entry]) for entry in policy.upcoming]
        upcoming = Markup("<p>{}</p>\n<ul>\n{}</ul>\n").format(
            self.words("upcoming_title"), Markup("").join(coming)
        )
        inner = (upcoming if coming else Markup()) + self._ending(policy) + self._in_force(policy)
        return Markup(
            '<section class="kaitei-text" lang="{}">\n<h2>{}</h2>\n{}</section>\n'
        ).format(self.lang, policy.title(self.lang), inner)

    def _ending(self, policy: PolicySite) -> Markup:
        told = (
            self.words(
                "ending_notice",
                day=self.words.day(policy.policy.effective(entry.publication, policy.on)),
                number=entry.number,
                announced=self.words.day(entry.publication.announced),
            )
            for entry in policy.ending
        )
        return Markup("").join(Markup("<p>{}</p>\n").format(one) for one in told)

    def _in_force(self, policy: PolicySite) -> Markup:
        entry, words = policy.in_force, self.words

        def get(lang: str) -> Text | None:
            return policy.text(entry, lang) if entry else None

        found = policy.localized(self.lang, get)
        if entry is None:
            return Markup("<p>{}</p>\n").format(words("none_in_force"))
        number = words("number", number=entry.number)
        address = self._address(*entry.text_path)
        dates = Markup("<p>{} {}{}{} {}{}{}</p>\n").format(
            number, words("announced"), words("colon"), words.day(entry.publication.announced),
            words("effective"), words("colon"), words.day(entry.effective),
        )  # fmt: skip
        permanent = Markup('<p>{}{}<a href="{}">{}</a></p>\n').format(
            words("permanent"), words("colon"), address, address
        )
        if found is None:
            return Markup("{}<p>{}</p>\n{}").format(
                dates, words("withheld_notice", number=entry.number), permanent
            )
        return self._sample(entry) + dates + self._clauses(policy, found.value) + permanent

    def _clauses(self, policy: PolicySite, text: Text) -> Markup:
        parts = []
        for clause in clauses_of(policy, text, TextLinks(self.site, "", self.root)):
            if clause.level:
                tag = f"h{min(clause.level + 1, 6)}"
                mark = Markup(' id="{}"').format(clause.id) if clause.id else Markup()
                parts.append(
                    Markup("<{0}{1}>{2}{3}</{0}>\n").format(tag, mark, clause.label, clause.rest)
                )
            parts.append(clause.body)
        body = Markup("").join(parts)
        if text.lang == self.lang:
            return body
        return Markup('<div lang="{}">\n{}</div>\n').format(text.lang, body)

    def _item(self, together: Sequence[SiteEntry]) -> Markup:
        """What was announced as one: the day once, and the effective day where all have one."""
        words = self.words
        days = {entry.publication.effective for entry in together}
        links = [
            self._link(entry) + (self._effective(entry.publication) if len(days) > 1 else "")
            for entry in together
        ]
        first = together[0].publication
        return Markup("<li>{} {}{}</li>\n").format(
            words.day(first.announced),
            words("joint").join(links),
            self._effective(first) if len(days) == 1 else "",
        )

    def _link(self, entry: SiteEntry) -> Markup:
        subject = self.site.policy_of(entry).title_of(entry, self.lang)
        return Markup('<a href="{}">{}</a>').format(
            self._address(*entry.announcement_path),
            self.words.sentence(title(entry.publication, subject)),
        )

    def _effective(self, publication: Publication) -> Markup:
        if publication.effective is None:
            return Markup()
        words = self.words
        return Markup(" {}{}{}").format(
            words("effective"), words("colon"), words.day(publication.effective)
        )

    def _sample(self, entry: SiteEntry) -> Markup:
        if not entry.publication.sample:
            return Markup()
        return Markup("<p><strong>{}</strong></p>\n").format(self.words("sample"))

    def _address(self, *parts: str | int) -> str:
        return self.root + "".join(f"{part}/" for part in parts)
