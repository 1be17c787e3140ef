"""A Site -> the preview pictures of its policies and announcements: policy, state, dates.

Each is made of what stands on it and of nothing else, the same bytes each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TypeAlias

from kaitei.base import typesetting
from kaitei.model import phrases
from kaitei.site.announcement import announcement
from kaitei.site.model import PolicySite, Site, SiteEntry

NAME = "preview.png"
WIDTH, HEIGHT = 1200, 630  # pixels; the form that Open Graph's readers draw whole
Words: TypeAlias = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class PreviewPicture:
    """What stands on a picture in `lang`, and where it stands below the site's root."""

    path: str
    lang: str
    title: str
    state: str
    status: str
    days: tuple[tuple[str, str], ...]
    company: str
    marks: tuple[str, ...] = ()

    def png(self) -> bytes:
        """The picture (PNG). Raises KaiteiError that names its path."""
        values = {
            "title": self.title,
            "state": self.state,
            "status": self.status,
            "days": self.days,
            "company": self.company,
            "marks": self.marks,
        }
        template = files(__package__).joinpath("preview.typ")
        return typesetting.png(template, values, self.lang, self.path)


def address(site: Site, lang: str, *parts: str | int) -> str:
    """Where the picture of a page in `lang` stands below the site's root; "" without a font."""
    return site.address(lang, *parts) + NAME if typesetting.has_font(lang) else ""


def of_policy(site: Site, policy: PolicySite, words: Words) -> Iterator[PreviewPicture]:
    """The picture of a policy as it stands, in each language; `words` are the theme's."""
    entry = policy.main
    if entry is None or entry.status is None:
        return
    for lang in site.languages:
        if path := address(site, lang, policy.name):
            state = phrases.status(entry.status, lang)
            status = entry.status.value
            yield _preview(site, entry, path, words[lang], lang, policy.title(lang), state, status)


def of_publication(
    site: Site, policy: PolicySite, entry: SiteEntry, words: Words
) -> Iterator[PreviewPicture]:
    """The picture of an announcement, in each language; `words` are the theme's."""
    for lang in site.languages:
        if path := address(site, lang, *entry.announcement_path):
            title = announcement(site, policy, entry, lang).title.text(words[lang], lang)
            state = phrases.kind(entry.publication.kind, lang)
            yield _preview(site, entry, path, words[lang], lang, title, state, "")


def _preview(  # all that stands on it
    site: Site,
    entry: SiteEntry,
    path: str,
    words: Mapping[str, str],
    lang: str,
    title: str,
    state: str,
    status: str,
) -> PreviewPicture:
    publication = entry.publication
    company = site.publisher_on(publication.announced)  # a picture is sent on: it says who spoke
    days = [("effective", entry.effective), ("announced", publication.announced)]
    if publication.undated:
        days.pop()
    sample = site.organization and site.organization.sample
    marks = [words["sample_label"]] if sample else []
    return PreviewPicture(
        path,
        lang,
        title,
        state,
        status,
        tuple((words[key], phrases.day(day, lang)) for key, day in days if day),
        company.name(lang) if company else "",
        tuple(marks),
    )
