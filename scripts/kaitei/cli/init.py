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
    beginning = commands.add(init, day=True, lang="of the messages")
    beginning.add_argument("folder", type=Path, metavar="DIR", help="a new or an empty folder")
    beginning.add_argument(
        "--name", action="append", metavar="LANG=NAME", help="the company's name"
    )
    beginning.add_argument("--domain", help="a domain of the owner's, such as example.co.jp")
    beginning.add_argument("--languages", help="in the site's order (default: ja,en)")
    beginning.add_argument("--authoritative", metavar="LANG", help="default: the first language")
    beginning.add_argument("--time-zone", metavar="ZONE", help="default: Asia/Tokyo")
    beginning.add_argument("--notice-days", metavar="DAYS", help="default: 14")


def init(options: argparse.Namespace) -> int:
    """Make a repository of one's own: the program and the theme inside, an empty record."""
    from kaitei.drafts import scaffold

    scaffold.init(options.folder, _owner(options))
    folder = options.folder
    console.say(
        options,
        en=f"Made {folder}, a git repository with nothing committed yet. "
        f"Next: cd {folder}, make check, make site (see README.md there).",
        ja=f"{folder} を作成しました（git のリポジトリです。まだ何もコミットしていません）。次に "
        f"cd {folder} で移動し、make check、make site を実行してください（README.md を参照）。",
    )
    return 0


def _owner(options: argparse.Namespace) -> Owner:
    """The owner as the flags say; at a terminal, what they leave open is asked."""
    from kaitei.drafts import scaffold

    asking = Asking(options, needed=not (options.name and options.domain))
    languages = tuple(
        asking.answer(
            "languages",
            options.languages,
            en="Languages, in the order of the site",
            ja="サイトの言語（載せる順）",
            default="ja,en",
        )
        .replace(" ", "")
        .split(",")
    )
    authoritative = asking.answer(
        "authoritative",
        options.authoritative,
        en="Which of them prevails",
        ja="正文とする言語",
        default=languages[0],
    )
    names = by_language(options.name, authoritative) or asking.names(languages, authoritative)
    for lang in names.keys() - set(languages):
        raise KaiteiError(
            problem("field-unknown", name=f"--name {lang}", known=", ".join(languages))
        )
    domain = asking.answer(
        "domain",
        options.domain,
        en="A domain of yours, such as example.co.jp (it names the feeds, for ever)",
        ja="自社のドメイン（例：example.co.jp。配信の識別に使い、後から変更できません）",
    )
    zone = asking.answer(
        "time_zone", options.time_zone, en="Time zone", ja="時間帯", default="Asia/Tokyo"
    )
    days = asking.answer(
        "notice_days",
        options.notice_days,
        en="Days between announcement and effect",
        ja="公表から施行までの予告期間（日数）",
        default="14",
    )
    return scaffold.Owner(
        names, domain, languages, authoritative, zone, int(days), _year(options, zone)
    )


def _year(options: argparse.Namespace, zone: str) -> int:
    """The year that it is: that of `--on`, else of today where the owner is."""
    on: date = options.on or today(datetime.now(UTC), ZoneInfo(zone))
    return on.year
