"""Starts git: nothing around it changes its answer.

git takes its repository, its index, its objects and the way it reads paths from variables that a
hook, an editor or a shell may have set, and the order and the links of what it prints from
settings. Here the variables are dropped, what shows another past (`git replace`, grafts, the
commit-graph file) is off, and each setting that applies is given on the command line.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Without it the import itself fails on a machine that has no git.
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

from git import Git
from git.exc import GitCommandError, GitCommandNotFound

from kaitei.base.problems import KaiteiError, problem

# Kept of all variables whose names begin with GIT_: where git's own parts are installed, where the
# settings stand that say which folders are safe, and the switch by which git's authors (and our
# tests) try what happens in a folder that isn't. A list of what to drop would miss the next one.
_KEPT = {
    "GIT_EXEC_PATH",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_TEST_ASSUME_DIFFERENT_OWNER",
}
_ENVIRONMENT = {
    "GIT_DISCOVERY_ACROSS_FILESYSTEM": "1",  # `find` looks above a mounted folder, too
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
_SETTINGS = (
    "-c", "core.commitGraph=false",
    "-c", f"diff.orderFile={os.devnull}",
    "-c", "diff.renameLimit=1000",
    "-c", "log.follow=false",
    "-c", "log.showSignature=false",
)  # fmt: skip
_SURROUNDINGS = threading.Lock()


def run(root: Path, *arguments: str) -> bytes:
    """Return what `git ARGUMENTS` prints, run in the folder `root`.

    Raises KaiteiError with git's own reason; without git, and where git calls the folder unsafe,
    with the way to mend it.
    """
    try:
        with _cleaned():
            output = Git(str(root)).execute(
                ["git", *_SETTINGS, *arguments],
                env=_ENVIRONMENT,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
            )
    except GitCommandNotFound:
        raise KaiteiError(problem("git-missing")) from None
    except GitCommandError as error:
        words = str(error.stderr)
        if "dubious ownership" in words:
            raise KaiteiError(problem("git-ownership", folder=root.resolve())) from None
        reason = next((line for line in words.splitlines() if "fatal:" in line), words.strip())
        raise KaiteiError(problem("git-failed", reason=reason)) from None
    assert isinstance(output, bytes)  # noqa: S101  # asked for above
    return output


@contextmanager
def _cleaned() -> Iterator[None]:
    """Take git's variables out of this process while a git begins and ends; then put them back.

    GitPython hands on the whole of os.environ and can add to it, not take away.
    """
    with _SURROUNDINGS:
        dropped = {
            name: os.environ.pop(name)
            for name in tuple(os.environ)
            if name.upper().startswith("GIT_") and name.upper() not in _KEPT
        }
        try:
            yield
        finally:
            os.environ.update(dropped)
