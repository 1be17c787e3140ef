"""How the texts are written: what a careful colleague would strike out before anything else.

Lines are those of the files as they are saved, so that a problem names the line to mend.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from kaitei.checks.desk import Case
from kaitei.errors import Problem, problem

_PLACEHOLDERS = re.compile(
    r"\b(?:TODO|TBD|TBC|FIXME|XXX+)\b|lorem ipsum|[●○〇◯×△□＊]{2,}|＿{2,}|(?<=\S)\s*_{3,}"
    r"|【[^】]*(?:未定|未記入|要確認|確認中|要検討|仮)[^】]*】|要確認|（仮）|ダミー"
    r"|\[(?:insert|to be |your |name of|date of|company name)[^\]]*\](?!\()",
    re.IGNORECASE,
)
_WIDE = re.compile(r"[０-９]+(?:[，．：－][０-９]+)*")
_SPACES = re.compile(r"(?<=[^\s|])[ \u00a0\u3000]{2,}(?=[^\s|])")
_BULLET = re.compile(r"\s*(?:[-*+]|[0-9]+[.)]|:|>)\s+")
_ASCII = str.maketrans("０１２３４５６７８９，．：－", "0123456789,.:-")
# Cf characters without which nothing is lost here: soft hyphen, zero width, direction overrides.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def placeholders(case: Case) -> Iterator[Problem]:
    """Nothing that was to be filled in is left, in the texts or in what is announced."""
    yield from _each(case, "placeholder", lambda line: _found(_PLACEHOLDERS, line))
    if not case.pending:
        return
    declared = case.declared
    for name in ("summary", "reason"):
        for words in getattr(declared, name).values():
            lines = [words] if isinstance(words, str) else words
            for found in filter(None, (_found(_PLACEHOLDERS, line) for line in lines)):
                yield case.here("placeholder", name, found=found)


def wide_digits(case: Case) -> Iterator[Problem]:
    """Digits are the half-width ones, so that a number is written one way only."""
    for lang, file in case.draft.files.items():
        for number, line in _lines(case, lang):
            if match := _WIDE.search(line):
                half = match[0].translate(_ASCII)
                yield problem("digits-wide", file, number, found=match[0], half=half)


def composed(case: Case) -> Iterator[Problem]:
    """A character and its mark are one (NFC): が, and not か with a mark of its own (NFD)."""

    def apart(line: str) -> str:
        whole = unicodedata.normalize("NFC", line)
        if len(whole) == len(line):
            return ""  # what NFC only exchanges (compatibility ideographs of names) may stay
        at = next(n for n, (a, b) in enumerate(zip(line, whole, strict=False)) if a != b)
        return whole[at]

    yield from _each(case, "text-not-nfc", apart)


def spaces(case: Case) -> Iterator[Problem]:
    """One space is enough; two are a slip, or an attempt to lay out."""

    def around(line: str) -> str:
        line = line[bullet.end() :] if (bullet := _BULLET.match(line)) else line
        match = _SPACES.search(line)
        return line[max(0, match.start() - 6) : match.end() + 6].strip() if match else ""

    yield from _each(case, "spaces-double", around)


def invisible(case: Case) -> Iterator[Problem]:
    """No character that nobody sees: it hides in words, turns them round, and breaks searches."""

    def named(line: str) -> str:
        for character in line:
            if _INVISIBLE.match(character) or unicodedata.category(character) in ("Cc", "Co"):
                if character == "\t":
                    continue
                return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
        return ""

    yield from _each(case, "character-invisible", named)


def _each(case: Case, rule: str, find: Callable[[str], str]) -> Iterator[Problem]:
    """A problem for each line in which something is found."""
    for lang, file in case.draft.files.items():
        for number, line in _lines(case, lang):
            if found := find(line):
                yield problem(rule, file, number, found=found)


def _lines(case: Case, lang: str) -> Iterator[tuple[int, str]]:
    return enumerate(case.draft.sources[lang].split("\n"), 1)


def _found(pattern: re.Pattern[str], line: str) -> str:
    match = pattern.search(line)
    return match[0].strip() if match else ""
