"""What can be wrong, as data, and the one error type that carries it.

A `Problem` names a rule of `rules.toml` and fills that rule's sentences (`i18n/messages/`) with
values; only `cli` prints one. Nothing else in kaitei prints, logs or exits.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, TypedDict

from kaitei.base import catalogue, tables
from kaitei.base.catalogue import Phrase, Spoken

Severity = Literal["error", "warning", "note"]  # an error stops publishing
_LINES = 30  # further lines that are named: more are counted
_LONGEST = 200  # characters of what a library says: more is its own affair, not a reader's


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong (指摘): which rule, where, and the values of its sentence.

    `file` is relative to the repository where there is one; `line` counts from 1, 0 means the
    whole file; `clause` is a clause id or empty. `also` are further lines of the file that are to
    be mended in the same way.
    """

    rule: str
    file: str = ""
    line: int = 0
    clause: str = ""
    values: Mapping[str, str | Spoken] = field(default_factory=dict, hash=False)
    severity: Severity = "error"
    also: tuple[int, ...] = ()

    def message(self, lang: str = "en") -> str:
        """What is wrong, in one sentence of `lang` ("en" or "ja"), and where else."""
        said = self._filled(lang, catalogue.messages(lang)[self.rule]["message"])
        return f"{said}{self._elsewhere(catalogue.desk_language(lang))}"

    def text(self, lang: str) -> str:
        """Its message: what another problem says of it, as the reason of its own."""
        return self.message(lang)

    def mend(self, lang: str = "en") -> str:
        """How to mend it, in one sentence of `lang` ("en" or "ja")."""
        return self._filled(lang, catalogue.messages(lang)[self.rule]["mend"])

    def _filled(self, lang: str, sentence: str) -> str:
        lang = catalogue.desk_language(lang)
        values = {name: catalogue.text_of(value, lang) for name, value in self.values.items()}
        return sentence.format_map({name: visible(str(value)) for name, value in values.items()})

    def _elsewhere(self, lang: str) -> str:
        """The sentence that names the further lines; "" where there are none."""
        if not self.also:
            return ""
        lines = catalogue.listed(lang, list(map(str, self.also[:_LINES])))
        count, left = len(self.also), len(self.also) - _LINES
        if left > 0:
            return catalogue.t(lang, "desk.also.more", lines=lines, count=left)
        return catalogue.t(lang, "desk.also.lines", lines=lines, count=count)

    @property
    def place(self) -> str:
        """`file:line`, or `file` where the problem is the whole file's."""
        return f"{self.file}:{self.line}" if self.line else self.file


class KaiteiError(Exception):
    """Something is wrong with the input or the record. Carries at least one `Problem`."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.place}: {p.message()}" for p in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type[KaiteiError], tuple[Problem, ...]]:
        """How it comes from another process: by its problems."""
        return KaiteiError, self.problems


def problem(
    rule: str, file: str = "", line: int = 0, clause: str = "", **values: object
) -> Problem:
    """A `Problem` of `rule`, with the severity that `rules.toml` gives it.

    Values are words of the catalogue, or turned into strings; line breaks and control characters in
    them and in the file's name are made visible, so that nothing in a bad file can forge a line of
    output. An unknown rule is a KeyError.
    """
    shown = {
        # Words as they are come first: to see whether an object speaks takes fifty times as long.
        name: value
        if not isinstance(value, str) and isinstance(value, Spoken)
        else visible(str(value))
        for name, value in values.items()
    }
    return Problem(rule, visible(file), line, clause, shown, rules()[rule]["severity"])


def reason_of(error: OSError) -> Spoken:
    """What the system refused, in the language of the message that says it.

    The system speaks the language of its locale, which need not be the message's; its own words
    stand where the catalogue has none for the number of the error.
    """
    name = errno.errorcode.get(error.errno or 0, "")
    own = error.strerror or " ".join(str(error).split())[:_LONGEST] or type(error).__name__
    return Phrase(f"desk.system.{name}", otherwise=own)


def visible(value: str) -> str:
    """A value on one line: line breaks and control characters as what they are written with."""
    return "".join(c if c.isprintable() or c == "\u3000" else f"\\u{ord(c):04x}" for c in value)


class Rule(TypedDict):
    """An entry of `rules.toml`: what a rule weighs, and where it comes from."""

    severity: Severity
    why: str


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its name."""
    found: Mapping[str, Rule] = tables.read(Path(__file__).with_name("rules.toml"))
    return found
