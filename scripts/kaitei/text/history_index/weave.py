"""One record of what came when in a text: every revision's words woven into one sequence.

Each strand of the weave, a stretch of words or the beginning of a line, stands in it once, with
the revisions that have it. Whoever keeps a revision's strands in their order has its text; the
strands of two revisions together are their comparison. So every pair of n revisions can be
compared from one record whose size grows with what was ever written, not with the pairs.

What is woven is what a reader reads: words, lines, their numbers. Links and bold are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kaitei.model import Clause, Text
from kaitei.text import diff
from kaitei.text.diff import Redline, matching
from kaitei.text.history_index.alignment import alignment
from kaitei.text.history_index.lines import Lines, Token, lines

_FEW = 4
"""Letters that are too few to be taken up again between other words: "a", "の" or a full stop."""


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


Written = tuple[int, int | None, Text]
"""A revision's number, that of the one whose text it replaced, if any, and its text."""


class Weave:
    """The texts of a policy in one language, woven in the order of their publication."""

    def __init__(self, compare: Callable[[Text, Text], Redline] = diff.compare) -> None:
        self.numbers: list[int] = []
        self._compare = compare
        self._head = _Strand(("", ""), 0)
        self._texts: dict[int, tuple[Lines, list[_Strand]]] = {}  # each token with its strand
        self._written: list[Written] = []
        self._clauses: dict[int, tuple[Clause, Lines]] = {}  # with each, to keep it in being

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
        written = {known: before for known, _, before in self._written}
        self.numbers.append(number)
        self._written.append((number, base, text))
        old, strands = (Lines(), []) if base is None else self._texts[base]
        new = self._lines(text)
        pairs = [] if base is None else alignment(self._compare(written[base], text), old, new)
        woven: list[_Strand] = []
        i = 0
        for a, b in [*pairs, (len(strands), len(new.tokens))]:
            before = strands[i - 1] if i else self._head
            after = strands[a] if a < len(strands) else None
            woven += _put(new.tokens[len(woven) : b], bit, strands[i:a], before, after)
            if after:
                after.members |= bit
                woven.append(after)
            i = a + 1
        self._texts[number] = new, woven

    def _lines(self, text: Text) -> Lines:
        """The lines of a text; those of a clause that texts share are made once."""
        found = Lines()
        for clause in text.clauses:
            if id(clause) not in self._clauses:
                self._clauses[id(clause)] = clause, lines(clause, text.lang)
            found.extend(self._clauses[id(clause)][1])
        return found

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


# --- what is new ----------------------------------------------------------------------------------


def _put(
    new: Sequence[Token],
    bit: int,
    gone: Sequence[_Strand],
    before: _Strand,
    after: _Strand | None,
) -> list[_Strand]:
    """The strands that say `new` in place of `gone`, between two that stay.

    Where what stays goes on in a line that begins otherwise (another number), both beginnings
    stand beside one another right before it.
    """
    last = _tail([strand.token for strand in gone])
    first = _tail(new) if last < len(gone) else len(new)
    if after is None or not 0 < first < len(new):
        return _filled(new, bit, before, after, gone) if new else []
    return [
        *_filled(new[:first], bit, before, gone[last], gone),
        *_filled(new[first:], bit, gone[-1], after, gone),
    ]


def _tail(tokens: Sequence[Token]) -> int:
    """Where the beginnings of lines start with which `tokens` end."""
    at = len(tokens)
    while at and tokens[at - 1][0]:
        at -= 1
    return at


def _filled(
    new: Sequence[Token],
    bit: int,
    start: _Strand,
    end: _Strand | None,
    gone: Sequence[_Strand],
) -> list[_Strand]:
    """Strands for `new` between two others, taking up again what once stood there.

    What is `gone` by now, the words that the new ones replace, is not taken up.
    """
    between: list[_Strand] = [start]
    while (strand := between[-1].next) is not end and strand is not None:
        between.append(strand)
    left = set(map(id, gone))
    once = [(at, strand) for at, strand in enumerate(between) if at and id(strand) not in left]
    found: list[_Strand] = []
    for i, j, size in [*_again([s.token for _, s in once], new), (len(once), len(new), 0)]:
        last = between[once[i][0] - 1] if size else between[-1]
        for token in new[len(found) : j]:
            last = last.insert(token, bit)
            found.append(last)
        for _, strand in once[i : i + size]:
            strand.members |= bit
            found.append(strand)
    return found


def _again(once: Sequence[Token], new: Sequence[Token]) -> Iterator[tuple[int, int, int]]:
    """What of `new` stood there once; a few letters among others are written anew."""
    if not once:
        return
    codes: dict[Token, str] = {}
    one, other = (
        "".join(codes.setdefault(token, chr(0x10000 + len(codes))) for token in side)
        for side in (once, new)
    )
    for i, j, size in matching(one, other):
        letters = sum(len(text.strip()) for _, text in new[j : j + size])
        if letters >= _FEW or not _said(new[:j]) + _said(new[j + size :]):
            yield i, j, size


def _said(tokens: Sequence[Token]) -> str:
    return "".join(text for kind, text in tokens if not kind).strip()
