"""Makes the artifacts of a site that are not kept, on every core where there are many of them."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from itertools import groupby
from typing import NamedTuple, TypeVar

from kaitei.base import typesetting
from kaitei.base.timings import TIMINGS, stage
from kaitei.build.artifacts import Artifact
from kaitei.build.cache import Cache, StoredArtifact
from kaitei.build.said import Said
from kaitei.site import api, feeds, pages
from kaitei.site.model import PolicySite, Site, links_everywhere

MANY = 60  # artifacts from which on more processes pay
Given = TypeVar("Given")
Done = TypeVar("Done")
Progress = Callable[[int, int], None]
"""Called with (done, total), both in artifacts."""


class _Work(NamedTuple):
    """What all processes know: those that are begun later than this have it from their parent."""

    cache: Cache
    site: Site
    groups: list[list[Artifact]]


class _Done(NamedTuple):
    """What comes of one group: its artifacts, what is said of it beside others, its time."""

    stored: dict[str, StoredArtifact]
    said: Said
    seconds: Mapping[str, float]


def make(
    cache: Cache,
    site: Site,
    artifacts: Sequence[Artifact],
    progress: Progress,
    remember: Callable[[str, Said], None] | None = None,
    *,
    alone: bool = False,
) -> None:
    """Put all `artifacts` of `site` into the cache: those that stand there stay, others are made.

    The artifacts of a policy are made by one process, those about all policies at the end. The same
    files come of it however many processes there are; this one is `alone`, or has all cores. What
    common feeds and search say of a policy goes to `remember`, else to it. Raises KaiteiError,
    OSError.
    """
    with stage("keeping"):
        cache.keep({one.name: one.key for one in artifacts})
    missing = [one for one in artifacts if one.name not in cache.artifacts]
    groups = [list(own) for _, own in groupby(missing, key=lambda one: one.group)]
    common = groups.pop() if groups and not groups[-1][0].group else []
    done = len(artifacts) - len(missing)
    progress(done, len(artifacts))
    processes = 1 if alone or len(missing) < MANY else min(_cores(), len(groups))
    with unswept():
        for group, found in _each(_Work(cache, site, groups), processes):
            cache.artifacts |= found.stored
            (remember or (lambda name, said: site.policy(name).remember(said)))(group, found.said)
            TIMINGS.add(found.seconds)
            done += len(found.stored)
            progress(done, len(artifacts))
        cache.artifacts |= written(cache, common)
    progress(len(artifacts), len(artifacts))


def _each(work: _Work, processes: int) -> Iterator[tuple[str, _Done]]:
    """What comes of each group, as it is done; with its name."""
    if processes < 2 or typesetting.begun():
        for at, group in enumerate(work.groups):
            yield group[0].group, _group(work, at)
        return
    global _work
    _work = work
    try:
        # Forked: what makes an artifact could not be sent to a process that begins from nothing.
        forked = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, forked) as executor:
            for at, found in as_done(executor, _forked, range(len(work.groups))):
                yield work.groups[at][0].group, found
    finally:
        _work = None


def as_done(
    executor: Executor, make: Callable[[Given], Done], every: Iterable[Given]
) -> Iterator[tuple[Given, Done]]:
    """What `make` gives for each of `every`, as it is done; wherever the executor has it made.

    What was given back is not held. Raises what one of them raises; the rest is then called off.
    """
    waiting = {executor.submit(make, one): one for one in every}
    try:
        for future in as_completed(list(waiting)):
            yield waiting.pop(future), future.result()
    finally:
        for future in waiting:
            future.cancel()


_work: _Work | None = None


def _cores() -> int:
    """Return how many processes may run at once: one where none can be forked.

    Windows can't; on macOS a forked process may crash in the system's own libraries (Python's
    `multiprocessing` says so), and there `sched_getaffinity` is missing.
    """
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return 1
    return len(os.sched_getaffinity(0))


def _forked(at: int) -> _Done:
    assert _work is not None  # noqa: S101  # it was there when this process began
    return _group(_work, at)


def _group(work: _Work, at: int) -> _Done:
    artifacts = work.groups[at]
    policy = work.site.policy(artifacts[0].group)
    before = TIMINGS.taken()
    stored = written(work.cache, artifacts)
    seconds = TIMINGS.taken()
    TIMINGS.add(before)
    # Asked for at the end, when its texts are given back.
    said = policy.made(feeds.FEED) | said_everywhere(work.site, policy)
    for one in work.site.policies:  # and of those that it was announced in one with
        one.forget()
    if len(work.groups) > 1:  # what stands in circles: one alone makes nothing grow
        gc.collect()
        gc.freeze()  # what is left is in use by all
    return _Done(stored, said, seconds)


def said_everywhere(site: Site, policy: PolicySite) -> dict[object, str]:
    """What others than its own pages say of a policy, feeds apart, by what it is kept under."""
    return {
        **pages.found_everywhere(site, policy),
        **api.material_everywhere(policy),
        **links_everywhere(site, policy),
    }


def written(cache: Cache, artifacts: Iterable[Artifact]) -> dict[str, StoredArtifact]:
    """What is stored of artifacts that are made here and now, by name."""
    stored = {}
    for one in artifacts:
        with stage("pages"):
            stored[one.name] = cache.write(one.key, one.make())
    return stored


@contextlib.contextmanager
def unswept() -> Iterator[None]:
    """Keep Python from looking for unused circles of objects, which takes an eighth of a build.

    Nearly all that a policy's texts are made into is in use until the policy is done, and hardly
    any of it stands in circles. What stood before is not looked through even where somebody asks.
    """
    swept = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        if swept:
            # All count as old now, unseen: else Python looked through what a policy was made into,
            # which is no longer in use but for what is old, before it went on.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
