"""The redline in sentences (改正の内容): what a lawyer would write, for those who see no marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kaitei.policy import Clause
from kaitei.redline import ClauseChange, Finding, Kind, Redline, Side
from kaitei.views import wording
from kaitei.views.edits import Edit, edits, relabelled
from kaitei.views.renumbering import direction, runs
from kaitei.views.wording import extent, quote, say, short

PHRASES = 8  # what a sentence lists at most; changed values are listed all
UNMARKED = {Kind.LINK, Kind.FORMATTING, Kind.SPLIT, Kind.MERGED}
_LISTS = {"ol": "list-numbered", "ul": "list-unnumbered"}
_ONLY = {Kind.NOTATION: "notation-only", Kind.LINK: "link-only", Kind.FORMATTING: "formatting-only"}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a clause: the sentence, the phrases after it, and the clause.

    A sentence about several clauses, or about none, has no clause.
    """

    head: str
    phrases: tuple[str, ...] = ()
    change: ClauseChange | None = None


def worded(redline: Redline, lang: str) -> list[str]:
    """The changes as plain sentences of `lang`, clause by clause, without full stops.

    Plain text, not escaped. Empty only where nothing changed, formatting included.
    """
    joint = say(lang, "joint")
    return [
        say(lang, "with", one.head, joint.join(one.phrases)) if one.phrases else one.head
        for one in said(redline, lang)
    ]


def said(redline: Redline, lang: str) -> list[Said]:
    """The same, with the phrases apart and the clauses that they are about."""
    if redline.empty:
        return []
    for title, key in ((redline.old_title, "whole-new"), (redline.new_title, "whole-gone")):
        if title is None:
            return [Said(say(lang, key, len(redline.changed)))]
    writer = _Writer(redline, lang)
    return [*writer.title(), *writer.clauses()]


def unmarked(redline: Redline, change: ClauseChange, lang: str) -> list[str]:
    """What changed in a clause without a changed word: links, formatting, paragraphs' borders."""
    writer = _Writer(redline, lang)
    found = [edit for edit in edits(change) if edit.kind in UNMARKED]
    if {edit.kind for edit in found} == {Kind.FORMATTING} and len(change.kinds) == 1:
        return []
    return _counted(map(writer.edit, found), lang)


