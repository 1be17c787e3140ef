"""One record of what came when in a text: every revision's words woven into one sequence.

Each strand of the weave, a stretch of words or the beginning of a line, stands in it once, with
the revisions that have it. Whoever keeps a revision's strands in their order has its text; the
strands of two revisions together are their comparison. So every pair of n revisions can be
compared from one record whose size grows with what was ever written, not with the pairs.

What is woven is what a reader reads: words, lines, their numbers. Links and bold are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby

from kaitei import words
from kaitei.policy import Block, Run, Text

# A line's beginning is (kind, marker), such as ("li2", "(1)"); a word is ("", word).
Token = tuple[str, str]
_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FEW = 4  # letters that two changes have between them and that are not worth keeping


@dataclass(slots=True)
class _Strand:
    token: Token
    members: set[int]


@dataclass(slots=True)
class Weave:
    """The texts of a policy in one language, woven in the order of their publication."""

    numbers: list[int] = field(default_factory=list)
    strands: list[_Strand] = field(default_factory=list)

    def add(self, number: int, base: int | None, text: Text) -> None:
        """Weave in the text of revision `number`, which replaced that of revision `base`.

        `base` was woven before, or is None for the first.
        """
        self.numbers.append(number)
        at = [i for i, strand in enumerate(self.strands) if base in strand.members]
        old = [self.strands[i].token for i in at]
        new = list(tokens(text))
        come: dict[int, list[_Strand]] = defaultdict(list)
        for same, i1, i2, j1, j2 in _aligned(old, new):
            if same:
                for i in at[i1:i2]:
                    self.strands[i].members.add(number)
                continue
            start = at[i1 - 1] + 1 if i1 else 0
            end = at[i2] if i2 < len(at) else len(self.strands)
            gap = [i for i in range(start, end) if base not in self.strands[i].members]
            self._put(new[j1:j2], gap, end, number, come)
        self.strands = [
            strand
            for i in range(len(self.strands) + 1)
            for strand in (*come[i], *self.strands[i : i + 1])
        ]

    def _put(
        self,
        new: Sequence[Token],
        gap: Sequence[int],
        end: int,
        number: int,
        come: dict[int, list[_Strand]],
    ) -> None:
        """Put new tokens before `end`, taking up again what once stood in the same gap."""
        matcher = SequenceMatcher(None, [self.strands[i].token for i in gap], new, autojunk=False)
        done = 0
        for i, j, size in matcher.get_matching_blocks():
            place = gap[i] if size else end
            come[place] += [_Strand(token, {number}) for token in new[done:j]]
            for k in gap[i : i + size]:
                self.strands[k].members.add(number)
            done = j + size

    def tokens(self, number: int) -> list[Token]:
        """What a reader of revision `number` reads, exactly as `tokens` of its text gives it."""
        return [strand.token for strand in self.strands if number in strand.members]

    def data(self) -> dict[str, object]:
        """The record for a program: neighbouring words of the same revisions joined.

        `numbers` are the revisions in their order. A strand is [kind, text, from, to, ...]: it
        stands in the revisions at the places from <= place < to of that order.
        """
        order = {number: place for place, number in enumerate(self.numbers)}
        found: list[list[object]] = []
        keyed = ((s.token, _ranges(sorted(order[n] for n in s.members))) for s in self.strands)
        for (kind, ranges), group in groupby(keyed, key=lambda pair: (pair[0][0], pair[1])):
            texts = [token[1] for token, _ in group]
            for text in texts if kind else ["".join(texts)]:
                found.append([kind, text, *ranges])
        return {"numbers": self.numbers, "strands": found}


def _ranges(places: Iterable[int]) -> tuple[int, ...]:
    """Places in ascending order as (from, to, from, to ...)."""
    found: list[int] = []
    for place in places:
        if found and found[-1] == place:
            found[-1] = place + 1
        else:
            found += [place, place + 1]
    return tuple(found)


# --- two texts ----------------------------------------------------------------------------------


def _aligned(old: list[Token], new: list[Token]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Where `old` and `new` are the same: (same, from, to, from, to), whole lines first."""
    ours, theirs = _lines(old), _lines(new)
    a, b = ([tuple(line) for line in lines] for lines in (ours, theirs))
    i = j = 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        size, other = (sum(map(len, lines)) for lines in (ours[i1:i2], theirs[j1:j2]))
        if tag == "equal":
            yield True, i, i + size, j, j + other
        else:
            for same, *ends in _words(old[i : i + size], new[j : j + other]):
                yield same, ends[0] + i, ends[1] + i, ends[2] + j, ends[3] + j
        i, j = i + size, j + other


def _words(old: list[Token], new: list[Token]) -> Iterator[tuple[bool, int, int, int, int]]:
    """The same for the words of lines; a few letters between two changes are changed with them."""
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


def _lines(found: Sequence[Token]) -> list[list[Token]]:
    lines: list[list[Token]] = []
    for token in found:
        if token[0] or not lines:
            lines.append([])
        lines[-1].append(token)
    return lines


# --- a text as lines and words ------------------------------------------------------------------


def tokens(text: Text) -> Iterator[Token]:
    """A text as a reader reads it: the beginnings of its lines and the words on them."""
    for clause in text.clauses:
        if clause.heading is not None:
            yield f"h{min(max(2, clause.level), 6)}", ""
            yield from _said(clause.heading.runs)
        for block in clause.blocks:
            yield from _block(block, 0, text.lang)


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
