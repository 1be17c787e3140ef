"""The record's commands: verify it, list what was announced when."""

from __future__ import annotations

import argparse

from kaitei.cli import console
from kaitei.cli.options import Commands, day
from kaitei.errors import KaiteiError, problem


def add(commands: Commands) -> None:
    """Add `verify` and `log`."""
    commands.add(verify)
    logging = commands.add(log, day=True)
    logging.add_argument("policies", nargs="*", metavar="POLICY")


def verify(options: argparse.Namespace) -> int:
    """Check the record: sums, chain, and git's memory of it."""
    from kaitei import archive
    from kaitei import verify as room

    problems = room.verify(options.root)
    console.show(problems, console.language(options))
    if any(p.severity == "error" for p in problems):
        return 1
    for policy in archive.read(options.root):
        newest = policy.publications[-1]
        print(f"{newest.ref}  {newest.digest}")
    console.say(
        options,
        en="The record is whole: every file and the chain agree.",
        ja="記録に異常はありません。すべてのファイルと連鎖が一致します。",
    )
    return 0


def log(options: argparse.Namespace) -> int:
    """List what was announced when."""
    from kaitei import archive, phrases
    from kaitei.site import look

    site = look(archive.read(options.root), day(options))
    lang = console.language(options)
    unknown = set(options.policies) - {policy.name for policy in site.policies}
    if unknown:
        raise KaiteiError(problem("policy-unknown", "versions", policy=min(unknown)))
    for policy in site.policies:
        if options.policies and policy.name not in options.policies:
            continue
        print(f"{policy.name}  {policy.title(lang)}")
        for entry in policy.entries:
            publication = entry.publication
            effective = publication.effective.isoformat() if publication.effective else "-"
            of = f" ({publication.policy}@{publication.of})" if publication.of else ""
            print(
                f"  {publication.number:>3}  {publication.announced}  {effective:<10}"
                f"  {publication.digest[:12]}  {phrases.kind(publication.kind, lang)}{of}"
                f"  {phrases.status(entry.status, lang)}"
            )
            for line in publication.summary.get(lang, ()):
                print(f"         {line}")
    return 0
