"""The interface's words in one language, out of theme/words.toml, and days as HTML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

from kaitei.base.problems import KaiteiError, problem
from kaitei.model import phrases

FILE = "words.toml"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; called with a key and values they give safe HTML."""

    lang: str
    words: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> Markup:
        """A sentence as HTML, its values escaped unless they are HTML already."""
        return Markup(self.words[key]).format(**values)  # noqa: S704  # the theme's own words

    def plain(self, key: str, **values: object) -> str:
        """The same as plain text; days among the values are written out."""
        said = {name: self._said(value) for name, value in values.items()}
        return self.words[key].format(**said)

    def day(self, value: date, *, era: bool = False) -> Markup:
        """A day as `<time>`, in the language's words; with `era` Japanese adds the era year."""
        words = phrases.day(value, self.lang, era=era)
        return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), words)

    def _said(self, value: object) -> object:
        return phrases.day(value, self.lang) if isinstance(value, date) else value


def read(theme: Path) -> Mapping[str, Mapping[str, str]]:
    """The words of the theme by language and key. KaiteiError where the file can't be read."""
    try:
        return tomllib.loads((theme / FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise KaiteiError(problem("theme-broken", f"theme/{FILE}", reason=error)) from None


def words(lang: str, known: Mapping[str, Mapping[str, str]]) -> Words:
    """The words of `lang`; English where the theme has none of that language."""
    return Words(lang, known.get(lang) or known["en"])
