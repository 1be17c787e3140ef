"""The readers' commands: build the public site, show it on this machine."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaitei.cli import console
from kaitei.cli.options import Commands, day


def add(commands: Commands) -> None:
    """Add `build` and `serve`."""
    building = commands.add(build, day=True)
    building.add_argument("--output", type=Path, metavar="DIR", help="default: site/")
    serving = commands.add(serve, day=True)
    serving.add_argument("--port", type=int, default=8000)


def build(options: argparse.Namespace) -> int:
    """Build the public site from versions/."""
    from kaitei import plugin

    on, output = day(options), options.output or options.root / "site"
    pages = plugin.build(options.root, on, output)
    console.say(
        options,
        en=f"Built {pages} pages in {output}, as of {on}.",
        ja=f"{on} 現在のサイトを {output} に作成しました（{pages} ページ）。",
    )
    return 0


def serve(options: argparse.Namespace) -> int:
    """Show the public site on this machine, rebuilt when versions/ or theme/ change."""
    from kaitei import plugin

    address = f"http://127.0.0.1:{options.port}/"
    console.say(
        options,
        en=f"Serving on {address} - stop with Ctrl-C.",
        ja=f"{address} で表示しています。Ctrl-C で終了します。",
    )
    plugin.serve(options.root, day(options), options.port)
    return 0
