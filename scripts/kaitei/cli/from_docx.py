"""The command `from-docx`: a Word file that others marked up, into the draft."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaitei.cli import console
from kaitei.cli.options import Commands, repository


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    taking = commands.add(from_docx, name="from-docx")
    taking.add_argument("file", type=Path, metavar="FILE")
    taking.add_argument(
        "--changes",
        choices=("accept", "reject", "pending"),
        default="accept",
    )


def from_docx(options: argparse.Namespace) -> int:
    """Take a Word file that others marked up into the draft in content/."""
    from kaitei.drafts import docx_import

    taken = docx_import.take(repository(options), options.file, options.changes)
    if taken.empty:
        console.say(options, "from_docx.same", file=taken.file)
    else:
        console.say(options, "from_docx.changed", file=taken.file)
    for name in ("changed", "added", "removed"):
        for clause in getattr(taken, name):
            console.say(options, f"from_docx.clause_{name}", clause=clause or "-")
    if taken.moved:
        console.say(options, "from_docx.order")
    console.show(taken.notes, console.language(options))
    return 0
