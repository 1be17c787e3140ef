"""One text renumbered: headings and items by their order, references after what they point at."""

from __future__ import annotations

import re

from kaitei.base.problems import Problem, problem
from kaitei.drafts.renumber.labels import Headed, renumbered
from kaitei.drafts.renumber.meaning import OUTER, Target, as_written, paired
from kaitei.drafts.renumber.source import NumberedSection, second_number
from kaitei.drafts.renumber.worded import numbered
from kaitei.drafts.renumber.written import Cited, Numbers, Written
from kaitei.text import diff
from kaitei.text.numerals import numeral, readings

_STEPS = re.compile(r"([API])([-+])([0-9]+)")


class Renumbering:
    """A text with its numbers in order: `text` is what its file holds then, `left` what stays.

    `before` is the text that it replaces, None for the first of a policy.
    """

    def __init__(self, draft: Written, before: Written | None, file: str) -> None:
        self._draft, self._before, self._file = draft, before, file
        headed = zip(draft.sections, draft.labels, strict=True)
        self._numbers = renumbered([Headed(s.level, own, s.count) for s, own in headed])
        self._written = as_written(draft)
        self._meant = paired(before, draft) if before else None
        self._new: set[tuple[int, int, int, str]] = set()  # line, columns, what stands there then
        self.left: list[Problem] = []
        for at, section in enumerate(draft.sections):
            self._heading(at, section)
            self._items(section)
            self._references(at)

    @property
    def text(self) -> str:
        """The file with its numbers in order."""
        lines = list(self._draft.lines)
        for n, start, end, words in sorted(self._new, reverse=True):
            lines[n] = f"{lines[n][:start]}{words}{lines[n][end:]}"
        return "\n".join(lines)

    # --- headings and items ----------------------------------------------------------------------

    def _heading(self, at: int, section: NumberedSection) -> None:
        own, number = self._draft.labels[at], self._numbers[at]
        if own is None or number is None or section.line is None or number == own.number:
            return
        start, end = section.label
        self._new.add((section.line, start, end, own.numbered(number)))
        if section.count > 1 and (place := second_number(self._draft.lines[section.line], end)):
            words = self._draft.lines[section.line][slice(*place)]
            kind = next(iter(readings(words)), "decimal")
            last = numeral(number[-1] + section.count - 1, kind) or words
            self._new.add((section.line, *place, last))

    def _items(self, section: NumberedSection) -> None:
        for item in section.items:
            if item.written != str(item.path[-1]):
                self._new.add((item.line, item.start, item.end, str(item.path[-1])))
        self._new.update(numbered(section.beginnings, self._draft.lines))

    # --- references ------------------------------------------------------------------------------

    def _references(self, at: int) -> None:
        own = self._draft.cited(at)
        former = self._aligned(at)
        for n, cited in enumerate(own):
            if steps := _STEPS.match(cited.value.normal):
                self._relative(at, cited, former.get(n), steps[1], int(steps[2] + steps[3]))
            elif cited.elsewhere:
                self._elsewhere(cited)
            elif cited.link:
                self._linked(at, cited, former.get(n))
            elif cited.numbers:
                self._named(at, cited, former.get(n))

    def _aligned(self, at: int) -> dict[int, Cited]:
        """The references of the replaced text by the places of those of the draft that they are."""
        there = self._meant.origin(at) if self._meant else None
        if there is None or self._before is None:
            return {}
        former = self._before.cited(there)
        yours, mine = list(self._before.tokens(there)), list(self._draft.tokens(at))
        found: dict[int, Cited] = {}
        for a, b, size in diff.matching([t for t, _ in yours], [t for t, _ in mine]):
            for (_, one), (_, other) in zip(yours[a : a + size], mine[b : b + size], strict=True):
                if one is not None and other is not None:
                    found[other] = former[one]
        return found

    def _named(self, at: int, cited: Cited, former: Cited | None) -> None:
        """A reference by numbers follows what it meant in the replaced text, else as written."""
        written = self._written.targets(cited, at, cited.stretch.path)
        if former and former.numbers and self._meant:
            meant = self._meant.targets(former, at, former.stretch.path)
            if len(meant) == 1 and self._stands_for(cited, former, meant[0], written):
                self._point(cited, meant[0])
                return
        wanted = {self._follows(cited, target) for target in written}
        if wanted == {cited.numbers}:
            return
        if not wanted:
            if cited.numbers[0][0] == "A":
                self._leave("renumber-gone", cited)
        elif self._before is None and len(written) == 1:
            self._point(cited, written[0])
        else:
            self._leave("renumber-unclear", cited)

    def _stands_for(
        self, cited: Cited, former: Cited, meant: Target, written: list[Target]
    ) -> bool:
        """Whether a reference says what it said, what that is called by now, or what it will be."""
        return (
            cited.numbers == former.numbers
            or meant in written
            or (not meant.gone and self._follows(cited, meant) == cited.numbers)
        )

    def _linked(self, at: int, cited: Cited, former: Cited | None) -> None:
        """A reference in a link follows the link."""
        clauses = self._draft.text.clauses
        place = next((n for n, c in enumerate(clauses) if c.id and cited.link == f"#{c.id}"), None)
        if place is None or not cited.numbers or self._numbers[place] is None:
            return
        meant: list[Target] = []
        if former and self._meant:
            meant = self._meant.targets(former, at, former.stretch.path)
        same = next((target for target in meant if target.clause == place), Target(place))
        self._point(cited, same)

    def _point(self, cited: Cited, target: Target) -> None:
        """Write the numbers of what a reference points at, each as the former one is written."""
        follows = self._follows(cited, target)
        if target.gone:
            self._leave("renumber-gone", cited)
        elif follows is None:
            self._leave("renumber-unclear", cited)
        else:
            wanted = {level: list(number) for level, number in follows}
            for place in cited.places:
                start, stop = (cited.value.start + edge for edge in (place.start, place.end))
                words = cited.stretch.words[start:stop]
                other = numeral(wanted[place.level].pop(0), next(iter(readings(words)), "decimal"))
                line, column = cited.stretch.at[start]
                if other and other != words:
                    self._new.add((line, column, column + len(words), other))

    def _follows(self, cited: Cited, target: Target) -> Numbers | None:
        """What a reference says once it follows its target; None where it can't be written so."""
        if target.gone:
            return None
        path = list(target.path)
        found: list[tuple[str, tuple[int, ...]]] = []
        for level, number in reversed(cited.numbers):
            if level not in OUTER:
                found.append((level, (path.pop(),) if path else number))
            elif (clause := self._numbers[target.clause]) and len(clause) == len(number):
                found.append((level, clause))
            else:
                return None
        return tuple(reversed(found))

    # --- what stays ------------------------------------------------------------------------------

    def _relative(self, at: int, cited: Cited, former: Cited | None, level: str, by: int) -> None:
        """前条 and 前項 keep their words; they are listed where another one stands there by now."""
        if former is None or self._meant is None or former.value.normal != cited.value.normal:
            return
        if level == "A":
            meant, now = (m.beside(former, at, by) for m in (self._meant, self._written))
            if meant and (now is None or meant.clause != now.clause):
                self._leave("renumber-relative", cited)
            elif meant:
                self._point(cited, meant)
            return
        depth = 1 if level == "P" else len(cited.stretch.path)
        old, new = former.stretch.path[:depth], cited.stretch.path[:depth]
        if not len(old) == len(new) == depth > 0 or old[-1] + by < 1:
            return
        there = (*old[:-1], old[-1] + by)
        if self._meant.item(at, there) != (*new[:-1], new[-1] + by):
            self._leave("renumber-relative", cited)
        elif cited.numbers:
            path = self._meant.item(
                at, (*there, *(n for _, number in cited.numbers for n in number))
            )
            self._point(cited, Target(at, path or (), gone=path is None))

    def _elsewhere(self, cited: Cited) -> None:
        """Another document's article is listed where one of this text's with its number changes."""
        article = dict(cited.numbers).get("A")
        labels = zip(self._draft.labels, self._numbers, strict=True)
        if article and any(own and own.number == article != number for own, number in labels):
            self._leave("renumber-elsewhere", cited)

    def _leave(self, rule: str, cited: Cited) -> None:
        self.left.append(problem(rule, self._file, cited.line, words=cited.value.text))
