"""Asks the first-parent history of HEAD what it remembers of a folder.

Measured: `log --first-parent --diff-merges=first-parent` is the published timeline, in one process
whatever its length; a shallow clone answers with one commit and no word of warning. Commands are
fixed lists of arguments, paths stand behind `--`, revisions are checked to be hex.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kaitei.base.problems import KaiteiError, problem
from kaitei.record.git.process import run

_REVISION = re.compile(r"[0-9a-f]{7,64}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@~^-]*", re.ASCII)  # of a branch, a tag, a commit
# What an attribute says where git leaves the bytes of a file alone (gitattributes(5)).
_CONVERSIONS = {
    "text": ("unset",),
    "filter": ("unset", "unspecified"),
    "ident": ("unset", "unspecified"),
    "working-tree-encoding": ("unset", "unspecified"),
}


@dataclass(frozen=True, slots=True)
class FileChange:
    """What one commit did to one file. `path` is relative to the root that was asked for.

    `status` is A, M, D or T (type changed); `blob` is the file's object id after it, all zeros
    where it was deleted; `when` is the commit's own time, in UTC. `mode` is what the file is after
    it: 120000 a link, 160000 a submodule, 000000 nothing.
    """

    commit: str
    when: datetime
    status: str
    path: str
    blob: str
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the main line: its id, its own time in UTC, the first line of its message."""

    id: str
    when: datetime
    subject: str


