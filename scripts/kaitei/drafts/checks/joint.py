"""Which policies an announcement names as its own (`together`), and which are yet to come.

On a code host each policy arrives by itself. An announcement that names its policies waits until
every one of them declares it; what is told as one is then published in one go.
"""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.base.problems import Problem
from kaitei.drafts.checks.context import DraftContext


def alone(case: DraftContext) -> Iterator[Problem]:
    """What belongs together is announced under a name."""
    if case.pending and case.declared.together and not case.declared.announcement:
        yield case.here("together-alone", "together")


def named(case: DraftContext) -> Iterator[Problem]:
    """A list names policies that there are, this one among them."""
    listed = case.declared.together
    if not case.pending or not listed:
        return
    known = case.desk.settings.organization.policies
    for name in listed:
        if name not in known:
            yield case.here("together-unknown", "together", policy=name, known=", ".join(known))
    if case.draft.policy not in listed:
        yield case.here("together-itself", "together", policy=case.draft.policy)


def agreed(case: DraftContext) -> Iterator[Problem]:
    """Everyone who names the policies of an announcement names the same, and none comes unnamed."""
    own = case.declared.together
    for other in _sharing(case):
        listed, named = other.declared.together, case.draft.policy in other.declared.together
        if not listed or {*own} == {*listed} or (not own and named):
            continue
        yield case.here(
            "together-differs" if own else "together-unnamed",
            "together" if own else "announcement",
            announcement=case.declared.announcement,
            policy=case.draft.policy,
            other=other.declared.file,
            here=", ".join(own),
            there=", ".join(listed),
        )


def waiting(case: DraftContext) -> Iterator[Problem]:
    """An announcement that is held back says for whom."""
    if missing := awaited(case):
        yield case.here(
            "together-waiting",
            "together" if case.declared.together else "announcement",
            announcement=case.declared.announcement,
            arrived=", ".join(arrived(case)),
            missing=", ".join(missing),
        )


def awaited(case: DraftContext) -> tuple[str, ...]:
    """The policies that belong to a pending announcement and do not declare it yet."""
    return tuple(name for name, here in _belonging(case).items() if not here)


def arrived(case: DraftContext) -> tuple[str, ...]:
    """The policies that declare a pending announcement, or were published of it.

    The latter where publishing was cut off.
    """
    return tuple(name for name, here in _belonging(case).items() if here)


# --- helpers ----------------------------------------------------------------------------------


def _belonging(case: DraftContext) -> dict[str, bool]:
    """The policies of a pending announcement, whoever names them, and whether each has arrived."""
    if not case.pending or not case.declared.announcement:
        return {}
    sharing = [case, *_sharing(case)]
    here = {*_published(case), *(one.draft.policy for one in sharing)}
    listed = (name for one in sharing for name in (*one.declared.together, one.draft.policy))
    known = case.desk.settings.organization.policies  # that another is none is told by `named`
    return {name: name in here for name in listed if name in known}


def _sharing(case: DraftContext) -> list[DraftContext]:
    """The other pending publications of the announcement."""
    shared = case.declared.announcement if case.pending else ""
    pending = case.desk.pending if shared else []
    return [one for one in pending if one is not case and one.declared.announcement == shared]


def _published(case: DraftContext) -> Iterator[str]:
    """The policies of which the announcement was published in part."""
    for policy in case.desk.record.values():
        if any(p.announcement == case.declared.announcement for p in policy.publications):
            yield policy.name
