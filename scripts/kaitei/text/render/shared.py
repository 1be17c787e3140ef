"""What several texts change in the same words, told once; and what each changes beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaitei.base.catalogue import listed
from kaitei.text.diff import (
    Redline,
    once,
)
from kaitei.text.render.names import names
from kaitei.text.render.phrasing import PHRASES
from kaitei.text.render.renumbering import runs
from kaitei.text.render.sentences import Said, said, sentence
from kaitei.text.render.wording import say


@dataclass(frozen=True, slots=True)
class SharedChanges:
    """The changes of one of several texts, in sentences without full stops.

    `shared` are those that others make as well, with all the places; `first` are those among them
    in which no text before this one has a part. `own` are its other changes.
    """

    shared: tuple[str, ...]
    first: tuple[str, ...]
    own: tuple[str, ...]


def shared_changes(texts: Sequence[tuple[str, Redline]], lang: str) -> list[SharedChanges]:
    """For each comparison, given with its text's title: what it shares with others, and the rest.

    The texts are in one language; the sentences are in `lang`, plain text, not escaped.
    """
    found = [said(redline, lang) for _, redline in texts]
    places: dict[str, dict[int, list[str]]] = {}  # by phrase: the clauses in which each text has it
    for at, ((_, redline), changes) in enumerate(zip(texts, found, strict=True)):
        for one in changes:
            for phrase in one.phrases if _amends(one, redline, lang) else ():
                assert one.change is not None  # noqa: S101  # else it amends no clause
                name = names(redline, lang).label(one.change.clause)
                places.setdefault(phrase, {}).setdefault(at, []).append(name)
    common = {phrase: where for phrase, where in places.items() if len(where) > 1}
    made = {
        phrase: say(lang, "shared", listed(lang, [*_named(texts, where, lang)]), phrase)
        for phrase, where in common.items()
    }
    return [
        SharedChanges(
            tuple(line for phrase, line in made.items() if at in common[phrase]),
            tuple(line for phrase, line in made.items() if at == min(common[phrase])),
            tuple(_rest(changes, texts[at][1], {*common}, lang)),
        )
        for at, changes in enumerate(found)
    ]


def _amends(one: Said, redline: Redline, lang: str) -> bool:
    """Whether a sentence says of a clause what changed in it, all of it, and nothing else.

    Its former number may stand in the sentence too where another one says it of a whole run.
    """
    change = one.change
    if change is None or len(one.phrases) > PHRASES:  # more than that are cut off
        return False
    called = names(redline, lang)
    name = called.name(change.clause)
    if change.old and id(change) in once(redline, "in-runs", lambda: _in_runs(redline)):
        name = say(lang, "formerly", name, called.label(change.old))
    return one.head == say(lang, "amended", name)


def _in_runs(redline: Redline) -> set[int]:
    """The clauses, by their identity, whose new numbers are told in one sentence with others'."""
    return {id(one) for run in runs(redline.changed) if len(run) > 1 for one in run}


def _named(
    texts: Sequence[tuple[str, Redline]], where: dict[int, list[str]], lang: str
) -> Iterator[str]:
    """Each text that has a change, with the clauses in which it does."""
    for at, clauses in where.items():
        yield say(lang, "shared-in", texts[at][0], listed(lang, list(dict.fromkeys(clauses))))


def _rest(changes: Sequence[Said], redline: Redline, common: set[str], lang: str) -> Iterator[str]:
    """The sentences without what is common; none of a clause in which that was all."""
    for one in changes:
        left = one.phrases
        if _amends(one, redline, lang):
            left = tuple(phrase for phrase in one.phrases if phrase not in common)
        if left or not one.phrases:
            yield sentence(Said(one.head, left), lang)