@dataclass(frozen=True, slots=True)
class History:
    """The git history of the work tree that `root` lies in. All paths are relative to `root`.

    Where HEAD and the public line stand, and how they came there, is asked once and then known, so
    that all that one command says is said of one state.
    """

    root: Path
    _known: dict[tuple[str, ...], bytes | KaiteiError] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def top(self) -> History:
        """The same history with all paths relative to the top of the repository."""
        return History(Path(os.fsdecode(self._bytes("rev-parse", "--show-toplevel")[:-1])))

    def is_shallow(self) -> bool:
        """Whether the clone was cut off: then no question about the past has a true answer."""
        return self._once("rev-parse", "--is-shallow-repository").strip() == b"true"

    def head(self) -> str:
        """The commit that is checked out; "" where nothing was committed yet."""
        try:
            return self._once("rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip().decode()
        except KaiteiError:
            return ""

    def public(self) -> tuple[str, str]:
        """The public line as it was last fetched: what it is called, and its commit in hex.

        The remote's own branch, else that which the checked-out one follows; "" for both without.
        """
        for name in ("refs/remotes/origin/HEAD", "HEAD@{upstream}"):
            with suppress(KaiteiError):
                asked = "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"
                commit = self._once(*asked).strip().decode()
                return self._text("rev-parse", "--abbrev-ref", name).strip(), commit
        return "", ""

    def was_public(self, commit: str, name: str) -> bool:
        """Whether a commit ever was on the line `name` as this clone saw it; see `public`."""
        return any(self.leads_to(commit, one) for one in self.seen(name))

    def seen(self, name: str) -> tuple[str, ...]:
        """Where this clone saw the line `name` stand, oldest first; none in a new clone."""
        with suppress(KaiteiError):
            seen = self._text("log", "-g", "--format=%H", name, "--").split()
            return tuple(dict.fromkeys(reversed(seen)))
        return ()

    def given_twice(self, folder: str) -> tuple[FileChange, ...]:
        """Every addition of a file below `folder` that was added more than once, merged by now.

        On all lines that led to HEAD, oldest first; none where nothing was merged.
        """
        if not self.head() or not self._text("rev-list", "--merges", "--max-count=1", "HEAD"):
            return ()
        options = "--full-history --diff-filter=A --raw --no-abbrev"
        plain = "--no-renames --no-ext-diff --no-textconv --no-color --ignore-submodules=none"
        log = self._bytes(
            "log", *options.split(), *plain.split(), "-z", "--relative",
            "--format=commit %H %ct", "HEAD", "--", f":(literal){folder}",
        )  # fmt: skip
        added = _changes(log)
        blobs: dict[str, set[str]] = {}
        for one in added:
            blobs.setdefault(one.path, set()).add(one.blob)
        return tuple(one for one in added if len(blobs[one.path]) > 1)

    def leads_to(self, commit: str, later: str) -> bool:
        """Whether a commit is another, or came before it; both by their hex ids."""
        _check_revision(commit)
        _check_revision(later)
        with suppress(KaiteiError):
            self._bytes("merge-base", "--is-ancestor", commit, later)
            return True
        return False

    def commit(self, name: str) -> str:
        """The id of the commit that a person names: a branch, a tag, HEAD~2, an id in hex.

        Raises KaiteiError where git knows no such commit.
        """
        if _NAME.fullmatch(name):
            with suppress(KaiteiError):
                asked = f"{name}^{{commit}}"
                return self._text("rev-parse", "--verify", "--quiet", asked, "--").split()[0]
        raise KaiteiError(problem("git-unknown", revision=name))

    def fork(self, name: str) -> str:
        """The commit at which HEAD and the line of `name` parted: the newest that both have.

        Raises KaiteiError where there is none, for a shallow clone with the way to mend it.
        """
        commit = self.commit(name)
        try:
            return self._text("merge-base", commit, "HEAD").strip()
        except KaiteiError:
            shallow = self.is_shallow()
            found = problem("git-shallow") if shallow else problem("git-unrelated", revision=name)
            raise KaiteiError(found) from None

    def merged(self, name: str) -> str:
        """The tree that merging `name` into HEAD would give; nothing is written but objects.

        Raises KaiteiError where the two can't be merged without a person.
        """
        commit = self.commit(name)
        self.fork(commit)
        try:
            return self._text("merge-tree", "--write-tree", "--no-messages", "HEAD", commit).strip()
        except KaiteiError as error:
            reason = str(error.problems[0].values.get("reason"))
            if "fatal:" in reason or "usage:" in reason:  # of a conflict git says nothing there
                raise
            raise KaiteiError(problem("git-conflict", revision=name)) from None

    def differing(self, old: str, new: str, folder: str) -> tuple[str, ...]:
        """The files outside `folder` that differ between two commits, given by their hex ids.

        Of the whole repository, by their paths from its top.
        """
        _check_revision(old)
        _check_revision(new)
        names = self._bytes(
            "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff",
            "--ignore-submodules=none", old, new, "--", ":/", f":(exclude,literal){folder}/",
        )  # fmt: skip
        return tuple(os.fsdecode(name) for name in names.split(b"\0") if name)

    def files(self, revision: str, folder: str) -> dict[str, bytes]:
        """The plain files below `folder` in a commit or tree, given by its hex id: path -> content.

        For small folders: one process a file. Links and submodules are left out.
        """
        _check_revision(revision)
        listing = self._bytes("ls-tree", "-r", "-z", revision, "--", f"{folder}/")
        found = {}
        for entry in filter(None, listing.split(b"\0")):
            meta, path = entry.split(b"\t", 1)
            mode, _, blob = meta.decode("ascii").split()
            if mode.startswith("100"):
                found[os.fsdecode(path)] = self._bytes("cat-file", "blob", blob)
        return found

    def mainline(self, revision: str) -> tuple[Commit, ...]:
        """The first-parent history of a commit, given by its hex id, oldest first."""
        _check_revision(revision)
        log = self._bytes(
            "log", "--first-parent", "--no-color", "-z",
            "--encoding=UTF-8", "--format=%H %ct %s", revision, "--",
        )  # fmt: skip
        found = [entry.decode("utf-8", "replace") for entry in log.split(b"\0") if entry]
        commits = [entry.split(" ", 2) for entry in reversed(found)]
        return tuple(
            Commit(commit, datetime.fromtimestamp(int(when), UTC), subject)
            for commit, when, subject in commits
        )

    def changes(
        self, folder: str, *, revision: str = "HEAD", itself: bool = False
    ) -> tuple[FileChange, ...]:
        """Each change of a file below `folder` in the first-parent history of HEAD, oldest first.

        A merge counts as what it brought to its first parent. Empty where nothing was committed.
        `revision`, a hex id, asks for another commit's history. `itself` asks for `folder` alone:
        what was done to it while it was a link or a file.
        """
        if revision != "HEAD":
            _check_revision(revision)
        elif not self.head():
            return ()
        only = (f":(exclude,literal){folder}/",) if itself else ()
        options = (
            "--first-parent --diff-merges=first-parent --full-history --root --raw --no-abbrev"
        )
        plain = "--no-renames --no-ext-diff --no-textconv --no-color --ignore-submodules=none"
        log = self._once(
            "log", *options.split(), *plain.split(), "-z", "--relative",
            "--format=commit %H %ct", revision, "--", f":(literal){folder}", *only,
        )  # fmt: skip
        return tuple(_changes(log))

    def tree(self, folder: str, revision: str = "HEAD") -> dict[str, str]:
        """The files below `folder` in HEAD, or in a commit by its hex id: path -> object id."""
        if revision != "HEAD":
            _check_revision(revision)
        elif not self.head():
            return {}
        listing = self._bytes("ls-tree", "-r", "-z", revision, "--", f"{folder}/")
        entries = (entry.split(b"\t", 1) for entry in listing.split(b"\0") if entry)
        return {os.fsdecode(path): meta.split()[2].decode() for meta, path in entries}

    def converted(self, paths: Iterable[str]) -> set[str]:
        """Those of `paths` whose bytes git may change between a commit and the disk.

        By the .gitattributes of the work tree alone: what a machine or a person has set for all
        repositories is not asked.
        """
        log = self._bytes(
            "-c", f"core.attributesFile={os.devnull}",
            "check-attr", "-z", *_CONVERSIONS, "--", *paths,
        )  # fmt: skip
        tokens = [os.fsdecode(token) for token in log.split(b"\0")[:-1]]
        told = zip(tokens[::3], tokens[1::3], tokens[2::3], strict=True)
        return {path for path, name, value in told if value not in _CONVERSIONS[name]}

    def renames(self, commit: str) -> tuple[tuple[str, str, int], ...]:
        """What git takes for renames in one commit: (old path, new path, likeness in percent).

        A guess of git's from likeness alone: to be told to a person, never to be followed.
        """
        _check_revision(commit)
        log = self._bytes(
            "log", "--no-walk", "--first-parent", "--diff-merges=first-parent", "--root", "--raw",
            "-z", "-M", "--diff-filter=R", "--no-ext-diff", "--no-textconv", "--no-color",
            "--format=", commit, "--",
        )  # fmt: skip
        tokens = [os.fsdecode(token) for token in log.strip(b"\n").split(b"\0") if token]
        found = zip(tokens[::3], tokens[1::3], tokens[2::3], strict=True)
        return tuple((old, new, int(meta.rpartition("R")[2])) for meta, old, new in found)

    def blob(self, blob: str, limit: int) -> bytes | None:
        """The bytes of an object, given by its hex id; None where it has more than `limit` bytes.

        Two processes a call, 3 ms.
        """
        _check_revision(blob)
        if int(self._text("cat-file", "-s", blob)) > limit:
            return None
        return self._bytes("cat-file", "blob", blob)

    def read(self, revision: str, path: str) -> bytes:
        """The bytes of `path` in a commit, given by its hex id. KaiteiError where it is not there.

        One process a call: not for walks through a long history.
        """
        _check_revision(revision, path)
        return self._bytes("cat-file", "blob", f"{revision}:./{path}")

    def _once(self, *arguments: str) -> bytes:
        """The answer to a question that many ask: what git said to it first, a refusal too."""
        if arguments not in self._known:
            try:
                self._known[arguments] = self._bytes(*arguments)
            except KaiteiError as error:
                self._known[arguments] = error
        found = self._known[arguments]
        if isinstance(found, KaiteiError):
            raise found
        return found

    def _text(self, *arguments: str) -> str:
        return self._bytes(*arguments).decode("utf-8", "replace")

    def _bytes(self, *arguments: str) -> bytes:
        return run(self.root, *arguments)


def _check_revision(revision: str, path: str = "") -> None:
    if not _REVISION.fullmatch(revision):
        raise KaiteiError(problem("git-revision", path, revision=revision))


def blob_id(content: bytes, like: str) -> str:
    """The object id that git gives to a file of this content, by the hash that made `like`."""
    hashed = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return hashed(b"blob %d\0" % len(content) + content).hexdigest()


def _changes(log: bytes) -> list[FileChange]:
    """The changes in the output of `log --raw -z`, oldest first."""
    found: list[FileChange] = []
    commit, when = "", datetime.fromtimestamp(0, UTC)
    tokens = iter(log.split(b"\0"))
    for token in tokens:
        words = token.decode("ascii").split()
        if not words:
            continue
        if words[0] == "commit":
            commit, when = words[1], datetime.fromtimestamp(int(words[2]), UTC)
        else:
            mode, blob, status = words[1], words[3], words[4][0]
            found.append(FileChange(commit, when, status, os.fsdecode(next(tokens)), blob, mode))
    return found[::-1]
