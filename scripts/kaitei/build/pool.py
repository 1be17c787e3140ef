"""Makes the parts of a site that are not kept, on every core where there are many of them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from kaitei.base import typesetting
from kaitei.base.timings import TIMINGS, stage
from kaitei.build.artifacts import Part
from kaitei.build.cache import Held, Tree
from kaitei.site import feeds
from kaitei.site.model import Site

MANY = 60  # parts from which on more processes pay
Progress = Callable[[int, int], None]
"""Called with (done, total), both in parts."""


class _Work(NamedTuple):
    """What all processes know: those that are begun later than this have it from their parent."""

    tree: Tree
    site: Site
    groups: list[list[Part]]


class _Done(NamedTuple):
    """What comes of one group: its parts, what the common feeds say of them, the time it took."""

    held: dict[str, Held]
    said: dict[object, Any]
    seconds: Mapping[str, float]


def make(tree: Tree, site: Site, parts: Sequence[Part], progress: Progress) -> None:
    """Put all `parts` of `site` into the tree: those that stand there stay, the others are made.

    The parts of a policy are made by one process, those about all policies at the end. The same
    files come of it however many processes there are. Raises KaiteiError, OSError.
    """
    with stage("keeping"):
        tree.keep({part.name: part.key for part in parts})
    missing = [part for part in parts if part.name not in tree.parts]
    groups = [list(own) for _, own in groupby(missing, key=lambda part: part.group)]
    common = groups.pop() if groups and not groups[-1][0].group else []
    done = len(parts) - len(missing)
    progress(done, len(parts))
    for group, found in _each(_Work(tree, site, groups), len(missing)):
        tree.parts |= found.held
        site.policy(group).remember(found.said)
        TIMINGS.add(found.seconds)
        done += len(found.held)
        progress(done, len(parts))
    tree.parts |= _written(tree, common)
    progress(len(parts), len(parts))


def _each(work: _Work, missing: int) -> Iterator[tuple[str, _Done]]:
    """What comes of each group, as it is done; with its name."""
    processes = min(_cores(), len(work.groups))
    if processes < 2 or missing < MANY or typesetting.begun():
        for at, group in enumerate(work.groups):
            yield group[0].group, _group(work, at)
        return
    global _work
    _work = work
    try:
        # Forked: what a part is made of could not be sent to a process that begins from nothing.
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            for at, found in pool.imap_unordered(_numbered, range(len(work.groups))):
                yield work.groups[at][0].group, found
    finally:
        _work = None


_work: _Work | None = None


def _cores() -> int:
    """Return how many processes may run at once: one where none can be forked.

    Windows can't; on macOS a forked process may crash in the system's own libraries (Python's
    `multiprocessing` says so), and there `sched_getaffinity` is missing.
    """
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return 1
    return len(os.sched_getaffinity(0))


def _numbered(at: int) -> tuple[int, _Done]:
    assert _work is not None  # noqa: S101  # it was there when this process began
    return at, _group(_work, at)


def _group(work: _Work, at: int) -> _Done:
    parts = work.groups[at]
    policy = work.site.policy(parts[0].group)
    before = TIMINGS.taken()
    held = _written(work.tree, parts)
    seconds = TIMINGS.taken()
    TIMINGS.add(before)
    said = policy.made(feeds.FEED)
    policy.forget()
    return _Done(held, said, seconds)


def _written(tree: Tree, parts: Sequence[Part]) -> dict[str, Held]:
    held = {}
    for part in parts:
        with stage("pages and files"):
            held[part.name] = tree.write(part.key, part.make())
    return held
