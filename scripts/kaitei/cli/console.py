"""Words on the terminal: sentences in the reader's language, problems, colour."""

from __future__ import annotations

import argparse
import locale
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kaitei.base.catalogue import desk_language, t
from kaitei.base.problems import KaiteiError, Problem, problem, reason_of

if TYPE_CHECKING:
    from kaitei.drafts.edits import Edits


def language(options: argparse.Namespace) -> str:
    """The language of messages: `--lang` where a command has it for them, else the locale's."""
    asked = getattr(options, "lang", None)
    if asked and not getattr(options, "lang_is_of_texts", False):
        return str(asked)
    named = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)),
        locale.getlocale()[0] or "",
    )
    return desk_language(named[:2].lower())  # Windows says "Japanese_Japan"


def say(options: argparse.Namespace, key: str, /, **values: object) -> None:
    """Print one sentence of the desk's, in the reader's language."""
    print(t(language(options), f"desk.{key}", **values))


_ORDER = ("note", "warning", "error")


def show(problems: Iterable[Problem], lang: str, out: TextIO | None = None) -> None:
    """Each problem on a line `file:line: message`, then how to mend it.

    What weighs most comes last, where a terminal stops. Several in a row that are mended alike say
    so once. Errors are called so where there is anything else beside them.
    """
    ordered = sorted(problems, key=lambda found: _ORDER.index(found.severity))
    mixed = len({found.severity for found in ordered}) > 1
    for found, following in zip_longest(ordered, ordered[1:]):
        place = f"{found.place}: " if found.place else ""
        shown = mixed or found.severity != "error"
        weight = t(lang, f"desk.terminal.{found.severity}") if shown else ""
        print(f"{place}{weight}{found.message(lang)}", file=out)
        if following is None or _differ(found, following, lang):
            print(f"    {found.mend(lang)}", file=out)


def _differ(found: Problem, following: Problem, lang: str) -> bool:
    """Whether the mending of a problem must be told before the next one."""
    return (found.severity, found.mend(lang)) != (following.severity, following.mend(lang))


def list_files(options: argparse.Namespace, files: Iterable[str]) -> None:
    """Print the files that wait to be edited, and what to do then."""
    for file in files:
        print(file)
    say(options, "terminal.edit")


def write(options: argparse.Namespace, path: Path, content: bytes) -> None:
    """Write a file that a command was asked for, whole or not at all.

    Raises KaiteiError where the disk refuses, and where it would replace a draft, the record, or a
    file of another kind: a slip of the keyboard must not cost a text.
    """
    for kept in ("content", "versions"):
        if path.resolve().is_relative_to((options.root / kept).resolve()):
            raise KaiteiError(problem("output-kept", str(path), folder=f"{kept}/"))
    if _kind(content) not in _ENDINGS.get(path.suffix.lower(), ("docx", "pdf", "text")):
        raise KaiteiError(problem("output-kind", str(path)))
    aside = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    try:
        if path.exists() and _kind(path.read_bytes()[:8]) not in ("", _kind(content)):
            raise KaiteiError(problem("output-kind", str(path)))
        try:
            aside.write_bytes(content)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        reason = reason_of(error)
        raise KaiteiError(problem("file-unwritable", str(path), reason=reason)) from None


def show_edits(options: argparse.Namespace, edits: Edits) -> None:
    """Print each line before and after, and what is left to a person; with `--write`, write it.

    Lines stand as `git diff` has them, below the file and the line.
    """
    lang, coloured = language(options), colour()
    for change in edits.changes():
        print(f"{change.file}:{change.line}:")
        for sign, code, line in (("-", 31, change.before), ("+", 32, change.after)):
            if line is not None:
                shown = "".join(c if c.isprintable() or c in "\u3000\t" else "\ufffd" for c in line)
                print(f"\x1b[{code}m{sign} {shown}\x1b[m" if coloured else f"{sign} {shown}")
    show(edits.left, lang)
    files = edits.files
    if not files:
        say(options, "edits.nothing")
    elif options.write:
        edits.write(options.root)
        say(options, "edits.written", files=", ".join(files))
    else:
        say(options, "edits.shown")


_ENDINGS = {  # what a file may be by the ending of its name
    ".docx": ("docx",),
    ".pdf": ("pdf",),
    **dict.fromkeys((".md", ".html", ".htm", ".txt", ".yml", ".json"), ("text",)),
}


def _kind(content: bytes) -> str:
    """What the first bytes of a file say that it is; "" for an empty one."""
    if content.startswith(b"PK"):
        return "docx"
    if content.startswith(b"%PDF"):
        return "pdf"
    return "text" if content else ""


@contextmanager
def progress(options: argparse.Namespace) -> Iterator[Callable[[int, int], None]]:
    """A function to be called with (done, total), which shows it on a terminal; not in CI."""
    shown = False
    if not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda done, total: None
        return

    def show(done: int, total: int) -> None:
        nonlocal shown
        shown = True
        word = t(language(options), "desk.terminal.building")
        print(f"\r{word} {done} / {total}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def colour() -> bool:
    """Colour only on a terminal, and not where NO_COLOR is set (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
