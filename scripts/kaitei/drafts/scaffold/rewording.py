"""One wording in place of another, in every policy that has it: shown first, declared once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kaitei.base import textfile
from kaitei.base.catalogue import t
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts import fronts, reading
from kaitei.drafts.checks import CheckContext, DraftContext
from kaitei.drafts.edits import Edits
from kaitei.drafts.repository import Repository
from kaitei.drafts.scaffold.next import prepare
from kaitei.model import facts, phrases
from kaitei.model.facts import Settings
from kaitei.text import markdown

# What is no wording: a fact, an anchor, where a link leads.
_MARKUP = r"\{\{.*?\}\}|\{#[^}]*\}|\]\([^)]*\)|<https?://[^>]*>"
_LETTER = re.compile(r"[A-Za-z0-9]")
_NAME = re.compile(r"([a-z0-9-]+):")  # where a fact begins in facts.yml


class Replacement:
    """Pairs of an old and a new wording, each exchanged where it stands as a whole.

    A word of Latin letters is not found inside a longer one, an old wording not inside its new one.
    """

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.pairs = tuple(pairs)
        self._new = dict(pairs)
        known = sorted({word for pair in pairs for word in pair if word}, key=len, reverse=True)
        self._pattern = re.compile("|".join([_MARKUP, *map(_whole, known)]))

    def into(self, line: str) -> str:
        """A line with the new wordings in it."""
        return self._pattern.sub(lambda found: self._new.get(found[0], found[0]), line)

    def found(self, text: str) -> tuple[tuple[str, str], ...]:
        """The pairs whose old wording stands in a text."""
        seen = {found[0] for found in self._pattern.finditer(text)}
        return tuple(pair for pair in self.pairs if pair[0] in seen)


def _whole(word: str) -> str:
    before = "(?<![A-Za-z0-9])" if _LETTER.match(word[0]) else ""
    after = "(?![A-Za-z0-9])" if _LETTER.match(word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


@dataclass(frozen=True, slots=True)
class _Said:
    """What each policy says of its revision: a day for all, one announcement, the reason."""

    effective: date | None
    announcement: str
    reason: Mapping[str, str]
    first: str

    def lines(self, found: Mapping[str, Sequence[tuple[str, str]]], lang: str) -> list[str]:
        """The lines above a policy's text in `lang`; `found` is what changes, by language."""
        summary = [_sentence(pair, lang) for pair in found.get(lang, ())] or [
            t(
                lang,
                "scaffold.reworded_elsewhere",
                sentence=_sentence(pair, lang),
                language=phrases.language(other, lang),
            )
            for other, pairs in found.items()
            for pair in pairs
        ]
        reason = self.reason.get(lang)
        lines = [f"announcement: {self.announcement}"] if lang == self.first else []
        lines += fronts.listed("summary", summary)
        said = fronts.scalar(reason) if reason else f" # {t(lang, 'scaffold.reason')}"
        return [*lines, f"reason: {said}"]


def _sentence(pair: tuple[str, str], lang: str) -> str:
    return t(lang, "scaffold.reworded", old=pair[0], new=pair[1])


def reword(
    repository: Repository,
    pairs: Sequence[tuple[str, str]],
    on: date,
    *,
    only: str = "",
    effective: date | None = None,
    reason: Mapping[str, str] | None = None,
) -> Edits:
    """What exchanging wordings in every policy changes, or in `only` one; nothing is written.

    Each policy that has one is revised, all on one day and in one announcement; where something is
    pending it goes with that. Its `left` is what a person has to look at. Raises KaiteiError where
    content/ can't be read or a policy can't be revised now.
    """
    content, wording = repository.whole, Replacement(pairs)
    cases = _cases(CheckContext(content, repository.record.policies, on), only)
    found = {case: words for case in cases if (words := _found(case, wording))}
    open_ = [case.draft.policy for case in found if not case.pending]
    days = [prepare(repository, name, on)[0].effective for name in open_]
    day = effective or max(filter(None, days), default=None)
    company = content.settings.organization
    said = _Said(day, f"wording-{on}", reason or {}, company.authoritative)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    left: list[Problem] = []
    for case in cases:
        now = {f"{_folder(case)}/{lang}.md": text for lang, text in case.draft.written.items()}
        files = now
        if case in found and not case.pending:
            files = _prepared(repository, case, said, found[case])
        elif case in found:
            left.append(problem("reword-pending", case.declared.file, number=case.declared.number))
        made = {name: _reworded(text, wording) for name, text in files.items()}
        before |= {name: now.get(name, "") for name in files}
        after |= made
        left += _parted(case, made, wording)
    return Edits(before, after, (*left, *_in_facts(repository, wording, said.announcement)))


