"""When a clause changed: the revisions that led to a text, and which clauses each touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from kaitei.model import Clause
from kaitei.site.model.entry import SiteEntry
from kaitei.site.model.policy_site import PolicySite
from kaitei.text.diff import ChangeKind

_UNSEEN = {ChangeKind.KEPT, ChangeKind.RENUMBERED, ChangeKind.FORMATTING}


def touches(
    policy: PolicySite, entry: SiteEntry | None, lang: str
) -> Mapping[str, Sequence[tuple[SiteEntry, bool]]]:
    """By a clause's id the revisions that touched it, oldest first, and whether it was new then.

    Read off the redlines in `lang` of the revisions that led to `entry`, each to the one before.
    A clause whose number alone changed was not touched.
    """
    found: dict[str, tuple[tuple[SiteEntry, bool], ...]] = {}
    for one in reversed(ancestry(policy, entry)):
        found = policy.once(("touched", one.number, lang), partial(_with, found, policy, one, lang))
    return found


def _with(
    before: Mapping[str, tuple[tuple[SiteEntry, bool], ...]],
    policy: PolicySite,
    one: SiteEntry,
    lang: str,
) -> dict[str, tuple[tuple[SiteEntry, bool], ...]]:
    """What was touched before a revision, and what it touched."""
    found = dict(before)
    redline = policy.redline(one, lang)
    if redline is not None and one.publication.base is not None:
        for change in redline.changed:
            if change.new and change.new.id and set(change.kinds) - _UNSEEN:
                touch = one, _new(change.old, change.kind)
                found[change.new.id] = (*found.get(change.new.id, ()), touch)
    return found


def coming(policy: PolicySite, entry: SiteEntry, lang: str) -> Mapping[str, Sequence[SiteEntry]]:
    """By a clause's id the announced revisions that will change or delete it, the next first.

    Read off the redlines in `lang` of those that follow from `entry`: what was announced in place
    of another text says nothing of its clauses.
    """
    found: dict[str, tuple[SiteEntry, ...]] = {}
    for one in policy.upcoming:
        redline = policy.redline(one, lang)
        if redline is None or entry not in ancestry(policy, policy.base(one)):
            continue
        for change in redline.changed:
            if change.old and change.old.id and set(change.kinds) - _UNSEEN:
                found[change.old.id] = (*found.get(change.old.id, ()), one)
    return found


def moved_on(policy: PolicySite, shown: SiteEntry, entry: SiteEntry, lang: str) -> frozenset[str]:
    """The clauses that changed between an older text that is shown and the one that counts."""
    led = ancestry(policy, entry)
    numbers = [one.number for one in led]
    if shown.number not in numbers:
        return frozenset()
    late = led[: numbers.index(shown.number)]
    redlines = [policy.redline(one, lang) for one in late]
    return frozenset(
        clause.id
        for redline in redlines
        if redline
        for change in redline.changed
        for clause in (change.old, change.new)
        if clause and clause.id and set(change.kinds) - _UNSEEN
    )


def _new(old: Clause | None, kind: ChangeKind) -> bool:
    return old is None and kind is ChangeKind.ADDED


def ancestry(policy: PolicySite, entry: SiteEntry | None) -> list[SiteEntry]:
    """The entry's revision, what it replaced, what that replaced ...: newest first."""
    found = []
    while entry is not None:
        found.append(entry)
        entry = policy.base(entry)
    return found
