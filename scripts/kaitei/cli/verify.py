"""The command `verify`: whether the record is what it always was."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kaitei.cli import console
from kaitei.cli.options import Commands, repository

if TYPE_CHECKING:
    pass


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    commands.add(verify)


def verify(options: argparse.Namespace) -> int:
    """Check the record: sums, chain, and git's memory of it."""
    from kaitei.record import verify as room

    opened = repository(options)
    problems = room.verify(opened.record, opened.declared)
    if not any(p.severity == "error" for p in problems):
        problems += room.vanished(opened.record, opened.declared)
    console.show(problems, console.language(options))
    if any(p.severity == "error" for p in problems):
        return 1
    for policy in opened.record.policies:
        newest = policy.publications[-1]
        print(f"{newest.ref}  {newest.digest}")
    console.say(
        options,
        en="The record is whole: every file and the chain agree.",
        ja="記録に異常はありません。すべてのファイルと連鎖が一致します。",
    )
    return 0
