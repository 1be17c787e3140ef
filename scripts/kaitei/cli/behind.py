"""The command `behind`: whether a site shows what it should, or was not built in time."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaitei.base.problems import KaiteiError, problem
from kaitei.cli import console
from kaitei.cli.options import Commands, day, record


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    looking = commands.add(behind, day=True)
    looking.add_argument("site", metavar="SITE")


def behind(options: argparse.Namespace) -> int:
    """Say whether a site shows what it should on this day, or was not built in time."""
    from kaitei.build import freshness

    published = record(options)
    on = day(options, published)
    current = _fetched(options.site, freshness.CURRENT)
    problems = freshness.behind(published.policies, on, current, options.site)
    console.show(problems, console.language(options))
    if not problems:
        console.say(options, "behind.current", on=on)
    return 1 if any(p.severity == "error" for p in problems) else 0


def _fetched(site: str, name: str) -> bytes:
    """A file of a site that stands in a folder or on the web; b"" where it is not there."""
    if not site.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        path = Path(site) / name
        return path.read_bytes() if path.is_file() else b""
    from urllib.error import URLError
    from urllib.request import urlopen

    try:
        with urlopen(f"{site.rstrip('/')}/{name}", timeout=20) as answer:  # noqa: S310  # see above
            return bytes(answer.read())
    except (URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise KaiteiError(problem("file-unreadable", site, reason=reason)) from None
