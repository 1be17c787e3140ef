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
    looking = commands.add(witness, day=True, lang="of the messages")
    looking.add_argument("address", metavar="ADDRESS", help="the site's, or its folder")
    looking.add_argument(
        "--log", type=Path, required=True, metavar="FOLDER", help="the witness's own log"
    )
    looking.add_argument("--all", action="store_true", help="every file, not only what matters")
    looking.add_argument(
        "--page",
        nargs=2,
        action="append",
        default=[],
        metavar=("ADDRESS", "POLICY"),
        help="a page elsewhere that carries a policy's text in force",
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
        console.say(
            options,
            en=f"The site shows what it should on {found.on} ({found.files} files).",
            ja=f"サイトは {found.on} に表示すべき内容を表示しています（{found.files} ファイル）。",
        )
    return 0 if found.good else 1
