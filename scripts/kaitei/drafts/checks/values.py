"""The values in a clause that every language must share: amounts, dates, times, numbers, contacts.

Each language writes them its own way (2026年4月1日, 1 April 2026; 1万円, 10,000 yen), so they are
brought into one form before they are compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from kaitei.drafts.checks import numerals, periods, spans
from kaitei.drafts.checks.spans import ERA, MONTH
from kaitei.model import Block, Clause, Run
from kaitei.model.facts import MONTHS

# One form of what looks alike: full-width digits and signs, the many hyphens, circled numbers.
_ALIKE = str.maketrans(
    "０１２３４５６７８９，．：－／％‐‑‒–−＋", "0123456789,.:-/%-----+"
) | {ord(c): f"({n})" for n, c in enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", 1)}  # fmt: skip
_LONG_VOWEL = re.compile(r"(?<=[0-9])[ーｰ―—](?=[0-9])")  # typed for a hyphen
# Of bounded length, so that a line of digits costs no more than it is long.
_NUMBER = r"\d(?:[\d,]{0,24}\d)?(?:\.\d{1,24})?"
_KANJI_NUMBER = "[〇一二三四五六七八九十百千万億兆]"
# 1億2,000万, 1万5千, 3千: digits, each part of them with its scale, but for the last one's.
_COMPOUND = rf"{_NUMBER}(?:[百千万億兆]{{1,3}}(?:{_NUMBER})?){{1,4}}"
_SCALED = rf"{_NUMBER}(?:\ (?:thousand|million|billion|trillion)\b)?"
# The first pattern that matches at a place wins: a date before a number, an amount before both.
_VALUES = re.compile(
    rf"""
      (?P<url>\bhttps?://[A-Za-z0-9._~:/?\#@!$&'*+,;=%-]+)
    | (?P<email>[A-Za-z0-9._%+-]{{1,64}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{1,8}})
    | (?P<phone>\+\d{{1,3}}(?:[-\ ]?\(?\d{{1,5}}\)?){{2,4}}
        |(?<![\d-])\(?0\d{{1,4}}(?:-|\)[-\ ]?|[(（])\d{{1,4}}[-)）]\d{{3,4}}(?![\d-])
        |(?<![\d.,-])0\d{{9,10}}(?![\d-]))
    | (?P<iso>(?<![\d/-])\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}(?![\d/-]))
    | (?P<slashed>(?<![\d/-])\d{{1,2}}/\d{{1,2}}/\d{{4}}(?![\d/-]))
    | (?P<era>(?:{ERA})(?:元|\d{{1,2}})年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?)
    | (?P<ja>(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日)
    | (?P<jamonth>\d{{4}}年\d{{1,2}}月)
    | (?P<enmonth>\b(?:{MONTH})\ \d{{4}}\b)
    | (?P<dmy>\d{{1,2}}(?:st|nd|rd|th)?\ (?:day\ of\ |of\ )?(?:{MONTH})\b\.?(?:,?\ \d{{4}})?)
    | (?P<mdy>\b(?:{MONTH})\ \d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\ \d{{4}})?)
    | (?P<period>(?<![A-Za-z\d.,])(?:{periods.NUMBERED}))
    | (?P<midnight>(?:\b12(?::00)?\ )?\bmidnight\b)
    | (?P<noon>正午|(?:\b12(?::00)?\ )?\bnoon\b)
    | (?P<jatime>(?:(?:午前|午後)\ ?)?\d{{1,2}}時(?!間|点|期|代|効|給)(?:\d{{1,2}}分|半)?)
    | (?P<time>(?:(?:午前|午後)\ ?)?\d{{1,2}}:\d{{2}}(?:\ ?[aApP]\.?[mM]\b\.?)?
        |\d{{1,2}}\ ?[aApP]\.?[mM]\b\.?)
    | (?P<amount>(?:(?:[¥￥$€£]|\b(?:JPY|USD|EUR|GBP)\b)\ ?{_SCALED}
        |(?:{_COMPOUND}|{_NUMBER}|{_KANJI_NUMBER}{{1,16}})
         \ ?(?:円(?![満滑形])|米?ドル|ユーロ|(?:英国?)?ポンド)
        |{_SCALED}\ ?(?:yen|JPY|USD|EUR|GBP|(?:(?:US|U\.S\.)\ )?dollars?|euros?|pounds?)\b))
    | (?P<tenths>(?:{_COMPOUND}|{_NUMBER}|(?<!{_KANJI_NUMBER}){_KANJI_NUMBER})
         割(?![合当])(?:(?:\d|{_KANJI_NUMBER})分)?)
    | (?P<percent>\d[\d,.]{{0,24}}\ ?(?:%|percent\b|per\ cent\b|パーセント))
    | (?P<compound>(?<![A-Za-z\d]){_COMPOUND})
    | (?P<number>(?<![A-Za-z\d]){_NUMBER}(?:st|nd|rd|th)?(?![A-Za-z\d]))
    """,
    re.VERBOSE | re.ASCII,
)
_DATES = ("iso", "slashed", "era", "ja", "jamonth", "dmy", "mdy", "enmonth")
# 2026年（令和8年）4月1日 is one date; so is 令和8年（2026年）4月1日.
_TWO_YEARS = re.compile(
    rf"(?P<west>\d{{4}})年[（(](?P<era>{ERA})(?P<n>元|\d{{1,2}})年[)）]"
    rf"|(?P<era2>{ERA})(?P<n2>元|\d{{1,2}})年[（(](?P<west2>\d{{4}})年[)）]"
)
# Between a value and itself again: 2027年4月1日（木）（令和9年4月1日）, eight percent (8%).
_AGAIN = re.compile(r"(?:[（(][月火水木金土日](?:曜日?)?[)）])?[ ]?[（(]")
WEIGHTY = frozenset({"telephone", "date", "time", "amount", "percent", "link", "email"})


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """A value in one form for every language; `written` is how it stands in the text."""

    kind: str
    form: str
    written: str = field(compare=False)


def of(clause: Clause, *, figures: bool = False) -> Counter[Value]:
    """The values of a clause, its label left out, with how often each stands there.

    With `figures` without those that it says in words, such as “ten thousand yen”.
    """
    found: Counter[Value] = Counter(in_words(clause.title, figures=figures))
    for block in clause.blocks:
        for leaf in leaves(block):
            found.update(in_words("".join(run.text for run in leaf.runs), figures=figures))
            found.update(Value("link", href, href) for href in dict.fromkeys(links(leaf.runs)))
    return found


def apart(ours: Counter[Value], theirs: Counter[Value]) -> tuple[Counter[Value], Counter[Value]]:
    """What either side has more of. “From 1,000 to 1,200 yen” says two amounts."""
    left, right = ours - theirs, theirs - ours
    for here, there in ((left, right), (right, left)):
        for form in ("00:00", "24:00"):  # midnight is said of both ends of a day
            _cancel(here, Value("time", "midnight", ""), there, Value("time", form, ""))
        for value in [v for v in here if v.kind == "date" and "/" in v.form]:
            for form in readings(value.form):
                _cancel(here, value, there, Value("date", form, ""))
        for value in [v for v in here if v.kind in ("amount", "percent", "period")]:
            _cancel(here, value, there, Value("number", _bare(value), ""))
    _add_up(left, right)
    return +left, +right


def _add_up(left: Counter[Value], right: Counter[Value]) -> None:
    """Take away 1年6か月 and 18 months: what one side says in parts and the other in one."""
    for unit in periods.FORMS:
        sides = [
            [v for v in (+side).elements() if v.kind == "period" and v.form.endswith(unit)]
            for side in (left, right)
        ]
        totals = [sum(periods.count(v.form) for v in side) for side in sides]
        if sorted(len(side) for side in sides) == [1, 2] and totals[0] == totals[1]:
            left.subtract(sides[0])
            right.subtract(sides[1])


def _bare(value: Value) -> str:
    """The number of a value, without its unit."""
    if value.kind == "period":
        return _plain(periods.number(value.written))
    return re.sub(r"[A-Z]+$", "", value.form)


def _cancel(here: Counter[Value], one: Value, there: Counter[Value], other: Value) -> None:
    """Take away what two sides say in two forms, as often as both say it."""
    common = min(here[one], there[other])
    here[one] -= common
    there[other] -= common


def words(clause: Clause) -> str:
    """All that a clause says, its label left out."""
    runs = (run.text for block in clause.blocks for leaf in leaves(block) for run in leaf.runs)
    return "\n".join([clause.title, *runs])


def digits(label: str) -> str:
    """The digits of a label, in ASCII and without leading zeros: "3" of 第３条 and 第三条."""
    found = re.findall(
        rf"[0-9]+|(?:{_KANJI_NUMBER}+(?=[条項号章節款])|(?<=の){_KANJI_NUMBER}+)",
        label.translate(_ALIKE),
    )
    return "-".join(str(numerals.japanese(n)) for n in found)


def leaves(block: Block) -> Iterator[Block]:
    """The leaves of a block, in reading order."""
    if not block.children:
        yield block
    for child in block.children:
        yield from leaves(child)


def links(runs: tuple[Run, ...]) -> Iterator[str]:
    """The targets of the links in some runs."""
    for run in runs:
        for mark in run.marks:
            if mark.tag == "a":
                yield dict(mark.attrs).get("href", "")


def narrow(text: str) -> str:
    """Text with one form of digits, signs, hyphens and circled numbers."""
    return _LONG_VOWEL.sub("-", text.translate(_ALIKE))


def in_words(text: str, *, figures: bool = False) -> Iterator[Value]:
    """The values in a stretch of text; what is said again in brackets behind itself counts once."""
    text = narrow(text) if figures else numerals.in_digits(narrow(text))
    text = spans.whole(_TWO_YEARS.sub(_one_year, text))
    before: Value | None = None
    end = 0
    for match in _VALUES.finditer(text):
        value = _value(match.lastgroup or "", match[0], text[match.end() :])
        again = before is not None and _AGAIN.fullmatch(text[end : match.start()])
        if not (again and value == before):
            yield value
        before, end = value, match.end()


def _one_year(match: re.Match[str]) -> str:
    west = match["west"] or match["west2"]
    right = numerals.year(match["era"] or match["era2"], match["n"] or match["n2"])
    return f"{west}年" if int(west) == right else match[0]


def _value(pattern: str, written: str, after: str) -> Value:
    if pattern in _DATES:
        form = _date(pattern, written)
        # 平成15年法律第57号 is Act No. 57 of 2003: a year alone is a number.
        return Value("date" if re.search("[-/]", form) else "number", form, written)
    if pattern == "phone":
        return Value("telephone", _telephone(written), written.strip("() "))
    if pattern == "url":
        url = written.rstrip(".,;:!?")
        return Value("link", url, url)
    if pattern == "email":
        return Value("email", written.lower(), written)
    if pattern in ("time", "jatime", "noon", "midnight"):
        return Value("time", _time(pattern, written), written)
    if pattern == "amount":
        return Value("amount", _amount(written), written)
    if pattern == "period":
        return Value("period", periods.form(written), written.replace(")", ""))
    if pattern == "tenths":
        return Value("percent", _tenths(written), written)
    return Value("number" if pattern == "compound" else pattern, _plain(written), written)


def _date(pattern: str, written: str) -> str:
    """year-month-day, with ? for what isn't written; a year alone as it is."""
    if pattern == "era":
        era, number = written[:2], re.findall(r"元|\d+", written)[0]
        year = str(numerals.year(era, number))
        parts = [str(int(n)) for n in re.findall(r"\d+(?=[月日])", written)]
        return "-".join([year, *parts, "?"][:3]) if parts else year
    parts = [str(int(n)) for n in re.findall(r"\d+", written)]
    if pattern == "iso":
        return "-".join(parts)
    if pattern == "slashed":
        found = readings(written)
        return found[0] if len(found) == 1 else written
    if pattern in ("ja", "jamonth"):
        year = parts.pop(0) if "年" in written else "?"
        return "-".join([year, *parts, "?"][:3])
    month = next(n for n, name in enumerate(MONTHS, 1) if name[:3] in written)
    if pattern == "enmonth":
        return f"{parts[0]}-{month}-?"
    year = parts[1] if len(parts) > 1 else "?"
    return f"{year}-{month}-{parts[0]}"


