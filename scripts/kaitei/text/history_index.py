"""One record of what came when in a text: every revision's words woven into one sequence.

Each strand of the weave, a stretch of words or the beginning of a line, stands in it once, with
the revisions that have it. Whoever keeps a revision's strands in their order has its text; the
strands of two revisions together are their comparison. So every pair of n revisions can be
compared from one record whose size grows with what was ever written, not with the pairs.

What is woven is what a reader reads: words, lines, their numbers. Links and bold are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from kaitei.model import Block, Clause, Run, Text
from kaitei.text import tokens as words

# A line's beginning is (kind, marker), such as ("li2", "(1)"); a word is ("", word).
Token = tuple[str, str]
_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FEW = 4  # letters that two changes have between them and that are not worth keeping


@dataclass(slots=True, eq=False)
class _Strand:
    """A word or the beginning of a line, the revisions that have it, and what stands behind it.

    `members` has a bit for each revision that has it: 1, 2, 4 ... in the order of `Weave.numbers`.
    """

    token: Token
    members: int
    next: _Strand | None = None

    def insert(self, token: Token, bit: int) -> _Strand:
        """A strand of one revision right behind this one."""
        self.next = _Strand(token, bit, self.next)
        return self.next


Line = tuple[Token, ...]
Written = tuple[int, int | None, Text]
"""A revision's number, that of the one whose text it replaced, if any, and its text."""
_Woven = tuple[Line, list[_Strand]]  # a line of a text, and the strands that say it


class Weave:
    """The texts of a policy in one language, woven in the order of their publication."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self._head = _Strand(("", ""), 0)
        self._texts: dict[int, list[_Woven]] = {}
        self._written: list[Written] = []
        self._clauses: dict[int, tuple[Clause, list[Line]]] = {}  # with each, to keep it in being

    def become(self, texts: Sequence[Written]) -> None:
        """Hold exactly these texts, given in the order of their publication.

        From the first on that is another than it was, texts are taken out and woven in anew.
        """
        pairs = enumerate(zip(self._written, texts, strict=False))
        shared = min(len(self._written), len(texts))
        same = next((at for at, (old, new) in pairs if not _is(old, new)), shared)
        self._keep(same)
        for number, base, text in texts[same:]:
            self.add(number, base, text)

    def _keep(self, count: int) -> None:
        """Take out all texts but the first `count`, as if they had never been woven in."""
        for number in self.numbers[count:]:
            del self._texts[number]
        del self.numbers[count:], self._written[count:]
        known = {id(clause) for _, _, text in self._written for clause in text.clauses}
        self._clauses = {key: kept for key, kept in self._clauses.items() if key in known}
        left = self._head
        for strand in self.strands:
            strand.members &= (1 << count) - 1
            if strand.members:
                left.next = left = strand
        left.next = None

    def add(self, number: int, base: int | None, text: Text) -> None:
        """Weave in the text of revision `number`, which replaced that of revision `base`.

        `base` was woven before, or is None for the first.
        """
        bit = 1 << len(self.numbers)
        self.numbers.append(number)
        self._written.append((number, base, text))
        old = [] if base is None else self._texts[base]
        new = [line for clause in text.clauses for line in self._lines(clause, text.lang)]
        woven: list[_Woven] = []
        matcher = SequenceMatcher(None, [line for line, _ in old], new, autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                woven += old[i1:i2]
                for _, strands in old[i1:i2]:
                    for strand in strands:
                        strand.members |= bit
                continue
            gone = [strand for _, strands in old[i1:i2] for strand in strands]
            before = old[i1 - 1][1][-1] if i1 else self._head
            after = old[i2][1][0] if i2 < len(old) else None
            words = [token for line in new[j1:j2] for token in line]
            said = iter(_put(words, bit, gone, before, after))
            woven += [(line, [next(said) for _ in line]) for line in new[j1:j2]]
        self._texts[number] = woven

    def _lines(self, clause: Clause, lang: str) -> list[Line]:
        """The lines of a clause; texts that share it share them."""
        if id(clause) not in self._clauses:
            self._clauses[id(clause)] = clause, list(_lines(_clause(clause, lang)))
        return self._clauses[id(clause)][1]

    @property
    def strands(self) -> Iterator[_Strand]:
        """All strands in their order."""
        strand = self._head.next
        while strand is not None:
            yield strand
            strand = strand.next

    def tokens(self, number: int) -> list[Token]:
        """What a reader of revision `number` reads, exactly as `tokens` of its text gives it."""
        bit = 1 << self.numbers.index(number)
        return [strand.token for strand in self.strands if strand.members & bit]

    def data(self) -> dict[str, object]:
        """The record for a program: neighbouring words of the same revisions joined.

        `numbers` are the revisions in their order. A strand is [kind, text, from, to, ...]: it
        stands in the revisions at the places from <= place < to of that order.
        """
        found: list[list[object]] = []
        for (kind, members), group in groupby(self.strands, key=lambda s: (s.token[0], s.members)):
            texts = [strand.token[1] for strand in group]
            ranges = _ranges(members)
            for text in texts if kind else ["".join(texts)]:
                found.append([kind, text, *ranges])
        return {"numbers": self.numbers, "strands": found}


def _is(one: Written, other: Written) -> bool:
    """Whether two are the same: nobody needs to read their texts for that."""
    return one[:2] == other[:2] and one[2] is other[2]


def _ranges(members: int) -> list[int]:
    """The places of the bits as [from, to, from, to ...]."""
    found: list[int] = []
    place = 0
    while members:
        gap = (members & -members).bit_length() - 1  # zeros at the end
        members >>= gap
        size = (~members & (members + 1)).bit_length() - 1  # ones at the end
        members >>= size
        found += [place + gap, place + gap + size]
        place += gap + size
    return found


# --- two texts ----------------------------------------------------------------------------------


def _put(
    new: Sequence[Token],
    bit: int,
    old: Sequence[_Strand],
    before: _Strand,
    after: _Strand | None,
) -> list[_Strand]:
    """The strands that say `new` in place of `old`, which stand between `before` and `after`."""
    found: list[_Strand] = []
    for same, i1, i2, j1, j2 in _words([strand.token for strand in old], new):
        if same:
            for strand in old[i1:i2]:
                strand.members |= bit
            found += old[i1:i2]
        else:
            start = old[i1 - 1] if i1 else before
            end = old[i2] if i2 < len(old) else after
            gone = set(map(id, old[i1:i2]))
            found += _filled(new[j1:j2], bit, start, end, gone)
    return found


def _filled(
    new: Sequence[Token], bit: int, start: _Strand, end: _Strand | None, gone: set[int]
) -> list[_Strand]:
    """Strands for `new` between two others, taking up again what once stood there.

    What is `gone` by now, the words that the new ones replace, is not taken up.
    """
    between: list[_Strand] = [start]
    while (strand := between[-1].next) is not end and strand is not None:
        between.append(strand)
    once = [strand for strand in between[1:] if id(strand) not in gone]
    found: list[_Strand] = []
    done = 0
    matcher = SequenceMatcher(None, [strand.token for strand in once], new, autojunk=False)
    place = {id(strand): at for at, strand in enumerate(between)}
    for i, j, size in matcher.get_matching_blocks():
        last = between[place[id(once[i])] - 1] if size else between[-1]
        for token in new[done:j]:
            last = last.insert(token, bit)
            found.append(last)
        for strand in once[i : i + size]:
            strand.members |= bit
            found.append(strand)
        done = j + size
    return found


def _words(old: Sequence[Token], new: Sequence[Token]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Where the words of lines are the same: (same, from, to, from, to).

    A few letters between two changes are changed with them.
    """
    last: list[int] | None = None
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (tag, i1, i2, j1, j2) in enumerate(codes):
        said = "".join(word for _, word in old[i1:i2])
        inner = last is not None and place + 1 < len(codes)
        few = len(said.strip()) < _FEW and not any(kind for kind, _ in old[i1:i2])
        if tag == "equal" and not (inner and few):
            if last:
                yield False, last[0], last[1], last[2], last[3]
            last = None
            yield True, i1, i2, j1, j2
        else:
            last = [last[0], i2, last[2], j2] if last else [i1, i2, j1, j2]
    if last:
        yield False, last[0], last[1], last[2], last[3]


