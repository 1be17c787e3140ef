"""The command `kaitei`: reads arguments and the clock, calls one room, prints what it answers.

The only place that prints, and the only one that turns problems into words. Exit codes: 0 done
(warnings alone included), 1 something is wrong with the input or the record, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import locale
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from kaitei import __version__
from kaitei.errors import KaiteiError, Problem, problem

DEFAULT_ZONE = "Asia/Tokyo"  # until a record or content/organization.yml names one
_REFERENCE = re.compile(r"(?P<policy>[a-z0-9-]+)@(?P<number>[1-9][0-9]*)", re.ASCII)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. `arguments` default to the process's; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except KaiteiError as error:
        _print_problems(error.problems, _message_language(options), sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


# --- commands ---------------------------------------------------------------------------------


def check(options: argparse.Namespace) -> int:
    """Say what is wrong with content/ and versions/."""
    from kaitei import checks

    problems = checks.check(options.root, _on(options))
    lang = _message_language(options)
    if options.format == "json":
        print(json.dumps([_as_json(p, lang) for p in problems], ensure_ascii=False, indent=2))
    elif options.format == "github":
        for found in problems:
            print(_annotation(found, lang))
    else:
        _print_problems(problems, lang)
        _say(lang, "checked", *_counts(problems))
    return 1 if any(p.severity == "error" for p in problems) else 0


def publish(options: argparse.Namespace) -> int:
    """Freeze what is new in content/ into versions/."""
    from kaitei import publish as room

    lang = _message_language(options)
    outcomes = room.publish(options.root, _on(options), options.policies)
    for outcome in outcomes:
        print(outcome.sentence(lang))
    if not outcomes:
        _say(lang, "nothing")
    return 0


def redline(options: argparse.Namespace) -> int:
    """Compare two Markdown files, or two published revisions."""
    from kaitei import redline as room
    from kaitei import views

    old, new, lang = _two_texts(options)
    found = room.compare(old, new)
    if options.format == "html":
        print(views.fragment(found))
    elif options.format == "json":
        print(views.to_json(found))
    elif options.format == "markdown":
        print(views.markdown(found, lang))
    else:
        print(views.terminal(found, lang, colour=_colour()))
    return 0


def build(options: argparse.Namespace) -> int:
    """Build the public site from versions/."""
    from kaitei import plugin

    on = _on(options)
    pages = plugin.build(options.root, on, options.output or options.root / "site")
    _say(_message_language(options), "built", pages, options.output or "site", on.isoformat())
    return 0


def serve(options: argparse.Namespace) -> int:
    """Show the public site on this machine, rebuilt when versions/ or theme/ change."""
    from kaitei import plugin

    _say(_message_language(options), "serving", options.port)
    plugin.serve(options.root, _on(options), options.port)
    return 0


def verify(options: argparse.Namespace) -> int:
    """Check the record: sums, chain, and git's memory of it."""
    from kaitei import archive
    from kaitei import verify as room

    problems = room.verify(options.root)
    lang = _message_language(options)
    _print_problems(problems, lang)
    if any(p.severity == "error" for p in problems):
        return 1
    for policy in archive.read(options.root):
        newest = policy.publications[-1]
        print(f"{newest.ref}  {newest.digest}")
    _say(lang, "verified")
    return 0


def log(options: argparse.Namespace) -> int:
    """List what was announced when."""
    from kaitei import archive, phrases
    from kaitei.site import look

    site = look(archive.read(options.root), _on(options))
    lang = _message_language(options)
    unknown = set(options.policies) - {policy.name for policy in site.policies}
    if unknown:
        raise KaiteiError(problem("policy-unknown", "versions", policy=sorted(unknown)[0]))
    for policy in site.policies:
        if options.policies and policy.name not in options.policies:
            continue
        print(f"{policy.name}  {policy.title(lang)}")
        for entry in policy.entries:
            publication = entry.publication
            status = phrases.status(entry.status, lang) if entry.status else ""
            effective = publication.effective.isoformat() if publication.effective else "-"
            kind = phrases.kind(publication.kind, lang)
            of = f" ({publication.policy}@{publication.of})" if publication.of else ""
            print(
                f"  {publication.number:>3}  {publication.announced}  {effective:<10}"
                f"  {publication.digest[:12]}  {kind}{of}  {status}"
            )
            for line in publication.summary.get(lang, ()):
                print(f"         {line}")
    return 0


# --- arguments --------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kaitei", description="Publish policies, compare revisions, announce every change."
    )
    parser.add_argument("--version", action="version", version=f"kaitei {__version__}")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the repository (default: here)"
    )
    day = argparse.ArgumentParser(add_help=False)
    day.add_argument(
        "--on", type=_day, metavar="DATE", help="the day, as 2027-04-01 (default: today)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(run: Callable[[argparse.Namespace], int], *parents: argparse.ArgumentParser):  # type: ignore[no-untyped-def]  # argparse hides its own type
        summary = (run.__doc__ or "").strip().splitlines()[0]
        added = commands.add_parser(
            run.__name__, parents=[shared, *parents], help=summary, description=summary
        )
        added.set_defaults(command=run)
        return added

    checking = command(check, day)
    checking.add_argument("--format", choices=("text", "json", "github"), default="text")
    checking.add_argument("--lang", choices=("ja", "en"), help="of the messages")
    publishing = command(publish, day)
    publishing.add_argument("policies", nargs="*", metavar="POLICY")
    comparing = command(redline)
    comparing.add_argument("old", metavar="OLD", help="a Markdown file, or policy@number")
    comparing.add_argument("new", metavar="NEW", help="a Markdown file, or policy@number")
    comparing.add_argument("--lang", choices=("ja", "en"), help="of the texts")
    comparing.add_argument("--format", choices=("text", "html", "json", "markdown"), default="text")
    building = command(build, day)
    building.add_argument("--output", type=Path, metavar="DIR", help="default: site/")
    serving = command(serve, day)
    serving.add_argument("--port", type=int, default=8000)
    command(verify)
    logging = command(log, day)
    logging.add_argument("policies", nargs="*", metavar="POLICY")
    return parser


def _day(text: str) -> date:
    # date.fromisoformat also takes 20270401 and 2027-W13-4; int() also takes full-width digits.
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2027-04-01")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is no day {text}") from None


