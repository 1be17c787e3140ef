"""content/ as drafts: what legal edits and has not published (改定案).

A draft is a policy's folder: a Markdown text for each language, and revision.yml, which declares
the next publication. Everything that can't be read is listed, one problem each; what can be read
is read nevertheless, so that a person mends all of it in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kaitei import facts, markup, textfile, yamlfile
from kaitei.errors import KaiteiError, Problem, problem
from kaitei.facts import Settings
from kaitei.fields import Entry
from kaitei.policy import Kind

CONTENT = "content"
REVISION_FILE = "revision.yml"
DECISION = ("decided_on", "approved_by", "reference")
_NAMES = ("number", "base", "of", "kind", "announced", "effective", "announcement")
_WORDS = ("summary", "reason", "translation_later")
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
    events that need no day. `extra` holds the optional fields of the decision. `file` and `lines`
    tell where each entry stands.
    """

    number: int
    kind: Kind
    base: int | None
    of: int | None
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


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy in content/: by language its file, its text as written and with facts filled in.

    `used` names the facts that the texts use. A language without a text is in none of them.
    """

    policy: str
    files: Mapping[str, str] = field(hash=False)
    sources: Mapping[str, str] = field(hash=False, repr=False)
    filled: Mapping[str, str] = field(hash=False, repr=False)
    titles: Mapping[str, str] = field(hash=False)
    used: frozenset[str]
    declared: Declaration


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in content/: who publishes, the facts, and the drafts in the site's order."""

    settings: Settings
    drafts: tuple[Draft, ...]

    def draft(self, policy: str) -> Draft:
        """The draft of a policy; KeyError where there is none."""
        for draft in self.drafts:
            if draft.policy == policy:
                return draft
        raise KeyError(policy)


def read(root: Path) -> Content:
    """The content of the repository at `root`. Raises KaiteiError with all that can't be read."""
    content, problems = gather(root)
    if content is None or any(p.severity == "error" for p in problems):
        raise KaiteiError(*problems)
    return content


def gather(root: Path) -> tuple[Content | None, list[Problem]]:
    """What can be read of content/, and a problem for all that can't.

    Content is None where the organization or the facts can't be read: nothing else can be then.
    """
    folder = root / CONTENT
    try:
        settings = facts.load(folder)
    except KaiteiError as error:
        return None, list(error.problems)
    problems: list[Problem] = []
    drafts = []
    for policy in _policies(folder, settings, problems):
        with _collected(problems):
            drafts.append(_draft(folder, policy, settings, problems))
    return Content(settings, tuple(drafts)), problems


@contextmanager
def _collected(problems: list[Problem]) -> Iterator[None]:
    """Put what is wrong with one file or folder on the list, and go on with the next."""
    try:
        yield
    except KaiteiError as error:
        problems += error.problems


