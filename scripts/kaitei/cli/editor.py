"""The command `editor`: a page in which legal edits content/ by forms."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaitei.cli import console
from kaitei.cli.options import Commands, repository


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    page = commands.add(editor)
    page.add_argument("--output", type=Path, required=True, metavar="FOLDER")
    page.add_argument("--repository", required=True, metavar="OWNER/NAME")
    page.add_argument("--host", choices=("github", "gitlab"), default="github")
    page.add_argument("--server", default="", metavar="ADDRESS")
    page.add_argument("--branch", dest="into", default="main", metavar="NAME")
    page.add_argument("--sign-in", default="", metavar="ADDRESS")
    page.add_argument("--client", default="", metavar="ID")


def editor(options: argparse.Namespace) -> int:
    """Write the page into a folder."""
    from kaitei.drafts import editor as room

    host = room.CodeHost(
        options.host,
        options.repository,
        options.into,
        options.server,
        options.sign_in,
        options.client,
    )
    room.write(repository(options), host, console.language(options), options.output)
    console.say(options, "editor.done", folder=options.output)
    return 0
