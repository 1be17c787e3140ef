"""What a site is made of beside its record: the program, the libraries, the theme, the settings."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kaitei.base import libraries

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
    return digest(digest_of(files(Path(__file__).parent.parent)), versions)


def files(folder: Path) -> Iterator[str | bytes]:
    """The files below a folder: name and content of each, but for what Python and we compiled."""
    return _files(str(folder), "") if folder.is_dir() else iter(())


def _files(folder: str, prefix: str) -> Iterator[str | bytes]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _files(entry.path, f"{prefix}{entry.name}/")
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield f"{prefix}{entry.name}"
            with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123  # paths are slow
                yield file.read()


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
