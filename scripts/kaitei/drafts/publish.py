"""Publishing: what content/ declares and the record does not have yet is frozen into the record.

content/ is read once: what was judged is what is built for a trial (see `rehearsal`) and what is
frozen, whatever is saved meanwhile. Then each policy is appended whole or not at all, one after the
other. A run that was cut off is completed by the next, a further run does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import product

from kaitei.base.catalogue import t
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts import checks, reading
from kaitei.drafts.checks import CheckContext, DraftContext
from kaitei.drafts.rehearsal import Candidate, rehearse
from kaitei.drafts.repository import Repository
from kaitei.model import Kind, Policy, Publication, midnight, next_moment, phrases
from kaitei.record.append import append_all, tidy


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one policy's pending publication: `published`, or waiting for `announced`.

    `missed` is the day on which it was to be announced, where that was before it was. `awaited`
    are the policies for which its `announcement` waits, `arrived` those that are there.
    """

    policy: str
    number: int
    kind: Kind
    announced: date
    effective: date | None
    published: bool
    missed: date | None = None
    announcement: str = ""
    awaited: tuple[str, ...] = ()
    arrived: tuple[str, ...] = ()

    def sentence(self, lang: str) -> str:
        """The outcome in one sentence of `lang`, a language of the desk."""
        key = "waits_together" if self.awaited else "waits"
        if self.published:
            key = "published_effective" if self.effective else "published"
        said = t(
            lang,
            f"desk.publish.{key}",
            ref=f"{self.policy}@{self.number}",
            kind=phrases.kind(self.kind, lang),
            announced=phrases.day(self.announced, lang),
            effective=phrases.day(self.effective, lang) if self.effective else "",
            announcement=self.announcement,
            awaited=", ".join(self.awaited),
            arrived=", ".join(self.arrived),
        )
        if self.missed:
            said += t(lang, "desk.publish.missed", day=phrases.day(self.missed, lang))
        return said


def publish(
    repository: Repository, on: date, only: Sequence[str] = (), moment: datetime | None = None
) -> list[Outcome]:
    """Publish what is pending in content/ on the day `on`, in the policies' time zone.

    `moment` is the moment of publishing, which is frozen; None: midnight of that day.
    `only` names policies; without it all are meant. What the checks call an error, in one of them,
    in what they share or in the record, is raised as KaiteiError before anything is written.
    An announcement that names its policies waits until each declares it; the rest does not.
    Returns an outcome for each pending publication, none where nothing is pending.
    """
    record = repository.record
    tidy(record)
    content = repository.readable
    known = [draft.policy for draft in content.drafts] if content else []
    problems = [p for p in checks.check(repository, on) if _concerns(p, only)]
    problems += [
        problem("publish-unknown", reading.CONTENT, policy=name, known=", ".join(known))
        for name in only
        if not (repository.drafted / reading.CONTENT / name).is_dir()
    ]
    _refuse(p for p in problems if p.severity == "error" and not _waits(p, repository, on))
    assert content is not None  # noqa: S101  # else the checks had an error
    pending = CheckContext(content, record.policies, on).pending
    _refuse(_parted(pending, only))
    meant = [case for case in pending if not only or case.draft.policy in only]
    held = [_held(case) for case in meant if checks.awaited(case)]
    candidates = [_candidate(case) for case in meant if not checks.awaited(case)]
    ready = [one for one in candidates if one.publication.announced <= on]
    ready = list(_stamped(ready, record.policies, moment))
    _refuse(rehearse(repository, ready))
    if ready:
        append_all(record, [one.addition for one in ready])
    return [*(_outcome(one, on) for one in candidates), *held]


def _refuse(problems: Iterable[Problem]) -> None:
    """Raise the errors among `problems`, if there are any."""
    errors = [p for p in problems if p.severity == "error"]
    if errors:
        raise KaiteiError(*errors)


