"""The catalogue of words: every sentence that kaitei says, by language, in the files of `i18n/`.

`i18n/<part>/<language>.toml` holds one part in one language. There are three parts: `readers` is
what stands on pages and in feeds, PDFs, Word files and mails, and each language of a site needs it;
`desk` and `messages` are what kaitei says to who runs it. A file is read once, when a word of it is
asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypedDict, runtime_checkable

from kaitei.base import tables

_FOLDER = Path(__file__).parent / "i18n"
DESK = ("en", "ja")  # the languages in which kaitei speaks to who runs it, the fall-back first
# A language's code (BCP 47): the language, its script where there are several, a region: zh-Hans.
CODE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
# Written from right to left (CLDR): neither the pages nor the papers are laid out for that.
RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"))


class Sentences(TypedDict):
    """What a rule says: what is wrong, and how to mend it, with {names} for the values."""

    message: str
    mend: str


def t(lang: str, key: str, /, *parts: object, **values: object) -> str:
    """The sentence of a key in `lang`, filled in.

    A key is a topic and a name, `feeds.entry`, of the readers' part, or `desk.review.title` of the
    desk's. Its {names} are filled with `values`, {0} and {1} with `parts`. Where the file has a
    table of `one` and `other` instead of a sentence, `count` decides. KeyError for a key that is
    not there.
    """
    return chosen(_words(lang, key), key, values.get("count")).format(*parts, **values)


def chosen(words: Mapping[str, str], key: str, count: object = None) -> str:
    """The sentence of a key among `words`: of two forms, `one` and `other`, that for `count`."""
    if key in words:
        return words[key]
    form = f"{key}.{'one' if count == 1 else 'other'}"
    if form not in words:
        raise KeyError(key)
    return words[form]


def has(lang: str, key: str) -> bool:
    """Whether there is a sentence of this key in `lang`."""
    return key in _words(lang, key)


def forms(lang: str, key: str) -> Sequence[str]:
    """The words of a key that has several in a row, such as the names of the months."""
    found: Sequence[str] = _words(lang, key)[key]
    return found


def topic(lang: str, name: str) -> Mapping[str, str]:
    """All sentences of a topic, by name; {names} not filled in."""
    start = f"{name}."
    words = _words(lang, name)
    return {key.removeprefix(start): words[key] for key in words if key.startswith(start)}


def listed(lang: str, items: Sequence[str], style: str = "all") -> str:
    """The items behind one another as `lang` joins them: "a, b" or, in the style `and`, "a and b".

    The styles stand in the file of the language: what is put between, and before the last one.
    """
    between, last = forms(lang, f"writing.{style}")
    return between.join(items) if len(items) < 2 else between.join(items[:-1]) + last + items[-1]


def number(lang: str, value: Decimal | int) -> str:
    """A number with the marks that `lang` puts between thousands and before decimals."""
    thousands, decimals = t(lang, "writing.thousands"), t(lang, "writing.decimals")
    return f"{value:,}".translate({ord(","): thousands, ord("."): decimals})


def spaced(lang: str) -> bool:
    """Whether `lang` puts spaces between its words."""
    return bool(_words(lang, "language.spaced")["language.spaced"])


@cache
def readers() -> tuple[str, ...]:
    """The languages that a site can be in: those with a readers' part, in alphabetical order."""
    names = (one.name for one in (_FOLDER / "readers").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@runtime_checkable
class Spoken(Protocol):
    """A value of a message that is said in the language of the message."""

    def text(self, lang: str) -> str:
        """The words in `lang`."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the catalogue as a value of a message: said in the language of the message.

    `values` fill in its {names}, phrases among them; `otherwise` stands in for a missing key.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    otherwise: str = ""

    def text(self, lang: str) -> str:
        """The words in `lang`."""
        if self.otherwise and not has(lang, self.key):
            return self.otherwise
        return t(
            lang, self.key, **{name: text_of(value, lang) for name, value in self.values.items()}
        )


@dataclass(frozen=True, slots=True)
class Phrases:
    """Several values of a message behind one another, joined as the message's language does."""

    items: Sequence[object] = field(hash=False)
    style: str = "all"

    def text(self, lang: str) -> str:
        """The items in `lang`."""
        return listed(lang, [str(text_of(item, lang)) for item in self.items], self.style)


def phrase(key: str, /, **values: object) -> Phrase:
    """Words whose language is chosen when they are said: a value of a message."""
    return Phrase(key, values)


def text_of(value: object, lang: str) -> object:
    """A value of a message as it is said in `lang`; anything but words of ours as it is."""
    if isinstance(value, str):  # fifty times as fast as to see whether an object speaks
        return value
    return value.text(lang) if isinstance(value, Spoken) else value


def desk_language(lang: str) -> str:
    """The language in which the desk is spoken to where `lang` is asked for: English for others."""
    return lang if lang in DESK else DESK[0]


def messages(lang: str) -> Mapping[str, Sentences]:
    """The sentences of every rule, by the rule's name, in `lang` or its fall-back."""
    rules: dict[str, Sentences] = _read("messages", desk_language(lang))
    return rules


def _words(lang: str, key: str) -> Mapping[str, Any]:
    """The words of the part that a key belongs to."""
    if key.startswith("desk."):
        return _flat("desk", desk_language(lang))
    return _flat("readers", lang)


@cache
def _flat(part: str, lang: str) -> Mapping[str, Any]:
    """The words of a file by their whole keys: `feeds.entry`, `desk.review.title`."""
    return dict(_leaves("desk." if part == "desk" else "", _read(part, lang)))


def _leaves(start: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(f"{start}{name}.", value)
        else:
            yield f"{start}{name}", value


@cache
def _read(part: str, lang: str) -> Any:
    return tables.read(_FOLDER / part / f"{lang}.toml")
