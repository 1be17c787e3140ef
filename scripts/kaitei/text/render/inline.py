"""見え消し: one text, deletions struck and insertions underlined, for readers of a page or mail.

The marks are the bare fragment's, so the words are exact; what was split, merged or regrouped is
shown as the new text has it, its words once. What is added here is ours: words around
each change for people who can't see marks, notes that say where a clause went, and 略 for what
did not change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from kaitei.model import Block
from kaitei.text.diff import (
    BlockChange,
    ChangeKind,
    ClauseChange,
    Redline,
    Side,
    once,
)
from kaitei.text.render.decoration import decorated
from kaitei.text.render.drawing import Form, Our, omitted_words, stand_in, stretches
from kaitei.text.render.edits import inside, relabelled
from kaitei.text.render.fragment import by_clause
from kaitei.text.render.names import names
from kaitei.text.render.phrasing import unmarked

_HEADING = re.compile(r"<(h[1-6])\b.*?</\1>", re.DOTALL)  # that of a clause, its marks inside
_WHOLE = {ChangeKind.ADDED, ChangeKind.DELETED}
_ONLY = {ChangeKind.NOTATION, ChangeKind.LINK, ChangeKind.FORMATTING}


def inline(
    redline: Redline,
    lang: str,
    *,
    changed_only: bool = False,
    mail: bool = False,
    prefix: str = "",
    href: Callable[[str], str] | None = None,
) -> str:
    """The text with its changes marked, as HTML, with words of ours in `lang`.

    `changed_only` leaves out what did not change. With `mail` there are no classes, ids or
    relative links but inline styles and brackets that are seen, so that it stays readable where
    style is taken away. `prefix` goes in front of every id. `href` turns an address found in the
    texts into the one to write (default: `#id` follows `prefix`, others stay).
    """
    form = Form.MAIL if mail else Form.PAGE
    our = Our(lang, redline.lang, href or (absolute if mail else _Own(prefix)), form, prefix)
    attrs = f'{our.cls("inline")} lang="{escape(redline.lang)}"'
    if redline.empty and changed_only:
        return f"<div{attrs}>{our.note('nothing')}</div>"
    parts = _InlineReader(redline, our, changed_only=changed_only).parts()
    return f"<div{attrs}>\n" + "\n".join(filter(None, parts)) + "\n</div>"


@dataclass(frozen=True, slots=True)
class _Own:
    """Addresses of the text itself lead to the ids of the view."""

    prefix: str

    def __call__(self, address: str) -> str:
        return f"#{self.prefix}{address[1:]}" if address.startswith("#") else address


def absolute(address: str) -> str:
    """`address` where it leads anywhere from a mail: with a scheme; else ""."""
    return address if re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE) else ""


def condensed(redline: Redline, our: Our) -> Redline:
    """`redline` with long unchanged stretches inside its changed clauses replaced by 略."""
    return replace(redline, clauses=tuple(_condensed(change, our) for change in redline.clauses))


def notes(redline: Redline, change: ClauseChange, our: Our) -> list[str]:
    """What the marks of a clause can't say, as paragraphs: where it went, what has no mark."""
    return list(_InlineReader(redline, our, changed_only=False).notes(change))


def below_heading(said: list[str], marked: str) -> list[str]:
    """A clause with its notes: below the heading, which says what they are about."""
    heading = _HEADING.match(marked)
    if not said or not heading:
        return [*said, marked]
    return [heading[0], *said, marked[heading.end() :].lstrip("\n")]


