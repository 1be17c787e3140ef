"""Two languages say the same: the values of a clause or a line, held against the other's.

Each language writes values its own way; `text.values` gives both one form. What is left apart is
what one language says in no form that the other has, not even in words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from kaitei.model import Clause, Run
from kaitei.text.values import Value, in_days, readings, single, spelled, values

WEIGHTY = frozenset(
    ("telephone", "date", "time", "amount", "rate", "link", "email", "postcode", "address")
)
_KINDS = {"url": "link", "count": "number"}


@dataclass(frozen=True, slots=True, order=True)
class ParityValue:
    """A value as both languages are held to it; `written` is how it stands in the text."""

    kind: str
    form: str
    written: str = field(compare=False)
    figure: str = field(compare=False, default="")

    @property
    def figures(self) -> bool:
        """Whether it is written in figures, or is none that words could say."""
        return any(c.isdecimal() for c in self.written) or self.kind in ("link", "email")


def of(clause: Clause) -> Counter[ParityValue]:
    """The values of a clause, its label left out, with how often each stands there."""
    found: Counter[ParityValue] = Counter(said(clause.title))
    for block in clause.blocks:
        for leaf in block.leaves():
            found.update(said(leaf.words))
            found.update(
                ParityValue("link", _bare(href), href) for href in dict.fromkeys(links(leaf.runs))
            )
    return found


def said(text: str) -> Iterator[ParityValue]:
    """The values of a stretch of text, references left out."""
    for value in values(text):
        if value.kind != "reference":
            yield _said(value)


def words(clause: Clause) -> str:
    """All that a clause says, its label left out."""
    leaves = (leaf.words for block in clause.blocks for leaf in block.leaves())
    return "\n".join([clause.title, *leaves])


def links(runs: tuple[Run, ...]) -> Iterator[str]:
    """The targets of the links in some runs."""
    for run in runs:
        for mark in run.marks:
            if mark.tag == "a":
                yield dict(mark.attrs).get("href", "")


def apart(
    ours: Counter[ParityValue], theirs: Counter[ParityValue], mine: str, yours: str
) -> tuple[list[ParityValue], list[ParityValue]]:
    """What only the one side says, and what only the other; `mine`, `yours` are all their words.

    What can be read twice, or stands on the other side in words or without its unit, is said there.
    """
    left, right = ours - theirs, theirs - ours
    for here, there in ((left, right), (right, left)):
        _cancel_readings(here, there)
    one, other = _unsaid(left, yours), _unsaid(right, mine)
    # 過半数 is “fifty percent or more”: words need not be figures in the other language.
    return _firm(one, other), _firm(other, one)


def _said(value: Value) -> ParityValue:
    kind, form = _KINDS.get(value.kind, value.kind), value.normal
    if kind == "date" and re.fullmatch(r"(?:FY)?\d{4}", form):
        # 平成15年法律第57号 is Act No. 57 of 2003: a year alone is a number.
        kind, form = "number", form[-4:]
    if kind == "period":
        form = in_days(form)
    return ParityValue(kind, form, value.text, value.figure)


def _bare(href: str) -> str:
    return re.sub(r"^https?://", "", href, flags=re.IGNORECASE).rstrip("/")


def _cancel_readings(here: Counter[ParityValue], there: Counter[ParityValue]) -> None:
    """Take away what two sides say in two forms, as often as both say it."""
    for value in list(here):
        forms: Iterable[tuple[str, str]] = ()
        if value.kind == "date" and "/" in value.form:
            forms = [("date", form) for form in readings(value.form)]
        elif value.kind == "time" and "midnight" in value.written.lower():
            forms = [("time", "00:00"), ("time", "24:00")]
        elif value.kind in ("amount", "rate", "period"):
            forms = [("number", value.figure)]
        for kind, form in forms:
            other = ParityValue(kind, form, "")
            common = min(here[value], there[other])
            here[value] -= common
            there[other] -= common


def _unsaid(left: Counter[ParityValue], words: str) -> list[ParityValue]:
    """The values that the words of the other side don't say either."""
    numbers, singles = spelled(words), single(words)
    alone = spelled(_without_periods(words))  # “six” of “six years” is no 6か月
    return [
        value
        for value in (+left).elements()
        if not (value.kind == "number" and value.form in numbers | {"1"})
        and not (value.kind == "period" and (value.form in singles or value.figure in alone))
    ]


