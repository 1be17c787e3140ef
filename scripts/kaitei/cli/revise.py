"""The command `revise`: the next publication of a policy, prepared in content/."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kaitei.cli import console
from kaitei.cli.options import Commands, day, given_day, repository

if TYPE_CHECKING:
    from kaitei.drafts.scaffold import Prepared

_KINDS = (
    "revision", "correction", "postponement", "withdrawal", "repeal", "translation", "enactment",
)  # fmt: skip


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
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


def revise(options: argparse.Namespace) -> int:
    """Prepare the next publication of a policy in content/."""
    from kaitei.drafts import scaffold
    from kaitei.model import Kind

    opened = repository(options)
    prepared = scaffold.revise(
        opened,
        options.policy,
        day(options, opened),
        kind=Kind(options.kind),
        start=options.start,
        effective=options.effective,
    )
    console.say(
        options,
        en=_prepared(options.policy, prepared, "en"),
        ja=_prepared(options.policy, prepared, "ja"),
    )
    console.list_files(options, prepared.edit)
    return 0


def _prepared(policy: str, made: Prepared, lang: str) -> str:
    """What was prepared, in a sentence: number, kind, what it is about, from when."""
    from kaitei.model import phrases

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
