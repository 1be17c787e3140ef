"""The command `serve`: the site on this machine's screen, built again on each save."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.base.problems import KaiteiError
from kaitei.cli import console
from kaitei.cli.build import say_drafts
from kaitei.cli.options import Commands, day, repository

if TYPE_CHECKING:  # these take a moment to load: only when needed
    from kaitei.drafts.preview import Preview


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    serving = commands.add(serve, day=True)
    serving.add_argument("--port", type=int, default=8000)
    serving.add_argument("--draft", action="store_true")


def serve(options: argparse.Namespace) -> int:
    """Show the public site on this machine, rebuilt when versions/ or theme/ change."""
    from kaitei.build import live_reload
    from kaitei.build.builder import Session, build

    if options.draft:
        return _serve_draft(options)
    session, root = Session(), options.root
    on, address = day(options, session.record(root)), f"http://127.0.0.1:{options.port}/"
    console.say(options, "serve.on", address=address)

    def built(output: Path) -> int:
        policies = session.record(root).policies
        with console.progress(options) as progress:
            return build(root, policies, on, output, session=session, progress=progress)

    def done(result: int | KaiteiError, seconds: float) -> None:
        _say_built(options, result, seconds)

    live_reload.serve(root, options.port, built, done)
    return 0


def _serve_draft(options: argparse.Namespace) -> int:
    from kaitei.build import live_reload
    from kaitei.build.builder import Session
    from kaitei.drafts import preview

    session = Session()
    on, address = day(options, repository(options)), f"http://127.0.0.1:{options.port}/"
    console.say(options, "serve.on_draft", address=address)

    def built(output: Path) -> Preview:
        opened = repository(options, session.record(options.root))
        return preview.build(opened, on, output, session)

    def done(result: Preview | KaiteiError, seconds: float) -> None:
        if not isinstance(result, KaiteiError):
            console.show(result.problems, console.language(options), sys.stderr)
            say_drafts(options, result.shown)
        _say_built(options, result, seconds)

    live_reload.serve(options.root, options.port, built, done, session.ahead(options.root, on))
    return 0


def _say_built(options: argparse.Namespace, result: object, seconds: float) -> None:
    """Say how a build for the screen went."""
    if isinstance(result, KaiteiError):
        console.show(result.problems, console.language(options), sys.stderr)
        console.say(options, "serve.stands")
        return
    console.say(options, "serve.built", seconds=f"{seconds:.1f}")