def _without_periods(words: str) -> str:
    for value in reversed(values(words)):
        if value.kind == "period":
            words = f"{words[: value.start]} {words[value.end :]}"
    return words


def _firm(found: list[ParityValue], against: list[ParityValue]) -> list[ParityValue]:
    kinds = {value.kind for value in against}
    return [value for value in found if value.kind in kinds or value.figures]


# --- references -----------------------------------------------------------------------------------

_RELATIVE = re.compile(r"([API])([+-])(\d+|\*)")


def references(one: Clause, other: Clause) -> tuple[list[str], list[str]]:
    """The references of which only the one side says the number, and those of the other.

    The levels may differ (第2条第1項, Section 2.1), and the one may say “the preceding paragraph”
    where the other has its number.
    """
    ours, theirs = [*_references(one)], [*_references(other)]
    here, there = _relatives(ours), _relatives(theirs)
    more = [found for atom, found in here.items() if atom not in there]
    less = [found for atom, found in there.items() if atom not in here]
    numbers = [_numbers(side) for side in (ours, theirs)]
    left = _missing(ours, numbers[0] - numbers[1], words(other), less)
    right = _missing(theirs, numbers[1] - numbers[0], words(one), more)
    for level in "API":
        pair = [[v.value.text for v in side if v.value.normal[0] == level] for side in (more, less)]
        if all(pair):
            left, right = [*left, *pair[0]], [*right, *pair[1]]
    return left, right


def referred(one: Clause, other: Clause) -> tuple[Counter[str], Counter[str]]:
    """The numbers that only the references of the one side say, and those of the other.

    A statute's title is a number in one language (18 U.S.C.) and a level in another (第18編).
    """
    mine, yours = (_numbers([*_references(clause)]) for clause in (one, other))
    return mine - yours, yours - mine


class _Reference(NamedTuple):
    """A reference, and the number of the paragraph (項) that says it; 0 where it has none."""

    value: Value
    paragraph: int

    @property
    def meant(self) -> frozenset[str] | None:
        """The numbers that 前項 or “the preceding two paragraphs” stand for; None if unknown."""
        match = _RELATIVE.match(self.value.normal)
        if not match or match[1] != "P" or not self.paragraph:
            return None
        if match[3] == "*":
            return frozenset(map(str, range(1, self.paragraph)))
        steps = range(1, int(match[3]) + 1)
        return frozenset(str(self.paragraph + (n if match[2] == "+" else -n)) for n in steps)


def _references(clause: Clause) -> Iterator[_Reference]:
    for block in clause.blocks:
        first = int(dict(block.attrs).get("start", "1")) if block.tag == "ol" else 0
        for number, part in enumerate(block.children if first else (block,), first):
            for leaf in part.leaves():
                found = (v for v in values(leaf.words) if v.kind == "reference")
                yield from (_Reference(value, number) for value in found)


def _numbers(found: list[_Reference]) -> Counter[str]:
    """The numbers of references, whatever their levels."""
    return Counter(
        number
        for reference in found
        if not reference.value.normal.startswith("#")
        for part in reference.value.normal.split(".")
        if not _RELATIVE.match(part)
        for number in _figures(part)
    )


def _figures(normal: str) -> list[str]:
    """The numbers in a reference; the 0 of A0 (本条, this Article) is none."""
    return [number for number in re.findall(r"\d+", normal) if number != "0"]


def _missing(
    found: list[_Reference], missing: Counter[str], words: str, relative: list[_Reference]
) -> list[str]:
    """The references in which a number stands that the other side does not say.

    Its words may say it, and so may what is `relative` there.
    """
    numbers = spelled(words) | {v.figure for v in values(words) if v.kind in ("number", "count")}
    numbers |= {v.normal.strip("#") for v in values(words) if v.normal.startswith("#")}
    for reference in relative:
        if reference.meant is None:
            return []
        numbers |= reference.meant
    told = []
    for value, _ in found:
        own = [n for n in _figures(value.normal) if missing[n] > 0 and n not in numbers]
        if own and not _RELATIVE.search(value.normal):
            missing.subtract(own)
            told.append(value.text)
    return told


def _relatives(found: list[_Reference]) -> dict[str, _Reference]:
    """The relative references, by what each means."""
    matches = ((_RELATIVE.match(reference.value.normal), reference) for reference in found)
    return {match[0]: reference for match, reference in matches if match}
