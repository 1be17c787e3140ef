"""References in a stretch of text, and whether each is to a clause of this text or elsewhere.

What names a law or another document right before (法律第33条, 「規約」第5条) or right behind
(Article 33 of the Act) refers elsewhere, and so does what goes on with it (及び第34条).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaitei.text.values.recogniser import values
from kaitei.text.values.value import Value

_ELSEWHERE_JA = frozenset("法令則例約程款律針」』）)")
_ELSEWHERE_EN = re.compile(r"\b(?:Act|Law|Code|Regulations?|Rules?|Ordinance|GDPR)\b")
_LONGEST = len("Regulations")
_STOP = re.compile("[.;]")
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


def clause_references(text: str, lang: str) -> Iterator[tuple[Value, bool]]:
    """Each reference of `text` in order, with whether it is to another document."""
    named = _named_ja if lang == "ja" else _Named().before
    law = 0  # where the last reference to a law ends
    for value in values(text):
        if value.kind != "reference":
            continue
        between = text[law : value.start]
        elsewhere = named(text, value.start) or (law and _AND_JA.fullmatch(between))
        if elsewhere:
            law = value.end
        yield value, bool(elsewhere or _OF_ANOTHER.match(text, value.end))


def _named_ja(text: str, at: int) -> bool:
    """Whether what stands right before a place may be the name of a law or of a document."""
    while at and text[at - 1].isspace():
        at -= 1
    return at > 0 and text[at - 1] in _ELSEWHERE_JA


class _Named:
    """Finds the names of laws in a text from its beginning to its end, each once."""

    def __init__(self) -> None:
        self._looked = 0
        self._end = -1  # of the last name, of which no full stop has been seen

    def before(self, text: str, at: int) -> bool:
        """Whether a law is named in the sentence before a place; asked of rising places."""
        while found := _ELSEWHERE_EN.search(text, self._looked, at):
            self._looked = self._end = found.end()
        self._looked = max(self._looked, at - _LONGEST)
        if self._end >= 0 and _STOP.search(text, self._end, at):
            self._end = -1
        return self._end >= 0
