"""The command `verify`: whether the record is what it always was."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.base.problems import KaiteiError, Problem, problem, reason_of
from kaitei.cli import console
from kaitei.cli.options import Commands, repository

if TYPE_CHECKING:  # these take a moment to load: only when needed
    from kaitei.record import Record


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    verifying = commands.add(verify)
    verifying.add_argument("--kept", nargs="+", type=Path, default=[], metavar="FILE")


def verify(options: argparse.Namespace) -> int:
    """Check the record: sums, chain, and git's memory of it."""
    from kaitei.record import verify as room

    opened = repository(options)
    problems = room.verify(opened.record, opened.declared)
    if not any(p.severity == "error" for p in problems):
        problems += room.vanished(opened.record, opened.declared)
    unknown = [found for file in options.kept for found in _kept(options, opened.record, file)]
    console.show([*problems, *unknown], console.language(options))
    if any(p.severity == "error" for p in [*problems, *unknown]):
        return 1
    for policy in opened.record.policies:
        newest = policy.publications[-1]
        print(f"{newest.ref}  {newest.digest}")
    console.say(options, "verify.whole")
    return 0


def _kept(options: argparse.Namespace, record: Record, file: Path) -> list[Problem]:
    """Say which digests of a file are in the record; a problem for each that is not."""
    from kaitei.record.verify import kept

    try:
        found = kept(record, file.read_bytes())
    except OSError as error:
        reason = reason_of(error)
        raise KaiteiError(problem("file-unreadable", str(file), reason=reason)) from None
    for one in found:
        if one.place:
            print(f"{file}: {one.digest}  {one.place}")
    if not found:
        return [problem("kept-none", str(file))]
    return [
        problem("kept-other", str(file), digest=one.digest, ref=one.claimed)
        if one.claimed
        else problem("kept-unknown", str(file), digest=one.digest)
        for one in found
        if not one.place
    ]
