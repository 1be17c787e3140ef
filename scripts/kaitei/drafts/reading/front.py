"""Front matter, and `change` of facts.yml, read as declarations.

Each language's file says what is said in its language, the authoritative one's also what is
declared. Everything that doesn't fit is listed, and the rest is read all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeVar

from kaitei.base.catalogue import t
from kaitei.base.fields import Entry
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts.reading.declaration import Declaration, Declared, Place
from kaitei.model import Kind, phrases
from kaitei.model.acceptance import Acceptance
from kaitei.model.facts import ORGANIZATION_FILE, Settings

T = TypeVar("T")
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
# What is said once, in the file that declares; and what each language's file says for itself.
DECLARED = (
    "kind", "effective", "announced", "announcement", "together", "decided", "reference",
    "next_review", "acceptance", "of", "base", "former", "translation_later",
)  # fmt: skip
SPOKEN = ("summary", "reason", "approved_by", "applies_to", "transitional", "agreement")
NAMES = ("title", *SPOKEN, *DECLARED)
_OF_CHANGE = (
    "effective", "announced", "announcement", "together", "decided", "reference", *SPOKEN,
)  # fmt: skip
# What each kind must say, and what it may say besides; the rest of the dates and numbers is
# refused, so that a declaration can't mean two things.
_DAYS = (Kind.ENACTMENT, Kind.REVISION, Kind.CORRECTION, Kind.POSTPONEMENT)
_NEEDED: Mapping[Kind, tuple[str, ...]] = {
    **dict.fromkeys(_DAYS, ("effective",)),
    Kind.REVIEW: ("decided",),  # the day on which it was reviewed
}
_REPLACES = ("base", "effective", "translation_later")
_ANEW = (*_REPLACES, "next_review", "acceptance")
_ALLOWED: Mapping[Kind, tuple[str, ...]] = {
    Kind.ENACTMENT: _ANEW,  # its base: what it follows after a repeal
    Kind.REVISION: _ANEW,
    Kind.CORRECTION: _REPLACES,
    Kind.POSTPONEMENT: ("of", "effective"),
    Kind.WITHDRAWAL: ("of", "effective"),
    Kind.TRANSLATION: ("of",),
    Kind.REPEAL: ("of", "effective"),
    Kind.WITHHELD: ("of",),
    Kind.RENAMING: ("of", "former"),
    Kind.REVIEW: ("of", "next_review"),
    Kind.PARTICULARS: ("effective",),  # declared once for all policies: in organization.yml
}
_RESTRICTED = (
    "base", "of", "former", "effective", "translation_later", "next_review", "acceptance",
)  # fmt: skip


def of_policy(fronts: Mapping[str, Entry], settings: Settings, problems: list[Problem]) -> Declared:
    """What the front matter of a policy's files, by language, declares.

    Adds a problem for everything in it that can't be.
    """
    reader = _FrontReader(settings, problems)
    first = settings.organization.authoritative
    written = fronts
    fronts = {lang: reader.named(front, NAMES) for lang, front in written.items()}
    others = [lang for lang in fronts if lang != first]
    late = [lang for lang in others if _is_late(fronts[lang])]
    for lang in (x for x in others if x not in late):
        reader.found(_elsewhere(written[lang], DECLARED, _beside(fronts[lang], first)))
    apart = [lang for lang in others if "kind" in fronts[lang]]
    words = {lang: front for lang, front in fronts.items() if lang not in apart}
    main = None
    if any(name in front for front in words.values() for name in (*DECLARED, *SPOKEN)):
        misplaced = {*apart} - {*late}
        main = reader.main(fronts[first], words, bool(misplaced)) if first in fronts else None
        reader.misread |= first not in fronts  # that it is missing is told of its text
    translations = [reader.late(lang, fronts[lang]) for lang in late]
    return Declared(main, tuple(translations), tuple(apart), reader.misread)


def of_facts(settings: Settings, problems: list[Problem]) -> Declaration | None:
    """What `change` in facts.yml declares of the facts that change; None where nothing is."""
    names = (*_OF_CHANGE, "acceptance")
    return _of_change(settings.change, Kind.REVISION, names, settings, problems)


def of_particulars(settings: Settings, problems: list[Problem]) -> Declaration | None:
    """What `change` in organization.yml declares of what pages print; None where nothing is."""
    return _of_change(settings.particulars, Kind.PARTICULARS, _OF_CHANGE, settings, problems)


def _of_change(
    entry: Entry | None,
    kind: Kind,
    names: Collection[str],
    settings: Settings,
    problems: list[Problem],
) -> Declaration | None:
    if entry is None or entry.open:
        return None
    reader = _FrontReader(settings, problems)
    entry = reader.named(entry, names)
    for name in ("effective", "announcement") if isinstance(entry.value, dict) else ():
        if entry[name].open:
            reader.found(entry[name].missing().problems)
    found = reader.of_kind(kind, entry, {})
    return replace(found, misread=reader.misread)


def _is_late(front: Entry) -> bool:
    """Whether the file of a translation declares that: no other kind is declared there."""
    said = front["kind"]
    return not said.open and said.value not in {kind.value for kind in Kind} - {Kind.TRANSLATION}


def _elsewhere(front: Entry, names: Iterable[str], there: str) -> Iterator[Problem]:
    """A problem for each entry that is declared in another file."""
    for name in names:
        if name in front:
            yield problem(
                "declared-elsewhere", front.doc.file, front[name].line, name=name, there=there
            )


def _beside(front: Entry, lang: str) -> str:
    """The file of another language."""
    return str(PurePosixPath(front.doc.file).with_name(f"{lang}.md"))


class _FrontReader:
    """Reads declarations; `misread` says that something in them could not be."""

    def __init__(self, settings: Settings, problems: list[Problem]) -> None:
        self.languages = settings.organization.languages
        self.first = settings.organization.authoritative
        self.misread = False
        self._problems = problems

    def found(self, problems: Iterable[Problem]) -> None:
        """Put problems on the list."""
        before = len(self._problems)
        self._problems += problems
        self.misread = self.misread or len(self._problems) > before

    def named(self, entry: Entry, known: Collection[str]) -> Entry:
        """A mapping with mistyped names put right; they are told."""
        try:
            self.found(entry.unknown(known))
            return entry.mended(known)
        except KaiteiError as error:  # it is no mapping
            self.found(error.problems)
            return entry

    def main(self, front: Entry, words: Mapping[str, Entry], misplaced: bool) -> Declaration | None:
        """The declaration in `front`, said in `words`; None where its kind can't be read.

        `misplaced` says that the kind stands in another file, which is told of that.
        """
        if misplaced and front["kind"].open:
            return None
        kind = self._read(None, lambda: _kind(front["kind"]))
        if kind is Kind.TRANSLATION:
            others = (_beside(front, lang) for lang in self.languages if lang != self.first)
            there, line = ", ".join(others), front["kind"].line
            self.found([problem("translation-elsewhere", front.doc.file, line, there=there)])
        if kind is None:
            self.of_kind(Kind.REVISION, front, words)  # what is wrong with the rest is told as well
        if kind in (None, Kind.TRANSLATION):
            return None
        self.found(_misfits(front, kind))
        return self.of_kind(kind, front, words)

    def late(self, lang: str, front: Entry) -> Declaration:
        """The late translation that the file of `lang` declares.

        The other files speak of the revision itself: what they don't say of its translation is
        said by a fixed sentence.
        """
        kind = Kind.TRANSLATION
        self._read("", lambda: front["kind"].match(kind, "translation"))
        self.found(_misfits(front, kind))
        own = not isinstance(front["summary"].value, dict) and not isinstance(
            front["reason"].value, dict
        )
        found = self.of_kind(kind, front, {lang: front} if own else {})
        code, summary, reason = f"languages.{lang}", dict(found.summary), dict(found.reason)
        for other in (x for x in self.languages if x != lang):
            summary.setdefault(other, (t(other, "late.summary", language=t(other, code)),))
            reason.setdefault(other, t(other, "late.reason"))
        return replace(found, summary=summary, reason=reason)

    def of_kind(self, kind: Kind, entry: Entry, words: Mapping[str, Entry]) -> Declaration:
        """A declaration of a kind; without `words` of each language they stand in `entry` by it."""
        own = {name: entry[name] for name in _RESTRICTED if name in _ALLOWED[kind]}
        spoken = {name: self._by_language(entry[name], words) for name in SPOKEN}
        places = dict(self._places(entry, words, spoken))
        return Declaration(
            kind,
            entry.doc.file,
            effective=self._maybe(own.get("effective"), Entry.day),
            base=self._maybe(own.get("base"), _number),
            of=self._maybe(own.get("of"), _number),
            former=self._maybe(own.get("former"), _id) or "",
            announced=self._maybe(entry["announced"], Entry.day),
            announcement=self._maybe(entry["announcement"], _id) or "",
            together=self._maybe(entry["together"], _ids) or (),
            summary={lang: self._lines(said) for lang, said in spoken["summary"].items()},
            reason={lang: self._read("", said.whole) for lang, said in spoken["reason"].items()},
            translation_later=self._maybe(own.get("translation_later"), self._later) or (),
            extra=self._extra(entry, own, spoken),
            languages=tuple(words)
            or tuple(dict.fromkeys(x for said in spoken.values() for x in said)),
            places=places,
        )

    def _by_language(self, entry: Entry, words: Mapping[str, Entry]) -> dict[str, Entry]:
        """An entry of words by language, as far as it is filled in."""
        found = {lang: front[entry.path[-1]] for lang, front in words.items()}
        if not words and not entry.open:
            if not isinstance(entry.value, dict):
                self.found(
                    [problem("words-by-language", entry.doc.file, entry.line, name=entry.name)]
                )
                return {}
            entry = self.named(entry, self.languages)
            found = {lang: entry[lang] for lang in self.languages}
            self.found(_in_brackets(entry))
        return {lang: said for lang, said in found.items() if not said.open}

    def _places(
        self, entry: Entry, words: Mapping[str, Entry], spoken: Mapping[str, Mapping[str, Entry]]
    ) -> Iterator[tuple[str, Place]]:
        """Where everything stands, and where what is missing would have to."""
        file = entry.doc.file
        for lang in self.languages:
            if not words or file not in (front.doc.file for front in words.values()):
                yield f".{lang}", (file, entry.line)
            else:
                yield f".{lang}", (_beside(entry, lang), 2 if lang in words else 0)
        yield "kind", (file, entry["kind"].line if "kind" in entry else entry.line)
        yield from ((name, (file, entry[name].line)) for name in DECLARED if name in entry)
        for name, by_language in spoken.items():
            for lang, said in by_language.items():
                yield f"{name}.{lang}", (said.doc.file, said.line)
                items = enumerate(said.items() if isinstance(said.value, list) else ())
                yield from ((f"{name}.{lang}.{n}", (x.doc.file, x.line)) for n, x in items)

    def _lines(self, said: Entry) -> tuple[str, ...]:
        """The lines of a summary, each on a line of the file."""
        if said.flow:
            self.found(_in_brackets(said))
            return ()
        if isinstance(said.value, dict):
            self.found([problem("words-list", said.doc.file, said.line, name=said.name)])
            return ()
        return tuple(self._read("", item.whole) for item in said.items())

    def _extra(
        self, entry: Entry, own: Mapping[str, Entry], spoken: Mapping[str, Mapping[str, Entry]]
    ) -> dict[str, str | Mapping[str, str]]:
        """What readers are told beside: once for all, or by language."""
        extra: dict[str, str | Mapping[str, str]] = {}
        for name, field in (("decided_on", "decided"), ("next_review", "next_review")):
            if day := self._maybe(entry[field], Entry.day):
                extra[name] = day.isoformat()
        if reference := self._maybe(entry["reference"], Entry.whole):
            extra["reference"] = reference
        if value := self._maybe(own.get("acceptance"), _acceptance):
            extra["acceptance"] = value
        for name in SPOKEN[2:]:
            said = {lang: self._read("", words.whole) for lang, words in spoken[name].items()}
            if said:
                extra[name] = said[self.first] if [*said] == [self.first] else said
        return {name: extra[name] for name in phrases.DECISION if name in extra}

    def _later(self, entry: Entry) -> tuple[str, ...]:
        later = tuple(lang.choice(self.languages) for lang in entry.items())
        if self.first in later:
            wrong = problem("later-authoritative", entry.doc.file, entry.line, lang=self.first)
            raise KaiteiError(wrong)
        return later

    def _maybe(self, entry: Entry | None, read: Callable[[Entry], T]) -> T | None:
        if entry is None or entry.open:
            return None
        return self._read(None, lambda: read(entry))

    def _read(self, default: T, read: Callable[[], T]) -> T:
        """What `read` gives, and `default` where that is a problem."""
        try:
            return read()
        except KaiteiError as error:
            self.found(error.problems)
            return default


def _kind(entry: Entry) -> Kind:
    if entry.open:
        raise KaiteiError(problem("kind-missing", entry.doc.file, entry.line))
    if entry.value == Kind.PARTICULARS:
        there = str(PurePosixPath(entry.doc.file).parents[1] / ORGANIZATION_FILE)
        raise KaiteiError(problem("particulars-elsewhere", entry.doc.file, entry.line, there=there))
    kinds = [kind.value for kind in Kind if kind is not Kind.PARTICULARS]
    return Kind(entry.choice(kinds, "kinds_written"))


def _acceptance(entry: Entry) -> str:
    if isinstance(entry.value, str) and entry.value in {*Acceptance}:
        return entry.value
    raise KaiteiError(problem("acceptance-words", entry.doc.file, entry.line))


def _misfits(front: Entry, kind: Kind) -> Iterator[Problem]:
    """A problem for what a kind lacks, and for what it can't have."""
    for name in _NEEDED.get(kind, ()):
        if front[name].open:
            named = {"name": name, **phrases.kinds(kind)}
            place = front[name if name in front else "kind"]
            yield problem("declared-missing", front.doc.file, place.line, "", **named)
    for name in _RESTRICTED:
        if name not in _ALLOWED[kind] and not front[name].open:
            named = {"name": name, **phrases.kinds(kind)}
            yield problem("declared-extra", front.doc.file, front[name].line, "", **named)


def _in_brackets(entry: Entry) -> Iterator[Problem]:
    """A problem for words in brackets, where a comma would split a sentence."""
    if entry.flow:
        yield problem("words-brackets", entry.doc.file, entry.line, name=entry.name)
    elif isinstance(entry.value, dict):
        for name in entry.names():
            yield from _in_brackets(entry[name])


def _number(entry: Entry) -> int:
    number = entry.number()
    if number < 1:
        raise entry.wrong("number")
    return number


def _ids(entry: Entry) -> tuple[str, ...]:
    return tuple(_id(item) for item in entry.items())


def _id(entry: Entry) -> str:
    return entry.match(_ID, "id")
