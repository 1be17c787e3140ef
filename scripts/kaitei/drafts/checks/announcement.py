"""What is announced: summary and reason, in every language, this publication's own.

They are held against the publication too: a day or an amount that stands in neither was most often
left over from a draft, and readers believe it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import combinations

from kaitei.base.catalogue import phrase
from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks import parity
from kaitei.drafts.checks.context import NOTHING, DraftContext
from kaitei.drafts.checks.parity import ParityValue
from kaitei.model import PROCEDURE, Kind, Text, phrases
from kaitei.model.facts import MONTHS, Fee
from kaitei.model.publication import by_language
from kaitei.text import markdown

_SIGNS = re.compile(r"[・■◆※]|[-*+–—](?![0-9])|[0-9]+[.)]\s")
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"")
_SENTENCES = re.compile(r"。|(?<=[.!?])\s+")
# What says of a day that something takes effect on it; “more effective” says nothing of the kind.
_EFFECT = re.compile(
    r"施行|\b(?:tak(?:es?|ing|en)|took)\s+effect\b|\bin(?:to)?\s+(?:effect|force)\b"
    rf"|(?<!more )(?<!most )\beffective,?\s+(?:date|day|on|from|as\s+of|\d|{'|'.join(MONTHS)})",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(r"延期|\bpostpon(?:e[ds]?|ing|ement)\b|\bput\s+off\b", re.IGNORECASE)
# Laws take effect as well, on days of their own: 2027年4月1日に施行される改正法.
_LAW = re.compile(
    r"(?<![方手用作療寸])法(?![人務])|条例|政令|省令|施行規則|告示|ガイドライン"
    r"|\b(?:Acts?|GDPR)\b|\b(?i:laws?|legislation|ordinances?|regulations?|directives?|statutes?"
    r"|guidelines?|code)\b"
)
_NAMES_A_DAY = (Kind.ENACTMENT, Kind.REVISION, Kind.POSTPONEMENT)


def said(case: DraftContext) -> Iterator[Problem]:
    """The announcement says in every language what changes and why.

    Of a file that declares something else that is told: see `declared.both`.
    """
    if not case.pending:
        return
    files, main = case.draft.declared, case.draft.declared.main
    first = case.desk.settings.organization.authoritative
    apart = files.apart if main and case.declared.file == main.file else ()
    for lang in (x for x in case.desk.settings.organization.languages if x not in apart):
        for name in ("summary", "reason"):
            if lang not in getattr(case.declared, name):
                words = phrase(f"desk.words.{name}")
                languages = phrases.languages(lang=lang)
                yield case.here("words-missing", name, lang, words=words, code=lang, **languages)
        for name, beside in case.declared.extra.items():
            if name not in phrases.PLAIN and lang not in by_language(beside, first):
                languages = phrases.languages(lang=lang)
                yield case.here("words-half", name, lang, name=name, code=lang, **languages)


def plain(case: DraftContext) -> Iterator[Problem]:
    """A line of the announcement bears no sign of its own: the pages add what a list needs."""
    for _, file, line, words in case.said():
        if match := _SIGNS.match(words) or _QUOTED.fullmatch(words):
            yield problem("words-sign", file, line, found=match[0][:20])


def agreeing(case: DraftContext) -> Iterator[Problem]:
    """The summary says the same amounts, dates and contacts in every language."""
    first = case.desk.settings.organization.authoritative
    said = {
        lang: Counter({v for line in lines for v in parity.said(line)})
        for lang, lines in case.declared.summary.items()
    }
    if not case.pending or first not in said:
        return
    for lang in said.keys() - {first}:
        words = ("\n".join(case.declared.summary[one]) for one in (first, lang))
        there, here = (
            ", ".join(sorted(v.written for v in found if v.kind in parity.WEIGHTY))
            for found in parity.apart(said[first], said[lang], *words)
        )
        if here or there:
            yield case.here(
                "words-differ",
                "summary",
                lang,
                here=here or NOTHING,
                there=there or NOTHING,
                **phrases.languages(lang=lang, other=first),
            )


def copied(case: DraftContext) -> Iterator[Problem]:
    """The summary is this publication's own, and not the last one's left standing."""
    declared, last = case.declared, case.last
    if not case.pending or last is None or declared.kind is Kind.REVIEW:
        return  # a review finds each year what it found the year before
    shared = declared.announcement if declared.kind.is_revision else ""
    if shared and last.announcement == shared:
        return  # one announcement of two texts of a policy says one thing
    for lang, said in declared.summary.items():
        if tuple(said) == tuple(last.summary.get(lang, ())):
            named = phrases.languages(lang=lang)
            yield case.here("words-copied", "summary", lang, number=last.number, **named)


def days(case: DraftContext) -> Iterator[Problem]:
    """The day on which it is said to take effect is the one on which it does."""
    effective = case.declared.effective
    if not case.pending or case.declared.kind not in _NAMES_A_DAY or effective is None:
        return
    meant = {effective, *_other_days(case)}
    for name, place, words in _announced(case):
        for sentence in _SENTENCES.split(words):
            named = _days_of_effect(case, name, sentence)
            # Beside the right day others may stand: “applications are taken from 1 August on”.
            for day in [] if effective in named else named:
                if day not in meant:
                    found = named[day]
                    yield problem("words-day", *place, found=found, day=effective)


def amounts(case: DraftContext) -> Iterator[Problem]:
    """An amount in the summary stands in the old text, in the new one, or is what lies between."""
    if not case.pending:
        return
    known: set[str] = set()
    for name, place, words in _announced(case):
        named = [v for v in parity.said(words) if v.kind == "amount"] * (name == "summary")
        known = known or (_known_amounts(case) if named else set())
        for value in named:
            if _bare(value) not in known:
                yield problem("words-amount", *place, found=value.written)


# --- helpers ----------------------------------------------------------------------------------


def _announced(case: DraftContext) -> Iterator[tuple[str, tuple[str, int], str]]:
    """Each line of what is pending: whether of the summary or the reason, its place, its words."""
    declared = case.declared
    for lang, lines in declared.summary.items():
        for item, words in enumerate(lines):
            yield "summary", declared.place("summary", lang, item), words
    for lang, words in declared.reason.items():
        yield "reason", declared.place("reason", lang), words


def _days_of_effect(case: DraftContext, name: str, sentence: str) -> dict[date, str]:
    """The full dates in a sentence that tells when this takes effect, each as it is written.

    A reason may well be that something else was put off.
    """
    put_off = case.declared.kind is Kind.POSTPONEMENT and name == "summary"
    tells = _EFFECT.search(sentence) or (put_off and _PUT_OFF.search(sentence))
    found: dict[date, str] = {}
    for value in parity.said(sentence) if tells and not _LAW.search(sentence) else ():
        if value.kind == "date" and "?" not in value.form:
            with suppress(ValueError):  # that there is no such day is told elsewhere
                year, month, day = map(int, value.form.split("-"))
                found[date(year, month, day)] = value.written
    return found


def _other_days(case: DraftContext) -> Iterator[date]:
    """Days of effect that an announcement may name beside its own.

    Those that what it changes was announced for, those of what is announced with it, and those of
    the past.
    """
    record, on = case.record, case.desk.on
    for other in _together(case):
        if other.declared.effective and other.pending:
            yield other.declared.effective
    for publication in record.publications:
        about = publication.number in (case.declared.base, case.declared.of)
        for day in (publication.effective, record.effective(publication, on)):
            if day and (about or day <= on):
                yield day
        if publication.of == case.declared.of and publication.effective:
            yield publication.effective  # postponed before


def _together(case: DraftContext) -> list[DraftContext]:
    """The policies that share the announcement: this one first."""
    shared = case.declared.announcement
    others = [other for other in case.desk.cases if other is not case and shared]
    return [case, *(other for other in others if shared in _announcements(other))]


def _announcements(case: DraftContext) -> set[str]:
    pending = {case.declared.announcement} if case.pending else set()
    return pending | {publication.announcement for publication in case.record.publications}


def _known_amounts(case: DraftContext) -> set[str]:
    """The amounts, without their currency, of the texts before and after, and their differences.

    A number alone counts as well: the currency may stand at the head of a table's column.
    """
    found: set[ParityValue] = set()
    for other in _together(case):
        for text in _texts(other, case.declared.announcement):
            for clause in text.clauses:
                found |= {*parity.of(clause)}
        found |= {*_drawn(other)}
    known = {_bare(value) for value in found if value.kind in ("amount", "number")}
    numbers = sorted({_bare(value) for value in found if value.kind == "amount"})
    exact = [Decimal(number) for number in numbers if re.fullmatch(r"[0-9]+(\.[0-9]+)?", number)]
    return known | {str(abs(one - other)) for one, other in combinations(exact, 2)}


def _texts(case: DraftContext, announcement: str) -> Iterator[Text]:
    """The draft's texts, and those that it or its event replaces or is about."""
    yield from map(case.text, case.draft.files)
    about = {case.declared.base, case.declared.of} if case.pending else set()
    for publication in case.record.publications:
        if announcement and publication.announcement == announcement:
            about |= {publication.number, publication.base, publication.of}
    about |= {p.base for p in case.record.publications if p.number in about}
    for publication in case.record.publications:
        if publication.number in about:
            for lang, source in case.published(publication.number).items():
                yield markdown.parse(source, lang)


def _drawn(case: DraftContext) -> Iterator[ParityValue]:
    """The amounts of the fees that the pages of the procedure draw beside its text."""
    if PROCEDURE not in case.names:
        return
    for settings in (case.desk.settings, *(p.settings for p in case.record.publications)):
        for fact in settings.facts.values():
            if isinstance(fact, Fee):
                yield from parity.said(fact.words("ja")["amount"] or "")


def _bare(value: ParityValue) -> str:
    """An amount without its currency."""
    return re.sub(r"[A-Z]+$", "", value.form)
