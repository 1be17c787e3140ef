"""One record of what came when in a text: every revision's words woven into one sequence.

Each strand of the weave, a word or the beginning of a line, stands in it once, with the revisions
that have it. Whoever keeps a revision's strands in their order has its text; the strands of two
revisions together are their comparison. So every pair of n revisions can be compared from one
record whose size grows with what was ever written, not with the pairs.

What is woven is what a reader reads: words, lines, their numbers. Links and bold are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from kaitei.model import Clause, Text
from kaitei.text import diff
from kaitei.text.diff import Redline, matching
from kaitei.text.history_index.alignment import alignment
from kaitei.text.history_index.lines import Lines, Token, lines

_FEW = 4
"""Letters that are too few to be taken up again between other words: "a", "の" or a full stop."""


class Strand(NamedTuple):
    """A word or the beginning of a line, and the revisions that have it.

    `members` has a bit for each revision that has it: 1, 2, 4 ... in the order of
    `HistoryIndex.numbers`.
    """

    token: Token
    members: int


@dataclass(slots=True, eq=False)
class _Length:
    """Strands behind one another that the same revisions have, and what stands behind them."""

    tokens: list[Token]
    members: int
    next: _Length | None = None

    def insert(self, tokens: list[Token], members: int) -> _Length:
        """Put strands right behind these."""
        self.next = _Length(tokens, members, self.next)
        return self.next

    def cut(self, at: int) -> _Length:
        """Make two of these strands, the first of them `at` long; the second."""
        rest = self.insert(self.tokens[at:], self.members)
        del self.tokens[at:]
        return rest


Compare = Callable[[Text, Text], Redline]
Written = tuple[int, int | None, Text]
"""A revision's number, that of the one whose text it replaced, if any, and its text."""


