"""The commands that take in a history which exists in git: `import plan`, `import apply`."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaitei.cli import console
from kaitei.cli.options import Commands, repository


def add(commands: Commands) -> None:
    """Add `import plan` and `import apply`."""
    group = commands.group("import")
    planning = group.add(plan, lang="plan")
    planning.add_argument("repository", type=Path, metavar="REPOSITORY")
    planning.add_argument(
        "declared",
        nargs="+",
        metavar="POLICY/LANGUAGE=PATH",
    )
    applying = group.add(apply)
    applying.add_argument("plan", type=Path, metavar="PLAN")


def plan(options: argparse.Namespace) -> int:
    """Print a plan: every state of the texts, and which of them look like publications."""
    from kaitei.drafts import adopt

    lang = console.language(options)
    print(
        adopt.history.plan(repository(options), options.repository, options.declared, lang), end=""
    )
    return 0


def apply(options: argparse.Namespace) -> int:
    """Take in what a plan says that the record does not have yet."""
    from kaitei.drafts import adopt

    for outcome in adopt.history.apply(repository(options), options.plan):
        print(outcome.sentence(console.language(options)))
    return 0
