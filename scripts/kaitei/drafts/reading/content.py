"""content/ as drafts: the folders of the policies, their texts with facts filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kaitei.base import textfile
from kaitei.base.fields import Entry
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.base.yamlfile import YamlFile
from kaitei.drafts.reading import front
from kaitei.drafts.reading.declaration import Declaration, Declared
from kaitei.model import Kind, Policy, Publication, facts, phrases
from kaitei.model.facts import Settings
from kaitei.text import markdown

CONTENT = "content"
REVISION_FILE = "revision.yml"  # what declared a revision before its texts did: see `convert`
_TITLE = re.compile(r"title[ \t]*:")
_MARK = re.compile(r"[-\u2010-\u2015\u2212\u30fc\uff0d]{2}")  # meant for the line ---
_BARE = 3  # lines of front matter that holds a title and nothing else


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy in content/: by language its file, its text as written and with facts filled in.

    `written` are the files as they are, front matter included, those too that have no text yet.
    `sources` are the texts in their files, what is declared above them left blank, so that lines
    are the files'; `filled` are the texts as they are frozen: below their title alone. `used` names
    the facts that the texts use. A language without a text is in none but `written`.
    """

    policy: str
    files: Mapping[str, str] = field(hash=False)
    written: Mapping[str, str] = field(hash=False, repr=False)
    sources: Mapping[str, str] = field(hash=False, repr=False)
    filled: Mapping[str, str] = field(hash=False, repr=False)
    titles: Mapping[str, str] = field(hash=False)
    used: frozenset[str]
    declared: Declared


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in content/: who publishes, the facts, and the drafts in the site's order.

    `change` is what facts.yml declares of the facts that change, `particulars` what
    organization.yml does of what pages print of the company; None where nothing is.
    """

    settings: Settings
    drafts: tuple[Draft, ...]
    change: Declaration | None = None
    particulars: Declaration | None = None

    @property
    def changes(self) -> tuple[Declaration, ...]:
        """What is declared once for all policies that it concerns."""
        return tuple(one for one in (self.change, self.particulars) if one is not None)

    def draft(self, policy: str) -> Draft:
        """The draft of a policy; KeyError where there is none."""
        for draft in self.drafts:
            if draft.policy == policy:
                return draft
        raise KeyError(policy)


def frozen(
    settings: Settings, used: Iterable[str], declared: Declaration, record: Policy, on: date
) -> dict[str, object]:
    """What a publication that uses these facts freezes on the day `on`; see `facts.load_frozen`.

    A correction mends the text of its base, and goes on with the facts of that: where its text was
    brought back, it says some in plain words; and where an upcoming revision has announced another
    fee or other hours, facts.yml has them by now.
    """
    found = settings.freeze(used)
    base = next((p for p in record.publications if p.number == declared.base), None)
    if declared.kind is not Kind.CORRECTION or base is None:
        return found
    before, own = _facts(base), found["facts"]
    assert isinstance(own, dict)  # noqa: S101  # `freeze` gives one
    announced = [_facts(coming) for coming in record.upcoming(on)]
    kept = {n: own[n] for n in own if all(own[n] != coming.get(n) for coming in announced)}
    return found | {"facts": dict(sorted({**own, **before, **kept}.items()))}


def _facts(publication: Publication) -> dict[str, object]:
    entry = publication.settings.facts_entry
    return {name: entry[name].value for name in entry.names()}


def titled(frozen: str) -> str:
    """A published text below its title alone, as it would be frozen today."""
    count = markdown.front_lines(frozen)
    if count == _BARE:
        return frozen
    doc, *_ = markdown.split(frozen, "")
    lines = frozen.split("\n")
    head = (lines[n] for n in sorted(_title_lines(doc, lines[:count])))
    return "\n".join([*head, *lines[count:]])


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
    change = front.of_facts(settings, problems)
    particulars = front.of_particulars(settings, problems)
    return Content(settings, tuple(drafts), change, particulars), problems


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
    """One policy's draft. Raises KaiteiError where one of its texts can't be read.

    What is wrong with what it declares is added to `problems`: its texts are judged all the same.
    """
    names = sorted(p.name for p in (folder / policy).iterdir() if not p.name.startswith("."))
    if not names:
        raise KaiteiError(problem("policy-empty", f"{CONTENT}/{policy}"))
    if REVISION_FILE in names:
        raise KaiteiError(problem("declared-apart", f"{CONTENT}/{policy}/{REVISION_FILE}"))
    languages = settings.organization.languages
    known = [f"{lang}.md" for lang in languages]
    for name in names:
        if name not in known:
            shown = f"{CONTENT}/{policy}/{name}"
            problems.append(problem("file-stray", shown, known=", ".join(sorted(known))))
    wrong: list[Problem] = []
    read = {
        lang: _text(folder, policy, lang, settings, wrong)
        for lang in languages
        if f"{lang}.md" in names
    }
    whole = {lang: text for lang, text in read.items() if text is not None}
    declared = Declared(misread=True)
    if len(whole) == len(read):  # else what a file declares would be taken for missing
        fronts = {lang: text.front for lang, text in whole.items()}
        declared = front.of_policy(fronts, settings, problems)
    texts = {lang: text for lang, text in whole.items() if not text.empty}
    wrong += _missing(policy, read, texts, declared, settings)
    if wrong:
        raise KaiteiError(*wrong)
    return Draft(
        policy,
        files={lang: text.file for lang, text in texts.items()},
        written={lang: text.written for lang, text in whole.items()},
        sources={lang: text.source for lang, text in texts.items()},
        filled={lang: text.filled for lang, text in texts.items()},
        titles={lang: text.title for lang, text in texts.items()},
        used=frozenset().union(*(text.used for text in texts.values())),
        declared=declared,
    )


def _missing(
    policy: str,
    read: Mapping[str, _DraftText | None],
    texts: Mapping[str, _DraftText],
    declared: Declared,
    settings: Settings,
) -> Iterator[Problem]:
    """A problem for each language without a text, unless that follows later."""
    company, main = settings.organization, declared.main
    later: Sequence[str] = main.translation_later if main else ()
    if main and not main.kind.is_revision:
        later = company.languages
    for lang in company.languages:
        file = f"{CONTENT}/{policy}/{lang}.md"
        if lang in texts or lang in later:
            continue
        if lang in read:
            if read[lang]:  # what can't be read is told already
                yield problem("text-empty", file)
        else:
            rule = "text-missing-first" if lang == company.authoritative else "text-missing"
            yield problem(rule, file, 0, "", code=lang, **phrases.languages(lang=lang))


@dataclass(frozen=True, slots=True)
class _DraftText:
    """A language's file, taken apart."""

    file: str
    written: str
    front: Entry
    title: str
    source: str
    filled: str
    used: frozenset[str]
    empty: bool


