"""The words of the pages in one language, an owner's own among them, and days as HTML.

They stand in the catalogue of words under `pages`. An owner replaces any of them in
theme/words.toml, one table a language: `[ja]`, then `home = "トップ"`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter

from markupsafe import Markup, escape

from kaitei.base import catalogue
from kaitei.base.fields import nearest
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.model import phrases
from kaitei.site.announcement import PageSentence

FILE = "theme/words.toml"
TOPIC = "pages"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; called with a key and values they give safe HTML."""

    lang: str
    words: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> Markup:
        """A sentence as HTML, its values escaped unless they are HTML already."""
        sentence = self._sentence(key, values)
        if not values:
            return _bare(sentence)
        if _plain(sentence):  # what Markup does, but for one sign at a time
            said = {name: escape(value) for name, value in values.items()}
            return Markup(sentence.format(**said))  # noqa: S704  # our own words
        return Markup(sentence).format(**values)  # noqa: S704

    def plain(self, key: str, **values: object) -> str:
        """The same as plain text; days among the values are written out."""
        said = {name: self._said(value) for name, value in values.items()}
        return self._sentence(key, values).format(**said)

    def day(self, value: date, *, era: bool = False) -> Markup:
        """A day as `<time>`, in the language's words; with `era` Japanese adds the era year."""
        return _day(value, self.lang, era)

    def sentence(self, sentence: PageSentence) -> Markup:
        """A sentence of an announcement as HTML; days with the year of the era."""
        values = {
            name: self.day(value, era=True) if isinstance(value, date) else value
            for name, value in sentence.values.items()
        }
        return self(sentence.key, **values)

    def _sentence(self, key: str, values: Mapping[str, object]) -> str:
        return catalogue.chosen(self.words, key, values.get("count"))

    def _said(self, value: object) -> object:
        return phrases.day(value, self.lang) if isinstance(value, date) else value


@lru_cache(4096)  # the days of one policy stand on all of its pages
def _day(value: date, lang: str, era: bool) -> Markup:
    words = phrases.day(value, lang, era=era)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), words)


@cache
def _bare(sentence: str) -> Markup:
    """A sentence that nothing is filled into: a page says some of them for each clause."""
    return Markup(sentence).format()  # noqa: S704  # our own words


@cache
def _plain(sentence: str) -> bool:
    """Whether all {names} of a sentence are names alone, without a format."""
    return not re.search(r"[.:!\[]", "".join(re.findall(r"\{[^{}]*\}", sentence)))


def read(theme: Path, languages: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """The words of the pages by language and key, with the owner's where `theme` has any.

    Raises KaiteiError where the owner's file can't be read, names a word that there is not, or
    leaves out a value that a sentence must say.
    """
    own = _own(theme / Path(FILE).name)
    return {lang: {**catalogue.topic(lang, TOPIC), **own.get(lang, {})} for lang in languages}


def _own(file: Path) -> Mapping[str, Mapping[str, str]]:
    """The owner's words by language, checked against those that they replace."""
    import tomllib  # here: few owners have such a file

    try:
        text = file.read_text("utf-8")
        found = tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise KaiteiError(problem("theme-broken", FILE, reason=error)) from None
    if problems := list(_faults(found, text)):
        raise KaiteiError(*problems)
    return found


def _faults(found: Mapping[str, object], text: str) -> Iterator[Problem]:
    known = catalogue.readers()
    for lang, words in found.items():
        if lang not in known or not isinstance(words, dict):
            line = _line(text, "", lang)
            named = ", ".join(known)
            yield problem("theme-words-unknown", FILE, line, name=lang, known=named)
            continue
        ours = catalogue.topic(lang, TOPIC)
        for key, own in words.items():
            line = _line(text, lang, key)
            if key not in ours:
                named = ", ".join(nearest(key, ours))
                yield problem("theme-words-unknown", FILE, line, name=key, known=named)
            elif not isinstance(own, str) or _values(own) != _values(ours[key]):
                named = ", ".join(f"{{{name}}}" for name in sorted(_values(ours[key]))) or "-"
                yield problem("theme-words-values", FILE, line, name=key, wanted=named)


def _values(sentence: str) -> set[str]:
    """The {names} of a sentence; something else where its braces are no names."""
    try:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    except ValueError:
        return {sentence}


def _line(text: str, lang: str, key: str) -> int:
    """The line on which a key stands in the table of a language, or a table begins; 0 if unsure."""
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if begun := re.match(r"\s*\[\s*\"?([^\]\"]+?)\"?\s*\]", line):
            table = begun[1]
            if not lang and table == key:
                return number
        elif table == lang and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
            return number
    return 0