def _cases(desk: CheckContext, only: str) -> tuple[DraftContext, ...]:
    """All policies, or the one that is named."""
    known = {case.draft.policy: case for case in desk.cases}
    if only and only not in known:
        names = ", ".join(known)
        raise KaiteiError(problem("publish-unknown", reading.CONTENT, policy=only, known=names))
    return (known[only],) if only else desk.cases


def _folder(case: DraftContext) -> str:
    return f"{reading.CONTENT}/{case.draft.policy}"


def _found(case: DraftContext, wording: Replacement) -> dict[str, tuple[tuple[str, str], ...]]:
    """By language, what a policy says of the old wordings."""
    known = {lang: wording.found(text) for lang, text in case.draft.sources.items()}
    return {lang: pairs for lang, pairs in known.items() if pairs}


def _prepared(
    repository: Repository,
    case: DraftContext,
    said: _Said,
    words: Mapping[str, Sequence[tuple[str, str]]],
) -> dict[str, str]:
    """The files of a policy's next revision, their wording still the old one."""
    name, on = case.draft.policy, case.desk.on
    _, files = prepare(
        repository, name, on, effective=said.effective, said=lambda lang: said.lines(words, lang)
    )
    return files


def _reworded(text: str, wording: Replacement) -> str:
    """A file with the new wordings: in its title and its text, not in what is declared."""
    head = markdown.front_lines(text)
    return "\n".join(
        wording.into(line) if n >= head or line.startswith("title:") else line
        for n, line in enumerate(text.split("\n"))
    )


def _parted(
    case: DraftContext, files: Mapping[str, str], wording: Replacement
) -> Iterator[Problem]:
    """Each clause whose readers would still see an old wording: marks or a line's end part it."""
    for lang in case.draft.files:
        file = f"{_folder(case)}/{lang}.md"
        for clause in markdown.parse(reading.titled(files[file]), lang).clauses:
            seen = "\n".join(leaf.words for block in clause.blocks for leaf in block.leaves())
            for old, _ in wording.found(seen):
                named = f"{clause.label} {clause.title}".strip() or clause.id
                yield problem("reword-split", file, 0, clause.id, old=old, heading=named)


def _in_facts(repository: Repository, wording: Replacement, announcement: str) -> Iterator[Problem]:
    """Each line of a fact, or of what is said of the company, that says an old wording."""
    settings = repository.settings
    for name in (facts.ORGANIZATION_FILE, facts.FACTS_FILE):
        file, fact = f"{reading.CONTENT}/{name}", facts.OWN
        text = textfile.read(repository.root / file, file)
        for number, line in enumerate(text.split("\n"), 1):
            if name == facts.FACTS_FILE and (begun := _NAME.match(line)):
                fact = begun[1]
            for old, _ in wording.found(line.partition("#")[0]):
                if any(old in said for said in _said_of(settings, fact)):
                    yield problem("reword-fact", file, number, old=old, announcement=announcement)


def _said_of(settings: Settings, fact: str) -> Iterator[str]:
    """Every wording of a fact, in every language; none of what is no fact."""
    if fact == facts.OWN or fact in settings.facts:
        for lang in settings.organization.languages:
            yield from filter(None, settings.parts(fact, lang).values())
