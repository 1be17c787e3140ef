"""The site as it would be with the draft: a build of its own, marked on every page.

The draft is added to the record as it was read, in memory, and the site is built from that by the
way of every site. Nothing of it touches versions/ or site/; the public build never reads content/.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from kaitei.base.problems import KaiteiError, Problem
from kaitei.build import builder
from kaitei.build.builder import Session
from kaitei.drafts import publish
from kaitei.drafts.checks import CheckContext, DraftContext
from kaitei.drafts.pending import Resolved
from kaitei.drafts.reading import Content, Declaration
from kaitei.drafts.repository import Repository
from kaitei.model import Kind, Policy
from kaitei.record.append import foreseen
from kaitei.site.model import Site, look


@dataclass(frozen=True, slots=True)
class Preview:
    """What a build with the draft gave: pages, what it shows as `policy@n`, what is wrong."""

    pages: int
    shown: tuple[str, ...]
    problems: tuple[Problem, ...]


def build(
    repository: Repository, on: date, output: Path, session: Session | None = None
) -> Preview:
    """Build the site of the day `on` with the drafts of a repository into `output`, marked.

    A draft that can't be read is left out and told; the others are shown. Raises KaiteiError where
    there is nothing to show it in: settings, record or theme that can't be read.
    """
    content, problems = repository.content, repository.unread
    policies, draft = _with_drafts(repository.record.policies, content, on, problems)
    pages = builder.build(repository.root, policies, on, output, draft=draft, session=session)
    refs = tuple(f"{name}@{number}" for name, number in draft)
    return Preview(pages, refs, tuple(p for p in problems if p.severity == "error"))


def site(repository: Repository, on: date) -> Site:
    """The site that knows all of the record, and each draft as it would be published on the day.

    Raises KaiteiError for drafts that can't be read.
    """
    shown, problems = readable(repository, repository.whole, on)
    if problems:
        raise KaiteiError(*problems)
    return shown


def readable(repository: Repository, content: Content, on: date) -> tuple[Site, list[Problem]]:
    """The same with those drafts that can be read, and what is wrong with the others."""
    problems: list[Problem] = []
    policies, draft = _with_drafts(repository.record.policies, content, on, problems)
    return look(policies, date.max, draft), problems


def _with_drafts(
    policies: Sequence[Policy], content: Content, on: date, problems: list[Problem]
) -> tuple[Sequence[Policy], tuple[tuple[str, int], ...]]:
    """The record with each draft that differs from it, as it would be published on the day.

    With it the (policy, number) of each of these; what can't be shown is added to `problems`.
    """
    shown: list[tuple[str, int]] = []
    for case in CheckContext(content, policies, on).cases:
        for one in (*case.before, case):
            wanted = one if one.pending else _as_revision(one)
            if wanted is None:
                continue
            try:
                publication = publish.publication(wanted, on)
                policies = foreseen(policies, [(publication, wanted.frozen)])
                shown.append((publication.policy, publication.number))
            except KaiteiError as error:
                problems += [replace(p, file=wanted.declared.file) for p in error.problems]
    return policies, tuple(shown)


def _as_revision(case: DraftContext) -> DraftContext | None:
    """Edits that nothing declares, as a revision from tomorrow; None where nothing was edited."""
    held = case.held
    if held is None or dict(case.published(held.number)) == dict(case.draft.filled):
        return None
    declared = Declaration(
        Kind.REVISION,
        case.declared.file,
        effective=case.desk.on + timedelta(days=1),
        base=held.number,
        number=len(case.record.publications) + 1,
    )
    return replace(case, resolved=Resolved(declared, pending=True))
