"""Changed values of a clause, listed apart so that no clean-up of the words can bury them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from kaitei import words
from kaitei.policy import Block
from kaitei.redline.chains import matching
from kaitei.redline.data import BlockChange, Finding, Kind, Side
from kaitei.redline.tokens import is_heading

_MARGIN = 80


def findings(blocks: Iterable[BlockChange]) -> tuple[Finding, ...]:
    """The values that the changes in `blocks` took out, brought in, or replaced, in order.

    Labels that were only renumbered don't count; what only moved doesn't either.
    """
    out: list[Finding] = []
    for old, new, in_place in _texts(blocks):
        old, new = _differing(old, new)
        found = _changed(words.values(old), words.values(new))
        out.extend(f for f in found if in_place or f.kind != "negation")
    return tuple(out)


def _differing(old: str, new: str) -> tuple[str, str]:
    """Both texts without most of the beginning and end that they share.

    Enough is left of it for every value that the difference touches.
    """
    most = min(len(old), len(new))
    lead = _alike(zip(old, new, strict=False))
    tail = min(_alike(zip(reversed(old), reversed(new), strict=False)), most - lead)
    start, end = max(0, lead - _MARGIN), max(0, tail - _MARGIN)
    return old[start : len(old) - end], new[start : len(new) - end]


def _alike(signs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], signs))


def _changed(old: list[words.Value], new: list[words.Value]) -> Iterator[Finding]:
    codes: dict[tuple[str, str], str] = {}

    def string(values: list[words.Value]) -> str:
        return "".join(codes.setdefault((v.kind, v.key), chr(0x10000 + len(codes))) for v in values)

    i = j = 0
    for a, b, size in [*matching(string(old), string(new)), (len(old), len(new), 0)]:
        yield from _replaced(old[i:a], new[j:b])
        i, j = a + size, b + size


def _replaced(old: list[words.Value], new: list[words.Value]) -> Iterator[Finding]:
    """Values of a gap, paired in order within their kind."""
    rest = list(new)
    for value in old:
        match = next((other for other in rest if other.kind == value.kind), None)
        if match:
            rest.remove(match)
        yield Finding(value.kind, value.text, match.text if match else "")
    for value in rest:
        yield Finding(value.kind, "", value.text)


def _texts(blocks: Iterable[BlockChange]) -> Iterator[tuple[str, str, bool]]:
    """The old and new text of every leaf that changed, and whether the leaf stands in both.

    Of blocks that came or are gone all words are new or gone, their negations too: one pair for
    all of them, so that a value that stands in both is no finding.
    """
    gone: list[str] = []
    came: list[str] = []
    for leaf in _leaves(blocks):
        if leaf.kind is Kind.DELETED and leaf.old:
            gone.append(_unlabelled(leaf.old))
        elif leaf.kind is Kind.INSERTED and leaf.new:
            came.append(_unlabelled(leaf.new))
        else:
            shown = [piece for piece in leaf.pieces if piece.kind is not Kind.RENUMBERED]
            yield (
                "".join(piece.old.text for piece in shown if piece.old),
                "".join(piece.new.text for piece in shown if piece.new),
                True,
            )
    if gone or came:
        yield "\n".join(gone), "\n".join(came), False


def _unlabelled(leaf: Block) -> str:
    text = "".join(run.text for run in leaf.runs)
    return text[words.label_end(text, heading=is_heading(leaf)) :]


def _leaves(blocks: Iterable[BlockChange]) -> Iterator[BlockChange]:
    """Every changed leaf; of what moved the new copy."""
    for change in blocks:
        if change.kind is Kind.KEPT or (change.move and change.side is Side.OLD):
            continue
        children = change.kept_children()
        if children:
            yield from _leaves(children)
        else:
            yield change
