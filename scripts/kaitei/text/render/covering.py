"""Which changed values and which changes of words say the same, so that each is said once.

A clause may have tens of thousands of either: what is looked up are the parts of a short text,
never every pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from kaitei.text.diff import ChangeKind, Finding
from kaitei.text.render.edits import Edit
from kaitei.text.render.summing import Sum, figures, only_figures
from kaitei.text.render.wording import short

WEIGHTS = {"negation": 0, "amount": 1, "date": 1, "number": 1, "contact": 2, "reference": 3}
"""How much a changed value matters by its kind, the gravest first."""
LEAST = max(WEIGHTS.values())
_WORDS = (ChangeKind.AMENDED, ChangeKind.INSERTED, ChangeKind.DELETED)
_Pair = tuple[str, str]


class Covering:
    """The changes inside a clause beside its changed values.

    `quoting` are changes that are quoted whole and say a changed value with words around it, each
    with the weight of its weightiest; `quoted` those values. A negation is always said by itself,
    and so are `summed` columns.
    """

    def __init__(
        self, changes: Sequence[Edit], findings: Sequence[Finding], summed: Sequence[Sum]
    ) -> None:
        self.quoted: set[Finding] = set()
        self.quoting: dict[Edit, int] = {}
        in_sums = {found for one in summed for found in one.findings}
        self._spots = {found.place for found in in_sums}
        self._figures = [
            {figure for text in texts for figure in figures(text)}
            for texts in zip(*((found.old, found.new) for found in findings), strict=True)
        ]
        self._quote(changes, [found for found in findings if found not in in_sums])
        said = [found for found in findings if found not in self.quoted]
        self._covered = _covered(changes, said)

    def covers(self, edit: Edit) -> bool:
        """Whether a changed value that is said by itself says all that `edit` would say."""
        if not _wordy(edit):
            return False
        told = edit.spot in self._spots and only_figures(edit)
        return told or self._only_values(edit) or _stripped(edit) in self._covered

    def _only_values(self, edit: Edit) -> bool:
        """Whether all that changed in an edit are figures of changed values: 3,000円とし、4月."""
        return (
            bool(self._figures)
            and only_figures(edit)
            and all(
                known.issuperset(figures(text))
                for known, text in zip(self._figures, (edit.old, edit.new), strict=True)
            )
        )

    def _quote(self, changes: Iterable[Edit], findings: Iterable[Finding]) -> None:
        values: dict[_Pair, list[Finding]] = {}
        for found in dict.fromkeys(findings):
            if found.kind != "negation":
                values.setdefault((found.old, found.new), []).append(found)
        old, new = _Parts(a for a, _ in values), _Parts(b for _, b in values)
        for edit in dict.fromkeys(changes):
            if edit.kind not in _WORDS or not (short(edit.old) and short(edit.new)):
                continue
            if edit.what == "words" and self._only_values(edit):
                continue
            for pair in product(old.of(edit.old), new.of(edit.new)):
                whole = edit.what == "words" and pair == _stripped(edit)
                if pair in values and not whole:
                    self.quoted.update(values[pair])
                    weights = (WEIGHTS[found.kind] for found in values[pair])
                    self.quoting[edit] = min(*weights, self.quoting.get(edit, LEAST))


def _covered(changes: Iterable[Edit], findings: Iterable[Finding]) -> set[_Pair]:
    """The pairs of words of which each stands in the same changed value."""
    wanted = {_stripped(edit) for edit in changes if _wordy(edit)} - {("", "")}
    old, new = _Parts(a for a, _ in wanted), _Parts(b for _, b in wanted)
    return {
        pair
        for found in dict.fromkeys(findings)
        for pair in product(old.of(found.old), new.of(found.new))
        if pair in wanted
    }


class _Parts:
    """Texts that are looked for as parts of others."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = set(texts)
        self.lengths = sorted({len(text) for text in self.texts if text})

    def of(self, text: str) -> set[str]:
        """Those that stand in `text`; the empty one stands in any."""
        return {"", *self._parts(text)} & self.texts

    def _parts(self, text: str) -> Iterator[str]:
        for length in self.lengths:
            if length > len(text):
                return
            for start in range(len(text) - length + 1):
                yield text[start : start + length]


def _wordy(edit: Edit) -> bool:
    return edit.what == "words" and edit.kind in _WORDS


def _stripped(edit: Edit) -> _Pair:
    return edit.old.strip(), edit.new.strip()
