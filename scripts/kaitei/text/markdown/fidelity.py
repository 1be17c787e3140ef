"""No word is lost: the letters and digits of a source are those of the text read from it, in order.

Whatever Markdown makes of a sign, its words stay: this holds the parser to it without knowing why a
word would vanish. What is taken knowingly is listed here and nowhere else: the id of a heading, the
target of a link, the number of an item, the definition of a link that is used, the sign of a note.
The other way round a letter of the text leads back to the line on which it is written.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from kaitei.model import Block, Clause
from kaitei.text import diff
from kaitei.text.markdown.flow import NOTE
from kaitei.text.markdown.sections import is_notes

_CODE = re.compile(r"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)")
_TAKEN = re.compile(
    r"""(?P<id>^\#.*?(?P<mark>\{:?[ ]*\#[^}\s]+[ ]*\}[ ]*\#*\s*)$)
      | (?P<image>!\[[^\]]*\]\([^)]*\))
      | (?P<target>(?<=\])\((?:[^()\s<>]|\([^()\s]*\))*\))
      | (?P<note>\[\^[^\]\s]+\](?!:))
      | (?P<item>^[ ]*(?:>[ ]?)*\d{1,9}\.(?=[ \t]))
      | (?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)
      | (?P<tag></?[A-Za-z][A-Za-z0-9]*(?:[ ][^<>]*)?>)""",
    re.VERBOSE | re.IGNORECASE,
)
_SPECIAL = re.compile(r"[\](&{^<!]|^[ >]*\d")
_DEFINITION = re.compile(r"[ ]{0,3}\[(?P<label>[^\]\n^][^\]\n]*)\]:[ ]*(?P<target><?\S+)")
_NOTE = re.compile(r"[ ]{0,3}\[\^(?P<label>[^\]\s]+)\]:")
# What may be the target of a link: an address, a path, a clause; no sentence is one.
_ADDRESS = re.compile(r"<?(?:[a-z][a-z0-9+.-]*:|[/.#])[!-~]*|[!-~]*[./#][!-~]*", re.I)
_NEAR = 60  # lines in which what follows a loss is looked for
_WINDOW = 20_000  # letters in which it is looked for
_CLOSELY = 2_000  # letters beyond which a loss is not located more closely than by its line


@dataclass(frozen=True, slots=True)
class Loss:
    """Words of a source that the text read from it lacks: the line, from 0, and the words."""

    line: int
    words: str


class Fidelity:
    """A body held against the clauses read from it: what is lost, and where each letter is written.

    Letters are counted in the order in which the clauses have them, the notes' behind all others.
    """

    def __init__(self, body: str, clauses: Iterable[Clause]) -> None:
        self._lines = body.split("\n")
        self._rows = list(_rows(self._lines, _labels(body) if "]:" in body else frozenset()))
        self._starts = [0, *accumulate(len(row.letters) for row in self._rows)]
        self.leaves = tuple(_placed(clauses))
        read = letters_of(leaf for leaf, _, _ in self.leaves)
        # Where in the text each row that was found again begins.
        self._found: list[tuple[int, int]] = []
        self._asked: dict[tuple[int, str], int] = {}
        self.losses = tuple(self._walk(read))

    def line(self, place: int, sign: str = "") -> int:
        """The line of the body, from 0, on which a letter of the text is written.

        With a `sign`, which may stand before the letter, that of as much of it as stands on one.
        """
        if (place, sign) not in self._asked:  # of signs in a row the same is asked for each
            self._asked[place, sign] = self._signed(place, sign)
        return self._asked[place, sign]

    def _signed(self, place: int, sign: str) -> int:
        last = self._line(place)
        before = self._line(place - 1) if sign else last
        found, length = last, 0
        for at in range(before, last + 1) if before < last else ():
            stands = _beginning(sign, self._lines[at], length)
            if stands > length:
                found, length = at, stands
        return found

    def _line(self, place: int) -> int:
        at = bisect_right(self._found, (place, len(self._rows))) - 1
        return self._rows[self._found[at][1]].line if at >= 0 else 0

    def _walk(self, read: str) -> Iterator[Loss]:
        row, at = 0, 0
        while row < len(self._rows):
            letters = self._rows[row].letters
            if read.startswith(letters, at):
                self._found.append((at, row))
                row, at = row + 1, at + len(letters)
                continue
            after, place = self._after(row, at, read)
            self._found.append((at, row))
            yield from self._missing(row, after, read[at:place])
            row, at = after, place

    def _after(self, row: int, at: int, read: str) -> tuple[int, int]:
        """The next row that the text goes on with after a difference, and where it does."""
        last = min(row + _NEAR, len(self._rows))
        for later in range(row + 1, last):
            letters = self._rows[later].letters
            place = read.find(letters, at, at + _WINDOW) if len(letters) > 1 else -1
            if place >= 0:
                return later, place
        if last == len(self._rows):
            return last, len(read)
        return row + 1, at

    def _missing(self, first: int, after: int, read: str) -> Iterator[Loss]:
        """The words in rows from `first` to before `after` that are not in `read`."""
        ours = "".join(row.letters for row in self._rows[first:after])
        base = self._starts[first]
        if max(len(ours), len(read)) > _CLOSELY:
            line = self._rows[first].line
            yield Loss(line, self._lines[line].strip())
            return
        gone: dict[int, list[int]] = {}
        for part in diff.aligned(ours, read):
            for place in range(base + part.a0, base + part.a1) if not part.same else ():
                row = bisect_right(self._starts, place) - 1
                gone.setdefault(row, []).append(place - self._starts[row])
        for row, places in gone.items():
            yield Loss(self._rows[row].line, self._quoted(row, places))

    def _quoted(self, row: int, places: list[int]) -> str:
        """The words at some letters of a row, what lies between them as it is written."""
        line = self._lines[self._rows[row].line]
        at = self._rows[row].places or [n for n, c in enumerate(line) if c.isalnum()]
        parts: list[str] = []
        start = places[0]
        for one, other in zip(places, [*places[1:], -1], strict=True):
            if other != one + 1:
                parts.append(line[at[start] : at[one] + 1])
                start = other
        return " … ".join(parts)


def _beginning(sign: str, line: str, least: int) -> int:
    """How much of the beginning of `sign` a line has; `least` where it has no more than that."""
    if sign[: least + 1] not in line:
        return least
    most = len(sign)
    while least < most:
        length = (least + most + 1) // 2
        if sign[:length] in line:
            least = length
        else:
            most = length - 1
    return least


@dataclass(frozen=True, slots=True)
class _Letters:
    """A line's letters; `places` says where they stand, None where every letter counts."""

    line: int
    letters: str
    places: list[int] | None


