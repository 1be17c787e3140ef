"""What clauses are called in our words: by number, title and, where needed, what they stand in.

A 項 or 号, a bracketed number, and any name that stands twice in a text say what clause they belong
to: 第五条三項, "Clause 5(2)".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kaitei.base.catalogue import listed, spaced
from kaitei.model import Clause
from kaitei.text.diff import (
    ClauseChange,
    Redline,
    Side,
    moved_blocks,
    once,
)
from kaitei.text.render.wording import quote, say, squeezed

_HELD = 4096  # labels and titles: a policy has dozens, and asks for each on every page
_PART = re.compile(r"[(（].{1,5}[)）]|[①-⑳㉑-㊿]|[ァ-ヶa-z]|.*[項号]", re.DOTALL)
"""Numbers that count within a clause: (2), ①, ア, a, 三項, 第2号."""
_BARE = re.compile(r"[0-9０-９一二三四五六七八九十百]{1,4}[条項号]")
_WHOLE = re.compile(r"第.*条.*[項号]")
"""Those that say their clause themselves: 第3条第2項."""


def names(redline: Redline, lang: str) -> Names:
    """What the clauses of both texts of a comparison are called in `lang`."""
    return once(redline, ("names", lang), lambda: Names(redline, lang))


class Names:
    """The names of a comparison's clauses; each clause is asked for as it stands in its text."""

    def __init__(self, redline: Redline, lang: str) -> None:
        self.lang = lang
        self._parents: dict[int, Clause] = {}
        self._copies = dict(_copies(redline))
        for side in (Side.OLD, Side.NEW):
            self._look(
                clause
                for change in redline.clauses
                if change.side is not side.other
                and (clause := change.old if side is Side.OLD else change.new)
            )

    def _look(self, clauses: Iterable[Clause]) -> None:
        """Note what each clause of one text stands in, where its name has to say that."""
        text = list(clauses)
        often = Counter(_short(clause, self.lang) for clause in text)
        around: list[Clause] = []
        for clause in text:
            if clause.heading is None:
                continue
            while around and around[-1].level >= clause.level:
                around.pop()
            number = _number(clause)
            within = bool(_PART.fullmatch(number)) and not _WHOLE.match(number)
            if around and (within or often[_short(clause, self.lang)] > 1):
                self._parents[id(clause)] = around[-1]
            around.append(clause)

    def label(self, clause: Clause) -> str:
        """What a clause is called for short: "Clause 5", 「第5条」, "“Your rights”"."""
        own, parent = _short(clause, self.lang), self._parents.get(id(clause))
        if parent and own == _short(parent, self.lang):  # 3 in 3: by its title too
            own = _full(clause, self.lang)
        return self._within(clause, own)

    def name(self, clause: Clause) -> str:
        """The full name of a clause: "Clause 5 (Helpdesk)", 「第5条（窓口）」 or 「5. 窓口」."""
        return self._within(clause, _full(clause, self.lang))

    def elsewhere(self, move: str, side: Side) -> str:
        """The clause that has the other copy of a block that moved; "" where that is this one."""
        here, there = (self._copies.get((move, one)) for one in (side, side.other))
        return self.label(there[1]) if here and there and here[0] is not there[0] else ""

    def others(self, change: ClauseChange) -> dict[tuple[str, Side], str]:
        """Of every block of a clause that moved to or from another one: that one."""
        if not self._copies:
            return {}
        moved = moved_blocks(change)
        found = {
            (block.move, block.side): self.elsewhere(block.move, block.side) for block in moved
        }
        return {copy: name for copy, name in found.items() if name}

    def ends(self, first: Clause, last: Clause) -> tuple[str, str]:
        """What the first and the last of some clauses are called; what they stand in is said once.

        By the last one where a name ends with it (2 of Clause B), else by the first.
        """
        above = self.parent(first)
        if not above or above != self.parent(last) or _number(first).startswith(("(", "（")):
            return self.label(first), self.label(last)
        if spaced(self.lang):
            return _short(first, self.lang), self.label(last)
        return self.label(first), _short(last, self.lang)

    def bare_ends(self, first: Clause, last: Clause) -> tuple[str, str]:
        """The same where it is known what they stand in."""
        if _number(first).startswith(("(", "（")):
            return self.label(first), self.label(last)
        return _short(first, self.lang), _short(last, self.lang)

    def parent(self, clause: Clause) -> str:
        """What a clause has to name with its own name; "" where that is enough."""
        above = self._parents.get(id(clause))
        return self.label(above) if above else ""

    def _within(self, clause: Clause, own: str) -> str:
        parent = self._parents.get(id(clause))
        if parent is None:
            return own
        above, number = self.label(parent), _number(clause)
        if spaced(self.lang) and number.startswith(("(", "（")) and number in own:
            return above + own[own.index(number) :]
        plain = above.endswith(("条", "項", "号")) and number and own.startswith(number)
        return say(self.lang, "within-number" if plain else "within", above, own)

    def span(self, clauses: Sequence[Clause]) -> str:
        """What clauses behind one another are called: "Clauses 2–5", 「第2条～第5条」.

        A clause without number below a numbered one counts as its part.
        """
        groups: list[list[Clause]] = []
        for clause in clauses:
            last = groups[-1][0] if groups else None
            if last and last.label and not clause.label and clause.level > last.level:
                continue
            if last and bool(last.label) == bool(clause.label) and last.heading and clause.heading:
                groups[-1].append(clause)
            else:
                groups.append([clause])
        return listed(self.lang, [self._span(group[0], group[-1]) for group in groups])

    def _span(self, first: Clause, last: Clause) -> str:
        if first is last:
            return self.label(first)
        one, other = self.ends(first, last)
        word = say(self.lang, "clause", "")
        if [] < _figures(last) <= _figures(first):  # 1 in 3: not "3–1"
            return say(self.lang, "range", self.name(first), self.name(last))
        if one.startswith(word) and other.startswith(word):
            span = say(self.lang, "range", one[len(word) :], other[len(word) :])
            return say(self.lang, "clauses", span)
        return say(self.lang, "range", one, other)


