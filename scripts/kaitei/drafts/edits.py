"""Edits of files in content/ that are shown before they are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kaitei.base import textfile
from kaitei.base.problems import Problem
from kaitei.text import diff


@dataclass(frozen=True, slots=True)
class LineEdit:
    """One line of a file before and after; of a line that comes or goes one of them is None."""

    file: str
    line: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Edits:
    """Files as they are and as they would be, by name, and what is left to a person."""

    before: Mapping[str, str] = field(hash=False)
    after: Mapping[str, str] = field(hash=False)
    left: tuple[Problem, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The files that would be others."""
        return tuple(name for name, text in self.after.items() if text != self.before[name])

    def changes(self) -> Iterator[LineEdit]:
        """Each line that would be another, file by file; lines are numbered as they are now."""
        for file in self.files:
            yield from _changes(file, self.before[file], self.after[file])

    def write(self, root: Path) -> tuple[str, ...]:
        """Write the files that would be others, as `textfile.replace` does."""
        textfile.replace(root, {name: self.after[name] for name in self.files})
        return self.files


def _changes(file: str, before: str, after: str) -> Iterator[LineEdit]:
    old, new = before.split("\n"), after.split("\n")
    for same, a, b, c, d in diff.aligned(old, new):
        if not same:
            for n in range(max(b - a, d - c)):
                one = old[a + n] if a + n < b else None
                other = new[c + n] if c + n < d else None
                yield LineEdit(file, min(a + n, b - 1 if one is None else a + n) + 1, one, other)
