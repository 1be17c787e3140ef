"""What a reference points at: a clause by its number, in the text that is replaced or as written.

The two texts are paired by the one comparison; so are the items of their lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaitei.drafts.renumber.labels import UNITS, Label
from kaitei.drafts.renumber.written import Cited, Written
from kaitei.model import Clause
from kaitei.text import diff

_WORDS = {"chapter": "C", "part": "B", "annex": "T", "appendix": "T", "schedule": "T"}
OUTER = "ATKSCB"
"""The levels of what has a heading; the others are those of items."""
Path = tuple[int, ...]
"""The numbers of list items from the outside in."""


def level(own: Label) -> str:
    """The level at which a label's clause is cited: A for an article, C for a chapter."""
    word = own.series[0].strip().split(" ")[0]
    return UNITS.get(own.series[1]) or _WORDS.get(word, "A")


@dataclass(frozen=True, slots=True)
class Target:
    """What is pointed at: a clause by its place in the draft, and an item of it by its numbers.

    `gone` says that the clause, or the item, is there no more.
    """

    clause: int = -1
    path: Path = ()
    gone: bool = False


class Meaning:
    """The numbers of a text, and what they are in the draft.

    `places` are the places of the text's clauses in the draft, None for one that is gone. `items`
    say by place in the draft what became of the numbers of items; of a clause that is not among
    them nothing did.
    """

    def __init__(
        self,
        text: Written,
        places: Sequence[int | None],
        items: dict[int, dict[Path, Path | None]],
    ) -> None:
        self._text, self._places, self._items = text, places, items
        self._of = {place: at for at, place in enumerate(places) if place is not None}

    def targets(self, cited: Cited, place: int, path: Path) -> list[Target]:
        """What a reference can mean that stands in the draft's clause `place`, in the item `path`.

        None where it says no number of this text's clauses or items.
        """
        own = dict(cited.numbers)
        of = next((one for one in OUTER if one in own), "")
        if not of:
            at = self._of.get(place)
            found = [] if at is None else [at]
        else:
            found = [
                at
                for at, label in enumerate(self._text.labels)
                if label and label.number == own[of] and level(label) == of
            ]
        inner = [(one, number) for one, number in cited.numbers if one not in OUTER]
        return [self._target(at, inner, path if not of else ()) for at in found]

    def origin(self, place: int) -> int | None:
        """The place in the text of the draft's clause `place`; None where it is new."""
        return self._of.get(place)

    def beside(self, cited: Cited, place: int, steps: int) -> Target | None:
        """What 前条第2項 means: of clauses counted together the one before or behind `place`."""
        at = self._of.get(place)
        own = self._text.labels[at] if at is not None else None
        if at is None or own is None:
            return None
        series = [n for n, one in enumerate(self._text.labels) if one and one.series == own.series]
        there = series.index(at) + steps
        return self._target(series[there], cited.numbers, ()) if 0 <= there < len(series) else None

    def item(self, place: int, path: Path) -> Path | None:
        """The numbers in the draft of an item of its clause `place`; None where it is gone."""
        return self._items.get(place, {}).get(path)

    def _target(self, at: int, inner: Sequence[tuple[str, tuple[int, ...]]], path: Path) -> Target:
        place = self._places[at]
        if place is None:
            return Target(gone=True)
        asked = _path(inner, self._text.text.clauses[at], path) if inner else ()
        now = self._items.get(place, {}).get(asked, asked)
        return Target(place, gone=True) if now is None else Target(place, now)


def _path(inner: Sequence[tuple[str, tuple[int, ...]]], clause: Clause, around: Path) -> Path:
    """The numbers of an item as its list bears them.

    Where a clause begins with a list, the items are its paragraphs (項) and theirs its items (号).
    Where words stand above the list, those are paragraph 1, and the list holds its items.
    """
    numbers = tuple(n for _, number in inner for n in number)
    if clause.blocks and clause.blocks[0].tag == "ol":
        return (*around[:1], *numbers) if inner[0][0] == "I" else numbers
    if inner[0] == ("P", (1,)) and len(inner) > 1:
        return numbers[1:]
    return numbers


def paired(before: Written, after: Written) -> Meaning:
    """The numbers of the text `before` and what they are in the text `after`."""
    here = {id(clause): at for at, clause in enumerate(after.text.clauses)}
    named = {clause.id: at for at, clause in enumerate(after.text.clauses) if clause.id}
    found: dict[int, int] = {}
    items: dict[int, dict[Path, Path | None]] = {}
    for change in diff.compare(before.text, after.text).clauses:
        if change.old is not None and change.new is not None and id(change.new) in here:
            found[id(change.old)] = here[id(change.new)]
            place = here[id(change.new)]
            order = {item.seen: item.path for item in after.sections[place].items}
            followed = _items(change.blocks, (), ())
            items[place] = {old: order.get(new, new) if new else None for old, new in followed}
    clauses = before.text.clauses
    places = [named.get(c.id) if c.id in named else found.get(id(c)) for c in clauses]
    return Meaning(before, places, items)


def _items(
    changes: Sequence[diff.BlockChange], old: Path, new: Path | None
) -> Iterator[tuple[Path, Path | None]]:
    for change in changes:
        if change.old is None:
            continue
        here, there = old, new if change.new is not None else None
        if change.old_number is not None:
            here = (*old, change.old_number)
            number = change.new_number
            there = None if there is None or number is None else (*there, number)
            yield here, there
        yield from _items(change.kept_children(), here, there)


def as_written(draft: Written) -> Meaning:
    """The numbers of the draft as they are written, and what its items will be."""
    items: dict[int, dict[Path, Path | None]] = {}
    for at, section in enumerate(draft.sections):
        items[at] = {}
        for item in section.items:
            items[at].setdefault((*item.path[:-1], int(item.written)), item.path)
    return Meaning(draft, range(len(draft.labels)), items)
