"""References to clauses in plain words (第3条, clause 3), which no link keeps right.

Seen are the forms 第3条 and clause / section / article 3. What names a law or another document
right before (法律第33条, 「規約」第5条, Article 33 of the Act) refers elsewhere and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kaitei.base.problems import Problem
from kaitei.drafts.checks.context import Case
from kaitei.drafts.checks.values import digits, leaves
from kaitei.model import Clause
from kaitei.text import markdown

_JA = re.compile(r"第\s*([0-9０-９]+)\s*条")
_EN = re.compile(r"\b(?:clause|section|article)\s+([0-9]+)\b", re.IGNORECASE)
_BRANCH = re.compile(r"の[0-9０-９]|-[0-9]")  # 第27条の2: another article than 27
_ELSEWHERE_JA = re.compile(r"[法令則例約程款律針」』）)]\s*$")
_ELSEWHERE_EN = re.compile(r"\b(?:Act|Law|Code|Regulations?|Rules?|Ordinance|GDPR)\b[^.;]*$")
_OF_ANOTHER = re.compile(
    r"(?:\([0-9a-z]+\)|,?\s+(?:paragraph|item)s?\s+\(?[0-9a-z]+\)?"
    r"|(?:,|,?\s+(?:and|or|to|through|as\s+well\s+as))\s+(?:[Aa]rticles?\s+)?[0-9]+(?:-[0-9]+)?)*"
    r"\s+of\s+(?:(?:the|that|said)\s+)?(?:(?:same|said)\s+)?(?:[A-Z]|Act\b)"
)
# Between two articles of one law: 法第27条第1項本文（以下略）及び第28条.
_AND_JA = re.compile(
    r"(?:\s|（[^（）]{0,40}）|の[0-9０-９]+|第?[0-9０-９一二三四五六七八九十]+[項号]|各号|本文|ただし書き?"
    r"|[前後]段|柱書|[、，・～〜-]|及び|および|並びに|ならびに|又は|または|若しくは|もしくは|から|まで|ないし"
    r"|乃至|と)+"
)
_LINK = "\ufffc"  # stands for the words of a link: those are judged with it


def plain(case: Case) -> Iterator[Problem]:
    """A clause that is named in words exists, and is still the one that was meant."""
    for lang in case.languages:
        numbers = _numbers(case.clauses(lang))
        if not numbers:
            continue
        before = _before(case, lang)
        for _, clause in case.written(lang):
            for words, number in dict(_named(clause, lang)).items():
                meant = before.meant(clause, words, number) if before else ""
                if number not in numbers:
                    known = ", ".join(numbers)
                    yield case.at("reference-missing", lang, clause.id, words=words, known=known)
                elif meant and meant != numbers[number] and meant in case.clauses(lang):
                    label = case.clauses(lang)[meant].label
                    yield case.at("reference-moved", lang, clause.id, words=words, label=label)


class _Before:
    """The text that is replaced: which clause a number meant where the same words stood."""

    def __init__(self, clauses: Mapping[str, Clause], lang: str) -> None:
        self.clauses, self.lang = clauses, lang
        self.numbers = _numbers(clauses)

    def meant(self, clause: Clause, words: str, number: str) -> str:
        """The id of the clause that the words named in this clause's former text, or ""."""
        former = self.clauses.get(clause.id)
        if former is None or words not in dict(_named(former, self.lang)):
            return ""
        return self.numbers.get(number, "")


def _before(case: Case, lang: str) -> _Before | None:
    source = case.replaced().get(lang) if case.pending else None
    if source is None:
        return None
    return _Before({c.id: c for c in markdown.parse(source, lang).clauses if c.id}, lang)


def _numbers(clauses: Mapping[str, Clause]) -> dict[str, str]:
    """The numbers of the clauses, each with the clause's id."""
    found: dict[str, str] = {}
    for name, clause in clauses.items():
        if number := digits(clause.label):
            found.setdefault(number, name)
    return found


def _named(clause: Clause, lang: str) -> Iterator[tuple[str, str]]:
    """The clauses that a clause names in plain words: the words and the number."""
    pattern, elsewhere = (_JA, _ELSEWHERE_JA) if lang == "ja" else (_EN, _ELSEWHERE_EN)
    for block in clause.blocks:
        for leaf in leaves(block):
            text = "".join(
                _LINK if any(mark.tag == "a" for mark in run.marks) else run.text
                for run in leaf.runs
            )
            law = 0  # where the last reference to a law ends
            for match in pattern.finditer(text):
                before, between = text[: match.start()], text[law : match.start()]
                if elsewhere.search(before) or (law and _AND_JA.fullmatch(between)):
                    law = match.end()
                elif not (_OF_ANOTHER.match(text, match.end()) or _BRANCH.match(text, match.end())):
                    yield match[0], digits(match[1])
