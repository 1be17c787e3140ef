"""A Site -> the papers of its publications, as (path, PDF).

Each is made of what was frozen with publications and of the site's address and words, never of
the site's day: once made, it stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from kaitei.base import typesetting
from kaitei.site.announcement import announcement
from kaitei.site.model import PolicySite, Site, SiteEntry
from kaitei.site.pdf.announcement import sheet
from kaitei.site.pdf.imprint import Words, attached, of_published
from kaitei.site.pdf.sheet import Sheet, pdf
from kaitei.site.pdf.texts import table, text


class PaperKind(StrEnum):
    """What there is on paper of a publication."""

    TEXT = "text"
    ANNOUNCEMENT = "announcement"
    TABLE = "table"


def papers(site: Site, site_url: str, words: Mapping[str, Words]) -> list[tuple[str, bytes]]:
    """The papers of the site as (path below the root, PDF), beside the text of each publication.

    `site_url` is the absolute address of the site's root, ending in a slash; `words` are the
    theme's, by language. Raises KaiteiError where one can't be made.
    """
    return [
        file
        for policy in site.policies
        for entry in policy.entries
        for file in of_publication(site, policy, entry, site_url, words)
    ]


def of_publication(
    site: Site,
    policy: PolicySite,
    entry: SiteEntry,
    site_url: str,
    words: Mapping[str, Words],
    sealed: Mapping[str, Path] = MappingProxyType({}),
) -> Iterator[tuple[str, bytes]]:
    """The papers of one publication, in each language; a sealed one, by its name, as it is."""
    for lang in site.languages:
        for kind in PaperKind:
            if path := address(site, policy, entry, lang, kind):
                if kept := sealed.get(path.rpartition("/")[2]):
                    yield path, kept.read_bytes()
                else:
                    yield path, pdf(issued(site, policy, entry, lang, kind, site_url, words), path)


def address(site: Site, policy: PolicySite, entry: SiteEntry, lang: str, kind: PaperKind) -> str:
    """Where a paper stands below the site's root; "" where there is none.

    There is one of each announcement, of each text that there is in `lang`, and of each revision
    whose comparison there is in `lang`; none in a language for which there is no font.
    """
    if not typesetting.has_font(lang):
        return ""
    texts = [entry] if kind is PaperKind.TEXT else [entry, policy.base(entry)]
    if kind is not PaperKind.ANNOUNCEMENT and not all(
        one and policy.carrier(one, lang) is not None for one in texts
    ):
        return ""
    publication = entry.publication
    name = f"{publication.policy}-{publication.number}-{kind}-{lang}.pdf"
    return site.address(lang, publication.policy, publication.number) + name


def issued(
    site: Site,
    policy: PolicySite,
    entry: SiteEntry,
    lang: str,
    kind: PaperKind,
    site_url: str,
    words: Mapping[str, Words],
) -> Sheet:
    """What stands on the paper that `address` names."""
    said = words[lang]
    if kind is PaperKind.ANNOUNCEMENT:
        made = sheet(announcement(site, policy, entry, lang), site, said, site_url)
        return replace(made, attachments=tuple(attached(policy, entry.publication, lang, said)))
    imprint = of_published(site, policy, entry, lang, said, site_url)
    if kind is PaperKind.TEXT:
        shown = policy.text(entry, lang)
        assert shown is not None  # noqa: S101  # it has an address
        return text(shown, imprint)
    redline, base = policy.redline(entry, lang), policy.base(entry)
    assert redline is not None and base is not None  # noqa: S101, PT018
    return table(redline, of_published(site, policy, base, lang, said, site_url), imprint)
