"""The command `new`: a new policy, prepared in content/."""

from __future__ import annotations

import argparse

from kaitei.cli import console
from kaitei.cli.options import Commands, by_language, day, repository


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    adding = commands.add(new, day=True)
    adding.add_argument("policy", metavar="POLICY")
    adding.add_argument("--title", action="append", metavar="LANG=TITLE")


def new(options: argparse.Namespace) -> int:
    """Prepare a new policy in content/."""
    from kaitei.drafts import scaffold

    opened = repository(options)
    titles = by_language(options.title, opened.settings.organization.authoritative)
    console.list_files(options, scaffold.new(opened, options.policy, titles, day(options, opened)))
    return 0
