"""The command `join`: a site of the shares that were built apart."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kaitei.cli import console
from kaitei.cli.build import unasked
from kaitei.cli.options import Commands, day, record


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    joining = commands.add(join, day=True)
    joining.add_argument("shares", nargs="*", type=Path, metavar="DIR")
    joining.add_argument("--output", type=Path, metavar="DIR")


def join(options: argparse.Namespace) -> int:
    """Join the shares of a site, of the day for which they were made."""
    from kaitei.build import shares

    outline, output = record(options, outlined=True), options.output or options.root / "site"
    console.show(unasked(outline, output), console.language(options), sys.stderr)
    found = options.shares or sorted((options.root / "shares").glob("*/"))
    on = options.on or shares.day(found) or day(options, outline)
    pages = shares.join(shares.common(outline, on, output), output, found)
    console.say(options, "build.done", pages=pages, output=output, on=on)
    return 0