def readings(slashed: str) -> list[str]:
    """The dates that 4/1/2027 may mean: 1 April first, then 4 January."""
    first, second, year = (int(part) for part in slashed.split("/"))
    days = dict.fromkeys([(first, second), (second, first)])
    found = [f"{year}-{month}-{day}" for month, day in days if month <= len(MONTHS)]
    return found or [f"{year}-{first}-{second}"]


def _telephone(written: str) -> str:
    """The digits; Japan's numbers as they are dialled inside the country."""
    number = re.sub(r"\D", "", written)
    if written.startswith("+81"):
        return "0" + number[2:].removeprefix("0")
    return f"+{number}" if written.startswith("+") else number


def _time(pattern: str, written: str) -> str:
    if pattern in ("noon", "midnight"):
        return "12:00" if pattern == "noon" else "midnight"
    half = re.search(r"午前|午後|[aApP](?=\.?[mM])", written)
    hour, minute = [*re.findall(r"\d+", written.replace("半", "30分")), ""][:2]
    return numerals.clock(hour, minute, half[0] if half else "")


def _amount(written: str) -> str:
    currency = _currency(written)
    if found := re.search(r"円|米?ドル|ユーロ|(?:英国?)?ポンド", written):
        number = numerals.japanese(re.sub(r"[\s¥￥$€£]", "", written[: found.start()]))
    else:
        match = re.search(r"\d[\d,]*(?:\.\d+)?(?: (?:thousand|million|billion|trillion))?", written)
        number = numerals.english(match[0]) if match else None
    return f"{_shown(number) if number is not None else written}{currency}"


def _tenths(written: str) -> str:
    """The percent of 3割 or 三割五分."""
    parts = [numerals.japanese(part) or Decimal(0) for part in re.split("[割分]", written)]
    return _shown(parts[0] * 10 + parts[1])


def _shown(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _plain(written: str) -> str:
    number = numerals.japanese(written)
    if number is not None and re.search("[百千万億兆]", written):
        return _shown(number)
    found = re.sub(r"[^\d.]", "", written).strip(".")
    return found.rstrip("0").rstrip(".") if "." in found else found


def _currency(written: str) -> str:
    for currency, signs in (
        ("USD", ("$", "usd", "ドル", "dollar")),
        ("EUR", ("€", "eur", "ユーロ")),
        ("GBP", ("£", "gbp", "ポンド", "pound")),
    ):
        if any(sign in written.lower() for sign in signs):
            return currency
    return "JPY"
