"""Typed reading of what `yamlfile` hands over as strings: one clear problem for what doesn't fit.

An `Entry` is a value with its place, so that each refusal names file and line. Digits are the
ASCII ones only: Python's own `int` and `date` would take full-width digits as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from kaitei.base.catalogue import Phrases, phrase
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.base.yamlfile import Value, YamlFile

# From the first year of Meiji, before which no law of today's was made, to one that every library
# here still reckons with.
YEARS = range(1868, 2201)
ANY_YEAR = range(1, 10_000)
_PLAIN = re.compile(r"[^\x00-\x1f\x7f<>{}\[\]|\\*`]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a YAML file: what it is and where it stands (`path` from the root)."""

    doc: YamlFile
    path: tuple[str | int, ...] = ()

    @property
    def value(self) -> Value:
        """The value as `yamlfile` read it; None where nothing stands there."""
        here: Value = self.doc.root
        for step in self.path:
            if isinstance(here, dict) and isinstance(step, str):
                here = here.get(step)
            elif isinstance(here, list) and isinstance(step, int):
                here = here[step]
            else:
                return None
        return here

    @property
    def name(self) -> str:
        """The path in words: `disclosure-fee.amount`."""
        return ".".join(str(step) for step in self.path)

    @property
    def open(self) -> bool:
        """Whether nothing is filled in here, nor anywhere below it."""
        return _is_open(self.value)

    def __getitem__(self, step: str | int) -> Entry:
        return Entry(self.doc, (*self.path, step))

    def __contains__(self, step: str) -> bool:
        return isinstance(self.value, dict) and step in self.value

    def names(self) -> tuple[str, ...]:
        """The names of a mapping, in their order; none where nothing stands."""
        if self.value in (None, "", []):
            return ()
        if not isinstance(self.value, dict):
            raise self.wrong("names")
        return tuple(self.value)

    @property
    def flow(self) -> bool:
        """Whether it is a list or a mapping in brackets, in which a comma ends a value."""
        return self.path in self.doc.flow

    def items(self) -> Iterator[Entry]:
        """The entries of a list, in their order; a single value counts as a list of one."""
        if isinstance(self.value, list):
            yield from (self[index] for index in range(len(self.value)))
        elif not self.open:
            yield self

    def only(self, *known: str) -> Entry:
        """The entry itself, if it is a mapping with no other names than `known`."""
        if unknown := self.unknown(known):
            raise KaiteiError(*unknown)
        return self

    def unknown(self, known: Collection[str]) -> list[Problem]:
        """A problem for each name of a mapping that is not among `known`."""
        return [
            problem(
                "field-unknown",
                self.doc.file,
                self[key].line,
                name=key,
                known=", ".join(nearest(key, known)),
            )
            for key in self.names()
            if key not in known
        ]

    def mended(self, known: Collection[str]) -> Entry:
        """The mapping with each mistyped name put right, where it is clear which one was meant.

        `unknown` tells it; what stands there is not said to be missing as well.
        """
        meant = {
            name: right
            for name in self.names()
            if name not in known and (right := intended(name, known)) and right not in self
        }
        return Entry(self.doc.renamed(self.path, meant), self.path) if meant else self

    def text(self) -> str:
        """The value as a line of plain text; it must be filled in."""
        if self.open:
            raise self.missing()
        return self._string()

    def whole(self) -> str:
        """The value as `text` gives it, refused where YAML took its end for a comment.

        “Clause #3 is tidied” without quotation marks says “Clause”.
        """
        if comment := self.doc.cut.get(self.path):
            found = comment[:40]
            raise KaiteiError(problem("yaml-comment", self.doc.file, self.line, found=found))
        return self.text()

    def maybe(self) -> str | None:
        """The value as a line of plain text, or None where it is open."""
        return None if self.open else self._string()

    def flag(self, default: bool | None = None) -> bool:
        """True or false, written as `true` and `false`."""
        if self.open and default is not None:
            return default
        return self.choice(("true", "false")) == "true"

    def choice(self, allowed: Iterable[str], names: str = "") -> str:
        """One of `allowed`; `names` is the topic of the desk's words that says what each means."""
        options = tuple(allowed)
        if self.text() not in options:
            named = [phrase(f"desk.{names}.{option}") for option in options] if names else options
            several = "choice_named" if names else "choice" if len(options) > 1 else "only"
            raise self.wrong(several, options=Phrases(named, "choice"))
        return self.text()

    def match(self, pattern: str, expected: str) -> str:
        """Text that matches `pattern` whole; `expected` as `wrong` takes it."""
        if not re.fullmatch(pattern, self.text(), re.ASCII):
            raise self.wrong(expected)
        return self.text()

    def number(self) -> int:
        """A whole number in ASCII digits."""
        return int(self.match(r"\d{1,6}", "whole"))

    def amount(self) -> Decimal:
        """A number such as 1000, 1,000 or 9.50, in ASCII digits."""
        pattern = r"(\d{1,3}(,\d{3})+|\d{1,12})(\.\d{1,4})?"
        return Decimal(self.match(pattern, "amount").replace(",", ""))

    def day(self, years: range = YEARS) -> date:
        """A day of the calendar within `years`, written 2026-04-01 in ASCII."""
        written = self.match(r"\d{4}-\d{2}-\d{2}", "day")
        try:
            found = date.fromisoformat(written)
        except ValueError:
            raise KaiteiError(
                problem("date-impossible", self.doc.file, self.line, name=self.name, value=written)
            ) from None
        if found.year not in years:
            raise KaiteiError(self.out_of_range(found))
        return found

    def out_of_range(self, day: date) -> Problem:
        """The problem that a day lies where no policy was or will be."""
        named = {"name": self.name, "value": day.isoformat()}
        years = {"first": YEARS[0], "last": YEARS[-1]}
        return problem("date-range", self.doc.file, self.line, "", **named, **years)

    def month_day(self) -> tuple[int, int]:
        """A day of any year, written 12-29, as (month, day)."""
        month, day = map(int, self.match(r"\d{2}-\d{2}", "month_day").split("-"))
        try:
            date(2024, month, day)
        except ValueError:
            raise self.wrong("month_day") from None
        return month, day

    def clock(self) -> time:
        """A time of day, written 09:30."""
        return time.fromisoformat(self.match(r"([01]\d|2[0-3]):[0-5]\d", "clock"))

    def words(self, languages: tuple[str, ...], *, partial: bool = False) -> dict[str, str] | None:
        """Plain text by language, or None where no language is filled in.

        With `partial` some languages may stay open; without, all must be filled in or none.
        """
        self.only(*languages)
        found = {lang: text for lang in languages if (text := self[lang].maybe()) is not None}
        if not found:
            return None
        for lang in languages:
            if lang not in found and not partial:
                raise self[lang].missing()
        return found

    @property
    def line(self) -> int:
        """The line of the file on which this entry stands, or the nearest one above it."""
        return self.doc.line(*self.path)

    def missing(self) -> KaiteiError:
        """The problem that this entry is not filled in."""
        return KaiteiError(problem("field-missing", self.doc.file, self.line, name=self.name))

    def wrong(self, expected: str, **values: object) -> KaiteiError:
        """The problem that this entry is something else than expected: a key of `desk.expected`."""
        value = self.value if isinstance(self.value, str) else "…"
        return KaiteiError(
            problem(
                "field-wrong",
                self.doc.file,
                self.line,
                name=self.name,
                value=value,
                expected=phrase(f"desk.expected.{expected}", **values),
            )
        )

    def _string(self) -> str:
        if not isinstance(self.value, str):
            raise self.wrong("line")
        if not _PLAIN.fullmatch(self.value):
            raise self.wrong("plain")
        return self.value.strip()


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """The known names nearest to a mistyped one, best first; all (at most 8) if none is near."""
    import difflib  # here, and below: only for what is mistyped

    names = sorted(known)
    return difflib.get_close_matches(name, names, 3, 0.5) or names[:8]


def intended(name: str, known: Collection[str]) -> str:
    """The known name that a mistyped one can only stand for; "" where that is not clear."""
    import difflib

    typed = unicodedata.normalize("NFKC", name).casefold()
    return next(iter(difflib.get_close_matches(typed, known, 1, 0.8)), "")


def entry(value: Mapping[str, object] | YamlFile, file: str) -> Entry:
    """The root entry of a YAML file, or of a mapping without lines."""
    if isinstance(value, YamlFile):
        return Entry(value)
    return Entry(YamlFile(file, _plain(value), {}))


def _is_open(value: Value) -> bool:
    if isinstance(value, dict):
        return all(_is_open(part) for part in value.values())
    return value in (None, "", [])


def _plain(value: Mapping[str, object]) -> dict[str, Value]:
    def convert(item: object) -> Value:
        if isinstance(item, Mapping):
            return _plain(item)
        if isinstance(item, list | tuple):
            return [convert(part) for part in item]
        return item if item is None or isinstance(item, str) else str(item)

    return {str(key): convert(item) for key, item in value.items()}
