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
    "renaming", "withheld", "particulars", "review",
)  # fmt: skip


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    revising = commands.add(revise, day=True)
    revising.set_defaults(usage=revising.error)
    revising.add_argument("policies", metavar="POLICY", nargs="*")
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
    revising.add_argument("--name")
    revising.add_argument("--all", action="store_true")
    revising.add_argument("--replace", nargs=2, action="append", metavar=("OLD", "NEW"))
    revising.add_argument("--reason", action="append", metavar="LANG=TEXT")
    revising.add_argument("--write", action="store_true")


def revise(options: argparse.Namespace) -> int:
    """Prepare the next publication of a policy in content/, or one wording's in all of them."""
    from kaitei.drafts import scaffold
    from kaitei.model import Kind

    lang = console.language(options)
    if options.kind == Kind.PARTICULARS:
        return _reprint(options)
    if bool(options.policies) == options.all or (options.all and not options.replace):
        options.usage(t(lang, "desk.usage.revise"))
    if options.replace:
        return _reword(options)
    if options.reason or options.write:
        options.usage(t(lang, "desk.usage.replace"))
    kind = Kind(options.kind)
    if (kind is Kind.RENAMING) != bool(options.name):
        options.usage(t(lang, "desk.usage.renaming"))
    if len(options.policies) > 1 and (options.start or options.name):
        options.usage(t(lang, "desk.usage.several"))
    opened = repository(options)
    on, first = day(options, opened), options.policies[0]
    if options.name:
        made = [scaffold.rename(opened, first, options.name, on)]
    elif len(options.policies) > 1:
        made = scaffold.revise_several(
            opened, options.policies, on, kind=kind, effective=options.effective
        )
    else:
        made = [
            scaffold.revise(
                opened, first, on, kind=kind, start=options.start, effective=options.effective
            )
        ]
    for name, prepared in zip(options.policies, made, strict=True):
        console.say(options, "revise.prepared", **_prepared(name, prepared, lang))
    console.list_files(options, [file for prepared in made for file in prepared.written])
    return 0


def _reprint(options: argparse.Namespace) -> int:
    """Prepare what declares that particulars change, for all policies."""
    from kaitei.drafts import scaffold
    from kaitei.model import phrases

    lang = console.language(options)
    given = (options.start, options.name, options.all, options.replace, options.reason)
    if options.policies or any(given) or options.write:
        options.usage(t(lang, "desk.usage.particulars"))
    opened = repository(options)
    file, effective = scaffold.reprint(opened, day(options, opened), options.effective)
    console.say(options, "revise.particulars", day=phrases.day(effective, lang))
    console.list_files(options, [file])
    return 0


def _reword(options: argparse.Namespace) -> int:
    """Show what exchanging wordings changes, and write it where asked to."""
    from kaitei.drafts import scaffold

    several = len(options.policies) > 1
    if options.kind != "revision" or options.start or options.name or several:
        options.usage(t(console.language(options), "desk.usage.reworded"))
    if any(not old.strip() or old == new for old, new in options.replace):
        options.usage(t(console.language(options), "desk.usage.wording"))
    opened = repository(options)
    edits = scaffold.reword(
        opened,
        options.replace,
        day(options, opened),
        only="".join(options.policies),
        effective=options.effective,
        reason=by_language(options.reason, opened.settings.organization.authoritative),
    )
    console.show_edits(options, edits)
    return 0


def _prepared(policy: str, made: Prepared, lang: str) -> dict[str, object]:
    """What was prepared, as the values of a sentence: number, kind, what it is about, from when."""
    from kaitei.model import Status, phrases

    relation = "base" if made.kind.is_revision else "of"
    stands = {Status.IN_FORCE: "in_force", Status.UPCOMING: "coming"}.get(made.status, "former")
    key = f"desk.revise.{relation}_{stands}"
    day = phrases.day(made.effective, lang) if made.effective else ""
    return {
        "policy": policy,
        "number": made.number,
        "kind": phrases.kind(made.kind, lang),
        "about": t(lang, key, number=made.about, since=phrases.day(made.since, lang)),
        "effective": t(lang, "desk.revise.effective", day=day) if day else "",
    }
