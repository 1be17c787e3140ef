"""The views' own words in each language: names of clauses, quotes, extents, what happened.

Words of ours stand beside a text that may be in another language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from kaitei.base.catalogue import has, listed, spaced, t
from kaitei.model import Clause

QUOTED = 72  # columns of text that are still quoted whole; longer ones are described by extent
BEGINNING = 28  # columns of a long text's beginning


def say(lang: str, key: str, *values: object) -> str:
    """The words of `key` among those of the comparison in `lang`, filled with `values`."""
    return t(lang, f"redline.{key}", *values)


def block(lang: str, tag: str) -> str:
    """What a block of `tag` is called: "a table row", 「表の行」."""
    key = f"block.{'heading' if re.fullmatch('h[1-6]', tag) else tag}"
    return say(lang, key if has(lang, f"redline.{key}") else "block.words")


# --- clauses ------------------------------------------------------------------------------------


def label(clause: Clause, lang: str) -> str:
    """What a clause is called for short: "Clause 5", 「第5条」, "“Your rights”"."""
    if clause.heading is None:
        return say(lang, "footnotes" if clause.id == "footnotes" else "introduction")
    number = _number(clause)
    if not number:
        return quote(_bare(clause.title), lang) if clause.title.strip() else say(lang, "untitled")
    return number if _says_what(number) else say(lang, "clause", number)


def _number(clause: Clause) -> str:
    number = clause.label.strip().rstrip(".．:：、")
    return number if re.search(r"[(（]", number) else number.rstrip(")）")


def _says_what(number: str) -> bool:
    """Whether a label has a word of its own ("Article 3", "第3条") and needs none of ours."""
    own = re.search(r"[^\W\d_]{2,}|[第条項号]", number)
    return own is not None and not re.fullmatch("[IVXLC]+", number)


def span(clauses: Sequence[Clause], lang: str) -> str:
    """What clauses behind one another are called: "Clauses 2–5", 「第2条～第5条」.

    A clause without number below a numbered one counts as its part.
    """
    groups: list[list[Clause]] = []
    for clause in clauses:
        last = groups[-1][0] if groups else None
        if last and last.label and not clause.label and clause.level > last.level:
            continue
        if last and bool(last.label) == bool(clause.label) and last.heading and clause.heading:
            groups[-1].append(clause)
        else:
            groups.append([clause])
    return listed(lang, [_span(group[0], group[-1], lang) for group in groups])


def _span(first: Clause, last: Clause, lang: str) -> str:
    one, other = label(first, lang), label(last, lang)
    if first is last:
        return one
    word = say(lang, "clause", "")
    if one.startswith(word) and other.startswith(word):
        return say(lang, "clauses", say(lang, "range", one[len(word) :], other[len(word) :]))
    return say(lang, "range", one, other)


def name(clause: Clause, lang: str) -> str:
    """The full name of a clause: "Clause 5 (Helpdesk)", 「第5条（窓口）」 or 「5. 窓口」."""
    short = label(clause, lang)
    if clause.heading is None or not clause.label.strip() or not clause.title.strip():
        return short
    title, number = _bare(clause.title), _number(clause)
    if _says_what(number):
        return say(lang, "named", short, title)
    # Japanese and Chinese quote such a heading as it stands.
    return say(lang, "numbered", number if spaced(lang) else squeezed(clause.label), title)


def _bare(title: str) -> str:
    """A title without the brackets that Japanese headings put around it."""
    title = squeezed(title)
    match = re.fullmatch(r"[（(【\[]([^（(【\[）)】\]]+)[）)】\]]", title)
    return match[1] if match else title


# --- quoting ------------------------------------------------------------------------------------


def quote(text: str, lang: str) -> str:
    """`text` in the quotation marks of `lang`, white space squeezed."""
    return say(lang, "quote", squeezed(text))


def short(text: str) -> bool:
    """Whether `text` is short enough to be quoted whole."""
    return width(squeezed(text)) <= QUOTED


def extent(text: str, lang: str, text_lang: str) -> str:
    """A long text by its extent: "57 words beginning “The Company …”"."""
    text = squeezed(text)
    beginning = cut(text, BEGINNING) + "…"
    if not spaced(text_lang):
        return say(lang, "extent-characters", len(text.replace(" ", "")), beginning)
    return say(lang, "extent", len(text.split()), beginning)


def squeezed(text: str) -> str:
    """`text` on one line, with single spaces."""
    return " ".join(text.split())


def width(text: str) -> int:
    """The columns that `text` takes on a terminal: full-width characters take two."""
    return len(text) if text.isascii() else sum(map(columns, text))


@cache
def columns(character: str) -> int:
    """The columns of one character: 2 for East Asian wide ones, 0 for combining ones, else 1."""
    if ord(character) < 0x300:
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, limit: int) -> str:
    """The beginning of `text` that fits into `limit` columns, up to the end of a word."""
    used = 0
    for at, character in enumerate(text):
        used += columns(character)
        if used > limit:
            space = text.rfind(" ", 0, at + 1)
            return text[:space] if space > at // 2 else text[:at]
    return text
