"""The redline as JSON, for programs of others: api/schemas/redline.json says what it holds."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from kaitei.model import Block, Clause, Run
from kaitei.text.diff import (
    BlockChange,
    ChangeKind,
    ClauseChange,
    Finding,
    Numbered,
    Piece,
    Redline,
    is_part,
    numbered,
    once,
)

VERSION = 2
"""2: groups of blocks have whole blocks and segments; in 1 they were parts of one paragraph."""
_REQUIRED = frozenset({"tag", "text", "blocks", "pieces", "children"})


def to_json(redline: Redline) -> str:
    """The whole comparison as JSON, a line each clause, keys in a fixed order.

    Both texts can be read off it (docs/redline.md). Absent keys mean: none.
    """
    head = {
        "format": "kaitei-redline",
        "version": VERSION,
        "lang": redline.lang,
        "old_title": redline.old_title,
        "new_title": redline.new_title,
    }
    clauses = ",\n".join(once(c, "json", partial(_line, c)) for c in redline.clauses)
    return f'{_written(head)[:-1]},"clauses":[\n{clauses}\n]}}\n'


def _line(change: ClauseChange) -> str:
    return _written(_clause(change))


def _written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _clause(change: ClauseChange) -> dict[str, Any]:
    return _present(
        kinds=[kind.value for kind in change.kinds],
        side=change.side.value,
        move=change.move,
        old=_heading(change.old),
        new=_heading(change.new),
        partner=_heading(change.partner),
        findings=list(map(_finding, change.findings)),
        heading=_block(change.heading) if change.heading else None,
        blocks=[_block(block) for block in change.blocks],
    )


def _finding(found: Finding) -> dict[str, Any]:
    """A changed value, in a table with the names of its row and column."""
    data = {"kind": found.kind, "old": found.old, "new": found.new}
    place = found.place
    return data | _present(row=place.row, column=place.column) if place else data


def _heading(clause: Clause | None) -> dict[str, Any] | None:
    if clause is None:
        return None
    return {
        "id": clause.id,
        "label": clause.label,
        "title": clause.title,
        "level": clause.level,
        **({"part": True} if is_part(clause) else {}),
    }


def _block(change: BlockChange) -> dict[str, Any]:
    if change.is_group:
        return _group(change)
    children = change.kept_children()
    leaf = not children or bool(change.pieces)
    return _present(
        kind=change.kind.value,
        side=change.side.value,
        move=change.move,
        old=_shell(change.old),
        new=_shell(change.new),
        old_number=change.old_number,
        new_number=change.new_number,
        column=change.column if change.column >= 0 else None,
        pieces=[_piece(piece) for piece in change.kept_pieces()] if leaf else None,
        children=None if leaf else [_block(child) for child in children],
    )


def _group(change: BlockChange) -> dict[str, Any]:
    """Blocks that were split, merged or regrouped: whole, and their words across the borders."""
    return _present(
        kind=change.kind.value,
        side=change.side.value,
        move=change.move,
        olds=list(map(_tree, change.olds)),
        news=list(map(_tree, change.news)),
        segments=[
            {"old": s.old, "new": s.new, "pieces": [_piece(piece) for piece in s.pieces]}
            for s in change.segments
        ],
    )


def _tree(item: Numbered) -> dict[str, Any]:
    """A whole block of one text."""
    block = item.block
    return _present(
        tag=block.tag,
        number=item.number,
        id=block.id,
        attrs=dict(block.attrs),
        runs=[_run(run) for run in block.runs],
        blocks=list(map(_tree, numbered(block))) if block.children else None,
    )


def _shell(block: Block | None) -> dict[str, Any] | None:
    """A block without what is in it."""
    if block is None:
        return None
    return _present(tag=block.tag, id=block.id, attrs=dict(block.attrs))


def _piece(piece: Piece) -> dict[str, Any]:
    if piece.kind is ChangeKind.KEPT:
        return {"kind": piece.kind.value, "both": _run(piece.new)}
    return _present(kind=piece.kind.value, old=_run(piece.old), new=_run(piece.new))


def _run(run: Run | None) -> dict[str, Any] | None:
    if run is None:
        return None
    if not run.marks:  # as most are
        return {"text": run.text}
    marks = [_present(tag=mark.tag, attrs=dict(mark.attrs)) for mark in run.marks]
    return _present(text=run.text, marks=marks)


def _present(**values: Any) -> dict[str, Any]:
    """The values that say something; "text", "tag" and lists that must be there stay."""
    return {
        key: value
        for key, value in values.items()
        if value or value == 0 or (key in _REQUIRED and value is not None)
    }
