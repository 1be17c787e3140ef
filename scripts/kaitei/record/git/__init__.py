"""The only door to git: finds, begins and asks the repository around a folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kaitei.base.problems import KaiteiError
from kaitei.record.git.history import Commit, FileChange, History, blob_id
from kaitei.record.git.process import run

__all__ = ["Commit", "FileChange", "History", "begin", "blob_id", "find"]


def find(root: Path) -> History | None:
    """The history of the repository that `root` lies in; None where there is no repository.

    Raises KaiteiError where there is one but git is missing or refuses to look at it.
    """
    if not any((folder / ".git").exists() for folder in (root.resolve(), *root.resolve().parents)):
        return None
    inside = run(root, "rev-parse", "--is-inside-work-tree")
    return History(root) if inside.strip() == b"true" else None


def begin(folder: Path) -> None:
    """Make a git repository of `folder`, on the branch main, unless it is one or git is missing."""
    if not (folder / ".git").exists():
        with suppress(KaiteiError):
            run(folder, "init", "--quiet")
            run(folder, "symbolic-ref", "HEAD", "refs/heads/main")
