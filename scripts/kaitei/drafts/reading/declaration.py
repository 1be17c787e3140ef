"""What is declared of the next publication, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from kaitei.model import Kind

Place = tuple[str, int]
"""A file and a line of it; 0 for the whole file."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is declared of a publication.

    `base`, `of` and `former` are None and "" where nobody wrote them; `number` is 0: they are
    filled in when it is held against the record (see `pending`). `announced` is None where the day
    of publishing is to be stamped. `together` names the policies for which `announcement` waits.
    `effective` is None only for events that need no day. `extra`
    holds what readers are told beside, once or by language. `languages` are those whose words are
    written for it. `file` declares it; `places` tells where each entry stands: `effective`,
    `summary.en`, `summary.en.0`, and `.en` for what is missing in English. `misread` says of what
    facts.yml declares that something in it could not be read.
    """

    kind: Kind
    file: str = field(compare=False)
    effective: date | None = None
    base: int | None = None
    of: int | None = None
    former: str = ""
    announced: date | None = None
    announcement: str = ""
    together: tuple[str, ...] = ()
    summary: Mapping[str, Sequence[str]] = field(default_factory=dict, hash=False)
    reason: Mapping[str, str] = field(default_factory=dict, hash=False)
    translation_later: tuple[str, ...] = ()
    extra: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict, hash=False)
    languages: tuple[str, ...] = field(default=(), compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False, hash=False)
    number: int = 0
    misread: bool = False

    def place(self, name: str, lang: str = "", item: int | None = None) -> Place:
        """Where an entry stands, in a language's words; else where it would have to stand."""
        spoken = [f"{name}.{lang}.{item}", f"{name}.{lang}", f".{lang}"] if lang else []
        any_language = (key for key in self.places if key.startswith(f"{name}."))
        likely = chain((*spoken, name), any_language, ("kind",))
        known = (key for key in likely if key in self.places)
        return self.places[next(known)] if self.places else (self.file, 1)


@dataclass(frozen=True, slots=True)
class Declared:
    """What the files of a policy declare: `main`, and late translations in their own files.

    Neither where nothing is declared, and where it could not be read: then `misread`. `apart` are
    the languages whose files say nothing of `main`, since they declare something themselves.
    """

    main: Declaration | None = None
    late: tuple[Declaration, ...] = ()
    apart: tuple[str, ...] = ()
    misread: bool = False
