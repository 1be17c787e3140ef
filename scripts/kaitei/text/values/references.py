"""References: 第3条の2第1項第4号, 前項, Articles 3 to 5, paragraph 2 of that Article, 別表第1.

The normal form names the levels from the outside in: A3-2.P1.I4 for 第3条の2第1項第4号 and for
"Article 3-2, paragraph 1, item 4". A article (also section, clause, rule), P paragraph, I item,
C chapter, S 節, T table, annex or schedule. P-1 is the preceding paragraph, P-2 the two before,
P-* all of them, A+1 the following article, A0 this one, A= the one named before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kaitei.text.values.numbers import KANJI_NUMERALS, number, shown
from kaitei.text.values.value import Notation, Read, Value

_N = rf"(?:\d{{1,4}}|[{KANJI_NUMERALS}]{{1,6}})"
_LEVELS = {
    "条": "A", "項": "P", "号": "I", "章": "C", "節": "S", "款": "K", "編": "B", "部": "B",
    "article": "A", "art": "A", "section": "A", "sec": "A", "clause": "A", "rule": "A", "§": "A",
    "paragraph": "P", "para": "P", "subsection": "P", "sub-paragraph": "I", "subparagraph": "I",
    "item": "I", "chapter": "C", "part": "B", "annex": "T", "appendix": "T", "schedule": "T",
    "exhibit": "T", "attachment": "T", "table": "T", "subsections": "P",
}  # fmt: skip
_PART_JA = rf"第[ ]?{_N}[ ]?(?:条(?:の{_N})*|[項号](?:の{_N})*)"
# Behind another level many houses leave 第 out: 第2条1項, 前項3号, 本条1項2号.
_BELOW_JA = rf"(?:第[ ]?)?{_N}[ ]?[項号](?!目)(?:の{_N})*"
_REST_JA = rf"(?:[ ]?(?:{_PART_JA}|{_BELOW_JA}))*"
_CHAIN_JA = rf"{_PART_JA}{_REST_JA}"
# 本条件 is no 本条, 同条約 no 同条, この条例 no この条; 前条文言 and 同条例外 are articles, though.
_LEVEL_JA = r"(?:条(?!件|約(?!款)|例(?!外)|理|文(?!言)|令)|[項号])"
_PLACE_JA = re.compile(
    rf"(?:第[ ]?|(?<=[条項号則])[ ]?)({_N})[ ]?([条項号章節款編部])((?:の{_N})*)"
)
_NUMBERED = re.compile(r"(?:法律|政令|[府省]令|条例|告示|規則|通達|訓令)[ ]?$")
_EN_LEVEL = (
    r"(?:articles?|arts?\.|sections?|secs?\.|clauses?|rules?|paragraphs?|paras?\.|subsections?"
    r"|sub-?paragraphs?|items?|chapters?|annex(?:es)?|appendix|appendices|schedules?|exhibits?"
    r"|attachments?|table)"
)
_EN_N = (
    r"(?:\d{1,4}(?:[.-](?:\d{1,4}|(?-i:[A-Z])\b))*(?:bis)?(?:\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)){0,4}"
    r"|\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)"
    r"|(?-i:[IVXLC]{1,7}|[A-Z])\b(?:\.\d{1,4})*(?:\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)){0,4})"
)
_AND_EN = r"(?:[ ]?(?:,[ ]?(?:and|or)|,|and|or|to|through|-|&)[ ]?)"
SIDES = {
    "preceding": "-1", "previous": "-1", "foregoing": "-1", "following": "+1", "next": "+1",
    "succeeding": "+1", "same": "=", "said": "=", "that": "=", "this": "0", "present": "0",
}  # fmt: skip
_COUNTS_EN = {"two": 2, "three": 3, "four": 4, "five": 5}


def _level(word: str) -> str:
    low = word.lower().rstrip(".").replace("appendices", "appendix").replace("annexes", "annex")
    return _LEVELS.get(low) or _LEVELS.get(low.removesuffix("s")) or "A"


def _plain(written: str) -> str:
    found = number(written)
    return shown(found) if found is not None else written


def _parts_ja(match: re.Match[str], group: int | str = 0) -> Iterator[str]:
    """The numbered levels in a group of a match: A2 and P1 of 第2条1項."""
    for found in _PLACE_JA.finditer(match.string, *match.span(group)):
        tail = "".join(f"-{_plain(branch)}" for branch in re.findall(rf"の({_N})", found[3]))
        yield f"{_LEVELS[found[2]]}{_plain(found[1])}{tail}"


def _absolute(match: re.Match[str]) -> Read | None:
    parts = list(_parts_ja(match))
    before = match.string[max(0, match.start() - 4) : match.start()]  # the longest word and a space
    if parts and parts[0][0] == "I" and _NUMBERED.search(before):
        return Read("number", parts[0][1:])  # 平成15年法律第57号 is Act No. 57 of 2003
    return Read("reference", ".".join(parts)) if parts else None


def _relative(match: re.Match[str]) -> Read | None:
    side, count, level = match["side"], match["count"] or "", _LEVELS[match["level"]]
    if side in ("前", "次"):
        sign = "-" if side == "前" else "+"
        number_ = "*" if count == "各" else _plain(count) if count else "1"
        head = f"{level}{sign}{number_}"
    else:
        head = f"{level}{'=' if side in ('同', '当該', 'その') else '0'}"
    return Read("reference", ".".join([head, *_parts_ja(match, "rest")]))


def _table_ja(match: re.Match[str]) -> Read:
    return Read("reference", f"T{_plain(match['n'])}" if match["n"] else "T")


def _circled(match: re.Match[str]) -> Read:
    if match["n"][0] != "(":
        return Read("reference", f"#{ord(match['n']) - ord('①') + 1}")
    return Read("reference", f"#{match['n'].strip('()').lower()}")


def _english(match: re.Match[str]) -> Read | None:
    return Read("reference", _english_normal(match["level"], match["n"], match["more"] or ""))


def _english_normal(level: str, n: str, rest: str) -> str:
    """“Article 12(3), item 1” as A12.P3.I1."""
    parts = [*_english_parts(_level(level), n)]
    for word, below in re.findall(rf"({_EN_LEVEL})[ ]({_EN_N})", rest, re.I | re.X):
        parts += _english_parts(_level(word), below)
    order = "BCSATPI#"
    return ".".join(sorted(parts, key=lambda part: order.find(part[0])))


def _english_parts(level: str, n: str) -> Iterator[str]:
    """A number and what stands in brackets behind it, one level lower each."""
    bare, *inner = re.findall(r"[^()]+", n)
    yield f"{level}{bare.upper() if bare.isalpha() and len(bare) < 8 and bare.isupper() else bare}"
    below = {"A": "PI##", "P": "I##", "I": "##"}.get(level, "####")
    yield from (f"{sub}{part.lower()}" for sub, part in zip(below, inner, strict=False))


def _of(match: re.Match[str]) -> Read | None:
    """“paragraph 2 of Article 12”, “item 1 of the preceding paragraph”."""
    inner = [*_english_parts(_level(match["level"]), match["n"])]
    if match["outer"]:
        outer = _english_normal(match["outer"], match["m"], "")
    else:
        side = SIDES[match["side"].lower()]
        outer = f"{_level(match['relative'])}{side}"
    return Read("reference", ".".join([outer, *inner]))


def _relative_en(match: re.Match[str]) -> Read | None:
    side, level = SIDES[match["side"].lower()], _level(match["level"])
    plural = match["level"].lower().endswith("s")
    count = match["count"]
    if count:
        known = _COUNTS_EN.get(count.lower()) or int(count)
        side = f"{side[0]}{known}"
    elif plural:
        # “the following items” are what comes next, no clause elsewhere.
        if side[0] != "-":
            return None
        side = "-*"
    return Read("reference", f"{level}{side}")


_RELATIVE_EN = "|".join(SIDES)
_FIRST_WORDS = (
    "article articles art arts section sections sec secs clause clauses rule rules paragraph "
    "paragraphs para paras subsection subsections sub subparagraph subparagraphs item items "
    "chapter chapters annex annexes appendix appendices part parts schedule schedules exhibit "
    "exhibits attachment attachments table"
)
LEVELS = frozenset(_FIRST_WORDS.split())
"""The words that a reference in English may begin with."""
REFERENCES: tuple[Notation, ...] = (
    Notation("s", rf"{_CHAIN_JA}|附則[ ]?(?:{_PART_JA}|{_BELOW_JA}){_REST_JA}", _absolute),
    Notation("s", rf"第[ ]?{_N}[ ]?[章節款編](?:の{_N})*", _absolute),
    Notation(
        "s",
        rf"(?P<side>前|次)(?P<count>各|{_N})?(?P<level>{_LEVEL_JA}|[章節])"
        rf"(?P<rest>{_REST_JA})(?!目)",
        _relative,
    ),
    Notation(
        "s",
        rf"(?P<side>同|本|当該|この|その)(?P<count>)(?P<level>{_LEVEL_JA})"
        rf"(?P<rest>{_REST_JA})(?!目)",
        _relative,
    ),
    Notation("s", rf"別表[ ]?(?:第?[ ]?(?P<n>{_N}))?", _table_ja),
    Notation("s", r"(?P<n>[①-⑳])", _circled),
    Notation("l", r"\b(?P<level>parts?)[ ](?P<n>\d{1,3})(?![\w.])(?P<more>)", _english),
    Notation("s", r"(?P<n>\((?:\d{1,2}|[a-z]|[ivx]{1,4})\))(?=[のにはが及又並若])", _circled),
    Notation(
        "l",
        rf"\b(?P<level>{_EN_LEVEL})[ ](?P<n>{_EN_N}),?[ ]of[ ]"
        rf"(?:(?P<outer>{_EN_LEVEL})[ ](?P<m>{_EN_N})"
        rf"|(?:the[ ])?(?P<side>{_RELATIVE_EN})[ ](?P<relative>{_EN_LEVEL}))",
        _of,
    ),
    Notation(
        "ls",
        rf"(?:\b(?P<level>{_EN_LEVEL})[ ]|(?P<sign>§{{1,2}})[ ]?)(?P<n>{_EN_N})(?![\w])"
        rf"(?P<more>(?:,?[ ](?:paragraph|para\.|item|sub-?paragraph)[ ]{_EN_N})*)",
        lambda match: Read(
            "reference", _english_normal(match["level"] or "§", match["n"], match["more"] or "")
        ),
    ),
    Notation(
        "r",
        rf"\b(?P<side>{_RELATIVE_EN})[ ](?:(?P<count>two|three|four|five|\d)[ ])?"
        r"(?P<level>articles?|sections?|clauses?|rules?|paragraphs?|items?|sub-?paragraphs?|chapters?)\b",
        _relative_en,
    ),
)
# A number that goes on with the list: what follows it ends it, or goes on with it, too.
_FURTHER = re.compile(
    rf"{_AND_EN}(?P<n>{_EN_N})(?=[ ]?(?:[,;.:)]|$)"
    r"|[ ](?:and|or|to|through|of|do|does|shall|apply|applies|is|are)\b)",
    re.IGNORECASE | re.VERBOSE,
)


def more(text: str, value: Value) -> Iterator[Value]:
    """The further members of a list: "Articles 3, 4 and 5", "Article 3 or 5"."""
    if not value.text[:1].isascii() and value.text[:1] != "§":
        return
    level = re.match(r"[A-Z]", value.normal)
    at = value.end
    while level and (match := _FURTHER.match(text, at)):
        start, at = match.span("n")
        parts = ".".join(_english_parts(level[0], match["n"]))
        yield Value("reference", parts, value.unit, start, at, text[start:at])


class Place(NamedTuple):
    """Where a reference says a number: of which level (A, P, I and so on), from where to where.

    A branch (第3条の2, Article 3-2) is a place of its own behind that of its number.
    """

    level: str
    start: int
    end: int
    branch: bool = False


_PLACE_EN = re.compile(
    rf"(?:\b(?P<level>{_EN_LEVEL}|parts?)[ ]|(?P<sign>§{{1,2}})[ ]?)?(?P<n>{_EN_N})",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)


def places(folded: str, normal: str) -> list[Place]:
    """The numbers in the words of a reference, `folded` as the recogniser folds them.

    `normal` is the reference's normal form: it says the level of a number that stands without one,
    as the 4 of "Articles 3 and 4".
    """
    if folded.isascii() or folded.startswith("§"):
        return list(_places_en(folded, normal[:1]))
    return list(_places_ja(folded))


def _places_ja(folded: str) -> Iterator[Place]:
    for match in _PLACE_JA.finditer(folded):
        yield Place(_LEVELS[match[2]], *match.span(1))
        for branch in re.finditer(_N, match[3]):
            at = match.start(3)
            yield Place(_LEVELS[match[2]], at + branch.start(), at + branch.end(), branch=True)


def _places_en(folded: str, first: str) -> Iterator[Place]:
    for match in _PLACE_EN.finditer(folded):
        level = (
            _level(match["level"] or match["sign"]) if match["level"] or match["sign"] else first
        )
        bare, below = True, {"A": "PI##", "P": "I##", "I": "##"}.get(level, "####")
        for place in re.finditer(r"[.-]?([0-9]+|[A-Za-z]+)|\(([0-9]+|[a-z]+)\)", match["n"]):
            group = 1 if place[1] else 2
            at, end = (match.start("n") + edge for edge in place.span(group))
            if group == 2 and (match["n"][0] != "(" or not bare):
                level, below = below[:1], below[1:]
            yield Place(level, at, end, branch=group == 1 and not bare)
            bare = False
