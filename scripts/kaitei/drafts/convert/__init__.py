"""content/ of the form in which revision.yml declared, brought into that in which the texts do.

Nothing in versions/ is touched: what was published, and the site, are the same before and after.
All is written or nothing; a further run finds nothing to do.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kaitei.base import textfile
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts import reading
from kaitei.drafts.checks import CheckContext
from kaitei.drafts.convert.former import Former, read
from kaitei.drafts.convert.fronts import files
from kaitei.drafts.reading import CONTENT, REVISION_FILE
from kaitei.drafts.repository import Repository
from kaitei.model import Policy

Files = Mapping[str, str | None]
"""What is to stand at each path below the root; None for what goes."""


def convert(repository: Repository, on: date) -> list[str]:
    """Convert what of content/ has the former form; the paths of the files that changed.

    Raises KaiteiError, with nothing written, for what can't be read.
    """
    root, settings = repository.root, repository.settings
    homes = sorted((root / CONTENT).glob(f"*/{REVISION_FILE}"))
    found: dict[str, Former] = {}
    wrong: list[Problem] = []
    for home in homes:
        try:
            former = read(root, home.parent.name, settings)
            found[former.policy] = former
            wrong += _misnumbered(former, _recorded(repository, former))
        except KaiteiError as error:
            wrong += error.problems
    if wrong:
        raise KaiteiError(*wrong)
    changed: dict[str, str | None] = {}
    for former in found.values():
        policy = _recorded(repository, former)
        changed |= _exact(repository, former, policy, changed, on)
    textfile.replace(root, changed)
    return sorted(changed)


def _recorded(repository: Repository, former: Former) -> Policy:
    """What was published of a policy, under its name or the one that it renames."""
    record = {policy.name: policy for policy in repository.record.policies}
    known = record.get(former.policy) or record.get(former.said.get("former", ""))
    return known or Policy(former.policy, ())


def _misnumbered(former: Former, policy: Policy) -> list[Problem]:
    """A problem where the number is neither that of the last publication nor the next."""
    last = len(policy.publications)
    if former.number in (last, last + 1):
        return []
    values = {"number": former.number, "last": last, "next": last + 1}
    return [problem("convert-number", former.file, former.lines["number"], "", **values)]


def _exact(
    repository: Repository, former: Former, policy: Policy, others: Files, on: date
) -> Files:
    """The files of a policy; numbers stand in them only where they would be taken for others."""
    numbers: tuple[str, ...] = ()
    for numbers in ((), ("of",), ("base",), ("of", "base")):
        made = files(repository.root, former, policy, repository.settings, numbers)
        if _same(repository, former, {**others, **made}, on):
            return made
    return files(repository.root, former, policy, repository.settings, numbers)


def _same(repository: Repository, former: Former, changed: Files, on: date) -> bool:
    """Whether the converted files say of which publication, on what, as the former did."""
    with TemporaryDirectory(prefix="kaitei-convert-") as folder:
        root = Path(folder)
        shutil.copytree(repository.root / CONTENT, root / CONTENT, symlinks=True)
        textfile.replace(root, changed)
        content, _ = reading.read(root)
    if content is None:
        return True
    for case in CheckContext(content, repository.record.policies, on).cases:
        if case.draft.policy == former.policy:
            said = case.declared.number, case.declared.base, case.declared.of
            return said == (former.number, former.numbered("base"), former.numbered("of"))
    return True  # a text that can't be read is told by `check`
