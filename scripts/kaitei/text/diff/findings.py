"""Changed values of a clause, listed apart so that no clean-up of the words can bury them."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kaitei.model import Block
from kaitei.text.diff.chains import aligned
from kaitei.text.diff.data import BlockChange, Finding, Spot
from kaitei.text.diff.negations import rewritten, turned
from kaitei.text.diff.pieces import ChangeKind, Side
from kaitei.text.diff.regions import differing, regions, whole
from kaitei.text.diff.rows import table_names
from kaitei.text.diff.vocabulary import is_heading, unlabelled
from kaitei.text.values import Value

_KINDS = {
    "amount": "amount",
    "rate": "amount",
    "date": "date",
    "reference": "reference",
    "telephone": "contact",
    "email": "contact",
    "url": "contact",
    "postcode": "contact",
    "address": "contact",
}
"""What a reader calls a value of each kind; all others are numbers."""
_SIZES = frozenset(["B", "KB", "MB", "GB", "TB"])
"""Units of one thing, so that a count in one may become a count in another."""
_TOLD = 3
"""Signs of a number without a unit that is told where it came or went: 100, but not 2."""
_Change = tuple[Value | None, Value | None]
_Spots = tuple[Spot | None, Spot | None]
"""Where in the old and in the new table."""
_NOWHERE: _Spots = (None, None)


_Findings = tuple[Finding, ...]


def findings(blocks: Sequence[BlockChange]) -> tuple[_Findings, _Findings]:
    """The values that the changes in `blocks` took out, brought in, or replaced, in order.

    Labels that were only renumbered don't count; what only moved doesn't either. The first list has
    what changed in a block that moved at its new place, the second at its former one.
    """
    found = _listed(blocks, Side.NEW)
    return found, _listed(blocks, Side.OLD) if any(map(_has_moved, blocks)) else found


def _has_moved(change: BlockChange) -> bool:
    return bool(change.move) or any(map(_has_moved, change.children))


def _listed(blocks: Iterable[BlockChange], place: Side) -> _Findings:
    """The findings, those of what moved at its `place` on that side."""
    out: list[Finding] = []
    moved: list[tuple[_Change, _Spots]] = []
    denied: list[Finding] = []
    for group in _groups(blocks, place):
        if isinstance(group, _Leaf):
            old, new, sites = differing(group.change.pieces)
            for pair in regions(old, new, sites):
                changes = filter(_counts, _changed(*pair))
                out.extend(_finding(change, group.spots) for change in changes)
            out.extend(_placed(found, group.spots) for found in turned(old, new, sites))
        else:
            changes = filter(_counts, _changed(whole(group.old), whole(group.new)))
            moved.extend((change, group.spots) for change in changes)
            denied.extend(rewritten(group.old, group.new))
    return (*out, *(_finding(*one) for one in _elsewhere(moved)), *denied)


def _finding(change: _Change, spots: _Spots) -> Finding:
    old, new = change
    value = old or new
    kind = _KINDS.get(value.kind, "number") if value else ""
    found = Finding(kind, old.text if old else "", new.text if new else "")
    return _placed(found, spots)


def _placed(found: Finding, spots: _Spots) -> Finding:
    was, spot = spots
    return replace(found, was=was if found.old else None, spot=spot if found.new else None)


def _changed(old: Sequence[Value], new: Sequence[Value]) -> Iterator[_Change]:
    if sorted(v.key for v in old) == sorted(v.key for v in new) and _kinds(old) == _kinds(new):
        # The same values in another order: what stands where.
        yield from ((a, b) for a, b in zip(old, new, strict=True) if a.key != b.key)
        return
    for part in aligned([v.key for v in old], [v.key for v in new]):
        if not part.same:
            yield from _replaced(old[part.a0 : part.a1], new[part.b0 : part.b1])


def _counts(change: _Change) -> bool:
    """Whether a change is told: a bare 2 that came or went is a name (Basecamp 2) or a sign (2)."""
    old, new = change
    value = old or new
    bare = value is not None and value.kind == "number" and len(value.text) < _TOLD
    return bool(old and new) or not bare


def _kinds(values: Sequence[Value]) -> list[str]:
    return [value.kind for value in values]


def _replaced(old: Sequence[Value], new: Sequence[Value]) -> Iterator[_Change]:
    """Values of a gap, paired in order within their dimension."""
    rest: dict[tuple[str, str], deque[Value]] = defaultdict(deque)
    for value in new:
        rest[_dimension(value)].append(value)
    matched: set[int] = set()  # by where they begin
    for value in old:
        same = rest[_dimension(value)]
        match = same.popleft() if same else None
        if match:
            matched.add(match.start)
        yield value, match
    yield from ((None, value) for value in new if value.start not in matched)


def _dimension(value: Value) -> tuple[str, str]:
    """What a value measures: hours are no pieces, and members no lessons."""
    if value.kind != "count":
        return value.kind, ""
    return value.kind, "size" if value.unit.upper() in _SIZES else value.unit


def _elsewhere(
    changes: Sequence[tuple[_Change, _Spots]],
) -> Iterator[tuple[_Change, _Spots]]:
    """The changes without the values that are gone in one place and new in another."""
    single = Counter(_key(one) for one, _ in changes if not all(one))
    left = {key: min(many, single[(key[0], not key[1])]) for key, many in single.items()}
    for one, spots in changes:
        if not all(one) and left[_key(one)]:
            left[_key(one)] -= 1
        else:
            yield one, spots


def _key(change: _Change) -> tuple[tuple[str, str], bool]:
    old, new = change
    value = old or new
    assert value is not None  # noqa: S101  # a change has a side
    return value.key, new is not None


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf and, where it is one of a table, its place there."""

    change: BlockChange
    spots: _Spots = _NOWHERE


