"""A folder exchanged with another in one step.

Whoever looks, and whenever the process is killed, finds the old tree or the new one, never half.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are relative to the working directory
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS


def swap(new: Path, place: Path, waiting: Path) -> None:
    """Put the folder `new` at `place`; what stood there, if anything, is at `new` afterwards.

    All on one file system. Where that can't exchange, a kill in the midst leaves the old tree at
    `waiting`, for `recover`. Raises OSError, with the old tree in its place: Windows moves no
    folder in which a file is open.
    """
    if not place.exists():
        new.rename(place)
    elif not _exchange(new, place):
        place.rename(waiting)
        try:
            new.rename(place)
        except OSError:
            waiting.rename(place)
            raise
        waiting.rename(new)


def recover(new: Path, place: Path, waiting: Path) -> None:
    """Mend what a kill in the midst of `swap` left."""
    if not waiting.exists():
        return
    if place.exists():
        waiting.rename(new)
    else:
        waiting.rename(place)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two paths in one step; False where the system or file system can't."""
    try:
        library = ctypes.CDLL(None)
    except TypeError:  # Windows has no library of everything that is loaded
        return False
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        swapped = library.renamex_np(first, second, _EXCHANGE)
    elif hasattr(library, "renameat2"):
        swapped = library.renameat2(_HERE, first, _HERE, second, _EXCHANGE)
    else:
        return False
    return bool(swapped == 0)
