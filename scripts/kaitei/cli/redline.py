"""The command `redline`: any two Markdown files, or two published revisions, compared."""

from __future__ import annotations

import argparse

from kaitei.cli import console, texts
from kaitei.cli.options import Commands


def add(commands: Commands) -> None:
    """Add `redline`."""
    comparing = commands.add(redline, lang="texts")
    comparing.set_defaults(lang_is_of_texts=True)
    comparing.add_argument("old", metavar="OLD")
    comparing.add_argument("new", metavar="NEW")
    comparing.add_argument("--format", choices=("text", "html", "json", "markdown"), default="text")


def redline(options: argparse.Namespace) -> int:
    """Compare two Markdown files, or two published revisions."""
    from kaitei.text import diff as room  # these take a moment to load: only when needed
    from kaitei.text import render

    old, new = texts.named(options, options.old), texts.named(options, options.new)
    lang = texts.language(options, old, new)
    found = room.compare(old.parsed(lang), new.parsed(lang))
    if options.format == "html":
        print(render.fragment(found))
    elif options.format == "json":
        print(render.to_json(found))
    elif options.format == "markdown":
        print(render.markdown(found, lang))
    else:
        print(render.terminal(found, lang, colour=console.colour()))
    return 0
