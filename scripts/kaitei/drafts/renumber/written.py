"""A text as it is written, beside what was parsed of it: labels and references by clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kaitei.drafts.renumber.labels import Label, label
from kaitei.drafts.renumber.source import NumberedSection, Stretch, sections
from kaitei.model import Text
from kaitei.text import markdown, tokens
from kaitei.text.numerals import readings
from kaitei.text.values import Place, Value, clause_references, fold, places

Numbers = tuple[tuple[str, tuple[int, ...]], ...]
"""The numbers of a reference by level, from the outside in: (("A", (3, 2)), ("P", (1,)))."""
_ORDER = "BCSKATPI#"


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference: its words and where they stand, what numbers it says at which places.

    `elsewhere` says that it is to another document, `link` where it leads, "" without a link.
    """

    value: Value
    stretch: Stretch
    places: tuple[Place, ...]
    numbers: Numbers
    elsewhere: bool
    link: str

    @property
    def line(self) -> int:
        """The line of its first character, from 1."""
        return self.stretch.at[self.value.start][0] + 1


class Written:
    """A text and its source; `whole` says that each clause was found in the source."""

    def __init__(self, source: str, text: Text) -> None:
        self.text = text
        self.lines = source.split("\n")
        found = sections(self.lines, markdown.front_lines(source))
        headless = bool(text.clauses) and text.clauses[0].heading is None
        self.sections = found if headless else found[1:]
        self.whole = len(self.sections) == len(text.clauses)
        self.labels = list(self._labels())

    def words(self, section: NumberedSection) -> str:
        """The label of a section as it is written."""
        start, end = section.label
        return self.lines[section.line][start:end] if section.line is not None else ""

    def _labels(self) -> Iterator[Label | None]:
        last: dict[int, Label] = {}
        for section in self.sections:
            own = label(self.words(section), last.get(section.level))
            if own:
                last[section.level] = own
            yield own

    def cited(self, at: int) -> list[Cited]:
        """The references in the words of a clause, in order."""
        found: list[Cited] = []
        for stretch in self.sections[at].stretches:
            for value, elsewhere in clause_references(stretch.words, self.text.lang):
                found.append(
                    _cited(value, stretch, found[-1] if found else None, elsewhere=elsewhere)
                )
        return found

    def tokens(self, at: int) -> Iterator[tuple[str, int | None]]:
        """The words of a clause as tokens, each reference as one, with its place in `cited`."""
        number = 0
        for stretch in self.sections[at].stretches:
            past = 0
            for value, _ in clause_references(stretch.words, self.text.lang):
                yield from (
                    (token, None) for token in tokens.split(stretch.words[past : value.start])
                )
                yield "", number
                number, past = number + 1, value.end
            yield from ((token, None) for token in tokens.split(stretch.words[past:]))


def _cited(value: Value, stretch: Stretch, last: Cited | None, *, elsewhere: bool) -> Cited:
    folded = fold(value.text)
    where = tuple(places(folded, value.normal))
    link = next((to for a, b, to in stretch.links if a <= value.start < b), "")
    said = numbers(folded, where)
    if value.normal.startswith("A=") and last:  # 同条第2項: of the article that was named last
        said = (*(one for one in last.numbers if one[0] == "A"), *said)
        elsewhere = elsewhere or last.elsewhere
    return Cited(value, stretch, where, said, elsewhere, link)


def numbers(folded: str, where: tuple[Place, ...]) -> Numbers:
    """The numbers at the places of a reference; none where one can't be read."""
    found: list[tuple[str, tuple[int, ...]]] = []
    for place in where:
        number = next(iter(readings(folded[place.start : place.end]).values()), None)
        if number is None:
            return ()
        if place.branch and found:
            found[-1] = (found[-1][0], (*found[-1][1], number))
        else:
            found.append((place.level, (number,)))
    return tuple(sorted(found, key=lambda one: _ORDER.find(one[0])))