def _policies(folder: Path, settings: Settings, problems: list[Problem]) -> list[str]:
    """The policies' names in the site's order; a problem for each folder or name left over."""
    listed = settings.organization.policies
    found = sorted(p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    own = f"{CONTENT}/{facts.ORGANIZATION_FILE}"
    problems += [problem("policy-missing", own, policy=p) for p in listed if p not in found]
    problems += [
        problem("policy-unlisted", f"{CONTENT}/{p}", policy=p) for p in found if p not in listed
    ]
    return [policy for policy in listed if policy in found]


def _draft(folder: Path, policy: str, settings: Settings, problems: list[Problem]) -> Draft:
    """One policy's draft. Raises KaiteiError with all that is wrong in its folder."""
    names = sorted(p.name for p in (folder / policy).iterdir() if not p.name.startswith("."))
    if not names:
        raise KaiteiError(problem("policy-empty", f"{CONTENT}/{policy}"))
    languages = settings.organization.languages
    known = {REVISION_FILE, *(f"{lang}.md" for lang in languages)}
    for name in names:
        if name not in known:
            shown = f"{CONTENT}/{policy}/{name}"
            problems.append(problem("file-stray", shown, known=", ".join(sorted(known))))
    wrong: list[Problem] = []
    texts: dict[str, _DraftText] = {}
    for lang in languages:
        if f"{lang}.md" in names:
            with _collected(wrong):
                texts[lang] = _text(folder, policy, lang, settings)
    with _collected(wrong):
        declared = declaration(_plain_file(folder, policy, REVISION_FILE), settings)
        later = declared.translation_later if declared.kind.is_revision else languages
        missing = [lang for lang in languages if f"{lang}.md" not in names and lang not in later]
        wrong += [
            problem("text-missing", f"{CONTENT}/{policy}/{lang}.md", lang=lang) for lang in missing
        ]
        wrong += [
            problem("later-present", f"{CONTENT}/{policy}/{lang}.md", lang=lang)
            for lang in declared.translation_later
            if f"{lang}.md" in names
        ]
    if wrong:
        raise KaiteiError(*wrong)
    return Draft(
        policy,
        files={lang: text.file for lang, text in texts.items()},
        sources={lang: text.source for lang, text in texts.items()},
        filled={lang: text.filled.text for lang, text in texts.items()},
        titles={lang: text.title for lang, text in texts.items()},
        used=frozenset().union(*(text.filled.used for text in texts.values())),
        declared=declared,
    )


@dataclass(frozen=True, slots=True)
class _DraftText:
    file: str
    source: str
    filled: facts.Filled
    title: str


def _text(folder: Path, policy: str, lang: str, settings: Settings) -> _DraftText:
    source = _plain_file(folder, policy, f"{lang}.md")
    filled = settings.fill(source.text, lang, source.file)
    front, body, _line = markup.split(filled.text, source.file)
    title = Entry(front).only("title")["title"].text()
    if not body.strip():
        raise KaiteiError(problem("text-empty", source.file))
    return _DraftText(source.file, source.text, filled, title)


@dataclass(frozen=True, slots=True)
class _File:
    file: str
    text: str


def _plain_file(folder: Path, policy: str, name: str) -> _File:
    """A file of a policy's folder; a link could carry anything into the site and is refused."""
    shown = f"{CONTENT}/{policy}/{name}"
    path = folder / policy / name
    if path.is_symlink() or path.parent.is_symlink():
        raise KaiteiError(problem("file-link", shown))
    return _File(shown, textfile.read(path, shown))


# --- revision.yml -----------------------------------------------------------------------------


def declaration(source: _File, settings: Settings) -> Declaration:
    """The declaration in a revision.yml. Raises KaiteiError with the first that doesn't fit."""
    root = Entry(yamlfile.read(source.text, source.file)).only(*_NAMES, *_WORDS, *DECISION)
    kind = Kind(root["kind"].choice([kind.value for kind in Kind]))
    _check_fields(root, kind)
    languages = settings.organization.languages
    later = tuple(lang.choice(languages) for lang in root["translation_later"].items())
    if settings.organization.authoritative in later:
        raise KaiteiError(
            problem(
                "later-authoritative",
                source.file,
                root["translation_later"].line,
                lang=settings.organization.authoritative,
            )
        )
    return Declaration(
        number=_number(root["number"]),
        kind=kind,
        base=None if root["base"].open else _number(root["base"]),
        of=None if root["of"].open else _number(root["of"]),
        announced=None if root["announced"].open else root["announced"].day(),
        effective=None if root["effective"].open else root["effective"].day(),
        announcement=_announcement(root["announcement"]),
        summary=_summary(root["summary"], languages),
        reason=root["reason"].words(languages, partial=True) or {},
        translation_later=later,
        extra=_decision(root),
        file=source.file,
        lines={name: root[name].line for name in root.names()},
    )


def _check_fields(root: Entry, kind: Kind) -> None:
    needed = _NEEDED[kind]
    allowed = (*needed, *_ALLOWED.get(kind, ()))
    for name in needed:
        if root[name].open:
            raise KaiteiError(
                problem("declared-missing", root.doc.file, root[name].line, name=name, kind=kind)
            )
    for name in ("base", "of", "effective", "translation_later"):
        if name not in allowed and not root[name].open:
            raise KaiteiError(
                problem("declared-extra", root.doc.file, root[name].line, name=name, kind=kind)
            )


def _number(entry: Entry) -> int:
    number = entry.number()
    if number < 1:
        raise entry.wrong("a number from 1", "1以上の番号")
    return number


def _announcement(entry: Entry) -> str:
    expected = ("an id of a-z, 0-9 and hyphens", "英小文字・数字・ハイフンの識別子")
    return "" if entry.open else entry.match(r"[a-z0-9]+(-[a-z0-9]+)*", expected)


def _summary(entry: Entry, languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    entry.only(*languages)
    lists = {lang: tuple(item.text() for item in entry[lang].items()) for lang in languages}
    return {lang: items for lang, items in lists.items() if items}


def _decision(root: Entry) -> dict[str, str]:
    extra = {name: text for name in DECISION if (text := root[name].maybe())}
    if "decided_on" in extra:
        root["decided_on"].day()
    return extra
