"""Folders on every system: held by one process at a time, and flushed to the disk."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any


def _module(name: str) -> Any:
    """Return a module that only some systems have, or None."""
    try:
        return import_module(name)
    except ImportError:
        return None


_fcntl, _msvcrt = _module("fcntl"), _module("msvcrt")  # everywhere but on Windows; only there


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder that is there: whoever else asks for it waits. For processes of one machine.

    The system gives it back however the process ends. Where it knows no locks (WebAssembly) there
    is one process. Raises OSError, as some network disks do.
    """
    if _fcntl:
        handle = os.open(folder, os.O_RDONLY)
    elif _msvcrt:
        handle = os.open(_lock_file(folder), os.O_RDWR | os.O_CREAT)
    else:
        yield
        return
    try:
        if _fcntl:
            _fcntl.flock(handle, _fcntl.LOCK_EX)
        else:
            _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock_file(folder: Path) -> Path:
    """Return the file that is locked in place of a folder, where folders can't be opened.

    It isn't in the folder: in the record it would be a file that nobody published.
    """
    path = os.path.normcase(folder.resolve())
    name = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return Path(tempfile.gettempdir()) / f"kaitei-{name}.lock"


def _lock(handle: int) -> None:
    """Wait for the lock of a file. Windows tries ten times, once a second, and fails: ask again."""
    while True:
        try:
            _msvcrt.locking(handle, _msvcrt.LK_LOCK, 1)
        except OSError as error:
            if error.errno != errno.EDEADLK:
                raise
        else:
            return


def flush(folder: Path) -> None:
    """Make the names in a folder survive a power cut. Nothing where folders can't be opened.

    Windows is one: its file system keeps a journal of names itself. Raises OSError.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
