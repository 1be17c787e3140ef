"""A folder renewed artifact by artifact: what is the same stays, the whole is exchanged at the end.

Beside the folder `site` stands `.site.kept`: in `tree` what the site before this one had in common
with it (after a first build all of it), which the next build renews and then exchanges with it; in
`artifacts.json` and `spare.json` what stands in the two trees, artifact by artifact: the key of all
that it depends on, its files, a sum of their bytes, and the stamp that the file system gave them
when they had that sum. An artifact is kept, out of the one tree or by links out of the other, only
if its key is the wanted one and its files still have that stamp, or else that sum. So whatever
happened to the trees or the lists, be they half written, touched or taken away, costs no more than
making an artifact anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from kaitei.base import folders
from kaitei.base.timings import stage
from kaitei.build import atomic, tree

FORMAT = 3  # of the lists; one of another format counts as none
_SPARE, LIVE = "spare.json", "artifacts.json"


@dataclass(frozen=True, slots=True)
class StoredArtifact:
    """An artifact as it stands in a tree: its key, its files, the sum of their names and bytes.

    `stamp` is that of the files when they had this sum (`tree.stamp_of`).
    """

    key: str
    files: tuple[str, ...]
    sum: str
    stamp: str = field(default="", compare=False)


class Inventory(NamedTuple):
    """What a list says of a tree: artifacts by name, and when it was written (ns since 1970).

    Of one that came from elsewhere no stamp is believed: it was `written` at no time.
    """

    artifacts: Mapping[str, StoredArtifact]
    written: int = 0


NOTHING = Inventory({})


class Cache:
    """The folder on its way. `artifacts` are those that it holds for sure, by name.

    `found` are those that it seems to hold, `shown` those that the folder `place` seems to.
    """

    def __init__(
        self,
        folder: Path,
        found: Inventory = NOTHING,
        place: Path | None = None,
        shown: Inventory = NOTHING,
        *,
        trusted: bool = False,
    ) -> None:
        self.folder = folder
        self.artifacts: dict[str, StoredArtifact] = {}
        self._found = found
        self._place, self._shown = place, shown
        self._trusted = trusted
        self._folders: set[str] = set()

    def keep(self, wanted: Mapping[str, str]) -> None:
        """Keep the artifacts, keys by name, that stand whole in either tree; remove the rest."""
        standing = tree.walked(self.folder)
        self.artifacts = dict(self._whole(self.folder, standing, self._found, wanted))
        _clear(self.folder, standing, self.artifacts.values())
        missing = {
            name: one.key
            for name, one in self._shown.artifacts.items()
            if name not in self.artifacts and one.key == wanted.get(name)
        }
        if self._place is not None and missing:
            files = (path for name in missing for path in self._shown.artifacts[name].files)
            there = tree.plain(self._place, files)
            for name, stored in self._whole(self._place, there, self._shown, missing):
                if self._linked(self._place, stored):
                    self._store(name, stored)

    def take(self, place: Path, stored: Mapping[str, StoredArtifact]) -> list[str]:
        """Take over artifacts that stand whole in the folder `place`; the names of the others.

        After `keep`; what is kept already is passed over. Raises OSError.
        """
        missing = {name: one for name, one in stored.items() if name not in self.artifacts}
        standing = tree.walked(place) if missing and place.is_dir() else []
        wanted = {name: one.key for name, one in missing.items()}
        for name, one in self._whole(place, standing, Inventory(missing), wanted):
            if not self._linked(place, one):
                for path in one.files:
                    self._write(path, (place / path).read_bytes())
            self._store(name, one)
        return [name for name in missing if name not in self.artifacts]

    def write(self, key: str, files: Iterable[tuple[str, bytes]]) -> StoredArtifact:
        """Write an artifact's files, (path, bytes) each; what is stored. Raises OSError.

        After `keep`. It is kept only once it is among `artifacts`, so another process may write.
        """
        names, found = [], hashlib.sha256()
        for path, content in files:
            with stage("writing"):
                self._write(path, content)
                names.append(path)
                tree.count(found, path, content)
        stamp = tree.stamp_of(self.folder, names)
        return StoredArtifact(key, tuple(names), found.hexdigest(), stamp)

    def _store(self, name: str, artifact: StoredArtifact) -> None:
        """Hold an artifact that was linked or copied here just now: its stamp is another."""
        stamp = tree.stamp_of(self.folder, artifact.files)
        self.artifacts[name] = replace(artifact, stamp=stamp)

    def _whole(
        self,
        folder: Path,
        standing: Iterable[tree.Standing],
        found: Inventory,
        wanted: Mapping[str, str],
    ) -> Iterator[tuple[str, StoredArtifact]]:
        """The wanted artifacts, keys by name, that stand in a folder as they were written."""
        files = {path for path, kind in standing if kind is tree.PathKind.FILE}
        for name, key in wanted.items():
            stored = found.artifacts.get(name)
            if not stored or stored.key != key or not files.issuperset(stored.files):
                continue
            if self._trusted:
                yield name, stored
            elif whole := _as_written(folder, stored, found.written):
                yield name, whole

    def _linked(self, place: Path, stored: StoredArtifact) -> bool:
        """Link the files of an artifact of the folder `place` here; False where that can't be."""
        linked: list[str] = []
        try:
            for path in stored.files:
                os.link(f"{place}/{path}", self._file(path))
                linked.append(path)
        except OSError:  # a file system without links
            for path in linked:
                (self.folder / path).unlink()
            return False
        return True

    def _write(self, path: str, content: bytes) -> None:
        with open(self._file(path), "xb") as file:  # noqa: PTH123
            file.write(content)

    def _file(self, path: str) -> str:
        """Where a file is to stand, in a folder that is there."""
        self._stand(path.rpartition("/")[0])
        return f"{self.folder}/{path}"

    def _stand(self, folder: str) -> None:
        """Have a folder below ours stand; each is asked for once, and so are those above it."""
        if folder and folder not in self._folders:
            self._stand(folder.rpartition("/")[0])
            with contextlib.suppress(FileExistsError):
                os.mkdir(f"{self.folder}/{folder}")  # noqa: PTH102  # thousands: paths are slow
            self._folders.add(folder)


