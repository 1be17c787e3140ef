"""A record that is not written yet, built: what it would make anew is made, and thrown away.

A record can't be mended once it stands, so whatever keeps a site from being built of it has to be
found before. What is the same with both records (see `artifacts`) is passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kaitei.base.problems import KaiteiError, problem
from kaitei.build import builder, pool
from kaitei.build.artifacts import Artifact, Files
from kaitei.build.builder import BuildPlan, Session
from kaitei.build.cache import Cache
from kaitei.model import Policy
from kaitei.site.model import TextMemory

_ID = re.compile(r"<[a-z][^<>]*\sid=\"([^\"]+)\"")


@dataclass(frozen=True, slots=True)
class Failure:
    """What can't be made: of which day's site, which artifact of it ("": all of it), and why."""

    day: date
    artifact: str
    error: Exception


@dataclass
class Rehearsal:
    """Builds of records that begin as `before` does, in the theme of `root`."""

    root: Path
    before: Sequence[Policy]
    _session: Session = field(default_factory=Session)
    _memories: dict[str, TextMemory] = field(default_factory=dict)
    _known: dict[date, Mapping[str, str]] = field(default_factory=dict)

    def failures(self, after: Sequence[Policy], days: Iterable[date]) -> list[Failure]:
        """Everything that can't be made of the record `after`, and can or need not of `before`.

        What is alike on several of the `days` is made once.
        """
        found: list[Failure] = []
        made: set[tuple[str, str]] = set()
        for day in sorted(days):
            try:
                artifacts = self._anew(after, day)
            except Exception as error:  # whatever it is: a site that can't be built is told
                found.append(Failure(day, "", error))
                continue
            fresh = [
                artifact for artifact in artifacts if (artifact.name, artifact.key) not in made
            ]
            made |= {(artifact.name, artifact.key) for artifact in fresh}
            found += [Failure(day, name, error) for name, error in _failing(fresh)]
        return found

    def fails(self, after: Sequence[Policy], failure: Failure) -> bool:
        """Whether the record `after` fails where another one did."""
        try:
            planned = self._plan(after, failure.day, self._memories)
        except Exception:  # as above
            return True
        return any(
            _failing(
                artifact for artifact in planned.artifacts() if artifact.name == failure.artifact
            )
        )

    def _anew(self, after: Sequence[Policy], day: date) -> list[Artifact]:
        """The artifacts of a day's site that are others than those of the record before."""
        planned = self._plan(after, day, self._memories)
        if day not in self._known:
            known = self._plan(self.before, day, None).artifacts()
            self._known[day] = {artifact.name: artifact.key for artifact in known}
        return [
            artifact
            for artifact in planned.artifacts()
            if self._known[day].get(artifact.name) != artifact.key
        ]

    def _plan(
        self, policies: Sequence[Policy], day: date, memories: dict[str, TextMemory] | None
    ) -> BuildPlan:
        return builder.plan(self.root, policies, day, self._session, memories)


def _failing(artifacts: Iterable[Artifact]) -> Iterator[tuple[str, Exception]]:
    """The artifacts of one site that can't be made, written and read, by name: why."""
    with TemporaryDirectory(prefix="kaitei-rehearsal-") as folder, pool.unswept():
        cache = Cache(Path(folder))
        for artifact in artifacts:
            try:
                cache.write(artifact.key, _read(artifact.make()))
            except Exception as error:  # a library may raise anything for a text it can't take
                yield artifact.name, error


def _read(files: Files) -> Iterator[tuple[str, bytes]]:
    """The files; of a page no id stands twice, since a browser goes to the first."""
    for path, content in files:
        if path.endswith(".html"):
            ids = Counter(_ID.findall(content.decode("utf-8")))
            if twice := next((name for name, count in ids.items() if count > 1), ""):
                raise KaiteiError(problem("page-id-twice", path, id=twice))
        yield path, content
