"""A policy's part of the plan -> its publications, as they are to stand in the record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kaitei.base import textfile
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts.adopt.change import value_changed
from kaitei.drafts.adopt.history import planning, states, wording
from kaitei.drafts.adopt.history.planfile import SHORT, HistoryPlan, HistoryStep, PolicyPlan
from kaitei.drafts.adopt.history.states import State, Texts
from kaitei.drafts.adopt.text import Taken, take
from kaitei.model import Kind, Publication
from kaitei.model.facts import Settings
from kaitei.record.git import History

_COMMIT = re.compile(rf"[0-9a-f]{{{SHORT},64}}", re.ASCII)


@dataclass(slots=True)
class Builder:
    """Makes the publications of one policy, collecting what is wrong with the plan."""

    plan: HistoryPlan
    part: PolicyPlan
    past: History
    settings: Settings
    folder: Path
    publications: list[Publication] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    texts: Texts = field(init=False)
    base: Publication | None = None  # the last revision; None before the first, after a repeal
    base_commit: str = ""
    held: dict[str, Taken] = field(default_factory=dict)  # its texts, late translations included
    announced: date = date.min

    def build(self) -> None:
        """Fill `publications`, or `problems`."""
        paths = [path for found in self.part.sources.values() for path in found]
        for path in paths:
            if not planning.within(path):
                raise KaiteiError(problem("import-source", self.plan.file, given=path))
        unknown = planning.unknown(self.settings, self.part.name, self.part.sources)
        if unknown:
            raise KaiteiError(*unknown)
        self.texts = Texts(self.past, self.part.titles)
        self.states = states.states(self.past, self.plan.head, self.part.sources)
        last = -1
        for step in self.part.steps:
            try:
                at = self._state(step, step.commit, "commit")
                if at <= last:
                    raise KaiteiError(self._no_state(step, step.commit, "commit"))
                last = at
                if step.publish:
                    self._publish(step, self.states[at])
            except KaiteiError as error:
                self.problems += error.problems

    def _state(self, step: HistoryStep, commit: str, name: str) -> int:
        """Which state a commit is, by its first characters."""
        found = [i for i, s in enumerate(self.states) if s.commit.id.startswith(commit)]
        if len(found) != 1:
            raise KaiteiError(self._no_state(step, commit, name))
        return found[0]

    def _no_state(self, step: HistoryStep, commit: str, name: str) -> Problem:
        return step.problem("import-commit", name, commit=commit, policy=self.part.name)

    def _publish(self, step: HistoryStep, state: State) -> None:
        """Add the publication of one step."""
        kind = self._kind(step)
        announced = self._day(step, state)
        effective = self._effective(step, kind, announced)
        texts = {} if kind is Kind.REPEAL else self._carried(step, state, kind)
        organization = self.settings.organization
        number = len(self.publications) + 1
        about = self.base.number if self.base else None
        added = Publication(
            policy=self.part.name,
            number=number,
            kind=kind,
            announced=announced,
            effective=effective,
            base=about if kind.is_revision else None,
            of=None if kind.is_revision else about,
            id=f"tag:{organization.tag}:{self.part.name}/{number}",
            summary=self._summary(step, kind, texts),
            reason=step.reason or wording.each(organization.languages, "reason"),
            titles={lang: taken.title for lang, taken in texts.items()},
            sources={lang: taken.source for lang, taken in texts.items()},
            settings=self.settings,
            translation_later=tuple(
                lang for lang in organization.languages if kind.is_revision and lang not in texts
            ),
            sample=organization.sample,
            imported=True,
        )
        self.publications.append(added)
        self.announced = announced
        if kind.is_revision:
            self.base, self.base_commit, self.held = added, state.commit.id, texts
        elif kind is Kind.REPEAL:
            self.base, self.base_commit, self.held = None, "", {}
        else:
            self.held = {**self.held, **texts}

    def _kind(self, step: HistoryStep) -> Kind:
        allowed = [Kind.REVISION, Kind.CORRECTION, Kind.TRANSLATION, Kind.REPEAL]
        if self.base is None:
            allowed = [Kind.ENACTMENT]
        kind = step.kind or allowed[0]
        if kind not in allowed:
            self._refuse(step, kind, allowed)
            return allowed[0]
        return kind

    def _refuse(self, step: HistoryStep, kind: Kind, allowed: list[Kind]) -> None:
        values = {"kind": kind, "allowed": ", ".join(allowed)}
        self.problems.append(step.problem("import-kind", "kind", **values))

    def _day(self, step: HistoryStep, state: State) -> date:
        zone = self.settings.organization.zone
        announced = step.announced or max(state.commit.when.astimezone(zone).date(), self.announced)
        if announced < self.announced:
            values = {"announced": announced, "before": self.announced}
            self.problems.append(step.problem("import-days", "announced", **values))
        return announced

    def _effective(self, step: HistoryStep, kind: Kind, announced: date) -> date | None:
        if kind is Kind.TRANSLATION:
            if step.effective:
                values = {"name": "effective", "kind": kind}
                self.problems.append(step.problem("declared-extra", "effective", **values))
            return None
        if step.effective is None and not self.plan.effective_is_announced:
            self.problems.append(step.problem("import-effective", "effective"))
        return step.effective or announced

    def _summary(
        self, step: HistoryStep, kind: Kind, texts: Mapping[str, Taken]
    ) -> Mapping[str, tuple[str, ...]]:
        """What the plan says; where it says nothing, what can be told."""
        organization = self.settings.organization
        if step.summary:
            given = step.compared_with
            if given and not self.base_commit.startswith(given):
                values = {"given": given, "found": self.base_commit[:SHORT] or "-"}
                self.problems.append(step.problem("import-compared", "compared_with", **values))
            return {lang: tuple(lines) for lang, lines in step.summary.items()}
        keys = {Kind.ENACTMENT: "enacted", Kind.REPEAL: "repealed"}
        if kind in keys:
            said = wording.each(organization.languages, keys[kind])
            return {one: (words,) for one, words in said.items()}
        if kind is Kind.TRANSLATION:
            return {
                lang: tuple(wording.described(lang, "translated", lang=one) for one in texts)
                for lang in organization.languages
            }
        order = sorted(texts, key=lambda lang: lang != organization.authoritative)
        return {
            lang: wording.summary(self.held, texts, order, lang) for lang in organization.languages
        }

    # --- texts --------------------------------------------------------------------------------

    def _carried(self, step: HistoryStep, state: State, kind: Kind) -> dict[str, Taken]:
        """The texts of a publication by language."""
        first = self.settings.organization.authoritative
        named = step.texts or {
            lang: state.commit.id
            for lang in self.part.sources
            if self._by_default(lang, state, kind)
        }
        texts: dict[str, Taken] = {}
        for lang, value in named.items():
            try:
                texts[lang] = self._text(step, lang, value)
            except KaiteiError as error:
                self.problems += error.problems
        if kind is Kind.TRANSLATION:
            if not named or set(named) & {first, *self.held}:
                self._refuse(step, kind, [Kind.REVISION, Kind.CORRECTION])
        elif first not in named:
            values = {"policy": self.part.name, "lang": first}
            self.problems.append(step.problem("import-authoritative", "texts", **values))
        if kind is Kind.CORRECTION:
            self._challenge(step, texts)
        return texts

    def _by_default(self, lang: str, state: State, kind: Kind) -> bool:
        first = self.settings.organization.authoritative
        if kind is Kind.TRANSLATION:
            return lang != first and lang in state.touched
        return not state.found[lang].gone and (lang == first or lang in state.touched)

    def _text(self, step: HistoryStep, lang: str, value: str) -> Taken:
        """The text that the plan names: a commit's, or that of a file beside the plan."""
        known = self.settings.organization.languages
        if lang not in known:
            values = {"lang": lang, "known": ", ".join(known)}
            raise KaiteiError(step.problem("import-language", "texts", **values))
        if _COMMIT.fullmatch(value):
            state = self.states[self._state(step, value, "texts")]
            found = state.found.get(lang)
            if found is None or found.gone:
                values = {"lang": lang, "commit": value[:SHORT]}
                raise KaiteiError(step.problem("import-gone", "texts", **values))
            taken = self.texts.take(found, lang, state.commit.id)
        else:
            if not planning.within(value) or (self.folder / value).is_symlink():
                raise KaiteiError(self._no_state(step, value, "texts"))
            raw = textfile.read(self.folder / value, value).encode("utf-8")
            taken = take(raw, lang, value, self.part.titles.get(lang, ""))
        if not taken.title:
            raise KaiteiError(step.problem("import-title", "texts"))
        return taken

    def _challenge(self, step: HistoryStep, texts: Mapping[str, Taken]) -> None:
        """A correction changes no value: the rule of the checks, for the past as well."""
        for lang in texts.keys() & self.held.keys():
            found = value_changed(self.held[lang], texts[lang])
            if found:
                old, new = found.old or "…", found.new or "…"
                self.problems.append(step.problem("import-correction", "kind", old=old, new=new))
