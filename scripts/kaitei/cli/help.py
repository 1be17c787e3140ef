"""What --help says, in the reader's language: English in the code, Japanese in `help.toml`."""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from kaitei.cli import console
from kaitei.text import tokens

_CLOSING = "、。）」"


class Parser(argparse.ArgumentParser):
    """A parser whose help is in the reader's language, as are those of its commands."""

    def __init__(self, **options: Any) -> None:
        if console.language(argparse.Namespace()) == "ja":
            options["formatter_class"] = _Japanese
        super().__init__(**options)


class _Japanese(argparse.HelpFormatter):
    """Help in Japanese, by the hooks that the other formatters of argparse use."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "使い方: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(japanese(heading))

    def add_text(self, text: str | None) -> None:
        super().add_text(japanese(text))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return japanese(action.help)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return _wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(f"{indent}{line}" for line in _wrapped(text, width - len(indent)))


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, of so many columns: Latin words stay whole, stops end a line."""
    lines = [""]
    for piece in re.findall(r"[!-~]+ ?|.", text):
        line = lines[-1] + piece.rstrip()
        if len(line) + sum(map(tokens.is_wide, line)) > width and piece not in _CLOSING:
            lines.append("")
        lines[-1] += piece
    return lines


def japanese(said: str | None) -> str | None:
    """The Japanese of some English in a help, which stands for itself where it has none."""
    return _words().get(said, said) if said else said


@cache
def _words() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(
        files(__package__).joinpath("help.toml").read_text("utf-8")
    )
    return found