def _text(
    folder: Path, policy: str, lang: str, settings: Settings, wrong: list[Problem]
) -> _DraftText | None:
    """A language's file; None where not even its front matter can be read.

    What is wrong with it is added to `wrong`.
    """
    with _collected(wrong):
        file, written = _plain_file(folder, policy, f"{lang}.md")
        if (size := len(written)) > (limit := markdown.MAX_TEXT):  # before anything is done to it
            raise KaiteiError(problem("markup-size", file, size=size, limit=limit))
        count = markdown.front_lines(written)
        if not count:
            raise KaiteiError(_headless(written, file))
        lines = written.split("\n")
        head = lines[:count]
        with _collected(wrong):  # a title may name a fact, so it is filled in before it is read
            titles = "\n".join(line if _TITLE.match(line) else "" for line in head)
            said = settings.fill(titles, lang, file).lines
            head = [new or old for new, old in zip(said, head, strict=True)]
        doc, *_ = markdown.split("\n".join([*head, ""]), file)
        title, named = "", Entry(doc).mended(front.NAMES)
        with _collected(wrong):
            title = named["title"].whole()
        kept = _title_lines(named.doc, head)
        left = [line if n in kept else "" for n, line in enumerate(lines[:count])]
        source = "\n".join([*left, *lines[count:]])
        filled = facts.Filled((), frozenset())
        with _collected(wrong):
            filled = settings.fill(source, lang, file)
        below = [line for line in filled.lines[count:] if line is not None]
        text = [*filter(None, filled.lines[:count]), *below]
        empty = not "".join(lines[count:]).strip()
        return _DraftText(
            file, written, Entry(doc), title, source, "\n".join(text), filled.used, empty
        )
    return None


def _headless(written: str, file: str) -> Problem:
    """What is wrong with a file that has no front matter: it does not begin, or it does not end."""
    first, *lines = written.split("\n")
    if first.strip() != "---":
        return problem("front-missing", file, 1)
    ends = (n for n, line in enumerate(lines, 2) if not line.strip() or _MARK.match(line))
    return problem("front-open", file, next(ends, 1))


def _title_lines(doc: YamlFile, head: Sequence[str]) -> set[int]:
    """The lines of front matter, by their place, that a text keeps: its marks and the title."""
    last, title = len(head) - 1, doc.line("title") - 1
    following = (line for name in doc.root if (line := doc.line(name) - 1) > title)
    own = range(title, min(following, default=last) if "title" in doc.root else title)
    return {0, last, *(n for n in own if head[n].strip() and not head[n].startswith("#"))}


def _plain_file(folder: Path, policy: str, name: str) -> tuple[str, str]:
    """The shown name and the text of a file in a policy's folder.

    A symbolic link is refused: it could carry anything into the public record.
    """
    shown = f"{CONTENT}/{policy}/{name}"
    path = folder / policy / name
    if path.is_symlink() or path.parent.is_symlink():
        raise KaiteiError(problem("file-link", shown))
    return shown, textfile.edited(path, shown)
