"""What the rules look at: the content, the record, the day; and one policy at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from kaitei.base.catalogue import phrase
from kaitei.base.problems import Problem, Severity, problem
from kaitei.drafts import pending, reading
from kaitei.drafts.checks.places import Places
from kaitei.drafts.pending import Changed, Resolved
from kaitei.drafts.reading import Content, Declaration, Draft
from kaitei.model import Clause, Kind, Policy, Publication, Text, facts
from kaitei.model.facts import Settings
from kaitei.text import markdown
from kaitei.text.markdown import Fidelity

# Where a change is declared once for all policies that it concerns.
_SHARED = tuple(f"{reading.CONTENT}/{x}" for x in (facts.FACTS_FILE, facts.ORGANIZATION_FILE))
_LISTED = 100  # names in a message: of more nobody reads on, and each of many problems has them
NOTHING = phrase("desk.values.nothing")  # what a message says stands where nothing does


class CheckContext:
    """Everything that is checked: content/, the policies of the record by name, and the day."""

    def __init__(self, content: Content, policies: Iterable[Policy], on: date) -> None:
        self.content = content
        self.record = {policy.name: policy for policy in policies}
        self.on = on
        self.cases = tuple(map(self._case, content.drafts))

    @property
    def complete(self) -> bool:
        """Whether every policy could be read: only then can one be said to be missing."""
        return len(self.cases) == len(self.settings.organization.policies)

    @property
    def settings(self) -> Settings:
        """Who publishes, and the facts, as they stand in content/."""
        return self.content.settings

    @property
    def pending(self) -> list[DraftContext]:
        """Each publication that is pending, in the order in which they are to be made."""
        every = [one for case in self.cases for one in (*case.before, case)]
        return [one for one in every if one.pending]

    @cached_property
    def reprinted(self) -> bool:
        """Whether other particulars of the company are to come, announced or declared."""
        known = (policy.as_of(self.on) for policy in self.record.values())
        ahead = (
            p for one in known for p in one.particulars(date.max) if one.effective(p) > self.on
        )
        return self.content.particulars is not None or next(ahead, None) is not None

    def _case(self, draft: Draft) -> DraftContext:
        """A policy with what is pending of it: what it declares, else what changed facts do."""
        named = self.settings.organization.policies
        former = pending.former(draft, self.record, named, self.on)
        policy = (
            self.record.get(draft.policy) or self.record.get(former) or Policy(draft.policy, ())
        )
        resolve, main = pending.resolve, draft.declared.main
        own = pending.undeclared(draft, policy)
        if main is not None:
            own = resolve(main, draft, policy, self.on, self.settings)
        translations = [
            resolve(late, draft, policy, self.on, self.settings) for late in draft.declared.late
        ]
        late = next((one for one in translations if one.pending), next(iter(translations), None))
        if former and own.pending:
            own = replace(own, declared=replace(own.declared, former=former))
        withholds = own.pending and own.declared.kind is Kind.WITHHELD
        leaving = own.declared.of if withholds else None
        held = pending.held(draft, policy, own.done, self.on, self.settings, leaving)
        resolved = late if late and late.pending and not own.pending else own
        if resolved.pending or resolved.reworded or draft.declared.misread or held is None:
            return DraftContext(self, draft, policy, policy, resolved, held, other=late)
        return self._changed(draft, policy, resolved, held)

    def _changed(
        self, draft: Draft, policy: Policy, own: Resolved, held: Publication
    ) -> DraftContext:
        """A policy that declares nothing new, with what changed facts make of it."""
        settings = self.settings
        said = pending.said_otherwise(policy, held, draft, settings)
        owner = {facts.OWN, *settings.organization.contact.values()}
        change, make = self.content.change, pending.changed
        if self.content.particulars and said <= owner:
            change, make = self.content.particulars, pending.reprinted
        made = pending.Changed()
        if change is not None:
            made = make(change, draft, policy, held, settings, self.record.values(), self.on)
            made = replace(made, of=change)
        record, before = policy, list[DraftContext]()
        for text, resolved in made.drafts:
            case = DraftContext(self, text, record, policy, resolved, held, tuple(before))
            if text is draft:
                return case
            before.append(case)
            record = case.planned
        return DraftContext(self, draft, record, policy, own, held, tuple(before), made)


@dataclass(frozen=True)
class DraftContext:
    """A draft of one policy and its record (with no publications where there is none yet).

    `past` is what was published, `record` the same with what is pending `before` this. `held` is
    the revision whose text content/ holds but for its edits. `changed` is what changed facts make
    of the policy, `other` what its late translation declares.
    """

    desk: CheckContext
    draft: Draft
    record: Policy
    past: Policy
    resolved: Resolved
    held: Publication | None
    before: tuple[DraftContext, ...] = ()
    changed: Changed = field(default_factory=Changed)
    other: Resolved | None = None
    _texts: dict[str, Text] = field(default_factory=dict, init=False, compare=False, repr=False)
    _written: dict[str, list[tuple[int, Clause]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _places: dict[str, Places] = field(default_factory=dict, init=False, compare=False, repr=False)
    _clauses: dict[str, dict[str, Clause]] = field(
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
        """What is declared, with the number, the base and the subject that nobody wrote."""
        return self.resolved.declared

    @property
    def names(self) -> tuple[str, ...]:
        """The policy's name and those that it had before."""
        return (self.draft.policy, *self.record.names(date.max))

    @property
    def last(self) -> Publication | None:
        """The last publication of the record."""
        return self.past.publications[-1] if self.past.publications else None

    @property
    def pending(self) -> bool:
        """Whether what is declared is yet to be published."""
        return self.resolved.pending

    @property
    def told(self) -> bool:
        """Whether it is told why what is declared of it is not pending."""
        return self.draft.declared.misread or self.changed.told

    @property
    def by_fact(self) -> bool:
        """Whether it is pending because a fact changes, and not because the policy says so."""
        return self.pending and self.declared.file in _SHARED

    @property
    def announced(self) -> date:
        """The day on which what is pending would be announced: today, or a later one declared."""
        return max(self.desk.on, self.declared.announced or self.desk.on)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a text, the authoritative one first."""
        first = self.desk.settings.organization.authoritative
        return tuple(sorted(self.draft.files, key=lambda lang: lang != first))

    @property
    def frozen(self) -> dict[str, object]:
        """What a publication of the draft freezes of the company and the facts."""
        desk, declared = self.desk, self.declared
        used = self.draft.used if declared.kind is not Kind.PARTICULARS else frozenset[str]()
        found = reading.frozen(desk.settings, used, declared, self.record, desk.on)
        if not desk.reprinted:
            return found
        change, policies = desk.content.particulars, desk.record.values()
        return pending.kept(found, used, declared, change, desk.settings, policies, desk.on)

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
        if lang not in self._clauses:
            found = self._clauses[lang] = {}
            for clause in self.text(lang).clauses:
                if clause.id:
                    found.setdefault(clause.id, clause)
        return self._clauses[lang]

    def clause_of(self, lang: str, line: int) -> str:
        """The id of the clause that a line of the file stands in; "" above the first."""
        return self._placed(lang).clause(line)

    def _placed(self, lang: str) -> Places:
        if lang not in self._places:
            source = self.draft.sources[lang]
            self._places[lang] = Places(source, self.written(lang), self.first(lang))
        return self._places[lang]

    def lines(self) -> Iterator[tuple[str, str, int, str]]:
        """Each line of the texts as they are written: language, file, number from 1, line."""
        for lang, file in self.draft.files.items():
            for number, line in enumerate(self.draft.sources[lang].split("\n"), 1):
                yield lang, file, number, line

    def said(self) -> Iterator[tuple[str, str, int, str]]:
        """Each line that is declared in words of what is pending, as `lines` gives them."""
        declared = self.declared
        if self.pending:
            for lang, lines in declared.summary.items():
                for item, words in enumerate(lines):
                    yield lang, *declared.place("summary", lang, item), words
            for lang, words in declared.reason.items():
                yield lang, *declared.place("reason", lang), words
            for name, said in declared.extra.items():
                for lang, words in said.items() if isinstance(said, Mapping) else ():
                    yield lang, *declared.place(name, lang), words

    def published(self, number: int) -> Mapping[str, str]:
        """The texts of revision `number` by language, late translations included."""
        return pending.published(self.record, number)

    def corrected(self, revision: Publication) -> Publication:
        """What a correction corrects in the end; any other revision itself."""
        return pending.original(revision, self.record)

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
        planned = Publication(
            policy=self.draft.policy,
            number=declared.number,
            kind=declared.kind,
            announced=self.desk.on,
            effective=declared.effective,
            base=declared.base,
            of=declared.of,
            sources=self.draft.filled if declared.kind.is_revision else {},
            settings=self.desk.settings,
        )
        return Policy(self.draft.policy, (*known, planned))

    def replaced(self) -> Mapping[str, str]:
        """The texts that the draft changes: those of its base, or none."""
        base = self.declared.base
        with suppress(KeyError):
            if base is not None:
                return self.published(base)
        return {}

    def here(self, rule: str, name: str, lang: str = "", /, **values: object) -> Problem:
        """A problem with an entry of what is declared, or with its words in a language."""
        file, line = self.declared.place(name, lang)
        return problem(rule, file, line, "", **values)

    def at(self, rule: str, lang: str, clause: str, find: str = "", /, **values: object) -> Problem:
        """A problem with a clause of the text in `lang`, at the line on which `find` stands."""
        line = self.line(lang, clause, find)
        return problem(rule, self.draft.files[lang], line, clause, **values)

    def line(self, lang: str, clause: str, find: str = "") -> int:
        """The line of a clause ("" for what precedes the first) that holds some words.

        That of its heading where they stand on none; 0 where there is no such clause.
        """
        return self._placed(lang).line(clause, find)


def heading(clause: Clause) -> str:
    """A clause's heading as it is read; "" where it has none."""
    return "".join(run.text for run in clause.heading.runs) if clause.heading else ""


def listed(names: Iterable[str]) -> str:
    """The names that there are to choose from, for a message; of very many the first."""
    every = list(names)
    return ", ".join(every[:_LISTED]) + (", …" if len(every) > _LISTED else "")


def weighed(found: Problem, severity: Severity) -> Problem:
    """The same problem with another severity than the catalogue's."""
    return Problem(found.rule, found.file, found.line, found.clause, found.values, severity)
