"""Mistakes made on purpose: good texts in two languages, and 200 drafts with one mistake each.

Written before the rules that are to find the mistakes, from tests/cases/seeded/: ja.md and en.md
are the good texts, mistakes.toml holds a hundred mistakes, each made once in either language.
Nothing here knows a rule; what counts as found is said in test_seeded.py.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

CASES = Path(__file__).parent / "cases" / "seeded"
LANGUAGES = ("ja", "en")
HEADING = re.compile(r"(?m)^## .*\{#([a-z-]+)\}$")
NUMBERED = re.compile(r"(\s*)(\d+)(\. )")

# What a clause gains rightly, in both languages, beside the mistake: the usual case is a clause
# that was meant to change.
COMPANIONS = (
    {
        "ja": "この条の運用の細目は、当社のウェブサイトに掲載します。",
        "en": "The details of applying this article are posted on the Company’s website.",
    },
    {
        "ja": "契約者は、不明な点を当社の窓口に問い合わせることができます。",
        "en": "The Subscriber may ask the Company’s contact about anything that is unclear.",
    },
    {
        "ja": "当社は、この条に関する記録を適切に管理します。",
        "en": "The Company manages the records relating to this article appropriately.",
    },
)


@dataclass(frozen=True)
class Seed:
    """One mistake: its kind, language and clause, and the texts before and after, by language."""

    kind: str
    language: str
    clause: str
    old: dict[str, str]
    new: dict[str, str]
    what: str


def good() -> dict[str, str]:
    """The good texts, by language."""
    return {lang: (CASES / f"{lang}.md").read_text("utf-8") for lang in LANGUAGES}


def seeds(*, both: bool) -> Iterator[Seed]:
    """The 200 drafts with one mistake each.

    `both`: the clause changed in both languages, rightly but for the mistake; in every second draft
    the lines with the mistake are new in both. Otherwise only the text with the mistake changed.
    """
    companions = cycle(COMPANIONS)
    mistakes = tomllib.loads((CASES / "mistakes.toml").read_text("utf-8"))["mistake"]
    for index, mistake in enumerate(mistakes):
        for lang in LANGUAGES:
            old, new = good(), good()
            clause, kind = mistake["clause"], mistake["kind"]
            if both:
                companion = next(companions)
                new = {one: _appended(new[one], clause, companion[one]) for one in LANGUAGES}
                if index % 2:
                    rows = _rows(old[lang], clause, mistake[lang], kind)
                    old = {one: _without(old[one], clause, rows) for one in LANGUAGES}
            new[lang] = _replaced(new[lang], clause, kind, *mistake[lang])
            yield Seed(kind, lang, clause, old, new, " → ".join(mistake[lang]))


def _clauses(text: str) -> dict[str, str]:
    """The clauses of a text by id, each with its heading; what precedes them is under ""."""
    heads = list(HEADING.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    parts = {head[1]: text[head.start() : end] for head, end in zip(heads, ends, strict=True)}
    return {"": text[: heads[0].start()], **parts}


def _with(text: str, clause: str, wording: str) -> str:
    return "".join({**_clauses(text), clause: wording}.values())


def _appended(text: str, clause: str, sentence: str) -> str:
    """The text with a paragraph more at the end of a clause."""
    return _with(text, clause, f"{_clauses(text)[clause].rstrip()}\n\n{sentence}\n\n")


def _replaced(text: str, clause: str, kind: str, right: str, wrong: str) -> str:
    """The text with the mistake in that clause."""
    wording = _clauses(text)[clause]
    assert wording.count(right) == 1, (clause, right)
    if kind == "order":
        first, second = wording.index(right), wording.index(wrong)
        assert first < second, (clause, right)
        between = wording[first + len(right) : second]
        wording = wording[:first] + wrong + between + right + wording[second + len(wrong) :]
    elif kind == "item added" and "\n" not in wrong and _is_item(wrong):
        wording = _renumbered(wording.replace(right, f"{right}\n{wrong}"))
    elif kind == "item dropped" and _is_item(right):
        wording = _renumbered(wording.replace(f"{right}\n", ""))
    else:
        wording = wording.replace(right, wrong)
    return _with(text, clause, wording)


def _is_item(line: str) -> bool:
    return bool(re.match(r"\s*(\d+\. |- |\|)", line))


def _rows(text: str, clause: str, strings: list[str], kind: str) -> list[int]:
    """The lines of a clause, by number, that hold what the mistake is made of."""
    wanted = strings if kind == "order" else strings[:1]
    rows = _clauses(text)[clause].split("\n")
    return [number for number, row in enumerate(rows) if any(one in row for one in wanted)]


def _without(text: str, clause: str, rows: list[int]) -> str:
    """The text before those lines of the clause were written; a clause of one line keeps it."""
    lines = _clauses(text)[clause].split("\n")
    kept = [line for number, line in enumerate(lines) if number not in rows]
    if not any(line for line in kept[1:]):
        return text
    return _with(text, clause, _renumbered("\n".join(kept)))


def _renumbered(wording: str) -> str:
    """The numbered items of a clause, counted anew in each list."""
    counts: dict[int, int] = {}
    lines = []
    for line in wording.split("\n"):
        item = NUMBERED.match(line)
        if item:
            depth = len(item[1])
            counts = {deep: count for deep, count in counts.items() if deep <= depth}
            counts[depth] = counts.get(depth, 0) + 1
            line = f"{item[1]}{counts[depth]}{item[3]}{line[item.end() :]}"
        lines.append(line)
    return "\n".join(lines)
