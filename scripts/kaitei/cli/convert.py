"""The command `convert`: content/ of a former form, brought into the present one."""

from __future__ import annotations

import argparse

from kaitei.cli import console
from kaitei.cli.options import Commands, day, repository


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    commands.add(convert, day=True)


def convert(options: argparse.Namespace) -> int:
    """Bring content/ of a former form into the present one; nothing published changes."""
    from kaitei.drafts import convert as room

    opened = repository(options)
    files = room.convert(opened, day(options, opened))
    for file in files:
        print(file)
    console.say(options, "convert.done" if files else "convert.nothing")
    return 0
