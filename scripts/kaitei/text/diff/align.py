"""Which old unit is which new one: anchors first, then likeness, then moves.

A unit is a clause, a block, a list item, a row or a column. Measured on real revisions: labels
stripped, exact anchors, likeness of at least 0.5 in the gaps, moves of at least 0.6. Everything
is close to linear: exact keys through dictionaries, likeness only for pairs that share rare
pairs of words, chains through a Fenwick tree, rapidfuzz only on bounded pieces.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, product

from rapidfuzz.distance import Indel, LCSseq

from kaitei.model import Block, Clause
from kaitei.text.diff.chains import BOUND, Pair, heaviest, matching

ALIKE = 0.5
MOVED = 0.6
_ALL_PAIRS = 64
_RARE = 12
_CANDIDATES = 6


@dataclass(eq=False)
class Unit:
    """What alignment knows of a unit.

    `read` gives its exact text (label stripped, notation folded), `encode` its tokens; neither is
    asked where its `source`, the clause or block, is equal to the other text's. `title` is what
    names it within its parent, `shape` what it may be paired with: only its own kind.
    """

    read: Callable[[], str] = field(repr=False)
    encode: Callable[[], str] = field(repr=False)
    shape: str = ""
    id: str = ""
    title: str = ""
    source: Clause | Block | None = field(default=None, repr=False)

    @cached_property
    def key(self) -> str:
        """Its exact text."""
        return self.read()

    @cached_property
    def codes(self) -> str:
        """Its tokens as codes."""
        return self.encode()

    @cached_property
    def features(self) -> set[str]:
        """Pairs of neighbouring tokens."""
        codes = self.codes
        return {codes[i : i + 2] for i in range(max(1, len(codes) - 1))}


def likeness(a: Unit, b: Unit, cutoff: float = 0.0) -> float:
    """How alike two units are, 0 to 1, by the tokens they share in order; 0 below `cutoff`."""
    return 1.0 if a.key == b.key else alike(a.codes, b.codes, cutoff)


def alike(one: str, other: str, cutoff: float = 0.0) -> float:
    """How alike two texts, or two strings of codes, are, 0 to 1; 0 below `cutoff`.

    By the signs that they share in order; of very long ones by those that they share at all.
    """
    if len(one) * len(other) > 50 * BOUND:
        common = sum((Counter(one) & Counter(other)).values())
        found = 2 * common / (len(one) + len(other))
        return found if found >= cutoff else 0.0
    return Indel.normalized_similarity(one, other, score_cutoff=cutoff)


def shared(a: str, b: str) -> int:
    """How many tokens `a` has in common with `b`, in order."""
    return LCSseq.similarity(a, b)


# --- units in place -------------------------------------------------------------------------------


def in_place(olds: Sequence[Unit], news: Sequence[Unit]) -> tuple[list[Pair], list[Pair]]:
    """The pairs that keep their order, and those that don't: they have moved.

    Only what is certain counts as moved here: the same id, or a long text that is unique.
    """
    pairs: list[Pair] = []
    low, high_old, high_new = 0, len(olds), len(news)
    while low < min(high_old, high_new) and _same(olds[low], news[low]):
        pairs.append((low, low))
        low += 1
    tail: list[Pair] = []
    while min(high_old, high_new) > low and _same(olds[high_old - 1], news[high_new - 1]):
        high_old, high_new = high_old - 1, high_new - 1
        tail.append((high_old, high_new))
    if low in (high_old, high_new):
        return pairs + tail[::-1], []
    certain = _certain(olds, news, range(low, high_old), range(low, high_new))
    anchors = heaviest(certain)
    held = set(anchors)
    moved = [
        (i, j)
        for i, j, weight in certain
        if (i, j) not in held and (weight >= 1e6 or len(olds[i].codes) >= 6)
    ]
    gone_old, gone_new = {i for i, _ in moved}, {j for _, j in moved}
    for (i0, j0), (i1, j1) in _gaps(anchors, (low, low), (high_old, high_new)):
        gap_old = [i for i in range(i0, i1) if i not in gone_old]
        gap_new = [j for j in range(j0, j1) if j not in gone_new]
        pairs += _fill(olds, news, gap_old, gap_new)
        if (i1, j1) in held:
            pairs.append((i1, j1))
    return pairs + tail[::-1], moved


def moves(olds: Sequence[Unit], news: Sequence[Unit], least: int = 6) -> list[Pair]:
    """Pairs of leftover units that are the same in another place, the most alike first."""
    scored = []
    gone = [i for i, unit in enumerate(olds) if len(unit.codes) >= least]
    came = [j for j, unit in enumerate(news) if len(unit.codes) >= least]
    for i, j in _candidates(olds, news, gone, came):
        like = likeness(olds[i], news[j], MOVED)
        if like >= MOVED:
            scored.append((-like, -len(olds[i].codes), i, j))
    found: list[Pair] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            found.append((i, j))
    return sorted(found)


def _same(a: Unit, b: Unit) -> bool:
    if (a.shape, a.id, a.title) != (b.shape, b.id, b.title):
        return False
    return (a.source is not None and a.source == b.source) or a.key == b.key


def _certain(
    olds: Sequence[Unit], news: Sequence[Unit], old_range: range, new_range: range
) -> list[tuple[int, int, float]]:
    """Pairs by id, then by text and by title where it is unique on both sides, with weights."""
    found: list[tuple[int, int, float]] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    rules: tuple[Callable[[Unit], str], ...] = (
        lambda u: u.id,
        lambda u: u.key,
        lambda u: u.title,
    )
    for rank, rule in enumerate(rules):
        by_old = _unique(olds, old_range, used_old, rule)
        by_new = _unique(news, new_range, used_new, rule)
        for key, i in by_old.items():
            j = by_new.get(key)
            if j is None or (rank and olds[i].id != news[j].id and olds[i].id and news[j].id):
                continue
            if rank == 2 and likeness(olds[i], news[j]) < 0.2 < _rival(olds, news, i, j):
                continue
            used_old.add(i)
            used_new.add(j)
            weight = len(olds[i].key) + len(news[j].key) + 1.0
            found.append((i, j, weight + (1e6 if rank == 0 else 0) if rank != 2 else weight / 2))
    return found


def _rival(olds: Sequence[Unit], news: Sequence[Unit], i: int, j: int) -> float:
    """The best likeness that a neighbour offers to one of a pair known by its title alone."""
    return max(
        [likeness(olds[i], news[k], ALIKE) for k in (j - 1, j + 1) if 0 <= k < len(news)]
        + [likeness(olds[k], news[j], ALIKE) for k in (i - 1, i + 1) if 0 <= k < len(olds)],
        default=0.0,
    )


def _unique(
    units: Sequence[Unit], indexes: range, used: set[int], rule: Callable[[Unit], str]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for i in indexes:
        key = rule(units[i])
        if key and i not in used:
            key = f"{units[i].shape}\0{key}"
            found[key] = -1 if key in found else i
    return {key: i for key, i in found.items() if i >= 0}


def _fill(
    olds: Sequence[Unit], news: Sequence[Unit], gap_old: list[int], gap_new: list[int]
) -> list[Pair]:
    """Pairs in a gap between anchors: repeated texts first, then by likeness."""
    if not gap_old or not gap_new:
        return []
    exact = _by_text(olds, news, gap_old, gap_new)
    held = set(exact)
    pairs: list[Pair] = []
    for (a0, b0), (a1, b1) in _gaps(exact, (0, 0), (len(gap_old), len(gap_new))):
        scored = []
        for i, j in _candidates(olds, news, gap_old[a0:a1], gap_new[b0:b1]):
            like = likeness(olds[i], news[j], ALIKE)
            if olds[i].title and olds[i].title == news[j].title:
                like = max(ALIKE, like)
            if like >= ALIKE:
                size = len(olds[i].codes) + len(news[j].codes)
                scored.append((i, j, like * like * size))
        pairs += heaviest(scored)
        if a1 < len(gap_old) and b1 < len(gap_new) and (a1, b1) in held:
            pairs.append((gap_old[a1], gap_new[b1]))
    return pairs


def _by_text(
    olds: Sequence[Unit], news: Sequence[Unit], gap_old: list[int], gap_new: list[int]
) -> list[Pair]:
    codes: dict[str, str] = {}

    def string(units: Sequence[Unit], gap: list[int]) -> str:
        return "".join(
            codes.setdefault(units[i].shape + "\0" + units[i].key, chr(0x10000 + len(codes)))
            for i in gap
        )

    return [
        (a + k, b + k)
        for a, b, size in matching(string(olds, gap_old), string(news, gap_new))
        for k in range(size)
    ]


def _candidates(
    olds: Sequence[Unit], news: Sequence[Unit], gap_old: Sequence[int], gap_new: Sequence[int]
) -> Iterator[Pair]:
    """The pairs worth comparing: all of a few, of many those that share rare pairs of words."""
    if len(gap_old) * len(gap_new) <= _ALL_PAIRS:
        pairs: Iterable[Pair] = product(gap_old, gap_new)
    else:
        pairs = _sharing(olds, news, gap_old, gap_new)
    return ((i, j) for i, j in pairs if olds[i].shape == news[j].shape)


def _sharing(
    olds: Sequence[Unit], news: Sequence[Unit], gap_old: Sequence[int], gap_new: Sequence[int]
) -> Iterator[Pair]:
    wanted = set[str]().union(*(olds[i].features for i in gap_old))
    postings: dict[str, list[int]] = defaultdict(list)
    for j in gap_new:
        for feature in news[j].features & wanted:
            postings[feature].append(j)
    rare = {feature for feature, found in postings.items() if len(found) <= _RARE}
    for i in gap_old:
        votes = Counter(chain.from_iterable(postings[one] for one in olds[i].features & rare))
        best = sorted((-count, j) for j, count in votes.items())[:_CANDIDATES]
        yield from ((i, j) for _, j in best)


def _gaps(pairs: Sequence[Pair], start: Pair, end: Pair) -> Iterator[tuple[Pair, Pair]]:
    for i, j in pairs:
        yield start, (i, j)
        start = (i + 1, j + 1)
    yield start, end
