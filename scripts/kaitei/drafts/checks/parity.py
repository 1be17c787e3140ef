"""Two languages say the same: the values of a clause or a line, held against the other's.

Each language writes values its own way; `text.values` gives both one form. What is left apart is
what one language says in no form that the other has, not even in words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

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
    ours, theirs = _references(one), _references(other)
    mine, yours = _numbers(ours), _numbers(theirs)
    left = _missing(ours, mine - yours, words(other))
    right = _missing(theirs, yours - mine, words(one))
    here, there = _relatives(ours), _relatives(theirs)
    more = [value for atom, value in here.items() if atom not in there]
    less = [value for atom, value in there.items() if atom not in here]
    # What is relative on one side may be the number that is missing there.
    left = [] if less else left
    right = [] if more else right
    for level in "API":
        pair = [[v.text for v in side if v.normal[0] == level] for side in (more, less)]
        if all(pair):
            left, right = [*left, *pair[0]], [*right, *pair[1]]
    return left, right


def _references(clause: Clause) -> list[Value]:
    leaves = (leaf for block in clause.blocks for leaf in block.leaves())
    return [v for leaf in leaves for v in values(leaf.words) if v.kind == "reference"]


def _numbers(found: list[Value]) -> Counter[str]:
    """The numbers of references, whatever their levels."""
    return Counter(
        number
        for value in found
        if not value.normal.startswith("#")
        for part in value.normal.split(".")
        if not _RELATIVE.match(part)
        for number in re.findall(r"\d+", part)
    )


def _missing(found: list[Value], missing: Counter[str], words: str) -> list[str]:
    """The references in which a number stands that the words of the other side don't say."""
    numbers = spelled(words) | {v.figure for v in values(words) if v.kind in ("number", "count")}
    numbers |= {v.normal.strip("#") for v in values(words) if v.normal.startswith("#")}
    told = []
    for value in found:
        own = [n for n in re.findall(r"\d+", value.normal) if missing[n] > 0 and n not in numbers]
        if own and not _RELATIVE.search(value.normal):
            missing.subtract(own)
            told.append(value.text)
    return told


def _relatives(found: list[Value]) -> dict[str, Value]:
    """The relative references, by what each means."""
    matches = ((_RELATIVE.match(value.normal), value) for value in found)
    return {match[0]: value for match, value in matches if match}
