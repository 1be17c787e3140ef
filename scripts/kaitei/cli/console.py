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
from typing import TextIO

from kaitei.base.problems import KaiteiError, Problem, problem


def language(options: argparse.Namespace) -> str:
    """The language of messages: `--lang` where a command has it for them, else the locale's."""
    asked = getattr(options, "lang", None)
    if asked and not getattr(options, "lang_is_of_texts", False):
        return str(asked)
    named = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)),
        locale.getlocale()[0] or "",
    )
    return "ja" if named.lower().startswith("ja") else "en"  # Windows: "Japanese_Japan"


def say(options: argparse.Namespace, *, en: str, ja: str) -> None:
    """Print one sentence, in the reader's language."""
    print(ja if language(options) == "ja" else en)


_WEIGHTS = {
    "en": {"error": "error: ", "warning": "warning: ", "note": "note: "},
    "ja": {"error": "誤り：", "warning": "注意：", "note": "備考："},
}
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
        weight = _WEIGHTS[lang][found.severity] if mixed or found.severity != "error" else ""
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
    say(
        options,
        en="Edit these, then `kaitei check` says what is still missing.",
        ja="これらを編集してください。未記入の箇所は `kaitei check` で確認できます。",
    )


def write(path: Path, content: bytes) -> None:
    """Write a file that a command was asked for. Raises KaiteiError where the disk refuses."""
    try:
        path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise KaiteiError(problem("file-unwritable", str(path), reason=reason)) from None


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
        word = "作成中" if language(options) == "ja" else "Building"
        print(f"\r{word} {done} / {total}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def colour() -> bool:
    """Colour only on a terminal, and not where NO_COLOR is set (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
