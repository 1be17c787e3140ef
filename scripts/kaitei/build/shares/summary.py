"""What a share says of itself, in its folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from kaitei.base.catalogue import phrase
from kaitei.base.problems import KaiteiError, problem
from kaitei.build import cache, pool
from kaitei.build.cache import StoredArtifact

FORMAT = 1  # of a summary; one of another format was made by another program
SUMMARY = "summary.json"
SAID = "said.txt"


class Summary(NamedTuple):
    """What a share says of itself.

    `about` is what it was made of, `policies` are their names in the record, `artifacts` are by
    name; `said` is what the common feeds say of each policy, read as long as the folder stands.
    """

    about: Mapping[str, Any]
    policies: Sequence[str]
    artifacts: Mapping[str, StoredArtifact]
    said: Mapping[str, pool.Said]


def read(folder: Path) -> Summary:
    """The summary of the share in a folder. Raises KaiteiError for what is none, or not whole."""
    try:
        data = json.loads((folder / SUMMARY).read_text("utf-8"))
        if data["format"] != FORMAT:
            other = phrase("desk.share.program")
            raise KaiteiError(problem("share-other", str(folder), what=other))
        if data["sum"] != _sum(folder / SAID):
            raise ValueError(SAID)
        said = {name: _SaidByFeeds(folder / SAID, one) for name, one in data["said"].items()}
        return Summary(data["about"], data["policies"], cache.parsed(data["artifacts"]), said)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KaiteiError(problem("share-broken", str(folder))) from None


class _SaidByFeeds(Mapping[object, Any]):
    """What the common feeds say of a policy, by the key under which it keeps that; in a file.

    Of a thousand policies it would be too much to hold. `places` are (key, from where, how long).
    """

    def __init__(self, file: Path, places: Iterable[tuple[Sequence[object], int, int]]) -> None:
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


class Writing:
    """Writes the summary of a share into its folder, which is there. Raises OSError.

    What is said of its policies is added as they are done; what stands there is replaced at the
    `end`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._aside = folder, folder / f".{SAID}"
        self._before = _before(folder)
        self._places: dict[str, list[tuple[object, int, int]]] = {}
        self._file = self._aside.open("wb")

    def add(self, policy: str, said: pool.Said) -> None:
        """Write what is said of a policy."""
        places = self._places.setdefault(policy, [])
        for key in said:
            content = str(said[key]).encode()
            places.append((key, self._file.tell(), len(content)))
            self._file.write(content)

    def close(self) -> None:
        """Let go of the file; nothing else was changed before the end."""
        self._file.close()

    def end(
        self,
        about: Mapping[str, Any],
        policies: Mapping[str, str],
        artifacts: Mapping[str, StoredArtifact],
    ) -> None:
        """Put the summary into its place; `policies` are their names in the record by name.

        Of one of which all artifacts stood, what was said before is what would be said now.
        """
        for name in sorted(policies.keys() - self._places.keys()):
            self.add(name, self._before.get(name, {}))
        self.close()
        summary = {
            "format": FORMAT,
            "about": about,
            "policies": sorted(policies.values()),
            "artifacts": {name: asdict(one) for name, one in artifacts.items()},
            "said": self._places,
            "sum": _sum(self._aside),
        }
        self._aside.replace(self._folder / SAID)
        (self._folder / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False), "utf-8")


def _before(folder: Path) -> Mapping[str, pool.Said]:
    """What was said by the share that stands in a folder; nothing where none does, or not whole."""
    try:
        return read(folder).said
    except KaiteiError:
        return {}


def _sum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
