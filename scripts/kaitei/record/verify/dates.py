"""When each publication came to git, and those that say they were announced before that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import dropwhile

from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.model import Policy, Publication
from kaitei.record import layout, sums
from kaitei.record.git import FileChange, History
from kaitei.record.reading import Record


def contradicted(record: Record) -> list[Problem]:
    """Publications that say they were announced before git had them.

    A warning for a sample. Imported publications, with which a policy begins, were announced
    elsewhere and are exempt. Nothing where git can't be asked.
    """
    past = record.past
    if past is None or past.is_shallow() or record.faults:
        return []  # told already
    brought = _brought(past)
    return [
        found
        for policy in record.policies
        for publication in _announced_here(policy)
        for found in _date(publication, brought.get(publication.ref))
    ]


def brought(record: Record) -> dict[str, FileChange]:
    """The commit that brought each publication to the main line, by `policy@number`.

    What is not committed is missing; without a repository all is. Raises KaiteiError for a shallow
    clone, which can't know.
    """
    past = record.past
    if past is None:
        return {}
    if past.is_shallow():
        raise KaiteiError(problem("git-shallow", layout.VERSIONS))
    return _brought(past)


def day(publication: Publication, by: FileChange) -> date:
    """The day of a commit where the policy is at home."""
    return by.when.astimezone(publication.settings.organization.zone).date()


def _brought(past: History) -> dict[str, FileChange]:
    found: dict[str, FileChange] = {}
    for change in past.changes(layout.VERSIONS):
        folder, _, name = change.path.rpartition("/")
        if change.status == "A" and layout.is_published_file(change.path) and name == sums.NAME:
            _, policy, number = folder.split("/")
            found.setdefault(f"{policy}@{number}", change)
    return found


def _announced_here(policy: Policy) -> Iterator[Publication]:
    """The publications of a policy without those that were taken in from elsewhere, the first."""
    return dropwhile(lambda publication: publication.imported, policy.publications)


def _date(publication: Publication, by: FileChange | None) -> Iterator[Problem]:
    if by is None or publication.announced >= day(publication, by):
        return
    found = problem(
        "record-date",
        f"{layout.VERSIONS}/{publication.policy}/{publication.number}",
        announced=publication.announced,
        day=day(publication, by),
        commit=by.commit[:12],
    )
    yield replace(found, severity="warning") if publication.sample else found
