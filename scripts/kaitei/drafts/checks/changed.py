"""What a revision changes, it changes in every language, and nothing else points elsewhere for it.

Judged against the text that the draft replaces: what nobody touched was read before it was
published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks import sense
from kaitei.drafts.checks.context import NOTHING, DraftContext
from kaitei.model import Block, Clause, Kind, Text, phrases
from kaitei.text import markdown
from kaitei.text.notation import folded

_KINDS = (Kind.REVISION, Kind.CORRECTION)
_SHOWN = 60
# The first letters of a sentence, by which its line is found.
_BEGINS = 8
_BEFORE = re.compile(
    r"前(?P<ja>[条項号])|\bpreceding (?P<en>article|section|clause|paragraph|item)\b", re.IGNORECASE
)
_AFTER = re.compile(
    r"次(?P<ja>[条項号])(?!の各号|に)"
    r"|\b(?:following|next) (?P<en>article|section|clause|paragraph|item)\b",
    re.IGNORECASE,
)
_CLAUSES = frozenset(("条", "article", "section", "clause"))


def in_one_language(case: DraftContext) -> Iterator[Problem]:
    """A clause that a revision changes in one language only is worth a second look."""
    before = _replaced(case)
    changed = {}
    for lang, text in before.items():
        old, new = _clauses(text), case.clauses(lang)
        both = old.keys() & new.keys()
        changed[lang] = {i for i in both if _said(old[i]) != _said(new[i])}
    for lang, clauses in changed.items():
        for clause in sorted(clauses):
            quiet = [o for o in changed if clause not in changed[o] and clause in case.clauses(o)]
            for other in quiet:
                named = phrases.languages(other=other)
                yield case.at("clause-alone", lang, clause, id=clause, **named)


def title_alone(case: DraftContext) -> Iterator[Problem]:
    """A title that changes in one language only is worth a second look."""
    base = case.declared.base
    if not case.pending or base is None or not case.replaced():
        return
    before = {lang: markdown.parse(text, lang).title for lang, text in case.replaced().items()}
    changed = {lang for lang, title in case.draft.titles.items() if before.get(lang) != title}
    for lang in sorted(changed & {*before}):
        for other in sorted({*case.draft.titles} & {*before} - changed):
            named = phrases.languages(other=other)
            yield problem("title-alone", case.draft.files[lang], 1, "", **named)


def same_sense(case: DraftContext) -> Iterator[Problem]:
    """What changed in a clause says the same in each language, sentence by sentence."""
    before = _replaced(case)
    first, *others = [lang for lang in case.languages if lang in before] or ("",)
    own = tuple(case.desk.settings.organization.names.values())
    for lang in others:
        ratio = letters(case.text(lang)) / max(letters(case.text(first)), 1)
        sides = [(one, _clauses(before[one]), case.clauses(one)) for one in (first, lang)]
        for name in sides[0][2]:
            if name in sides[1][2]:
                ours, theirs = (
                    sense.ClauseVersions(one, old.get(name), new[name]) for one, old, new in sides
                )
                for found in sense.differences(ours, theirs, ratio, own):
                    yield _told(case, name, first, lang, found)


def points_elsewhere(case: DraftContext) -> Iterator[Problem]:
    """「前項」 and “the following article” still point at what they pointed at."""
    for lang, text in _replaced(case).items():
        old, new = _clauses(text), case.clauses(lang)
        orders = [*old], [*new]
        for name, clause in new.items():
            if name not in old:
                continue
            for words, found, was, now in items_elsewhere(old[name], clause):
                shown = {"old": _short(was), "new": _short(now) or NOTHING}
                find = words[:_BEGINS]
                yield case.at("reference-shifted", lang, name, find, found=found, **shown)
            around = [_around(order, name) for order in orders]
            for words in _kept(old[name], clause):
                for pattern, side in ((_BEFORE, 0), (_AFTER, 1)):
                    match = pattern.search(words)
                    level = match and (match["ja"] or match["en"].lower())
                    pointed = around[0][side], around[1][side]
                    if match and level in _CLAUSES and pointed[0] != pointed[1]:
                        yield case.at(
                            "reference-shifted", lang, name, match[0],
                            found=match[0], old=pointed[0] or NOTHING, new=pointed[1] or NOTHING,
                        )  # fmt: skip


# --- helpers ------------------------------------------------------------------------------------


def _replaced(case: DraftContext) -> dict[str, Text]:
    """The texts that a revision or a correction replaces, of the languages that the draft has."""
    if not case.pending or case.declared.kind not in _KINDS:
        return {}
    return {
        lang: markdown.parse(source, lang)
        for lang, source in case.replaced().items()
        if lang in case.draft.filled
    }


def _clauses(text: Text) -> dict[str, Clause]:
    """The clauses of a text by id, in its order; of two with one id the first."""
    found: dict[str, Clause] = {}
    for clause in text.clauses:
        if clause.id:
            found.setdefault(clause.id, clause)
    return found


def _said(clause: Clause) -> tuple[str, tuple[Block, ...]]:
    """What a clause says: all but its number."""
    return clause.title, clause.blocks


def letters(text: Text) -> int:
    """How many letters the paragraphs and items of a text have."""
    return sum(
        len(leaf.words) for c in text.clauses for block in c.blocks for leaf in block.leaves()
    )


def _told(case: DraftContext, name: str, first: str, lang: str, found: sense.Difference) -> Problem:
    """A difference of two languages, told in the text that has the words."""
    here, there, words = lang, first, found.theirs
    if not words:
        here, there, words = first, lang, found.ours
    named = phrases.languages(lang=here, other=there)
    return case.at(
        found.rule,
        here,
        name,
        words[:_BEGINS],
        here=_short(words),
        there=_short(found.ours) if found.ours and found.theirs else NOTHING,
        **named,
    )


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _around(order: Sequence[str], name: str) -> tuple[str, str]:
    """The clauses before and after one, "" for none."""
    at = order.index(name)
    return order[at - 1] if at else "", order[at + 1] if at + 1 < len(order) else ""


def _kept(old: Clause, new: Clause) -> Iterator[str]:
    """The paragraphs and items that both hold."""
    known = {folded(leaf.words) for block in old.blocks for leaf in block.leaves()}
    for block in new.blocks:
        yield from (leaf.words for leaf in block.leaves() if folded(leaf.words) in known)


def items_elsewhere(old: Clause, new: Clause) -> Iterator[tuple[str, str, str, str]]:
    """Items that stayed as they were, speak of a neighbour and have another one now.

    Each with the words that point, what they pointed at and what they point at.
    """
    before = {words: (left, right) for left, words, right in _neighbours(old)}
    after = list(_neighbours(new))
    # Where the neighbour was only reworded it stands nowhere else.
    still = {words for _, words, _ in after}
    for left, words, right in after:
        was = before.get(words, ("", ""))
        for pattern, then, now in ((_BEFORE, was[0], left), (_AFTER, was[1], right)):
            match = pattern.search(words)
            level = match and (match["ja"] or match["en"].lower())
            if match and level not in _CLAUSES and then in still and then != now:
                yield words, match[0], then, now


def _neighbours(clause: Clause) -> Iterator[tuple[str, str, str]]:
    """Each paragraph or item of a clause with what stands before and after it on its level."""
    for level in _levels(clause.blocks):
        for (left, words), (_, right) in pairwise([*pairwise(["", *level, ""])]):
            yield left, words, right


def _levels(blocks: Sequence[Block]) -> Iterator[list[str]]:
    """The paragraphs and items of each level, the lists of one level behind one another."""
    found = []
    for block in blocks:
        if block.tag in ("ul", "ol"):
            for item in block.children:
                found.append(folded(next(item.leaves()).words))
                yield from _levels([b for b in item.children if b.tag in ("ul", "ol")])
        elif block.tag == "p":
            found.append(folded(block.words))
    yield found
