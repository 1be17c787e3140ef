"""What a branch would publish, as data: content/ of the work tree against content/ of its base.

The base is the commit at which the branch left the line that it will be merged into. Its content is
judged against the same record and for the same day, so that a reviewer sees which problems this
branch brings and which were there before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kaitei.base.problems import Problem
from kaitei.drafts import checks, preview, standing
from kaitei.drafts.checks import CheckContext, DraftContext
from kaitei.drafts.reading import Content, Declaration
from kaitei.drafts.repository import Repository
from kaitei.drafts.standing import Branch
from kaitei.model import Kind, Status, facts
from kaitei.model.facts import Settings
from kaitei.site.announcement import Announcement, announcement
from kaitei.site.model import Site
from kaitei.site.pages import read_words
from kaitei.text import diff, markdown
from kaitei.text.diff import Redline


@dataclass(frozen=True, slots=True)
class About:
    """The revision that a publication replaces or concerns.

    `since` is the day from which it counts, `holds` whether it is in force, `over` whether it
    neither holds nor is to come. `after` is the revision in force once the publication counts.
    """

    number: int
    since: date
    holds: bool
    over: bool
    after: int | None


@dataclass(frozen=True, slots=True)
class PolicyReview:
    """One policy that the branch touches, or that has something to be published.

    `declared` is the pending publication, None where the texts change and nothing is declared.
    `about` is what it replaces or concerns, where the record has it.
    `announced` is the day of publishing if that were today, or the later day declared. `notice`
    is the days from it to the effective date, `wanted_notice` those that the owner wants.
    `redlines` are by language, against what the publication replaces. `earlier` says that it stands
    on the base as it stands here.
    `announcements` are what readers of each language would be told; none of what can't be read.
    """

    policy: str
    titles: Mapping[str, str] = field(hash=False)
    declared: Declaration | None
    announced: date
    redlines: Mapping[str, Redline] = field(hash=False)
    about: About | None = None
    earlier: bool = False
    announcements: Mapping[str, Announcement] = field(default_factory=dict, hash=False)
    wanted_notice: int = 0

    @property
    def ref(self) -> str:
        """`policy@number` of what is pending, else the policy's name."""
        return f"{self.policy}@{self.declared.number}" if self.declared else self.policy

    @property
    def notice(self) -> int | None:
        """The days between announcement and effect; None where nothing takes effect."""
        if self.declared is None or self.declared.effective is None:
            return None
        return (self.declared.effective - self.announced).days

    def title(self, lang: str) -> str:
        """The policy's title in `lang`, else in another language, else its name."""
        return self.titles.get(lang) or next(iter(self.titles.values()), self.policy)


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact whose wording the branch changes, in one language; "" where it isn't there.

    `uses` are the policies whose texts say it, `open` those of them that declare no publication.
    """

    name: str
    lang: str
    before: str
    after: str
    uses: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What the branch would publish on the day `on`.

    `problems` are those that the branch brings, `earlier` those that were there before it. `titles`
    are by policy and language, `words` those of the pages. The languages are the site's, the
    authoritative one first.
    """

    on: date
    branch: Branch
    languages: tuple[str, ...]
    items: tuple[PolicyReview, ...]
    facts: tuple[FactChange, ...]
    titles: Mapping[str, Mapping[str, str]] = field(hash=False)
    words: Mapping[str, Mapping[str, str]] = field(hash=False)
    problems: tuple[Problem, ...]
    earlier: tuple[Problem, ...]

    def title(self, policy: str, lang: str) -> str:
        """A policy's title in `lang`, else in another language, else its name."""
        titles = self.titles.get(policy, {})
        return titles.get(lang) or next(iter(titles.values()), policy)

    @property
    def errors(self) -> int:
        """How many of all problems keep it from being published."""
        return sum(found.severity == "error" for found in (*self.problems, *self.earlier))


def look(repository: Repository, base: str, on: date) -> Review:
    """The review of a repository against the branch or commit `base`, on a day.

    Raises KaiteiError where git can't answer, or the record, the settings or the owner's words of
    the pages can't be read; whatever else is wrong is among the review's problems.
    """
    branch = standing.branch(repository, base)
    content = repository.content
    desk = CheckContext(content, repository.record.policies, on)
    before, old = standing.before(repository, branch.base, on)
    ours, earlier = standing.apart(repository, checks.check(repository, on), old)
    company = content.settings.organization
    first = company.authoritative
    shown, _ = preview.readable(repository, content, on)
    return Review(
        on,
        branch,
        tuple(sorted(company.languages, key=lambda lang: lang != first)),
        tuple(item for case in desk.cases for item in _items(case, before, shown)),
        tuple(_facts(desk, before.settings)) if before else (),
        {case.draft.policy: case.draft.titles for case in desk.cases},
        read_words(repository.root / "theme", company.languages),
        ours,
        earlier,
    )


