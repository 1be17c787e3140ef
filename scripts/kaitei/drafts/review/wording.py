"""What both renderings of a review say: words, and the rows of a policy's table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kaitei.base.catalogue import listed, t
from kaitei.base.problems import visible
from kaitei.drafts.reading import Declaration
from kaitei.drafts.review.branch import FactChange, PolicyReview, Review
from kaitei.drafts.standing import Branch
from kaitei.model import Kind, phrases
from kaitei.text import render
from kaitei.text.diff import Side

# What a file outside content/ is to a repository, by how its path begins: keys of the words.
_OUTSIDE = {
    "outside-workflows": (".github/", ".ci/", ".gitlab-ci.yml", "Makefile"),
    "outside-program": ("scripts/", "requirements/", "pyproject.toml"),
    "outside-site": ("theme/", "mkdocs.yml"),
    "outside-record": ("versions/", "signatures/"),
    "outside-other": ("",),
}
_NAMED = 5  # files of a kind that are named; the others are counted


def say(lang: str, key: str, *values: object) -> str:
    """The words of `key` among those of the review in `lang`, filled with `values`."""
    return t(lang, f"desk.review.{key}", *values)


def outside(branch: Branch, lang: str) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """What a branch changes outside content/: what that is, the first files, how many more."""
    left = list(branch.outside)
    for key, begin in _OUTSIDE.items():
        found = [name for name in left if name.startswith(begin)]
        left = [name for name in left if not name.startswith(begin)]
        if found:
            named = tuple(map(visible, found[:_NAMED]))
            yield say(lang, key), named, len(found) - len(named)


def warned(branch: Branch, lang: str) -> str:
    """That somebody who knows the program has to look at a branch; "" where it leaves it alone."""
    count = len(branch.outside)
    return t(lang, "desk.review.outside", count=count) if count else ""


def heading(item: PolicyReview, lang: str) -> str:
    """What an item is called: title and reference."""
    return t(lang, "desk.review.heading", title=item.title(lang), ref=item.ref)


def rows(item: PolicyReview, review: Review, lang: str) -> Iterator[tuple[str, str]]:
    """The declaration of an item as pairs of a name and what is declared."""
    declared = item.declared
    if declared is None:
        return
    yield say(lang, "kind"), phrases.kind(declared.kind, lang)
    if item.about is not None:
        about = item.about
        since = say(lang, "in-force" if about.holds else "coming", phrases.day(about.since, lang))
        if about.over:
            since = phrases.day(about.since, lang)
        key = "base" if declared.kind.is_revision else "about"
        yield say(lang, key), say(lang, "in", f"{item.policy}@{about.number}", since)
    announced = phrases.day(item.announced, lang)
    if declared.announced is None:
        announced = say(lang, "in", announced, say(lang, "on-publishing"))
    yield say(lang, "announced"), announced
    if declared.effective:
        effective = phrases.day(declared.effective, lang)
        if declared.kind is Kind.POSTPONEMENT and item.about:
            effective = say(lang, "moved", phrases.day(item.about.since, lang), effective)
        yield say(lang, "effective"), effective
        wants = declared.kind in (Kind.REVISION, Kind.REPEAL)
        key = "days" if wants else "days-plain"
        yield say(lang, "notice"), say(lang, key, item.notice, item.wanted_notice)
    elif declared.kind in (Kind.WITHDRAWAL, Kind.REPEAL):
        yield say(lang, "effective"), say(lang, "at-once")
    yield from _beside(item, declared, review, lang)


def _beside(
    item: PolicyReview, declared: Declaration, review: Review, lang: str
) -> Iterator[tuple[str, str]]:
    """What comes with a publication: what holds afterwards, what is told with it, what follows."""
    if declared.kind is Kind.WITHDRAWAL and item.about:
        after = item.about.after
        yield say(lang, "after-it"), f"{item.policy}@{after}" if after else say(lang, "none")
    if together := _together(item, declared, review):
        yield say(lang, "together"), listed(lang, together)
    if declared.translation_later:
        names = [phrases.language(name, lang) for name in declared.translation_later]
        yield say(lang, "later"), listed(lang, names)


def _together(item: PolicyReview, declared: Declaration, review: Review) -> list[str]:
    """The other publications that would be announced as one with an item's."""
    shared = declared.announcement
    return [
        one.ref
        for one in review.items
        if shared and one is not item and one.declared and one.declared.announcement == shared
    ]


def users(change: FactChange, review: Review, lang: str) -> str:
    """The policies that say a fact, by their titles; those without a declaration are marked."""
    titles = {name: review.title(name, lang) for name in change.uses}
    names = [say(lang, "fact-open", t) if name in change.open else t for name, t in titles.items()]
    return listed(lang, names) or say(lang, "none")


@dataclass(frozen=True, slots=True)
class Row:
    """A clause in every language of a review that changes it: HTML by language."""

    name: str
    cells: dict[str, str]


def side_by_side(
    item: PolicyReview, review: Review, lang: str, *, bare: bool = False
) -> tuple[Row, ...]:
    """The changed clauses of all languages, paired by their id, in the authoritative order.

    A clause without an id is paired with none. Cells are HTML: for a page, or with `bare` for a
    comment.
    """
    found: dict[object, dict[str, render.ClauseView]] = {}
    for name in review.languages:
        if name not in item.redlines:
            continue
        prefix = f"{item.ref}-{name}-"
        drawn = render.clausewise(item.redlines[name], lang, bare=bare, prefix=prefix)
        for place, view in enumerate(drawn):
            # A clause may be on the list twice: gone under one id here, come under it there.
            gone = view.change.side is Side.OLD
            key = (view.change.clause.id, gone) if view.change.clause.id else (name, place)
            found.setdefault(key, {}).setdefault(name, view)
    return tuple(
        Row(
            " / ".join(_names(clause, lang)),
            {name: view.html for name, view in clause.items()},
        )
        for clause in found.values()
    )


def _names(clause: dict[str, render.ClauseView], lang: str) -> Iterator[str]:
    """What a clause is called: in the reader's language, and by its headings in the others."""
    first = lang if lang in clause else next(iter(clause))
    yield clause[first].name
    for name, view in clause.items():
        heading_ = view.change.clause
        if name != first and heading_.title:
            space = "" if heading_.title.startswith(("（", "(")) and name == "ja" else " "
            yield f"{heading_.label}{space}{heading_.title}".strip()


def lines(item: PolicyReview, review: Review, name: str) -> list[tuple[str, str]]:
    """What readers of the language `name` would be told, as pairs of a key of the words and a line.

    Title and lead as the page, the paper and the feed say them, summary and reason as declared.
    """
    if item.declared is None:
        return []
    pairs: list[tuple[str, str]] = []
    if view := item.announcements.get(name):
        words = review.words[name]
        lead = words["space"].join(sentence.text(words, name) for sentence in view.lead)
        pairs = [("announcement-title", view.title.text(words, name)), ("lead", lead)]
    pairs += [("summary", line) for line in item.declared.summary.get(name, ())]
    reason = item.declared.reason.get(name)
    return pairs + ([("reason", reason)] if reason else [])
