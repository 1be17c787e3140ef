"""The command `publish`: what is declared becomes part of the record."""

from __future__ import annotations

import argparse

from kaitei.cli import console
from kaitei.cli.options import Commands, moment, repository, today


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    publishing = commands.add(publish, day=True)
    publishing.add_argument("policies", nargs="*", metavar="POLICY")


def publish(options: argparse.Namespace) -> int:
    """Freeze what is new in content/ into versions/."""
    from kaitei.drafts import publish as room

    opened = repository(options)
    now = moment(options)
    on = today(now, opened.zone) if now else options.on
    outcomes = room.publish(opened, on, options.policies, now)
    for outcome in outcomes:
        print(outcome.sentence(console.language(options)))
    if not outcomes:
        console.say(options, "publish.nothing")
    return 0
