"""The redline in sentences (改正の内容): what a lawyer would write, for those who see no marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kaitei.base.catalogue import listed
from kaitei.model import Clause
from kaitei.text.diff import (
    ChangeKind,
    ClauseChange,
    Redline,
    Side,
    moved_sentences,
    once,
    sentence_key,
)
from kaitei.text.render.covering import LEAST, WEIGHTS
from kaitei.text.render.edits import Edit, inside, relabelled
from kaitei.text.render.names import names
from kaitei.text.render.phrasing import PHRASES, Phrasing
from kaitei.text.render.renumbering import direction, runs
from kaitei.text.render.wording import quote, say

MANY = 3  # sentences that say the same of so many clauses are one
_ONLY = {
    ChangeKind.NOTATION: "notation-only",
    ChangeKind.LINK: "link-only",
    ChangeKind.FORMATTING: "formatting-only",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a clause: the sentence, the phrases after it, and the clause.

    A sentence about several clauses, or about none, has no clause.
    """

    head: str
    phrases: tuple[str, ...] = ()
    change: ClauseChange | None = None


def sentences(redline: Redline, lang: str, most: int | None = None) -> list[str]:
    """The changes as plain sentences of `lang`, clause by clause, without full stops.

    Plain text, not escaped. Empty only where nothing changed, formatting included. Where there is
    room for no more than `most` sentences, those that matter most, in the order of the text.
    """
    found = said(redline, lang)
    if most is not None and len(found) > most:
        order = sorted(range(len(found)), key=lambda at: _weight(found[at]))
        found = [found[at] for at in sorted(order[:most])]
    return [sentence(one, lang) for one in found]


def sentence(one: Said, lang: str) -> str:
    """A sentence with its phrases."""
    phrases = say(lang, "joint").join(one.phrases)
    return say(lang, "with", one.head, phrases) if phrases else one.head


def _weight(one: Said) -> int:
    """How little a sentence matters: least where it tells an amount, a date or a negation."""
    change = one.change
    if change is None or set(change.kinds) <= {*_ONLY, ChangeKind.RENUMBERED, ChangeKind.KEPT}:
        return LEAST + 2
    return min((WEIGHTS[found.kind] for found in change.findings), default=LEAST + 1)


def said(redline: Redline, lang: str) -> Sequence[Said]:
    """The same, with the phrases apart and the clauses that they are about."""
    return once(redline, ("said", lang), lambda: _said(redline, lang))


def _said(redline: Redline, lang: str) -> list[Said]:
    if redline.empty:
        return []
    for title, key in ((redline.old_title, "whole-new"), (redline.new_title, "whole-gone")):
        if title is None:
            return [Said(say(lang, key, len(redline.changed)))]
    writer = _Writer(redline, lang)
    return [*writer.title(), *writer.together(writer.clauses())]


