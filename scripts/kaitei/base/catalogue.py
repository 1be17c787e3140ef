"""The catalogue of words: every sentence that kaitei says, by language, in the files of `i18n/`.

`i18n/<part>/<language>.toml` holds one part in one language; a part is read once, when a word of it
is asked for. The parts are `messages` (what is wrong and how to mend it, one table a rule) and
`desk` and `readers` (tables by topic).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypedDict

DESK = ("en", "ja")  # the languages in which kaitei speaks to who runs it, the fall-back first


class Sentences(TypedDict):
    """What a rule says: what is wrong, and how to mend it, with {names} for the values."""

    message: str
    mend: str


def desk_language(lang: str) -> str:
    """The language in which the desk is spoken to where `lang` is asked for: English for others."""
    return lang if lang in DESK else DESK[0]


def messages(lang: str) -> Mapping[str, Sentences]:
    """The sentences of every rule, by the rule's name, in `lang` or its fall-back."""
    rules: dict[str, Sentences] = _part("messages", desk_language(lang))
    return rules


@cache
def _part(part: str, lang: str) -> Any:
    path = files(__package__).joinpath("i18n", part, f"{lang}.toml")
    return tomllib.loads(path.read_text("utf-8"))
