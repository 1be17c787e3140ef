"""The days that files' names and closing sentences tell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from kaitei.model import Text
from kaitei.text.dateline import DateLine, told, without
from kaitei.text.values import calendar_day, day_of_name, values

__all__ = ["DateLine", "day_of_name", "holds_from", "told", "without"]

_HOLDS = re.compile(
    r"(?:から|より|をもって|に)(?:施行|適用|発効|実施)|takes? effect|effective"
    r"|in (?:force|effect) (?:since|from|as of|on)|appl(?:y|ies) (?:since|from|as of)"
    r"|c[oa]mes? into (?:force|effect)",
    re.IGNORECASE,
)
_FROM = re.compile(r"[\s(]*(?:から|より)[\s。)]*")  # what stands beside the day in 2022年4月1日から
_SENTENCES = re.compile(r"(?<=。)|\n|(?<=[a-z0-9)][.!?])\s+(?=[A-Z])")
_FIRST, _LAST = 8, 40  # paragraphs at the beginning and end in which a text says this
_DATE = 24  # characters of a line that is a date alone
_SENTENCE = 80  # characters of a sentence that only says from when a text holds


def holds_from(text: Text) -> DateLine | None:
    """What the text says of the day from which it has held: a date line, else a sentence.

    Such a sentence stands first or last: この規程は、2022年4月1日から施行します。 Of several days
    the latest counts: they are the history of the text's changes.
    """
    line = told(text)
    found = []
    leaves = [leaf for c in text.clauses for block in c.blocks for leaf in block.leaves()]
    for leaf in [*leaves[:_FIRST], *leaves[_FIRST:][-_LAST:]]:
        for words in _SENTENCES.split(leaf.words):
            plain = unicodedata.normalize("NFKC", words).strip()
            if len(plain) <= _SENTENCE and (_HOLDS.search(plain) or _is_from(plain)):
                found += [DateLine(effective=True, day=d, words=plain) for d in _days(plain)]
    latest = max(found, key=lambda one: one.day, default=None)
    if line and line.effective:
        return max((one for one in (line, latest) if one), key=lambda one: one.day)
    return latest or line


def alone(text: Text) -> list[str]:
    """Lines that are a date and nothing else: offered to a person, for they do not say of what."""
    found = []
    for clause in text.clauses:
        for block in clause.blocks:
            words = block.words.strip()
            dates = [v for v in values(words) if v.kind == "date"] if len(words) <= _DATE else []
            said = sum(value.end - value.start for value in dates)
            if dates and said >= len(words.strip("（）()　 付")) - 1:
                found.append(words)
    return found


def _is_from(words: str) -> bool:
    """Whether words are a day from which something holds, and nothing else: 2022年4月1日から."""
    rest = words
    for value in reversed([v for v in values(words) if v.kind == "date"]):
        rest = rest[: value.start] + rest[value.end :]
    return rest != words and bool(_FROM.fullmatch(rest))


def _days(words: str) -> Iterator[date]:
    """The whole dates that some words name."""
    found = (calendar_day(value.normal) for value in values(words) if value.kind == "date")
    return (day for day in found if day)
