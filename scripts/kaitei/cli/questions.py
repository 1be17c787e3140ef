"""Questions at a terminal: one at a time, with what holds where nothing is answered."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from zoneinfo import available_timezones

from kaitei.base.catalogue import CODE, t
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.cli import console

_CHECKS: dict[str, Callable[[str], bool]] = {
    "languages": lambda text: bool(re.fullmatch(rf"{CODE}(?: *, *{CODE})*", text)),
    "authoritative": lambda text: bool(re.fullmatch(CODE, text)),
    "domain": lambda text: bool(re.fullmatch(r"[a-z0-9]([a-z0-9-]*\.)+[a-z0-9-]+", text)),
    "time_zone": lambda text: text in available_timezones(),
    "notice_days": lambda text: bool(re.fullmatch(r"[0-9]{1,3}", text, re.ASCII)),
}


class Asking:
    """Asks a person for what was not given; `needed` says whether anything must be asked.

    Where nobody sits at the terminal, the default holds, or KaiteiError tells the option.
    """

    def __init__(self, options: argparse.Namespace, *, needed: bool) -> None:
        self.lang = console.language(options)
        self.asks = needed and sys.stdin.isatty()

    def need(self, given: Mapping[str, object]) -> None:
        """Refuse, all at once, what has no default where nobody can be asked.

        `given` are the options by name. Raises KaiteiError.
        """
        wrong = [self._missing(name) for name, value in given.items() if not value]
        if wrong and not self.asks:
            raise KaiteiError(*wrong)

    def answer(self, name: str, given: str | None, default: str = "") -> str:
        """`given`, or the answer to a question, or the default; asked again until it fits."""
        option, question = _option(name), self._words(name)
        if given is not None or not self.asks:
            value = given or default
            if not value:
                raise KaiteiError(self._missing(name))
            if not _CHECKS[name](value):
                raise KaiteiError(problem("init-wrong", option=option, value=value))
            return value
        while True:
            value = self._asked(name, question, default)
            if value and _CHECKS[name](value):
                return value
            print(self._words("wrong", value=value) if value else self._words("needed"))

    def names(self, languages: tuple[str, ...], first: str) -> dict[str, str]:
        """The company's name in each language, as far as it is known; one at least."""
        from kaitei.model import phrases

        found: dict[str, str] = {}
        while not found:
            for code in sorted(languages, key=lambda lang: lang != first):
                language = phrases.language(code, self.lang)
                question = self._words("name_in", language=language)
                if name := self._asked("name", question, ""):
                    found[code] = name
            if not found:
                print(self._words("name_needed"))
        return found

    def _asked(self, name: str, question: str, default: str) -> str:
        shown = f"{question} [{default}]: " if default else f"{question}: "
        print(shown, end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            raise KaiteiError(self._missing(name))
        return line.strip() or default

    def _missing(self, name: str) -> Problem:
        return problem("init-value", name=self._words(name), option=_option(name))

    def _words(self, name: str, **values: object) -> str:
        return t(self.lang, f"desk.ask.{name}", **values)


def _option(name: str) -> str:
    """What is written on the command line in place of an answer."""
    option = f"--{name.replace('_', '-')}"
    return f"{option} LANG=NAME" if name == "name" else option
