"""The command `publish`: what is declared becomes part of the record."""

from __future__ import annotations

import argparse

from kaitei.cli import console
from kaitei.cli.options import Commands, day, repository


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    publishing = commands.add(publish, day=True)
    publishing.add_argument("policies", nargs="*", metavar="POLICY")


def publish(options: argparse.Namespace) -> int:
    """Freeze what is new in content/ into versions/."""
    from kaitei.drafts import publish as room

    opened = repository(options)
    outcomes = room.publish(opened, day(options, opened), options.policies)
    for outcome in outcomes:
        print(outcome.sentence(console.language(options)))
    if not outcomes:
        console.say(options, "publish.nothing")
    return 0
