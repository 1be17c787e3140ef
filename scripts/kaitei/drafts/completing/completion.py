"""What a branch lacks, as edits of its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from kaitei.base import textfile
from kaitei.base.problems import KaiteiError, Problem
from kaitei.drafts import reading, renumber, standing
from kaitei.drafts.completing.headings import has_text
from kaitei.drafts.completing.marking import marked
from kaitei.drafts.completing.naming import named
from kaitei.drafts.edits import Edits
from kaitei.drafts.repository import Repository, laid_out


@dataclass(frozen=True, slots=True)
class PolicyCompletion:
    """What was done to a policy: how many lines got other numbers, and which ids.

    `named` are new ids, `marked` by language the ids of clauses whose translation is missing.
    """

    policy: str
    numbered: int
    named: tuple[str, ...]
    marked: Mapping[str, tuple[str, ...]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Completion:
    """All that is done to a branch: the edits, and what they are for each policy."""

    edits: Edits
    policies: tuple[PolicyCompletion, ...]


def complete(repository: Repository, base: str, on: date) -> Completion:
    """Complete the policies whose texts differ from those of `base`; nothing is written.

    Of a repository that was opened with a branch it is the branch's own content/, not what it would
    be once merged, held against the commit at which it left what is checked out. Raises KaiteiError
    where git can't answer, or the company or the facts can't be read; of a policy that can't be
    read the problems are among those left.
    """
    branch = standing.branch(repository, base)
    past = repository.history
    assert past is not None  # noqa: S101  # else `branch` has raised
    fork = past.fork(branch.commit) if branch.commit else branch.base
    old = past.files(fork, reading.CONTENT)
    files = past.files(branch.commit, reading.CONTENT) if branch.commit else _here(repository.root)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    left: list[Problem] = []
    done = []
    with laid_out(files) as folder:
        root = Path(folder)
        company = Repository(root, repository.record).settings.organization
        for policy in sorted(_touched(files, old)):
            texts = {
                lang: textfile.edited(root / file, file)
                for lang in (company.authoritative, *company.languages)
                if (file := f"{reading.CONTENT}/{policy}/{lang}.md") in files
            }
            found, filled, open_ = _completed(root, repository, policy, texts, on)
            before |= {_file(policy, lang): text for lang, text in texts.items()}
            after |= {_file(policy, lang): text for lang, text in filled.items()}
            left += open_
            if filled != texts:
                done.append(found)
    return Completion(Edits(before, after, tuple(left)), tuple(done))


def _completed(
    root: Path, repository: Repository, policy: str, texts: Mapping[str, str], on: date
) -> tuple[PolicyCompletion, dict[str, str], tuple[Problem, ...]]:
    """What is done to a policy that is laid out below `root`, its texts then, and what is left."""
    record = (p for p in repository.record.policies if p.name == policy)
    filled, ids = named(texts, record)
    first, *others = filled
    missing: dict[str, tuple[str, ...]] = {}
    for lang in others:
        if has_text(filled[lang]):
            filled[lang], lacking = marked(filled[first], filled[lang])
            missing |= {lang: tuple(lacking)} if lacking else {}
    textfile.replace(root, {_file(policy, lang): text for lang, text in filled.items()})
    numbered = 0
    left: tuple[Problem, ...] = ()
    try:
        edits = renumber.renumber(Repository(root, repository.record), policy, on)
    except KaiteiError as error:
        left = error.problems
    else:
        numbered, left = sum(1 for _ in edits.changes()), edits.left
        edits.write(root)
        for lang, text in filled.items():
            filled[lang] = edits.after.get(_file(policy, lang), text)
    return PolicyCompletion(policy, numbered, tuple(ids), missing), filled, left


def _here(root: Path) -> dict[str, bytes]:
    """The files of content/ in the work tree, by their paths from `root`."""
    found = sorted((root / reading.CONTENT).rglob("*"))
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in found if path.is_file()
    }


def _touched(files: Mapping[str, bytes], old: Mapping[str, bytes]) -> set[str]:
    """The policies of which a text differs."""
    changed = {name for name in files if name.endswith(".md") and files[name] != old.get(name)}
    return {PurePosixPath(name).parts[1] for name in changed if name.count("/") == 2}


def _file(policy: str, lang: str) -> str:
    return f"{reading.CONTENT}/{policy}/{lang}.md"
