"""The log of a witness: what a site showed, each time that somebody looked. Append-only.

    LOG/2027/2027-04-01.jsonl      one line a look, the days of the policies' time zone

Each line is a JSON object whose `before` is the SHA-256 of the line before it, end of line
included, "" in the first. So whoever keeps the newest line, or its digest, can tell whether
anything before it was changed. The log belongs to the witness, not to who publishes: it lies in a
folder or a repository of theirs.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from kaitei.base.catalogue import text_of
from kaitei.base.problems import KaiteiError, Problem, problem, reason_of


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a site: when, at what, and what was found.

    `moment` is in UTC, `on` the day of the policies. `reached` is False where the site gave no
    answer that says what it is. `newest` is what it named as its newest publications, number and
    digest by policy; only where `accepted` do they go on from all that was seen before. `files`
    were compared, `sum` is the SHA-256 of their names and digests. `wrong` are the publications,
    as `policy@n`, that were not shown as they should be; `problems` say what is wrong in words.
    """

    moment: datetime
    on: date
    address: str
    reached: bool = True
    accepted: bool = True
    newest: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    files: int = 0
    sum: str = ""
    wrong: Sequence[str] = ()
    problems: Sequence[Problem] = ()

    @property
    def good(self) -> bool:
        """Whether all was as it should be."""
        return not any(found.severity == "error" for found in self.problems)


class WitnessLog:
    """A log in a folder, read and checked as a whole when it is opened.

    Raises KaiteiError for a line that is none, or does not go on from the one before.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.looks: list[Look] = []
        self._last = ""
        for path in self.files():
            for place, line in enumerate(_lines(path), 1):
                self.looks.append(self._read(path, place, line))

    @property
    def last(self) -> str:
        """The digest of the newest line: it vouches for the whole log. "" for an empty one."""
        return self._last

    def files(self) -> list[Path]:
        """The files of the log, oldest first."""
        return sorted(self.folder.glob("[0-9]*/[0-9]*-*-*.jsonl"))

    def seen(self) -> dict[tuple[str, int], tuple[str, Look]]:
        """Every newest publication that was ever accepted: its digest and the first look at it."""
        found: dict[tuple[str, int], tuple[str, Look]] = {}
        for look in self.looks:
            if look.accepted:
                for policy, (number, digest) in look.newest.items():
                    found.setdefault((policy, number), (digest, look))
        return found

    def append(self, look: Look) -> None:
        """Add a look. Raises KaiteiError where it can't be written, or is older than the last."""
        path = self.folder / f"{look.on:%Y}" / f"{look.on.isoformat()}.jsonl"
        before = self.looks[-1:]
        if any(look.moment < one.moment or look.on < one.on for one in before):
            last = self.looks[-1].moment.isoformat()
            raise KaiteiError(problem("log-older", str(path), moment=look.moment, last=last))
        line = json.dumps(_written(look, self._last), ensure_ascii=False, sort_keys=True).encode()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(line + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            reason = reason_of(error)
            raise KaiteiError(problem("file-unwritable", str(path), reason=reason)) from None
        self.looks.append(look)
        self._last = hashlib.sha256(line + b"\n").hexdigest()

    def _read(self, path: Path, place: int, line: bytes) -> Look:
        try:
            data = json.loads(line)
            look = _look(data)
            before = data["before"]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise KaiteiError(problem("log-broken", str(path), place)) from None
        if before != self._last or not line.endswith(b"\n"):
            raise KaiteiError(problem("log-changed", str(path), place))
        self._last = hashlib.sha256(line).hexdigest()
        return look


def _values(found: Problem) -> dict[str, object]:
    """The values of a problem as the log keeps them, words of ours in English."""
    return {name: text_of(value, "en") for name, value in found.values.items()}


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        reason = reason_of(error)
        raise KaiteiError(problem("file-unreadable", str(path), reason=reason)) from None


def _written(look: Look, before: str) -> dict[str, object]:
    """A look as it stands in its line. What is empty is left out."""
    whole: dict[str, object] = {
        "before": before,
        "time": look.moment.astimezone(UTC).isoformat(timespec="seconds"),
        "on": look.on.isoformat(),
        "address": look.address,
        "reached": look.reached,
        "accepted": look.accepted,
        "newest": {policy: list(found) for policy, found in look.newest.items()},
        "files": look.files,
        "sum": look.sum,
        "wrong": list(look.wrong),
        "problems": [
            {"rule": p.rule, "file": p.file, "severity": p.severity, "values": _values(p)}
            for p in look.problems
        ],
    }
    return {
        key: value for key, value in whole.items() if value not in ({}, [], "") or key == "before"
    }


def _look(data: Mapping[str, object]) -> Look:
    def read(key: str, default: object) -> object:
        return data.get(key, default)

    newest, problems = read("newest", {}), read("problems", [])
    assert isinstance(newest, dict)  # noqa: S101  # AttributeError below otherwise
    assert isinstance(problems, list)  # noqa: S101
    return Look(
        moment=datetime.fromisoformat(str(data["time"])),
        on=date.fromisoformat(str(data["on"])),
        address=str(data["address"]),
        reached=bool(data["reached"]),
        accepted=bool(data["accepted"]),
        newest={str(name): (int(one[0]), str(one[1])) for name, one in newest.items()},
        files=int(str(read("files", 0))),
        sum=str(read("sum", "")),
        wrong=tuple(str(one) for one in _list(read("wrong", []))),
        problems=tuple(
            Problem(
                str(one["rule"]),
                str(one.get("file", "")),
                values={str(k): str(v) for k, v in one["values"].items()},
                severity=one["severity"],
            )
            for one in problems
        ),
    )


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value
