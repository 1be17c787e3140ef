"""A clause that somebody edited in Word, merged into the clause as it stands in the draft.

Units that stand as they were keep their lines to the byte. A changed one is written anew, with
its old sign and indent, and with {{facts}} wherever their value still stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kaitei.drafts.docx_import.sections import WrittenUnit, matches, pieces
from kaitei.text import diff
from kaitei.text.markdown import INDENT, MarkdownUnit, tight
from kaitei.text.values import values

_MENTION = re.compile(r"\{\{[^{}\n]*\}\}")
_NUMBER = re.compile(r"\d+(?=[.)])")
_ALIKE = 0.5
_WINDOW = 40  # units that one may have moved past: a bound on time


@dataclass
class MergedClause:
    """The lines of a clause, and the facts whose values no longer stand: mention and value."""

    lines: list[str] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)


def merge(
    lines: Sequence[str],
    before: Sequence[MarkdownUnit],
    after: Sequence[MarkdownUnit],
    fill: Callable[[str], str],
) -> MergedClause | None:
    """The draft's `lines` of a clause, with `before` turned into `after`.

    None where the lines are written in a way that does not show which of them says what: then a
    person has to carry the change over.
    """
    found = pieces(lines, fill)
    if not matches(found, before):
        return None
    return _ClauseMerger(found, before, after, fill).merged()


@dataclass
class _ClauseMerger:
    found: Sequence[WrittenUnit]
    before: Sequence[MarkdownUnit]
    after: Sequence[MarkdownUnit]
    fill: Callable[[str], str]

    def merged(self) -> MergedClause:
        result = MergedClause()
        pairs = self.pairs()
        kept = {old for old, new in pairs if old is not None and self.same(old, new)}
        # A table that a fact makes stands for all its rows or for none.
        split = {
            piece.group
            for number, piece in enumerate(self.found)
            if piece.whole and number not in kept
        }
        last: MarkdownUnit | None = None
        for old, new in pairs:
            unit = self.after[new]
            piece = self.found[old] if old is not None else None
            whole = piece is not None and piece.whole
            if piece is None:
                source = unit.source
            elif whole and piece.group not in split:
                source = piece.source
            elif old in kept and not whole:
                source = self.numbered(piece, unit, old)
            else:
                source = self.rewritten(piece, unit, old, result)
            if source:
                result.lines += self.gap(last, piece, unit)
                result.lines += source.split("\n")
            last = unit
        self.lost(pairs, split, result)
        return result

    def pairs(self) -> list[tuple[int | None, int]]:
        """For every unit after, the one before that it was, or None for a new one."""
        keys = ([unit.key for unit in units] for units in (self.before, self.after))
        pairs: list[tuple[int | None, int]] = []
        for part in diff.aligned(*keys):
            olds, news = range(part.a0, part.a1), range(part.b0, part.b1)
            pairs += zip(olds, news, strict=True) if part.same else self.alike(olds, news)
        return pairs

    def alike(self, olds: range, news: range) -> Iterator[tuple[int | None, int]]:
        """The units of a stretch that changed, paired in order where they are alike."""
        first = olds.start
        for new in news:
            best, found = _ALIKE, None
            for old in range(first, min(olds.stop, first + _WINDOW)):
                if self.before[old].kind != self.after[new].kind:
                    continue
                likeness = diff.alike(self.before[old].body, self.after[new].body, _ALIKE)
                if likeness > best:
                    best, found = likeness, old
            if found is not None:
                first = found + 1
            yield found, new

    def same(self, old: int, new: int) -> bool:
        return self.before[old].key == self.after[new].key

    def numbered(self, piece: WrittenUnit, unit: MarkdownUnit, old: int) -> str:
        """The piece as written, its number raised where items before it came or went."""
        lead, written = piece.lead, _NUMBER.search(piece.lead)
        if unit.number is None or not written or int(written[0]) != self.before[old].number:
            return piece.source
        return _NUMBER.sub(str(unit.number), lead, count=1) + piece.source[len(lead) :]

    def rewritten(
        self, piece: WrittenUnit, unit: MarkdownUnit, old: int | None, result: MergedClause
    ) -> str:
        """The unit as it is now, with the sign that it had and the facts that still stand."""
        facts = [(m[0], self.fill(m[0])) for m in _MENTION.finditer(piece.source)]
        facts = [fact for fact in facts if not fact[0].startswith("{{table:")]
        body = unit.body
        start = 0
        for mention, value in facts:
            place = stands(value, body, start) or stands(value, body, 0)
            if place is None:
                result.gone.append((mention, value))
                continue
            body = body[: place[0]] + mention + body[place[1] :]
            start = place[0] + len(mention)
        same_place = old is not None and self.before[old].depth == unit.depth
        if piece.whole or not same_place:
            lead = INDENT * unit.depth + unit.lead
        else:
            lead = self.numbered(WrittenUnit("", piece.lead, "", 0), unit, old or 0)
        below = piece.source.split("\n")[1:] if unit.below and not piece.whole else []
        kept = [line for line in below if line.count("|") == unit.below.count("|")]
        after = kept or ([INDENT * unit.depth + unit.below] if unit.below else [])
        return "\n".join([f"{lead}{body}", *after])

    def gap(
        self, last: MarkdownUnit | None, piece: WrittenUnit | None, unit: MarkdownUnit
    ) -> list[str]:
        """The empty lines before a unit: as written, or as many as Markdown needs."""
        if last is None:  # the section's own beginning
            return self.found[0].gap.split("\n")[:-1] if self.found else []
        written = piece.gap.split("\n")[:-1] if piece else []
        if written or tight(last, unit):
            return written
        if piece is not None and piece.gap == "" and not self.moved(last, piece):
            return []
        return [""]

    def moved(self, last: MarkdownUnit, piece: WrittenUnit) -> bool:
        """Whether something else stands before a piece than before."""
        at = next(i for i, other in enumerate(self.found) if other is piece)
        return at == 0 or self.before[at - 1].key != last.key

    def lost(
        self, pairs: Sequence[tuple[int | None, int]], split: set[int], result: MergedClause
    ) -> None:
        """Put the facts of units that are gone on the list."""
        used = {old for old, _ in pairs}
        for number, piece in enumerate(self.found):
            table = piece.whole and piece.group in split and piece.source
            if table or (number not in used and not piece.whole):
                for mention in _MENTION.findall(piece.source):
                    words = "" if mention.startswith("{{table:") else self.fill(mention)
                    result.gone.append((mention, words))


def stands(fact: str, body: str, start: int = 0) -> tuple[int, int] | None:
    """Where the words of a fact stand in a body from `start` on; None where they don't.

    Values count whole, however they are written by now: 00円 does not stand in 1,000円, and a fact
    of 1,000円 does in 千円.
    """
    known, there = values(fact), values(body)
    if len(known) == 1 and known[0].text == fact:
        same = [one for one in there if one.start >= start and one.key == known[0].key]
        found = next((one for one in same if one.text == fact), next(iter(same), None))
        return (found.start, found.end) if found else None
    at = body.find(fact, start) if fact else -1
    while at >= 0:
        end = at + len(fact)
        if not any(one.start < edge < one.end for one in there for edge in (at, end)):
            return at, end
        at = body.find(fact, at + 1)
    return None
