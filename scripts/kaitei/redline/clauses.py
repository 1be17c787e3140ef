"""The comparison itself: clauses first, then the blocks in them, then the words."""

from __future__ import annotations

from kaitei.policy import Clause, Text
from kaitei.redline.data import ClauseChange, Kind, Numbered, Redline, Side, whole


def compare(old: Text | None, new: Text | None) -> Redline:
    """The redline from `old` to `new`; None means that there is no text on that side.

    Pure and deterministic; `compare(b, a) == compare(a, b).inverted()`. Never refuses.
    """
    clauses = [_whole(Kind.DELETED, clause) for clause in (old.clauses if old else ())]
    clauses += [_whole(Kind.ADDED, clause) for clause in (new.clauses if new else ())]
    text = new or old
    return Redline(
        text.lang if text else "",
        old.title if old else None,
        new.title if new else None,
        tuple(clauses),
    )


def _whole(kind: Kind, clause: Clause) -> ClauseChange:
    block_kind = Kind.INSERTED if kind is Kind.ADDED else Kind.DELETED
    side = Side.NEW if kind is Kind.ADDED else Side.OLD
    blocks = [whole(block_kind, Numbered(b, None, -1)) for b in clause.blocks]
    heading = whole(block_kind, Numbered(clause.heading, None, -1)) if clause.heading else None
    old, new = (None, clause) if kind is Kind.ADDED else (clause, None)
    return ClauseChange((kind,), side, old, new, heading, tuple(blocks))
