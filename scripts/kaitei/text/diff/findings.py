"""Changed values of a clause, listed apart so that no clean-up of the words can bury them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kaitei.model import Block
from kaitei.text import tokens
from kaitei.text.diff.chains import matching
from kaitei.text.diff.data import BlockChange, Finding, Kind, Side
from kaitei.text.diff.regions import regions, values
from kaitei.text.diff.vocabulary import is_heading


def findings(blocks: Iterable[BlockChange]) -> tuple[Finding, ...]:
    """The values that the changes in `blocks` took out, brought in, or replaced, in order.

    Labels that were only renumbered don't count; what only moved doesn't either.
    """
    out: list[Finding] = []
    whole: list[list[Finding]] = []
    for group in _groups(blocks):
        if isinstance(group, BlockChange):
            for old, new in regions(group.pieces):
                out.extend(_changed(old, new))
        else:
            found = _changed(values(group.old), values(group.new))
            rewritten = group.old and group.new
            whole.append([f for f in found if rewritten or f.kind != "negation"])
    return (*out, *_elsewhere(whole))


def _changed(old: Sequence[tokens.Mention], new: Sequence[tokens.Mention]) -> Iterator[Finding]:
    if sorted(v.key for v in old) == sorted(v.key for v in new) and _kinds(old) == _kinds(new):
        # The same values in another order: what stands where.
        pairs = zip(old, new, strict=True)
        yield from (Finding(a.kind, a.text, b.text) for a, b in pairs if a.key != b.key)
        return
    codes: dict[tuple[str, str], str] = {}

    def string(values: Sequence[tokens.Mention]) -> str:
        return "".join(codes.setdefault((v.kind, v.key), chr(0x10000 + len(codes))) for v in values)

    i = j = 0
    for a, b, size in [*matching(string(old), string(new)), (len(old), len(new), 0)]:
        yield from _replaced(old[i:a], new[j:b])
        i, j = a + size, b + size


def _kinds(values: Sequence[tokens.Mention]) -> list[str]:
    return [value.kind for value in values]


def _replaced(old: Sequence[tokens.Mention], new: Sequence[tokens.Mention]) -> Iterator[Finding]:
    """Values of a gap, paired in order within their kind."""
    rest = list(new)
    for value in old:
        match = next((other for other in rest if other.kind == value.kind), None)
        if match:
            rest.remove(match)
        yield Finding(value.kind, value.text, match.text if match else "")
    for value in rest:
        yield Finding(value.kind, "", value.text)


def _elsewhere(groups: list[list[Finding]]) -> Iterator[Finding]:
    """The findings of all groups without the values that are gone in one and new in another."""
    single = Counter(_key(f) for group in groups for f in group if not (f.old and f.new))
    both = {key for key in single if single[_opposite(key)]}
    left = {key: min(single[key], single[_opposite(key)]) for key in both}
    for found in (f for group in groups for f in group):
        if not (found.old and found.new) and left.get(_key(found)):
            left[_key(found)] -= 1
        else:
            yield found


def _key(found: Finding) -> tuple[str, str, bool]:
    return found.kind, tokens.Mention("", found.old or found.new, 0, 0).key, bool(found.new)


def _opposite(key: tuple[str, str, bool]) -> tuple[str, str, bool]:
    return (*key[:2], not key[2])


@dataclass(slots=True)
class _Whole:
    """The words of blocks that are gone, and of those that came, behind one another."""

    old: str = ""
    new: str = ""


def _groups(blocks: Iterable[BlockChange]) -> Iterator[BlockChange | _Whole]:
    """Every leaf that changed in its place; blocks that came or are gone beside one another.

    Of one without the other all words are new or gone, their negations too; beside one another
    they are most often a paragraph that was rewritten.
    """
    whole: _Whole | None = None
    for leaf in _leaves(blocks):
        if leaf.kind in (Kind.DELETED, Kind.INSERTED):
            whole = whole or _Whole()
            if leaf.old:
                whole.old += _unlabelled(leaf.old) + "\n"
            elif leaf.new:
                whole.new += _unlabelled(leaf.new) + "\n"
            continue
        if whole:
            yield whole
            whole = None
        if leaf.kind is not Kind.KEPT:
            yield leaf
    if whole:
        yield whole


def _unlabelled(leaf: Block) -> str:
    text = "".join(run.text for run in leaf.runs)
    return text[tokens.label_end(text, heading=is_heading(leaf)) :]


def _leaves(blocks: Iterable[BlockChange]) -> Iterator[BlockChange]:
    """Every leaf, and what is kept whole; of what moved the new copy."""
    for change in blocks:
        if change.move and change.side is Side.OLD:
            continue
        for segment in change.segments:
            yield BlockChange(Kind.AMENDED, Side.BOTH, None, None, segment.pieces)
        if change.is_group:
            continue
        children = () if change.kind is Kind.KEPT else change.kept_children()
        if children:
            yield from _leaves(children)
        else:
            yield change
