"""What an event can be about on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kaitei.model import Kind, Policy, Publication, Status

_ALIVE = (Status.IN_FORCE, Status.UPCOMING)


def fits(
    kind: Kind, about: Publication, policy: Policy, on: date, languages: Iterable[str]
) -> bool:
    """Whether an event of a kind can be about a publication on a day.

    `languages` are the site's: a translation is of a revision that lacks one of them.
    """
    if about.kind.is_dated:
        return policy.effective(about, on) > on and kind in (Kind.POSTPONEMENT, Kind.WITHDRAWAL)
    if not about.kind.is_revision:
        return False
    # A revision that was corrected stands in its correction, which follows it in everything.
    standing = {policy.status(r, on) for r in (about, *corrections(about, policy, on))}
    if kind is Kind.POSTPONEMENT:
        return Status.UPCOMING in standing
    if kind is Kind.TRANSLATION:
        return bool({*languages} - policy.languages(about.number))
    if kind is Kind.REVIEW:
        return Status.IN_FORCE in standing
    if kind is Kind.WITHHELD:
        return policy.status(about, on) is not Status.WITHHELD
    return bool(standing.intersection(_ALIVE))


def subjects(kind: Kind, policy: Policy, on: date, languages: Sequence[str]) -> list[Publication]:
    """What an event that names nothing may be meant to be about.

    Never what is in force where readers would lose it: of postponements and withdrawals what is
    to come. Corrections go with what they correct.
    """
    known, coming = policy.as_of(on), policy.upcoming(on)
    if kind is Kind.REVIEW:
        return [*filter(None, [known.in_force(on)])]
    if kind in (Kind.REPEAL, Kind.RENAMING):
        return [*filter(None, [known.in_force(on)])] or [*coming[:1]]
    found: Sequence[Publication] = known.revisions
    if kind is Kind.TRANSLATION:
        found = [r for r in known.revisions if known.status(r) in _ALIVE]
    if kind in (Kind.POSTPONEMENT, Kind.WITHDRAWAL):
        originals = dict.fromkeys(original(one, policy).number for one in coming)
        dated = [p.number for p in known.publications if p.kind.is_dated]
        found = [policy.get(number) for number in (*originals, *dated)]
        found = [p for p in found if policy.effective(p, on) > on and not withdrawn(p, policy)]
    return [one for one in found if fits(kind, one, policy, on, languages)]


def original(revision: Publication, policy: Policy) -> Publication:
    """What a correction corrects in the end; any other revision itself."""
    while revision.kind is Kind.CORRECTION and revision.base is not None:
        revision = policy.get(revision.base)
    return revision


def corrections(revision: Publication, policy: Policy, on: date) -> list[Publication]:
    """The corrections of a revision that are known, those of a correction included."""
    found: list[Publication] = []
    for later in policy.revisions(on):
        corrected = {revision.number, *(earlier.number for earlier in found)}
        if later.kind is Kind.CORRECTION and later.base in corrected:
            found.append(later)
    return found


def withdrawn(publication: Publication, policy: Policy) -> bool:
    """Whether a publication was withdrawn, or what it corrects; on whatever day that counts."""
    about = {publication.number, original(publication, policy).number}
    events = (event for number in about for event in policy.events(number, date.max))
    return any(event.kind is Kind.WITHDRAWAL for event in events)
