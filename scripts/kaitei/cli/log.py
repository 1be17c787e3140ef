"""The command `log`: what was announced when, and which commit brought it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kaitei.base.catalogue import t
from kaitei.base.problems import KaiteiError, problem
from kaitei.cli import console
from kaitei.cli.options import Commands, day, record

if TYPE_CHECKING:
    from kaitei.record.git import FileChange
    from kaitei.site.model import PolicySite, SiteEntry


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    logging = commands.add(log, day=True)
    logging.add_argument("policies", nargs="*", metavar="POLICY")
    logging.add_argument("--format", choices=("text", "json"), default="text")


def log(options: argparse.Namespace) -> int:
    """List what was announced when, and which commit brought it."""
    from kaitei.record.verify import brought
    from kaitei.site.model import look

    published = record(options)
    site = look(published.policies, day(options, published))
    for name in options.policies:
        if not any(name in policy.names for policy in site.policies):
            raise KaiteiError(problem("policy-unknown", "versions", policy=name))
    asked = [p for p in site.policies if not options.policies or {*p.names} & {*options.policies}]
    commits = brought(published)
    if options.format == "json":
        told = [_as_json(entry, commits) for policy in asked for entry in policy.entries]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    lang = console.language(options)
    for policy in asked:
        print(f"{policy.name}  {policy.title(lang)}")
        for entry in policy.entries:
            for line in _lines(policy, entry, commits, lang):
                print(f"  {line}")
    return 0


def _lines(
    policy: PolicySite, entry: SiteEntry, commits: Mapping[str, FileChange], lang: str
) -> Iterator[str]:
    """A publication in the log: numbers and days, then its decision and summary."""
    from kaitei.model import phrases
    from kaitei.record import verify

    publication, indent = entry.publication, " " * 7
    effective = publication.effective.isoformat() if publication.effective else "-"
    announced = "-" if publication.undated else publication.announced.isoformat()
    by = commits.get(publication.ref)
    git = f"git {verify.day(publication, by)} {by.commit[:7]}" if by else "git -"
    of = f" ({policy.policy.get(publication.of).ref})" if publication.of else ""
    yield (
        f"{publication.number:>3}  {announced:<10}  {effective:<10}"
        f"  {publication.digest[:12]}  {git:<22}  {phrases.kind(publication.kind, lang)}{of}"
        f"  {phrases.status(entry.status, lang, first=policy.begins(entry))}"
    )
    for name, said in phrases.decision(publication.extra, lang, policy.authoritative):
        yield indent + t(lang, "desk.terminal.pair", name=name, value=said.value)
    for line in publication.summary.get(lang, ()):
        yield f"{indent}{line}"


def _as_json(entry: SiteEntry, commits: Mapping[str, FileChange]) -> dict[str, object]:
    """A publication for programs. `git` is the commit that brought it, null where none did."""
    from kaitei.record import verify

    publication, by = entry.publication, commits.get(entry.publication.ref)
    return {
        "policy": publication.policy,
        "number": publication.number,
        "kind": publication.kind,
        "announced": None if publication.undated else publication.announced.isoformat(),
        "carried_over": publication.carried_over and publication.carried_over.isoformat(),
        "effective": publication.effective and publication.effective.isoformat(),
        "base": publication.base,
        "of": publication.of,
        "former": publication.former or None,
        "status": entry.status,
        "summary": {lang: list(lines) for lang, lines in publication.summary.items()},
        "reason": dict(publication.reason),
        "announcement": publication.announcement or None,
        "decision": {
            key: said if isinstance(said, str) else dict(said)
            for key, said in publication.extra.items()
        },
        "id": publication.id,
        "digest": publication.digest,
        "sample": publication.sample,
        "imported": publication.imported,
        "git": by and {"commit": by.commit, "day": verify.day(publication, by).isoformat()},
    }
