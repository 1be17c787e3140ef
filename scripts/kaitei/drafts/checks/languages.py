"""Parity of the languages: the same clauses in the same order, the same values in each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks import opposites, parity
from kaitei.drafts.checks.context import NOTHING, DraftContext, heading
from kaitei.drafts.checks.parity import WEIGHTY, ParityValue
from kaitei.model import Clause, phrases
from kaitei.text.values import label_number, same_but_business

_LANGUAGE_OF_A_LINK = re.compile(
    r"([/?&=._-])(?:ja|jp|jpn|en|eng|english|japanese|japan|global)(?=$|[/?&#._-])", re.IGNORECASE
)
_ID = re.compile(r"\{#([^}\s]+)\}\s*$")


def clause_ids(case: DraftContext) -> Iterator[Problem]:
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


def same_clauses(case: DraftContext) -> Iterator[Problem]:
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


def same_numbers(case: DraftContext) -> Iterator[Problem]:
    """A clause that stands in the same place everywhere has the same number everywhere."""
    first, *others = case.languages or ("",)
    for lang in others:
        ours, theirs = case.clauses(first), case.clauses(lang)
        for name in ours if list(ours) == list(theirs) else ():
            labels = ours[name].label, theirs[name].label
            numbers = [label_number(label) for label in labels]
            if all(labels) and numbers[0] != numbers[1]:
                other = phrases.languages(other=first)
                yield case.at("label-differs", lang, name, here=labels[1], there=labels[0], **other)


def same_values(case: DraftContext) -> Iterator[Problem]:
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


def _with_preamble(case: DraftContext, lang: str) -> dict[str, Clause]:
    """The clauses by id; what stands before the first heading has the id ""."""
    first = case.text(lang).clauses[:1]
    preamble = {"": first[0]} if first and first[0].heading is None else {}
    return preamble | case.clauses(lang)


def _differing(
    case: DraftContext, name: str, one: tuple[str, Clause], other: tuple[str, Clause]
) -> Iterator[Problem]:
    for rule, mine, yours in differences(one, other):
        yield case.at(
            rule,
            other[0],
            name,
            yours.split(", ")[0],
            here=yours or NOTHING,
            there=mine or NOTHING,
            **phrases.languages(lang=other[0], other=one[0]),
        )


def differences(
    one: tuple[str, Clause], other: tuple[str, Clause]
) -> Iterator[tuple[str, str, str]]:
    """What two languages say differently in a clause: the rule, what the one says, the other."""
    (here, ours), (there, theirs) = one, other
    mine, yours = parity.words(ours), parity.words(theirs)
    left, right = parity.apart(parity.of(ours), parity.of(theirs), mine, yours)
    referred = parity.referred(ours, theirs)
    left, right = _unreferred(left, referred[1]), _unreferred(right, referred[0])
    pages = [{_page(v.form) for v in side if v.kind == "link"} for side in (left, right)]
    left = [v for v in left if not (v.kind == "link" and _page(v.form) in pages[1])]
    right = [v for v in right if not (v.kind == "link" and _page(v.form) in pages[0])]
    units = _units(left, right)
    if units:
        yield units
        left, right = ([v for v in side if v.kind != "period"] for side in (left, right))
    for rule in dict.fromkeys(_rule(value) for value in sorted([*left, *right])):
        first = _listed(value for value in left if _rule(value) == rule)
        second = _listed(value for value in right if _rule(value) == rule)
        yield rule[0], first, second
    more, less = parity.references(ours, theirs)
    if more or less:
        yield "reference-differs", ", ".join(more), ", ".join(less)
    if opposites.headings(ours.title, here, theirs.title, there):
        yield "heading-differs", ours.title.strip("（）"), theirs.title
    for first, second in opposites.contradictions(mine, here, yours, there):
        yield "term-differs", first, second


def _unreferred(found: list[ParityValue], referred: Counter[str]) -> list[ParityValue]:
    """The values without the numbers that only the other side's references say."""
    return [v for v in found if not (v.kind == "number" and referred[v.form] > 0)]


def _units(left: list[ParityValue], right: list[ParityValue]) -> tuple[str, str, str] | None:
    """Periods that contradict each other: both languages have one that the other has not."""
    mine, yours = ([v for v in side if v.kind == "period"] for side in (left, right))
    if not mine or not yours:
        return None
    pairs = len(mine) == len(yours) == 1
    business = pairs and same_but_business(mine[0].form, yours[0].form)
    return "term-differs" if business else "value-differs", _listed(mine), _listed(yours)


def _page(link: str) -> str:
    """A link without what names a language in it: /ja/, /en.html, ?lang=en."""
    return re.sub(r"(?<!:)//+", "/", _LANGUAGE_OF_A_LINK.sub(r"\1", link)).rstrip("/")


def _rule(value: ParityValue) -> tuple[str, str]:
    """The rule that a value which differs breaks, and its kind: what is told together."""
    if value.kind == "link" and re.match("https?:|www[.]", value.written):
        return "link-differs", ""
    return ("value-differs", value.kind) if value.kind in WEIGHTY else ("number-differs", "")


def _listed(found: Iterable[ParityValue]) -> str:
    return ", ".join(value.written for value in sorted(found))
