"""The language that a reader gets: the one asked for, else the authoritative one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Localized(NamedTuple, Generic[T]):
    """Something that is said, and the language in which it is."""

    lang: str
    value: T


def localized(get: Callable[[str], T | None], lang: str, authoritative: str) -> Localized[T] | None:
    """What `get` gives for `lang`, else for the authoritative language; None without either.

    Whoever shows what is in another language than the reader's says so.
    """
    for wanted in (lang, authoritative):
        if found := get(wanted):
            return Localized(wanted, found)
    return None
