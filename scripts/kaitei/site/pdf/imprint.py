"""What a paper says of the text that it shows: which one it is, its dates, where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kaitei.base.typesetting import Attachment
from kaitei.model import Kind, Publication, phrases
from kaitei.model.facts import Organization
from kaitei.site.model import PolicySite, Site, SiteEntry, held_then
from kaitei.site.pdf.sheet import Rows

Words = Mapping[str, str]  # the theme's words in one language, by key
_SCHEME = re.compile("(?:https?|mailto|tel):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Imprint:
    """A published text, a draft or a file, as paper names it.

    `name` is short, for the foot of every page, `said` has the dates as well. The rest goes to
    the parts of a `Sheet` of the same names. `address` is where the text stands for ever, `root`
    the root of the site in the text's language; both are "" where there is none. `beside` is where
    the texts stand that held with it of other policies, by the names that it links to.
    """

    name: str
    said: str
    company: str = ""
    marks: tuple[str, ...] = ()
    note: str = ""
    facts: Rows = ()
    ends: Rows = ()
    closing: tuple[str, ...] = ()
    day: date | None = None
    address: str = ""
    root: str = ""
    attachments: tuple[Attachment, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)

    def lead(self, href: str) -> str:
        """An address found in the text as it leads there from paper; "" where it can't."""
        if _SCHEME.match(href):
            return href
        # Texts are written for the policy's main page, one folder below the language's root.
        if not (href.startswith("../") and _SCHEME.match(self.root)):
            return ""
        name, slash, rest = href.removeprefix("../").partition("/")
        return f"{self.root}{self.beside.get(name, name)}{slash}{rest}"


def of_file(name: str) -> Imprint:
    """Of a Markdown file that belongs to no policy."""
    return Imprint(name, name)


def of_draft(
    organization: Organization, effective: date | None, lang: str, words: Words
) -> Imprint:
    """Of a draft: marked as such on every page."""
    label = words["draft_label"]
    day = phrases.day(effective, lang, era=True) if effective else ""
    return Imprint(
        label,
        words["draft_effective"].format(day=phrases.day(effective, lang)) if effective else label,
        organization.name(lang),
        (label, *_sample(organization.sample, words)),
        facts=[(words["effective"], day)] if effective else (),
        closing=(words["draft_closing"],),
    )


def of_published(
    site: Site, policy: PolicySite, entry: SiteEntry, lang: str, words: Words, site_url: str
) -> Imprint:
    """Of a published text. Nothing in it depends on the site's day."""
    publication = entry.publication
    carrier = policy.carrier(entry, lang) or publication
    effective = publication.effective or publication.announced
    address = site_url + site.address(lang, publication.policy, entry.number)
    name = words["publication"].format(number=entry.number)
    facts = [
        (words["publication_number"], words["number"].format(number=entry.number)),
        (words["kind"], phrases.kind(publication.kind, lang)),
        *days(publication, lang, words),
        (words["effective"], phrases.day(effective, lang, era=True)),
    ]
    if carrier is not publication:
        late = words["paper_late"].format(
            number=carrier.number, announced=phrases.day(carrier.announced, lang, era=True)
        )
        facts.append((phrases.kind(Kind.TRANSLATION, lang), late))
    sample = publication.sample or carrier.sample
    # Those that had a text then, or this one, which came later: a paper knows no other day.
    known = publication.settings.organization.languages
    languages = [code for code in known if code in {lang, *publication.sources}]
    note = phrases.authority(words, policy.authoritative, languages, lang)
    return Imprint(
        name,
        words["paper_carried_over" if publication.undated else "paper_version"].format(
            number=entry.number,
            announced=phrases.day(publication.announced, lang),
            effective=phrases.day(effective, lang),
        ),
        publication.settings.organization.name(lang),
        _sample(sample, words),
        note="" if lang == policy.authoritative else note,
        facts=facts,
        ends=[(words["permanent"], address), (words["digest"], carrier.digest)],
        closing=(words["paper_kept"], *([words["sample"]] if sample else [])),
        day=carrier.announced,
        address=address,
        root=site_url + site.address(lang),
        attachments=tuple(attached(policy, carrier, lang, words)),
        beside={
            name: "/".join(map(str, held.text_path))
            for name, held in held_then(site, policy, entry).items()
        },
    )


def attached(
    policy: PolicySite, publication: Publication, lang: str, words: Words
) -> Iterator[Attachment]:
    """What lies in the PDF of a publication: its Markdown as published, and the digests so far."""
    if source := publication.sources.get(lang):
        place = f"versions/{publication.policy}/{publication.number}/{lang}.md"
        yield Attachment(f"{lang}.md", "text/markdown", place, source)
    chain = [p for p in policy.policy.publications if p.number <= publication.number]
    digests = "".join(f"{p.digest}  versions/{p.policy}/{p.number}/SHA256SUMS\n" for p in chain)
    yield Attachment("SHA256SUMS", "text/plain", words["digest"], digests)


def _sample(sample: bool, words: Words) -> tuple[str, ...]:
    return (words["sample_label"],) if sample else ()


def days(publication: Publication, lang: str, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """When a publication was announced, if anybody knows, and when it was carried over."""
    rows = []
    if not publication.undated:
        rows.append((words["announced"], phrases.day(publication.announced, lang, era=True)))
    if day := publication.carried_over:
        said = words["carried_over_on"].format(day=phrases.day(day, lang, era=True))
        rows.append((words["carried_over"], said))
    return rows
