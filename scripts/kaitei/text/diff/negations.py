"""Statements that were turned round: what was allowed, owed or done and now is not, or back.

A sentence that is new or gone as a whole turns nothing round, whatever it denies: it is told.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from kaitei.text.diff.data import Finding
from kaitei.text.diff.regions import Region
from kaitei.text.notation import folded

_NEGATION = re.compile(
    r"""\b(?:(?<!\bor\s)not|no(?!\s(?:more|less|fewer|later|earlier|sooner)\b)|never|none|nor
      |neither|without|cannot|unless|except|prohibit(?:s|ed)?
      |forbid(?:s|den)?|refuse[sd]?|decline[sd]?|unlawful(?:ly)?)\b
    | \bnon-(?=[a-z]) | n't\b
    | ません | (?<![限少危切])な(?:い(?!し)|かった|ければ) | ことなく | なし[にで]
    | (?<=[意諾可知告由])[はも]?なく(?!な)
    | かね(?=[るまなて]) | (?<=[わらかがさたばま])ず(?!つ) | ず(?=[、に]) | できず
    | (?<=[わらかがさたばま])ぬ | ぬ(?=もの)
    | 拒(?=[むみまめ否絶]) | 禁(?=[止ずじ]) | 断[りる](?!な) | を?除[きく]
    | 無(?=[料償断効]) | 非公開 | 未成年 | 不(?=[可能要同適当承])""",
    re.VERBOSE | re.IGNORECASE,
)
_END = re.compile(r"[。！？\n]|[.!?](?=\s|$)")
_STANDS = 1 / 3
"""Of a sentence that stands in both texts so much is kept at least: 解約に応じる。 -> 解約を拒む。
is the same sentence, two that share a subject are not."""
_QUOTED = 48
"""Letters of a place that is quoted whole; of a longer one only the words around the negation."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_BEFORE = re.compile(r"(?:[\w'-]+\s+)?[\w'-]*$")
_BEHIND = re.compile(r"[\w'-]*(?:\s+[\w'-]+){0,2}")
_BEFORE_WIDE = re.compile(r"[^をがに、。，．（）「」\s]{0,16}$")
_BEHIND_WIDE = re.compile(r"[\u4e00-\u9fff]{0,4}[ぁ-ん]{0,12}")

Span = tuple[int, int]


def turned(old: str, new: str, sites: Sequence[Region]) -> Iterator[Finding]:
    """The statements of a leaf that were turned round, each with enough words on either side.

    `sites` are the places at which the leaf's texts differ.
    """
    if not sites:
        return
    before, after = negations(old), negations(new)
    if not (before or after):
        return
    gone = [(site.a, site.b) for site in sites]
    come = [(site.c, site.d) for site in sites]
    for at, site in enumerate(sites):
        olds = [span for span in before if span[0] < site.b and site.a < span[1]]
        news = [span for span in after if span[0] < site.d and site.c < span[1]]
        if bool(olds) == bool(news):
            continue
        text, spans, changed = (old, olds, gone) if olds else (new, news, come)
        if _stands(text, spans[0], changed):
            yield _quoted(old, new, sites, at, spans[0], taken=bool(olds))


def rewritten(old: str, new: str) -> Iterator[Finding]:
    """What a paragraph denies that was rewritten whole from, or into, one that denied nothing."""
    before, after = negations(old), negations(new)
    if not (old and new) or bool(before) == bool(after):
        return
    for text, spans in ((old, before), (new, after)):
        for span in spans[:1]:
            words = _around(text, span)
            yield Finding("negation", *((words, "") if text is old else ("", words)))


@lru_cache(2048)  # a leaf is compared with each that held before it
def negations(text: str) -> Sequence[Span]:
    """Where `text` denies something."""
    return tuple(found.span() for found in _NEGATION.finditer(text.replace("’", "'")))


def denials(text: str) -> Iterator[str]:
    """The words with which `text` denies something, however they are written."""
    return (folded(text[start:end]).lower() for start, end in negations(text))


def _stands(text: str, place: Span, changed: Sequence[Span]) -> bool:
    """Whether enough of the sentence around a place is kept."""
    ends = [0, *(found.end() for found in _END.finditer(text)), len(text)]
    start, end = next((a, b) for a, b in pairwise(ends) if a <= place[0] < b)
    first = max(bisect_right(changed, (start, start)) - 1, 0)
    lost = 0
    for a, b in changed[first:]:
        if a >= end:
            break
        lost += max(0, min(b, end) - max(a, start))
    return end - start - lost >= _STANDS * (end - start)


def _quoted(
    old: str, new: str, sites: Sequence[Region], at: int, place: Span, *, taken: bool
) -> Finding:
    """A place as it read and as it reads, with the words around it that both texts have."""
    site = sites[at]
    floor = sites[at - 1].b if at else 0
    roof = sites[at + 1].a if at + 1 < len(sites) else len(old)
    if max(site.b - site.a, site.d - site.c) > _QUOTED:
        words = _around(old if taken else new, place)
        return Finding("negation", *((words, "") if taken else ("", words)))
    before, behind = _before(old[floor : site.a]), _behind(old[site.b : roof])
    # Where a place reaches over the end of a sentence, the sentence that was turned round.
    lead = old[site.a : place[0]] if taken else new[site.c : place[0]]
    sentence = len(_END.findall(lead))
    sides = (
        _END.split(before + text + behind) for text in (old[site.a : site.b], new[site.c : site.d])
    )
    one, other = (parts[min(sentence, len(parts) - 1)].strip() for parts in sides)
    return Finding("negation", one, other)


def _around(text: str, place: Span) -> str:
    """A place with a few words before and behind it."""
    start, end = place
    return (_before(text[:start]) + text[start:end] + _behind(text[end:])).strip()


def _before(text: str) -> str:
    text = text[-60:]
    found = (_BEFORE_WIDE if _WIDE.match(text[-1:]) else _BEFORE).search(text)
    return found[0] if found else ""


def _behind(text: str) -> str:
    text = text[:60]
    found = (_BEHIND_WIDE if _WIDE.match(text) else _BEHIND).match(text)
    return found[0] if found else ""