def _copies(redline: Redline) -> Iterator[tuple[tuple[str, Side], tuple[ClauseChange, Clause]]]:
    """Where the copies of every block that moved stand."""
    for change in redline.clauses:
        for block in moved_blocks(change):
            clause = change.old if block.side is Side.OLD else change.new
            yield (block.move, block.side), (change, clause or change.clause)


def _short(clause: Clause, lang: str) -> str:
    if clause.heading is None:
        return say(lang, "footnotes" if clause.id == "footnotes" else "introduction")
    return _called(clause.label, clause.title, lang)[0]


def _full(clause: Clause, lang: str) -> str:
    if clause.heading is None:
        return _short(clause, lang)
    return _called(clause.label, clause.title, lang)[1]


@lru_cache(_HELD)
def _called(label: str, title: str, lang: str) -> tuple[str, str]:
    """What a clause with a heading is called for short, and in full."""
    number = _numbered(label, title)
    if not number:
        short = quote(_bare(title), lang) if title.strip() else say(lang, "untitled")
    else:
        short = number if _says_what(number) else say(lang, "clause", number)
    if not label.strip() or not title.strip():
        return short, short
    if _says_what(number):
        return short, say(lang, "named", short, _bare(title))
    # Languages without spaces quote such a heading as it stands.
    written = number if spaced(lang) else squeezed(label)
    return short, say(lang, "numbered", written, _bare(title))


def _number(clause: Clause) -> str:
    """A clause's number as written, also where it is a title of its own: 三項."""
    return _numbered(clause.label, clause.title)


@lru_cache(_HELD)
def _numbered(label: str, title: str) -> str:
    number = label.strip().rstrip(".．:：、")
    if not number and _BARE.fullmatch(title.strip()):
        return title.strip()
    return number if re.search(r"[(（]", number) else number.rstrip(")）")


def _figures(clause: Clause) -> list[int]:
    """The figures of a clause's number: [2, 1] of 2.1."""
    return [int(figures) for figures in re.findall(r"\d+", _number(clause))]


def _says_what(number: str) -> bool:
    """Whether a label has a word of its own ("Article 3", "第3条") and needs none of ours."""
    own = re.search(r"[^\W\d_]{2,}|[第条項号]", number)
    return own is not None and not re.fullmatch("[IVXLC]+", number)


def _bare(title: str) -> str:
    """A title without the brackets that Japanese headings put around it."""
    title = squeezed(title)
    match = re.fullmatch(r"[（(【\[]([^（(【\[）)】\]]+)[）)】\]]", title)
    return match[1] if match else title
