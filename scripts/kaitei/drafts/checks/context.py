"""What the rules look at: the content, the record, the day; and one policy at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from kaitei.base.catalogue import phrase
from kaitei.base.problems import Problem, Severity, problem
from kaitei.drafts.reading import Content, Declaration, Draft
from kaitei.model import Clause, Kind, Policy, Publication, Text
from kaitei.model.facts import Settings
from kaitei.text import markdown
from kaitei.text.markdown import Fidelity

NOTHING = phrase("desk.values.nothing")  # what a message says stands where nothing does


class Desk:
    """Everything that is checked: content/, the policies of the record by name, and the day."""

    def __init__(self, content: Content, policies: Iterable[Policy], on: date) -> None:
        self.content = content
        self.record = {policy.name: policy for policy in policies}
        self.on = on
        self.cases = tuple(
            Case(self, draft, recorded(draft, self.record)) for draft in content.drafts
        )

    @property
    def complete(self) -> bool:
        """Whether every policy could be read: only then can one be said to be missing."""
        return len(self.cases) == len(self.settings.organization.policies)

    @property
    def settings(self) -> Settings:
        """Who publishes, and the facts, as they stand in content/."""
        return self.content.settings


@dataclass(frozen=True)
class Case:
    """One policy: its draft and its record (with no publications where there is none yet)."""

    desk: Desk
    draft: Draft
    record: Policy
    _texts: dict[str, Text] = field(default_factory=dict, init=False, compare=False, repr=False)
    _written: dict[str, list[tuple[int, Clause]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _bodies: dict[str, tuple[str, int]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _fidelity: dict[str, Fidelity] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def declared(self) -> Declaration:
        """What revision.yml says."""
        return self.draft.declared

    @property
    def names(self) -> tuple[str, ...]:
        """The policy's name and those that it had before."""
        return (self.draft.policy, *self.record.names(date.max))

    @property
    def last(self) -> Publication | None:
        """The last publication of the record."""
        return self.record.publications[-1] if self.record.publications else None

    @property
    def pending(self) -> bool:
        """Whether revision.yml declares the next publication."""
        return self.declared.number == len(self.record.publications) + 1

    @property
    def announced(self) -> date:
        """The day on which what is pending would be announced: today, or a later one declared."""
        return max(self.desk.on, self.declared.announced or self.desk.on)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a text, the authoritative one first."""
        first = self.desk.settings.organization.authoritative
        return tuple(sorted(self.draft.files, key=lambda lang: lang != first))

    def text(self, lang: str) -> Text:
        """The draft's text in `lang`, parsed, with its facts filled in."""
        if lang not in self._texts:
            file = self.draft.files[lang]
            self._texts[lang] = markdown.parse(self.draft.filled[lang], lang, file=file)
        return self._texts[lang]

    def written(self, lang: str) -> list[tuple[int, Clause]]:
        """The clauses in `lang` as they are written, each with its line in the file."""
        if lang not in self._written:
            source = self.draft.sources[lang]
            text = markdown.parse(source, lang, file=self.draft.files[lang])
            self._written[lang] = list(zip(markdown.lines(source, text), text.clauses, strict=True))
        return self._written[lang]

    def body(self, lang: str) -> str:
        """The draft's text in `lang` as it is written, its front matter left out."""
        return self._parted(lang)[0]

    def first(self, lang: str) -> int:
        """The line of the file on which the body begins."""
        return self._parted(lang)[1]

    def _parted(self, lang: str) -> tuple[str, int]:
        if lang not in self._bodies:
            _, body, first = markdown.split(self.draft.sources[lang], self.draft.files[lang])
            self._bodies[lang] = body, first
        return self._bodies[lang]

    def fidelity(self, lang: str) -> Fidelity:
        """The text as it is written held against what is read from it."""
        if lang not in self._fidelity:
            clauses = [clause for _, clause in self.written(lang)]
            self._fidelity[lang] = Fidelity(self.body(lang), clauses)
        return self._fidelity[lang]

    def clauses(self, lang: str) -> dict[str, Clause]:
        """The clauses with an id by that id, in order; the first of several counts."""
        found: dict[str, Clause] = {}
        for clause in self.text(lang).clauses:
            if clause.id:
                found.setdefault(clause.id, clause)
        return found

    def lines(self) -> Iterator[tuple[str, str, int, str]]:
        """Each line of the texts as they are written: language, file, number from 1, line."""
        for lang, file in self.draft.files.items():
            for number, line in enumerate(self.draft.sources[lang].split("\n"), 1):
                yield lang, file, number, line

    def said(self) -> Iterator[tuple[str, str, int, str]]:
        """Each line of the summary and the reason of what is pending, as `lines` gives them."""
        declared = self.declared
        if self.pending:
            for lang, lines in declared.summary.items():
                yield from ((lang, declared.file, declared.line("summary"), x) for x in lines)
            for lang, line in declared.reason.items():
                yield lang, declared.file, declared.line("reason"), line

    def published(self, number: int) -> Mapping[str, str]:
        """The texts of revision `number` by language, late translations included."""
        texts = dict(self.record.get(number).sources)
        for event in self.record.publications:
            if event.kind is Kind.TRANSLATION and event.of == number:
                texts |= event.sources
        return texts

    def corrections(self, number: int) -> tuple[Publication, ...]:
        """The corrections of revision `number` that are known, those of a correction included."""
        found: list[Publication] = []
        for revision in self.record.revisions(self.desk.on):
            corrected = {number, *(earlier.number for earlier in found)}
            if revision.kind is Kind.CORRECTION and revision.base in corrected:
                found.append(revision)
        return tuple(found)

    def corrected(self, revision: Publication) -> Publication:
        """What a correction corrects in the end; any other revision itself."""
        while revision.kind is Kind.CORRECTION and revision.base is not None:
            revision = self.record.get(revision.base)
        return revision

    def translated(self, revision: Publication, lang: str) -> Publication:
        """The revision that has the last text in `lang`, `revision` or one before; else the oldest.

        One revision goes back to another through its base.
        """
        while revision.base is not None and lang not in self.published(revision.number):
            revision = self.record.get(revision.base)
        return revision

    @property
    def planned(self) -> Policy:
        """The policy's record with what is pending, as if that were published today."""
        declared, known = self.declared, self.record.publications
        named = {declared.base, declared.of} - {None}
        if not self.pending or named - {p.number for p in known}:
            return self.record  # that there is no such revision is told elsewhere
        pending = Publication(
            policy=self.draft.policy,
            number=declared.number,
            kind=declared.kind,
            announced=self.desk.on,
            effective=declared.effective,
            base=declared.base,
            of=declared.of,
            settings=self.desk.settings,
        )
        return Policy(self.draft.policy, (*known, pending))

    @property
    def newest(self) -> Publication | None:
        """The revision published last: what content/ holds while nothing is pending.

        A text that is withheld, or is declared to be, does not belong in content/ either.
        """
        leaving = self.declared.of if self.declared.kind is Kind.WITHHELD else None
        revisions = [
            p
            for p in self.record.publications
            if p.kind.is_revision and p.sources and p.number != leaving
        ]
        return revisions[-1] if revisions else None

    def replaced(self) -> Mapping[str, str]:
        """The texts that the draft changes: those of its base, or none."""
        base = self.declared.base
        with suppress(KeyError):
            if base is not None:
                return self.published(base)
        return {}

    def here(self, rule: str, name: str, /, **values: object) -> Problem:
        """A problem with the entry `name` of revision.yml."""
        return problem(rule, self.declared.file, self.declared.line(name), "", **values)

    def at(self, rule: str, lang: str, clause: str, find: str = "", /, **values: object) -> Problem:
        """A problem with a clause of the text in `lang`, at the line on which `find` stands."""
        line = self.line(lang, clause, find)
        return problem(rule, self.draft.files[lang], line, clause, **values)

    def line(self, lang: str, clause: str, find: str = "") -> int:
        """The line of a clause ("" for what precedes the first) that holds some words.

        That of its heading where they stand on none; 0 where there is no such clause.
        """
        written = self.written(lang)
        at = next((n for n, (_, c) in enumerate(written) if c.id == clause), None)
        if at is None or (not clause and written[at][1].heading):
            return 0
        start = written[at][0] or self.first(lang)
        stop = next((line for line, _ in written[at + 1 :] if line), None)
        lines = self.draft.sources[lang].split("\n")[start - 1 : stop and stop - 1]
        place = next((n for n, line in enumerate(lines) if find and find in line), None)
        return start + place if place is not None else start if clause else 0


def recorded(draft: Draft, record: Mapping[str, Policy]) -> Policy:
    """What the record has of a draft's policy: under its name, else under the one it renames.

    `record` is by name. Without a publication the policy is an empty one.
    """
    known = record.get(draft.policy) or record.get(draft.declared.former)
    return known or Policy(draft.policy, ())


def heading(clause: Clause) -> str:
    """A clause's heading as it is read; "" where it has none."""
    return "".join(run.text for run in clause.heading.runs) if clause.heading else ""


def weighed(found: Problem, severity: Severity) -> Problem:
    """The same problem with another severity than the catalogue's."""
    return Problem(found.rule, found.file, found.line, found.clause, found.values, severity)