class _Writer:
    def __init__(self, redline: Redline, lang: str) -> None:
        self.redline = redline
        self.lang = lang

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
                whole = change.kind in (Kind.ADDED, Kind.DELETED)
                formatting = set(change.kinds) <= {Kind.FORMATTING, Kind.RENUMBERED}
                phrases = [] if whole or formatting else self.phrases(change)
                yield Said(head, tuple(phrases), change)

    # --- one clause -----------------------------------------------------------------------------

    def head(self, change: ClauseChange) -> str:
        """The sentence about a clause, its renumbering apart; "" where that was all."""
        kind, name = change.kind, self.name(change)
        only = [kind for kind in change.kinds if kind not in (Kind.RENUMBERED, Kind.KEPT)]
        if kind is Kind.MOVED:
            return self._moved(change)
        if kind in (Kind.SPLIT, Kind.MERGED) and change.partner:
            return self.say(kind.value, name, wording.name(change.partner, self.lang))
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
            return self.say("moved-to", wording.name(old, self.lang), wording.label(new, self.lang))
        before = self._before(change)
        name = wording.name(change.clause, self.lang)
        if before is None:
            return self.say("moved-first", name)
        return self.say("moved", name, wording.name(before, self.lang))

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
        name = wording.name(change.clause, self.lang)
        if change.old and relabelled(change):
            return self.say("formerly", name, wording.label(change.old, self.lang))
        return name

    # --- renumbering ----------------------------------------------------------------------------

    def renumbered(self, run: Sequence[ClauseChange]) -> str:
        """One sentence for clauses whose numbers follow one another on both sides."""
        old = [wording.label(c.old, self.lang) for c in run if c.old]
        new = [wording.label(c.new, self.lang) for c in run if c.new]
        verb = self.say(direction(run[0]))
        if len(run) == 1:
            first = run[0].old or run[0].clause
            return self.say("renumbered", wording.name(first, self.lang), new[0], verb)
        key = "renumbered-two" if len(run) == 2 else "renumbered-run"
        return self._plural(self.say(key, old[0], old[-1], new[0], new[-1], verb))

    def _plural(self, sentence: str) -> str:
        """Clause 4 to Clause 6 renumbered ... -> Clauses 4 to 6 renumbered 5 to 7."""
        if self.lang == "ja":
            return sentence
        head, tail = sentence[:7], sentence[7:]
        if head != "Clause ":
            return sentence
        return "Clauses " + tail.replace("Clause ", "")

    # --- inside a clause ------------------------------------------------------------------------

    def phrases(self, change: ClauseChange) -> list[str]:
        """What changed inside a clause, changed values first; equal phrases are counted."""
        changes = edits(change)
        listed = {e.what for e in changes if e.kind in (Kind.INSERTED, Kind.DELETED)}
        values = [f for f in change.findings if not any(_quotes(e, f) for e in changes)]
        first = [self.finding(f) for f in values]
        second: list[str] = []
        for edit in changes:
            if _covered(edit, values):
                continue
            # Items that come after one that was put in or taken out have other numbers anyway.
            if edit.kind is Kind.RENUMBERED and edit.what in listed:
                continue
            weighty = any(_quotes(edit, f) for f in change.findings)
            (first if weighty else second).append(self.edit(edit))
        found, words = _counted(first, self.lang), _counted(second, self.lang)
        room = max(PHRASES - len(found), 2)
        if len(words) > room + 1:
            words = [*words[:room], self.say("more", len(words) - room)]
        return found + words

    def finding(self, found: Finding) -> str:
        """A changed value: "1,000 yen became 1,100 yen"."""
        special = found.kind if found.kind in ("reference", "negation") else ""
        if found.old and found.new:
            if special:
                return self.say(special, self.quote(found.old), self.quote(found.new))
            return self.say("became", found.old, found.new)
        key = "added" if found.new else "deleted"
        if special:
            return self.say(f"{special}-{key}", self.quote(found.new or found.old))
        return self.say("put-in" if found.new else "taken-out", found.new or found.old)

    def edit(self, edit: Edit) -> str:
        """One change inside the clause in words."""
        if edit.what == "heading":
            return self.say("heading", self.quote(edit.old), self.quote(edit.new))
        if edit.kind is Kind.FORMATTING:
            return self.say(_LISTS.get(edit.what, "formatting"))
        if edit.kind is Kind.RENUMBERED:
            return self.say("items-renumbered")
        if edit.kind is Kind.LINK:
            return self.say("link", self.quote(edit.around), edit.old, edit.new)
        if edit.kind is Kind.SPLIT:
            return self.say("block-split", edit.count)
        if edit.kind is Kind.MERGED:
            return self.say("block-merged", edit.count)
        return self._words(edit) if edit.what == "words" else self._block(edit)

    def _words(self, edit: Edit) -> str:
        old, new = edit.old.strip(), edit.new.strip()
        if "".join(old.split()) == "".join(new.split()):
            return self.say("spacing")
        if edit.kind is Kind.NOTATION:
            return self.say("notation", self.quote(old), self.quote(new))
        if not old:
            return self.say("put-in", self.text(new))
        if not new:
            return self.say("taken-out", self.text(old))
        key = "became" if short(old) and short(new) else "rewritten"
        return self.say(key, self.text(old), self.text(new))

    def _block(self, edit: Edit) -> str:
        block = wording.block(self.lang, edit.what)
        if edit.kind is Kind.MOVED:
            return self.say("block-moved", block, self.text(edit.new or edit.old))
        come = edit.kind is Kind.INSERTED
        text = edit.new if come else edit.old
        if not text:
            return self.say("put-in" if come else "taken-out", block)
        return self.say("block-added" if come else "block-deleted", block, self.text(text))

    def text(self, text: str) -> str:
        """`text` quoted where it is short, else by its extent."""
        if short(text):
            return self.quote(text)
        return extent(text, self.lang, self.redline.lang)

    def quote(self, text: str) -> str:
        return quote(text, self.lang)

    def say(self, key: str, *values: object) -> str:
        return say(self.lang, key, *values)


def _covered(edit: Edit, findings: Sequence[Finding]) -> bool:
    """Whether a changed value says all that `edit` would say."""
    if edit.what != "words" or edit.kind not in (Kind.AMENDED, Kind.INSERTED, Kind.DELETED):
        return False
    old, new = edit.old.strip(), edit.new.strip()
    return any(
        old in found.old and new in found.new
        for found in findings
        if bool(old) <= bool(found.old) and bool(new) <= bool(found.new)
    )


def _quotes(edit: Edit, found: Finding) -> bool:
    """Whether `edit` is quoted whole and says a changed value, with words around it.

    A negation is always said by itself.
    """
    if found.kind == "negation" or not (short(edit.old) and short(edit.new)):
        return False
    if edit.kind not in (Kind.AMENDED, Kind.INSERTED, Kind.DELETED) or _covered(edit, (found,)):
        return False
    if bool(edit.old) != bool(found.old) or bool(edit.new) != bool(found.new):
        return False
    return found.old in edit.old and found.new in edit.new


def _counted(phrases: Iterable[str], lang: str) -> list[str]:
    """Each phrase once, in order, with the number of places where there are several."""
    counts = Counter(phrases)
    return [say(lang, "times", p, n) if n > 1 else p for p, n in counts.items()]
