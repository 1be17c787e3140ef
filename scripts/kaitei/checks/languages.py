"""Parity of the languages: the same clauses in the same order, the same values in each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaitei import markup
from kaitei.checks import values
from kaitei.checks.desk import Case, heading
from kaitei.checks.values import WEIGHTY, Value
from kaitei.errors import Problem, problem
from kaitei.policy import Block, Clause, Kind

_ID = re.compile(r"\{#([^}\s]+)\}\s*$")


def clause_ids(case: Case) -> Iterator[Problem]:
    """Every heading has an id of its own."""
    for lang in case.languages:
        file, lines = case.draft.files[lang], case.draft.sources[lang].split("\n")
        known = case.clauses(lang)
        for line, clause in case.written(lang):
            if clause.heading is not None and not clause.id:
                written = _ID.search(lines[line - 1])
                if written and written[1] in known:
                    yield problem("clause-twice", file, line, id=written[1])
                else:
                    yield problem("clause-no-id", file, line, title=heading(clause))


def same_clauses(case: Case) -> Iterator[Problem]:
    """Every language has the clauses of the authoritative one, in its order."""
    if len(case.languages) < 2:
        return
    first, *others = case.languages
    for lang in others:
        ours, theirs = case.clauses(first), case.clauses(lang)
        pairs = ((first, ours, lang, theirs), (lang, theirs, first, ours))
        for here, clauses, there, counterpart in pairs:
            for clause in clauses:
                if clause not in counterpart:
                    file = case.draft.files[there]
                    yield case.at("clause-missing", here, clause, id=clause, there=file)
        common = [clause for clause in ours if clause in theirs]
        order = [clause for clause in theirs if clause in ours]
        for expected, found in zip(common, order, strict=True):
            if expected != found:
                yield case.at("clause-order", lang, found, id=found, expected=expected)
                break


def same_numbers(case: Case) -> Iterator[Problem]:
    """A clause that stands in the same place everywhere has the same number everywhere."""
    first, *others = case.languages or ("",)
    for lang in others:
        ours, theirs = case.clauses(first), case.clauses(lang)
        for name in ours if list(ours) == list(theirs) else ():
            labels = ours[name].label, theirs[name].label
            numbers = [values.digits(label) for label in labels]
            if all(labels) and numbers[0] != numbers[1]:
                yield case.at(
                    "label-differs", lang, name, here=labels[1], there=labels[0], other=first
                )


def same_values(case: Case) -> Iterator[Problem]:
    """A clause says the same amounts, dates, times, telephone numbers and links everywhere."""
    if len(case.languages) < 2:
        return
    first, *others = case.languages
    for lang in others:
        theirs = case.clauses(lang)
        for name, clause in _with_preamble(case, first).items():
            counterpart = theirs.get(name) if name else _with_preamble(case, lang).get("")
            if counterpart is not None:
                yield from _differing(case, name, (first, clause), (lang, counterpart))


def changed_alone(case: Case) -> Iterator[Problem]:
    """A clause that a revision changes in one language only is worth a second look."""
    if not case.pending or case.declared.kind not in (Kind.REVISION, Kind.CORRECTION):
        return
    changed = {}
    for lang, source in case.replaced().items():
        if lang in case.draft.filled:
            before = {c.id: c for c in markup.parse(source, lang).clauses if c.id}
            after = case.clauses(lang)
            both = before.keys() & after.keys()
            changed[lang] = {i for i in both if _said(before[i]) != _said(after[i])}
    for lang, clauses in changed.items():
        for clause in sorted(clauses):
            quiet = [o for o in changed if clause not in changed[o] and clause in case.clauses(o)]
            for other in quiet:
                yield case.at("clause-alone", lang, clause, id=clause, other=other)


def _said(clause: Clause) -> tuple[str, tuple[Block, ...]]:
    """What a clause says: all but its number."""
    return clause.title, clause.blocks


def _with_preamble(case: Case, lang: str) -> dict[str, Clause]:
    """The clauses by id; what stands before the first heading has the id ""."""
    first = case.text(lang).clauses[:1]
    preamble = {"": first[0]} if first and first[0].heading is None else {}
    return preamble | case.clauses(lang)


def _differing(
    case: Case, name: str, one: tuple[str, Clause], other: tuple[str, Clause]
) -> Iterator[Problem]:
    ours, theirs = values.of(one[1]), values.of(other[1])
    left, right = ours - theirs, theirs - ours
    kinds = dict.fromkeys(value.kind for value in (*left, *right))
    for kind in kinds:
        mine = _listed(value for value in left.elements() if value.kind == kind)
        yours = _listed(value for value in right.elements() if value.kind == kind)
        rule = "value-differs" if kind in WEIGHTY else "number-differs"
        yield case.at(
            rule, other[0], name, kind=kind, here=yours, there=mine, lang=other[0], other=one[0]
        )


def _listed(found: Iterator[Value]) -> str:
    return ", ".join(value.written for value in sorted(found)) or "-"
