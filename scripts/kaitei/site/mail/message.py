"""The message: its subject, and the same words as plain text and as HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from kaitei.base.catalogue import t
from kaitei.site import pdf
from kaitei.site.announcement import Announcement, announcement
from kaitei.site.mail import comparison, rendering
from kaitei.site.model import Site, SiteEntry, announcement_path
from kaitei.site.pdf import Sheet, Words

_MOST = 90 * 1024  # bytes of HTML: from 102 KB on Gmail cuts a mail off


def message(
    site: Site,
    entry: SiteEntry,
    languages: Sequence[str],
    site_url: str,
    words: Mapping[str, Words],
) -> bytes:
    """The mail that announces a publication, and all that were announced in one with it.

    In each of the `languages`, one below the other, by the `words` of the pages. `site_url` is
    the absolute address of the root of `site`. Of a publication that `site` holds for a draft the
    subject and the text say so. The bytes are the same each time, with CRLF as RFC 5322 has it.
    """
    together = site.together(entry)
    drafts = set(site.draft or ())
    draft = any((one.publication.policy, one.number) in drafts for one in together)
    letters = [
        [
            _Letter(announcement(site, site.policy_of(one), one, lang), site, words[lang], site_url)
            for one in together
        ]
        for lang in languages
    ]
    html = _html(letters, draft=draft, tables=True)
    if len(html.encode()) > _MOST:
        html = _html(letters, draft=draft, tables=False)
    made = EmailMessage(policy=SMTP)
    made["Subject"] = " / ".join(_subject(own, draft=draft) for own in letters)
    made["X-Unsent"] = "1"  # mail programs open it as a draft to be sent
    made.set_content(_text(letters, draft=draft), cte="quoted-printable")
    made.add_alternative(html, subtype="html", cte="quoted-printable")
    made.set_boundary(f"kaitei-{hashlib.sha256(html.encode()).hexdigest()[:32]}")
    return made.as_bytes()


class _Letter:
    """One announcement in one language: its sheet, as it is printed, and its comparison."""

    def __init__(self, view: Announcement, site: Site, words: Words, site_url: str) -> None:
        self.view, self.lang, self.words = view, view.lang, words
        self.sheet: Sheet = pdf.announced(view, site, words, site_url, after=True)
        self.address = site_url + site.address(view.lang, *announcement_path(view.publication))

    @property
    def title(self) -> str:
        return self.sheet.title

    def html(self, *, table: bool) -> Iterator[str]:
        """Its parts, the comparison behind what changed in words."""
        yield rendering.heading(1, self.title)
        yield rendering.html(self.sheet.body)
        found = self.view.compare() if self.view.publication.kind.is_revision else None
        if found is not None and not found.value.empty:
            yield rendering.heading(2, self.words["table"])
            if table:
                yield comparison.html(found.value, self.lang, self.address)
            else:
                link = rendering.link(self.address)
                yield rendering.paragraph(f"{escape(t(self.lang, 'mail.long'))} {link}")

    def text(self) -> str:
        """The same in plain text; for the comparison there is a link."""
        return rendering.text(self.sheet.body, self.lang)


def _subject(letters: Sequence[_Letter], *, draft: bool) -> str:
    """What the mail is about, in one language: each title once."""
    lang = letters[0].lang
    marks = (t(lang, "mail.draft_mark") if draft else "") + (
        t(lang, "mail.sample_mark") if letters[0].view.publication.sample else ""
    )
    return marks + t(lang, "feeds.apart").join(dict.fromkeys(one.title for one in letters))


def _marks(letters: Sequence[_Letter], *, draft: bool) -> list[str]:
    """What must be said first: that it is a draft, that it is a sample."""
    lang, found = letters[0].lang, []
    if draft:
        found.append(t(lang, "mail.draft"))
    if letters[0].view.publication.sample:
        found.append(t(lang, "feeds.sample"))
    return found


def _ends(letter: _Letter, *, draft: bool) -> list[tuple[str, str]]:
    """Where the announcement stands for good, and its digest; of a draft neither is known."""
    publication = letter.view.publication
    number = (t(letter.lang, "feeds.number_row"), publication.ref)
    return [number] if draft else [*letter.sheet.ends, number]


def _html(letters: Sequence[Sequence[_Letter]], *, draft: bool, tables: bool) -> str:
    title = " / ".join(_subject(own, draft=draft) for own in letters)
    sections = []
    for own in letters:
        parts = [rendering.mark(mark) for mark in _marks(own, draft=draft)]
        for one in own:
            parts += one.html(table=tables)
            parts.append(rendering.rows(_ends(one, draft=draft), t(one.lang, "feeds.colon")))
        parts.append(rendering.small(own[0].view.company))
        sections.append(rendering.section(own[0].lang, "".join(parts)))
    return rendering.document(letters[0][0].lang, title, sections)


def _text(letters: Sequence[Sequence[_Letter]], *, draft: bool) -> str:
    sections = []
    for own in letters:
        parts = [f"* {mark} *" for mark in _marks(own, draft=draft)]
        for one in own:
            colon = t(one.lang, "feeds.colon")
            ends = (f"{name}{colon}{value}" for name, value in _ends(one, draft=draft))
            parts += [one.title, one.text(), "\n".join(ends)]
        sections.append("\n\n".join([*parts, own[0].view.company]))
    return f"\n\n{'-' * 60}\n\n".join(sections) + "\n"
