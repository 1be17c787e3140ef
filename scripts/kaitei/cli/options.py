"""Arguments that several commands share, and the day that a command is about."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Tokyo"  # until a record or content/organization.yml names one


class Commands:
    """The program's commands as they are added: each is a function from options to exit code."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._added = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(
        self,
        run: Callable[[argparse.Namespace], int],
        *,
        day: bool = False,
        lang: str = "",
        name: str = "",
    ) -> argparse.ArgumentParser:
        """Add `run` under its own name (or `name`), its docstring's first line as help.

        Every command takes `--root`; with `day` it takes `--on`, with `lang` (what it is the
        language of) `--lang`.
        """
        summary = (run.__doc__ or "").strip().splitlines()[0]
        name = name or run.__name__
        parser: argparse.ArgumentParser = self._added.add_parser(
            name, help=summary, description=summary
        )
        parser.set_defaults(command=run)
        parser.add_argument(
            "--root",
            type=Path,
            default=Path(),
            metavar="DIR",
            help="the repository (default: here)",
        )
        if day:
            parser.add_argument(
                "--on",
                type=given_day,
                metavar="DATE",
                help="the day, as 2027-04-01 (default: today)",
            )
        if lang:
            parser.add_argument("--lang", choices=("ja", "en"), help=lang)
        return parser

    def group(self, name: str, summary: str) -> Commands:
        """Add a command that has commands of its own: `kaitei NAME COMMAND`."""
        return Commands(self._added.add_parser(name, help=summary, description=summary))


def day(options: argparse.Namespace) -> date:
    """The day of a command: `--on`, else today in the policies' time zone."""
    if options.on:
        asked: date = options.on
        return asked
    return today(datetime.now(UTC), _zone(options.root))


def today(moment: datetime, zone: ZoneInfo) -> date:
    """The day that it is in `zone` at `moment`: at 15:00 UTC the next one begins in Tokyo."""
    return moment.astimezone(zone).date()


def given_day(text: str) -> date:
    """A day as an argument, 2027-04-01; wrong usage otherwise."""
    # date.fromisoformat also takes 20270401 and 2027-W13-4; int() also takes full-width digits.
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2027-04-01")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is no day {text}") from None


def _zone(root: Path) -> ZoneInfo:
    """The time zone of the record, else of content/, else Japan's."""
    from kaitei import archive, facts

    published = [p for policy in archive.read(root) for p in policy.publications]
    if published:
        newest = max(published, key=lambda p: (p.announced, p.policy, p.number))
        return newest.settings.organization.zone
    if (root / "content" / "organization.yml").is_file():
        return facts.load(root / "content").organization.zone
    return ZoneInfo(DEFAULT_ZONE)
