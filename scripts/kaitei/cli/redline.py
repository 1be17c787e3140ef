"""The command `redline`: any two Markdown files, or two published revisions, compared."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from kaitei.base.problems import Problem, problem
from kaitei.base.sweeping import seldom_swept
from kaitei.cli import console, texts
from kaitei.cli.options import Commands


def add(commands: Commands) -> None:
    """Add `redline`."""
    comparing = commands.add(redline, lang="texts")
    comparing.set_defaults(lang_is_of_texts=True)
    comparing.add_argument("old", metavar="OLD")
    comparing.add_argument("new", metavar="NEW")
    comparing.add_argument("--format", choices=("text", "html", "json", "markdown"), default="text")


@seldom_swept()
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
        console.show(_reindented(old, new), console.language(options), sys.stderr)
    return 0


def _reindented(*both: texts.Named) -> Iterator[Problem]:
    """Why items stand in others in one of two texts only, where it is their indentation."""
    from kaitei.text import markdown

    found = [list(markdown.half_nested(text.source)) for text in both]
    if bool(found[0]) != bool(found[1]):
        for text, items in zip(both, found, strict=True):
            for line, words in items[:1]:
                yield problem("list-nested", text.name, line, found=words[:40])
