"""The views' own words in each language: quotes, extents, what happened.

Words of ours stand beside a text that may be in another language.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kaitei.base.catalogue import has, spaced, t

QUOTED = 72  # columns of text that are still quoted whole; longer ones are described by extent
BEGINNING = 28  # columns of a long text's beginning


def say(lang: str, key: str, *values: object) -> str:
    """The words of `key` among those of the comparison in `lang`, filled with `values`."""
    return t(lang, f"redline.{key}", *values) if values else _plain(lang, key)


@cache
def _plain(lang: str, key: str) -> str:
    """Words that nothing is filled into: a long table says the same hundreds of times."""
    return t(lang, f"redline.{key}")


def block(lang: str, tag: str) -> str:
    """What a block of `tag` is called: "a table row", 「表の行」."""
    key = f"block.{'heading' if re.fullmatch('h[1-6]', tag) else tag}"
    return say(lang, key if has(lang, f"redline.{key}") else "block.words")


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
