"""Dates: 令和8年4月1日（水）, 2019 年 3 月, 二〇二七年九月三十日, 1 April 2026, 4/1/2026, 毎月27日.

Normal forms are those of ISO 8601 with what is not said left out: 2026-04-01, 2026-04, 2026,
--04-01, --04, ---27; "end" stands for 末日. FY2026 is a fiscal year. 4/1/2026 stays as it is: it
may be read twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kaitei.model.facts import MONTHS
from kaitei.model.phrases import ERA_YEARS
from kaitei.text.values.numbers import KANJI_NUMERALS, ORDINAL_WORD, number, ordinal
from kaitei.text.values.value import Notation, Read, Value

ERA = "|".join(ERA_YEARS)
# The first day of each era, the latest first (Cabinet orders on eras; before 1912 proclamations).
ERAS = {
    "令和": date(2019, 5, 1),
    "平成": date(1989, 1, 8),
    "昭和": date(1926, 12, 25),
    "大正": date(1912, 7, 30),
    "明治": date(1868, 1, 25),
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_JA = "月火水木金土日"
_KANJI = "[〇零一二三四五六七八九十]"
_N = rf"(?:\d{{1,2}}|{_KANJI}{{1,3}})"
_Y = (
    r"(?:\d{4}|[一二][〇零一二三四五六七八九]{3}"
    r"|二千(?:[一二三四五六七八九]?十)?[一二三四五六七八九]?)"
)
_NOT_AFTER = rf"(?<![第数何幾\d{KANJI_NUMERALS}])"
_AGAIN = rf"(?:[ ]?\((?:(?:{ERA})[ ]?(?:元|{_N})|{_Y})[ ]?年\))?"
_YEAR = rf"(?:(?P<era>{ERA})[ ]?(?P<n>元|{_N})|(?P<y>{_Y}))[ ]?年{_AGAIN}"
_WEEKDAY_JA = (
    rf"(?:[ ]?\([{WEEKDAYS_JA}](?:曜日?)?(?:[・,、][祝休]日?)?\)|[ ]?[{WEEKDAYS_JA}]曜日?)?"
)
_MONTH = "|".join([*MONTHS, r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"])
_DAY_NAME = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_WEEKDAY_EN = rf"(?:{_DAY_NAME}\b\.?,?[ ](?:the[ ])?)?"
_WEEKDAY_AFTER = rf"(?:,?[ ]?\({_DAY_NAME}\.?\))?"
_D = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR_EN = r"(?:,?[ ](?P<y>\d{4})\b(?![:%]))"


def iso(year: int | None, month: int | None = None, day: int | str | None = None) -> str:
    """The normal form of what is said of a date."""
    if month is None and day is not None:
        return f"---{day:02}" if isinstance(day, int) else f"---{day}"
    head = "-" if year is None else f"{year:04}"
    tail = "" if month is None else f"-{month:02}"
    if day is not None:
        tail += f"-{day:02}" if isinstance(day, int) else f"-{day}"
    return head + tail


def year_of(era: str | None, written: str) -> int | None:
    """The year of the Western calendar: 2026 for 令和 and 8."""
    found = number(written)
    if found is None:
        return None
    return int(found) + (ERA_YEARS[era] if era else 0)


def month_of(name: str) -> int:
    """The number of a month from its English name, whole or shortened."""
    short = name[:3].lower()
    return next(n for n, month in enumerate(MONTHS, 1) if month[:3].lower() == short)


def readings(slashed: str) -> list[str]:
    """The normal forms that 4/1/2027 may have: 1 April first, then 4 January."""
    first, second, year = (int(part) for part in re.findall(r"\d+", slashed))
    pairs = dict.fromkeys([(first, second), (second, first)])
    found = [iso(year, month, day) for month, day in pairs if 1 <= month <= len(MONTHS)]
    return found or [iso(year, first, second)]


def calendar_day(normal: str) -> date | None:
    """The day of a normal form; None where it is no whole date, or no day of the calendar."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", normal):
        return None
    try:
        return date.fromisoformat(normal)
    except ValueError:
        return None


def in_era(year: int, month: int = 12, of_month: int = 31) -> str:
    """「令和8年」 for 2026; of a day the year of the era in which it lies."""
    day = date(year, month, min(of_month, 28) if month == 2 else min(of_month, 30))
    era = max((name for name, first in ERAS.items() if first <= day), key=lambda n: ERAS[n])
    number = year - ERA_YEARS[era]
    return f"{era}{'元' if number == 1 else number}年"


def outside(era: str, normal: str) -> str:
    """The year of the right era, 「令和元年」, for a day that lies in another one; else ""."""
    parts = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$", normal)
    if parts is None or era not in ERAS:
        return ""
    year, month, of_month = (int(part) if part else 0 for part in parts.groups())
    names = list(ERAS)
    later = names[names.index(era) - 1] if names.index(era) else ""
    first, last = (year, month or 1, of_month or 1), (year, month or 12, of_month or 31)
    began = ERAS[era].timetuple()[:3]
    ended = ERAS[later].timetuple()[:3] if later else None
    if last < began or (ended and first >= ended and last > ended):
        return in_era(year, month or 12, of_month or 31) if exists(normal) else ""
    return ""


