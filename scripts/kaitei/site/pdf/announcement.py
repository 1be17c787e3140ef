"""The announcement of a publication as a sheet: what a board approves and a letter encloses.

It says what was announced on that day. What was announced later does not change it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from kaitei.base.catalogue import listed
from kaitei.model import Publication, phrases
from kaitei.site.model import Entry, PolicySite, Site
from kaitei.site.pdf.drawn import Node, node
from kaitei.site.pdf.drawn import listed as bullets
from kaitei.site.pdf.imprint import Words, days
from kaitei.site.pdf.sheet import Sheet
from kaitei.text import render

_Said = TypeVar("_Said")


def announcement(
    site: Site, policy: PolicySite, entry: Entry, lang: str, words: Words, site_url: str
) -> Sheet:
    """The announcement of `entry`, in `lang`."""
    return _Announcement(site, policy, entry, lang, words, site_url).sheet()


class _Announcement:
    def __init__(
        self,
        site: Site,
        policy: PolicySite,
        entry: Entry,
        lang: str,
        words: Words,
        site_url: str,
    ) -> None:
        self.site, self.policy, self.entry, self.lang = site, policy, entry, lang
        self.words, self.site_url = words, site_url
        self.publication = entry.publication
        self.subject = policy.title_of(entry, lang)
        self.of = self.publication.of or 0

    def sheet(self) -> Sheet:
        publication, words = self.publication, self.words
        company = publication.settings.organization.name(self.lang)
        address = self.at(publication)
        name = words["announcement_of"].format(number=publication.number)
        sample = publication.sample
        return Sheet(
            self.lang,
            self.notice(self.policy, self.entry),
            list(self.body()),
            company,
            (words["sample_label"],) if sample else (),
            f"{name}　{address}",
            issued=(self.day(publication.carried_over or publication.announced), company),
            ends=[(words["paper_address"], address), (words["digest"], publication.digest)],
            closing=(words["paper_kept"], *([words["sample"]] if sample else [])),
            day=publication.announced,
        )

    def body(self) -> Iterator[Node]:
        """The parts of the announcement, those that it has."""
        yield node("p", self.lead())
        revised = self.publication.kind.is_revision and self.publication.base is not None
        lines, attributes = self.own(self.publication.summary)
        if lines:
            yield self.heading("what_changes" if revised else "summary")
            yield bullets(*lines, **attributes)
        reason, attributes = self.own(self.publication.reason)
        if reason:
            yield self.heading("why" if revised else "why_event")
            yield node("p", reason, **attributes)
        yield self.heading("when")
        yield bullets(*self.dates())
        yield from self.together()
        yield from self.changes()
        if texts := list(self.texts()):
            yield self.heading("texts")
            yield bullets(*texts)
        yield from self.contact()

    # --- parts ----------------------------------------------------------------------------------

    def lead(self) -> str:
        """What happens, in a sentence."""
        publication = self.publication
        said = self.words[f"lead_{publication.said_as}"].format(
            title=self.subject,
            of=self.of,
            day=self.day(publication.effective or publication.announced),
            languages=listed(
                self.lang, [phrases.language(lang, self.lang) for lang in publication.sources]
            ),
            former=publication.former,
            name=publication.policy,
        )
        if before := self.policy.effective_before(self.entry):
            also = self.words["announced_before"].format(day=self.day(before))
            return f"{said}{self.words['space']}{also}"
        return said

    def dates(self) -> Iterator[str]:
        """Number, dates, and what the owner says of the decision."""
        publication, words = self.publication, self.words
        rows = [
            (words["publication_number"], words["number"].format(number=publication.number)),
            *days(publication, self.lang, words),
        ]
        if publication.effective:
            event = "" if publication.kind.is_revision else f"_{publication.kind.value}"
            rows.append((words[f"effective{event}"], self.day(publication.effective)))
        rows += phrases.decision(publication.extra, self.lang)
        return (f"{name}{words['colon']}{value}" for name, value in rows)

    def together(self) -> Iterator[Node]:
        """What was announced in one with it."""
        others = [other for other in self.site.together(self.entry) if other is not self.entry]
        if others:
            yield node("p", self.words["together"])
            named = [
                self.addressed(
                    self.notice(self.site.policy_of(other), other), self.at(other.publication)
                )
                for other in others
            ]
            yield bullets(*named)

    def changes(self) -> Iterator[Node]:
        """What changed, clause by clause, in words."""
        lang, redline = self.policy.as_announced(self.entry, self.lang)
        if redline is None or not self.publication.kind.is_revision:
            return
        yield self.heading("changes_worded")
        if lang != self.lang:
            language = phrases.language(lang, self.lang)
            said = self.words["translation_missing_changes"].format(language=language)
            yield node("p", said, **{"class": "kaitei-note"})
        worded = render.worded(redline, self.lang)
        yield bullets(*worded) if worded else node("p", self.words["changes_none"])

    def texts(self) -> Iterator[Node]:
        """The texts that it is about, with their addresses."""
        publication, words = self.publication, self.words
        about = self.policy.policy.get(publication.of) if publication.of else publication
        base = publication.base
        if publication.kind.is_revision:
            key = "new_text" if base is not None else "first_text"
            yield self.addressed(words[key].format(number=publication.number), self.text(about))
            if base is not None:
                old = self.policy.policy.get(base)
                yield self.addressed(words["old_text"].format(number=base), self.text(old))
                yield self.addressed(words["table"], self.at(publication))
            return
        if about.kind.is_revision:
            yield self.addressed(words["about_text"].format(number=self.of), self.text(about))
        if about is not publication:
            said = words["about_announcement"].format(number=self.of)
            yield self.addressed(said, self.at(about))

    def contact(self) -> Iterator[Node]:
        """Whom to ask: the contact line that was frozen with the publication."""
        contact, words = self.publication.settings.contact(self.lang), self.words
        telephone = f"{words['telephone']} {contact.telephone}" if contact.telephone else ""
        hours = f"{words['hours']}{words['colon']}{contact.hours}" if contact.hours else ""
        if lines := [line for line in (contact.name, telephone, hours) if line]:
            yield self.heading("contact")
            yield bullets(*lines)

    # --- words ----------------------------------------------------------------------------------

    def heading(self, key: str) -> Node:
        return node("h2", self.words[key])

    def day(self, value: date) -> str:
        return phrases.day(value, self.lang, era=True)

    def own(self, said: Mapping[str, _Said]) -> tuple[_Said | None, dict[str, str]]:
        """What is said in this language, else in the authoritative one, then marked as such."""
        if found := said.get(self.lang):
            return found, {}
        return said.get(self.policy.authoritative), {"lang": self.policy.authoritative}

    def notice(self, policy: PolicySite, entry: Entry) -> str:
        """The title of an announcement."""
        title = policy.title_of(entry, self.lang)
        return self.words[f"notice_{entry.publication.said_as}"].format(title=title)

    # --- addresses ------------------------------------------------------------------------------

    def text(self, publication: Publication) -> str:
        """Where a revision's text stands."""
        return self.site_url + self.site.address(self.lang, publication.policy, publication.number)

    def at(self, publication: Publication) -> str:
        """Where an announcement stands: a revision's changes, an event's own page."""
        return self.text(publication) + ("changes/" if publication.kind.is_revision else "")

    def addressed(self, words: str, address: str) -> Node:
        """Words and the address that they are about."""
        link = node("a", address, href=address if address.startswith("http") else "")
        return node("span", f"{words}{self.words['colon']}", link)
