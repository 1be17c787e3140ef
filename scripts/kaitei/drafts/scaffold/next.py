"""The next publication of a policy, prepared in content/: the texts it starts from, what it says.

Texts that are brought back from the record mention their facts again (see `mentions`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from kaitei.base import textfile
from kaitei.base.problems import KaiteiError, problem
from kaitei.drafts import fronts, pending, reading
from kaitei.drafts.checks import CheckContext, DraftContext
from kaitei.drafts.pending import mentioning
from kaitei.drafts.repository import Repository
from kaitei.drafts.scaffold.filling import open_lines, open_review, open_words
from kaitei.model import Kind, Publication, Status, phrases
from kaitei.model.facts import Settings
from kaitei.text import markdown

_NOTICED = (Kind.REVISION, Kind.REPEAL, Kind.ENACTMENT)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A publication that was prepared: which, about what, and where to go on writing.

    `about` is the revision that it replaces or concerns, `since` the day from which that one
    counts, `status` where it stands. `written` are the files to go on with.
    """

    number: int
    kind: Kind
    about: int
    since: date
    status: Status
    effective: date | None
    written: tuple[str, ...]


def revise(
    repository: Repository,
    name: str,
    on: date,
    *,
    kind: Kind = Kind.REVISION,
    start: int | None = None,
    effective: date | None = None,
) -> Prepared:
    """Prepare the next publication of the policy `name`, of a kind.

    A revision starts from the text that takes effect last, a correction and a repeal from the one
    in force, a postponement and a withdrawal from the next to come, or from revision `start`: to
    withdraw what is in force, or to take a text down, it must be named. `effective` is by default
    the first day that keeps the owner's notice and on which the text that is replaced holds; for a
    correction it is `on`. A late translation goes on from the last text in its language.

    Raises KaiteiError where something is pending already, where content/ has other edits that would
    be lost, and where there is nothing that the kind can be about.
    """
    made, files = prepare(repository, name, on, kind=kind, start=start, effective=effective)
    textfile.replace(repository.root, files)
    return made


def prepare(
    repository: Repository,
    name: str,
    on: date,
    *,
    kind: Kind = Kind.REVISION,
    start: int | None = None,
    effective: date | None = None,
    said: Callable[[str], Sequence[str]] | None = None,
) -> tuple[Prepared, dict[str, str]]:
    """What `revise` prepares and the files that it writes, by name; nothing is written.

    `said` gives the lines that a language's file says besides, summary and reason among them.
    """
    case = _case(repository, name, on)
    if case.pending:
        number = case.declared.number
        raise KaiteiError(problem("revise-pending", case.declared.file, number=number))
    about = _about(case, kind, start)
    day = effective or _day(case, kind, about)
    if kind is Kind.TRANSLATION:
        declaring, texts = _untranslated(case, about), _to_translate(repository, case, about)
    else:
        declaring = [*case.desk.settings.organization.languages]
        texts = _texts(case, about) if kind.is_revision else _without(case, kind, about)
    words = said or (open_review if kind is Kind.REVIEW else open_words)
    files = {}
    for lang in declaring:
        text = texts.get(lang) or case.draft.written.get(lang, "")
        title = fronts.title(case.record, lang) or "TODO"
        lines = [*_declared(case, kind, about, day, lang), *words(lang)]
        files[f"{reading.CONTENT}/{name}/{lang}.md"] = fronts.declared_above(text, lines, title)
    since = case.record.effective(about, on)
    number = len(case.record.publications) + 1
    status = case.record.status(about, on)
    made = Prepared(number, kind, about.number, since, status, day, tuple(files))
    return made, files


def _untranslated(case: DraftContext, revision: Publication) -> list[str]:
    """The site's languages in which a revision has no text."""
    published = case.published(revision.number)
    languages = case.desk.settings.organization.languages
    return [lang for lang in languages if lang not in published]


def _case(repository: Repository, name: str, on: date) -> DraftContext:
    content, problems = repository.content, repository.unread
    known = [draft.policy for draft in content.drafts]
    if name not in known:
        here = [p for p in problems if p.file.startswith(f"{reading.CONTENT}/{name}/")]
        unknown = problem("publish-unknown", reading.CONTENT, policy=name, known=", ".join(known))
        raise KaiteiError(*(here or [unknown]))
    desk = CheckContext(content, repository.record.policies, on)
    case = next(case for case in desk.cases if case.draft.policy == name)
    if not case.record.revisions(on):
        raise KaiteiError(problem("revise-unpublished", case.declared.file, policy=name))
    return case


