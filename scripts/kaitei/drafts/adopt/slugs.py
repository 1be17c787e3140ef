"""An id from the title of a clause: of its Latin words, or of what it is called in Japanese."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from kaitei.base import tables
from kaitei.model import Clause
from kaitei.text import tokens
from kaitei.text.values import label_number

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
_SMALL = {  # words that say nothing in an id
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "its", "of", "on", "or", "our",
    "the", "to", "with", "your",
}  # fmt: skip
_MUTE = {  # anchors of a page's frame, which say nothing of a clause
    "content", "contents", "main", "top", "page", "pagetop", "wrap", "wrapper", "container",
    "body", "header",
}  # fmt: skip
_WORDS = 4  # of a title in an id: enough to know it by, short enough to type
_WIDEST = 40  # characters of one, so that an address with it stays on a line


def proposed(clauses: Iterable[tuple[str, Clause, int]]) -> str:
    """An id for a clause by its headings: (language, clause, place) of each."""
    found = list(clauses)
    for lang, clause, _ in sorted(found, key=lambda one: one[0] != "en"):
        if name := slug(clause.title) or (japanese(clause.title) if lang == "ja" else ""):
            return name
    _, clause, place = found[0]
    digits = label_number(clause.label)
    kind = "article" if "条" in clause.label else "chapter" if "章" in clause.label else "clause"
    return f"{kind}-{digits or place + 1}"


def proposed_id(titles: Mapping[str, str]) -> str:
    """An id for a new clause by its titles in each language, without their labels."""
    named = (slug(titles[lang]) for lang in sorted(titles, key=lambda lang: lang != "en"))
    return next(filter(None, named), "") or japanese(titles.get("ja", "")) or "clause"


def slug(title: str) -> str:
    """An id of the Latin words of a title; "" where most of it is not Latin."""
    plain = tokens.fold(title)
    letters = [c for c in plain if c.isalnum()]
    if sum(map(str.isascii, letters)) * 2 < len(letters) or not letters:
        return ""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]s?\b", "", plain.lower()))
    told = [word for word in words if word not in _SMALL] or words
    name = "-".join(told[:_WORDS])[:_WIDEST].strip("-")
    return name if _ID.fullmatch(name) else f"clause-{name}" if name else ""


def japanese(title: str) -> str:
    """An id of what a Japanese title is called; "" for one that is called otherwise."""
    found = [
        (title.find(word), -len(word), name) for word, name in _japanese_names() if word in title
    ]
    longest = {name: size for _, size, name in sorted(found, reverse=True)}
    kept: list[str] = []
    covered: list[tuple[int, int]] = []
    for at, size, name in sorted(found, key=lambda one: (one[1], one[0])):
        if not any(a < at - size and at < b for a, b in covered) and name not in kept:
            covered.append((at, at - size))
            kept.append(name)
    order = sorted(kept[:2], key=lambda name: next(at for at, _, n in found if n == name))
    return "-".join(order) if longest else ""


def speaks(name: str) -> bool:
    """Whether an anchor of the file says what it leads to, and may be the id: no a1, no _Toc9."""
    if not _ID.fullmatch(name) or not 3 <= len(name) <= _WIDEST:
        return False
    return name not in _MUTE and not re.fullmatch(r"[a-z]{1,8}-?\d+(?:-\d+)*", name)


def led_to(anchor: str, headings: Sequence[str]) -> int | None:
    """The place of the heading to which an anchor leads that a generator made of its words.

    GitHub, Jekyll, Hugo, Docusaurus and MkDocs join the words by hyphens and leave other signs out,
    each in its own way; the letters and digits are the heading's in all of them. Of headings
    with equal words a later one has its number behind (`fees-1`, `fees_1`).
    """
    asked, seen = _letters(unquote(anchor)), Counter[str]()
    for place, heading in enumerate(headings):
        said = _letters(heading)
        if said and asked == f"{said}{seen[said] or ''}":
            return place
        seen[said] += 1
    return None


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, tokens.fold(words).lower()))


@cache
def _japanese_names() -> tuple[tuple[str, str], ...]:
    """Read the words and ids of clause_names.toml."""
    found = tables.read(Path(__file__).with_name("clause_names.toml"))
    return tuple((str(word), str(name)) for word, name in found.items())
