r"""Characters that nobody sees, or that pass for others: in texts, and in every value beside them.

A text is judged as it is written and as what its references (`&#x202E;`) stand for; a value as YAML
reads it, so that an escape (`"\u202E"`) hides nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise

from kaitei.base.fields import Entry
from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.context import CheckContext, DraftContext

_Find = Callable[[str], dict[str, str] | None]
"""What is wrong with a line or a value, as the values of a message."""

# Control, format (the turns of direction among them), private, surrogate; separators of lines.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
# What Unicode calls default ignorable beside these (DerivedCoreProperties.txt 15.1): joiners and
# fillers that are letters or marks, variation selectors, and what it keeps free for more of them.
_IGNORED = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # 葛󠄀: one of the forms of a name
_VARIED = frozenset({"Lo", "So", "Sm", "Po"})  # what has forms to select from: a kanji, a sign
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
_UNITS = frozenset("μΩ")  # μm, kΩ
# A kanji inside a word of katakana passes for one of them: コミュ二ケーション, サ一ビス.
_ALIKE = str.maketrans("二一力口工夕卜", "ニーカロエタト")
_AMONG_KATAKANA = re.compile("(?<![ァ-ヺー])[ァ-ヺー]+(?:[二一力口工夕卜][ァ-ヺー]+)+")


def invisible(case: DraftContext) -> Iterator[Problem]:
    """No character that nobody sees: it hides in words, turns them round, and breaks searches."""
    yield from _each_line(case, "character-invisible", _unseen)


def hidden(source: str, file: str) -> Iterator[Problem]:
    """The same in a file that no policy of content/ holds."""
    for number, line in enumerate(source.split("\n"), 1):
        if found := _unseen(html.unescape(line)):
            yield problem("character-invisible", file, number, **found)


def invisible_values(desk: CheckContext) -> Iterator[Problem]:
    """The same in what is known of the company, and in the facts."""
    yield from _each_value(desk, "character-invisible", _unseen)


def alike(case: DraftContext) -> Iterator[Problem]:
    """A word has the letters of one script: a Cyrillic а is found by no search for a Latin one."""
    yield from _each_line(case, "character-alike", _mixed)


def alike_values(desk: CheckContext) -> Iterator[Problem]:
    """The same in what is known of the company, and in the facts."""
    yield from _each_value(desk, "character-alike", _mixed)


def mixed(word: str) -> str:
    """The first character of a word that is of another script than most of it; "" without one."""
    if word.isascii():
        return ""
    scripts = {c: unicodedata.name(c, "").partition(" ")[0] for c in word if c not in _UNITS}
    foreign = [c for c, script in scripts.items() if script in _FOREIGN]
    latin = [c for c, script in scripts.items() if script == "LATIN"]
    if not foreign or not latin:
        return ""
    return foreign[0] if len(latin) >= len(foreign) else latin[0]


def _mixed(line: str) -> dict[str, str] | None:
    if line.isascii():
        return None
    if found := _AMONG_KATAKANA.search(line):
        return _named(found[0], next(c for c in found[0] if c != c.translate(_ALIKE)))
    for match in _WORD.finditer(line):
        if character := mixed(match[0]):
            return _named(match[0], character)
    return None


def _named(found: str, character: str) -> dict[str, str]:
    return {"found": found, "character": f"{character} ({_name(character)})"}


def _unseen(line: str) -> dict[str, str] | None:
    if line.isprintable() and not _IGNORED.search(line):  # nearly every line
        return None
    for before, character in pairwise(f"\n{line}"):
        unseen = unicodedata.category(character) in _UNSEEN or _IGNORED.match(character)
        if not unseen or character in "\t\n":
            continue
        if not (_SELECTOR.match(character) and unicodedata.category(before) in _VARIED):
            return {"found": _name(character)}
    return None


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _each_line(case: DraftContext, rule: str, find: _Find) -> Iterator[Problem]:
    """A problem for each line of the texts and of what is declared in which something is found."""
    told: set[tuple[str, int]] = set()
    for _, file, number, line in (*case.lines(), *case.said(), *_titles(case)):
        found = find(html.unescape(line))
        if found and (file, number) not in told:
            told.add((file, number))
            yield problem(rule, file, number, **found)


def _titles(case: DraftContext) -> Iterator[tuple[str, str, int, str]]:
    for lang, title in case.draft.titles.items():
        lines = case.draft.written[lang].split("\n")
        number = next((n for n, line in enumerate(lines, 1) if line.startswith("title")), 1)
        yield lang, case.draft.files[lang], number, title


def _each_value(desk: CheckContext, rule: str, find: _Find) -> Iterator[Problem]:
    for root in (desk.settings.organization_entry, desk.settings.facts_entry):
        for entry in scalars(root):
            if found := find(str(entry.value)):
                yield problem(rule, entry.doc.file, entry.line, **found)


def scalars(entry: Entry) -> Iterator[Entry]:
    """The values below an entry, that of each name and item."""
    if isinstance(entry.value, dict | list):
        steps = [*entry.value] if isinstance(entry.value, dict) else range(len(entry.value))
        for step in steps:
            yield from scalars(entry[step])
    elif not entry.open:
        yield entry
