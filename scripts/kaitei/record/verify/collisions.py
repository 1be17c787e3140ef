"""One number given twice: by somebody here, and by somebody whose publication is public.

Which of the two is the publication is told by the public line alone. The first parent of a merge
is no witness of that: it is the line of whoever merged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
