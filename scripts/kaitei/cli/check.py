"""The command `check`: what is wrong with content/ and versions/."""

from __future__ import annotations

import argparse
import json

from kaitei.base.catalogue import t
from kaitei.base.problems import Problem
from kaitei.cli import console
from kaitei.cli.options import Commands, day, repository


def add(commands: Commands) -> None:
    """Add the command with its arguments."""
    checking = commands.add(check, day=True)
    checking.add_argument("--format", choices=("text", "json", "github"), default="text")
    checking.add_argument(
        "--production",
        action="store_true",
    )


def check(options: argparse.Namespace) -> int:
    """Say what is wrong with content/ and versions/."""
    from kaitei.drafts import checks

    opened = repository(options)
    problems = checks.check(opened, day(options, opened), production=options.production)
    errors = sum(p.severity == "error" for p in problems)
    lang = console.language(options)
    if options.format == "json":
        print(json.dumps([_as_json(p, lang) for p in problems], ensure_ascii=False, indent=2))
    elif options.format == "github":
        for found in problems:
            print(_annotation(found, lang))
    else:
        console.show(problems, lang)
        warnings = sum(p.severity == "warning" for p in problems)
        counts = {
            "errors": t(lang, "desk.check.errors", count=errors),
            "warnings": t(lang, "desk.check.warnings", count=warnings),
        }
        console.say(options, "check.counts", **counts)
    return 1 if errors else 0


def _as_json(found: Problem, lang: str) -> dict[str, object]:
    return {
        "severity": found.severity,
        "file": found.file,
        "line": found.line,
        "clause": found.clause,
        "rule": found.rule,
        "message": found.message(lang),
        "mend": found.mend(lang),
    }


def _annotation(found: Problem, lang: str) -> str:
    """A line that GitHub shows beside the file (its workflow command syntax, with its escapes)."""
    text = f"{found.message(lang)} {found.mend(lang)}"
    file = found.file.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    line = f",line={found.line}" if found.line else ""
    weight = "notice" if found.severity == "note" else found.severity
    return f"::{weight} file={file}{line},title={found.rule}::{text}"
