"""A folder replaced as a whole: built aside, then exchanged with the one that stands there.

Whoever looks, and whenever the process is killed, finds the old tree or the new one, never half.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are relative to the working directory
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS


@contextlib.contextmanager
def aside(place: Path) -> Iterator[Path]:
    """An empty folder beside `place`, on the same file system, that takes its place at the end.

    If the body raises, it is removed and `place` stays as it was. What a killed build left behind
    is cleared away. Builds of the same parent folder wait for each other. Raises OSError.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    new, old = (place.parent / f".{place.name}.{suffix}" for suffix in ("new", "old"))
    with _locked(place.parent):
        _recover(place, new, old)
        new.mkdir()
        try:
            yield new
            _replace(place, new, old)
        finally:
            for folder in (new, old):
                shutil.rmtree(folder, ignore_errors=True)


def _recover(place: Path, new: Path, old: Path) -> None:
    """Clear what a killed build left; without an exchange it may have left the old tree aside."""
    if old.exists() and not place.exists():
        old.rename(place)
    for folder in (new, old):
        if folder.exists():
            shutil.rmtree(folder)


def _replace(place: Path, new: Path, old: Path) -> None:
    if not place.exists():
        new.rename(place)
    elif not _exchange(new, place):
        # A file system that can't exchange: a kill just here leaves `old` for the next build.
        place.rename(old)
        new.rename(place)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two paths in one step; False where the system or file system can't."""
    library = ctypes.CDLL(None)
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        swapped = library.renamex_np(first, second, _EXCHANGE)
    elif hasattr(library, "renameat2"):
        swapped = library.renameat2(_HERE, first, _HERE, second, _EXCHANGE)
    else:
        return False
    return bool(swapped == 0)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder's lock; the system gives it back however the process ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
