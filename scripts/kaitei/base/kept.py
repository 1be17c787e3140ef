"""What each process would make anew, kept beside the program, where Python keeps compiled modules.

A command of ours lives for a third of a second, and half of that went to making the same things of
the same files: the catalogue's tables out of TOML, the holidays of a year, regular expressions and
the methods of dataclasses. Each is known by a digest of all that it was made of, the Python
included, and has a sum: what is half written, touched or of another Python counts as none and is
made again. Like compiled modules it is not written where Python is told to write none; `.ci/setup`
then did.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

_FOLDER = Path(__spec__.cached).parent if __spec__ and __spec__.cached else None
_KEY, _SUM = 32, 4  # bytes of the digest of what it was made of, and of the sum
Made = TypeVar("Made")


def of(name: str, made_of: bytes, make: Callable[[], Made]) -> Made:
    """What `make` makes of bytes: as it is kept under a name, or made now and kept.

    Of dicts, lists, tuples, strings, bytes and numbers; anything else is made each time.
    """
    found: Made | None = read(name, made_of)
    if found is None:
        found = make()
        write(name, made_of, found)
    return found


def read(name: str, made_of: bytes) -> Any:
    """What is kept under a name and was made of these bytes by this Python; None without it."""
    if _FOLDER is not None:
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
            raw = (_FOLDER / f"{name}.kept").read_bytes()
            data = memoryview(raw)[_KEY + _SUM :]
            if raw[: _KEY + _SUM] == _key(made_of) + _sum(data):
                return marshal.loads(data)  # noqa: S302  # as trusted as the modules beside it
    return None


def write(name: str, made_of: bytes, made: Any) -> None:
    """Keep what was made of bytes under a name, where that may be."""
    if _FOLDER is None or sys.dont_write_bytecode:
        return
    with contextlib.suppress(OSError, ValueError):
        data = marshal.dumps(made)
        aside = _FOLDER / f"{name}.{os.getpid()}.new"
        aside.write_bytes(_key(made_of) + _sum(data) + data)
        aside.replace(_FOLDER / f"{name}.kept")


def _key(made_of: bytes) -> bytes:
    about = sys.version.encode() + b"\0"
    return hashlib.blake2b(about + made_of, digest_size=_KEY).digest()


def _sum(data: bytes | memoryview) -> bytes:
    """Against accident alone: Python itself has none of its compiled modules."""
    return zlib.crc32(data).to_bytes(_SUM)
