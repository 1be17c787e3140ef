"""Two sequences of blocks -> the merged tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaitei.model import Block
from kaitei.text.diff.align import ALIKE, Unit, in_place, likeness
from kaitei.text.diff.data import BlockChange, kept, whole
from kaitei.text.diff.groups import beyond, with_groups
from kaitei.text.diff.pieces import ORDER, ChangeKind, Numbered, Piece, Side, in_order, numbered
from kaitei.text.diff.runs import compare_runs
from kaitei.text.diff.tables import compare_tables
from kaitei.text.diff.vocabulary import Vocabulary, is_heading, unlabelled
from kaitei.text.notation import folded

_LEAVES = frozenset({"p", "", "h1", "h2", "h3", "h4", "h5", "h6"})
_SHAPES = dict.fromkeys(_LEAVES, "leaf") | {"ul": "list", "ol": "list", "td": "c", "th": "c"}


_CONTAINERS = frozenset({"ul", "ol", "table", "dl", "blockquote"})


def plain(blocks: Iterable[Block]) -> list[Numbered]:
    """Blocks that stand in no list and no row."""
    return [Numbered(block, None, -1) for block in blocks]


class Blocks:
    """Compares blocks of one comparison, sharing its vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._units: dict[int, tuple[Block, Unit]] = {}  # with each, to keep it in being

    def unit(self, block: Block) -> Unit:
        """What alignment needs of a block. A list item is known by its own words, not its lists."""
        found = self._units.get(id(block))
        if found is None:
            found = self._units[id(block)] = block, self._unit(block)
        return found[1]

    def _unit(self, block: Block) -> Unit:
        vocabulary = self.vocabulary  # a unit that led back to all of this would be in a circle

        def words() -> str:
            return unlabelled(vocabulary.text(block), heading=is_heading(block))

        def own_words() -> str:
            leaves = [child for child in block.children if child.tag in _LEAVES]
            if block.tag == "li" and 0 < len(leaves) < len(block.children):
                return unlabelled("\n".join(map(vocabulary.text, leaves)))
            return words()

        return Unit(
            lambda: folded(words()) or f"<{block.tag}>",
            lambda: vocabulary.codes(own_words()),
            _SHAPES.get(block.tag, block.tag),
            block.id,
            source=block,
        )

    def sequence(
        self,
        olds: Sequence[Numbered],
        news: Sequence[Numbered],
        forced: Sequence[tuple[int, int]] = (),
    ) -> tuple[BlockChange, ...]:
        """The merged sequence of two sequences of blocks. `forced` pairs are known already."""
        old_units = [self.unit(item.block) for item in olds]
        new_units = [self.unit(item.block) for item in news]
        pairs: list[tuple[int, int]] = []
        start = (0, 0)
        for end in [*forced, (len(olds), len(news))]:
            found, _ = in_place(old_units[start[0] : end[0]], new_units[start[1] : end[1]])
            pairs += [(i + start[0], j + start[1]) for i, j in found]
            if end in forced:
                pairs.append(end)
            start = (end[0] + 1, end[1] + 1)
        pairs = self._sole(olds, news, pairs)
        changes: list[BlockChange] = []
        i = j = 0
        places = with_groups(olds, news, pairs, self.vocabulary)
        for place in [*places, (len(olds), len(news), None)]:
            at, to, group = place
            changes += [whole(ChangeKind.DELETED, item) for item in olds[i:at]]
            changes += [whole(ChangeKind.INSERTED, item) for item in news[j:to]]
            if group:
                changes.append(group)
            elif at < len(olds) and to < len(news):
                changes.append(self.pair(olds[at], news[to]))
            i, j = beyond(place)
        return tuple(in_order(changes))

    def pair(self, old: Numbered, new: Numbered) -> BlockChange:
        """The comparison of two blocks that are one."""
        if old.block is new.block or old.block == new.block:
            return kept(old, new)
        a, b = old.block, new.block
        pieces: tuple[Piece, ...] = ()
        children: tuple[BlockChange, ...] = ()
        if a.tag == b.tag == "table":
            children = compare_tables(a, b, self)
        elif a.children or b.children:
            children = self.sequence(numbered(a), numbered(b))
        else:
            pieces = compare_runs(a, b, self.vocabulary)
        kinds = {piece.kind for piece in pieces} | {child.kind for child in children}
        if a.tag != b.tag or a.attrs != b.attrs or a.id != b.id:
            kinds.add(ChangeKind.FORMATTING)
        if old.number != new.number:
            kinds.add(ChangeKind.RENUMBERED)
        return BlockChange(
            inner_kind(kinds),
            Side.BOTH,
            a,
            b,
            pieces,
            children,
            old.number,
            new.number,
            new.column,
        )

    def _sole(
        self, olds: Sequence[Numbered], news: Sequence[Numbered], pairs: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """`pairs` and, where one leaf of each side is left between two, that one if it is apt.

        A parent that is paired and has one leaf on each side speaks for the leaves; elsewhere
        they need some likeness.
        """
        out: list[tuple[int, int]] = []
        start = (0, 0)
        for k, end in enumerate([*pairs, (len(olds), len(news))]):
            if end[0] - start[0] == 1 == end[1] - start[1]:
                a, b = olds[start[0]].block, news[start[1]].block
                alone = (
                    a.tag in _CONTAINERS
                    or len(olds) == len(news) == 1
                    or (a.tag == "" == b.tag and start == (0, 0))
                )
                if _SHAPES.get(a.tag, a.tag) == _SHAPES.get(b.tag, b.tag) and (
                    alone or likeness(self.unit(a), self.unit(b)) >= ALIKE * 0.8
                ):
                    out.append(start)
            if k < len(pairs):
                out.append(end)
            start = (end[0] + 1, end[1] + 1)
        return out


def inner_kind(kinds: Iterable[ChangeKind]) -> ChangeKind:
    """The kind of a block that stands on both sides, from the kinds of what is in it."""
    weighty = {
        ChangeKind.AMENDED if ORDER[kind] < ORDER[ChangeKind.AMENDED] else kind
        for kind in kinds
        if kind is not ChangeKind.KEPT
    }
    return min(weighty, key=ORDER.__getitem__, default=ChangeKind.KEPT)
