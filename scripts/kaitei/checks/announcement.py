"""What is announced: summary and reason, in every language, this publication's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kaitei import phrases
from kaitei.checks import values
from kaitei.checks.desk import Case
from kaitei.errors import Problem, problem

_NAMES = {"summary": "概要", "reason": "理由"}
_SIGNS = re.compile(r"[・■◆※]|[-*+–—](?![0-9])|[0-9]+[.)]\s")
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"")


def said(case: Case) -> Iterator[Problem]:
    """The announcement says in every language what changes and why."""
    if not case.pending:
        return
    for lang in case.desk.settings.organization.languages:
        for name in ("summary", "reason"):
            if lang not in getattr(case.declared, name):
                named = {"name": name, "name_ja": _NAMES[name], "code": lang}
                yield case.here("words-missing", name, **named, **phrases.languages(lang=lang))


def plain(case: Case) -> Iterator[Problem]:
    """A line of the announcement bears no sign of its own: the pages add what a list needs."""
    for _, file, line, words in case.said():
        if match := _SIGNS.match(words) or _QUOTED.fullmatch(words):
            yield problem("words-sign", file, line, found=match[0][:20])


def agreeing(case: Case) -> Iterator[Problem]:
    """The summary says the same amounts, dates and contacts in every language."""
    first = case.desk.settings.organization.authoritative
    said = {
        lang: Counter({v for line in lines for v in values.in_words(line)})
        for lang, lines in case.declared.summary.items()
    }
    if not case.pending or first not in said:
        return
    for lang in said.keys() - {first}:
        there, here = (
            ", ".join(sorted(v.written for v in found if v.kind in values.WEIGHTY))
            for found in values.apart(said[first], said[lang])
        )
        if here or there:
            yield case.here(
                "words-differ",
                "summary",
                here=here or "nothing",
                here_ja=here or "（なし）",
                there=there or "nothing",
                there_ja=there or "（なし）",
                **phrases.languages(lang=lang, other=first),
            )


def copied(case: Case) -> Iterator[Problem]:
    """The summary is this publication's own, and not the last one's left standing."""
    if not case.pending or case.last is None:
        return
    for lang, said in case.declared.summary.items():
        if tuple(said) == tuple(case.last.summary.get(lang, ())):
            named = phrases.languages(lang=lang)
            yield case.here("words-copied", "summary", number=case.last.number, **named)
