"""The commands that begin something: `init`, `new`, `revise`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kaitei.cli import console
from kaitei.cli.options import Commands, day, given_day
from kaitei.errors import KaiteiError, problem

if TYPE_CHECKING:
    from kaitei.starting import Prepared

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
    beginning.add_argument("--languages", default="ja,en", help="in the site's order: ja,en")
    beginning.add_argument("--authoritative", metavar="LANG", help="default: the first language")
    beginning.add_argument("--time-zone", default="Asia/Tokyo")
    beginning.add_argument("--notice-days", type=int, default=14, metavar="DAYS")
    adding = commands.add(new, day=True, lang="of the messages")
    adding.add_argument("policy", metavar="POLICY", help="its name: privacy-policy")
    adding.add_argument("--title", action="append", metavar="LANG=TITLE")
    revising = commands.add(revise, day=True, lang="of the messages")
    revising.add_argument("policy", metavar="POLICY")
    revising.add_argument("--from", dest="start", type=int, metavar="NUMBER")
    revising.add_argument("--kind", choices=_KINDS, default="revision")
    revising.add_argument("--effective", type=given_day, metavar="DATE")


def init(options: argparse.Namespace) -> int:
    """Make a repository of one's own: the program and the theme inside, an empty record."""
    from kaitei import starting

    languages = tuple(lang.strip() for lang in options.languages.split(",") if lang.strip())
    authoritative = options.authoritative or languages[0]
    names = _by_language(options.name, authoritative)
    if not names:
        names = {authoritative: _asked(options, "The company's name", "会社名", "--name")}
    for lang in names.keys() - set(languages):
        raise KaiteiError(
            problem("field-unknown", name=f"--name {lang}", known=", ".join(languages))
        )
    domain = options.domain or _asked(
        options,
        "A domain of yours (for the feed, for ever)",
        "自社のドメイン（変更不可）",
        "--domain",
    )
    owner = starting.Owner(
        names, domain, languages, authoritative, options.time_zone, options.notice_days,
        _today(options).year,
    )  # fmt: skip
    starting.init(options.folder, owner)
    console.say(
        options,
        en=f"Made {options.folder}. Go there, then `make check` and `make site`: see README.md.",
        ja=f"{options.folder} を作成しました。移動して `make check`、`make site` を実行してください"
        "（README.md を参照）。",
    )
    return 0


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


def _asked(options: argparse.Namespace, en: str, ja: str, option: str) -> str:
    """The answer of a person at the terminal; KaiteiError where there is none."""
    question = ja if console.language(options) == "ja" else en
    answer = ""
    if sys.stdin.isatty():
        print(f"{question}: ", end="", flush=True)
        answer = sys.stdin.readline().strip()
    if not answer:
        raise KaiteiError(problem("init-value", name=question, option=option))
    return answer


def _today(options: argparse.Namespace) -> date:
    options.root = options.folder  # a new repository has no record to take a time zone from
    return day(options)
