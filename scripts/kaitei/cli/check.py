"""The command `check`: what is wrong with content/ and versions/."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence

from kaitei.base.catalogue import t
from kaitei.base.problems import Problem
from kaitei.base.sweeping import seldom_swept
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
    checking.add_argument("--base", default="", metavar="REV")
    checking.add_argument("--branch", default="", metavar="REV")


@seldom_swept()
def check(options: argparse.Namespace) -> int:
    """Say what is wrong with content/ and versions/."""
    from kaitei.drafts import checks, standing

    opened = repository(options)
    on = day(options, opened)
    ours: Sequence[Problem] = checks.check(opened, on, production=options.production)
    earlier: Sequence[Problem] = ()
    if options.base:
        fork = standing.branch(opened, options.base).base
        _, old = standing.before(opened, fork, on)
        ours, earlier = standing.apart(opened, ours, old)
    lang = console.language(options)
    if options.format == "json":
        print(json.dumps([_as_json(p, lang) for p in ours], ensure_ascii=False, indent=2))
    elif options.format == "github":
        for line in _annotations(ours, earlier, lang):
            print(line)
    else:
        console.show(ours, lang)
        if earlier:
            print(_counted("desk.check.standing", earlier, lang))
        print(_counted("desk.check.counts", ours, lang))
    return 1 if any(found.severity == "error" for found in (*ours, *earlier)) else 0


def _counted(key: str, problems: Sequence[Problem], lang: str) -> str:
    """How many errors and warnings there are among problems, in the sentence of a key."""
    weights = [found.severity for found in problems]
    errors = t(lang, "desk.check.errors", count=weights.count("error"))
    warnings = t(lang, "desk.check.warnings", count=weights.count("warning"))
    return t(lang, key, errors=errors, warnings=warnings)


def _as_json(found: Problem, lang: str) -> dict[str, object]:
    return {
        "severity": found.severity,
        "file": found.file,
        "line": found.line,
        **({"also": found.also} if found.also else {}),
        "clause": found.clause,
        "rule": found.rule,
        "message": found.message(lang),
        "mend": found.mend(lang),
    }


def _annotations(ours: Iterable[Problem], earlier: Sequence[Problem], lang: str) -> Iterator[str]:
    """A line for each problem, errors first: GitHub shows the first ten of a weight.

    What stood before is a number, and an error where it holds publishing up.
    """
    weights = {"error": "error", "warning": "warning", "note": "notice"}
    for found in sorted(ours, key=lambda found: [*weights].index(found.severity)):
        yield _annotation(found, weights[found.severity], lang)
    if earlier:
        weight = "error" if any(found.severity == "error" for found in earlier) else "notice"
        yield f"::{weight}::{_counted('desk.check.standing', earlier, lang)}"


def _annotation(found: Problem, weight: str, lang: str) -> str:
    """A line that GitHub shows beside the file (its workflow command syntax, with its escapes)."""
    text = f"{found.message(lang)} {found.mend(lang)}"
    file = found.file.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    line = f",line={found.line}" if found.line else ""
    return f"::{weight} file={file}{line},title={found.rule}::{text}"
