"""The words of a plan, of its page of proof, and of what was adopted without words of its own."""

from __future__ import annotations

from collections.abc import Iterable

from kaitei.base import catalogue


def say(lang: str, key: str, /, **values: object) -> str:
    """What a plan or its proof says of `key` in `lang`, a language of the desk."""
    return catalogue.t(lang, f"desk.adopt.{key}", **values)


def head(lang: str) -> list[str]:
    """The comment at the top of a plan."""
    return list(catalogue.forms(lang, "desk.adopt.head"))


def lost(lang: str, what: str) -> str:
    """What it is that no text can hold, in words."""
    keys = (f"desk.adopt.lost-{what}", f"desk.lost.{what}", "desk.lost.unknown")
    return catalogue.t(lang, next(key for key in keys if catalogue.has(lang, key)))


def described(lang: str, key: str, /, **values: object) -> str:
    """What is said in `lang`, a language of the site, of a publication that nobody described."""
    return catalogue.t(lang, f"adopted.{key}", **values)


def each(languages: Iterable[str], key: str, /, **values: object) -> dict[str, str]:
    """What `described` says, by language."""
    return {lang: described(lang, key, **values) for lang in languages}
