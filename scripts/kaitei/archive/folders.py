"""The folders of the record as they lie on the disk, before anything in them is believed.

Names are those that the disk lists, never those that were asked for: so a wrong case is found on
a disk that does not mind it. Links and special files are not followed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kaitei.archive import sums
from kaitei.errors import Problem, problem

VERSIONS = "versions"
ASIDE = ".aside-"  # folders that a publication is written into before it is moved into place
REVISION = "revision.yml"
FACTS = "facts.yml"
POLICY_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
TEXT_NAME = re.compile(r"([a-z]{2})\.md", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_KEEP = ".gitkeep"  # lets git keep an empty record
MAX_BYTES = 16_000_000  # a policy has tens of thousands; more would only exhaust the memory


@dataclass(frozen=True, slots=True)
class Folder:
    """One publication's folder: the bytes of its files by name, SHA256SUMS apart."""

    policy: str
    number: int
    files: Mapping[str, bytes]
    listing: bytes | None

    @property
    def place(self) -> str:
        """Its path within the repository."""
        return f"{VERSIONS}/{self.policy}/{self.number}"


def scan(root: Path) -> tuple[dict[str, list[Folder]], list[Problem]]:
    """Every publication's folder below root/versions/ by policy, in order; and what is odd there.

    Folders of killed publications are passed over. A record that is not there is an empty one.
    """
    problems: list[Problem] = []
    record: dict[str, list[Folder]] = {}
    versions = root / VERSIONS
    if not os.path.lexists(versions):
        return record, problems
    for policy in _directories(versions, VERSIONS, POLICY_NAME, problems, top=True):
        place = f"{VERSIONS}/{policy}"
        numbers = sorted(map(int, _directories(versions / policy, place, _NUMBER, problems)))
        for gap in sorted(set(range(1, max(numbers, default=0))) - set(numbers)):
            problems.append(problem("record-gap", f"{place}/{gap}", number=gap))
        folders = [_folder(versions, policy, number, problems) for number in numbers]
        if folders:
            record[policy] = folders
    return record, problems


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


def _folder(versions: Path, policy: str, number: int, problems: list[Problem]) -> Folder:
    path = versions / policy / str(number)
    place = f"{VERSIONS}/{policy}/{number}"
    files = {}
    for entry in _entries(path, place, problems):
        inside = f"{place}/{entry.name}"
        if not _is_file_name(entry.name):
            problems.append(problem("record-name", inside, name=entry.name))
        elif entry.is_symlink() or not entry.is_file(follow_symlinks=False):
            problems.append(problem("record-not-a-file", inside))
        elif entry.stat(follow_symlinks=False).st_size > MAX_BYTES:
            problems.append(problem("record-huge", inside, megabytes=MAX_BYTES // 1_000_000))
        else:
            files.update(_bytes(Path(entry.path), inside, problems))
    listing = files.pop(sums.NAME, None)
    return Folder(policy, number, files, listing)


def _bytes(path: Path, place: str, problems: list[Problem]) -> dict[str, bytes]:
    try:
        return {path.name: path.read_bytes()}
    except OSError as error:
        problems.append(problem("file-unreadable", place, reason=error.strerror))
        return {}


def _entries(path: Path, place: str, problems: list[Problem]) -> Iterator[os.DirEntry[str]]:
    if path.is_symlink() or not path.is_dir():
        problems.append(problem("record-not-a-folder", place))
        return
    try:
        with os.scandir(path) as entries:
            yield from sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(problem("file-unreadable", place, reason=error.strerror))
