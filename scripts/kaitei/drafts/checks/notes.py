"""Footnotes: each has words, and a sign in the text that leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.context import DraftContext

_DEFINED = re.compile(r"[ ]{0,3}\[\^(?P<name>[^\]\s]+)\]:(?P<words>.*)")
_SIGN = re.compile(r"\[\^([^\]\s]+)\](?!:)")


def notes(case: DraftContext) -> Iterator[Problem]:
    """A note without words says nothing; one that no sign leads to GitHub does not show at all."""
    for lang, file in case.draft.files.items():
        lines = case.body(lang).split("\n")
        signs = {name for line in lines for name in _SIGN.findall(line)}
        for number, line in enumerate(lines):
            if not (match := _DEFINED.match(line)):
                continue
            below = "".join(lines[number + 1 : number + 2])
            if not match["words"].strip() and not below.startswith("    "):
                yield problem("note-empty", file, case.first(lang) + number, name=match["name"])
            elif match["name"] not in signs:
                yield problem("note-unused", file, case.first(lang) + number, name=match["name"])
