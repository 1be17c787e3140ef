"""What two languages of a clause say, sentence by sentence, where either changed.

The parts: `sentences` (cut and paired), `force` (denial and mood), `names`, `order`. Judged is only
what a change touched: the rest was read before it was published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kaitei.drafts.checks.sense import order
from kaitei.drafts.checks.sense.force import Force, contradict, force
from kaitei.drafts.checks.sense.names import missing, speaks
from kaitei.drafts.checks.sense.sentences import Bead, Sentence, paired, sentences, split
from kaitei.model import Clause
from kaitei.text import diff
from kaitei.text.tokens import has_wide

__all__ = ["ClauseVersions", "Difference", "differences", "split"]

# The part of its letters that a sentence shares with the one that it was before.
_ALIKE = 0.6
# Pairs of sentences, and letters of one, beyond which what was edited is not looked for.
_PAIRS, _LONG = 2_500, 1_000


class Difference(NamedTuple):
    """What differs: the rule, and the words of either side ("" where it has none)."""

    rule: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class ClauseVersions:
    """A clause in one language, before a change (None where there was none) and after it."""

    lang: str
    old: Clause | None
    new: Clause

    @property
    def before(self) -> tuple[Sentence, ...]:
        """The sentences before the change."""
        return sentences(self.old) if self.old else ()

    @property
    def after(self) -> tuple[Sentence, ...]:
        """The sentences after it."""
        return sentences(self.new)


def differences(
    one: ClauseVersions, other: ClauseVersions, ratio: float, own: Collection[str] = ()
) -> Iterator[Difference]:
    """What a change made different between two languages of a clause.

    `ratio` is how many letters the other language has for one of the first; `own` are the names of
    who publishes the text.
    """
    changed = [_changed(side) for side in (one, other)]
    if all([s.key for s in x.before] == [s.key for s in x.after] for x in (one, other)):
        return
    before = paired(one.before, other.before, ratio)
    beads = paired(one.after, other.after, ratio, before)
    swapped = order.moved((one.before, other.before), (one.after, other.after))
    if swapped:
        yield Difference("order-differs", swapped[0].words, swapped[1].words)
    else:
        yield from _forces(beads, one, other, changed)
        yield from _alone(beads, before, one, other)
    yield from _names(one, other, own)


def _changed(side: ClauseVersions) -> dict[Sentence, str]:
    """The sentences that are new, each with the one that it was before; "" for none."""
    before, after = (Counter(s.key for s in found) for found in (side.before, side.after))
    came = [s for s in side.after if not before[s.key]]
    gone = [s.words for s in side.before if not after[s.key]]
    found = dict.fromkeys(came, "")
    for sentence in came if len(came) * len(gone) <= _PAIRS else ():
        near = max(gone, key=lambda old: diff.alike(old, sentence.words), default="")
        if diff.alike(near, sentence.words) >= _ALIKE:
            found[sentence] = near
            gone.remove(near)
    return found


# --- denial and mood ------------------------------------------------------------------------------


def _forces(
    beads: Sequence[Bead],
    one: ClauseVersions,
    other: ClauseVersions,
    changed: Sequence[dict[Sentence, str]],
) -> Iterator[Difference]:
    for number, (ours, theirs) in enumerate(beads):
        touched = [
            [s for s in side if s in new] for side, new in zip((ours, theirs), changed, strict=True)
        ]
        if not ours or not theirs or not any(touched):
            continue
        mine, yours = _joined(ours), _joined(theirs)
        if max(len(mine), len(yours)) > _LONG:
            continue  # no sentence is that long, and the patterns' cost would not be bounded
        if has_wide(mine) == has_wide(yours):
            continue  # one of them was not translated: that is told as such
        here, there = force(mine, one.lang), force(yours, other.lang)
        edits = [
            _edit(found, new, side.lang)
            for found, new, side in zip(touched, changed, (one, other), strict=True)
        ]
        denied = _denied(here, there) and not _beside(beads, number, (one.lang, other.lang))
        if denied or _apart(edits, "deny"):
            yield Difference("negation-differs", mine, yours)
        elif contradict(here, there) or _apart(edits, "may") or _apart(edits, "effort"):
            yield Difference("modality-differs", mine, yours)


def _beside(beads: Sequence[Bead], number: int, langs: tuple[str, str]) -> bool:
    """Whether the sentence before or after holds the denial: a translation divides as it likes."""
    leaves = {s.leaf for s in beads[number][0]}
    near = [*beads[max(number - 1, 0) : number], *beads[number + 1 : number + 2]]
    own = _balance(beads[number], langs)
    return any(
        _balance(bead, langs) == -own
        for bead in near
        if leaves & {s.leaf for s in bead[0] or bead[1]}
    )


def _balance(bead: Bead, langs: tuple[str, str]) -> int:
    """1 where only the first side denies, -1 where only the second does."""
    denies = [
        any(force(s.words, lang).denials for s in side if len(s.words) <= _LONG)
        for side, lang in zip(bead, langs, strict=True)
    ]
    return denies[0] - denies[1]


def _joined(found: Sequence[Sentence]) -> str:
    return " ".join(s.words for s in found)


def _denied(here: Force, there: Force) -> bool:
    """Whether one side denies and the other does not, in no words that could."""
    if bool(here.denials) == bool(there.denials):
        return False
    return not (there.free if here.denials else here.free)


def _edit(found: list[Sentence], changed: dict[Sentence, str], lang: str) -> Counter[str] | None:
    """How the force of edited sentences changed; None where one is new, or was put otherwise."""
    total: Counter[str] = Counter()
    for sentence in found:
        before = changed[sentence]
        if not before:
            return None
        old, new = force(before, lang), force(sentence.words, lang)
        if old.hints != new.hints:
            return None
        total.update(new.marks)
        total.subtract(old.marks)
    return total


def _apart(edits: Sequence[Counter[str] | None], mark: str) -> bool:
    """Whether an edit of the one side took out or brought in what that of the other did not."""
    if edits[0] is None or edits[1] is None:
        return False
    return (edits[0][mark] > 0) != (edits[1][mark] > 0) or (edits[0][mark] < 0) != (
        edits[1][mark] < 0
    )


# --- what only the one side says ------------------------------------------------------------------


def _alone(
    beads: Sequence[Bead], before: Sequence[Bead], one: ClauseVersions, other: ClauseVersions
) -> Iterator[Difference]:
    """The first sentence that only the one language has, and did not have alone before; of each.

    One is enough to look at the clause: a heading that was forgotten leaves many.
    """
    if _items(one.after) != _items(other.after):
        return  # an item or a row is missing: that is told as such
    known = {s.key for bead in before for s in _single(bead)}
    for side in (0, 1):
        found = [s for bead in beads if not bead[1 - side] for s in bead[side]]
        words = next((s.words for s in found if s.key not in known), "")
        if words:
            yield Difference("sentence-alone", *((words, "") if side == 0 else ("", words)))


def _single(bead: Bead) -> tuple[Sentence, ...]:
    return bead[0] + bead[1] if not (bead[0] and bead[1]) else ()


def _items(found: Sequence[Sentence]) -> list[str]:
    """The places of the items and cells that hold some sentences."""
    leaves = dict.fromkeys((s.leaf, s.tag) for s in found)
    return [tag for _, tag in leaves if tag]


# --- names ----------------------------------------------------------------------------------------


def _names(
    one: ClauseVersions, other: ClauseVersions, own: Collection[str]
) -> Iterator[Difference]:
    """The names of the Japanese clause that the other has not, and had before."""
    if (one.lang == "ja") == (other.lang == "ja"):
        return
    ours, theirs = (one, other) if one.lang == "ja" else (other, one)
    known = set(missing(_said(ours.before), _said(theirs.before)))
    english = _said(theirs.after)
    for name in missing(_said(ours.after), english):
        if name not in known and not speaks(name, own, english):
            yield Difference("name-differs", *((name, "") if one.lang == "ja" else ("", name)))


def _said(found: Sequence[Sentence]) -> str:
    return "\n".join(s.words for s in found if len(s.words) <= _LONG)
