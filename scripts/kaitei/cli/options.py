"""Arguments that several commands share, and the day that a command is about."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kaitei.base.fields import YEARS

if TYPE_CHECKING:  # these take a moment to load: only when needed
    from kaitei.drafts.repository import Repository
    from kaitei.record import Record


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


def record(options: argparse.Namespace) -> Record:
    """The record of the command's repository, which is read when it is first asked for."""
    from kaitei.record import Record

    return Record(options.root)


def repository(options: argparse.Namespace, record: Record | None = None) -> Repository:
    """The command's repository; what it holds is read when it is first asked for."""
    from kaitei.drafts.repository import Repository

    return Repository(options.root, record)


def day(options: argparse.Namespace, opened: Record | Repository) -> date:
    """The day of a command: `--on`, else today in the time zone of what was opened."""
    if options.on:
        asked: date = options.on
        return asked
    return today(datetime.now(UTC), opened.zone)


def today(moment: datetime, zone: ZoneInfo) -> date:
    """The day that it is in `zone` at `moment`: at 15:00 UTC the next one begins in Tokyo."""
    return moment.astimezone(zone).date()


def given_day(text: str) -> date:
    """A day as an argument, 2027-04-01; wrong usage otherwise."""
    # date.fromisoformat also takes 20270401 and 2027-W13-4; int() also takes full-width digits.
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2027-04-01")
    try:
        given = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is no day {text}") from None
    if given.year not in YEARS:
        raise argparse.ArgumentTypeError(f"{text} lies outside {YEARS[0]} to {YEARS[-1]}")
    return given


def by_language(given: list[str] | None, first: str) -> dict[str, str]:
    """LANG=TEXT by language; without LANG the text is of the language `first`."""
    pairs = (text.partition("=") for text in given or ())
    return {
        (lang if equals and len(lang) == 2 else first): (
            text if equals and len(lang) == 2 else lang + equals + text
        ).strip()
        for lang, equals, text in pairs
    }
