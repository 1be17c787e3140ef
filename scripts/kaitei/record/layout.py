"""The folders of the record as they lie on the disk, before anything in them is believed.

Names are those that the disk lists, never those that were asked for: so a wrong case is found on
a disk that does not mind it. Links and special files are not followed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from kaitei.base.catalogue import CODE
from kaitei.base.problems import KaiteiError, Problem, problem, reason_of
from kaitei.record import sums

VERSIONS = "versions"
ASIDE = ".aside-"  # folders that a publication is written into before it is moved into place
REVISION = "revision.yml"
FACTS = "facts.yml"
POLICY_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
TEXT_NAME = re.compile(rf"({CODE})\.md", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_KEEP = ".gitkeep"  # lets git keep an empty record
MAX_BYTES = 16_000_000  # a policy has tens of thousands; more would only exhaust the memory


class FilesOnDisk(Mapping[str, bytes]):
    """The files of a folder, of which no text is held: it is read each time that it is asked for.

    What was read already is handed over as `read`. Raises KaiteiError.
    """

    def __init__(self, path: Path, place: str, read: Mapping[str, bytes], texts: set[str]) -> None:
        self._path, self._place, self._read, self._texts = path, place, read, texts

    def __getitem__(self, name: str) -> bytes:
        if name not in self._texts:
            return self._read[name]
        problems: list[Problem] = []
        found = _bytes(f"{self._path}/{name}", f"{self._place}/{name}", problems)
        if problems:
            raise KaiteiError(*problems)
        return found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._texts or name in self._read

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._texts | self._read.keys()))

    def __len__(self) -> int:
        return len(self._texts) + len(self._read)


@dataclass(frozen=True)
class Folder:
    """One publication's folder: the bytes of its files by name, SHA256SUMS apart."""

    policy: str
    number: int
    files: Mapping[str, bytes]
    listing: bytes | None

    @property
    def outlined(self) -> bool:
        """Whether its texts are read anew each time that somebody asks for one."""
        return isinstance(self.files, FilesOnDisk)

    @cached_property
    def listed(self) -> sums.Sums | None:
        """What SHA256SUMS lists; None where it has not the one form."""
        return sums.parse(self.listing or b"", self.number)

    @property
    def place(self) -> str:
        """Its path within the repository."""
        return f"{VERSIONS}/{self.policy}/{self.number}"


def scan(root: Path, *, outlined: bool = False) -> tuple[dict[str, list[Folder]], list[Problem]]:
    """Every publication's folder below root/versions/ by policy, in order; and what is odd there.

    Where it is `outlined` no text is read before somebody asks for it.
    A policy that was renamed has all its folders, those under former names too, under its newest
    name. Folders of killed publications are passed over. A record that is not there is an empty
    one.
    """
    problems: list[Problem] = []
    homes: dict[str, list[Folder]] = {}
    versions = root / VERSIONS
    if not os.path.lexists(versions):
        return homes, problems
    for policy in _directories(versions, VERSIONS, POLICY_NAME, problems, top=True):
        place = f"{VERSIONS}/{policy}"
        numbers = sorted(map(int, _directories(versions / policy, place, _NUMBER, problems)))
        folders = [
            read_folder(versions, policy, number, problems, outlined=outlined) for number in numbers
        ]
        if folders:
            homes[policy] = folders
    record = _joined(homes, problems)
    for folders in record.values():
        present = {folder.number for folder in folders}
        for gap in sorted(set(range(1, max(present))) - present):
            place = f"{VERSIONS}/{_home(folders, gap)}/{gap}"
            problems.append(problem("record-gap", place, number=gap))
    return record, problems


