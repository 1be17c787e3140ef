"""Which font sets a language: its name stands in the language's words, its files in `fonts/`.

One font comes with kaitei; it sets Japanese and what is written in Latin letters. Whoever adds a
language that it can't set puts the files of another one beside it (docs/languages.md).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kaitei.base.catalogue import t

FONTS = Path(__file__).parent / "fonts"
BROUGHT = "BIZ UDPGothic"  # known to be there: saves loading typst where nothing is printed


def family(lang: str) -> str:
    """The name of the font that sets `lang`."""
    return t(lang, "language.font")


def has_font(lang: str) -> bool:
    """Whether the font that sets `lang` is here."""
    return family(lang) == BROUGHT or family(lang) in found().families()


def file_of(name: str) -> tuple[Path, int]:
    """The file of a font that is here, and which of the fonts in that file it is."""
    info = next(font for font in found().fonts() if font.family == name)
    return Path(info.path), info.index


@cache
def found() -> Any:
    """The fonts in the folder, and no others: a PDF must not depend on the machine."""
    import typst  # here: it takes a moment, and most commands print nothing

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
