"""The words of a plan and of what was taken in, from words.toml; summaries in sentences."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from kaitei.drafts.adopt.text import Taken
from kaitei.text import diff, render

LONGEST = 12  # sentences of a summary; an old history has rewrites of a whole policy


def say(lang: str, key: str, /, **values: object) -> str:
    """The sentence `key` in `lang`; English where the language has none."""
    return str(_words(lang)[key]).format_map(values)


def head(lang: str) -> list[str]:
    """The comment at the top of a plan."""
    return [str(line) for line in _words(lang)["head"]]


def each(languages: Iterable[str], key: str, /, **values: object) -> dict[str, str]:
    """The sentence `key` by language."""
    return {lang: say(lang, key, **values) for lang in languages}


def summary(
    old: Mapping[str, Taken], new: Mapping[str, Taken], order: Sequence[str], lang: str
) -> tuple[str, ...]:
    """What changed between two publications' texts, as sentences of `lang`.

    Told of the first language of `order` that both have and in which anything changed.
    """
    for text in order:
        if text in old and text in new:
            found = render.worded(diff.compare(old[text].text, new[text].text), lang)
            if len(found) > LONGEST:
                rest = len(found) - LONGEST + 1
                found = [*found[: LONGEST - 1], say(lang, "more", count=rest)]
            if found:
                return tuple(found)
    return (say(lang, "no-words"),)


def _words(lang: str) -> Mapping[str, str | list[str]]:
    words = _all()
    return words.get(lang, words["en"])


@cache
def _all() -> Mapping[str, Mapping[str, str | list[str]]]:
    text = files(__package__).joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)
