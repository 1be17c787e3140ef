"""References to clauses in plain words (第3条, clause 3), which no link keeps right.

What refers elsewhere (法律第33条, 「規約」第5条, Article 33 of the Act) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kaitei.base.problems import Problem
from kaitei.drafts.checks.context import DraftContext, heading, listed
from kaitei.drafts.checks.headings import likely
from kaitei.model import Clause
from kaitei.text import markdown
from kaitei.text.values import clause_references, label_number, label_range

_ARTICLE = re.compile(r"A([0-9]+(?:-[0-9]+)*)(?:\.|$)")
# Whole numbers of articles only: "rule 4", "§ 4" and "Section 4.2" may be any document's.
_NAMES_ONE = re.compile(r"第|(?:clause|section|article)s?\s", re.IGNORECASE)
_FIRST_PART = re.compile(r"第[^条]+条(?:の[0-9０-９一二三四五六七八九十]+)*|[A-Za-z]+ [0-9]+")
_LINK = "\ufffc"  # stands for the words of a link: those are judged with it


def plain(case: DraftContext) -> Iterator[Problem]:
    """A clause that is named in words exists, and is still the one that was meant."""
    for lang in case.languages:
        clauses = case.clauses(lang)
        numbers = _numbers(clauses)
        if not numbers:
            continue
        known = listed(numbers)
        before = _before(case, lang)
        for _, clause in case.written(lang):
            for words, number in dict(_named(clause, lang)).items():
                meant = before.meant(clause, words, number) if before else ""
                if number not in numbers:
                    yield case.at(
                        "reference-missing", lang, clause.id, words, words=words, known=known
                    )
                elif meant and meant != numbers[number] and meant in clauses:
                    label = clauses[meant].label
                    yield case.at(
                        "reference-moved", lang, clause.id, words, words=words, label=label
                    )


class _Before:
    """The text that is replaced: which clause a number meant where the same words stood."""

    def __init__(self, clauses: Mapping[str, Clause], lang: str) -> None:
        self.clauses, self.lang = clauses, lang
        self.numbers = _numbers(clauses)
        self._words: dict[str, frozenset[str]] = {}

    def meant(self, clause: Clause, words: str, number: str) -> str:
        """The id of the clause that the words named in this clause's former text, or ""."""
        former = self.clauses.get(clause.id)
        if former is None:
            return ""
        if clause.id not in self._words:
            self._words[clause.id] = frozenset(said for said, _ in _named(former, self.lang))
        if words not in self._words[clause.id]:
            return ""
        return self.numbers.get(number, "")


def _before(case: DraftContext, lang: str) -> _Before | None:
    source = case.replaced().get(lang) if case.pending else None
    if source is None:
        return None
    return _Before({c.id: c for c in markdown.parse(source, lang).clauses if c.id}, lang)


def _numbers(clauses: Mapping[str, Clause]) -> dict[str, str]:
    """The numbers of the clauses, each with the clause's id."""
    found: dict[str, str] = {}
    for name, clause in clauses.items():
        if number := label_number(clause.label):
            found.setdefault(number, name)
        for article in label_range(heading(clause)) or ():
            found.setdefault(str(article), name)
    return found


def _named(clause: Clause, lang: str) -> Iterator[tuple[str, str]]:
    """The clauses that a clause names in plain words: the words and the number."""
    for block in clause.blocks:
        for leaf in block.leaves():
            text = "".join(
                _LINK if any(mark.tag == "a" for mark in run.marks) else run.text
                for run in leaf.runs
            )
            for value, elsewhere in clause_references(text, lang) if not likely(text) else ():
                match = _ARTICLE.match(value.normal)
                if match and _NAMES_ONE.match(value.text) and not elsewhere:
                    yield _words(value.text), match[1]


def _words(written: str) -> str:
    """The article of a reference: 第3条の2 of 第3条の2第1項."""
    found = _FIRST_PART.match(written)
    return found[0] if found else written