@contextlib.contextmanager
def renewed(place: Path, *, trusted: bool = False, twice: bool = False) -> Iterator[Cache]:
    """A cache that takes the place of the folder `place` at the end.

    If the body raises, `place` stays as it was. Builds of the same parent folder wait for each
    other. What stands there is summed up before it is kept, unless it is `trusted`: a folder in
    which nobody else writes, and which this process has made. Where nothing stood there `twice` has
    the tree for the next build made too, of links: that is a hundredth of a first build, and would
    be a quarter of the one after it. Raises OSError.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    kept = kept_beside(place)
    folder, waiting = kept / "tree", kept / "waiting"
    with folders.locked(place.parent):
        kept.mkdir(exist_ok=True)
        atomic.recover(folder, place, waiting)
        found = _read(kept / _SPARE) if folder.is_dir() else NOTHING
        folder.mkdir(exist_ok=True)
        fresh = kept / "fresh.json"
        # A list that never came into its place: a build was killed while the trees were exchanged,
        # and what the other list says is not all that stands there.
        agreed = place.is_dir() and not fresh.exists()
        shown = _read(kept / LIVE) if agreed else NOTHING
        cache = Cache(folder, found, place, shown, trusted=trusted)
        yield cache
        fresh.write_text(_list(cache.artifacts), "utf-8")
        atomic.swap(folder, place, waiting)
        fresh.replace(kept / LIVE)
        if folder.exists():
            _forget(kept, shown.artifacts, cache.artifacts)
        elif twice:
            _double(kept, place, cache.artifacts)


def _double(kept: Path, place: Path, shown: Mapping[str, StoredArtifact]) -> None:
    """Make the tree for the next build, of links to what was written just now."""
    folder = kept / "tree"
    folder.mkdir()
    double = Cache(folder)
    for name, one in shown.items():
        if double._linked(place, one):
            double._store(name, one)
    (kept / _SPARE).write_text(_list(double.artifacts), "utf-8")
    (kept / LIVE).write_text(_list({**shown, **double.artifacts}), "utf-8")  # other stamps


def _forget(
    kept: Path, before: Mapping[str, StoredArtifact], shown: Mapping[str, StoredArtifact]
) -> None:
    """Remove from the tree of the site `before` whatever is no part of the one that is `shown` now.

    The next build could not use it, and a text that was withheld must not stay behind the site.
    What nobody listed is removed by the next build; where nothing was, all is of no use.
    """
    folder = kept / "tree"
    # With the stamps of those that are shown: nearly all are links to the same files.
    both = {name: one for name, one in shown.items() if one == before.get(name)}
    (kept / _SPARE).write_text(_list(both), "utf-8")
    if before:
        gone = (path for name, one in before.items() if name not in both for path in one.files)
        _clear(folder, [*tree.plain(folder, gone)], both.values())
    else:
        shutil.rmtree(folder)


def stands(place: Path) -> bool:
    """Whether every file of the site at `place`, and no other, is there as it was written."""
    shown = _read(kept_beside(place) / LIVE)
    standing = tree.walked(place)
    files = {path for path, kind in standing if kind is not tree.PathKind.FOLDER}
    wanted = {path for stored in shown.artifacts.values() for path in stored.files}
    plain = all(kind is not tree.PathKind.OTHER for _, kind in standing)
    return (
        plain
        and files == wanted
        and all(_as_written(place, stored, shown.written) for stored in shown.artifacts.values())
    )


def _as_written(folder: Path, stored: StoredArtifact, listed: int) -> StoredArtifact | None:
    """An artifact as it stands in a folder, if all its files are what they were when written.

    They are summed up unless their stamp was `listed` then (ns since 1970) and is the same.
    """
    if stored.stamp and tree.stamp_of(folder, stored.files, listed) == stored.stamp:
        return stored
    stamp = tree.stamp_of(folder, stored.files)  # first: what is written after it gives another
    same = tree.sum_of(folder, stored.files) == stored.sum
    return replace(stored, stamp=stamp) if same else None


def kept_beside(place: Path) -> Path:
    """Where what is kept for the folder `place` stands: `.site.kept` beside `site`."""
    return place.parent / f".{place.name}.kept"


def _read(path: Path) -> Inventory:
    """A list of artifacts; an empty one where it is none of ours."""
    try:
        written = tree.written(path)
        data = json.loads(path.read_text("utf-8"))
        if data["format"] != FORMAT:
            return NOTHING
        return Inventory(parsed(data["artifacts"]), written)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return NOTHING


def parsed(listed: Mapping[str, Any]) -> dict[str, StoredArtifact]:
    """Artifacts out of a list of them, by name. Raises what comes of a list that is none."""
    return {
        name: StoredArtifact(
            str(one["key"]), tuple(map(_inside, one["files"])), str(one["sum"]), str(one["stamp"])
        )
        for name, one in listed.items()
    }


def _inside(path: str) -> str:
    """A path that leads nowhere but into the tree."""
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError(path)
    return path


def listed(artifacts: Mapping[str, StoredArtifact]) -> dict[str, dict[str, object]]:
    """A list of artifacts by name, as JSON has it; `parsed` reads it."""
    return {
        name: {"key": one.key, "files": one.files, "sum": one.sum, "stamp": one.stamp}
        for name, one in artifacts.items()
    }


def _list(artifacts: Mapping[str, StoredArtifact]) -> str:
    found = {"format": FORMAT, "artifacts": listed(artifacts)}
    return json.dumps(found, separators=(",", ":"))


def _clear(folder: Path, standing: Sequence[tree.Standing], kept: Iterable[StoredArtifact]) -> None:
    """Remove whatever stands in a folder and is not among the files kept or above one of them."""
    files = {path for stored in kept for path in stored.files}
    above: set[str] = set()
    for path in files:
        while (path := path.rpartition("/")[0]) and path not in above:
            above.add(path)
    for path, kind in reversed(standing):
        if kind is tree.PathKind.FOLDER:
            if path not in above:
                os.rmdir(f"{folder}/{path}")  # noqa: PTH106  # as above
        elif path not in files:
            os.unlink(f"{folder}/{path}")  # noqa: PTH108
