"""content/ as drafts: the folders of the policies, their texts with facts filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kaitei.base import textfile
from kaitei.base.fields import Entry
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts.reading.declaration import Declaration, declaration
from kaitei.model import Kind, Policy, Publication, facts, phrases
from kaitei.model.facts import Settings
from kaitei.text import markdown

CONTENT = "content"
REVISION_FILE = "revision.yml"


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


def frozen(settings: Settings, draft: Draft, record: Policy, on: date) -> dict[str, object]:
    """What a publication of the draft freezes of the settings on the day `on`; see `facts.thaw`.

    A correction mends the text of its base, and goes on with the facts of that: where its text was
    brought back, it says some in plain words; and where an upcoming revision has announced another
    fee or other hours, facts.yml has them by now.
    """
    found = settings.freeze(draft.used)
    base = next((p for p in record.publications if p.number == draft.declared.base), None)
    if draft.declared.kind is not Kind.CORRECTION or base is None:
        return found
    before, own = _facts(base), found["facts"]
    assert isinstance(own, dict)  # noqa: S101  # `freeze` gives one
    announced = [_facts(coming) for coming in record.upcoming(on)]
    kept = {n: own[n] for n in own if all(own[n] != coming.get(n) for coming in announced)}
    return found | {"facts": dict(sorted({**own, **before, **kept}.items()))}


def _facts(publication: Publication) -> dict[str, object]:
    entry = publication.settings.facts_entry
    return {name: entry[name].value for name in entry.names()}


def read(root: Path) -> tuple[Content | None, list[Problem]]:
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
        file, text = _plain_file(folder, policy, REVISION_FILE)
        declared = declaration(text, file, settings)
        later = declared.translation_later if declared.kind.is_revision else languages
        missing = [lang for lang in languages if f"{lang}.md" not in names and lang not in later]
        first = settings.organization.authoritative
        wrong += [
            problem(
                "text-missing-first" if lang == first else "text-missing",
                f"{CONTENT}/{policy}/{lang}.md",
                0,
                "",
                code=lang,
                **phrases.languages(lang=lang),
            )
            for lang in missing
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
    file, source = _plain_file(folder, policy, f"{lang}.md")
    filled = settings.fill(source, lang, file)
    front, body, line = markdown.split(filled.text, file)
    if line == 1:
        raise KaiteiError(problem("front-missing", file, 1))
    title = Entry(front).only("title")["title"].whole()
    if not body.strip():
        raise KaiteiError(problem("text-empty", file))
    return _DraftText(file, source, filled, title)


def _plain_file(folder: Path, policy: str, name: str) -> tuple[str, str]:
    """The shown name and the text of a file in a policy's folder.

    A symbolic link is refused: it could carry anything into the public record.
    """
    shown = f"{CONTENT}/{policy}/{name}"
    path = folder / policy / name
    if path.is_symlink() or path.parent.is_symlink():
        raise KaiteiError(problem("file-link", shown))
    return shown, textfile.edited(path, shown)