def _about(case: DraftContext, kind: Kind, start: int | None) -> Publication:
    """The revision that the next publication replaces or is about."""
    record, on = case.record, case.desk.on
    if start is not None:
        known = {p.number: p for p in record.revisions(on)}
        if start not in known:
            numbers = ", ".join(map(str, known))
            raise KaiteiError(problem("revise-from", case.declared.file, base=start, known=numbers))
        return known[start]
    if kind is Kind.WITHHELD:
        raise KaiteiError(problem("revise-named", case.declared.file))
    in_force, upcoming = record.in_force(on), record.upcoming(on)
    # A correction follows what it corrects; and never by default what readers rely on today.
    coming = [c for c in map(case.corrected, upcoming[:1]) if record.effective(c, on) > on]
    wanted = {
        Kind.POSTPONEMENT: coming or upcoming[:1],
        Kind.WITHDRAWAL: coming or upcoming[:1],
        Kind.REVISION: (*upcoming[::-1], in_force),
        Kind.ENACTMENT: record.revisions(on)[::-1],
        Kind.REVIEW: (in_force,),
        Kind.TRANSLATION: [r for r in record.revisions(on)[::-1] if _untranslated(case, r)],
    }.get(kind, (in_force, *upcoming))
    found = next((publication for publication in wanted if publication), None)
    if found is None:
        raise KaiteiError(
            problem("revise-nothing", case.declared.file, 0, "", **phrases.kinds(kind))
        )
    return found


def _day(case: DraftContext, kind: Kind, about: Publication) -> date | None:
    """The first day that the owner's notice allows; None where the kind needs no day."""
    on = case.desk.on
    if kind is Kind.CORRECTION:
        return max(on, case.record.effective(about, on))
    if kind is Kind.POSTPONEMENT:
        return case.record.effective(about, on) + timedelta(days=1)
    if kind not in _NOTICED:
        return None
    noticed = on + timedelta(days=case.desk.settings.organization.notice(case.draft.policy))
    return max(noticed, case.record.effective(about, on))


def _declared(
    case: DraftContext, kind: Kind, about: Publication, day: date | None, lang: str
) -> list[str]:
    """What the file of a language declares: all of it the authoritative one's, or a late one's."""
    first = case.desk.settings.organization.authoritative
    if lang != first and kind is not Kind.TRANSLATION:
        return []
    lines = [f"kind: {kind}", *_named(case, kind, about, day, lang)]
    if kind is Kind.REVIEW:
        lines += open_lines(lang, "decided", "next_review")
    return [*lines, f"effective: {day}"] if day else lines


def _named(
    case: DraftContext, kind: Kind, about: Publication, day: date | None, lang: str
) -> Iterator[str]:
    """The number of what is replaced or concerned, where another would be meant without it."""
    record, on, settings = case.record, case.desk.on, case.desk.settings
    name = "base" if kind.is_revision else "of"
    if kind is Kind.ENACTMENT and record.status(about, on) is not Status.REPEALED:
        return
    file = f"{reading.CONTENT}/{case.draft.policy}/{lang}.md"
    plain = reading.Declaration(kind, file, effective=day)
    if getattr(pending.completed(plain, record, on, settings), name) != about.number:
        yield f"{name}: {about.number}"


# --- texts ------------------------------------------------------------------------------------


def _texts(case: DraftContext, about: Publication) -> dict[str, str]:
    """The texts to write so that content/ starts from a revision: none where it does already."""
    newest = case.held
    if newest is None or newest.number == about.number:
        return {}  # edits made before declaring them stay
    published = case.published(newest.number)
    edited = [
        f for lang, f in case.draft.files.items() if case.draft.filled[lang] != published.get(lang)
    ]
    if edited:
        raise KaiteiError(*(problem("revise-edits", f, base=about.number) for f in edited))
    return {
        lang: mentioning(text, lang, case.draft.sources.get(lang, ""), case.desk.settings)
        for lang, text in case.published(about.number).items()
    }


def _without(case: DraftContext, kind: Kind, about: Publication) -> dict[str, str]:
    """The texts to write where that of content/ is taken down: those of another revision."""
    if kind is not Kind.WITHHELD or case.held != about:
        return {}
    desk = case.desk
    left = pending.held(case.draft, case.record, None, desk.on, desk.settings, about.number)
    return _texts(case, left) if left else {}


def _to_translate(repository: Repository, case: DraftContext, about: Publication) -> dict[str, str]:
    """For a late translation: the last text in each missing language, to go on from."""
    texts = {}
    for lang in _untranslated(case, about):
        former = case.published(case.translated(about, lang).number).get(lang)
        if former is not None and lang not in case.draft.files:
            file = f"{reading.CONTENT}/{case.draft.policy}/{lang}.md"
            written = _last_written(repository, file, lang, case.desk.settings)
            texts[lang] = mentioning(former, lang, written, case.desk.settings)
    return texts


def _last_written(repository: Repository, file: str, lang: str, settings: Settings) -> str:
    """What content/ said before the text was taken out of it.

    The record alone does not show where a table stood that had nothing filled in. "" where git
    doesn't remember, and where a fact was mentioned that is there no more.
    """
    with suppress(KaiteiError):
        past = repository.history
        if past is None:
            return ""
        kept = [c.commit for c in past.changes(file) if c.status != "D"]
        for commit in reversed(kept):
            written = past.read(commit, file).decode("utf-8", "replace")
            body = written.split("\n")[markdown.front_lines(written) :]
            if "".join(body).strip():  # else the head alone stood there, its text to follow
                settings.fill(written, lang, file)
                return written
    return ""