def letters_of(leaves: Iterable[Block]) -> str:
    """The letters and digits of leaves as they are read; the signs of notes are none."""
    return "".join(filter(str.isalnum, "".join(_said(leaf) for leaf in leaves)))


def _placed(clauses: Iterable[Clause]) -> Iterator[tuple[Block, Clause, int]]:
    """Each leaf with its clause and the number of letters before it; those of notes come last."""
    notes: list[tuple[Block, Clause]] = []
    place = 0
    for clause in clauses:
        for block in (clause.heading, *clause.blocks) if clause.heading else clause.blocks:
            if is_notes(block):
                notes += [(leaf, clause) for leaf in block.leaves()]
                continue
            for leaf in block.leaves():
                yield leaf, clause, place
                place += len(letters_of([leaf]))
    for leaf, clause in notes:
        yield leaf, clause, place
        place += len(letters_of([leaf]))


def _said(leaf: Block) -> str:
    return "".join(run.text for run in leaf.runs if NOTE not in run.marks)


def _rows(lines: list[str], used: frozenset[str]) -> Iterator[_Letters]:
    """The rows of a body, those of its notes last."""
    notes: list[_Letters] = []
    within = False  # a note
    for number, line in enumerate(lines):
        if "[^" in line and (match := _NOTE.match(line)):
            within = True
            line = " " * match.end() + line[match.end() :]
        elif within and line.strip() and not line.startswith("    "):
            within = False
        if "]:" in line and (found := _DEFINITION.match(line)) and _taken(found, used):
            continue
        places, letters = _letters(line)
        if letters and within:
            notes.append(_Letters(number, letters, places))
        elif letters:
            yield _Letters(number, letters, places)
    yield from notes


def _letters(line: str) -> tuple[list[int] | None, str]:
    """The letters of a line and where they stand; None where every letter of the line counts."""
    if not _SPECIAL.search(line):
        return None, "".join(filter(str.isalnum, line))
    bare = _CODE.sub(lambda match: "\0" * len(match[0]), line) if "`" in line else line
    places: list[int] = []
    out: list[str] = []
    at = 0
    for match in _TAKEN.finditer(bare):
        start = match.start("mark") if match["id"] else match.start()
        _keep(line, at, start, places, out)
        if match["entity"]:
            for char in html.unescape(match[0]):
                if char.isalnum():
                    places.append(start)
                    out.append(char)
        at = match.end()
    _keep(line, at, len(line), places, out)
    return places, "".join(out)


def _keep(line: str, start: int, end: int, places: list[int], out: list[str]) -> None:
    for place in range(start, end):
        if line[place].isalnum():
            places.append(place)
            out.append(line[place])


def _labels(body: str) -> frozenset[str]:
    """The labels of links that a body uses, in small letters."""
    found = re.findall(r"\]\[([^\]\n]+)\]|\[([^\]\n]+)\](?![(:\[]|\s?\[)|\[([^\]\n]+)\]\[\]", body)
    return frozenset(label.lower() for labels in found for label in labels if label)


def _taken(definition: re.Match[str], used: frozenset[str]) -> bool:
    """Whether a definition is that of a link that is used and leads somewhere."""
    return definition["label"].lower() in used and bool(_ADDRESS.fullmatch(definition["target"]))
