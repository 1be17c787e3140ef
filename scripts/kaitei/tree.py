"""A folder renewed part by part: what is the same stays, and the whole is exchanged at the end.

Beside the folder `site` stands `.site.kept`: in `tree` the site before this one, which the next
build renews and then exchanges with it; in `parts.json` and `spare.json` what stands in the two
trees, part by part: the key of all that a part depends on, its files, and a sum of their bytes. A
part is kept only if its key is the wanted one and its files still have that sum. So whatever
happened to the trees or the lists, be they half written, touched or taken away, costs no more
than making a part anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kaitei import swap
from kaitei.timings import stage

FORMAT = 1  # of the lists; one of another format counts as none
_SPARE, _LIVE = "spare.json", "parts.json"


@dataclass(frozen=True, slots=True)
class Held:
    """A part as it stands in a tree: its key, its files, the sum of their names and bytes."""

    key: str
    files: tuple[str, ...]
    sum: str


class Tree:
    """The folder on its way. `parts` are those that it holds for sure, by name."""

    def __init__(self, folder: Path, found: Mapping[str, Held]) -> None:
        self.folder = folder
        self.parts: dict[str, Held] = {}
        self._found = found
        self._folders: set[str] = set()

    def keep(self, wanted: Mapping[str, str]) -> None:
        """Keep the parts, keys by name, that stand here whole; remove everything else."""
        for name, key in wanted.items():
            held = self._found.get(name)
            if held is not None and held.key == key and self._sum(held.files) == held.sum:
                self.parts[name] = held
        _cleared(self.folder, "", {path for held in self.parts.values() for path in held.files})

    def write(self, key: str, files: Iterable[tuple[str, bytes]]) -> Held:
        """Write a part's files, (path, bytes) each, and tell what is written. Raises OSError.

        After `keep`. It is the tree's only once it is among `parts`, so another process may write.
        """
        names, found = [], hashlib.sha256()
        for path, content in files:
            with stage("writing"):
                self._write(path, content)
                names.append(path)
                _count(found, path, content)
        return Held(key, tuple(names), found.hexdigest())

    def _sum(self, files: Iterable[str]) -> str:
        found = hashlib.sha256()
        with contextlib.suppress(OSError):
            for path in files:
                _count(found, path, (self.folder / path).read_bytes())
            return found.hexdigest()
        return ""

    def _write(self, path: str, content: bytes) -> None:
        place = f"{self.folder}/{path}"
        parent = os.path.dirname(place)  # noqa: PTH120  # tens of thousands of times: paths are slow
        if parent not in self._folders:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103
            self._folders.add(parent)
        with open(place, "xb") as file:  # noqa: PTH123
            file.write(content)


@contextlib.contextmanager
def renewed(place: Path) -> Iterator[Tree]:
    """A tree that takes the place of the folder `place` at the end.

    If the body raises, `place` stays as it was. Builds of the same parent folder wait for each
    other. Raises OSError.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    kept = kept_beside(place)
    folder, waiting = kept / "tree", kept / "waiting"
    with swap.locked(place.parent):
        kept.mkdir(exist_ok=True)
        swap.recover(folder, place, waiting)
        tree = Tree(folder, _begun(place, kept))
        yield tree
        fresh = kept / "fresh.json"
        fresh.write_text(_listed(tree.parts), "utf-8")
        swap.swap(folder, place, waiting)
        if folder.exists() and (kept / _LIVE).exists():
            (kept / _LIVE).rename(kept / _SPARE)
        fresh.rename(kept / _LIVE)


def kept_beside(place: Path) -> Path:
    """Where what is kept for the folder `place` stands: `.site.kept` beside `site`."""
    return place.parent / f".{place.name}.kept"


def _begun(place: Path, kept: Path) -> Mapping[str, Held]:
    """Make the folder that is to be renewed, and say what it should hold."""
    folder = kept / "tree"
    if folder.is_dir():
        return _read(kept / _SPARE)
    found = _read(kept / _LIVE) if place.is_dir() else {}
    folder.mkdir()
    try:
        _link(place, folder, [path for held in found.values() for path in held.files])
    except OSError:  # a file system without links, or a site that lost files: begin with nothing
        shutil.rmtree(folder)
        folder.mkdir()
    return found


def _link(place: Path, folder: Path, files: Iterable[str]) -> None:
    made: set[str] = set()
    for path in files:
        parent = path.rpartition("/")[0]
        if parent not in made:
            os.makedirs(f"{folder}/{parent}", exist_ok=True)  # noqa: PTH103  # as above
            made.add(parent)
        os.link(f"{place}/{path}", f"{folder}/{path}")


def _read(path: Path) -> Mapping[str, Held]:
    """A list of parts; an empty one where it is none of ours."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["format"] != FORMAT:
            return {}
        return {
            name: Held(str(one["key"]), tuple(map(_inside, one["files"])), str(one["sum"]))
            for name, one in data["parts"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _inside(path: str) -> str:
    """A path that leads nowhere but into the tree."""
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError(path)
    return path


def _listed(parts: Mapping[str, Held]) -> str:
    found = {name: asdict(held) for name, held in parts.items()}
    return json.dumps({"format": FORMAT, "parts": found}, separators=(",", ":"))


def _count(found: hashlib._Hash, path: str, content: bytes) -> None:
    found.update(f"{len(path)}:{path}:{len(content)}:".encode())
    found.update(content)


def _cleared(folder: Path | str, prefix: str, wanted: set[str]) -> bool:
    """Remove whatever is not wanted, and folders in which nothing is left; whether this is one."""
    left = False
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        path = f"{prefix}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if _cleared(entry.path, f"{path}/", wanted):
                os.rmdir(entry.path)  # noqa: PTH106
            else:
                left = True
        elif path in wanted:
            left = True
        else:
            os.unlink(entry.path)  # noqa: PTH108
    return not left