# --- a policy ---------------------------------------------------------------------------------


def _items(case: DraftContext, before: Content | None, shown: Site) -> Iterator[PolicyReview]:
    """What the branch does to a policy: each publication of it. `shown` is the site with them."""
    for one in (*case.before, case):
        earlier = before is not None and _same(case, before) and _declared_there(one, before)
        if item := _item(one, shown, earlier=earlier):
            yield item


def _item(case: DraftContext, shown: Site, *, earlier: bool) -> PolicyReview | None:
    """A publication that is pending, or a text that differs; None where that is nothing."""
    redlines = dict(_redlines(case))
    if not case.pending and all(found.empty for found in redlines.values()):
        return None
    return PolicyReview(
        case.draft.policy,
        case.draft.titles,
        case.declared if case.pending else None,
        case.announced,
        redlines,
        _about(case),
        case.pending and earlier,
        dict(_announcements(case, shown)) if case.pending else {},
        case.desk.settings.organization.notice(case.draft.policy),
    )


def _announcements(case: DraftContext, shown: Site) -> Iterator[tuple[str, Announcement]]:
    """The announcement of a pending publication by language, where the site can show it."""
    name, number = case.draft.policy, case.declared.number
    if (name, number) in (shown.draft or ()):
        policy = shown.policy(name)
        for lang in case.desk.settings.organization.languages:
            yield lang, announcement(shown, policy, policy.entry(number), lang)


def _about(case: DraftContext) -> About | None:
    """What a pending publication replaces or concerns, as it stands on the day."""
    declared, record, on = case.declared, case.record, case.desk.on
    number = declared.base if declared.of is None else declared.of
    if not case.pending or number not in {p.number for p in record.known(on)}:
        return None
    publication = record.get(number)
    status = record.status(publication, on)
    after = case.planned.as_of(on).in_force(max(on, declared.effective or on))
    return About(
        number,
        record.effective(publication, on),
        status is Status.IN_FORCE,
        status not in (Status.IN_FORCE, Status.UPCOMING),
        after.number if after else None,
    )


def _redlines(case: DraftContext) -> Iterator[tuple[str, Redline]]:
    """The comparisons by language: with what is replaced, or with what was published last."""
    newest = case.held
    if case.pending and case.declared.kind is Kind.TRANSLATION:
        yield from _translated(case)
        return
    if case.pending and not case.declared.kind.is_revision:
        return
    old = case.replaced() if case.pending else case.published(newest.number) if newest else {}
    for lang in case.languages:
        published = old.get(lang)
        text = markdown.parse(published, lang) if published is not None else None
        yield lang, diff.compare(text, case.text(lang))


def _translated(case: DraftContext) -> Iterator[tuple[str, Redline]]:
    """A late translation against the text of the same language that its revision replaced."""
    known = {p.number for p in case.record.publications}
    if case.declared.of not in known:
        return
    about = case.record.get(case.declared.of)
    for lang in case.languages:
        if lang not in case.published(about.number):
            before = case.published(about.base).get(lang) if about.base else None
            text = markdown.parse(before, lang) if before is not None else None
            yield lang, diff.compare(text, case.text(lang))


def _same(case: DraftContext, before: Content) -> bool:
    """Whether the base has this policy as it stands here: then it is not this branch's."""
    try:
        there = before.draft(case.draft.policy)
    except KeyError:
        return False
    return there.filled == case.draft.filled and there.declared == case.draft.declared


def _declared_there(case: DraftContext, before: Content) -> bool:
    """Whether the base declares the change of which a publication is made, if it is made of one.

    That of particulars changes no text, by which `_same` would know it.
    """
    changes = case.desk.content.changes
    own = [change for change in changes if case.by_fact and change.file == case.declared.file]
    return all(change in before.changes for change in own)


# --- facts ------------------------------------------------------------------------------------


def _facts(desk: CheckContext, before: Settings) -> Iterator[FactChange]:
    """Each changed wording of a fact, with the policies whose texts say it."""
    now = desk.settings
    for name in dict.fromkeys([*before.facts, *now.facts, facts.OWN]):
        uses = tuple(case.draft.policy for case in desk.cases if name in case.draft.used)
        open_ = tuple(
            case.draft.policy for case in desk.cases if name in case.draft.used and not case.pending
        )
        for lang in now.organization.languages:
            old, new = _words(before, name, lang), _words(now, name, lang)
            for part in dict.fromkeys([*old, *new]):
                was, is_ = old.get(part) or "", new.get(part) or ""
                whole = part and old.get("") != new.get("")  # then the whole says it
                if was != is_ and not whole:
                    shown = f"{name}.{part}" if part else name
                    yield FactChange(shown, lang, was, is_, uses, open_)


def _words(settings: Settings, name: str, lang: str) -> Mapping[str, str | None]:
    known = name == facts.OWN or name in settings.facts
    return settings.parts(name, lang) if known else {}
