"""The command `witness`: a look at a site that stands somewhere, and a line in the log of it."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from kaitei.cli import console
from kaitei.cli.options import Commands, day, record


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    looking = commands.add(witness, day=True)
    looking.add_argument("address", metavar="ADDRESS")
    looking.add_argument("--log", type=Path, required=True, metavar="FOLDER")
    looking.add_argument("--all", action="store_true")
    looking.add_argument(
        "--page", nargs=2, action="append", default=[], metavar=("ADDRESS", "POLICY")
    )


def witness(options: argparse.Namespace) -> int:
    """Look whether a site shows what it should on this day, and write it into a log."""
    from kaitei.build.builder import build
    from kaitei.build.witness import Elsewhere, look
    from kaitei.record.witness_log import WitnessLog

    published, log = record(options), WitnessLog(options.log)
    on, moment = day(options, published), datetime.now(UTC)
    with TemporaryDirectory(prefix="kaitei-witness-") as folder:

        def built(wanted: date) -> Path:
            site = Path(folder) / "site"
            build(options.root, published.policies, wanted, site)
            return site

        found = look(
            published,
            log,
            options.address,
            on,
            moment,
            built,
            everything=options.all,
            elsewhere=[Elsewhere(address, policy) for address, policy in options.page],
        )
    console.show(found.problems, console.language(options))
    if found.good:
        console.say(options, "witness.good", on=found.on, files=found.files)
    return 0 if found.good else 1
