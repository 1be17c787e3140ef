"""The command `renumber`: numbers of clauses, items and references in the order of the clauses."""

from __future__ import annotations

import argparse

from kaitei.cli import console
from kaitei.cli.options import Commands, day, repository


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    numbering = commands.add(renumber, day=True)
    numbering.add_argument("policy", metavar="POLICY")
    numbering.add_argument("--write", action="store_true")


def renumber(options: argparse.Namespace) -> int:
    """Show what renumbering a policy changes, and write it where asked to."""
    from kaitei.drafts import renumber as room

    opened = repository(options)
    edits = room.renumber(opened, options.policy, day(options, opened))
    console.show_edits(options, edits)
    return 0
