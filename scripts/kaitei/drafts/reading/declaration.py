"""revision.yml of content/: what legal declares about the next publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kaitei.base import yamlfile
from kaitei.base.fields import Entry
from kaitei.base.problems import KaiteiError, problem
from kaitei.model import Kind, phrases
from kaitei.model.facts import Settings

_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
DECISION = tuple(phrases.DECISION)
_NAMES = ("number", "base", "of", "kind", "announced", "effective", "announcement")
_WORDS = ("former", "summary", "reason", "translation_later")
# What each kind must say, and what it may say besides; the rest of the dates and numbers is
# refused, so that a declaration can't mean two things.
_NEEDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.ENACTMENT: ("effective",),
    Kind.REVISION: ("base", "effective"),
    Kind.CORRECTION: ("base", "effective"),
    Kind.POSTPONEMENT: ("of", "effective"),
    Kind.WITHDRAWAL: ("of",),
    Kind.TRANSLATION: ("of",),
    Kind.REPEAL: ("of",),
    Kind.WITHHELD: ("of",),
    Kind.RENAMING: ("of", "former"),
}
_ALLOWED: Mapping[Kind, tuple[str, ...]] = {
    Kind.ENACTMENT: ("base", "translation_later"),  # after a repeal it may name what it follows
    Kind.REVISION: ("translation_later",),
    Kind.CORRECTION: ("translation_later",),
    Kind.WITHDRAWAL: ("effective",),
    Kind.REPEAL: ("effective",),
}


@dataclass(frozen=True, slots=True)
class Declaration:
    """What revision.yml says of the publication with its number.

    `announced` is None where the day of publishing is to be stamped. `effective` is None only for
    events that need no day. `former` is the policy's name until a renaming. `extra`
    holds the optional fields of the decision. `file` and `lines` tell where each entry stands.
    """

    number: int
    kind: Kind
    base: int | None
    of: int | None
    former: str
    announced: date | None
    effective: date | None
    announcement: str
    summary: Mapping[str, Sequence[str]] = field(hash=False)
    reason: Mapping[str, str] = field(hash=False)
    translation_later: tuple[str, ...]
    extra: Mapping[str, str] = field(hash=False)
    file: str = field(compare=False)
    lines: Mapping[str, int] = field(compare=False, repr=False)

    def line(self, name: str) -> int:
        """The line of the entry `name`, or 1 where it isn't written."""
        return self.lines.get(name, 1)


def declaration(text: str, file: str, settings: Settings) -> Declaration:
    """The declaration in a revision.yml. Raises KaiteiError with the first that doesn't fit."""
    root = Entry(yamlfile.read(text, file)).only(*_NAMES, *_WORDS, *DECISION)
    kind = Kind(root["kind"].choice([kind.value for kind in Kind], "kinds_written"))
    _check_fields(root, kind)
    languages = settings.organization.languages
    later = tuple(lang.choice(languages) for lang in root["translation_later"].items())
    if settings.organization.authoritative in later:
        raise KaiteiError(
            problem(
                "later-authoritative",
                file,
                root["translation_later"].line,
                lang=settings.organization.authoritative,
            )
        )
    return Declaration(
        number=_number(root["number"]),
        kind=kind,
        base=None if root["base"].open else _number(root["base"]),
        of=None if root["of"].open else _number(root["of"]),
        former="" if root["former"].open else root["former"].match(_ID, "id"),
        announced=None if root["announced"].open else root["announced"].day(),
        effective=None if root["effective"].open else root["effective"].day(),
        announcement=_announcement(root["announcement"]),
        summary=_summary(root["summary"], languages),
        reason=_reason(root["reason"], languages),
        translation_later=later,
        extra=_decision(root),
        file=file,
        lines={name: root[name].line for name in root.names()},
    )


def _check_fields(root: Entry, kind: Kind) -> None:
    needed = _NEEDED[kind]
    allowed = (*needed, *_ALLOWED.get(kind, ()))
    for name in needed:
        if root[name].open:
            raise KaiteiError(
                problem(
                    "declared-missing",
                    root.doc.file,
                    root[name].line,
                    "",
                    name=name,
                    **phrases.kinds(kind),
                )
            )
    for name in ("base", "of", "former", "effective", "translation_later"):
        if name not in allowed and not root[name].open:
            raise KaiteiError(
                problem(
                    "declared-extra",
                    root.doc.file,
                    root[name].line,
                    "",
                    name=name,
                    **phrases.kinds(kind),
                )
            )


def _number(entry: Entry) -> int:
    number = entry.number()
    if number < 1:
        raise entry.wrong("number")
    return number


def _announcement(entry: Entry) -> str:
    return "" if entry.open else entry.match(_ID, "id")


def _summary(entry: Entry, languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    entry.only(*languages)
    lists = {lang: tuple(item.whole() for item in entry[lang].items()) for lang in languages}
    return {lang: items for lang, items in lists.items() if items}


def _reason(entry: Entry, languages: tuple[str, ...]) -> dict[str, str]:
    said = entry.words(languages, partial=True) or {}
    return {lang: entry[lang].whole() for lang in said}


def _decision(root: Entry) -> dict[str, str]:
    extra = {name: text for name in DECISION if (text := root[name].maybe())}
    if "decided_on" in extra:
        root["decided_on"].day()
    return extra
