"""Longest common subsequences and heaviest chains, in bounded time and memory."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

BOUND = 4_000_000
"""The product of two lengths up to which a comparison may be quadratic."""
_WINDOW = 1_500
_TINY = 1e-9

Pair = tuple[int, int]


class AlignedStretch(NamedTuple):
    """What stands from `a0` to `a1` in one sequence and from `b0` to `b1` in the other."""

    same: bool
    a0: int
    a1: int
    b0: int
    b1: int


def heaviest(scored: Sequence[tuple[int, int, float]]) -> list[Pair]:
    """The chain of pairs, rising on both sides, with the greatest sum of weights."""
    if not scored:
        return []
    columns = sorted({j for _, j, _ in scored})
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(columns) + 1)
    chain: list[tuple[int, int, int]] = []
    for i, j, weight in sorted(scored, key=lambda item: (item[0], -item[1])):
        column = bisect_left(columns, j)
        total, before = 0.0, -1
        k = column
        while k > 0:
            if best[k][0] > total + _TINY:
                total, before = best[k]
            k -= k & -k
        chain.append((i, j, before))
        total += weight
        k = column + 1
        while k < len(best):
            if total > best[k][0] + _TINY:
                best[k] = (total, len(chain) - 1)
            k += k & -k
    at, top = -1, 0.0
    k = len(columns)
    while k > 0:
        if best[k][0] > top + _TINY:
            top, at = best[k]
        k -= k & -k
    found: list[Pair] = []
    while at >= 0:
        i, j, at = chain[at]
        found.append((i, j))
    return found[::-1]


# --- tokens ---------------------------------------------------------------------------------------


def aligned(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterator[AlignedStretch]:
    """Two sequences from end to end, in stretches that both have and stretches that differ."""
    i = j = 0
    for start, place, size in [*matching(a, b), (len(a), len(b), 0)]:
        if start > i or place > j:
            yield AlignedStretch(False, i, start, j, place)
        i, j = start + size, place + size
        if size:
            yield AlignedStretch(True, start, i, place, j)


def matching(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """Stretches (start in a, start in b, length) of a longest common subsequence, in order.

    The longest where the two are small; larger ones are cut at tokens that stand once in each
    (the heaviest chain of them) and where there are none into windows, so that time and memory
    stay bounded and no result depends on a clock.
    """
    if not (isinstance(a, str) and isinstance(b, str)):
        codes: dict[Hashable, str] = {}
        one, other = (
            "".join(codes.setdefault(item, chr(0x10000 + len(codes))) for item in side)
            for side in (a, b)
        )
        return _matching(one, other)
    return _matching(a, b)


def _matching(a: str, b: str) -> list[tuple[int, int, int]]:
    out: list[tuple[int, int, int]] = []
    work = [(0, len(a), 0, len(b))]
    while work:
        a0, a1, b0, b1 = work.pop()
        start = a0
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            a0, b0 = a0 + 1, b0 + 1
        if a0 > start:
            out.append((start, b0 - (a0 - start), a0 - start))
        end = a1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
        if a1 < end:
            out.append((a1, b1, end - a1))
        if a0 == a1 or b0 == b1:
            continue
        if (a1 - a0) * (b1 - b0) <= BOUND:
            out.extend(
                (a0 + op.src_start, b0 + op.dest_start, op.src_end - op.src_start)
                for op in Indel.opcodes(a[a0:a1], b[b0:b1])
                if op.tag == "equal"
            )
        else:
            work.extend(_divide(a, b, (a0, a1, b0, b1)))
    return _joined(sorted(out))


def _divide(a: str, b: str, part: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    a0, a1, b0, b1 = part
    counts_a, counts_b = Counter(a[a0:a1]), Counter(b[b0:b1])
    places = {c: j for j, c in enumerate(b[b0:b1], b0) if counts_b[c] == 1}
    scored = [
        (i, places[c], 1.0) for i, c in enumerate(a[a0:a1], a0) if counts_a[c] == 1 and c in places
    ]
    anchors = heaviest(scored)
    parts = []
    start_a, start_b = a0, b0
    for i, j in anchors:
        if i - start_a >= _WINDOW // 3 or j - start_b >= _WINDOW // 3:
            parts.append((start_a, i, start_b, j))
            start_a, start_b = i, j
    parts.append((start_a, a1, start_b, b1))
    if len(parts) > 1:
        return parts
    pieces = max(a1 - a0, b1 - b0) // _WINDOW + 1
    cuts = [(a0 + (a1 - a0) * k // pieces, b0 + (b1 - b0) * k // pieces) for k in range(pieces + 1)]
    return [(p[0], q[0], p[1], q[1]) for p, q in pairwise(cuts)]


def _joined(stretches: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    out: list[tuple[int, int, int]] = []
    for i, j, size in stretches:
        if out and out[-1][0] + out[-1][2] == i and out[-1][1] + out[-1][2] == j:
            out[-1] = (out[-1][0], out[-1][1], out[-1][2] + size)
        else:
            out.append((i, j, size))
    return out
