"""The comparison itself: clauses first, then the blocks in them, then the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kaitei.model import Block, Clause, Text
from kaitei.text.diff.align import Unit, in_place, moves, shared
from kaitei.text.diff.blocks import Blocks, plain
from kaitei.text.diff.chains import Pair
from kaitei.text.diff.data import BlockChange, ClauseChange, moved_blocks, whole
from kaitei.text.diff.findings import findings
from kaitei.text.diff.moves import with_moves
from kaitei.text.diff.pieces import ORDER, ChangeKind, Numbered, Side, in_order
from kaitei.text.diff.redline import Redline, with_move_ids
from kaitei.text.diff.sections import parts
from kaitei.text.diff.sentences_moved import without_moved_values
from kaitei.text.diff.vocabulary import Vocabulary
from kaitei.text.notation import folded
from kaitei.text.numbering import plain as plain_label

_LEAST = 8
_PART = 0.6


class Memory:
    """What was compared already, for the comparisons of texts that share clauses.

    Clauses are known by their identity. Two comparisons with one memory that come upon the same
    two clauses hold the same change: a view that drew it need not draw it again.
    """

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.blocks = Blocks(self.vocabulary)
        self.units: dict[tuple[int, bool, bool], Unit] = {}
        self.changes: dict[tuple[int, int], list[ClauseChange]] = {}
        self.wholes: dict[tuple[ChangeKind, int], ClauseChange] = {}
        self.finished: dict[int, tuple[ClauseChange, ClauseChange]] = {}
        self._clauses: dict[int, tuple[Clause, tuple[Clause, ...]]] = {}
        self._inverted: dict[int, tuple[ClauseChange, ClauseChange]] = {}

    def inverted(self, change: ClauseChange) -> ClauseChange:
        """A change as the comparison the other way round has it."""
        found = self._inverted.get(id(change))
        if found is None:
            found = self._inverted[id(change)] = change, change.inverted()
        return found[1]

    def parts(self, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
        """The clauses with the parts that their own headings make of them.

        Clauses are kept in being: what is gone would give its identity to another.
        """
        return tuple(part for clause in clauses for part in self._parts_of(clause))

    def _parts_of(self, clause: Clause) -> tuple[Clause, ...]:
        if id(clause) not in self._clauses:
            self._clauses[id(clause)] = clause, tuple(parts(clause))
        return self._clauses[id(clause)][1]


def compare(old: Text | None, new: Text | None, memory: Memory | None = None) -> Redline:
    """The redline from `old` to `new`; None means that there is no text on that side.

    Pure and deterministic; `compare(b, a) == compare(a, b).inverted()`. Never refuses. `memory`
    saves what comparisons with the same memory did already; it changes no result.
    """
    memory = memory or Memory()
    a = memory.parts(old.clauses) if old else ()
    b = memory.parts(new.clauses) if new else ()
    turned = _later(a, b)
    clauses = _Comparison(*((b, a) if turned else (a, b)), memory).clauses()
    text = new or old
    redline = Redline(
        text.lang if text else "",
        (new.title if new else None) if turned else (old.title if old else None),
        (old.title if old else None) if turned else (new.title if new else None),
        tuple(clauses),
    )
    return redline.inverted(memory.inverted) if turned else with_move_ids(redline)


def _later(a: Sequence[Clause], b: Sequence[Clause]) -> bool:
    """Whether `a` sorts after `b`: every comparison is made in one direction and turned round.

    So both directions agree whatever choices the engine makes between equals.
    """
    for x, y in zip(a, b, strict=False):
        if x != y:
            for one, other in zip((x.heading, *x.blocks), (y.heading, *y.blocks), strict=False):
                if one != other:
                    return _after(one, other)
            return (len(x.blocks), x.level, x.id) > (len(y.blocks), y.level, y.id)
    return len(a) > len(b)


def _after(one: Block | None, other: Block | None) -> bool:
    """Whether a block sorts after another one, by the innermost of what first differs in them."""
    if one is None or other is None:
        return other is None
    for inner, outer in zip(one.children, other.children, strict=False):
        if inner != outer:
            return _after(inner, outer)
    if len(one.children) != len(other.children):
        return len(one.children) > len(other.children)
    return repr(replace(one, children=())) > repr(replace(other, children=()))


@dataclass
class _Group:
    """Clauses that are compared as one sequence of blocks: a pair, or a split's or merge's."""

    olds: list[int]
    news: list[int]


class _Comparison:
    def __init__(self, olds: Sequence[Clause], news: Sequence[Clause], memory: Memory) -> None:
        self.olds, self.news = olds, news
        self.memory = memory
        self.vocabulary, self.blocks = memory.vocabulary, memory.blocks
        with_ids = any(c.id for c in olds) and any(c.id for c in news)
        self.old_units = [self._unit(c, i, ids=with_ids) for i, c in enumerate(olds)]
        self.new_units = [self._unit(c, i, ids=with_ids) for i, c in enumerate(news)]

    def clauses(self) -> list[ClauseChange]:
        pairs, certain = in_place(self.old_units, self.new_units)
        moved = [(i, j) for i, j in certain if self._movable(i, j)]
        used_old = {i for i, _ in pairs} | {i for i, _ in moved}
        used_new = {j for _, j in pairs} | {j for _, j in moved}
        left_old = [i for i in range(len(self.olds)) if i not in used_old]
        left_new = [j for j in range(len(self.news)) if j not in used_new]
        found = moves([self.old_units[i] for i in left_old], [self.new_units[j] for j in left_new])
        found = [(left_old[i], left_new[j]) for i, j in found]
        moved = sorted([*moved, *(pair for pair in found if self._movable(*pair))])
        changes = with_moves(list(self._merged(pairs, moved)), self.blocks)
        return without_moved_values([self._finished(change) for change in in_order(changes)])

    def _finished(self, change: ClauseChange) -> ClauseChange:
        known = self.memory.finished.get(id(change))
        if known is None:
            known = self.memory.finished[id(change)] = change, _finished(change)
        return known[1]

    def _movable(self, i: int, j: int) -> bool:
        """Whether two clauses can be one that moved: both have a heading, or neither has."""
        return (self.olds[i].heading is None) == (self.news[j].heading is None)

    def _unit(self, clause: Clause, place: int, *, ids: bool) -> Unit:
        key = id(clause), ids, place == 0
        if key not in self.memory.units:
            self.memory.units[key] = self._new_unit(clause, place, ids=ids)
        return self.memory.units[key]

    def _new_unit(self, clause: Clause, place: int, *, ids: bool) -> Unit:
        title, blocks, vocabulary = folded(clause.title), self.blocks, self.vocabulary

        def key() -> str:
            return "\n".join([title, *(blocks.unit(block).key for block in clause.blocks)])

        def codes() -> str:
            texts = (clause.title, *map(vocabulary.text, clause.blocks))
            return "".join(map(vocabulary.codes, texts))

        return Unit(
            key,
            codes,
            id=clause.id if ids else "",
            title=f"\0{place == 0}" if clause.heading is None else title,
            source=clause,
        )

    def _merged(self, pairs: Sequence[Pair], moved: Sequence[Pair]) -> Iterator[ClauseChange]:
        """The merged sequence: in every gap what is gone, then what came."""
        moved_old = {i: self._moved(i, j) for i, j in moved}
        moved_new = {j: moved_old[i] for i, j in moved}
        groups = self._groups(pairs, set(moved_old), set(moved_new))
        i = j = 0
        for group in [*groups, _Group([len(self.olds)], [len(self.news)])]:
            for k in range(i, group.olds[0]):
                if k in moved_old:
                    yield replace(moved_old[k], side=Side.OLD)
                else:
                    yield self._whole(ChangeKind.DELETED, self.olds[k])
            for k in range(j, group.news[0]):
                if k in moved_new:
                    yield replace(moved_new[k], side=Side.NEW)
                else:
                    yield self._whole(ChangeKind.ADDED, self.news[k])
            i, j = group.olds[-1] + 1, group.news[-1] + 1
            if i <= len(self.olds) and j <= len(self.news):
                yield from self._compared(group)

    def _whole(self, kind: ChangeKind, clause: Clause) -> ClauseChange:
        key = kind, id(clause)
        if key not in self.memory.wholes:
            self.memory.wholes[key] = _whole(kind, clause)
        return self.memory.wholes[key]

    def _groups(
        self, pairs: Sequence[Pair], moved_old: set[int], moved_new: set[int]
    ) -> list[_Group]:
        """Each pair with the unpaired clauses beside it that were split from it or merged in."""
        out: list[_Group] = []
        floor = (0, 0)
        for k, (i, j) in enumerate(pairs):
            roof = pairs[k + 1] if k + 1 < len(pairs) else (len(self.olds), len(self.news))
            group = _Group([i], [j])
            a, b = self.olds[i], self.news[j]
            if a.blocks != b.blocks:
                group.news = self._beside(self.news, j, (floor[1], roof[1]), moved_new, (a, b))
                if len(group.news) == 1:
                    group.olds = self._beside(self.olds, i, (floor[0], roof[0]), moved_old, (b, a))
            out.append(group)
            floor = group.olds[-1] + 1, group.news[-1] + 1
        return out

    def _beside(
        self,
        clauses: Sequence[Clause],
        at: int,
        bounds: Pair,
        moved: set[int],
        pair: tuple[Clause, Clause],
    ) -> list[int]:
        """The clauses around `at` whose words stood in the first of `pair` and not in the other."""
        first = last = at
        while (
            first > bounds[0] and first - 1 not in moved and self._part(clauses[first - 1], *pair)
        ):
            first -= 1
        while (
            last + 1 < bounds[1] and last + 1 not in moved and self._part(clauses[last + 1], *pair)
        ):
            last += 1
        return list(range(first, last + 1))

    def _part(self, clause: Clause, source: Clause, rest: Clause) -> bool:
        """Whether the words of `clause` stood in `source` and no longer stand in `rest`."""
        text = self.vocabulary.text
        keep = Counter(text(block) for block in rest.blocks)
        left = []
        for block in source.blocks:
            if keep[text(block)] > 0:
                keep[text(block)] -= 1
            else:
                left.append(text(block))
        mine = self.vocabulary.codes("\n".join(text(block) for block in clause.blocks))
        theirs = self.vocabulary.codes("\n".join(left))
        if len(mine) < _LEAST or len(theirs) < _LEAST:
            return False
        return shared(mine, theirs) >= _PART * len(mine)

    def _moved(self, i: int, j: int) -> ClauseChange:
        (change,) = self._pair(self.olds[i], self.news[j])
        return replace(change, kinds=(ChangeKind.MOVED, *change.kinds), move=f"clause-{i}-{j}")

    def _compared(self, group: _Group) -> Iterator[ClauseChange]:
        olds = [self.olds[i] for i in group.olds]
        news = [self.news[j] for j in group.news]
        if len(olds) == len(news) == 1:
            yield from self._pair(olds[0], news[0])
        else:
            yield from self._sequence(olds, news)

    def _pair(self, old: Clause, new: Clause) -> Sequence[ClauseChange]:
        """The comparison of two clauses: one change, two where only one side has a heading."""
        known = self.memory.changes.get((id(old), id(new)))
        if known is None:
            known = [_kept(old, new)] if old == new else list(self._sequence([old], [new]))
            self.memory.changes[id(old), id(new)] = known
        return known

    def _sequence(self, olds: Sequence[Clause], news: Sequence[Clause]) -> Iterator[ClauseChange]:
        forced = [(0, 0)] if olds[0].heading and news[0].heading else []
        changes = self.blocks.sequence(_flat(olds), _flat(news), forced)
        yield from _grouped(changes, olds, news)


def _flat(clauses: Iterable[Clause]) -> list[Numbered]:
    """Headings and blocks of several clauses in one row."""
    return [
        item
        for clause in clauses
        for item in plain((clause.heading, *clause.blocks) if clause.heading else clause.blocks)
    ]


def _grouped(
    changes: Sequence[BlockChange], olds: Sequence[Clause], news: Sequence[Clause]
) -> Iterator[ClauseChange]:
    """Merged blocks as clauses again: a new one starts with every heading of either side."""
    old_heads = {id(c.heading): c for c in olds if c.heading}
    new_heads = {id(c.heading): c for c in news if c.heading}
    old = None if olds[0].heading else olds[0]
    new = None if news[0].heading else news[0]
    first = True
    heading: BlockChange | None = None
    held: list[BlockChange] = []
    for change in changes:
        a = old_heads.get(id(change.old)) if change.old else None
        b = new_heads.get(id(change.new)) if change.new else None
        if a or b:
            if heading or held or old or new:
                yield _part_of(old, new, heading, held, olds, news)
                first = False
            old, new, heading, held = a, b, change, []
        else:
            held.append(change)
    if first or heading or held or old or new:
        yield _part_of(old, new, heading, held, olds, news)


def _part_of(
    old: Clause | None,
    new: Clause | None,
    heading: BlockChange | None,
    blocks: Sequence[BlockChange],
    olds: Sequence[Clause],
    news: Sequence[Clause],
) -> ClauseChange:
    side, kinds, partner = Side.BOTH, (ChangeKind.AMENDED,), None
    if old is None:
        kinds, partner = (ChangeKind.SPLIT,), olds[0]
    elif new is None:
        kinds, partner = (ChangeKind.MERGED,), news[0]
    return ClauseChange(kinds, side, old, new, heading, tuple(blocks), partner)


def _kept(old: Clause, new: Clause) -> ClauseChange:
    blocks = (BlockChange(ChangeKind.KEPT, Side.BOTH, block, block) for block in new.blocks)
    heading = (
        BlockChange(ChangeKind.KEPT, Side.BOTH, old.heading, old.heading) if old.heading else None
    )
    return ClauseChange((ChangeKind.KEPT,), Side.BOTH, old, new, heading, tuple(blocks))


def _whole(kind: ChangeKind, clause: Clause) -> ClauseChange:
    block_kind = ChangeKind.INSERTED if kind is ChangeKind.ADDED else ChangeKind.DELETED
    side = Side.NEW if kind is ChangeKind.ADDED else Side.OLD
    blocks = [whole(block_kind, item) for item in plain(clause.blocks)]
    heading = whole(block_kind, Numbered(clause.heading, None, -1)) if clause.heading else None
    old, new = (None, clause) if kind is ChangeKind.ADDED else (clause, None)
    return ClauseChange((kind,), side, old, new, heading, tuple(blocks))


# --- what a clause change is called ---------------------------------------------------------------


def _finished(change: ClauseChange) -> ClauseChange:
    """`change` with all its kinds and its findings."""
    if change.kind is ChangeKind.KEPT:
        return change
    if change.kind in (ChangeKind.ADDED, ChangeKind.DELETED):
        found, former = findings(moved_blocks(change))
        return replace(change, findings=found, former_findings=former)
    own = {
        kind
        for kind in change.kinds
        if kind in (ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.MOVED)
    }
    kinds = own | set(_inner(change.all_blocks))
    if change.old and change.new and change.old.label != change.new.label:
        same = plain_label(change.old.label) == plain_label(change.new.label)
        kinds.add(ChangeKind.NOTATION if same else ChangeKind.RENUMBERED)
    if change.old and change.new and change.old.id != change.new.id:
        kinds.add(ChangeKind.FORMATTING)
    ordered = tuple(sorted(kinds or {ChangeKind.KEPT}, key=ORDER.__getitem__))
    found, former = findings(change.all_blocks) if ChangeKind.AMENDED in kinds else ((), ())
    return replace(change, kinds=ordered, findings=found, former_findings=former)


def _inner(changes: Iterable[BlockChange]) -> Iterator[ChangeKind]:
    """The kinds of everything in a clause; what changes words counts as AMENDED."""
    for change in changes:
        if change.move or change.kind is not ChangeKind.KEPT:
            yield from _own(change)
        if change.kind not in (ChangeKind.KEPT, ChangeKind.INSERTED, ChangeKind.DELETED):
            yield from _inner(change.children)


def _own(change: BlockChange) -> Iterator[ChangeKind]:
    if change.kind in (ChangeKind.INSERTED, ChangeKind.DELETED) or change.is_group or change.move:
        yield ChangeKind.AMENDED
    else:
        yield change.kind
    for piece in change.all_pieces():
        at_border = change.is_group and piece.is_space
        if piece.kind in (ChangeKind.INSERTED, ChangeKind.DELETED):
            yield ChangeKind.AMENDED
        elif piece.kind is not ChangeKind.KEPT and not at_border:
            yield piece.kind