def _joined(homes: Mapping[str, list[Folder]], problems: list[Problem]) -> dict[str, list[Folder]]:
    """The folders of each policy under its newest name; `homes` has them by where they lie.

    The chain tells which belong together: the first SHA256SUMS under a new name goes on from the
    last under the former one. Where two go on from one, or one name goes on after another took
    over, the later is a problem and stands for itself.
    """
    record: dict[str, list[Folder]] = {}
    for policy, folders in sorted(homes.items(), key=lambda home: (home[1][0].number, home[0])):
        listed = folders[0].listed
        former = listed.former if listed else ""
        before = record.get(former, [])
        if before and before[-1].number == folders[0].number - 1:
            del record[former]
            record[policy] = [*before, *folders]
            continue
        record[policy] = folders
        if former in homes:
            problems.append(
                problem("record-forked", folders[0].place, former=former, number=folders[0].number)
            )
    return dict(sorted(record.items()))


def _home(folders: Sequence[Folder], number: int) -> str:
    """The name under which publication `number` lay: that of the next one which is there."""
    return next(folder.policy for folder in folders if folder.number > number)


def is_published_file(path: str) -> bool:
    """Whether a path relative to the root is one at which a publication's file stands."""
    parts = path.split("/")
    return (
        len(parts) == 4
        and parts[0] == VERSIONS
        and bool(POLICY_NAME.fullmatch(parts[1]) and _NUMBER.fullmatch(parts[2]))
        and _is_file_name(parts[3])
    )


def _is_file_name(name: str) -> bool:
    return name in (REVISION, FACTS, sums.NAME) or bool(TEXT_NAME.fullmatch(name))


def _directories(
    path: Path, place: str, names: re.Pattern[str], problems: list[Problem], *, top: bool = False
) -> list[str]:
    """The names of the folders in `path`; anything else becomes a problem."""
    found = []
    for entry in _entries(path, place, problems):
        inside = f"{place}/{entry.name}"
        if top and (entry.name.startswith(ASIDE) or entry.name == _KEEP):
            continue
        if not names.fullmatch(entry.name):
            problems.append(problem("record-name", inside, name=entry.name))
        elif entry.is_symlink() or not entry.is_dir(follow_symlinks=False):
            problems.append(problem("record-not-a-folder", inside))
        else:
            found.append(entry.name)
    return found


def read_folder(
    versions: Path, policy: str, number: int, problems: list[Problem], *, outlined: bool = False
) -> Folder:
    """The folder of a publication; what is odd in it is added to `problems`. See `scan`."""
    path = versions / policy / str(number)
    place = f"{VERSIONS}/{policy}/{number}"
    files, texts = {}, set()
    for entry in _entries(path, place, problems):
        inside = f"{place}/{entry.name}"
        if not _is_file_name(entry.name):
            problems.append(problem("record-name", inside, name=entry.name))
        elif entry.is_symlink() or not entry.is_file(follow_symlinks=False):
            problems.append(problem("record-not-a-file", inside))
        elif entry.stat(follow_symlinks=False).st_size > MAX_BYTES:
            problems.append(problem("record-huge", inside, megabytes=MAX_BYTES // 1_000_000))
        elif outlined and TEXT_NAME.fullmatch(entry.name):
            texts.add(entry.name)
        else:
            files.update(_bytes(entry.path, inside, problems))
    if FACTS in files:
        files[FACTS] = _held(files[FACTS])
    listing = files.pop(sums.NAME, None)
    found = FilesOnDisk(path, place, files, texts) if outlined else files
    return Folder(policy, number, found, listing)


@lru_cache(1024)
def _held(raw: bytes) -> bytes:
    """The same bytes as were read before, held once: most publications freeze the same facts.

    They name all policies: of a thousand with twenty revisions it would be 300 MB.
    """
    return raw


def _bytes(path: str, place: str, problems: list[Problem]) -> dict[str, bytes]:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # thousands: paths are slow
            return {place.rpartition("/")[2]: file.read()}
    except OSError as error:
        problems.append(problem("file-unreadable", place, reason=reason_of(error)))
        return {}


def _entries(path: Path, place: str, problems: list[Problem]) -> Iterator[os.DirEntry[str]]:
    if path.is_symlink() or not path.is_dir():
        problems.append(problem("record-not-a-folder", place))
        return
    try:
        with os.scandir(path) as entries:
            yield from sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(problem("file-unreadable", place, reason=reason_of(error)))
