"""From text to values: where one may begin, which form reads it, and what neighbours share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from kaitei.model.facts import MONTHS
from kaitei.model.phrases import ERA_YEARS
from kaitei.text.values import contacts, dates, periods, references, times
from kaitei.text.values.amounts import AMOUNTS, CODES, COUNTS, NUMBERS, RATES
from kaitei.text.values.numbers import ENGLISH, KANJI_NUMERALS, NUMBER, NUMBER_WORDS
from kaitei.text.values.times import TIMES
from kaitei.text.values.value import Notation, Value

# One form of what looks alike, character for character, so that places stay what they are.
_ALIKE = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | {"\u3000": " ", "\u00a0": " ", "\t": " ", "\u301c": "~", "￥": "¥", "￡": "£", "\u2019": "'"}
    | {"〔": "(", "〕": ")", "ｰ": "ー"}
)  # fmt: skip
_LONG_VOWEL = re.compile(r"(?<=[0-9])ー(?=[0-9])")  # typed for a hyphen

# What is longer, or says more, comes first.
_FORMS: tuple[Notation, ...] = (
    *references.REFERENCES,
    *contacts.TELEPHONES,
    *dates.DATES,
    *contacts.ADDRESSES,
    *periods.PERIODS,
    *TIMES,
    *RATES,
    *AMOUNTS,
    *COUNTS,
    *NUMBERS,
)
_BY_START = {start: tuple(f for f in _FORMS if start in f.starts) for start in "dksnmlrco"}
_WORDS = (
    dict.fromkeys(NUMBER_WORDS, "n")
    | {"sept": "m"}
    | {name.lower(): "m" for month in MONTHS for name in (month, month[:3])}
    | {name.lower()[:length]: "m" for name in dates.WEEKDAYS for length in (3, 4, 5, len(name))}
    | dict.fromkeys(references.LEVELS, "l")
    | dict.fromkeys(references.SIDES, "r")
    | dict.fromkeys(CODES.lower().split("|"), "c")
    | dict.fromkeys(("us", "nt", "hk", "a", "c", "s"), "c")
    | dict.fromkeys(("fy", "fiscal", "fortnight", "noon", "midnight"), "o")
)
# Where a value may begin: a Latin word, a digit, a kanji numeral, or a sign that leads one in.
_START = re.compile(
    r"(?P<w>[Aa]n?(?=[ -](?:hundred|thousand|million|billion|trillion|half|third|quarter|fourth"
    r"|fifth|tenth|fortnight)\b)|[A-Za-z][A-Za-z0-9]*)"
    rf"|(?P<d>[0-9]+)|(?P<k>[{KANJI_NUMERALS}]+)"
    r"|(?P<s>[$¥€£₩§〒①-⑳]|\+(?=[0-9])|\((?=[0-9+a-z])|第|金(?=[0-9〇-龠])|別表|附則"
    rf"|(?:前|次|同|本|当該|この|その)(?=[条項号章節各0-9{KANJI_NUMERALS}])|正午|午[前後]|半(?=[年月日])"
    rf"|{'|'.join(ERA_YEARS)})"
)
_LEADING = re.compile(rf"[0-9,.\u00a0\u202f{KANJI_NUMERALS}・]+")
# Between two values of one unit that is said once: 1,000～1,200円, 10 to 20 days, $5-10.
_SHARES = re.compile(
    r"[ ]?(?:~|-|から|より|ないし|乃至|又は|または|若しくは|/|[ ](?:to|or|and)[ ])[ ]?"
)
_NUMERAL = re.compile(rf"{ENGLISH}|{NUMBER}", re.VERBOSE | re.ASCII | re.IGNORECASE)
_SHARED = frozenset({"amount", "rate", "period", "count"})
_AGAIN = re.compile(r"[ ]?[(（\[]")


def fold(text: str) -> str:
    """`text` with one form of digits, letters, signs and hyphens, as long as it was."""
    if text.isascii():
        return text
    return _LONG_VOWEL.sub("-", text.translate(_ALIKE))


@lru_cache(8192)  # a text is read by several rules, and compared with each that held before it
def values(text: str) -> tuple[Value, ...]:
    """The values of `text`, in the order in which they stand there; none overlaps another."""
    folded = fold(text)
    found = list(_found(folded))
    if len(found) > 1:
        found = list(_once(folded, _joined(folded, [*dates.shared(folded, found)])))
    if folded is not text:
        found = [
            Value(v.kind, v.normal, v.unit, v.start, v.end, text[v.start : v.end]) for v in found
        ]
    return tuple(found)


def _found(text: str) -> Iterator[Value]:
    """The values that forms read, before neighbours are looked at."""
    at = 0
    for web in (
        (*contacts.WEB.finditer(text), None)
        if "@" in text or "ww" in text or ":/" in text
        else (None,)
    ):
        stop = web.start() if web else len(text)
        yield from _between(text, at, stop)
        if web:
            read, at = contacts.web(web)
            yield Value(*read, web.start(), at, text[web.start() : at])


def _between(text: str, at: int, stop: int) -> Iterator[Value]:
    reach = 0  # where the row of digits and of signs among them ends that was begun last
    while (start := _START.search(text, at, stop)) is not None:
        at = start.end()
        kind = start.lastgroup or ""
        if kind == "w":
            word = start[0].rstrip("0123456789").lower()
            kind = "n" if " " in text[at : at + 1] and word in ("a", "an") else _WORDS.get(word, "")
        if kind in ("d", "k") and start.start() >= reach:
            number = _LEADING.match(text, start.start())
            reach = number.end() if number else start.start()
        for value in _at(text, start.start(), kind, reach) if kind else ():
            yield value
            at = max(at, value.end)


def _at(text: str, start: int, kind: str, reach: int) -> Iterator[Value]:
    """What begins at a place: one value, or those of a span.

    `reach` is where digits, and signs among them, end that begin there.
    """
    if kind in "dm" and (days := dates.spans(text, start)):
        yield from days
        return
    for form in _candidates(kind, _behind(text, start, reach) if kind in "dk" else ""):
        match = form.pattern.match(text, start)
        read = form.read(match) if match and match.end() > start else None
        if match and read:
            value = Value(*read, start, match.end(), match[0])
            yield _trimmed(value)
            if value.kind == "date":
                yield from dates.more(text, value)
            elif value.kind == "reference":
                yield from references.more(text, value)
            return


@lru_cache(4096)
def _candidates(kind: str, signs: str) -> tuple[Notation, ...]:
    """The forms that may begin with a `kind` and go on, behind a number, with one of `signs`."""
    forms = _BY_START[kind]
    return tuple(f for f in forms if not signs or not f.follows or {*f.follows} & {*signs})


def _behind(text: str, start: int, at: int) -> str:
    """The signs behind a number that ends at `at`, with a space and without; a letter also as "a".

    A full stop within it, too: 2026.4.1 may be a date.
    """
    while text[at - 1] in ",." and at > start + 1:
        at -= 1
    near = text[at : at + 1] or "\n"
    beyond = text[at + 1 : at + 2] if near == " " else ""
    letter = "a" if (beyond or near).isascii() and (beyond or near).isalpha() else ""
    return near + beyond + letter + ("." if text.find(".", start, at) >= 0 else "")


def _trimmed(value: Value) -> Value:
    words = value.text.rstrip(" ,")
    if words == value.text:
        return value
    end = value.start + len(words)
    return Value(value.kind, value.normal, value.unit, value.start, end, words)


def _joined(text: str, found: list[Value]) -> Iterator[Value]:
    """Periods that are one, and numbers with the unit that they share with a neighbour."""
    held: Value | None = None
    for value in found:
        if held is None:
            held = value
            continue
        between = text[held.end : value.start]
        if held.kind == value.kind == "period":
            normal = periods.joins(held.normal, value.normal, between)
            if normal:
                held = replace(
                    held, normal=normal, end=value.end, text=text[held.start : value.end]
                )
                continue
        if _SHARES.fullmatch(between):
            held, value = _sharing(held, value)
            value = times.later(held, value)
        yield held
        held = value
    if held:
        yield held


def _sharing(one: Value, other: Value) -> tuple[Value, Value]:
    """Two values, the one that is a bare number with the unit of the other."""
    if one.kind == "number" and other.kind in _SHARED:
        if numeral := _NUMERAL.match(other.text):
            one = _as(one, one.text + other.text[numeral.end() :])
    elif other.kind == "number" and one.kind == "amount" and not one.text[:1].isalnum():
        lead = re.match(r"\D+", one.text)
        other = _as(other, (lead[0] if lead else "") + other.text)
    return one, other


def _as(value: Value, written: str) -> Value:
    """A value read as if it were written out with its unit."""
    whole = list(_found(written))
    return replace(whole[0], start=value.start, end=value.end) if len(whole) == 1 else value


def _once(text: str, found: Iterator[Value]) -> Iterator[Value]:
    """Without what is said again in brackets: 2027年4月1日（令和9年4月1日）, eight percent (8%)."""
    held: Value | None = None
    for value in found:
        if held and held.key == value.key and _AGAIN.fullmatch(text, held.end, value.start):
            close = value.end + 1 if text[value.end : value.end + 1] in ")）]" else value.end
            held = replace(held, end=close, text=text[held.start : close])
            continue
        if held:
            yield held
        held = value
    if held:
        yield held
