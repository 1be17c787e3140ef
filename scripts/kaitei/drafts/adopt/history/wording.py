"""The words of a plan and of what was taken in; summaries in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kaitei.base.catalogue import forms, t
from kaitei.drafts.adopt.text import Taken
from kaitei.text import diff, render

LONGEST = 12  # sentences of a summary; an old history has rewrites of a whole policy


def say(lang: str, key: str, /, **values: object) -> str:
    """What a plan says of `key` in `lang`, a language of the desk."""
    return t(lang, f"desk.plan.{key}", **values)


def head(lang: str) -> Sequence[str]:
    """The comment at the top of a plan."""
    return forms(lang, "desk.plan.head")


def described(lang: str, key: str, /, **values: object) -> str:
    """What is said in `lang`, a language of the site, of a publication that nobody described."""
    return t(lang, f"imported.{key}", **values)


def each(languages: Iterable[str], key: str, /, **values: object) -> dict[str, str]:
    """What `described` says, by language."""
    return {lang: described(lang, key, **values) for lang in languages}


def summary(
    old: Mapping[str, Taken], new: Mapping[str, Taken], order: Sequence[str], lang: str
) -> tuple[str, ...]:
    """What changed between two publications' texts, as sentences of `lang`.

    Told of the first language of `order` that both have and in which anything changed.
    """
    for text in order:
        if text in old and text in new:
            redline = diff.compare(old[text].text, new[text].text)
            found = render.sentences(redline, lang)
            if len(found) > LONGEST:
                rest = len(found) - LONGEST + 1
                weighty = render.sentences(redline, lang, most=LONGEST - 1)
                found = [*weighty, described(lang, "more", count=rest)]
            if found:
                return tuple(found)
    return (described(lang, "no-words"),)