def exists(normal: str) -> bool:
    """Whether a day of this normal form may be: 30 February is none, 29 February may be one."""
    found = re.fullmatch(r"(?:(\d{4})|-)-(\d\d)(?:-(\d\d|end))?", normal)
    if not found:
        return not normal.startswith("---") or normal == "---end" or 1 <= int(normal[3:]) <= 31
    year, month, of_month = found.groups()
    try:
        date(int(year or 2024), int(month), int(of_month) if (of_month or "end") != "end" else 1)
    except ValueError:
        return False
    return True


# --- forms --------------------------------------------------------------------------------------


def _japanese(match: re.Match[str]) -> Read | None:
    found = match.groupdict()
    year = (
        year_of(found.get("era"), found.get("n") or found.get("y") or "")
        if (found.get("n") or found.get("y"))
        else None
    )
    month = number(found["mo"]) if found.get("mo") else None
    of_month: int | str | None = "end" if found.get("end") else None
    if found.get("d"):
        read = number(found["d"])
        of_month = int(read) if read is not None else None
    normal = iso(year, int(month) if month is not None else None, of_month)
    return Read("date", f"FY{year}" if found.get("fiscal") else normal)


def _iso(match: re.Match[str]) -> Read:
    year, month, of_month = (int(match[name]) for name in ("y", "mo", "d"))
    return Read("date", iso(year, month, of_month))


def _slashed(match: re.Match[str]) -> Read:
    found = readings(match["date"])
    return Read("date", found[0] if len(found) == 1 else match["date"])


def _english(match: re.Match[str]) -> Read | None:
    found = match.groupdict()
    of_month = ordinal(found["d"]) if found.get("d") else None
    year = int(found["y"]) if found.get("y") else None
    return Read("date", iso(year, month_of(found["mo"]), of_month))


def _month_alone(match: re.Match[str]) -> Read:
    return Read("date", iso(None, month_of(match["mo"])))


def _of_month(match: re.Match[str]) -> Read | None:
    found = ordinal(match["d"])
    return Read("date", iso(None, None, found)) if found else None


def _fiscal(match: re.Match[str]) -> Read:
    return Read("date", f"FY{match['y']}")


_ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{ORDINAL_WORD})"
DATES: tuple[Notation, ...] = (
    Notation(
        "dks",
        rf"{_NOT_AFTER}{_YEAR}[ ]?(?P<mo>{_N})[ ]?月"
        rf"(?:[ ]?(?P<d>{_N})[ ]?日|(?P<end>末日?))?{_WEEKDAY_JA}",
        _japanese,
        "年",
    ),
    Notation(
        "dk",
        rf"{_NOT_AFTER}(?P<mo>{_N})[ ]?月(?:[ ]?(?P<d>{_N})[ ]?日|(?P<end>末日?)){_WEEKDAY_JA}",
        _japanese,
        "月",
    ),
    Notation(
        "dk",
        r"(?:(?<=毎月)|(?<=翌月)|(?<=当月)|(?<=同月)|(?<=々月)|(?<=各月)|(?<=前月))(?:の)?"
        rf"(?P<d>{_N})[ ]?日(?!間)",
        _japanese,
        "日",
    ),
    Notation("dks", rf"{_NOT_AFTER}{_YEAR}(?P<fiscal>度)", _japanese, "年"),
    Notation("s", rf"(?P<era>{ERA})[ ]?(?P<n>元|{_N})[ ]?年(?!度)", _japanese),
    Notation(
        "d",
        r"(?<!\d)(?P<y>(?:1[89]|2\d)\d\d)[ ]?年(?![間度])(?:\([^()]{2,6}年\))?",
        _japanese,
        "年",
    ),
    Notation(
        "k", rf"{_NOT_AFTER}(?P<y>[一二][〇零一二三四五六七八九]{{3}})年(?![間度])", _japanese, "年"
    ),
    Notation("dk", rf"{_NOT_AFTER}(?P<mo>{_N})月(?![間額刊曜謝末々極])", _japanese, "月"),
    Notation(
        "d",
        r"(?<![\d/.-])(?P<y>[12]\d{3})(?P<sep>[-/.])(?P<mo>\d{1,2})(?P=sep)(?P<d>\d{1,2})"
        rf"(?![\d/-]|\.\d)(?:{_WEEKDAY_AFTER}|{_WEEKDAY_JA})",
        _iso,
        "-/.",
    ),
    Notation("d", r"(?<![\d/-])(?P<date>\d{1,2}/\d{1,2}/\d{4})(?![\d/-])", _slashed, "/"),
    Notation(
        "dmn",
        rf"\b{_WEEKDAY_EN}(?P<d>{_ORDINAL}|\d{{1,2}})[ ](?:day[ ])?(?:of[ ])?(?P<mo>{_MONTH})"
        rf"(?![a-z]){_YEAR_EN}?{_WEEKDAY_AFTER}",
        _english,
        "a",
    ),
    Notation(
        "m",
        rf"\b{_WEEKDAY_EN}(?P<mo>{_MONTH})[ ](?P<d>{_D})\b(?!:|[ ]?[ap]\.?m)"
        rf"{_YEAR_EN}?{_WEEKDAY_AFTER}",
        _english,
    ),
    Notation("m", rf"\b(?P<mo>{_MONTH}),?[ ](?P<y>\d{{4}})\b", _english),
    Notation(
        "dn",
        rf"\b(?P<d>{_ORDINAL})(?:[ ]day)?[ ]of[ ](?:each|every|the|that|a)"
        r"(?:[ ](?:following|next|same|preceding|calendar))*[ ]month\b",
        _of_month,
        "a",
    ),
    Notation(
        "m",
        r"(?:(?<=\bin[ ])|(?<=\bof[ ])|(?<=\bfrom[ ])|(?<=\bevery[ ])|(?<=\beach[ ])"
        r"|(?<=\buntil[ ])|(?<=\bby[ ]))"
        rf"(?P<mo>(?-i:{'|'.join(MONTHS)}))\b",
        _month_alone,
    ),
    Notation("o", r"\b(?:FY[ ]?|fiscal[ ](?:year[ ])?)(?P<y>\d{4})\b", _fiscal),
)

