"""The command `review`: what a branch would publish, for those who have to say yes to it."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.base.problems import KaiteiError
from kaitei.cli import console
from kaitei.cli.options import Commands, day, repository

if TYPE_CHECKING:  # these take a moment to load: only when needed
    from kaitei.drafts.repository import Repository
    from kaitei.drafts.standing import Branch


def add(commands: Commands) -> None:
    """Add `review`."""
    reviewing = commands.add(review, day=True, lang="review")
    reviewing.add_argument(
        "--base",
        required=True,
        metavar="REV",
    )
    reviewing.add_argument("--branch", default="", metavar="REV")
    reviewing.add_argument("--html", type=Path, metavar="FILE")
    reviewing.add_argument("--output", type=Path, metavar="FILE")
    reviewing.add_argument("--whole", default="", metavar="WHERE")


def review(options: argparse.Namespace) -> int:
    """Show what a branch would publish: as Markdown for a comment, and as a page."""
    from kaitei.drafts import review as room

    lang = console.language(options)
    opened = repository(options)
    try:
        found = room.look(opened, options.base, day(options, opened))
    except KaiteiError as error:
        if options.output:  # what a former run wrote is not true of this branch
            told = room.refused(_branch(opened, options.base), error.problems, lang)
            console.write(options, options.output, told.encode())
        raise
    if options.html:
        console.write(options, options.html, room.document(found, lang).encode())
    whole = options.whole or (options.html.name if options.html else "")
    text = room.comment(found, lang, whole=whole)
    if options.output:
        console.write(options, options.output, text.encode())
    else:
        print(text, end="")
    return 0


def _branch(opened: Repository, base: str) -> Branch | None:
    """What the branch is; None where git can't say it."""
    from kaitei.drafts import standing

    with suppress(KaiteiError):
        return standing.branch(opened, base)
    return None
