"""The command `complete`: what a form can't edit, done for a branch."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.base.catalogue import listed, t
from kaitei.cli import console
from kaitei.cli.options import Commands, day, repository

if TYPE_CHECKING:
    from kaitei.drafts.completing import Completion


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    completing = commands.add(complete, day=True)
    completing.add_argument("--base", default="HEAD", metavar="REV")
    completing.add_argument("--branch", default="", metavar="REV")
    completing.add_argument("--write", action="store_true")
    completing.add_argument("--output", type=Path, metavar="FOLDER")


def complete(options: argparse.Namespace) -> int:
    """Show how a branch is completed; write it where asked to, or into a folder of its own."""
    from kaitei.drafts import completing as room

    opened = repository(options)
    found = room.complete(opened, options.base, day(options, opened))
    if options.output is None:
        console.show_edits(options, found.edits)
        return 0
    made = {name: found.edits.after[name] for name in found.edits.files}
    if made:
        made["message"] = "\n".join(_message(found, console.language(options))) + "\n"
    for name, text in made.items():
        (options.output / name).parent.mkdir(parents=True, exist_ok=True)
        console.write(options, options.output / name, text.encode())
    return 0


def _message(found: Completion, lang: str) -> Iterator[str]:
    """What is done, as the message of a commit."""
    from kaitei.drafts.checks import UNTRANSLATED

    yield t(lang, "desk.complete.subject")
    yield ""
    for done in found.policies:
        if done.numbered:
            count = done.numbered
            yield "- " + t(lang, "desk.complete.numbered", policy=done.policy, count=count)
        if done.named:
            ids = listed(lang, done.named)
            yield "- " + t(lang, "desk.complete.named", policy=done.policy, ids=ids)
        for other, lacking in done.marked.items():
            named = {"ids": listed(lang, lacking), "language": t(lang, f"languages.{other}")}
            values = {"policy": done.policy, "mark": UNTRANSLATED, **named}
            yield "- " + t(lang, "desk.complete.marked", **values)
    if found.edits.left:
        yield from ("", t(lang, "desk.complete.left"))
        for one in found.edits.left:
            yield f"- {one.file}:{one.line} {one.message(lang)}"
