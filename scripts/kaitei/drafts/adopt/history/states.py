"""What stood in a repository after each commit of its main line, for the paths that were declared.

Measured: `git log --follow` runs into other languages' files and stops early, so former paths are
declared, never guessed. Links are followed within the tree of the same commit, whether the file is
one or a folder above it; one that leads out of it is a problem of that state.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts.adopt.text import Taken, take
from kaitei.record.git import Commit, FileChange, History

MAX_BYTES = 16_000_000  # what archive takes
_LINK, _SUBMODULE = "120000", "160000"
_MAX_LINKS = 20
_MAX_TARGET = 4096

Sources = Mapping[str, Sequence[str]]
"""The declared paths of a policy by language: the one of today first, then the former ones."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stood at the declared paths of a language: `path` the one that was there, "" none.

    `blob` is the object id of the text; where it can't be had, `wrong` says why. `also` are the
    other declared paths at which something stood at the same time.
    """

    path: str = ""
    blob: str = ""
    also: tuple[str, ...] = ()
    wrong: Problem | None = field(default=None, compare=False)

    @property
    def gone(self) -> bool:
        """Whether nothing stood there."""
        return not self.path


@dataclass(frozen=True, slots=True)
class State:
    """A commit that changed what stands for a policy: by language, what stood after it.

    `touched` are the languages that this commit changed.
    """

    commit: Commit
    found: Mapping[str, Found]
    touched: tuple[str, ...]


def states(history: History, head: str, sources: Sources) -> list[State]:
    """The states of one policy on the main line that ends in the commit `head`, oldest first."""
    timeline = _Timeline(history, head)
    wanted = [path for paths in sources.values() for path in paths]
    while True:
        timeline.know(wanted)
        told = list(_told(timeline, sources))
        missing = timeline.asked - timeline.known
        if not missing:
            return told
        wanted = sorted(missing)  # a link leads to a path that was not looked at yet


def renamed(history: History, commits: Iterable[str], sources: Sources) -> list[tuple[str, ...]]:
    """What git takes for renames of a declared path from or to one that is not declared.

    As (commit, old path, new path, likeness in percent); to be told, never followed.
    """
    declared = {path for paths in sources.values() for path in paths}
    return [
        (commit, old, new, str(likeness))
        for commit in commits
        for old, new, likeness in history.renames(commit)
        if (old in declared) != (new in declared)
    ]


class Texts:
    """The texts of a history, each read once. `titles` are used for texts that have none."""

    def __init__(self, history: History, titles: Mapping[str, str] | None = None) -> None:
        self.history = history
        self.titles = titles or {}
        self._taken: dict[tuple[str, str], Taken | KaiteiError] = {}

    def take(self, found: Found, lang: str, commit: str) -> Taken:
        """What stood there as the record would hold it. KaiteiError where it can't."""
        if found.wrong:
            raise KaiteiError(found.wrong)
        key = (found.blob, lang)
        if key not in self._taken:
            try:
                self._taken[key] = self._read(found, lang, f"{found.path} ({commit[:12]})")
            except KaiteiError as error:
                self._taken[key] = error
        taken = self._taken[key]
        if isinstance(taken, KaiteiError):
            raise taken
        return taken

    def _read(self, found: Found, lang: str, place: str) -> Taken:
        raw = self.history.blob(found.blob, MAX_BYTES)
        if raw is None:
            megabytes = MAX_BYTES // 1_000_000
            raise KaiteiError(problem("import-huge", place, megabytes=megabytes))
        return take(raw, lang, place, self.titles.get(lang, ""))


def _told(timeline: _Timeline, sources: Sources) -> Iterable[State]:
    before: dict[str, Found] = {lang: Found() for lang in sources}
    for commit in timeline.replay():
        now = {lang: _find(timeline, commit, paths) for lang, paths in sources.items()}
        touched = tuple(lang for lang in sources if now[lang] != before[lang])
        if touched:
            yield State(commit, now, touched)
        before = now


def _find(timeline: _Timeline, commit: Commit, paths: Sequence[str]) -> Found:
    """The first of `paths` at which a text stood; the others are looked at all the same."""
    found = [_resolved(timeline, commit, path) for path in paths]
    standing = [one for one in found if not one.gone]
    if not standing:
        return Found()
    first = standing[0]
    return Found(first.path, first.blob, tuple(one.path for one in standing[1:]), first.wrong)


def _resolved(timeline: _Timeline, commit: Commit, path: str) -> Found:
    try:
        blob = timeline.resolve(path, commit)
    except KaiteiError as error:
        wrong = error.problems[0]
        return Found(path, f"{wrong.rule} {dict(wrong.values)}", wrong=wrong)
    return Found(path, blob) if blob else Found()


class _Timeline:
    """Plays the main line of a repository over the paths that are of interest."""

    def __init__(self, history: History, head: str) -> None:
        self.history = history
        self.head = head
        self.commits = history.mainline(head)
        self.known: set[str] = set()
        self.asked: set[str] = set()
        self.changes: dict[str, list[FileChange]] = defaultdict(list)
        self.tree: dict[str, tuple[str, str]] = {}
        self.targets: dict[str, str] = {}

    def know(self, paths: Iterable[str]) -> None:
        """Ask git for all changes of these paths and of the links that may stand above them."""
        for path in paths:
            parts = path.split("/")
            for depth in range(1, len(parts) + 1):
                here = "/".join(parts[:depth])
                if here not in self.known:
                    self.known.add(here)
                    for change in self.history.changes(here, revision=self.head, itself=True):
                        self.changes[change.commit].append(change)

    def replay(self) -> Iterable[Commit]:
        """Each commit that changed something, oldest first; `tree` is then as it left it."""
        self.tree = {}
        for commit in self.commits:
            if commit.id not in self.changes:
                continue
            for change in self.changes[commit.id]:
                if change.status == "D":
                    self.tree.pop(change.path, None)
                else:
                    self.tree[change.path] = (change.mode, change.blob)
            yield commit

    def resolve(self, path: str, commit: Commit) -> str:
        """The object id of the file at `path`, links followed; "" where there is none."""
        todo, done = path.split("/"), list[str]()
        links, target = 0, path
        place = f"{path} ({commit.id[:12]})"
        while todo:
            part = todo.pop(0)
            if part in ("", "."):
                continue
            if part == "..":
                if not done:
                    raise KaiteiError(problem("import-link", place, target=target))
                done.pop()
                continue
            done.append(part)
            here = "/".join(done)
            self.asked.add(here)
            mode, blob = self.tree.get(here, ("", ""))
            if mode == _SUBMODULE:
                raise KaiteiError(problem("import-submodule", place, path=here))
            if mode == _LINK:
                links += 1
                target = self.target(blob)
                if links > _MAX_LINKS or target.startswith("/") or not target:
                    raise KaiteiError(problem("import-link", place, target=target))
                done.pop()
                todo = target.split("/") + todo
        return self.tree.get("/".join(done), ("", ""))[1]

    def target(self, blob: str) -> str:
        """Where a link leads, "" where it is too long to be one."""
        if blob not in self.targets:
            raw = self.history.blob(blob, _MAX_TARGET)
            self.targets[blob] = os.fsdecode(raw) if raw else ""
        return self.targets[blob]
