"""A value, and the forms that recognise one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kaitei.text.values.numbers import leading


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a text; see the room's face for its kinds and normal forms."""

    kind: str
    normal: str
    unit: str
    start: int
    end: int
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """What makes two values equal, however they are written."""
        return self.kind, self.normal

    @property
    def figure(self) -> str:
        """The number that it begins with, without its unit: 6 of 6か月 and "six months"."""
        return leading(self.text)

    @property
    def figures(self) -> bool:
        """Whether it is written in figures and not in words alone."""
        return any(c.isdecimal() for c in self.text)


class Read(NamedTuple):
    """What a form reads: the kind, the normal form and the unit of a value."""

    kind: str
    normal: str
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Notation:
    """One way to write values: where it may begin, what it looks like, and how a match is read.

    `starts` are the kinds of what it may begin with: a digit ("d"), a kanji numeral ("k"), another
    sign ("s"), a number in words ("n"), a month or weekday ("m"), a level such as
    "Article" ("l"), "preceding" and the like ("r"), a currency ("c"), another word ("o").
    `follows` are the signs that may stand behind its first number, with or without a space: "a" for
    any Latin letter; "" for whatever there is. It spares most forms the look. `read` gives None for
    what only looks like a value. `source` is a verbose pattern: ASCII digits, any case of letters.
    """

    starts: str
    source: str
    read: Callable[[re.Match[str]], Read | None]
    follows: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first asked for: few texts need every form."""
        return re.compile(self.source, re.VERBOSE | re.ASCII | re.IGNORECASE)