@dataclass(slots=True)
class _Whole:
    """The words of blocks that are gone, and of those that came, behind one another.

    Cells are not: what stood in one row did not become what stands in another.
    """

    spots: _Spots
    old_lines: list[str] = field(default_factory=list)
    new_lines: list[str] = field(default_factory=list)

    @property
    def old(self) -> str:
        """What is gone, each block on a line."""
        return "".join(self.old_lines)

    @property
    def new(self) -> str:
        """What came, each block on a line."""
        return "".join(self.new_lines)


def _groups(blocks: Iterable[BlockChange], place: Side) -> Iterator[_Leaf | _Whole]:
    """Every leaf that changed in its place; blocks that came or are gone beside one another.

    Of one without the other all words are new or gone, their negations too; beside one another
    they are most often a paragraph that was rewritten.
    """
    whole: _Whole | None = None
    for leaf in _leaves(blocks, place):
        change = leaf.change
        if whole and leaf.spots != whole.spots:
            yield whole
            whole = None
        if change.kind in (ChangeKind.DELETED, ChangeKind.INSERTED):
            whole = whole or _Whole(leaf.spots)
            if change.old:
                whole.old_lines.append(_unlabelled(change.old) + "\n")
            elif change.new:
                whole.new_lines.append(_unlabelled(change.new) + "\n")
            continue
        if whole:
            yield whole
            whole = None
        if change.kind is not ChangeKind.KEPT:
            yield leaf
    if whole:
        yield whole


def _unlabelled(leaf: Block) -> str:
    return unlabelled("".join(run.text for run in leaf.runs), heading=is_heading(leaf))


def _leaves(
    blocks: Iterable[BlockChange], place: Side, spots: _Spots = _NOWHERE
) -> Iterator[_Leaf]:
    """Every leaf, and what is kept whole; of what moved the copy at `place`.

    A table that came or is gone as a whole is told as one, not by its cells.
    """
    for change in blocks:
        if change.move and change.side is place.other:
            continue
        if change.tag == "table" and change.kind in (ChangeKind.INSERTED, ChangeKind.DELETED):
            continue
        for segment in change.segments:
            yield _Leaf(BlockChange(ChangeKind.AMENDED, Side.BOTH, None, None, segment.pieces))
        if change.is_group:
            continue
        if change.tag == "table" and change.kind is not ChangeKind.KEPT:
            yield from _cells(change, place)
            continue
        children = () if change.kind is ChangeKind.KEPT else change.kept_children()
        if children:
            yield from _leaves(children, place, spots)
        else:
            yield _Leaf(change, spots)


def _cells(table: BlockChange, place: Side) -> Iterator[_Leaf]:
    """The leaves of a table that stands on both sides, each with its place."""
    names = table_names(table)
    for row in (row for section in table.kept_children() for row in section.kept_children()):
        if row.kind is ChangeKind.KEPT or (row.move and row.side is place.other):
            continue
        for cell in row.kept_children():
            spots = names.spot(row, cell, Side.OLD), names.spot(row, cell, Side.NEW)
            yield from _leaves([cell], place, spots)
