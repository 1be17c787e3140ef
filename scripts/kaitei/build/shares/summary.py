"""What a share says of itself, in its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kaitei.base.catalogue import phrase
from kaitei.base.problems import KaiteiError, problem
from kaitei.build import cache
from kaitei.build.cache import StoredArtifact
from kaitei.build.said import TEXT, Said, SaidOnDisk, SaidWriter, digest

FORMAT = 2  # of a summary; one of another format was made by another program
SUMMARY = "summary.json"


class Summary(NamedTuple):
    """What a share says of itself.

    `about` is what it was made of, `policies` are their names in the record, `artifacts` are by
    name; `said` is what the common feeds say of each policy, read as long as the folder stands.
    """

    about: Mapping[str, Any]
    policies: Sequence[str]
    artifacts: Mapping[str, StoredArtifact]
    said: Mapping[str, Said]


def read(folder: Path) -> Summary:
    """The summary of the share in a folder. Raises KaiteiError for what is none, or not whole."""
    try:
        data = json.loads((folder / SUMMARY).read_text("utf-8"))
        if data["format"] != FORMAT:
            other = phrase("desk.share.program")
            raise KaiteiError(problem("share-other", str(folder), what=other))
        if data["sum"] != digest(folder / TEXT):
            raise ValueError(TEXT)
        said = {name: SaidOnDisk(folder / TEXT, one) for name, one in data["said"].items()}
        return Summary(data["about"], data["policies"], cache.parsed(data["artifacts"]), said)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KaiteiError(problem("share-broken", str(folder))) from None


class Writing:
    """Writes the summary of a share into its folder, which is there. Raises OSError.

    What is said of its policies is added as they are done; what stands there is replaced at the
    `end`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._aside = folder, folder / f".{TEXT}"
        self._before = _before(folder)
        self._file = self._aside.open("wb")
        self._said = SaidWriter(self._file)

    def add(self, policy: str, said: Said) -> None:
        """Write what is said of a policy."""
        self._said.add(policy, said)

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
        for name in sorted(policies.keys() - self._said.places.keys()):
            self.add(name, self._before.get(name, {}))
        self.close()
        summary = {
            "format": FORMAT,
            "about": about,
            "policies": sorted(policies.values()),
            "artifacts": cache.listed(artifacts),
            "said": self._said.places,
            "sum": digest(self._aside),
        }
        self._aside.replace(self._folder / TEXT)
        (self._folder / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False), "utf-8")


def _before(folder: Path) -> Mapping[str, Said]:
    """What was said by the share that stands in a folder; nothing where none does, or not whole."""
    try:
        return read(folder).said
    except KaiteiError:
        return {}
