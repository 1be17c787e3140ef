"""A share of a site: made in a folder, and joined with the others."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kaitei.base.catalogue import phrase
from kaitei.base.problems import KaiteiError, Problem, problem, reason_of
from kaitei.build import builder, cache, pool
from kaitei.build.shares.part import COMMON, about, differing, plan
from kaitei.build.shares.summary import Summary, Writing, read
from kaitei.record import Record

SITE = "site"  # in the folder of a share: its files
_WRITTEN = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})", re.ASCII)


class Share(NamedTuple):
    """The share `number` of `of` shares."""

    number: int
    of: int

    @classmethod
    def read(cls, written: str) -> Share | None:
        """A share as it is written, 3/8; None for what is none."""
        match = _WRITTEN.fullmatch(written)
        found = cls(int(match[1]), int(match[2])) if match else None
        return found if found and found.number <= found.of else None

    @property
    def folder(self) -> Path:
        """Where it stands below the root, unless somebody says otherwise."""
        return Path("shares") / f"{self.number}-of-{self.of}"

    def policies(self, record: Record) -> list[str]:
        """The names of its policies: all are dealt out, those with the most publications first."""
        longest = sorted(record.folders, key=lambda name: (-len(record.folders[name]), name))
        return longest[self.number - 1 :: self.of]


def make(
    outline: Record,
    share: Share,
    on: date,
    folder: Path,
    progress: pool.Progress = lambda done, total: None,
    *,
    alone: bool = False,
    planned: builder.BuildPlan | None = None,
) -> int:
    """Make a share of the site of the day `on` in a folder; how many policies it is of.

    This process makes it `alone` where others make theirs beside it on the same cores. Whoever
    makes several has `planned` what they are shares of.

    `outline` is the repository's record, outlined. What stands in the folder is renewed as a site
    is. Raises KaiteiError.
    """
    names, place = share.policies(outline), (folder / SITE).resolve()
    outline.verify_texts(names)
    planned = planned or plan(outline, on, cache.kept_beside(place))
    own = {p.name: p.policy.name for p in planned.site.policies if p.policy.name in names}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(Writing(folder)) as summary, cache.renewed(place) as renewed:
            made = planned.site, planned.artifacts(names)
            pool.make(renewed, *made, progress, summary.add, alone=alone)
            summary.end(about(planned), own, renewed.artifacts)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return len(own)


def day(folders: Iterable[Path]) -> date | None:
    """The day that the first of the shares in these folders was made for."""
    for folder in folders:
        said = read(folder).about.get("on")
        return date.fromisoformat(said) if said else None
    return None


def common(outline: Record, on: date, output: Path) -> builder.BuildPlan:
    """What is made beside the shares of a site of the day `on` that is to stand in `output`.

    `outline` is the repository's record, outlined. Raises KaiteiError.
    """
    output = output.resolve()
    builder.refuse_foreign(output)
    try:
        return plan(outline, on, cache.kept_beside(output))
    except OSError as error:
        raise _unwritable(output, error) from error


def join(planned: builder.BuildPlan, output: Path, folders: Sequence[Path]) -> int:
    """Make the site that is planned of the shares in `folders`, in `output`; how many pages.

    Raises KaiteiError where a share is missing, not whole, or made of anything else than stands
    here.
    """
    output = output.resolve()
    found = {folder: read(folder) for folder in folders}
    if wrong := [*_refused(planned, found)]:
        raise KaiteiError(*wrong)
    artifacts = planned.artifacts(COMMON)
    wanted = {one.name: one.key for one in artifacts}
    for summary in found.values():
        wanted |= {name: one.key for name, one in summary.artifacts.items()}
        for name, said in summary.said.items():
            planned.site.policy(name).remember(said)
    try:
        with cache.renewed(output) as renewed:
            renewed.keep(wanted)
            for folder, summary in found.items():
                if renewed.take(folder / SITE, summary.artifacts):
                    raise KaiteiError(problem("share-broken", str(folder)))
            missing = (one for one in artifacts if one.name not in renewed.artifacts)
            renewed.artifacts |= pool.written(renewed, missing)
    except OSError as error:
        raise _unwritable(output, error) from error
    return len(planned.factory)


def _refused(planned: builder.BuildPlan, found: Mapping[Path, Summary]) -> Iterator[Problem]:
    """Why these shares are not a site: what they are made of, and of which policies none is."""
    for folder, summary in found.items():
        if what := differing(about(planned), summary.about):
            yield problem("share-other", str(folder), what=phrase(f"desk.share.{what}"))
    there = {name for summary in found.values() for name in summary.policies}
    lacking = [p.name for p in planned.site.policies if p.policy.name not in there]
    if lacking:
        yield problem("share-missing", policy=lacking[0], count=len(lacking))


def _unwritable(place: Path, error: OSError) -> KaiteiError:
    return KaiteiError(problem("site-unwritable", str(place), reason=reason_of(error)))
