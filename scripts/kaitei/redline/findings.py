"""Changed values of a clause, listed apart so that no clean-up of the words can bury them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaitei import words
from kaitei.redline.align import matching
from kaitei.redline.data import BlockChange, Finding, Kind, Side


def findings(blocks: Iterable[BlockChange]) -> tuple[Finding, ...]:
    """The values that the changes in `blocks` took out, brought in, or replaced, in order.

    Labels that were only renumbered don't count; what only moved doesn't either.
    """
    out: list[Finding] = []
    for old, new in _texts(blocks):
        out.extend(_changed(words.values(old), words.values(new)))
    return tuple(out)


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


def _texts(blocks: Iterable[BlockChange]) -> Iterator[tuple[str, str]]:
    """The old and new text of every leaf that changed; what is gone and what came as one pair.

    A run of deleted and inserted leaves is one pair, so that a value that stands in both is no
    finding.
    """
    old: list[str] = []
    new: list[str] = []
    for change in blocks:
        in_place = change.side is Side.BOTH and change.kind not in (Kind.SPLIT, Kind.MERGED)
        if in_place and change.kind is Kind.KEPT:
            continue
        if change.move and change.side is Side.OLD:
            continue
        if change.pieces:
            if in_place and (old or new):
                yield "\n".join(old), "\n".join(new)
                old, new = [], []
            words_of = [p for p in change.pieces if p.kind is not Kind.RENUMBERED]
            old.append("".join(p.old.text for p in words_of if p.old))
            new.append("".join(p.new.text for p in words_of if p.new))
        elif change.kind is Kind.DELETED and change.old and not change.old.children:
            old.append("".join(run.text for run in change.old.runs))
        elif change.kind is Kind.INSERTED and change.new and not change.new.children:
            new.append("".join(run.text for run in change.new.runs))
        else:
            for a, b in _texts(change.kept_children()):
                old.append(a)
                new.append(b)
    if old or new:
        yield "\n".join(old), "\n".join(new)
