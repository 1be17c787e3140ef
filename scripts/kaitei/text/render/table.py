"""新旧対照表: the two texts side by side, clause by clause, changed parts underlined in both.

The rules are those of Japanese drafting practice: what is revised stands on the left; replaced
words are underlined on both sides, added ones on the new, deleted ones on the old; 「（新設）」
and 「（削る）」 stand where the other side has nothing; unchanged clauses are 「（略）」, a run of
them one row; of a clause that was only renumbered the number is underlined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from kaitei.text.diff import (
    ChangeKind,
    ClauseChange,
    Redline,
    Side,
    once,
)
from kaitei.text.render import wording
from kaitei.text.render.cells import Cells
from kaitei.text.render.drawing import Our
from kaitei.text.render.edits import edits, inside, relabelled
from kaitei.text.render.names import names
from kaitei.text.render.phrasing import UNMARKED, unmarked
from kaitei.text.render.wording import width

NUMBER = 20
"""Columns of what a clause is called by its number: 第12条の2第3項, "Clauses 12.1 to 14.2"."""
_ONLY = (ChangeKind.NOTATION, ChangeKind.LINK, ChangeKind.FORMATTING)


def table(
    redline: Redline,
    lang: str,
    *,
    new_first: bool = True,
    since: bool = False,
    prefix: str = "",
    href: Callable[[str], str] = str,
) -> str:
    """The comparison table as HTML, with caption, headings in `lang` and remarks.

    `new_first` puts what is revised on the left, as is the custom. `since` says that the new text
    is the one in force and the old one any before it, where else they are revised and current.
    With `prefix` a row whose
    clause has an id carries `prefix` + id; without there are no ids, so that the table can stand
    on a page beside the text. `href` turns an address found in the texts into the one to write.
    """
    if redline.empty:
        return Our(lang, redline.lang, href).note("nothing")
    return _Table(redline, lang, new_first, since, prefix, href).html()


def sides(lang: str) -> tuple[str, str]:
    """What the columns of the new text and of the old one are called in `lang`."""
    return wording.say(lang, "column-new"), wording.say(lang, "column-old")


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    new: str
    old: str
    remark: str = ""
    id: str = ""


class _Table:
    def __init__(
        self,
        redline: Redline,
        lang: str,
        new_first: bool,
        since: bool,
        prefix: str,
        href: Callable[[str], str],
    ) -> None:
        self.redline, self.lang, self.prefix = redline, lang, prefix
        self.taken = {change.new.id for change in redline.clauses if change.new}
        self.our = Our(lang, redline.lang, href)
        self.names = names(redline, lang)
        self.kind = "-since" if since else ""
        self.sides = (Side.NEW, Side.OLD) if new_first else (Side.OLD, Side.NEW)
        self.new, self.old = (Cells(side, self.our, self.names) for side in (Side.NEW, Side.OLD))

    def html(self) -> str:
        rows = self.rows()
        name = "kaitei-table kaitei-titled" if self._titled(rows) else "kaitei-table"
        parts = [
            f'<table class="{name}" lang="{escape(self.redline.lang)}">',
            self._caption(),
            self._head(),
            "<tbody>",
            *map(self._row, rows),
            "</tbody>",
            "</table>",
        ]
        return "\n".join(parts)

    def _titled(self, rows: Sequence[_Row]) -> bool:
        """Whether the first column needs room for titles, and the texts can give it.

        What is left out may be named over several lines; tables in the texts need all there is.
        """
        if any("<table" in cell for row in rows for cell in (row.new, row.old)):
            return False
        return any(row.remark and width(row.label) > NUMBER for row in rows)

    def _caption(self) -> str:
        title = self.redline.new_title or self.redline.old_title
        name = self.say(f"table{self.kind}", title) if title else self.say("table-untitled")
        return (
            f"<caption{self.our.attribute()}>{escape(name)} "
            f'<span class="kaitei-underlined">{escape(self.say("underlined"))}</span></caption>'
        )

    def _head(self) -> str:
        columns = [("clause", self.say("column-clause"))]
        columns += [(side.value, self._name(side)) for side in self.sides]
        columns += [("remarks", self.say("column-remarks"))]
        cells = "".join(
            f'<th scope="col" class="kaitei-{name}">{words}</th>' for name, words in columns
        )
        return f"<thead{self.our.attribute()}>\n<tr>{cells}</tr>\n</thead>"

    def _name(self, side: Side) -> str:
        """What a side's column is called."""
        return self.say(f"column-{side.value}{self.kind}")

    def _row(self, row: _Row) -> str:
        cells = {Side.NEW: row.new, Side.OLD: row.old}
        anchor = f' id="{escape(self.prefix + row.id)}"' if self.prefix and row.id else ""
        parts = [f'<tr{anchor}>\n<th scope="row"{self.our.attribute()}>{escape(row.label)}</th>']
        for side in self.sides:
            label = self._name(side)
            parts.append(f'<td class="kaitei-{side.value}" data-label="{label}">{cells[side]}</td>')
        label = self.say("column-remarks")
        remark = f'data-label="{label}"{self.our.attribute()}>{escape(row.remark)}'
        parts.append(f'<td class="kaitei-remarks" {remark}</td>')
        return "\n".join(parts) + "\n</tr>"

    # --- rows -----------------------------------------------------------------------------------

    def rows(self) -> list[_Row]:
        """A row for each changed clause, and one for each run of unchanged or renumbered ones."""
        found = []
        for kind, group in groupby(self.redline.clauses, key=_group):
            run = list(group)
            if kind == "kept":
                found.append(self._kept(run))
            elif kind == "renumbered" and len(run) > 1:
                found.append(self._renumbered(run))
            else:
                found += [self._clause(change) for change in run]
        return found

    def _kept(self, run: Sequence[ClauseChange]) -> _Row:
        clauses = [change.clause for change in run]
        span = self.names.span(clauses)
        whole = span if len(run) > 1 else self.names.name(clauses[0])
        cell = self.our.small("omitted", self.say("left-out", whole))
        return _Row(span, cell, cell)

    def _renumbered(self, run: Sequence[ClauseChange]) -> _Row:
        new = self.names.span([c.new for c in run if c.new])
        old = self.names.span([c.old for c in run if c.old])
        omitted = self.our.small("omitted", self.say("left-out", ""))
        cells = [f"<u>{self.our.words(span)}</u>{omitted}" for span in (new, old)]
        return _Row(new, cells[0], cells[1], self._remark(run[0]))

    def _clause(self, change: ClauseChange) -> _Row:
        called = tuple(map(self.names.name, filter(None, (change.old, change.new, change.partner))))
        others = tuple(self.names.others(change).items())
        row = once(change, ("row", self.our, called, others), lambda: self._drawn(change))
        gone = change.kind is ChangeKind.DELETED and change.clause.id not in self.taken
        return replace(row, id=change.clause.id) if gone else row

    def _drawn(self, change: ClauseChange) -> _Row:
        label = self.names.label(change.clause)
        kind, remark = change.kind, self._remark(change)
        if kind is ChangeKind.ADDED:
            new = self.new.heading(change, marked=True) + self.new.body(change, marked=True)
            return _Row(label, new, self.our.note("new"), remark, change.clause.id)
        if kind is ChangeKind.DELETED:
            old = self.old.heading(change, marked=True) + self.old.body(change, marked=True)
            return _Row(self.say("former", label), self.our.note("gone"), old, remark)
        if change.move and change.side is Side.OLD:
            return self._departed(change)
        note = self._from(change)
        if inside(change):
            new, old = self._both(change, note)
        else:
            new, old = self._named(change, note)
        return _Row(label, new, old, remark, change.new.id if change.new else "")

    def _departed(self, change: ClauseChange) -> _Row:
        """The row at the place that a moved clause left."""
        old = change.old or change.clause
        note = self.our.note("moved-to-note", self.names.label(change.clause))
        cell = self.our.small("omitted", self.say("left-out", self.names.name(old)))
        label = self.say("former", self.names.label(old))
        return _Row(label, note, cell, _headed(self.say("remark-moved")))

    def _both(self, change: ClauseChange, note: str) -> tuple[str, str]:
        """Both cells of a clause whose words changed."""
        new = self.new.heading(change) + self.new.body(change)
        old = self.old.heading(change) + self.old.body(change)
        if change.kind is ChangeKind.SPLIT:
            old = note + old
        elif change.kind is ChangeKind.MERGED:
            new = note + new
        else:
            new += note
        return new, old

    def _named(self, change: ClauseChange, note: str) -> tuple[str, str]:
        """Both cells of a clause of which only the number, place or formatting changed."""
        omitted = self.say("left-out", "")
        cells = [
            side.heading(change, omitted) or self.our.paragraph("omitted", self.say("omitted"))
            for side in (self.new, self.old)
        ]
        return cells[0] + note, cells[1]

    def _from(self, change: ClauseChange) -> str:
        """The note that says where a clause comes from or went."""
        if change.partner and change.kind in (ChangeKind.SPLIT, ChangeKind.MERGED):
            return self.our.note(f"{change.kind.value}-note", self.names.name(change.partner))
        if change.move and change.old:
            return self.our.note("moved-from-note", self.names.label(change.old))
        return ""

    # --- words ----------------------------------------------------------------------------------

    def _remark(self, change: ClauseChange) -> str:
        """The remarks column: 新設, 移動・変更, "Changed" ..."""
        kinds = [k for k in change.kinds if k is not ChangeKind.RENUMBERED or relabelled(change)]
        kinds = kinds or [ChangeKind.AMENDED]
        if all(kind in _ONLY for kind in kinds):
            only = self.say("remark-joint").join(self.say(f"remark-{k.value}") for k in kinds)
            return _headed(self.say("remark-only", only))
        names = [self._kind(k, change) for k in kinds if k not in _ONLY]
        return _headed(self.say("remark-joint").join(names))

    def _inside(self, change: ClauseChange) -> str:
        """What to say of an amended clause in which no word is underlined."""
        if any(edit.kind not in UNMARKED for edit in edits(change)):
            return ""
        return self.say("joint").join(unmarked(self.redline, change, self.lang))

    def _kind(self, kind: ChangeKind, change: ClauseChange) -> str:
        if kind is ChangeKind.AMENDED and (said := self._inside(change)):
            return said
        if kind is ChangeKind.AMENDED:
            found = {e.kind for e in edits(change) if e.kind not in (*_ONLY, ChangeKind.RENUMBERED)}
            if found == {ChangeKind.INSERTED}:
                return self.say("remark-inserted")
            if found == {ChangeKind.DELETED}:
                return self.say("remark-removed")
        return self.say(f"remark-{kind.value}")

    def say(self, key: str, *values: object) -> str:
        return self.our.say(key, *values)


def _group(change: ClauseChange) -> object:
    """What neighbours share that become one row."""
    if change.kinds == (ChangeKind.KEPT,):
        return "kept"
    if change.kinds == (ChangeKind.RENUMBERED,) and relabelled(change):
        return "renumbered"
    return id(change)


def _headed(words: str) -> str:
    return words[:1].upper() + words[1:]