class HistoryIndex:
    """The texts of a policy in one language, woven in the order of their publication."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self._head = _Length([], 0)
        self._written: dict[int, tuple[Written, Lines]] = {}
        self._clauses: dict[int, tuple[Clause, Lines]] = {}  # with each, to keep it in being

    def become(self, texts: Sequence[Written], compare: Compare = diff.compare) -> None:
        """Hold exactly these texts, given in the order of their publication.

        From the first on that is another than it was, texts are taken out and woven in anew.
        """
        held = [written for written, _ in self._written.values()]
        pairs = enumerate(zip(held, texts, strict=False))
        shared = min(len(held), len(texts))
        same = next((at for at, (old, new) in pairs if not _is(old, new)), shared)
        self._keep(same)
        for number, base, text in texts[same:]:
            self.add(number, base, text, compare)

    def _keep(self, count: int) -> None:
        """Take out all texts but the first `count`, as if they had never been woven in."""
        if count == len(self.numbers):
            return
        for number in self.numbers[count:]:
            del self._written[number]
        del self.numbers[count:]
        texts = [text for (_, _, text), _ in self._written.values()]
        known = {id(clause) for text in texts for clause in text.clauses}
        self._clauses = {key: kept for key, kept in self._clauses.items() if key in known}
        left = self._head
        for length in _between(self._head, None):
            length.members &= (1 << count) - 1
            if length.members:
                left.next = left = length
        left.next = None

    def add(
        self, number: int, base: int | None, text: Text, compare: Compare = diff.compare
    ) -> None:
        """HistoryIndex in the text of revision `number`, which replaced that of revision `base`.

        `base` was woven before, or is None for the first.
        """
        bit = 1 << len(self.numbers)
        old, new, both, members = Lines(), self._lines(text), [], 0
        if base is not None:
            (_, _, before), old = self._written[base]
            both = alignment(compare(before, text), old, new)
            members = 1 << self.numbers.index(base)
        self.numbers.append(number)
        self._written[number] = (number, base, text), new
        strands = _Way(self._head, members)
        i = j = 0
        for a, b, size in [*both, (len(old.tokens), len(new.tokens), 0)]:
            last = strands.last
            gone, kept = strands.take(a - i), strands.take(size)
            _put(new.tokens[j:b], bit, gone, last, kept[0] if kept else None)
            for length in kept:
                length.members |= bit
            i, j = a + size, b + size

    def _lines(self, text: Text) -> Lines:
        """The lines of a text; those of a clause that texts share are made once."""
        found = Lines()
        for clause in text.clauses:
            if id(clause) not in self._clauses:
                self._clauses[id(clause)] = clause, lines(clause, text.lang)
            found.extend(self._clauses[id(clause)][1])
        return found

    @property
    def strands(self) -> Iterator[Strand]:
        """All strands in their order."""
        for length in _between(self._head, None):
            for token in length.tokens:
                yield Strand(token, length.members)

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


class _Way:
    """A way through the strands that a revision has, from the first to the last."""

    def __init__(self, head: _Length, members: int) -> None:
        self.last = head
        self._members = members

    def take(self, count: int) -> list[_Length]:
        """The next `count` strands, cut off from those behind them."""
        found: list[_Length] = []
        while count:
            length = self.last.next
            while length is not None and not length.members & self._members:
                length = length.next
            assert length is not None  # noqa: S101  # nobody takes more than there are
            if len(length.tokens) > count:
                length.cut(count)
            count -= len(length.tokens)
            found.append(length)
            self.last = length
        return found


def _between(start: _Length, end: _Length | None) -> Iterator[_Length]:
    """What stands behind `start` and before `end`."""
    length = start.next
    while length is not end and length is not None:
        yield length
        length = length.next


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
    new: list[Token],
    bit: int,
    gone: list[_Length],
    before: _Length,
    after: _Length | None,
) -> None:
    """Put strands that say `new` in place of `gone`, between two that stay.

    Where what stays goes on in a line that begins otherwise (another number), both beginnings
    stand beside one another right before it.
    """
    if not new:
        return
    said = [token for length in gone for token in length.tokens]
    last = _tail(said)
    first = _tail(new) if last < len(said) else len(new)
    if after is None or not 0 < first < len(new):
        _fill(new, bit, before, after, gone)
        return
    gone = _cut(gone, [last])
    (start,) = (length for at, length in _places(gone) if at == last)
    _fill(new[:first], bit, before, start, gone)
    _fill(new[first:], bit, gone[-1], after, gone)


def _tail(tokens: Sequence[Token]) -> int:
    """Where the beginnings of lines start with which `tokens` end."""
    at = len(tokens)
    while at and tokens[at - 1][0]:
        at -= 1
    return at


def _fill(
    new: list[Token], bit: int, start: _Length, end: _Length | None, gone: Sequence[_Length]
) -> None:
    """Put strands for `new` between two others, taking up again what once stood there.

    What is `gone` by now, the words that the new ones replace, is not taken up.
    """
    left = set(map(id, gone))
    once = [length for length in _between(start, end) if id(length) not in left]
    again = list(_again([token for length in once for token in length.tokens], new))
    once = _cut(once, [edge for i, _, size in again for edge in (i, i + size)])
    before = {id(two): one for one, two in pairwise(chain([start], _between(start, end)))}
    last = next(reversed(list(_between(start, end))), start)
    place = 0
    for i, j, size in again:
        taken = [length for at, length in _places(once) if i <= at < i + size]
        if j > place:
            before[id(taken[0])].insert(new[place:j], bit)
        for length in taken:
            length.members |= bit
        place = j + size
    if place < len(new):
        last.insert(new[place:], bit)


def _cut(lengths: Sequence[_Length], edges: Sequence[int]) -> list[_Length]:
    """The same strands, cut at `edges`, counted from the first of them on; rising."""
    found = []
    waiting = sorted(set(edges))
    first = 0
    for length in lengths:
        end = first + len(length.tokens)
        rest = length
        while waiting and waiting[0] < end:
            edge = waiting.pop(0)
            if edge > first:
                found.append(rest)
                rest = rest.cut(edge - first)
                first = edge
        found.append(rest)
        first = end
    return found


def _places(lengths: Sequence[_Length]) -> Iterator[tuple[int, _Length]]:
    """Each with how many strands stand before it."""
    at = 0
    for length in lengths:
        yield at, length
        at += len(length.tokens)


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
