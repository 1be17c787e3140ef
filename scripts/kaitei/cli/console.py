"""Words on the terminal: sentences in the reader's language, problems, colour."""

from __future__ import annotations

import argparse
import locale
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

from kaitei.errors import Problem


def language(options: argparse.Namespace) -> str:
    """The language of messages: `--lang` where a command has it for them, else the locale's."""
    asked = getattr(options, "lang", None)
    if asked and not getattr(options, "lang_is_of_texts", False):
        return str(asked)
    named = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)),
        locale.getlocale()[0] or "",
    )
    return "ja" if named.startswith("ja") else "en"


def say(options: argparse.Namespace, *, en: str, ja: str) -> None:
    """Print one sentence, in the reader's language."""
    print(ja if language(options) == "ja" else en)


_WEIGHTS = {
    "en": {"warning": "warning: ", "note": "note: "},
    "ja": {"warning": "注意：", "note": "備考："},
}


def show(problems: Iterable[Problem], lang: str, out: TextIO | None = None) -> None:
    """Each problem on a line `file:line: message`, then how to mend it."""
    for found in problems:
        place = f"{found.place}: " if found.place else ""
        weight = _WEIGHTS[lang].get(found.severity, "")
        print(f"{place}{weight}{found.message(lang)}", file=out)
        print(f"    {found.mend(lang)}", file=out)


@contextmanager
def progress(options: argparse.Namespace) -> Iterator[Callable[[int, int], None]]:
    """What tells on a terminal how much is done of how much; elsewhere, and in CI, nothing does."""
    shown = False
    if not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda done, of: None
        return

    def told(done: int, of: int) -> None:
        nonlocal shown
        shown = True
        word = "作成中" if language(options) == "ja" else "Building"
        print(f"\r{word} {done} / {of}", end="", file=sys.stderr, flush=True)

    try:
        yield told
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def colour() -> bool:
    """Colour only on a terminal, and not where NO_COLOR is set (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
