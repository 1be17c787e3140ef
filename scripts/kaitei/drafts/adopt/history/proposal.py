"""States -> the proposed part of a plan: what counts as a publication, on which days, why.

Only words that changed are proposed as a publication. Dates are what the text itself says or the
day of the commit; where neither can be trusted they are left to the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts.adopt import dates
from kaitei.drafts.adopt.change import Change, change, is_slip
from kaitei.drafts.adopt.dates import DateLine
from kaitei.drafts.adopt.history import states, wording
from kaitei.drafts.adopt.history.planfile import SHORT, HistoryStep, PolicyPlan
from kaitei.drafts.adopt.history.states import Found, Sources, State, Texts
from kaitei.drafts.adopt.text import Taken, dead_ends
from kaitei.model import Kind
from kaitei.model.facts import Organization
from kaitei.record.git import Commit, History


@dataclass(slots=True)
class _Published:
    """The publication that the next state is held against: its texts by language, its days."""

    at: int
    commit: str
    announced: date
    texts: dict[str, Taken]
    line: DateLine | None
    open: bool


@dataclass(slots=True)
class _Proposer:
    """Goes through the states of one policy from the first to the last."""

    sources: Sources
    texts: Texts
    organization: Organization
    lang: str
    steps: list[HistoryStep] = field(default_factory=list)
    latest: dict[str, Taken] = field(default_factory=dict)
    since: dict[str, str] = field(default_factory=dict)  # language -> the commit of its text
    paths: dict[str, str] = field(default_factory=dict)
    sources_seen: dict[tuple[str, str], str] = field(default_factory=dict)
    published: _Published | None = None
    announced: date = date.min

    @property
    def order(self) -> list[str]:
        """The languages of the policy, the authoritative one first."""
        first = self.organization.authoritative
        return sorted(self.sources, key=lambda lang: lang != first)

    def state(self, state: State) -> None:
        """Propose what is to become of one state."""
        comments = [self.headline(state)]
        changes: dict[str, Change] = {}
        for lang in state.touched:
            old = self.latest.get(lang)
            changes[lang], told = self.look(state, lang)
            new = self.latest.get(lang)
            if changes[lang] is Change.SUBSTANTIVE and old and new:
                told[0] = self.say("slip" if is_slip(old, new) else "substantive", lang=lang)
            comments += told
        counting = [lang for lang in self.order if changes.get(lang, Change.GONE).counts]
        step = HistoryStep(state.commit.id[:SHORT], publish=False)
        if counting:
            step = self.propose(state.commit, step, counting, comments)
        elif changes.get(self.order[0]) is Change.DATE_LINE:
            self.dated_later(state.commit)
        self.steps.append(replace(step, comments=tuple(comments)))

    def headline(self, state: State) -> str:
        when = state.commit.when.astimezone(self.organization.zone).strftime("%Y-%m-%d %H:%M")
        number = len(self.steps) + 1
        return self.say("state", number=number, when=when, subject=state.commit.subject[:100])

    def look(self, state: State, lang: str) -> tuple[Change, list[str]]:
        """What happened to one language, and what is to be told of it. Keeps the new text."""
        found = state.found[lang]
        if found.gone:
            self.since.pop(lang, None)
            return Change.GONE, [self.say("gone", lang=lang)]
        told = []
        if found.path != self.paths.get(lang):
            told.append(self.say("at", lang=lang, path=found.path))
        self.paths[lang] = found.path
        if found.also:
            paths = ", ".join(found.also)
            told.append(self.say("also", lang=lang, paths=paths, path=found.path))
        try:
            taken = self.texts.take(found, lang, state.commit.id)
        except KaiteiError as error:
            unreadable = [self.message("unreadable", lang, p) for p in error.problems]
            return Change.UNREADABLE, unreadable + told
        what = change(self.latest.get(lang), taken)
        told += [self.message("note", lang, note) for note in taken.notes]
        earlier = self.sources_seen.get((lang, taken.source))
        if earlier and what.counts:
            told.append(self.say("back", lang=lang, commit=earlier))
        self.sources_seen.setdefault((lang, taken.source), state.commit.id[:SHORT])
        self.latest[lang] = taken
        self.since[lang] = state.commit.id[:SHORT]
        return what, [self.say(str(what), lang=lang), *told]

    def propose(
        self, commit: Commit, step: HistoryStep, counting: list[str], comments: list[str]
    ) -> HistoryStep:
        """The step of a state in which words of the languages `counting` changed."""
        first = self.order[0]
        if first not in self.since:
            comments.append(self.say("not-authoritative", lang=first))
            return step
        day = commit.when.astimezone(self.organization.zone).date()
        before = self.published
        if before and first not in counting:
            new = [lang for lang in counting if lang not in before.texts]
            if new == counting:
                return self.translate(step, day, before, new, comments)
            carried = [lang for lang in self.order if lang in before.texts or lang in counting]
        else:
            carried = counting if before else self.order
        texts = {lang: self.latest[lang] for lang in carried if lang in self.since}
        comments += [self.say("late", lang=lang) for lang in self.order if lang not in texts]
        kind = Kind.ENACTMENT
        if before:
            slips = all(
                lang in before.texts and is_slip(before.texts[lang], taken)
                for lang, taken in texts.items()
            )
            kind = Kind.CORRECTION if slips else Kind.REVISION
        line = next((found for t in texts.values() if (found := dates.told(t.text))), None)
        effective = self.effective(line, comments)
        step = replace(
            step,
            publish=True,
            kind=kind,
            announced=self.day(day, comments),
            effective=effective,
            texts={lang: self.since[lang] for lang in texts}
            if self.sources.keys() - {first}
            else {},
            summary=self.summary(before, texts),
            compared_with=before.commit if before else "",
            reason=self.each("reason"),
        )
        latest = line or (before.line if before else None)
        self.published = _Published(
            len(self.steps), step.commit, self.announced, texts, latest, effective is None
        )
        return step

    def translate(
        self, step: HistoryStep, day: date, before: _Published, new: list[str], comments: list[str]
    ) -> HistoryStep:
        """A text that only now follows: it rides where it is of the same day, else is an event."""
        before.texts |= {lang: self.latest[lang] for lang in new}
        if max(day, self.announced) == before.announced and before.at == self.last_published():
            comments += [self.say("rides", lang=lang) for lang in new]
            ridden = self.steps[before.at]
            texts = {**ridden.texts, **{lang: self.since[lang] for lang in new}}
            late = {self.say("late", lang=lang) for lang in new}
            told = tuple(c for c in ridden.comments if c not in late)
            self.steps[before.at] = replace(ridden, texts=texts, comments=told)
            return step
        comments.append(self.say("translation"))
        return replace(
            step,
            publish=True,
            kind=Kind.TRANSLATION,
            announced=self.day(day, comments),
            texts={lang: self.since[lang] for lang in new},
            summary={
                lang: tuple(wording.described(lang, "translated", lang=one) for one in new)
                for lang in self.organization.languages
            },
            reason=self.each("reason"),
        )

    def last_published(self) -> int:
        return max((i for i, step in enumerate(self.steps) if step.publish), default=-1)

    def day(self, day: date, comments: list[str]) -> date:
        """The day of the commit, but never before the last publication: days only run on."""
        if day < self.announced:
            comments.append(self.say("announced-later", day=day))
        self.announced = max(day, self.announced)
        return self.announced

    def effective(self, line: DateLine | None, comments: list[str]) -> date | None:
        """What the text says of its day, where that was moved on with this state."""
        known = self.published.line if self.published else None
        if line and (known is None or line.day > known.day):
            comments.append(self.say("effective-text", line=line.words))
            return line.day
        went_back = line and known and line.day < known.day
        key = "effective-back" if went_back else "effective-open"
        comments.append(self.say(key, line=line.words if line else ""))
        return None

    def dated_later(self, commit: Commit) -> None:
        """A commit that moved nothing but the date line may tell the day of what came before."""
        before, line = self.published, dates.told(self.latest[self.order[0]].text)
        if before is None or line is None or (before.line and line.day <= before.line.day):
            return
        before.line = line
        if before.open:
            step = self.steps[before.at]
            told = self.say("effective-later", commit=commit.id[:SHORT], line=line.words)
            unknown = self.say("effective-open")
            kept = tuple(c for c in step.comments if c != unknown)
            self.steps[before.at] = replace(step, effective=line.day, comments=(*kept, told))
            before.open = False

    def summary(
        self, before: _Published | None, texts: Mapping[str, Taken]
    ) -> dict[str, Sequence[str]]:
        if before is None:
            return {lang: (words,) for lang, words in self.each("enacted").items()}
        return {
            lang: wording.summary(before.texts, texts, self.order, lang)
            for lang in self.organization.languages
        }

    def each(self, key: str) -> dict[str, str]:
        return wording.each(self.organization.languages, key)

    def say(self, key: str, **values: object) -> str:
        return wording.say(self.lang, key, **values)

    def message(self, key: str, lang: str, found: Problem) -> str:
        line = f"{found.line}: " if found.line else ""
        return self.say(key, lang=lang, problem=f"{line}{found.message(self.lang)}")


def propose(
    name: str, sources: Sources, history: History, head: str, organization: Organization, lang: str
) -> tuple[PolicyPlan, list[str]]:
    """The part of the plan for one policy, and the comments that stand above it.

    `lang` is the language of the comments. Raises KaiteiError where a declared path never stood
    anywhere, or where the authoritative language has none.
    """
    if organization.authoritative not in sources:
        wanted = organization.authoritative
        raise KaiteiError(problem("import-authoritative", policy=name, lang=wanted))
    told = states.states(history, head, sources)
    _check_paths(sources, told)
    proposer = _Proposer(sources, Texts(history), organization, lang)
    for state in told:
        proposer.state(state)
    yes = sum(step.publish for step in proposer.steps)
    comments = [wording.say(lang, "counts", states=len(told), yes=yes)]
    for commit, old, new, likeness in states.renamed(history, _moves(told), sources):
        values = {"old": old, "new": new, "likeness": likeness, "commit": commit[:SHORT]}
        comments.append(wording.say(lang, "renamed", **values))
    for one, taken in proposer.latest.items():
        if ends := dead_ends(taken.text):
            values = {"count": str(len(ends)), "some": ", ".join(ends[:3])}
            comments.append(wording.say(lang, "dead-ends", lang=one, **values))
    titles = {one: taken.title for one, taken in proposer.latest.items() if taken.title}
    return PolicyPlan(name, sources, titles, tuple(proposer.steps)), comments


def _check_paths(sources: Sources, told: Sequence[State]) -> None:
    stood = {
        path
        for state in told
        for found in state.found.values()
        for path in (found.path, *found.also)
    }
    missing = [path for paths in sources.values() for path in paths if path not in stood]
    if missing:
        raise KaiteiError(*(problem("import-path", path=path) for path in missing))


def _moves(told: Sequence[State]) -> Iterator[str]:
    """The commits after which a text stood elsewhere than before, or nowhere."""
    before: Mapping[str, Found] = {}
    for state in told:
        paths = [(before[lang].path if before else "", f.path) for lang, f in state.found.items()]
        if any(old != new for old, new in paths):
            yield state.commit.id
        before = state.found
