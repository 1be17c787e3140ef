"""Arguments that several commands share, and the day that a command is about."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kaitei.base.catalogue import CODE, DESK, readers, t
from kaitei.base.fields import YEARS
from kaitei.cli import console

if TYPE_CHECKING:  # these take a moment to load: only when needed
    from kaitei.drafts.repository import Repository
    from kaitei.record import Record


class Commands:
    """The program's commands as they are added: each is a function from options to exit code."""

    def __init__(self, parser: argparse.ArgumentParser, group: str = "") -> None:
        # Not told its name, it would print a usage to find it out.
        self._added = parser.add_subparsers(required=True, metavar="COMMAND", prog=parser.prog)
        self._group = group

    def add(
        self,
        run: Callable[[argparse.Namespace], int],
        *,
        day: bool = False,
        lang: str = "messages",
        name: str = "",
    ) -> argparse.ArgumentParser:
        """Add `run` under its own name, or `name`.

        Every command takes `--root` and `--lang`, the language of its "messages", or what `lang`
        names instead: "texts", "review", "plan". With `day` it takes `--on`.
        """
        name = name or run.__name__
        topic = f"{self._group}{name}"
        parser: argparse.ArgumentParser = self._added.add_parser(
            name, help=f"{topic}.summary", topic=topic
        )
        parser.set_defaults(command=run)
        parser.add_argument(
            "--root",
            type=Path,
            default=Path(),
            metavar="DIR",
            help="common.root",
        )
        if day:
            parser.add_argument(
                "--on",
                type=given_day,
                metavar="DATE",
                help="common.on",
            )
        known = readers() if lang == "texts" else DESK
        parser.add_argument("--lang", choices=sorted(known), help=f"common.lang_{lang}")
        return parser

    def group(self, name: str) -> Commands:
        """Add a command that has commands of its own: `kaitei NAME COMMAND`."""
        return Commands(
            self._added.add_parser(name, help=f"{name}.summary", topic=name), f"{name}."
        )


def record(options: argparse.Namespace, *, outlined: bool = False) -> Record:
    """The record of the command's repository, which is read once: when it is first asked for."""
    from kaitei.record import Record

    opened: dict[bool, Record] = vars(options).setdefault("records", {})
    if outlined not in opened:
        opened[outlined] = Record(options.root, outlined=outlined)
    return opened[outlined]


def repository(options: argparse.Namespace, record: Record | None = None) -> Repository:
    """The command's repository; what it holds is read when it is first asked for."""
    from kaitei.drafts.repository import Repository

    return Repository(options.root, record, getattr(options, "branch", ""))


def day(options: argparse.Namespace, opened: Record | Repository) -> date:
    """The day of a command: `--on` where it has one, else today where it was opened."""
    asked: date | None = getattr(options, "on", None)
    if asked:
        return asked
    return today(datetime.now(UTC), opened.zone)


def moment(options: argparse.Namespace) -> datetime | None:
    """The moment of a command; None where `--on` names a day, which begins with its midnight."""
    return None if getattr(options, "on", None) else datetime.now(UTC)


def today(moment: datetime, zone: ZoneInfo) -> date:
    """The day that it is in `zone` at `moment`: at 15:00 UTC the next one begins in Tokyo."""
    return moment.astimezone(zone).date()


def given_day(text: str) -> date:
    """A day as an argument, 2027-04-01; wrong usage otherwise."""
    # date.fromisoformat also takes 20270401 and 2027-W13-4; int() also takes full-width digits.
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise usage("day", text)
    try:
        given = date.fromisoformat(text)
    except ValueError:
        raise usage("no_day", text) from None
    if given.year not in YEARS:
        raise usage("outside", text, first=YEARS[0], last=YEARS[-1])
    return given


def usage(name: str, text: str, **values: object) -> argparse.ArgumentTypeError:
    """Wrong usage, in words of the desk."""
    lang = console.language(argparse.Namespace())
    return argparse.ArgumentTypeError(t(lang, f"desk.usage.{name}", text=repr(text), **values))


def by_language(given: list[str] | None, first: str) -> dict[str, str]:
    """LANG=TEXT by language; without LANG the text is of the language `first`."""
    named = re.compile(rf"(?:({CODE})=)?(.*)", re.DOTALL)
    pairs = [named.fullmatch(text) for text in given or ()]
    return {pair[1] or first: pair[2].strip() for pair in pairs if pair}
