"""What --help says, in the reader's language: the catalogue's words for commands and arguments.

A command's summary and its arguments stand under its name: `desk.help.build.summary`, and
`desk.help.build.output` for `--output`. No argument of ours bears a sentence in the code.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, TypeVar

from kaitei.base.catalogue import has, t, topic
from kaitei.cli import console

_Action = TypeVar("_Action", bound=argparse.Action)
_CLOSING = "、。）」"


def _said(message: str) -> str:
    """What argparse says, in the language of the terminal; or as it is."""
    name = re.sub("[^a-z]+", "-", message.lower()).strip("-")
    return topic(console.language(argparse.Namespace()), "desk.argparse").get(name, message)


# argparse looks its sentences up by this name, with gettext, which would want compiled files.
argparse._ = _said  # type: ignore[attr-defined]
argparse.ngettext = (  # type: ignore[attr-defined]
    lambda one, many, count: _said(one if count == 1 else many)
)


class Parser(argparse.ArgumentParser):
    """A parser whose help is in the reader's language, as are those of its commands.

    `topic` is the name under which the catalogue has its summary and its arguments.
    """

    def __init__(self, *, topic: str, **options: Any) -> None:
        self._topic = topic
        super().__init__(formatter_class=_Formatter, description=f"{topic}.summary", **options)

    def _add_action(self, action: _Action) -> _Action:
        """Note under which key its help stands, where the caller has not said so."""
        if action.dest in ("help", "version"):
            action.help = f"common.{action.dest}"
        elif action.help is None and not isinstance(action, argparse._SubParsersAction):
            action.help = f"{self._topic}.{action.dest}"
        return super()._add_action(action)


class _Formatter(argparse.HelpFormatter):
    """Help in the words of the catalogue, by the hooks that the formatters of argparse use."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._lang = console.language(argparse.Namespace())

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        shown = t(self._lang, "desk.help.usage") if prefix is None else prefix
        super().add_usage(usage, actions, groups, shown)

    def start_section(self, heading: str | None) -> None:
        name = (heading or "").replace(" ", "_")  # argparse's own: "positional arguments"
        super().start_section(self._words(f"headings.{name}"))

    def add_text(self, text: str | None) -> None:
        super().add_text(self._words(text))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return self._words(action.help)

    def _words(self, name: str | None) -> str | None:
        """The words of a help, by its key; what is no key stays as it is."""
        key = f"desk.help.{name}"
        return t(self._lang, key) if has(self._lang, key) else name

    def _split_lines(self, text: str, width: int) -> list[str]:
        return _wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(f"{indent}{line}" for line in _wrapped(text, width - len(indent)))


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, of so many columns: Latin words stay whole, stops end a line."""
    from kaitei.text import tokens

    lines = [""]
    for piece in re.findall(r"[!-~]+ ?|.", text):
        line = lines[-1] + piece.rstrip()
        if len(line) + sum(map(tokens.is_wide, line)) > width and piece not in _CLOSING:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]