# --- days that share a month or a year ------------------------------------------------------------

_EN_AND = r"(?:[ ](?:to|until|till|through|and|or|&|-)[ ]|,[ ](?:and[ ]|or[ ])?|-)"
# With no year, "April 1 or 30 days later" counts days: the last must end what it stands in.
_ENDS = r"(?=[.,;:)]|$|[ ](?:of[ ]|in[ ])?(?:each|every)\b)"
_SPANS_EN = (
    re.compile(
        rf"\b(?P<mo>{_MONTH})[ ](?P<days>{_D}(?:{_EN_AND}{_D}(?!\d)(?![ ](?:{_MONTH})))+)"
        rf"(?:{_YEAR_EN}|{_ENDS})",
        re.VERBOSE | re.ASCII | re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w/.-])(?P<days>{_D}(?:{_EN_AND}{_D})+)[ ](?:of[ ])?(?P<mo>{_MONTH})(?![a-z])"
        rf"{_YEAR_EN}?",
        re.VERBOSE | re.ASCII | re.IGNORECASE,
    ),
)
_JA_AND = r"(?:[~・、-]|及び|および|又は|または|と)"
_MORE_DAYS = re.compile(
    rf"(?:から|より)(?P<d>{_N})日{_WEEKDAY_JA}(?=まで|の間)"
    rf"|{_JA_AND}(?P<d2>{_N})日{_WEEKDAY_JA}(?!間|以内|以上|前|後|目|分|[がをの]?経過|を超)",
    re.VERBOSE | re.ASCII,
)
_TOGETHER = re.compile(
    r"[ ]?(?:から|より|~|-|・|、|及び|および|又は|または|ないし|乃至)[ ]?"
    r"|[ ](?:to|until|till|through|and|or|&|-)[ ]"
)


def spans(text: str, start: int) -> list[Value]:
    """The days of a span in English that begins there: April 1 to 30, 2027; none elsewhere."""
    for pattern in _SPANS_EN:
        if match := pattern.match(text, start):
            year = int(match["y"]) if match["y"] else None
            days = list(re.compile(_D).finditer(text, *match.span("days")))
            return [_of_span(text, match, days, place, year) for place in range(len(days))]
    return []


def _of_span(
    text: str, match: re.Match[str], days: list[re.Match[str]], place: int, year: int | None
) -> Value:
    month = month_of(match["mo"])
    start = match.start() if place == 0 else days[place].start()
    end = match.end() if place == len(days) - 1 else days[place].end()
    normal = iso(year, month, ordinal(days[place][0]))
    return Value("date", normal, "", start, end, text[start:end])


def more(text: str, value: Value) -> Iterator[Value]:
    """The further days of the month of a date: 4月1日から30日まで, 4月1日、15日及び30日."""
    head = re.fullmatch(r"(.*-\d\d)-\d\d", value.normal)
    at = value.end
    while head and (match := _MORE_DAYS.match(text, at)):
        name = "d" if match["d"] else "d2"
        found = number(match[name])
        start, at = match.start(name), match.end()
        if found is None:
            return
        yield Value("date", f"{head[1]}-{int(found):02}", "", start, at, text[start:at])


def shared(text: str, values: list[Value]) -> Iterator[Value]:
    """The values, each date with the year that it shares with the one beside it."""
    found = list(values)
    for at in range(len(found) - 1):
        one, other = found[at], found[at + 1]
        between = text[one.end : other.start]
        if one.kind == other.kind == "date" and _TOGETHER.fullmatch(between):
            left, right = (re.match(r"(\d{4})-\d\d(?!\d)", v.normal) for v in (one, other))
            if left and other.normal.startswith("--") and other.normal[2] != "-":
                found[at + 1] = replace(other, normal=f"{left[1]}{other.normal[1:]}")
            elif right and one.normal[:2] == "--" and one.normal[2] != "-" and between.isascii():
                found[at] = replace(one, normal=f"{right[1]}{one.normal[1:]}")
    yield from found
