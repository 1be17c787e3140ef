"""Publications that were carried over -> the record: what stands there already stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaitei.drafts.adopt import wording
from kaitei.model import Publication
from kaitei.record import Record
from kaitei.record.append import append

_COMPARED = ("imported", "kind", "announced", "effective", "base", "of", "titles", "sources",
             "summary", "reason", "translation_later")  # fmt: skip


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What became of one policy: how many publications were written, how many stood already."""

    policy: str
    written: int
    there: int

    def sentence(self, lang: str) -> str:
        """The outcome in one sentence of `lang`, a language of the desk."""
        values = {"policy": self.policy, "written": self.written, "there": self.there}
        return wording.say(lang, "outcome", **values)


def record(
    to: Record, name: str, wanted: Sequence[Publication], there: Sequence[Publication]
) -> CarriedOver:
    """Append those of `wanted` that the record has not yet, each whole or not at all."""
    missing = wanted[len(there) :]
    for publication in missing:
        append(to, publication, publication.settings.freeze(()))
    return CarriedOver(name, len(missing), len(wanted) - len(missing))


def differing(
    wanted: Sequence[Publication], there: Sequence[Publication]
) -> Iterator[tuple[Publication, str]]:
    """The first publication in which the record says something else, and in which entry."""
    for number, stands in enumerate(there):
        if number >= len(wanted):
            names = ["number"] if stands.imported else []
        else:
            names = [
                name
                for name in _COMPARED
                if not (name == "sources" and not stands.sources)  # withheld since
                and getattr(wanted[number], name) != getattr(stands, name)
            ]
        if names:
            yield stands, names[0]
            return
