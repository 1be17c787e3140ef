"""The evidence on paper: one sheet, in every language, each with the same facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from kaitei.base.catalogue import t
from kaitei.base.problems import Problem
from kaitei.build.evidence.proof import Proof
from kaitei.build.evidence.sightings import Gap, Sightings, days
from kaitei.model import phrases
from kaitei.record import signatures, stamps
from kaitei.record.witness_log import Look
from kaitei.site import pdf
from kaitei.site.announcement import announcement
from kaitei.site.model import Site, announcement_path
from kaitei.site.pdf import Node, Sheet

Words = Mapping[str, str]


def sheet(site: Site, found: Proof, words: Mapping[str, Words], site_url: str) -> Sheet:
    """The evidence of a publication of `site`, by the pages' `words`; first the authoritative."""
    publication = found.publication
    organization = publication.settings.organization
    first = organization.authoritative
    languages = [first, *(lang for lang in site.languages if lang != first)]
    sections = [_SheetSection(site, found, lang, words[lang], site_url) for lang in languages]
    body: list[Node | str] = []
    for place, section in enumerate(sections):
        mark = {"lang": section.lang} if place else {}
        if place:
            body.append(pdf.node("h2", section.title, **mark))
        body.append(pdf.node("div", *section.body(3 if place else 2), **mark))
    own = sections[0]
    return Sheet(
        first,
        own.title,
        body,
        (site.publisher_on(publication.announced) or organization).name(first),
        (words[first]["sample_label"],) if publication.sample else (),
        publication.ref,
        facts=own.facts(),
        ends=own.ends(),
        attachments=tuple(pdf.attached(own.policy, publication, first, words[first])),
        day=publication.announced,
    )


class _SheetSection:
    """The evidence in one language."""

    def __init__(self, site: Site, found: Proof, lang: str, words: Words, site_url: str) -> None:
        self.found, self.lang, self.words = found, lang, words
        self.publication = found.publication
        self.policy = site.policy(found.policy.name)
        entry = self.policy.entry(self.publication.number)
        self.view = announcement(site, self.policy, entry, lang)
        parts = announcement_path(self.publication)
        self.address = site_url + site.address(lang, *parts)
        self.title = self.said("title", title=self.view.title.text(words, lang))

    def said(self, key: str, **values: object) -> str:
        return t(self.lang, f"evidence.{key}", **values)

    def facts(self) -> list[tuple[str, str]]:
        """Which publication it is, and its dates."""
        publication, words = self.publication, self.words
        rows = [
            (words["publication_number"], words["number"].format(number=publication.number)),
            (words["announced"], phrases.day(publication.announced, self.lang, era=True)),
        ]
        if publication.effective:
            day = phrases.day(publication.effective, self.lang, era=True)
            rows.append((words[self.view.effective_key], day))
        return rows

    def ends(self) -> list[tuple[str, str]]:
        """Where it was announced, and its digest."""
        words = self.words
        return [
            (words["paper_address"], self.address),
            (words["digest"], self.publication.digest),
        ]

    def body(self, level: int) -> Iterator[Node]:
        """Its parts; headings are of `level`."""
        colon = self.words["colon"]
        if level > 2:  # the first section's facts stand at the head of the paper
            rows = [*self.facts(), *self.ends()]
            yield pdf.listed(*(self.row(f"{name}{colon}", value) for name, value in rows))
        parts = {
            "what_heading": self.what(),
            "record_heading": self.record(),
            "site_heading": self.site(),
            "check_heading": self.check(),
        }
        for key, items in parts.items():
            yield pdf.node(f"h{level}", self.said(key))
            yield pdf.listed(*items)
        yield pdf.node("p", self.said("limits"))

    def row(self, name: str, value: str) -> Node:
        """A name and its value; a digest in small print, or it would not fit into a line."""
        long = len(value) == 64  # hex digits of a SHA-256
        return pdf.node("span", name, pdf.node("small", value) if long else value)

    def what(self) -> Iterator[str]:
        """What was announced."""
        yield self.view.title.text(self.words, self.lang)
        if self.view.summary:
            yield from self.view.summary.value
        if self.view.reason:
            yield self.said("reason", reason=self.view.reason.value)

    def record(self) -> Iterator[Node | str]:
        """The chain, git, signatures, stamps."""
        found = self.found
        colon = self.words["colon"]
        chain = (self.row(f"{one.ref}{colon}", one.digest) for one in found.chain)
        yield pdf.node("span", self.said("chain"), pdf.listed(*chain))
        if found.commit:
            when = self.time(found.commit.when)
            yield self.said("commit", commit=found.commit.commit, when=when, head=found.head)
        else:
            yield self.said("no_commit")
        for one in found.signed:
            yield self.said("signed", ref=one.ref, file=signatures.signature(one.ref))
        if not found.signed:
            yield self.said("no_signature")
        for one, moment in found.stamped:
            yield self.said(
                "stamped", ref=one.ref, moment=self.time(moment), file=stamps.place(one)
            )
        if not found.stamped:
            yield self.said("no_stamp")

    def site(self) -> Iterator[str]:
        """What a witness saw, address by address."""
        if self.found.log is None:
            yield self.said("no_log")
            return
        for account in self.found.accounts:
            yield from self.account(account)
        yield self.said("log", digest=self.found.log.last, count=len(self.found.log.looks))

    def account(self, seen: Sightings) -> Iterator[str]:
        """What was seen at one address."""
        if not (seen.first and seen.last):
            yield self.said("never", address=seen.address, count=seen.count)
            return
        yield self.said("first", address=seen.address, when=self.time(seen.first.moment))
        if seen.before:
            yield self.said("before", when=self.time(seen.before.moment))
        yield self.said(
            "until" if seen.complete else "until_end",
            when=self.time(seen.last.moment),
            days=days(seen),
            looks=seen.looks,
            longest=_length(seen.longest),
        )
        if not seen.gaps:
            yield self.said("whole")
        for gap in seen.gaps:
            yield self.gap(gap)

    def gap(self, gap: Gap) -> str:
        """When it was not seen, and what was in its place."""
        reasons = {p.message(self.lang): None for look in gap.looks for p in _errors(look)}
        values = {
            "start": self.time(gap.before.moment),
            "looks": len(gap.looks),
            "reason": " ".join(list(reasons)[:3]) or self.said("no_reason"),
        }
        if gap.after is None:
            return self.said("gap_open", **values)
        return self.said("gap", end=self.time(gap.after.moment), **values)

    def time(self, moment: datetime) -> str:
        """A moment by the policies' clock, which says how far it is from UTC."""
        zone = self.publication.settings.organization.zone
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S (%Z, UTC%z)}"

    def check(self) -> Iterator[Node | str]:
        """How to check each of these without kaitei."""
        folder = f"versions/{self.publication.policy}/{self.publication.number}"
        for key, command in (
            ("check_all", "sha256sum --check --strict SHA256SUMS"),
            ("check_digest", f"sha256sum {folder}/SHA256SUMS"),
            ("check_chain", f"cd {folder} && sha256sum --check --strict SHA256SUMS"),
            ("check_git", f"git log --diff-filter=A --format=fuller -- {folder}/SHA256SUMS"),
        ):
            yield pdf.node("span", self.said(key), pdf.node("br"), command)
        if self.found.signed:
            yield self.said("check_signature")
        if self.found.stamped:
            yield self.said("check_stamp")
        if self.found.log:
            yield self.said("check_log")


def _errors(look: Look) -> Iterator[Problem]:
    return (p for p in look.problems if p.severity == "error")


def _length(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"
