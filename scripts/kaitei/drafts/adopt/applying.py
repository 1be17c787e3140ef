"""`kaitei adopt apply`: a plan that a person has gone through -> the record, and content/.

Everything is judged before anything is written. Then each publication is appended whole or not at
all, and the policy's folder in content/ is put in place in one step; a run that was cut off is
completed by the next, a further run does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kaitei.base import textfile
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts.adopt import contents, dates, planfile, recording, wording
from kaitei.drafts.adopt.change import value_changed
from kaitei.drafts.adopt.planfile import Plan, Step
from kaitei.drafts.adopt.planning import FOLDER
from kaitei.drafts.adopt.recording import CarriedOver
from kaitei.drafts.adopt.text import Taken
from kaitei.drafts.checks import hidden
from kaitei.drafts.repository import Repository
from kaitei.model import Kind, Publication, phrases
from kaitei.model.facts import Settings
from kaitei.text import diff, render
from kaitei.text import markdown as markup

_SENTENCES = 3  # of a summary that the machine words: the comparison says the rest
_FILE = re.compile(r"[^/\\]+\.md")


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done: the policy's outcome, and the files of content/ that were written."""

    outcome: CarriedOver
    files: tuple[str, ...]


def apply(repository: Repository, policy: str, on: date) -> Applied:
    """Write what adopt/POLICY/plan.yml says: the publications, and the policy in content/.

    `on` is the day on which it is carried over. Raises KaiteiError with all that is wrong with the
    plan, with a text, or between it and what is there already; then nothing was written.
    """
    file = f"{FOLDER}/{policy}/{planfile.NAME}"
    if not (repository.root / file).is_file():
        raise KaiteiError(problem("adopt-no-plan", file, policy=policy))
    plan = planfile.read(textfile.read(repository.root / file, file), file)
    if plan.policy != policy:
        raise KaiteiError(problem("adopt-no-plan", file, policy=policy))
    there = next((p.publications for p in repository.record.policies if p.name == policy), ())
    carried = next((p.carried_over for p in there if p.carried_over), on)
    builder = _RecordBuilder(repository, plan, carried)
    builder.build()
    problems = list(builder.problems)
    if not problems:
        for stands, name in recording.differing(builder.publications, there):
            problems.append(
                problem("import-differs", file, ref=stands.ref, name=name, policy=policy)
            )
    first = repository.settings.organization.authoritative
    files = {} if problems else contents.files_of(builder.publications, first)
    listed = contents.listed(repository, policy)
    if not problems:
        problems += contents.taken(repository, policy, files)
    if problems:
        raise KaiteiError(*problems)
    outcome = recording.record(repository.record, policy, builder.publications, there)
    return Applied(outcome, tuple(contents.put(repository, policy, files, listed)))