def _on(options: argparse.Namespace) -> date:
    """The day of a command: `--on`, else today in the policies' time zone."""
    if options.on:
        day: date = options.on
        return day
    return datetime.now(_zone(options.root)).date()


def _zone(root: Path) -> ZoneInfo:
    """The time zone of the record, else of content/, else Japan's."""
    from kaitei import archive, facts

    published = [p for policy in archive.read(root) for p in policy.publications]
    if published:
        newest = max(published, key=lambda p: (p.announced, p.policy, p.number))
        return newest.settings.organization.zone
    if (root / "content" / "organization.yml").is_file():
        return facts.load(root / "content").organization.zone
    return ZoneInfo(DEFAULT_ZONE)


# --- texts to compare -------------------------------------------------------------------------


def _two_texts(options: argparse.Namespace):  # type: ignore[no-untyped-def]  # imports Text lazily
    """The two texts that OLD and NEW name, and the language of the views."""
    sources = [_source(options, name) for name in (options.old, options.new)]
    lang = options.lang or _language_of(sources[1][0] or sources[0][0])
    from kaitei import markup

    texts = [markup.parse(source, lang, dialect=dialect) for source, dialect in sources]
    return texts[0], texts[1], lang


def _source(options: argparse.Namespace, name: str) -> tuple[str, str]:
    """The Markdown that `name` stands for, and its dialect: a file's, or a publication's."""
    reference = _REFERENCE.fullmatch(name)
    if reference and not Path(name).exists():
        return _published(options, reference["policy"], int(reference["number"])), "policy"
    from kaitei import textfile

    return textfile.read(Path(name), name), "foreign"


def _published(options: argparse.Namespace, name: str, number: int) -> str:
    """The Markdown of revision `number` in `--lang`, else in the authoritative language."""
    from kaitei import archive
    from kaitei.site import look

    ref = f"{name}@{number}"
    site = look(archive.read(options.root), date.max)
    try:
        policy = site.policy(name)
        entry = policy.entry(number)
    except KeyError:
        raise KaiteiError(problem("reference-unknown", "versions", ref=ref)) from None
    if not entry.publication.kind.is_revision:
        of = entry.publication.of
        raise KaiteiError(problem("reference-event", "versions", ref=ref, of=f"{name}@{of}"))
    lang = options.lang or policy.authoritative
    text = policy.source(entry, lang)
    if text is None:
        raise KaiteiError(problem("reference-no-text", "versions", ref=ref, lang=lang))
    return text


def _language_of(text: str) -> str:
    """Japanese where the text has kana, else English: only the words around a redline differ."""
    return "ja" if re.search(r"[\u3041-\u30ff]", text) else "en"


# --- words for people -------------------------------------------------------------------------

_SAYINGS = {
    "checked": {
        "en": "{0} errors, {1} warnings.",
        "ja": "誤り {0} 件、注意 {1} 件。",
    },
    "nothing": {"en": "Nothing to publish.", "ja": "公表するものはありません。"},
    "built": {
        "en": "Built {0} pages in {1}, as of {2}.",
        "ja": "{2} 現在のサイトを {1} に作成しました（{0} ページ）。",
    },
    "serving": {
        "en": "Serving on http://127.0.0.1:{0}/ - stop with Ctrl-C.",
        "ja": "http://127.0.0.1:{0}/ で表示しています。Ctrl-C で終了します。",
    },
    "verified": {
        "en": "The record is whole: every file and the chain agree.",
        "ja": "記録に異常はありません。すべてのファイルと連鎖が一致します。",
    },
}


def _say(lang: str, saying: str, *values: object) -> None:
    print(_SAYINGS[saying][lang].format(*values))


def _message_language(options: argparse.Namespace) -> str:
    """The language of messages: `--lang` where a command has it for them, else the locale's."""
    if options.command is check and options.lang:
        lang: str = options.lang
        return lang
    named = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)),
        locale.getlocale()[0] or "",
    )
    return "ja" if named.startswith("ja") else "en"


def _print_problems(problems: Iterable[Problem], lang: str, out: TextIO | None = None) -> None:
    """Each problem on a line `file:line: message`, then how to mend it."""
    prefix = {"en": "warning: ", "ja": "注意："}[lang]
    for found in problems:
        place = f"{found.place}: " if found.place else ""
        weight = prefix if found.severity == "warning" else ""
        print(f"{place}{weight}{found.message(lang)}", file=out)
        print(f"    {found.mend(lang)}", file=out)


def _counts(problems: Sequence[Problem]) -> tuple[int, int]:
    errors = sum(p.severity == "error" for p in problems)
    return errors, len(problems) - errors


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
    return f"::{found.severity} file={file}{line},title={found.rule}::{text}"


def _colour() -> bool:
    """Colour only on a terminal, and not where NO_COLOR is set (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
