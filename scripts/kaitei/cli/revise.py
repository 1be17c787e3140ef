"""The command `revise`: the next publication of a policy, prepared in content/."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kaitei.base.catalogue import t
from kaitei.cli import console
from kaitei.cli.options import Commands, by_language, day, given_day, repository

if TYPE_CHECKING:
    from kaitei.drafts.scaffold import Prepared

_KINDS = (
    "revision", "correction", "postponement", "withdrawal", "repeal", "translation", "enactment",
)  # fmt: skip


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    revising = commands.add(revise, day=True)
    revising.set_defaults(usage=revising.error)
    revising.add_argument("policy", metavar="POLICY", nargs="?", default="")
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
    revising.add_argument("--all", action="store_true")
    revising.add_argument("--replace", nargs=2, action="append", metavar=("OLD", "NEW"))
    revising.add_argument("--reason", action="append", metavar="LANG=TEXT")
    revising.add_argument("--write", action="store_true")


def revise(options: argparse.Namespace) -> int:
    """Prepare the next publication of a policy in content/, or one wording's in all of them."""
    from kaitei.drafts import scaffold
    from kaitei.model import Kind

    lang = console.language(options)
    if bool(options.policy) == options.all or (options.all and not options.replace):
        options.usage(t(lang, "desk.usage.revise"))
    if options.replace:
        return _reword(options)
    if options.reason or options.write:
        options.usage(t(lang, "desk.usage.replace"))
    opened = repository(options)
    prepared = scaffold.revise(
        opened,
        options.policy,
        day(options, opened),
        kind=Kind(options.kind),
        start=options.start,
        effective=options.effective,
    )
    values = _prepared(options.policy, prepared, lang)
    console.say(options, "revise.prepared", **values)
    console.list_files(options, prepared.written)
    return 0


def _reword(options: argparse.Namespace) -> int:
    """Show what exchanging wordings changes, and write it where asked to."""
    from kaitei.drafts import scaffold

    if options.kind != "revision" or options.start:
        options.usage(t(console.language(options), "desk.usage.reworded"))
    if any(not old.strip() or old == new for old, new in options.replace):
        options.usage(t(console.language(options), "desk.usage.wording"))
    opened = repository(options)
    edits = scaffold.reword(
        opened,
        options.replace,
        day(options, opened),
        only=options.policy,
        effective=options.effective,
        reason=by_language(options.reason, opened.settings.organization.authoritative),
    )
    console.show_edits(options, edits)
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
