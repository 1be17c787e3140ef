"""Which characters a font has; another form of those that it has not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from struct import unpack_from

from kaitei.base.typesetting.fonts import BROUGHT, file_of

_UCS_4 = (3, 10)  # the table of a font's `cmap` that knows all of Unicode
_KEPT = ("Zl", "Zp", "Cf")  # line ends and signs that are not drawn: the typesetter knows them
_VARIANTS = range(0xE0100, 0xE01F0)  # selectors of a form of the kanji before them
_FORMS = {"\u202f": "\u00a0"}  # a narrow no-break space, of which NFKC makes one to break at
_DROPPED = "\ufeff\ufe0e\ufe0f"  # byte order marks, which PDF/UA refuses; colour of emoji or none


def printable(text: str, font: str = BROUGHT) -> str:
    """`text` in characters that the font of that name has.

    One that it has not stands in its compatibility form (NFKC), else as its number in brackets:
    who reads a legal text on paper must see that something stands there, and what.
    """
    if text.isascii() and text.isprintable():
        return text
    drawn = _drawn(font)
    return "".join(char if ord(char) in drawn else _other(char, drawn) for char in text)


def _other(char: str, drawn: frozenset[int]) -> str:
    if char in _DROPPED:
        return ""
    if char in "\n\t" or unicodedata.category(char) in _KEPT or ord(char) in _VARIANTS:
        return char
    form = _FORMS.get(char) or unicodedata.normalize("NFKC", char)
    if all(ord(part) in drawn for part in form):
        return form
    return f"［U+{ord(char):04X}］"


@cache
def _drawn(font: str) -> frozenset[int]:
    """The code points for which a font has a glyph."""
    path, index = file_of(font)  # of its first cut: the others have the same characters
    return frozenset(_mapped(path.read_bytes(), index))


def _mapped(font: bytes, index: int = 0) -> Iterator[int]:
    """The code points of a font's `cmap`, format 12 (OpenType specification, cmap).

    `index` says which font of a collection, whose file begins with where each of them does.
    """
    begin = unpack_from(">L", font, 12 + 4 * index)[0] if font.startswith(b"ttcf") else 0
    (tables,) = unpack_from(">H", font, begin + 4)
    start = next(
        offset
        for tag, _, offset, _ in (
            unpack_from(">4sLLL", font, begin + 12 + 16 * n) for n in range(tables)
        )
        if tag == b"cmap"
    )
    (count,) = unpack_from(">H", font, start + 2)
    entries = (unpack_from(">HHL", font, start + 4 + 8 * n) for n in range(count))
    at = start + next(at for *kind, at in entries if tuple(kind) == _UCS_4)
    (groups,) = unpack_from(">L", font, at + 12)
    for n in range(groups):
        first, last, _ = unpack_from(">LLL", font, at + 16 + 12 * n)
        yield from range(first, last + 1)
