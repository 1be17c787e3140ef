"""The commands that carry an existing policy over: `adopt plan`, `adopt apply`."""

from __future__ import annotations

import argparse

from kaitei.cli import console
from kaitei.cli.options import Commands, day, repository


def add(commands: Commands) -> None:
    """Add `adopt plan` and `adopt apply`."""
    group = commands.group("adopt")
    planning = group.add(plan, lang="plan")
    planning.add_argument("policy", metavar="POLICY")
    planning.add_argument(
        "given",
        nargs="+",
        metavar="LANG=PATH",
    )
    applying = group.add(apply, day=True)
    applying.add_argument("policy", metavar="POLICY")


def plan(options: argparse.Namespace) -> int:
    """Read the files of a policy and write a plan to carry it over, in adopt/POLICY/."""
    from kaitei.drafts import adopt as room

    lang = console.language(options)
    console.list_files(options, room.plan(repository(options), options.policy, options.given, lang))
    return 0


def apply(options: argparse.Namespace) -> int:
    """Carry over what a plan says, into the record and content/."""
    from kaitei.drafts import adopt as room

    opened = repository(options)
    done = room.apply(opened, options.policy, day(options, opened))
    print(done.outcome.sentence(console.language(options)))
    if done.files:
        console.list_files(options, done.files)
    return 0