def _lines(found: Iterable[Token]) -> Iterator[Line]:
    line: list[Token] = []
    for token in found:
        if token[0] and line:
            yield tuple(line)
            line = []
        line.append(token)
    if line:
        yield tuple(line)


# --- a text as lines and words ------------------------------------------------------------------


def tokens(text: Text) -> Iterator[Token]:
    """A text as a reader reads it: the beginnings of its lines and the words on them."""
    for clause in text.clauses:
        yield from _clause(clause, text.lang)


def _clause(clause: Clause, lang: str) -> Iterator[Token]:
    if clause.heading is not None:
        yield f"h{min(max(2, clause.level), 6)}", ""
        yield from _said(clause.heading.runs)
    for block in clause.blocks:
        yield from _block(block, 0, lang)


def _block(block: Block, depth: int, lang: str) -> Iterator[Token]:
    tag = block.tag
    if tag in ("ul", "ol"):
        first = next((int(v) for k, v in block.attrs if k == "start"), 1)
        for number, item in enumerate(block.children, first):
            yield f"li{depth + 1}", _marker(number, depth, lang) if tag == "ol" else "・"
            yield from _item(item, depth + 1, lang)
    elif tag in ("tr", "td", "th", "dt", "dd", "hr", "pre"):
        yield tag, ""
        yield from _item(block, depth, lang)
    elif block.children:
        deeper = depth + (tag == "blockquote")
        for child in block.children:
            yield from _block(child, deeper, lang)
    else:
        yield f"p{depth}", ""
        yield from _said(block.runs)


def _item(block: Block, depth: int, lang: str) -> Iterator[Token]:
    """What stands in a block whose line has begun."""
    yield from _said(block.runs)
    for place, child in enumerate(block.children):
        if place == 0 and child.tag in ("", "p") and not child.children:
            yield from _said(child.runs)
        else:
            yield from _block(child, depth, lang)


def _said(runs: Iterable[Run]) -> Iterator[Token]:
    """The words of a line; an image is what it says instead."""
    said = ""
    for run in runs:
        mark = run.marks[-1] if run.marks else None
        if mark is not None and mark.tag == "br":
            said += "\n"
        elif mark is not None and mark.tag == "img":
            said += f"[{dict(mark.attrs).get('alt', '')}]"
        else:
            said += run.text
    return (("", word) for word in words.split(said))


def _marker(number: int, depth: int, lang: str) -> str:
    """The number of an item as the pages print it: 1. (1) ア, or 1. a. 1."""
    if lang == "ja":
        if depth == 2 and 1 <= number <= len(_KATAKANA):
            return f"{_KATAKANA[number - 1]}."
        return f"({number})" if depth == 1 else f"{number}."
    letter = depth > 0 and 1 <= number <= len(_LETTERS)
    return f"{_LETTERS[number - 1] if letter else number}."
