"""A publication as the site shows it on its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kaitei.model import Publication, Status

Parts = tuple[str | int, ...]
"""An address below its language's root, in parts."""


@dataclass(frozen=True, slots=True)
class SiteEntry:
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
    def text_path(self) -> Parts:
        """Where a revision's text stands."""
        return text_path(self.publication)

    @property
    def announcement_path(self) -> Parts:
        """Where the announcement stands."""
        return announcement_path(self.publication)


def text_path(publication: Publication) -> Parts:
    """Where a revision's text stands: below the name that its policy had then, for ever."""
    return publication.policy, publication.number


def announcement_path(publication: Publication) -> Parts:
    """Where an announcement stands: a revision's `changes`, an event's own page."""
    place = text_path(publication)
    return (*place, "changes") if publication.kind.is_revision else place