def _parted(pending: Sequence[DraftContext], only: Sequence[str]) -> Iterator[Problem]:
    """A problem for each policy in `only` that shares an announcement with one left out."""
    named = [case for case in pending if case.draft.policy in only and case.declared.announcement]
    rest = [case for case in pending if case.draft.policy not in only]
    for case, left in product(named, rest):
        shared = case.declared.announcement
        if left.declared.announcement == shared:
            parted = {"announcement": shared, "left": left.draft.policy}
            yield case.here("publish-together", "announcement", policy=case.draft.policy, **parted)


def _concerns(found: Problem, only: Sequence[str]) -> bool:
    """Whether a problem concerns one of the policies in `only`, or what all of them share."""
    parts = found.file.split("/")
    of_one = parts[0] == reading.CONTENT and len(parts) > 2
    return not only or not of_one or parts[1] in only


def _waits(found: Problem, repository: Repository, on: date) -> bool:
    """Whether a problem is with a policy of which all that is pending waits for others.

    Nothing of it is published today, so that it stops nobody else.
    """
    parts, content = found.file.split("/"), repository.readable
    if content is None or parts[0] != reading.CONTENT or len(parts) < 3:
        return False
    desk = CheckContext(content, repository.record.policies, on)
    own = [case for case in desk.pending if case.draft.policy == parts[1]]
    return bool(own) and all(map(checks.awaited, own))


def _candidate(case: DraftContext) -> Candidate:
    """What a case would freeze today, or on the later day that it declares."""
    return Candidate(case.draft, case.declared, publication(case, case.announced), case.frozen)


def _stamped(
    candidates: Iterable[Candidate], policies: Iterable[Policy], moment: datetime | None
) -> Iterator[Candidate]:
    """The candidates with the moment of publishing, each a second after the one before it."""
    for later, one in enumerate(candidates):
        made = one.publication
        begun = moment or midnight(made.announced, made)
        at = next_moment(policies, begun.astimezone(made.settings.organization.zone))
        at += timedelta(seconds=later)
        yield replace(one, publication=replace(made, published=at))


def _held(case: DraftContext) -> Outcome:
    """What becomes of a publication whose announcement waits for other policies."""
    declared = case.declared
    return Outcome(
        case.draft.policy,
        declared.number,
        declared.kind,
        case.announced,
        declared.effective,
        published=False,
        announcement=declared.announcement,
        awaited=checks.awaited(case),
        arrived=checks.arrived(case),
    )


def _outcome(candidate: Candidate, on: date) -> Outcome:
    made, declared = candidate.publication, candidate.declared.announced
    return Outcome(
        made.policy,
        made.number,
        made.kind,
        made.announced,
        made.effective,
        published=made.announced <= on,
        missed=declared if declared and declared < made.announced else None,
    )


def publication(case: DraftContext, announced: date) -> Publication:
    """The publication that is pending, announced on a day."""
    draft, declared, settings = case.draft, case.declared, case.desk.settings
    carried = _carried(case)
    return Publication(
        policy=draft.policy,
        number=declared.number,
        kind=declared.kind,
        announced=announced,
        effective=declared.effective,
        base=declared.base,
        of=declared.of,
        former=declared.former,
        id=f"tag:{settings.organization.tag}:{draft.policy}/{declared.number}",
        summary=declared.summary,
        reason=declared.reason,
        titles={
            lang: title
            for lang, title in draft.titles.items()
            if lang in carried or declared.kind is not Kind.TRANSLATION
        },
        sources={lang: draft.filled[lang] for lang in carried},
        settings=settings,
        translation_later=declared.translation_later,
        announcement=declared.announcement,
        extra=declared.extra,
        sample=settings.organization.sample,
    )


def _carried(case: DraftContext) -> list[str]:
    """The languages whose texts the publication carries.

    A revision: all there are. A translation: those that neither the revision has that it is about
    nor, being its texts, the newest one. Any other event: none.
    """
    declared, record = case.declared, case.record
    if declared.kind.is_revision:
        return list(case.draft.filled)
    if declared.kind is not Kind.TRANSLATION or declared.of is None:
        return []
    newest = max(p.number for p in record.publications if p.kind.is_revision)
    taken = {lang for number in (declared.of, newest) for lang in record.languages(number)}
    return [lang for lang in case.draft.filled if lang not in taken]
