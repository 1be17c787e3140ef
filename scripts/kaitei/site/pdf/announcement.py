"""An announcement as a sheet: what a board approves and a letter encloses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kaitei.model import phrases
from kaitei.site.announcement import Announcement, PageSentence
from kaitei.site.model import Parts, Site, announcement_path
from kaitei.site.pdf.drawn import Node, listed, node
from kaitei.site.pdf.imprint import Words, days
from kaitei.site.pdf.sheet import Sheet


def sheet(
    view: Announcement, site: Site, words: Words, site_url: str, *, after: bool = False
) -> Sheet:
    """The sheet of an announcement, by the words of its language.

    `site_url` is the absolute address of the root of `site`. `after`: those that were announced in
    one with it stand above it.
    """
    return _AnnouncementSheet(view, site, words, site_url, after=after).sheet()


class _AnnouncementSheet:
    def __init__(
        self, view: Announcement, site: Site, words: Words, site_url: str, *, after: bool
    ) -> None:
        self.after = after
        self.view, self.site, self.words, self.site_url = view, site, words, site_url
        self.lang, self.publication = view.lang, view.publication

    def sheet(self) -> Sheet:
        publication, words, company = self.publication, self.words, self.view.company
        address = self.at(announcement_path(publication))
        name = words["announcement_of"].format(number=publication.number)
        sample = publication.sample
        issued = phrases.day(publication.carried_over or publication.announced, self.lang, era=True)
        return Sheet(
            self.lang,
            self.text(self.view.title),
            list(self.body()),
            company,
            (words["sample_label"],) if sample else (),
            f"{name}　{address}",
            issued=(issued, company),
            ends=[(words["paper_address"], address), (words["digest"], publication.digest)],
            closing=(words["paper_kept"], *([words["sample"]] if sample else [])),
            day=publication.announced,
        )

    def body(self) -> Iterator[Node]:
        """The parts of the announcement, those that it has."""
        view = self.view
        yield node("p", self.words["space"].join(map(self.text, view.lead)))
        if view.summary:
            yield self.heading("what_changes" if view.revises else "summary")
            yield listed(*view.summary.value, **self.marked(view.summary.lang))
        if view.reason:
            yield self.heading("why" if view.revises else "why_event")
            yield node("p", view.reason.value, **self.marked(view.reason.lang))
        yield self.heading("when")
        yield listed(*(f"{name}{self.words['colon']}{value}" for name, value in self.dates()))
        if view.together:
            yield node("p", self.words["together"])
            yield listed(*(self.addressed(one, parts) for one, parts in view.together))
        yield from self.changes()
        if texts := list(self.texts()):
            yield self.heading("texts")
            yield listed(*texts)
        yield from self.contact()

    def dates(self) -> Iterator[tuple[str, str]]:
        """Number, dates, and what the owner says of the decision."""
        publication, words = self.publication, self.words
        yield words["publication_number"], words["number"].format(number=publication.number)
        yield from days(publication, self.lang, words)
        if publication.effective:
            day = phrases.day(publication.effective, self.lang, era=True)
            yield words[self.view.effective_key], day
        yield from ((name, said.value) for name, said in self.view.decision)

    def changes(self) -> Iterator[Node]:
        """What changed, clause by clause, in words."""
        found = self.view.compare() if self.publication.kind.is_revision else None
        if found is None:
            return
        yield self.heading("changes_worded")
        if found.lang != self.lang:
            language = phrases.language(found.lang, self.lang)
            note = self.words["translation_missing_changes"].format(language=language)
            yield node("p", note, **{"class": "kaitei-note"})
        worded = self.view.changes(found.value, after=self.after)
        yield listed(*worded) if worded else node("p", self.words["changes_none"])

    def texts(self) -> Iterator[Node]:
        """The texts that it is about, with their addresses."""
        yield from (self.addressed(one, parts) for one, parts in self.view.texts)
        if self.view.revises:
            yield self.addressed(PageSentence("table"), announcement_path(self.publication))

    def contact(self) -> Iterator[Node]:
        """Whom to ask."""
        contact, words = self.view.contact, self.words
        telephone = f"{words['telephone']} {contact.telephone}" if contact.telephone else ""
        hours = f"{words['hours']}{words['colon']}{contact.hours}" if contact.hours else ""
        if lines := [line for line in (contact.name, telephone, hours) if line]:
            yield self.heading("contact")
            yield listed(*lines)

    # --- words and addresses --------------------------------------------------------------------

    def text(self, sentence: PageSentence) -> str:
        return sentence.text(self.words, self.lang)

    def heading(self, key: str) -> Node:
        return node("h2", self.words[key])

    def marked(self, lang: str) -> Mapping[str, str]:
        """The mark of what is in another language than the sheet."""
        return {} if lang == self.lang else {"lang": lang}

    def at(self, parts: Parts) -> str:
        return self.site_url + self.site.address(self.lang, *parts)

    def addressed(self, sentence: PageSentence, parts: Parts) -> Node:
        """Words and the address that they are about."""
        address = self.at(parts)
        link = node("a", address, href=address if address.startswith("http") else "")
        return node("span", f"{self.text(sentence)}{self.words['colon']}", link)
