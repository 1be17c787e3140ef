"""The command `init`: a repository of one's own."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kaitei.base.problems import KaiteiError, problem
from kaitei.cli import console
from kaitei.cli.options import Commands, by_language, today
from kaitei.cli.questions import Asking

if TYPE_CHECKING:
    from kaitei.drafts.scaffold import Owner


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    beginning = commands.add(init, day=True)
    beginning.add_argument("folder", type=Path, metavar="DIR")
    beginning.add_argument("--name", action="append", metavar="LANG=NAME")
    beginning.add_argument("--domain")
    beginning.add_argument("--languages")
    beginning.add_argument("--authoritative", metavar="LANG")
    beginning.add_argument("--time-zone", metavar="ZONE")
    beginning.add_argument("--notice-days", metavar="DAYS")


def init(options: argparse.Namespace) -> int:
    """Make a repository of one's own: the program and the theme inside, an empty record."""
    from kaitei.drafts import scaffold

    scaffold.init(options.folder, _owner(options))
    console.say(options, "init.done", folder=options.folder)
    return 0


def _owner(options: argparse.Namespace) -> Owner:
    """The owner as the flags say; at a terminal, what they leave open is asked."""
    from kaitei.drafts import scaffold
    from kaitei.model import facts

    asking = Asking(options, needed=not (options.name and options.domain))
    asking.need({"name": options.name, "domain": options.domain})
    asked = asking.answer("languages", options.languages, "ja,en")
    languages = tuple(asked.replace(" ", "").split(","))
    if unspoken := [*filter(None, (facts.unspoken(lang, "--languages") for lang in languages))]:
        raise KaiteiError(*unspoken)
    authoritative = asking.answer("authoritative", options.authoritative, languages[0])
    names = by_language(options.name, authoritative) or asking.names(languages, authoritative)
    for lang in names.keys() - set(languages):
        raise KaiteiError(
            problem("field-unknown", name=f"--name {lang}", known=", ".join(languages))
        )
    domain = asking.answer("domain", options.domain)
    zone = asking.answer("time_zone", options.time_zone, "Asia/Tokyo")
    days = asking.answer("notice_days", options.notice_days, "14")
    return scaffold.Owner(
        names, domain, languages, authoritative, zone, int(days), _year(options, zone)
    )


def _year(options: argparse.Namespace, zone: str) -> int:
    """The year that it is: that of `--on`, else of today where the owner is."""
    on: date = options.on or today(datetime.now(UTC), ZoneInfo(zone))
    return on.year