class _Writer:
    def __init__(self, redline: Redline, lang: str) -> None:
        self.redline = redline
        self.lang = lang
        self.names = names(redline, lang)
        self.inside = Phrasing(lang, redline.lang)
        self.moved = moved_sentences(redline.clauses)

    def title(self) -> Iterator[Said]:
        old, new = self.redline.old_title, self.redline.new_title
        if old and new and old != new:
            yield Said(self.say("title", self.quote(old), self.quote(new)))
        elif old != new:
            key = "title-added" if new else "title-deleted"
            yield Said(self.say(key, self.quote(new or old or "")))

    def clauses(self) -> Iterator[Said]:
        firsts = {id(run[0]): run for run in runs(self.redline.changed)}
        for change in self.redline.changed:
            head, run = self.head(change), firsts.get(id(change), [])
            # One clause alone says by itself what it was called before.
            if len(run) > 1 or (run and not head):
                yield Said(self.renumbered(run))
            if head:
                told = _told(change)
                phrases = self.inside.phrases(change, self.whereabouts) if told else []
                yield Said(head, tuple(phrases), change)

    def whereabouts(self, edit: Edit) -> str:
        """The clause that something moved to, or came from: where its other copy stands."""
        if edit.what == "words" and bool(edit.old) != bool(edit.new):
            ends = self.moved.get(sentence_key(edit.old or edit.new))
            if ends is None or ends[0] == ends[1]:
                return ""
            return self.names.label(self.redline.clauses[ends[edit.old != ""]].clause)
        return self.names.elsewhere(edit.move, Side.NEW if edit.new else Side.OLD)

    def together(self, sentences: Iterable[Said]) -> Iterator[Said]:
        """The same, with what says no more than that something is written otherwise as one.

        That are all clauses of a text of which only the notation changed, and three and more
        behind one another of which only the formatting did.
        """
        found = list(sentences)
        written = [one for one in found if _only(one, ChangeKind.NOTATION)]
        if len(written) > 1:
            at = found.index(written[0])
            rest = [one for one in found[at:] if not _only(one, ChangeKind.NOTATION)]
            found = [*found[:at], self._many("notation-many", written), *rest]
        for formatting, group in groupby(found, key=lambda one: _only(one, ChangeKind.FORMATTING)):
            run = list(group)
            if formatting and len(run) >= MANY:
                yield self._many("formatting-many", run)
            else:
                yield from run

    def _many(self, key: str, run: Sequence[Said]) -> Said:
        """One sentence about many clauses, the first of them by name."""
        names = [self.names.label(one.change.clause) for one in run if one.change]
        shown = names[:PHRASES]
        if len(names) > PHRASES:
            shown.append(self.say("and-more", len(names) - PHRASES))
        return Said(self.say(key, len(names), listed(self.lang, shown)))

    # --- one clause -----------------------------------------------------------------------------

    def head(self, change: ClauseChange) -> str:
        """The sentence about a clause, its renumbering apart; "" where that was all."""
        kind, name = change.kind, self.name(change)
        only = [
            kind for kind in change.kinds if kind not in (ChangeKind.RENUMBERED, ChangeKind.KEPT)
        ]
        if kind is ChangeKind.MOVED:
            return self._moved(change)
        if kind in (ChangeKind.SPLIT, ChangeKind.MERGED) and change.partner:
            return self.say(kind.value, name, self.names.name(change.partner))
        if change.old is None:
            return self.say("added", name)
        if change.new is None:
            return self.say("deleted-clause", name)
        if len(only) == 1 and only[0] in _ONLY:
            return self.say(_ONLY[only[0]], name)
        return "" if not only and relabelled(change) else self.say("amended", name)

    def _moved(self, change: ClauseChange) -> str:
        old, new = change.old, change.new
        if old and new and relabelled(change):
            return self.say("moved-to", self.names.name(old), self.names.label(new))
        before = self._before(change)
        name = self.names.name(change.clause)
        if before is None:
            return self.say("moved-first", name)
        return self.say("moved", name, self.names.name(before))

    def _before(self, change: ClauseChange) -> Clause | None:
        """The clause that stands before `change` in the new text."""
        before: Clause | None = None
        for other in self.redline.clauses:
            if other is change:
                return before
            if other.new is not None and other.side is not Side.OLD:
                before = other.new
        return before

    def name(self, change: ClauseChange) -> str:
        """The clause's name, with its former label where that changed."""
        name = self.names.name(change.clause)
        if change.old and relabelled(change):
            return self.say("formerly", name, self.names.label(change.old))
        return name

    # --- renumbering ----------------------------------------------------------------------------

    def renumbered(self, run: Sequence[ClauseChange]) -> str:
        """One sentence for clauses whose numbers follow one another on both sides."""
        names, verb = self.names, self.say(direction(run[0]))
        first, last = run[0], run[-1]
        # Both sides stand: a clause without one has no other number.
        old, new = first.old or first.clause, first.new or first.clause
        if first is last:
            return self.say("renumbered", names.name(old), names.label(new), verb)
        ends = names.bare_ends if names.parent(old) == names.parent(new) else names.ends
        called = [
            *names.ends(old, last.old or last.clause),
            *ends(new, last.new or last.clause),
        ]
        key = "renumbered-two" if len(run) == 2 else "renumbered-run"
        return self.say(key, *self._plural(called), verb)

    def _plural(self, names: Sequence[str]) -> Sequence[str]:
        """Clause 4, Clause 6, Clause 5, Clause 7 -> Clauses 4, 6, 5, 7."""
        one, many = self.say("clause", ""), self.say("clauses", "")
        if one == many or not names[0].startswith(one):
            return names
        first, *others = (name.removeprefix(one) for name in names)
        return [many + first, *others]

    def quote(self, text: str) -> str:
        return quote(text, self.lang)

    def say(self, key: str, *values: object) -> str:
        return say(self.lang, key, *values)


def _told(change: ClauseChange) -> bool:
    """Whether there is more to say of a clause than its new number and other formatting."""
    return inside(change) or bool(
        set(change.kinds) - {ChangeKind.FORMATTING, ChangeKind.RENUMBERED}
    )


def _only(one: Said, kind: ChangeKind) -> bool:
    return one.change is not None and one.change.kinds == (kind,)
