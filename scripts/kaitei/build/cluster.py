"""A site built on a Dask cluster: its workers make shares, each from a clone of its own.

The only door to Dask. A worker is told which share to make and for which day; it runs in its clone,
keeps there what it made, and gives back the share's folder. What became of a worker that died
another one makes. What they made is judged and joined as any shares are.
"""

from __future__ import annotations

import gc
import io
import json
import logging
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache, partial
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kaitei.base.catalogue import phrase
from kaitei.base.problems import KaiteiError, problem, reason_of
from kaitei.build import cache, pool, shares
from kaitei.build.builder import BuildPlan
from kaitei.build.origin import digest
from kaitei.build.shares import Share
from kaitei.record import Record

POLICIES = 4  # in a share: it goes back as one message, 40 MB of four with twenty revisions each
_PATIENCE = 10  # seconds for the scheduler to answer


def build(
    outline: Record,
    on: date,
    output: Path,
    address: str,
    progress: pool.Progress = lambda done, total: None,
) -> int:
    """Build the site of the day `on` in `output` on the cluster at `address`; how many pages.

    `outline` is the repository's record, outlined. Raises KaiteiError where there is no Dask, no
    cluster, where one of its workers makes another site, and for what any build does.
    """
    planned = shares.common(outline, on, output)
    of = max(1, ceil(len(outline.folders) / POLICIES))
    every = [Share(number, of) for number in range(1, of + 1)]
    folders: list[Path] = []
    kept = cache.kept_beside(output.resolve())
    with TemporaryDirectory(dir=kept, prefix="cluster-") as place, _cluster(address) as executor:
        made_of = digest(json.dumps(shares.about(planned), sort_keys=True))
        make = partial(part, on, made_of)
        for share, (worker, packed) in pool.as_done(executor, make, every):
            folders.append(Path(place) / share.folder.name)
            _unpack(packed, folders[-1])
            about = shares.read(folders[-1]).about
            if what := shares.differing(shares.about(planned), about):
                said = phrase(f"desk.share.{what}")
                raise KaiteiError(problem("cluster-other", worker=worker, what=said))
            progress(len(folders), of)
        return shares.join(planned, output, folders)


def part(on: date, made_of: str, share: Share) -> tuple[str, bytes]:
    """Make a share, on a worker, in its clone: the worker's address, and the share's folder.

    `made_of` is a digest of what the site is made of where it is joined.
    """
    from distributed import get_worker

    # The share before stands in circles of Dask's, which a build does not look for: 50 MB each.
    gc.collect()
    folder = Path.cwd() / share.folder
    outline, planned = _planned(Path.cwd(), on, made_of)
    shares.make(outline, share, on, folder, alone=True, planned=planned)
    return str(get_worker().address), _packed(folder)


@lru_cache(1)
def _planned(root: Path, on: date, made_of: str) -> tuple[Record, BuildPlan]:
    """The outline of a worker's clone and what it plans, for the first share of each site."""
    outline = Record(root, outlined=True)
    return outline, shares.plan(outline, on)


@contextmanager
def _cluster(address: str) -> Iterator[Any]:
    """The workers of a cluster, through the interface of `concurrent.futures`."""
    try:
        import distributed
    except ModuleNotFoundError:
        raise KaiteiError(problem("cluster-library")) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it says we say in words
    try:
        with distributed.Client(  # type: ignore[no-untyped-call, unused-ignore]
            address,
            timeout=_PATIENCE,
            set_as_default=False,
            direct_to_workers=True,  # else each share goes through the scheduler, and is held there
        ) as client:
            if not client.scheduler_info()["workers"]:
                raise _lost(address, phrase("desk.share.nobody"))
            yield client.get_executor()
    except (OSError, ValueError, ImportError, AttributeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) and error.errno else str(error)
        raise _lost(address, reason) from error
    except distributed.KilledWorker as error:
        raise _lost(address, phrase("desk.share.killed")) from error


def _lost(address: str, reason: object) -> KaiteiError:
    return KaiteiError(problem("cluster-lost", address=address, reason=reason))


def _packed(folder: Path) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in shares.FILES:
            archive.add(folder / name, name)
    return packed.getvalue()


def _unpack(packed: bytes, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
