"""The command `evidence`: what proves that a publication was announced, as PDF and folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaitei.cli import console, texts
from kaitei.cli.options import Commands, record
from kaitei.cli.seal import sealer


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    proving = commands.add(evidence)
    proving.add_argument("publication", metavar="POLICY@NUMBER")
    proving.add_argument("--log", type=Path, metavar="FOLDER")
    proving.add_argument("--seal", type=Path, metavar="KEY")
    proving.add_argument("--stamp", default="", metavar="ADDRESS")
    proving.add_argument("--output", type=Path, metavar="FOLDER")


def evidence(options: argparse.Namespace) -> int:
    """Write what proves that a publication was announced, as a PDF with the files behind it."""
    from kaitei.build import evidence as room
    from kaitei.build import host
    from kaitei.site import pages

    site, _, entry = texts.publication(options, options.publication)
    publication, opened = entry.publication, record(options)
    words = pages.read_words(options.root / "theme", site.languages)
    found = room.proof(opened, publication, options.log)
    name = f"{publication.policy}-{publication.number}-evidence"
    output: Path = options.output or Path(name)
    seal = sealer(options).seal if options.seal else None
    room.write(opened, site, found, words, host.site_url(options.root), output, seal)
    console.say(options, "export.wrote", file=output)
    return 0
