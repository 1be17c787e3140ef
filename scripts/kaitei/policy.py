"""The words of kaitei as frozen data: Text, Clause, Block, Run; Publication, Policy, statuses.

Pure: no file, no clock, no library. A day is always an argument, reckoned by the caller in the
policy's time zone. The words are those of docs/glossary.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

# --- a text -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    r"""Inline formatting of a run: `strong`, `em`, `code`, `a`, `sup`, `sub`, `img`, `br`.

    `attrs` holds what counts of its attributes, sorted (`href`, `title`, `src`, `alt`). `img` and
    `br` are the innermost mark of a run whose text is "" and "\n".
    """

    tag: str
    attrs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of visible text under the same marks, outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text, in normal form: it has either runs (a leaf) or children, never both.

    Leaves: `p`, `h1`-`h6`, `pre`, `hr` (no runs) and "" (inline content of a container that has
    no tag of its own). Containers: `ul`, `ol`, `li`, `table`, `thead`, `tbody`, `tr`, `th`, `td`,
    `blockquote`, `dl`, `dt`, `dd`; their inline content is always a "" leaf among the children.
    `attrs` holds what counts: `start` of an `ol`, `align` of a cell; `id` is an explicit anchor.
    """

    tag: str
    runs: tuple[Run, ...] = ()
    children: tuple[Block, ...] = ()
    attrs: tuple[tuple[str, str], ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause (条・項): a heading and what follows it up to the next heading of any level.

    `id` is the stable id from `{#id}`, or "" where the source gives none. `label` is the number
    as written ("第3条", "3.", "Article 3"), `title` the heading without it. What stands before
    the first heading is a clause without heading: level 0, `heading` None.
    """

    id: str
    label: str
    title: str
    level: int
    heading: Block | None
    blocks: tuple[Block, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """One language of one revision (正文・英訳), parsed. `title` is the front matter's."""

    lang: str
    title: str
    clauses: tuple[Clause, ...]


# --- a publication ----------------------------------------------------------------------------


class Kind(StrEnum):
    """What a publication is (種別). The first three carry texts, the others name `of: k`."""

    ENACTMENT = "enactment"
    REVISION = "revision"
    CORRECTION = "correction"
    POSTPONEMENT = "postponement"
    WITHDRAWAL = "withdrawal"
    TRANSLATION = "translation"
    REPEAL = "repeal"
    WITHHELD = "withheld"

    @property
    def is_revision(self) -> bool:
        """Whether a publication of this kind is a revision: one that carries the texts."""
        return self in (Kind.ENACTMENT, Kind.REVISION, Kind.CORRECTION)


class Status(StrEnum):
    """Where a revision stands on a day; computed from the record, never stored."""

    IN_FORCE = "in-force"
    UPCOMING = "upcoming"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    REPEALED = "repealed"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Publication:
    """One act of publishing for one policy (公表), as it stands in its folder of the record.

    `sources` are the frozen Markdown files by language, front matter included. `settings` is
    what was frozen of organization.yml and facts.yml (see `facts.py`). `id` is the tag: URI
    without language. `digest` is the SHA-256 of its SHA256SUMS, in hex. Dates are days in the
    policy's time zone. `effective` is the new effective date of a postponement, the day from
    which a withdrawal or repeal counts, and None for a translation and a withholding.
    """

    policy: str
    number: int
    kind: Kind
    announced: date
    effective: date | None
    base: int | None = None
    of: int | None = None
    id: str = ""
    summary: Mapping[str, Sequence[str]] = field(default_factory=dict, hash=False)
    reason: Mapping[str, str] = field(default_factory=dict, hash=False)
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)
    sources: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False)
    settings: Mapping[str, object] = field(default_factory=dict, hash=False, repr=False)
    translation_later: tuple[str, ...] = ()
    announcement: str = ""
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)
    sample: bool = False
    imported: bool = False
    digest: str = ""

    @property
    def ref(self) -> str:
        """How a person names it: `policy@number`."""
        return f"{self.policy}@{self.number}"


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy (規程) and its publications in order of their numbers.

    Everything that depends on a day takes it as `on`; publications announced after it do not
    exist for the answer.
    """

    name: str
    publications: tuple[Publication, ...]

    def known(self, on: date) -> tuple[Publication, ...]:
        """The publications announced on or before `on`, oldest first."""
        return tuple(p for p in self.publications if p.announced <= on)

    def revisions(self, on: date) -> tuple[Publication, ...]:
        """The known publications that carry texts, oldest first."""
        return tuple(p for p in self.known(on) if p.kind.is_revision)

    def get(self, number: int) -> Publication:
        """The publication `number`; KeyError where there is none."""
        for publication in self.publications:
            if publication.number == number:
                return publication
        raise KeyError(number)

    def events(self, number: int, on: date) -> tuple[Publication, ...]:
        """What was announced about revision `number` after it, oldest first."""
        return tuple(p for p in self.known(on) if p.of == number and not p.kind.is_revision)

    def effective(self, revision: Publication, on: date) -> date:
        """The effective date of a revision as it is known on `on`: the last postponement's."""
        day = revision.effective
        for event in self.events(revision.number, on):
            if event.kind is Kind.POSTPONEMENT:
                day = event.effective
        assert day is not None  # noqa: S101  # the archive refuses a revision without one
        return day

    def in_force(self, on: date) -> Publication | None:
        """The revision whose text holds on `on`, or None.

        Of the revisions that have taken effect and are not withdrawn, one is displaced by any
        other that replaced it, directly or through its base; of the rest the one with the latest
        effective date holds, of several on one day the last published.
        """
        if self._repealed(on):
            return None
        alive = [r for r in self._standing(on) if self.effective(r, on) <= on]
        displaced = {number for r in alive for number in self._replaced_by(r)}
        rest = [r for r in alive if r.number not in displaced]
        return max(rest, key=lambda r: (self.effective(r, on), r.number), default=None)

    def upcoming(self, on: date) -> tuple[Publication, ...]:
        """The announced revisions that will take effect after `on`, the next one first.

        One that another announced revision replaces no later than its own day is not among them.
        """
        if self._repealed(on):
            return ()
        coming = [r for r in self._standing(on) if self.effective(r, on) > on]
        order = sorted(coming, key=lambda r: (self.effective(r, on), r.number))
        return tuple(r for r in order if not self._overtaken(r, on))

    def status(self, revision: Publication, on: date) -> Status:
        """Where `revision` stands on `on`."""
        kinds = {event.kind for event in self._taken(revision, on)}
        if Kind.WITHHELD in kinds:
            return Status.WITHHELD
        if Kind.WITHDRAWAL in kinds:
            return Status.WITHDRAWN
        if revision == self.in_force(on):
            return Status.IN_FORCE
        if revision in self.upcoming(on):
            return Status.UPCOMING
        return Status.REPEALED if self._repealed(on) else Status.SUPERSEDED

    def _standing(self, on: date) -> list[Publication]:
        """The revisions not withdrawn by `on`."""
        return [
            r
            for r in self.revisions(on)
            if not any(event.kind is Kind.WITHDRAWAL for event in self._taken(r, on))
        ]

    def _taken(self, revision: Publication, on: date) -> list[Publication]:
        """The events about a revision that count on `on`: a withdrawal only from its day."""
        return [
            event
            for event in self.events(revision.number, on)
            if event.effective is None or event.kind is Kind.POSTPONEMENT or event.effective <= on
        ]

    def _replaced_by(self, revision: Publication) -> Iterable[int]:
        """The numbers that a revision replaces: its base, the base's base, and so on."""
        seen: set[int] = set()
        base = revision.base
        while base is not None and base not in seen:
            seen.add(base)
            base = self.get(base).base
        return seen

    def _overtaken(self, revision: Publication, on: date) -> bool:
        day = self.effective(revision, on)
        return any(
            revision.number in self._replaced_by(other) and self.effective(other, on) <= day
            for other in self._standing(on)
        )

    def _repealed(self, on: date) -> bool:
        """Whether a repeal has taken effect by `on` with no enactment published after it."""
        last = None
        for p in self.known(on):
            if p.kind is Kind.REPEAL and p.effective is not None and p.effective <= on:
                last = p
            if p.kind is Kind.ENACTMENT:
                last = None
        return last is not None
