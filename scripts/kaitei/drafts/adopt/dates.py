"""The line of a text that tells its own date: "Last updated: July 9, 2020", 2020年7月9日改定.

Measured: such lines were not moved on with 24 to 49 % of substantive changes, and moved backwards
several times. So what they tell is proposed to a person, never taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kaitei.model import Block, Text

_LONGEST = 120  # characters of a line that is nothing but a date line
_REST = 24  # characters that may stand in it beside the label and the date
_EFFECTIVE = re.compile(
    r"effective(?:\s+(?:date|as\s+of|from|on))?|(?:comes?|came)\s+into\s+(?:force|effect)"
    r"|施行日?|発効日?|適用(?:開始)?日",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:last\s+|date\s+of\s+last\s+)?(?:updated?|modified|revised|revision|changed?|amended)"
    r"(?:\s+(?:on|date))?"
    r"|(?:最終)?(?:更新|改定|改訂|改正|変更)日?|制定日?|策定日?",
    re.IGNORECASE,
)
_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _NAMES) + "|sept"
_ERA = {"令和": 2018, "平成": 1988, "昭和": 1925}
_DATE = re.compile(
    rf"(?P<y1>[12]\d{{3}})\s*[-/.年]\s*(?P<m1>\d{{1,2}})\s*[-/.月]\s*(?P<d1>\d{{1,2}})日?"
    rf"|(?P<era>令和|平成|昭和)\s*(?P<y2>元|\d{{1,2}})年\s*(?P<m2>\d{{1,2}})月\s*(?P<d2>\d{{1,2}})日"
    rf"|(?P<m3>{_MONTH})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>[12]\d{{3}})"
    rf"|(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m4>{_MONTH})\.?,?\s+(?P<y4>[12]\d{{3}})",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that tells a date: whether it is the effective one, the day, the line's words."""

    effective: bool
    day: date
    words: str


def told(text: Text) -> DateLine | None:
    """What a text tells of its own date: the effective one if it does, else the latest update."""
    found = [line for block in _leaves(text) if (line := _line(block))]
    return max(found, key=lambda line: (line.effective, line.day), default=None)


def without(text: Text) -> Text:
    """The text without its date lines."""
    clauses = (replace(c, blocks=tuple(_without(c.blocks))) for c in text.clauses)
    return replace(text, clauses=tuple(clauses))


def _without(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if not (block.runs and _line(block)):
            yield replace(block, children=tuple(_without(block.children)))


def _leaves(text: Text) -> Iterator[Block]:
    todo = [block for clause in reversed(text.clauses) for block in reversed(clause.blocks)]
    while todo:
        block = todo.pop()
        if block.runs:
            yield block
        todo.extend(reversed(block.children))


def _line(block: Block) -> DateLine | None:
    """What a leaf tells, if it is a date line and nothing else."""
    words = "".join(run.text for run in block.runs).strip()
    plain = unicodedata.normalize("NFKC", words)
    dates = list(_DATE.finditer(plain)) if len(plain) <= _LONGEST else []
    days = [day for match in dates if (day := _day(match))]
    if not days:
        return None
    rest = _DATE.sub(" ", plain)
    effective = _EFFECTIVE.search(rest)
    if not effective and not _UPDATED.search(rest):
        return None
    rest = _UPDATED.sub(" ", _EFFECTIVE.sub(" ", rest))
    if sum(c.isalnum() for c in rest) > _REST:
        return None
    return DateLine(bool(effective), max(days), words)


def _day(match: re.Match[str]) -> date | None:
    found = match.groupdict()
    try:
        if found["y1"]:
            return date(int(found["y1"]), int(found["m1"]), int(found["d1"]))
        if found["era"]:
            year = 1 if found["y2"] == "元" else int(found["y2"])
            return date(_ERA[found["era"]] + year, int(found["m2"]), int(found["d2"]))
        year, day = (int(found[one] or found[two]) for one, two in (("y3", "y4"), ("d3", "d4")))
        return date(year, _month(found["m3"] or found["m4"]), day)
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(i for i, full in enumerate(_NAMES, 1) if full.startswith(name.lower()[:3]))


# --- days that names and closing sentences tell ---------------------------------------------------

_NAMED = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})[-_.年]?(?P<m>0[1-9]|1[0-2]|(?<=[-_.年])[1-9])[-_.月]?"
    r"(?P<d>0[1-9]|[12]\d|3[01]|(?<=[-_.月])[1-9])日?(?!\d)"
)
_HOLDS = re.compile(
    r"(?:から|より|をもって|に)(?:施行|適用|発効|実施)|takes? effect|effective", re.IGNORECASE
)
_SENTENCE = 80  # characters of a sentence that only says from when a text holds


def of_name(stem: str) -> date | None:
    """The day that a file's name tells: 2019-04-01_privacy, privacy_20190401, 令和元年6月1日."""
    plain = unicodedata.normalize("NFKC", stem)
    if match := _NAMED.search(plain):
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            return None
    found = _DATE.search(plain)
    return _day(found) if found else None


def holds_from(text: Text) -> DateLine | None:
    """What the text says of the day from which it has held: a date line, else a last sentence.

    A last sentence is この規程は、2022年4月1日から施行します。 Of several days the latest counts:
    they are the history of the text's changes.
    """
    line = told(text)
    found = []
    for block in list(_leaves(text))[-40:]:
        for words in re.split(r"(?<=。)|\n", "".join(run.text for run in block.runs)):
            plain = unicodedata.normalize("NFKC", words).strip()
            if len(plain) <= _SENTENCE and _HOLDS.search(plain):
                days = [day for match in _DATE.finditer(plain) if (day := _day(match))]
                found += [DateLine(effective=True, day=day, words=plain) for day in days]
    latest = max(found, key=lambda one: one.day, default=None)
    if line and line.effective:
        return max((one for one in (line, latest) if one), key=lambda one: one.day)
    return latest or line
