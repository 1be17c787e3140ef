"""The command `stamp`: a third party's word that what is newest was there by now."""

from __future__ import annotations

import argparse

from kaitei.base.problems import KaiteiError, problem
from kaitei.cli import console
from kaitei.cli.options import Commands, record


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    stamping = commands.add(stamp)
    stamping.add_argument("authority", metavar="ADDRESS")


def stamp(options: argparse.Namespace) -> int:
    """Have the newest publication of each policy time-stamped by an authority."""
    from kaitei.record import stamps

    opened = record(options)
    newest = [policy.publications[-1] for policy in opened.policies]
    for publication in newest:
        shown = stamps.place(publication)
        if (opened.root / shown).exists():
            continue
        try:
            moment = stamps.ask(opened, publication, options.authority)
        except stamps.AuthorityError as error:
            raise KaiteiError(problem("stamp-unchecked", shown, reason=error)) from None
        when = f"{moment:%Y-%m-%d %H:%M:%S}"
        console.say(options, "stamp.done", ref=publication.ref, moment=when)
    return 0
