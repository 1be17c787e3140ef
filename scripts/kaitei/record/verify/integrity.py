"""The record against its sums and against what git remembers of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.record import git, layout, sums
from kaitei.record.git import FileChange
from kaitei.record.reading import Record
from kaitei.record.verify.collisions import collisions, merged

Declared = Sequence[tuple[str, int]]
"""What content/ declares: each file that declares a publication, and the number that it gives."""


def integrity(record: Record, declared: Declared = ()) -> list[Problem]:
    """`verify` without the days of the announcements: what publishing more can't make worse."""
    problems = record.faults
    try:
        remembered = _remembered(record)
    except KaiteiError as error:
        return [*dict.fromkeys([*problems, *error.problems])]
    told = {p.file for p in problems}  # by the sums, which say more of what happened
    problems += [p for p in remembered if p.file not in told]
    lost = any(p.severity == "error" for p in problems)  # which names what is gone
    return problems if lost else problems + vanished(record, declared, begun=2)


def vanished(record: Record, declared: Declared = (), begun: int = 0) -> list[Problem]:
    """An error where there is no record at all, yet git or content/ tells of one.

    content/ tells of one where it declares a number above 1, or any number while not even the
    folder stands, which every new repository has. Otherwise an empty record is a beginning.
    """
    if not record.empty:
        return []
    past = record.past
    known = past.changes(layout.VERSIONS) if past else ()
    if any(layout.is_published_file(change.path) for change in known):
        return [problem("record-vanished", layout.VERSIONS, witness="git")]
    first = begun or (2 if (record.root / layout.VERSIONS).is_dir() else 1)
    for file, number in declared:
        if number >= first:
            return [problem("record-vanished", layout.VERSIONS, witness=file)]
    return []


def _remembered(record: Record) -> list[Problem]:
    past = record.past
    if past is None:
        return [problem("git-none", layout.VERSIONS)]
    if past.is_shallow():
        return [problem("git-shallow", layout.VERSIONS)]
    present, committed = _Present(record), past.tree(layout.VERSIONS)
    changes = past.changes(layout.VERSIONS)
    if _led_to(changes) != committed:
        return [problem("git-untrue", layout.VERSIONS)]
    witness = _Witness(present, record.withheld_files, committed)
    twice = list(collisions(past, changes))
    given = merged(past, committed)
    twice += filter(None, given.values())
    known = {p.file for p in twice} | {*given}
    found = (p for p in witness.against(changes) if p.file.rpartition("/")[0] not in known)
    return [*twice, *found, *witness.uncommitted()]


def _led_to(changes: Sequence[FileChange]) -> dict[str, str]:
    """The files, path -> object id, that stand after all `changes`.

    They are those of HEAD, unless something keeps git from telling the whole history.
    """
    files: dict[str, str] = {}
    for change in changes:
        if change.status == "D":
            files.pop(change.path, None)
        else:
            files[change.path] = change.blob
    return files


class _Present(Mapping[str, bytes]):
    """The files of the record as they lie on the disk, by path; of an outlined one not held."""

    def __init__(self, record: Record) -> None:
        self._files: dict[str, tuple[Mapping[str, bytes], str]] = {}
        for folder in (folder for folders in record.folders.values() for folder in folders):
            self._files |= {f"{folder.place}/{name}": (folder.files, name) for name in folder.files}
            if folder.listing is not None:
                listing = {sums.NAME: folder.listing}
                self._files[f"{folder.place}/{sums.NAME}"] = listing, sums.NAME

    def __getitem__(self, path: str) -> bytes:
        files, name = self._files[path]
        return files[name]

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@dataclass(frozen=True, slots=True)
class _Witness:
    """Holds the files on the disk against what git knows. All three by path."""

    present: Mapping[str, bytes]
    withheld: frozenset[str]
    committed: Mapping[str, str]

    def against(self, changes: Sequence[FileChange]) -> Iterator[Problem]:
        """What a commit brought and what does not stand as it was brought.

        What was changed and brought back is a warning: the record is whole again, but what was
        built from it meanwhile was not.
        """
        by_path: dict[str, list[FileChange]] = defaultdict(list)
        for change in changes:
            if layout.is_published_file(change.path):
                by_path[change.path].append(change)
        lost: dict[str, list[Problem]] = defaultdict(list)
        for path, told in sorted(by_path.items()):
            first, later = told[0], told[1:]
            commit = first.commit[:12]
            raw = self.present.get(path)
            if raw is None and (path in self.withheld or self._never_published(path)):
                continue
            if raw is None:
                folder = path.rpartition("/")[0]
                lost[folder].append(problem("record-lost", path, commit=commit))
            elif git.blob_id(raw, like=first.blob) != first.blob:
                yield problem("record-rewritten", path, commit=commit)
            elif later:
                meanwhile = later[0].commit[:12]
                yield problem("record-was-changed", path, commit=meanwhile)
        for folder, problems in lost.items():
            gone = not any(path.startswith(f"{folder}/") for path in self.present)
            yield from [replace(problems[0], file=folder)] if gone else problems

    def _never_published(self, path: str) -> bool:
        """Whether a stray file stood here once: the sums of its folder do not list it."""
        folder, _, name = path.rpartition("/")
        listing = self.present.get(f"{folder}/{sums.NAME}")
        return listing is not None and f"  {name}\n".encode() not in listing

    def uncommitted(self) -> Iterator[Problem]:
        """A warning for each publication that is not, or not wholly, in HEAD."""
        folders = {path.rpartition("/")[0] for path in self.present.keys() - self.committed.keys()}
        for folder in sorted(folders):
            yield problem("record-uncommitted", folder)
