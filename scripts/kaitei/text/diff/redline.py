"""A whole comparison: its clauses, either text read off it, its moves by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field, replace
from functools import partial
from typing import Any

from kaitei.base.frozen import frozen
from kaitei.model import Block, Clause, Text
from kaitei.text.diff.data import BlockChange, ClauseChange, Finding, same, side_blocks
from kaitei.text.diff.pieces import ChangeKind, Side, in_order
from kaitei.text.diff.sections import is_part
from kaitei.text.diff.sharing import once


@frozen
class Redline:
    """The comparison of two texts (見え消し・新旧対照表). A title is None where no text is."""

    lang: str
    old_title: str | None
    new_title: str | None
    clauses: tuple[ClauseChange, ...]
    drawn: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def empty(self) -> bool:
        """Whether nothing at all changed, formatting included."""
        return self.old_title == self.new_title and all(
            clause.kinds == (ChangeKind.KEPT,) for clause in self.clauses
        )

    @property
    def changed(self) -> tuple[ClauseChange, ...]:
        """The clauses to which anything happened; of a moved one only the new copy."""
        return tuple(
            clause
            for clause in self.clauses
            if clause.kinds != (ChangeKind.KEPT,) and not (clause.move and clause.side is Side.OLD)
        )

    @property
    def findings(self) -> tuple[tuple[ClauseChange, Finding], ...]:
        """Every changed value with its clause, in reading order."""
        return tuple((clause, f) for clause in self.changed for f in clause.findings)

    def old_text(self) -> Text | None:
        """The old text, put together again from the changes: rejecting them all."""
        return None if self.old_title is None else self._text(Side.OLD, self.old_title)

    def new_text(self) -> Text | None:
        """The new text, put together again from the changes: accepting them all."""
        return None if self.new_title is None else self._text(Side.NEW, self.new_title)

    def inverted(
        self, invert: Callable[[ClauseChange], ClauseChange] = ClauseChange.inverted
    ) -> Redline:
        """The comparison the other way round: what `compare(new, old)` gives.

        `invert` turns a clause's change.
        """
        clauses = in_order(map(invert, self.clauses))
        return with_move_ids(Redline(self.lang, self.new_title, self.old_title, tuple(clauses)))

    def _text(self, side: Side, title: str) -> Text:
        clauses: list[tuple[Clause, list[Block], bool]] = []
        for change in self.clauses:
            if change.side is side.other:
                continue
            clause = change.old if side is Side.OLD else change.new
            if clause is not None and is_part(clause):
                if not clauses:
                    clauses.append((Clause("", "", "", 0, None, ()), [], False))
            elif clause is not None:
                clauses.append((clause, [], clause.heading is not None))
            blocks = [b for block in change.all_blocks for b in side_blocks(block, side)]
            if blocks:  # a merged clause may begin with blocks that the other side never had
                clauses[-1][1].extend(blocks)
        return Text(
            self.lang,
            title,
            tuple(
                replace(clause, heading=blocks[0], blocks=tuple(blocks[1:]))
                if headed
                else replace(clause, blocks=tuple(blocks))
                for clause, blocks, headed in clauses
            ),
        )


def with_move_ids(redline: Redline) -> Redline:
    """`redline` with its moves named m1, m2, ... in the order in which they first appear.

    A view makes ids of the names (`move-m1`, `from-m1`): where a text has such an id of its own
    the names begin with more than one m.
    """
    names = _MoveNames(redline)
    return replace(redline, clauses=tuple(map(names.clause, redline.clauses)))


class _MoveNames:
    """Gives the moves of a redline their names, from the first to the last."""

    def __init__(self, redline: Redline) -> None:
        self._redline, self._prefix = redline, "m"
        self._names: dict[str, str] = {}

    def clause(self, change: ClauseChange) -> ClauseChange:
        """A clause with its moves named; itself where it has none."""
        if change.kind is ChangeKind.KEPT or not once(change, "moves", partial(_moves, change)):
            return change
        move = self._named(change.move)
        blocks = tuple(map(self._block, change.blocks))
        if move == change.move and same(blocks, change.blocks):
            return change
        return replace(change, move=move, blocks=blocks)

    def _block(self, change: BlockChange) -> BlockChange:
        move = self._named(change.move)
        children = tuple(map(self._block, change.children))
        if move == change.move and same(children, change.children):
            return change
        return replace(change, move=move, children=children)

    def _named(self, move: str) -> str:
        if not move:
            return ""
        if not self._names:
            ids = "\n".join(_ids(self._redline))
            taken = re.findall(r"^(?:move|from)-(m+)\d", ids, re.MULTILINE)
            self._prefix = "m" * (1 + max(map(len, taken), default=0))
        return self._names.setdefault(move, f"{self._prefix}{len(self._names) + 1}")


def _moves(change: ClauseChange | BlockChange) -> bool:
    """Whether a change, or one in it, has moved."""
    within = change.blocks if isinstance(change, ClauseChange) else change.children
    return bool(change.move) or any(map(_moves, within))


def _ids(redline: Redline) -> Iterator[str]:
    """The ids of both texts."""
    waiting: list[Block] = []
    for change in redline.clauses:
        for clause in (change.old, change.new):
            if clause:
                waiting += [clause.heading] if clause.heading else []
                waiting += clause.blocks
    while waiting:
        block = waiting.pop()
        yield block.id
        waiting += block.children
