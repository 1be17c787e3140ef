"""What a site is made of beside its record: the program, the libraries, the theme, the settings."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kaitei.base import kept, libraries

CONFIG = "mkdocs.yml"
THEME = "theme"
# What the bytes of a page depend on, beside our own program and theme.
_LIBRARIES = (
    "feedgen", "holidays", "jinja2", "lxml", "markdown", "markupsafe", "nh3", "rapidfuzz", "typst",
    "tzdata",
)  # fmt: skip


@cache
def program() -> str:
    """The digest of this program, and of the libraries that it makes pages with, as loaded."""
    versions = "".join(f"{name} {libraries.version(name)}\n" for name in _LIBRARIES)
    return digest(_own(Path(__file__).parent.parent), versions)


def _own(folder: Path) -> str:
    """The digest of the program's files.

    They are read anew where one has another size or time: so Python, too, knows whether a module
    is the one that it compiled.
    """
    stamps = "".join(f"{path} {size} {time}\n" for path, size, time in _stamps(folder))
    return kept.of("program", stamps.encode(), lambda: digest_of(files(folder)))


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    """The files below a folder, with their sizes and times."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            path = Path(place, name)
            stat = path.stat()
            yield str(path), stat.st_size, stat.st_mtime_ns


def files(folder: Path) -> Iterator[str | bytes]:
    """The files below a folder: name and content of each, but for what Python and we compiled."""
    for path in sorted(folder.rglob("*")):
        if "__pycache__" not in path.parts and path.is_file() and path.suffix != ".pyc":
            yield path.relative_to(folder).as_posix()
            yield path.read_bytes()


def digest(*values: str | bytes) -> str:
    """Values behind one another as SHA-256 in hex, each apart from the next."""
    return digest_of(values)


def digest_of(values: Iterable[str | bytes]) -> str:
    """The same of values that need not all be in memory at once."""
    found = hashlib.sha256()
    for value in values:
        content = value.encode() if isinstance(value, str) else value
        found.update(f"{len(content)}:".encode() + content)
    return found.hexdigest()