class _InlineReader:
    """Puts notes and omissions between the clauses."""

    def __init__(self, redline: Redline, our: Our, *, changed_only: bool) -> None:
        self.redline, self.our, self.changed_only = redline, our, changed_only
        self.names = names(redline, our.lang)
        self.shown = condensed(redline, our) if changed_only else redline

    def parts(self) -> Iterator[str]:
        html = by_clause(self.shown, kept=not self.changed_only, readable=True)
        drawn = zip(self.redline.clauses, self.shown.clauses, html, strict=True)
        for kind, group in groupby(drawn, key=lambda one: self._group(one[0])):
            run = list(group)
            changes = [change for change, *_ in run]
            if kind == "kept":
                yield self._left_out(changes)
            elif kind == "renumbered" and len(run) > 1:
                yield self._renumbered(changes)
            else:
                for change, shown, text in run:
                    marked = with_words(shown, text, self.our, self.names.others(change))
                    yield from below_heading(list(self.notes(change)), marked)

    def _group(self, change: ClauseChange) -> object:
        if self.changed_only and change.kinds == (ChangeKind.KEPT,):
            return "kept"
        if self.changed_only and change.kinds == (ChangeKind.RENUMBERED,) and relabelled(change):
            return "renumbered"
        return id(change)

    # --- instead of a clause --------------------------------------------------------------------

    def _left_out(self, run: Sequence[ClauseChange]) -> str:
        clauses = [change.clause for change in run]
        name = self.names.span(clauses)
        if len(run) == 1:
            name = self.names.name(clauses[0])
        return self.our.paragraph("omitted", self.our.say("left-out", name))

    def _renumbered(self, run: Sequence[ClauseChange]) -> str:
        old = self.names.span([c.old for c in run if c.old])
        new = self.names.span([c.new for c in run if c.new])
        words = self.our.say("was-note", old)
        return self.our.paragraph("omitted", self.our.say("left-out", new + words))

    # --- before a clause ------------------------------------------------------------------------

    def notes(self, change: ClauseChange) -> Iterator[str]:
        """What the marks of a clause can't say: where it went, what changed without a mark."""
        called = tuple(map(self.names.name, filter(None, (change.old, change.new, change.partner))))
        key = "notes", self.our.lang, self.our.form, self.our.prefix, called
        yield from once(change, key, lambda: list(self._notes(change)))

    def _notes(self, change: ClauseChange) -> Iterator[str]:
        words = [self._place(change)]
        kinds = set(change.kinds) - {ChangeKind.RENUMBERED}
        if kinds and kinds <= _ONLY:
            words.append(self.our.words(self._only(change)))
        hidden = (
            []
            if change.kind in _WHOLE or change.side is Side.OLD
            else unmarked(self.redline, change, self.our.lang)
        )
        if hidden:
            words.append(self.our.words(self.our.say("joint").join(hidden)))
        if found := list(filter(None, words)):
            yield f"<p{self.our.cls('note')}>{' '.join(found)}</p>"

    def _place(self, change: ClauseChange) -> str:
        """Where a clause came from or went, linked."""
        our = self.our
        if change.kind is ChangeKind.ADDED:
            return our.words(our.say("new"))
        if change.kind is ChangeKind.DELETED:
            return our.words(our.say("gone"))
        if change.partner and change.kind in (ChangeKind.SPLIT, ChangeKind.MERGED):
            return our.words(our.say(f"{change.kind}-note", self.names.name(change.partner)))
        if change.move and change.side is Side.OLD and change.new:
            words = our.say("moved-to-note", self.names.label(change.new))
            return our.link(words, f"move-{change.move}")
        if change.move and change.old:
            words = our.say("moved-from-note", self.names.label(change.old))
            return our.link(words, f"from-{change.move}")
        return ""

    def _only(self, change: ClauseChange) -> str:
        kinds = [kind for kind in change.kinds if kind in _ONLY]
        names = self.our.say("remark-joint").join(self.our.say(f"remark-{k}") for k in kinds)
        return self.our.say("only-note", names)


def with_words(
    change: ClauseChange, html: str, our: Our, others: Mapping[tuple[str, Side], str]
) -> str:
    """The clause's `html`, a bare fragment, with words of ours around each change.

    `others` are the clauses that what moved came from or went to (see `Names.others`).
    """
    key = "words", our, html, tuple(others.items())
    return once(change, key, lambda: decorated(html, our, others, moved=bool(change.move)))


# --- what did not change in a clause ----------------------------------------------------------


def _condensed(change: ClauseChange, our: Our) -> ClauseChange:
    if change.kinds == (ChangeKind.KEPT,) or _WHOLE & set(change.kinds) or not change.blocks:
        return change
    key = "condensed", our.lang, our.classes  # whose words stand there: all views draw the same
    return once(change, key, lambda: _without_kept(change, our))


def _without_kept(change: ClauseChange, our: Our) -> ClauseChange:
    if not inside(change):
        return replace(change, blocks=(_stand_in(change.blocks, "p", our),))
    return replace(change, blocks=tuple(_flow(change.blocks, "p", our)))


def _flow(changes: Sequence[BlockChange], leave_out: str, our: Our) -> Iterator[BlockChange]:
    for out, run in stretches(changes, leave_out):
        if out:
            yield _stand_in(run, leave_out, our)
            continue
        for change in run:
            if change.children and not change.move:
                children = tuple(_flow(change.children, stand_in(change.tag), our))
                yield replace(change, children=children)
            else:
                yield change


def _stand_in(run: Sequence[BlockChange], tag: str, our: Our) -> BlockChange:
    """A block of our words that stands for unchanged ones."""
    numbers = [c.new_number for c in run if c.new_number is not None]
    words = (our.run("omitted", omitted_words(our, numbers)),)
    block, number = Block("p", words), None
    if tag == "tr":
        columns = max(len(change.kept_children()) for change in run)
        cell = Block("td", children=(Block("", words),))
        block = Block("tr", children=(cell,) * columns)
    elif tag == "li":
        if numbers and not our.classes:  # nothing hides the item's own number: it counts
            number = numbers[0]
            rest = our.say("left-out", our.say("range", "", numbers[-1]))
            said = our.say("omitted") if len(numbers) == 1 else rest
            words = (our.run("omitted", said),)
        block = Block("li", children=(Block("", words),))
    return BlockChange(
        ChangeKind.KEPT, Side.BOTH, block, block, old_number=number, new_number=number
    )
