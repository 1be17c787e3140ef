"""The words of a plan, its page of proof and what was adopted, from words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files


def say(lang: str, key: str, /, **values: object) -> str:
    """The sentence `key` in `lang`; English where the language has none."""
    return str(_words(lang)[key]).format_map(values)


def head(lang: str) -> list[str]:
    """The comment at the top of a plan."""
    return [str(line) for line in _words(lang)["head"]]


def lost(lang: str, what: str) -> str:
    """What it is that no text can hold, in words."""
    words = _words(lang)
    return str(words.get(f"lost-{what}", words["lost-unknown"]))


def each(languages: Iterable[str], key: str, /, **values: object) -> dict[str, str]:
    """The sentence `key` by language."""
    return {lang: say(lang, key, **values) for lang in languages}


def _words(lang: str) -> Mapping[str, str | list[str]]:
    words = _all()
    return words.get(lang, words["en"])


@cache
def _all() -> Mapping[str, Mapping[str, str | list[str]]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
