"""What is wrong, told apart: what a branch brings, and what stood before it.

The base is the commit at which the branch left the line that it will be merged into. Its content is
judged against the same record and for the same day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts import checks, reading
from kaitei.drafts.checks import CheckContext
from kaitei.drafts.reading import Content
from kaitei.drafts.repository import Repository, laid_out


@dataclass(frozen=True, slots=True)
class Branch:
    """What is looked at, and what it is held against.

    `base` is a commit. `commit` is the branch's own where it is read without being checked out, ""
    where it is the work tree. `outside` are the files outside content/ that it changes.
    """

    base: str
    commit: str
    outside: tuple[str, ...]


def branch(repository: Repository, base: str) -> Branch:
    """What a repository, or the branch that it was opened with, is against `base`.

    Raises KaiteiError where git can't answer.
    """
    past = repository.history
    if past is None:
        raise KaiteiError(problem("review-no-git"))
    fork = past.fork(base)
    if not repository.branch:
        return Branch(fork, "", past.differing(fork, past.commit("HEAD"), reading.CONTENT))
    commit = past.commit(repository.branch)
    return Branch(fork, commit, past.differing(past.fork(commit), commit, reading.CONTENT))


def before(
    repository: Repository, commit: str, on: date
) -> tuple[Content | None, tuple[Problem, ...]]:
    """content/ as it stands in a commit and what is wrong with it; None where it can't be read."""
    past = repository.history
    files = past.files(commit, reading.CONTENT) if past else {}
    if not files:
        return None, ()
    with laid_out(files) as folder:
        root = Path(folder)
        content, problems = reading.read(root)
        if content is not None:
            problems += checks.judge(root, CheckContext(content, repository.record.policies, on))
        return content, tuple(problems)


def apart(
    repository: Repository, problems: Iterable[Problem], old: Iterable[Problem]
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """The problems that are not among the `old` ones, wherever their lines went; and the others.

    A branch that is not checked out has nothing of its own but content/.
    """
    known = {_identity(found) for found in old}
    ours: list[Problem] = []
    standing: list[Problem] = []
    for found in problems:
        foreign = repository.branch and not found.file.startswith(f"{reading.CONTENT}/")
        (standing if foreign or _identity(found) in known else ours).append(found)
    return tuple(ours), tuple(standing)


def _identity(found: Problem) -> tuple[object, ...]:
    """What makes two problems the same although lines moved."""
    values = tuple(sorted(found.values.items()))
    return found.rule, found.file, found.clause, values, len(found.also)
