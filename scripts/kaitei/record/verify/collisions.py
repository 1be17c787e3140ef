"""One number given twice: by somebody here, and by somebody whose publication is public.

Which of the two is the publication is told by the public line alone. The first parent of a merge
is no witness of that: it is the line of whoever merged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kaitei.base.problems import Problem, problem
from kaitei.record import layout
from kaitei.record.git import FileChange, History


def collisions(past: History, changes: Sequence[FileChange]) -> Iterator[Problem]:
    """An error for each folder that the public line has otherwise than a commit of here gave it.

    `changes` are those of the record in the history of HEAD. What a commit brought that ever was on
    the public line is no such case: then that line was rewritten.
    """
    name, public = past.public()
    head = past.head()
    if not public or public == head:
        return
    there = past.tree(layout.VERSIONS, public)
    ours = {change.path: change for change in reversed(changes) if change.status == "A"}
    told: set[str] = set()
    for path, change in sorted(ours.items()):
        folder = path.rpartition("/")[0]
        taken = there.get(path, change.blob) != change.blob and layout.is_published_file(path)
        if taken and folder not in told and not past.was_public(change.commit, name):
            told.add(folder)
            yield problem("record-collision", folder, branch=name, commit=change.commit[:12])


def merged(past: History, stands: Mapping[str, str]) -> dict[str, Problem | None]:
    """By folder what is to be told of two publications of one number that were merged and pushed.

    None where that stands which was public first: then nothing was rewritten, though the history
    by first parents reads as if. `stands` is HEAD's record, path -> object id. Which was public
    first is told by what this clone saw of the public line; a new clone saw nothing.
    """
    name, public = past.public()
    if not public or public != past.head():
        return {}
    given: dict[str, list[FileChange]] = {}
    for change in past.given_twice(layout.VERSIONS):
        if change.path in stands and layout.is_published_file(change.path):
            given.setdefault(change.path, []).append(change)
    seen = past.seen(name) if given else ()
    found: dict[str, Problem | None] = {}
    for path, changes in sorted(given.items()):
        folder = path.rpartition("/")[0]
        here = next((one for one in changes if one.blob == stands[path]), None)
        if here and folder not in found:
            others = [one for one in changes if one.blob != here.blob]
            found |= _settled(past, folder, here, others, seen)
    return found


def _settled(
    past: History,
    folder: str,
    here: FileChange,
    others: Sequence[FileChange],
    seen: Sequence[str],
) -> dict[str, Problem | None]:
    """What is told of one folder; nothing where nobody here can know and nothing reads as wrong."""
    since = {one.commit: _since(past, one.commit, seen) for one in (here, *others)}
    first = min((here, *others), key=lambda one: since[one.commit])
    if all(at == since[here.commit] for at in since.values()):
        last = {change.path: change.blob for change in past.changes(folder)}
        begun = {change.path: change.blob for change in reversed(past.changes(folder))}
        if last == begun:
            return {}
        named = {"commit": others[0].commit[:12], "here": here.commit[:12]}
        return {folder: problem("record-merged", folder, 0, "", **named)}
    if first is here:
        return {folder: None}
    line = seen[since[here.commit] - 1]
    named = {"commit": first.commit[:12], "here": here.commit[:12], "back": line[:12]}
    return {folder: problem("record-merged-public", folder, 0, "", **named)}


def _since(past: History, commit: str, seen: Sequence[str]) -> int:
    """At which of the moments that this clone saw of a line a commit first stood on it."""
    ahead = (n for n, one in enumerate(seen) if past.leads_to(commit, one))
    return next(ahead, len(seen))
