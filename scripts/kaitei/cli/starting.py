"""The commands that begin something: `init`, `new`, `revise`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.cli import console
from kaitei.cli.asking import Asking
from kaitei.cli.options import Commands, day, given_day
from kaitei.errors import KaiteiError, problem

if TYPE_CHECKING:
    from kaitei.starting import Owner, Prepared

_KINDS = (
    "revision", "correction", "postponement", "withdrawal", "repeal", "translation", "enactment",
)  # fmt: skip


def add(commands: Commands) -> None:
    """Add `init`, `new` and `revise`."""
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
    adding = commands.add(new, day=True, lang="of the messages")
    adding.add_argument("policy", metavar="POLICY", help="its name: privacy-policy")
    adding.add_argument(
        "--title", action="append", metavar="LANG=TITLE", help="its title, once a language"
    )
    revising = commands.add(revise, day=True, lang="of the messages")
    revising.add_argument("policy", metavar="POLICY", help="its folder in content/")
    revising.add_argument(
        "--from",
        dest="start",
        type=int,
        metavar="NUMBER",
        help="the revision that is replaced or concerned (default: see docs/legal.en.md)",
    )
    revising.add_argument("--kind", choices=_KINDS, default="revision", help="default: revision")
    revising.add_argument(
        "--effective",
        type=given_day,
        metavar="DATE",
        help="the day it takes effect (default: the first that keeps the notice)",
    )


def init(options: argparse.Namespace) -> int:
    """Make a repository of one's own: the program and the theme inside, an empty record."""
    from kaitei import starting

    starting.init(options.folder, _owner(options))
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
    from kaitei import starting

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
    names = _by_language(options.name, authoritative) or asking.names(languages, authoritative)
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
    return starting.Owner(
        names, domain, languages, authoritative, zone, int(days), _today(options).year
    )


def new(options: argparse.Namespace) -> int:
    """Prepare a new policy in content/."""
    from kaitei import facts, starting

    first = facts.load(options.root / "content").organization.authoritative
    titles = _by_language(options.title, first)
    _written(options, starting.new(options.root, options.policy, titles, day(options)))
    return 0


def revise(options: argparse.Namespace) -> int:
    """Prepare the next publication of a policy in content/."""
    from kaitei import starting
    from kaitei.policy import Kind

    prepared = starting.revise(
        options.root,
        options.policy,
        day(options),
        kind=Kind(options.kind),
        start=options.start,
        effective=options.effective,
    )
    console.say(
        options,
        en=_prepared(options.policy, prepared, "en"),
        ja=_prepared(options.policy, prepared, "ja"),
    )
    _written(options, prepared.edit)
    return 0


def _prepared(policy: str, made: Prepared, lang: str) -> str:
    """What was prepared, in a sentence: number, kind, what it is about, from when."""
    from kaitei import phrases

    kind = phrases.kind(made.kind, lang)
    since = phrases.day(made.since, lang)
    day = phrases.day(made.effective, lang) if made.effective else ""
    if lang == "ja":
        about = f"第{made.about}号（{since}{'施行' if made.holds else '施行予定'}）"
        about = f"{about}の本文を基にしています" if made.kind.is_revision else f"対象は{about}です"
        effective = f"施行日は{day}です。" if day else ""
        return f"{policy} の第{made.number}号（{kind}）を準備しました。{about}。{effective}"
    holds = "in force since" if made.holds else "to take effect on"
    relation = "It is based on" if made.kind.is_revision else "It concerns"
    effective = f" It takes effect on {day}." if day else ""
    return (
        f"Prepared {policy}@{made.number} ({kind}). "
        f"{relation} revision {made.about}, {holds} {since}.{effective}"
    )


def _written(options: argparse.Namespace, files: Iterable[str]) -> None:
    for file in files:
        print(file)
    console.say(
        options,
        en="Edit these, then `kaitei check` says what is still missing.",
        ja="これらを編集してください。未記入の箇所は `kaitei check` で確認できます。",
    )


def _by_language(given: list[str] | None, first: str) -> dict[str, str]:
    """LANG=TEXT by language; without LANG the text is of the language `first`."""
    pairs = (text.partition("=") for text in given or ())
    return {
        (lang if equals and len(lang) == 2 else first): (
            text if equals and len(lang) == 2 else lang + equals + text
        ).strip()
        for lang, equals, text in pairs
    }


def _today(options: argparse.Namespace) -> date:
    options.root = options.folder  # a new repository has no record to take a time zone from
    return day(options)
