"""The command `review`: what a branch would publish, for those who have to say yes to it."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaitei.cli import console
from kaitei.cli.options import Commands, day, repository


def add(commands: Commands) -> None:
    """Add `review`."""
    reviewing = commands.add(review, day=True, lang="review")
    reviewing.add_argument(
        "--base",
        required=True,
        metavar="REV",
    )
    reviewing.add_argument("--html", type=Path, metavar="FILE")
    reviewing.add_argument("--output", type=Path, metavar="FILE")
    reviewing.add_argument("--whole", default="", metavar="WHERE")


def review(options: argparse.Namespace) -> int:
    """Show what a branch would publish: as Markdown for a comment, and as a page."""
    from kaitei.drafts import review as room

    lang = console.language(options)
    opened = repository(options)
    found = room.look(opened, options.base, day(options, opened))
    if options.html:
        console.write(options, options.html, room.document(found, lang).encode())
    whole = options.whole or (options.html.name if options.html else "")
    text = room.comment(found, lang, whole=whole)
    if options.output:
        console.write(options, options.output, text.encode())
    else:
        print(text, end="")
    return 0
