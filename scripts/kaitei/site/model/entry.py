"""A publication as the site shows it on its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kaitei.model import Publication, Status


@dataclass(frozen=True, slots=True)
class Entry:
    """A publication as the site shows it on its day.

    `revision` is the publication itself, or for an event the revision that it is about. `status`
    and `effective` are that revision's, as known on the day.
    """

    publication: Publication
    revision: Publication
    status: Status
    effective: date

    @property
    def number(self) -> int:
        """The number of the publication."""
        return self.publication.number

    @property
    def has_text(self) -> bool:
        """Whether this publication carries texts that the site may show."""
        return self.publication.kind.is_revision and self.status is not Status.WITHHELD

    @property
    def text_path(self) -> tuple[str | int, ...]:
        """Where a revision's text stands below its language's root.

        Below the name that the policy had then, for ever.
        """
        return self.publication.policy, self.number

    @property
    def announcement_path(self) -> tuple[str | int, ...]:
        """Where the announcement stands: a revision's `changes`, an event's own page."""
        return (*self.text_path, "changes") if self.publication.kind.is_revision else self.text_path