@dataclass
class _RecordBuilder:
    """Makes the publications of one plan, collecting what is wrong with it."""

    repository: Repository
    plan: Plan
    carried: date
    publications: list[Publication] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    held: dict[str, Taken] = field(default_factory=dict)  # the texts of the last revision
    numbers: dict[str, int] = field(default_factory=dict)  # of publications, by a text's file

    @property
    def settings(self) -> Settings:
        return self.repository.settings

    def build(self) -> None:
        """Fill `publications`, or `problems`."""
        for step in self.plan.steps:
            if not step.publish:
                continue
            try:
                self.publish(step)
            except KaiteiError as error:
                self.problems += error.problems
        if not self.publications and not self.problems:
            self.problems.append(problem("adopt-nothing", self.plan.file))

    def publish(self, step: Step) -> None:
        """Add the publication of one step."""
        organization = self.settings.organization
        texts = {lang: self.text(step, lang, name) for lang, name in step.texts.items()}
        revision = step.kind.is_revision
        base = next((p for p in reversed(self.publications) if p.kind.is_revision), None)
        about = self.numbers.get(step.translates) if not revision else None
        self.judge(step, texts, base, about)
        before = self.publications[-1].announced if self.publications else date.min
        effective = step.effective if revision else None
        announced = step.announced or max(effective or before, before)
        if step.announced and step.announced < before:
            self.problems.append(
                step.problem("import-days", "announced", announced=step.announced, before=before)
            )
        number = len(self.publications) + 1
        self.publications.append(
            Publication(
                policy=self.plan.policy,
                number=number,
                kind=step.kind,
                announced=announced,
                effective=effective,
                base=base.number if base and revision else None,
                of=about,
                id=f"tag:{organization.tag}:{self.plan.policy}/{number}",
                summary=self.summary(step, texts, base is None),
                reason=dict(step.reason) or wording.each(organization.languages, "reason"),
                titles={lang: taken.title for lang, taken in texts.items()},
                sources={lang: taken.source for lang, taken in texts.items()},
                settings=self.settings,
                translation_later=tuple(
                    lang for lang in organization.languages if revision and lang not in texts
                ),
                sample=organization.sample,
                imported=True,
                carried_over=self.carried,
                undated=step.announced is None,
            )
        )
        for name in step.texts.values():
            self.numbers.setdefault(name, number)
        self.held = texts if revision else {**self.held, **texts}

    def judge(
        self, step: Step, texts: Mapping[str, Taken], base: Publication | None, about: int | None
    ) -> None:
        """Refuse a kind out of place, a day that nobody knows, a value changed as a slip."""
        first = self.settings.organization.authoritative
        allowed = (
            [Kind.ENACTMENT] if base is None else [Kind.REVISION, Kind.CORRECTION, Kind.TRANSLATION]
        )
        if step.kind not in allowed:
            values = {"kind": step.kind, "allowed": ", ".join(allowed)}
            self.problems.append(step.problem("import-kind", "kind", **values))
        if step.kind.is_revision and first not in texts:
            values = {"policy": self.plan.policy, "lang": first}
            self.problems.append(step.problem("adopt-authoritative", "texts", **values))
        if step.kind.is_revision and step.effective is None:
            self.problems.append(step.problem("adopt-effective", "effective"))
        if step.kind is Kind.TRANSLATION and about is None:
            self.problems.append(
                step.problem("adopt-translates", "translates", given=step.translates)
            )
        if step.kind is Kind.TRANSLATION and step.announced is None:
            self.problems.append(step.problem("adopt-effective", "announced"))
        if step.kind is Kind.CORRECTION:
            for lang in texts.keys() & self.held.keys():
                if found := value_changed(self.held[lang], texts[lang]):
                    old, new = found.old or "…", found.new or "…"
                    self.problems.append(
                        step.problem("import-correction", "kind", old=old, new=new)
                    )

    def text(self, step: Step, lang: str, name: str) -> Taken:
        """The text in a file beside the plan, as a person left it."""
        known = self.settings.organization.languages
        if lang not in known:
            values = {"lang": lang, "known": ", ".join(known)}
            raise KaiteiError(step.problem("adopt-language", "texts", **values))
        place = f"{FOLDER}/{self.plan.policy}/{name}"
        path = self.repository.root / place
        if not _FILE.fullmatch(name) or path.is_symlink() or not path.is_file():
            raise KaiteiError(step.problem("adopt-text", "texts", given=name))
        source = textfile.read(path, place)
        if wrong := markup.refusals(source, place):
            raise KaiteiError(*wrong)
        text = markup.parse(source, lang, file=place)
        if not text.title:
            raise KaiteiError(step.problem("import-title", "texts"))
        self.problems += hidden(source, place)
        return Taken(text.title, source, text)

    def summary(
        self, step: Step, texts: Mapping[str, Taken], first: bool
    ) -> dict[str, tuple[str, ...]]:
        """What the plan says; where it says nothing what can be told, marked as the machine's."""
        languages = self.settings.organization.languages
        if step.summary:
            return {lang: tuple(lines) for lang, lines in step.summary.items()}
        if first:
            return {
                lang: (wording.described(lang, "carried", day=_day(step.effective, lang)),)
                for lang in languages
            }
        if step.kind is Kind.TRANSLATION:
            return {
                lang: tuple(wording.described(lang, "translated", lang=one) for one in texts)
                for lang in languages
            }
        return {lang: self.worded(texts, lang) for lang in languages}

    def worded(self, texts: Mapping[str, Taken], lang: str) -> tuple[str, ...]:
        """A few sentences on what changed, and that the machine worded them."""
        first = self.settings.organization.authoritative
        order = sorted(texts, key=lambda one: one != first)
        changed = [
            one for one in order if one in self.held and self.held[one].source != texts[one].source
        ]
        said: list[str] = []
        if changed and first not in changed:
            said.append(wording.described(lang, "other-language", lang=changed[0]))
        elif changed:
            one = changed[0]
            # The line that says the text's own day changes with every text.
            before, after = (dates.without(t.text) for t in (self.held[one], texts[one]))
            redline = diff.compare(before, after)
            said += render.sentences(redline, lang, most=_SENTENCES)
            if len(render.sentences(redline, lang)) > _SENTENCES:
                said[-1] += "…"
        if not said:
            said = [wording.described(lang, "carried-open")]
        return (*said[:-1], f"{said[-1]} {wording.described(lang, 'machine')}")


def _day(day: date | None, lang: str) -> str:
    return phrases.day(day, lang) if day else "-"
