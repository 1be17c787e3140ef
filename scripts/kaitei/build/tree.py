"""What stands in a folder of many files, and whether it is still what was written there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path

TICK = 20_000_000  # nanoseconds: Linux counts in steps of 1 to 10 ms when it stamps a file
_SECOND = 1_000_000_000


class PathKind(Enum):
    """What stands at a path. Whatever a symbolic link leads to is another's."""

    FOLDER, FILE, OTHER = range(3)


Standing = tuple[str, PathKind]
"""What stands below a folder: its path there, and its kind."""


def walked(folder: Path) -> list[Standing]:
    """What stands below a folder; a folder before what is in it."""
    found: list[Standing] = []
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        with os.scandir(f"{folder}/{prefix}") as entries:
            for entry in entries:
                path = f"{prefix}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    found.append((path, PathKind.FOLDER))
                    waiting.append(f"{path}/")
                else:
                    plain = entry.is_file(follow_symlinks=False)
                    found.append((path, PathKind.FILE if plain else PathKind.OTHER))
    return found


def plain(folder: Path, files: Iterable[str]) -> Iterator[Standing]:
    """Those of some paths below a folder at which a file stands, with no link on the way there."""
    kinds = {"": stat.S_IFDIR}

    def kind(path: str) -> int:
        if path not in kinds:
            kinds[path] = 0
            if kind(path.rpartition("/")[0]) == stat.S_IFDIR:
                with contextlib.suppress(OSError):
                    kinds[path] = stat.S_IFMT(os.lstat(f"{folder}/{path}").st_mode)
        return kinds[path]

    return ((path, PathKind.FILE) for path in files if kind(path) == stat.S_IFREG)


def sum_of(folder: Path, files: Iterable[str]) -> str:
    """The sum of the names and bytes of files; "" where one can't be read."""
    found = hashlib.sha256()
    with contextlib.suppress(OSError):
        for path in files:
            with open(f"{folder}/{path}", "rb") as file:  # noqa: PTH123  # thousands: paths are slow
                count(found, path, file.read())
        return found.hexdigest()
    return ""


def count(found: hashlib._Hash, path: str, content: bytes) -> None:
    """Add a file to a sum."""
    found.update(f"{len(path)}:{path}:{len(content)}:".encode())
    found.update(content)


def written(file: Path) -> int:
    """When a file was written last, in nanoseconds since 1970: for `stamp_of` alone."""
    return file.stat().st_mtime_ns


def stamp_of(folder: Path, files: Iterable[str], before: int | None = None) -> str:
    """What the file system says of files: another one as soon as one of them is written to.

    That is the number, the size and the time of the last change of each (`st_ctime`, which nobody
    sets: a file that is given back its old date has another one). Git tells so what was changed.

    "" where it proves nothing: on Windows, on a file system that counts whole seconds, and with a
    change that is not older than `before` (nanoseconds since 1970), less the step in which the
    system counts: another one may follow with the same time.
    """
    if os.name != "posix":
        return ""
    found = []
    with contextlib.suppress(OSError):
        for path in files:
            one = os.lstat(f"{folder}/{path}")
            changed = one.st_ctime_ns
            if not changed % _SECOND or (before is not None and changed > before - TICK):
                return ""
            found.append(f"{one.st_ino}:{one.st_size}:{changed}")
        return hashlib.blake2b(";".join(found).encode(), digest_size=16).hexdigest()
    return ""
