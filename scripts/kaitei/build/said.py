"""What feeds and search say of policies, kept in files: whoever has it need not read texts for it.

It is known by a digest of all that it was made of, and by what each key says beside (see
`feeds.said_of`, `pages.found_everywhere`); what is half written or touched counts as nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

TEXT, INDEX = "said.txt", "said.json"
Said: TypeAlias = Mapping[object, Any]
"""What feeds and search say of a policy, by the key under which it keeps that."""
Places: TypeAlias = Iterable[tuple[Sequence[object], int, int]]


class SaidOnDisk(Said):
    """What is said of a policy, in a file: of a thousand policies it would be too much to hold.

    `places` are (key, from where, how long).
    """

    def __init__(self, file: Path, places: Places) -> None:
        self._file = file
        self._places = {tuple(key): (place, length) for key, place, length in places}

    def __getitem__(self, key: object) -> Any:
        place, length = self._places[key]  # type: ignore[index]  # a KeyError is what is wanted
        with self._file.open("rb") as file:
            file.seek(place)
            return file.read(length).decode()

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[object]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class SaidWriter:
    """Writes such a file; `places` are where what it was given stands, by policy."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.places: dict[str, list[tuple[object, int, int]]] = {}

    def add(self, policy: str, said: Said) -> None:
        """Write what is said of a policy."""
        places = self.places.setdefault(policy, [])
        for key in said:
            content = str(said[key]).encode()
            places.append((key, self._file.tell(), len(content)))
            self._file.write(content)


def read(folder: Path, made_of: str) -> Mapping[str, Said]:
    """What was kept in a folder by policy; nothing where it was not made of the same."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        index = json.loads((folder / INDEX).read_bytes())
        if index["made_of"] == made_of and index["sum"] == digest(folder / TEXT):
            return {name: SaidOnDisk(folder / TEXT, one) for name, one in index["said"].items()}
    return {}


def write(folder: Path, made_of: str, said: Mapping[str, Said]) -> None:
    """Keep in a folder what is said by policy, and nothing else. Raises OSError."""
    aside = folder / f".{TEXT}"
    with aside.open("wb") as file:
        writer = SaidWriter(file)
        for name, one in said.items():
            writer.add(name, one)
    index = {"made_of": made_of, "sum": digest(aside), "said": writer.places}
    aside.replace(folder / TEXT)
    (folder / INDEX).write_text(json.dumps(index, ensure_ascii=False), "utf-8")


def digest(file: Path) -> str:
    """The SHA-256 of a file in hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
