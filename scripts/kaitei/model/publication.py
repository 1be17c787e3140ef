"""A publication (公表) as frozen data: its kind, its dates, what it froze."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeAlias

from kaitei.model.facts import Settings

# The policies whose pages say more than their texts, drawn from the facts: by their first names.
HELPDESK = "helpdesk"
PROCEDURE = "disclosure-procedure"


Extra: TypeAlias = Mapping[str, "str | Mapping[str, str]"]
"""What readers are told beside, by name: the same in every language, or by language."""


def by_language(said: str | Mapping[str, str], lang: str) -> Mapping[str, str]:
    """The words of an entry of `Extra` by language; what is said once is said in `lang`."""
    return {lang: said} if isinstance(said, str) else said


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
    RENAMING = "renaming"
    PARTICULARS = "particulars"
    REVIEW = "review"

    @property
    def is_revision(self) -> bool:
        """Whether a publication of this kind is a revision: one that carries the texts."""
        return self in (Kind.ENACTMENT, Kind.REVISION, Kind.CORRECTION)

    @property
    def is_dated(self) -> bool:
        """Whether an event of this kind takes effect itself: it can be put off and withdrawn."""
        return self in (Kind.REPEAL, Kind.PARTICULARS)


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

    Dates are days in the policy's time zone. `effective` is the new effective date of a
    postponement, the day from which a withdrawal or repeal counts (None: as soon as it is
    announced) or changed particulars are printed, and None for a translation, a withholding, a
    renaming and a review. `base` is the revision whose text this one replaces, `of` the publication
    that an event is about. `former` is the policy's name until a renaming; it and what follows bear
    the new one as `policy`. `id` is the tag: URI without language. `summary`, `reason`, `titles`
    and `sources` are by language: `sources` are the frozen Markdown files, front matter included,
    and are empty where the text is withheld. `settings` is what was frozen of organization.yml and
    facts.yml. `announcement` is shared by the publications that one change to several policies
    made. `extra` is what readers are told beside: of the decision, of whom it concerns.
    `carried_over` is the day on which a text that had held before was taken into the record; where
    nobody knows when it was announced it is `undated`, and `announced`, the day from which it has
    held, only says where it stands among others. `published` is the moment of publishing, to the
    second; None in publications of before it was frozen.
    `digest` is the SHA-256 of its SHA256SUMS, in hex.
    """

    policy: str
    number: int
    kind: Kind
    announced: date
    effective: date | None
    base: int | None = None
    of: int | None = None
    former: str = ""
    id: str = ""
    summary: Mapping[str, Sequence[str]] = field(default_factory=dict, hash=False)
    reason: Mapping[str, str] = field(default_factory=dict, hash=False)
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)
    sources: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False)
    settings: Settings = field(kw_only=True, hash=False, repr=False)
    translation_later: tuple[str, ...] = ()
    announcement: str = ""
    extra: Extra = field(default_factory=dict, hash=False)
    sample: bool = False
    imported: bool = False
    carried_over: date | None = None
    undated: bool = False
    published: datetime | None = None
    digest: str = ""

    @property
    def said_as(self) -> str:
        """By what it is told: its kind, or that it was carried over, which was no announcement."""
        return "carried_over" if self.undated and self.kind.is_revision else self.kind.value

    @property
    def moment(self) -> datetime:
        """When it was published, as far as it says so: midnight of its day where it does not."""
        return self.published or midnight(self.announced, self)

    @property
    def order(self) -> tuple[date, datetime, str, int]:
        """Where it stands among the publications of all policies: the last has the greatest."""
        return self.announced, self.moment, self.policy, self.number

    @property
    def ref(self) -> str:
        """How a person names it: `policy@number`."""
        return f"{self.policy}@{self.number}"


def midnight(day: date, publication: Publication) -> datetime:
    """When a day begins where a publication is at home."""
    return datetime.combine(day, time(), publication.settings.organization.zone)
