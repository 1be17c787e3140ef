"""The command `seal`: the company's seal on what was announced."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.cli import console
from kaitei.cli.options import Commands, record

if TYPE_CHECKING:  # these take a moment to load: only when needed
    from kaitei.model import Publication
    from kaitei.record import Record
    from kaitei.record.seals import Sealer

PASSPHRASE = "SEAL_PASSWORD"  # noqa: S105  # the name of the variable that holds it


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    sealing = commands.add(seal)
    sealing.add_argument("seal", type=Path, metavar="KEY")
    sealing.add_argument("--stamp", default="", metavar="ADDRESS")


def seal(options: argparse.Namespace) -> int:
    """Put the company's seal on each policy's newest announcement and text."""
    from kaitei.record import seals

    opened = record(options)
    stamping = sealer(options)
    for shown, raw in _unsealed(options, opened):
        seals.write(opened.root / shown, shown, stamping.seal(raw, shown))
        console.say(options, "seal.done", file=shown)
    return 0


def sealer(options: argparse.Namespace) -> Sealer:
    """The sealer that a command's options name. Raises KaiteiError."""
    from kaitei.record.seals import Sealer

    passphrase = os.environ.get(PASSPHRASE, "")
    return Sealer.opened(options.root, options.seal, passphrase, options.stamp)


def _unsealed(options: argparse.Namespace, opened: Record) -> Iterator[tuple[str, bytes]]:
    """The papers that are not sealed yet: where to, and the PDF."""
    from kaitei.build import host
    from kaitei.cli import texts
    from kaitei.record import seals
    from kaitei.site import pages, pdf

    for publication in _awaiting(opened):
        site, policy, entry = texts.publication(options, publication.ref)
        words = pages.read_words(options.root / "theme", site.languages)
        address = host.site_url(options.root)
        for lang in site.languages:
            for kind in (pdf.PaperKind(name) for name in seals.KINDS):
                shown = seals.place(publication, kind, lang)
                named = pdf.address(site, policy, entry, lang, kind)
                if named and not (opened.root / shown).exists():
                    sheet = pdf.issued(site, policy, entry, lang, kind, address, words)
                    yield shown, pdf.pdf(sheet, shown)


def _awaiting(opened: Record) -> Iterator[Publication]:
    """The publications since the last that was sealed, that one too; without any, the newest."""
    from kaitei.record import seals

    found = list(seals.papers(opened.root))
    for policy in opened.policies:
        sealed = [paper.number for paper in found if paper.policy == policy.name]
        last = max(sealed, default=policy.publications[-1].number)
        yield from (one for one in policy.publications if one.number >= last)
