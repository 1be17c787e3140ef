"""What changed inside a clause in words: "1,000 yen became 1,100 yen"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kaitei.text.diff import (
    GROUPED,
    ChangeKind,
    ClauseChange,
    Finding,
    Redline,
    Spot,
    once,
)
from kaitei.text.render import wording
from kaitei.text.render.covering import WEIGHTS, Covering
from kaitei.text.render.edits import Edit, edits
from kaitei.text.render.summing import Sum, sums
from kaitei.text.render.whole_words import is_kana
from kaitei.text.render.wording import BEGINNING, cut, extent, quote, say, short

PHRASES = 8  # what is listed at most, besides changed values
MANY_ALIKE = 3  # links, and numbers of paragraphs, that are still told one by one
VALUES = 100  # changed values that are listed at most: no one reads more in one sentence
_SIGNS = re.compile(r"[^\w.,]|[、。]")
"""Signs that are not worth a quotation each; those within numbers are."""
_BINDING = WEIGHTS["amount"]
_RANKS = {
    ChangeKind.RENUMBERED: 2,
    ChangeKind.LINK: 3,
    ChangeKind.FORMATTING: 4,
    ChangeKind.NOTATION: 5,
}
UNMARKED = {ChangeKind.LINK, ChangeKind.FORMATTING, *GROUPED}
_LABELLED = {"label": ("p", "li"), "li": ()}
Whereabouts = Callable[[Edit], str]
"""What the clause is called that has the other copy of what moved; "" where that is this one."""
_LISTS = {"ol": "list-numbered", "ul": "list-unnumbered"}


def unmarked(redline: Redline, change: ClauseChange, lang: str) -> list[str]:
    """What changed in a clause without a changed word: links, formatting, paragraphs' borders."""
    found = [edit for edit in edits(change) if edit.kind in UNMARKED]
    if {edit.kind for edit in found} == {ChangeKind.FORMATTING} and len(change.kinds) == 1:
        return []
    phrases = Phrasing(lang, redline.lang).each(found, {})
    return _counted(Counter(phrase for _, phrase in phrases), lang)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """Words of `lang` about texts in `text_lang`."""

    lang: str
    text_lang: str

    def phrases(self, change: ClauseChange, whereabouts: Whereabouts) -> list[str]:
        """What changed inside a clause, changed values first; equal phrases are counted."""
        known = {edit: name for edit in edits(change) if (name := whereabouts(edit))}
        key = "phrases", self, tuple(known.items())
        return once(change, key, lambda: self._phrases(change, known))

    def _phrases(self, change: ClauseChange, known: Mapping[Edit, str]) -> list[str]:
        changes = edits(change)
        listed = {e.what for e in changes if e.kind in (ChangeKind.INSERTED, ChangeKind.DELETED)}
        summed = sums(change.findings)
        covering = Covering(changes, change.findings, summed)
        first = [*self._values(change.findings, covering, summed)]
        second: list[str] = []
        left = [
            edit
            for edit in changes
            # Items that come after one that was put in or taken out have other numbers anyway.
            if edit.kind is not ChangeKind.RENUMBERED
            or not listed & {edit.what, *_LABELLED[edit.what]}
        ]
        for edit, phrase in self.each((e for e in left if not covering.covers(e)), known):
            if edit in covering.quoting:
                first.append((covering.quoting[edit], phrase))
            else:
                second.append(phrase)
        return self._cut(first, Counter(second))

    def each(
        self, changes: Iterable[Edit], known: Mapping[Edit, str]
    ) -> Iterator[tuple[Edit, str]]:
        """What is said of each change: signs behind words, what changed no word behind those.

        Many links and many numbers are one.
        """
        order = sorted(changes, key=_rank)
        often = Counter(key for edit in order if (key := _alike(edit)))
        many = {key: count for key, count in often.items() if count > MANY_ALIKE}
        told: set[str] = set()
        for edit in order:
            key = _alike(edit)
            if key not in many:
                yield edit, self.edit(edit, known.get(edit, ""))
            elif key not in told:
                told.add(key)
                yield edit, self.say(key, many[key])

    def _values(
        self, findings: Iterable[Finding], covering: Covering, summed: Iterable[Sum]
    ) -> Iterator[tuple[int, str]]:
        """The changed values that no quoted words say, each with its weight; a column's as one."""
        within = {found: one for one in summed for found in one.findings}
        told: set[Finding] = set()
        for found in findings:
            if found in within:
                if found not in told:
                    told.update(within[found].findings)
                    yield WEIGHTS[found.kind], self.sum(within[found])
            elif found not in covering.quoted:
                yield WEIGHTS[found.kind], self.finding(found)

    def _cut(self, values: Sequence[tuple[int, str]], others: Counter[str]) -> list[str]:
        """What is listed of changed values and of other changes, and how many are not.

        Where values are too many, the gravest are listed.
        """
        places = Counter(phrase for _, phrase in values)
        weights = dict(sorted(((phrase, weight) for weight, phrase in values), reverse=True))
        grave = set(sorted(places, key=lambda phrase: weights[phrase])[:VALUES])
        # In the order of the text, but for addresses and references: they come behind the rest.
        order = sorted(places, key=lambda phrase: max(weights[phrase], _BINDING))
        first = [(phrase, places[phrase]) for phrase in order if phrase in grave]
        second = list(others.items())
        room = max(PHRASES - len(first), 2)
        if len(second) <= room + 1:
            room = len(second)
        left = sum(places.values()) - sum(many for _, many in first)
        left += sum(many for _, many in second[room:])
        shown = _counted(dict([*first, *second[:room]]), self.lang)
        return [*shown, self.say("more", left)] if left else shown

    def sum(self, one: Sum) -> str:
        """The changed values of a column: "18 values changed, 100 to 300 yen became ..."."""
        sides = [self._range(found) for found in (one.old(), one.new()) if found]
        first = one.findings[0]
        key = "changed"
        if not (first.old and first.new):
            key = "put-in" if first.new else "taken-out"
        if len(sides) == (2 if key == "changed" else 1):
            key += "-between"
        return self.say(f"values-{key}", self._name(one.column), len(one.findings), *sides)

    def _range(self, ends: tuple[str, str]) -> str:
        return ends[0] if ends[0] == ends[1] else self.say("between", *ends)

    def finding(self, found: Finding) -> str:
        """A changed value: "1,000 yen became 1,100 yen", in a table with its row and column."""
        return self._at(found.place, self._finding(found))

    def _at(self, spot: Spot | None, words: str) -> str:
        """Words about what stands at a place in a table."""
        names = [self._name(name) for name in (spot.row, spot.column) if name] if spot else []
        if not names:
            return words
        return self.say("at-both" if len(names) > 1 else "at", *names, words)

    def _name(self, text: str) -> str:
        """The name of a row or column in quotation marks, the beginning of a long one."""
        return self.quote(text if short(text) else cut(text, BEGINNING) + "…")

    def _finding(self, found: Finding) -> str:
        special = found.kind if found.kind in ("reference", "negation") else ""
        if found.old and found.new:
            if special:
                return self.say(special, self.quote(found.old), self.quote(found.new))
            return self.say("became", found.old, found.new)
        key = "added" if found.new else "deleted"
        if special:
            return self.say(f"{special}-{key}", self.quote(found.new or found.old))
        return self.say("put-in" if found.new else "taken-out", found.new or found.old)

    def edit(self, edit: Edit, other: str = "") -> str:
        """One change inside the clause in words; `other` is the clause of the copy elsewhere."""
        if edit.what == "heading":
            return self.say("heading", self.quote(edit.old), self.quote(edit.new))
        if edit.kind is ChangeKind.FORMATTING:
            return self.say(_LISTS.get(edit.what, "formatting"))
        if edit.kind is ChangeKind.RENUMBERED:
            if edit.what == "label":
                return self.say("label-renumbered", self.quote(edit.old), self.quote(edit.new))
            return self.say("items-renumbered")
        if edit.kind is ChangeKind.LINK and edit.old == edit.new:
            return self.say("link-title", self.quote(edit.around))
        if edit.kind is ChangeKind.LINK:
            return self.say("link", self.quote(edit.around), edit.old, edit.new)
        if edit.kind in GROUPED:
            key = edit.kind if edit.kind is not ChangeKind.REGROUPED else edit.what
            return self.say(f"block-{key}", edit.count)
        if edit.what != "words":
            return self._block(edit, other)
        if other:  # a sentence that went from one paragraph into another
            return self._block(replace(edit, kind=ChangeKind.MOVED, what="sentence"), other)
        return self._at(edit.spot, self._words(edit))

    def _words(self, edit: Edit) -> str:
        old, new = edit.old.strip(), edit.new.strip()
        if "".join(old.split()) == "".join(new.split()):
            return self.say("spacing")
        if edit.kind is ChangeKind.NOTATION and _SIGNS.sub("", old) == _SIGNS.sub("", new):
            return self.say("notation-signs")
        if edit.kind is ChangeKind.NOTATION:
            return self.say("notation", self.quote(old), self.quote(new))
        if not (old and new) and not ((edit.lead or edit.tail) and is_kana(old + new)):
            return self.say("put-in" if new else "taken-out", self.text(new or old))
        old, new = (edit.lead + words + edit.tail for words in (old, new))
        key = "became" if short(old) and short(new) else "rewritten"
        return self.say(key, self.text(old), self.text(new))

    def _block(self, edit: Edit, other: str) -> str:
        block = wording.block(self.lang, edit.what)
        if edit.what == "column" and edit.kind is ChangeKind.AMENDED:
            return self.say("column-renamed", self._name(edit.old), self._name(edit.new))
        if edit.kind is ChangeKind.AMENDED:
            return self.say("replaced", block, edit.old, edit.new)
        if edit.kind is ChangeKind.MOVED:
            text = self.text(edit.new or edit.old)
            if other:
                key = "block-moved-here" if edit.new else "block-moved-away"
                return self.say(key, block, text, other)
            return self.say("block-moved", block, text)
        come = edit.kind is ChangeKind.INSERTED
        text = edit.new if come else edit.old
        if not text:
            return self.say("put-in" if come else "taken-out", block)
        return self.say("block-added" if come else "block-deleted", block, self.text(text))

    def text(self, text: str) -> str:
        """`text` quoted where it is short, else by its extent."""
        if short(text):
            return self.quote(text)
        return extent(text, self.lang, self.text_lang)

    def quote(self, text: str) -> str:
        """`text` in quotation marks."""
        return quote(text, self.lang)

    def say(self, key: str, *values: object) -> str:
        """The words of `key`."""
        return say(self.lang, key, *values)


def _rank(edit: Edit) -> int:
    """What is said behind the rest: signs alone, then what changed no word."""
    signs = edit.what == "words" and not any(map(str.isalnum, edit.old + edit.new))
    return _RANKS.get(edit.kind, int(signs))


def _alike(edit: Edit) -> str:
    """What many of are told as one: the key of that phrase, "" for all else."""
    if edit.kind is ChangeKind.LINK and edit.old != edit.new:
        return "links-many"
    return "labels-many" if edit.kind is ChangeKind.RENUMBERED and edit.what == "label" else ""


def _counted(phrases: Mapping[str, int], lang: str) -> list[str]:
    """The phrases in order, with the number of places where there are several."""
    return [say(lang, "times", p, n) if n > 1 else p for p, n in phrases.items()]
