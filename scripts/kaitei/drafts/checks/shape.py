"""The shape of the texts: lists and tables alike in each language, clauses in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from kaitei.base.catalogue import Phrase, phrase
from kaitei.base.problems import Problem
from kaitei.drafts.checks.context import NOTHING, DraftContext, heading
from kaitei.model import Block, Clause, Kind, phrases
from kaitei.text import markdown
from kaitei.text.values import label_number, label_range


@dataclass(frozen=True, slots=True)
class _Shape:
    """A list or a table: how many items, or rows and columns; from which number a list counts."""

    tag: str
    size: tuple[int, ...]

    @property
    def words(self) -> Phrase:
        """What it is, in words."""
        if self.tag == "table":
            rows, columns = self.size
            return phrase("desk.values.table", rows=rows, columns=columns)
        count, start = self.size
        if start == 1:
            return phrase("desk.values.list", count=count)
        return phrase("desk.values.list_from", count=count, start=start)


def same_shape(case: DraftContext) -> Iterator[Problem]:
    """A clause has the same lists and tables, of the same length, in every language."""
    first, *others = case.languages or ("",)
    for lang in others:
        theirs = case.clauses(lang)
        for name, clause in case.clauses(first).items():
            if name not in theirs:
                continue
            for one, other in zip_longest(_parts(clause), _parts(theirs[name])):
                if one != other:
                    yield _differing(case, name, (first, one), (lang, other))
                    break


def same_levels(case: DraftContext) -> Iterator[Problem]:
    """A heading has the same level in every language."""
    first, *others = case.languages or ("",)
    for lang in others:
        theirs = case.clauses(lang)
        for name, clause in case.clauses(first).items():
            if name in theirs and theirs[name].level != clause.level:
                yield case.at(
                    "level-differs",
                    lang,
                    name,
                    here="#" * theirs[name].level,
                    there="#" * clause.level,
                    **phrases.languages(other=first),
                )


def label_order(case: DraftContext) -> Iterator[Problem]:
    """The clauses are numbered one after the other in the text that the others follow."""
    before: dict[int, tuple[Clause, int]] = {}
    lang = next(iter(case.languages), "")
    for clause in case.clauses(lang).values() if lang else ():
        number = label_number(clause.label)
        last = before.get(clause.level)
        before = {level: held for level, held in before.items() if level < clause.level}
        if not number or "-" in number:
            continue
        several = label_range(heading(clause))
        before[clause.level] = clause, several[-1] if several else int(number)
        if last is not None and int(number) != last[1] + 1:
            label = last[0].label
            yield case.at("label-order", lang, clause.id, label=clause.label, before=label)


def same_ids(case: DraftContext) -> Iterator[Problem]:
    """A clause keeps its id: with another one it is told as removed and added."""
    if not case.pending or not case.languages or case.declared.kind is Kind.TRANSLATION:
        return
    lang = case.languages[0]
    source, now = case.replaced().get(lang), case.clauses(lang)
    if source is None:
        return
    gone = {c.id: c for c in markdown.parse(source, lang).clauses if c.id and c.id not in now}
    kept = {c.id for c in markdown.parse(source, lang).clauses}
    for name, clause in now.items():
        if name in kept:
            continue
        same = [i for i, c in gone.items() if c.title == clause.title or c.blocks == clause.blocks]
        if same:
            title = heading(clause)
            yield case.at("clause-renamed", lang, name, id=name, former=same[0], title=title)


def _differing(
    case: DraftContext, name: str, one: tuple[str, _Shape | None], other: tuple[str, _Shape | None]
) -> Problem:
    here, there = (part.words if part else NOTHING for part in (other[1], one[1]))
    languages = phrases.languages(lang=other[0], other=one[0])
    return case.at("shape-differs", other[0], name, here=here, there=there, **languages)


def _parts(clause: Clause) -> Iterator[_Shape]:
    for block in clause.blocks:
        yield from _parts_of(block)


def _parts_of(block: Block) -> Iterator[_Shape]:
    """The lists and tables of a block in reading order, those inside them included."""
    if block.tag in ("ul", "ol"):
        yield _Shape("list", (len(block.children), int(dict(block.attrs).get("start", "1"))))
    if block.tag == "table":
        rows = [row for part in block.children for row in part.children]
        yield _Shape("table", (len(rows), max(len(row.children) for row in rows)))
    for child in block.children:
        yield from _parts_of(child)
