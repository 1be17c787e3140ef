"""The command `revise`: the next publication of a policy, prepared in content/."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kaitei.base.catalogue import t
from kaitei.cli import console
from kaitei.cli.options import Commands, day, given_day, repository

if TYPE_CHECKING:
    from kaitei.drafts.scaffold import Prepared

_KINDS = (
    "revision", "correction", "postponement", "withdrawal", "repeal", "translation", "enactment",
)  # fmt: skip


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    revising = commands.add(revise, day=True)
    revising.add_argument("policy", metavar="POLICY")
    revising.add_argument(
        "--from",
        dest="start",
        type=int,
        metavar="NUMBER",
    )
    revising.add_argument("--kind", choices=_KINDS, default="revision")
    revising.add_argument(
        "--effective",
        type=given_day,
        metavar="DATE",
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
    values = _prepared(options.policy, prepared, console.language(options))
    console.say(options, "revise.prepared", **values)
    console.list_files(options, prepared.written)
    return 0


def _prepared(policy: str, made: Prepared, lang: str) -> dict[str, object]:
    """What was prepared, as the values of a sentence: number, kind, what it is about, from when."""
    from kaitei.model import phrases

    relation = "base" if made.kind.is_revision else "of"
    key = f"desk.revise.{relation}_{'in_force' if made.holds else 'coming'}"
    day = phrases.day(made.effective, lang) if made.effective else ""
    return {
        "policy": policy,
        "number": made.number,
        "kind": phrases.kind(made.kind, lang),
        "about": t(lang, key, number=made.about, since=phrases.day(made.since, lang)),
        "effective": t(lang, "desk.revise.effective", day=day) if day else "",
    }
