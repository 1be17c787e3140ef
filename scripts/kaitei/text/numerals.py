"""A number as Word's automatic numbering writes it (ECMA-376 part 1, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

import re
from functools import cache

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_KANJI = "〇一二三四五六七八九"
_LEGAL = "零壱弐参四伍六七八九"
_TENS = ("", "十", "百", "千")
_LEGAL_TENS = ("", "拾", "百", "阡")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_AIUEO_HALF = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"
_IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラム"
    "ウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
)
_IROHA_HALF = "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_SIGNS = "*†‡§"
_RANGES = {  # number formats that are one character a number: the first of it, and how many
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}
_SERIES = {
    "aiueo": _AIUEO_HALF,
    "aiueoFullWidth": _AIUEO,
    "iroha": _IROHA_HALF,
    "irohaFullWidth": _IROHA,
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
}
_WRITTEN = {  # the formats that people write by hand, the likeliest first; how far each is read
    "decimal": 9_999, "decimalFullWidth": 9_999, "japaneseCounting": 9_999,
    "ideographDigital": 999, "decimalEnclosedCircle": 20, "lowerLetter": 26, "upperLetter": 26,
    "lowerRoman": 50, "upperRoman": 50, "aiueoFullWidth": 46, "irohaFullWidth": 47,
}  # fmt: skip
BULLETS = frozenset({"bullet"})
PLAIN = frozenset({"decimal", "decimalHalfWidth"})


def numeral(number: int, kind: str, picture: str = "") -> str | None:
    """`number` in the format `kind`; `picture` is that of a custom one ("001, 002, ...").

    None for a format that is not known: what it shows must then be told, not guessed.
    """
    if kind == "none":
        return ""
    if kind in PLAIN:
        return str(number)
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return str(number).translate(_FULL)
    if kind == "decimalZero":
        return f"{number:02}"
    if kind == "custom":
        width = len(match[0]) if (match := re.match(r"0*1(?=,|$)", picture)) else 0
        return f"{number:0{width}}" if width else None
    if kind == "numberInDash":
        return f"- {number} -"
    if kind == "ordinal":
        return f"{number}{_ordinal(number)}"
    if kind in _RANGES:
        first, count = _RANGES[kind]
        return chr(ord(first) + number - 1) if 1 <= number <= count else str(number)
    if kind in _SERIES:
        series = _SERIES[kind]
        return series[(number - 1) % len(series)] if number > 0 else str(number)
    return _lettered(number, kind)


def readings(written: str) -> dict[str, int]:
    """Each format that `written` may be in, with the number that it says there: i is 9 and 1."""
    return {kind: _numbers(kind)[written] for kind in _WRITTEN if written in _numbers(kind)}


@cache
def _numbers(kind: str) -> dict[str, int]:
    """What is written for each number of a format; the first of several numbers counts."""
    return {numeral(n, kind) or "": n for n in range(_WRITTEN[kind], 0, -1)}


def _lettered(number: int, kind: str) -> str | None:
    if kind in ("upperRoman", "lowerRoman"):
        found = _roman(number)
        return found.upper() if kind == "upperRoman" else found
    if kind in ("upperLetter", "lowerLetter"):
        # Word goes on with AA, BB, CC after Z, not as spreadsheets do.
        found = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return found.upper() if kind == "upperLetter" else found
    if kind == "chicago":
        return _SIGNS[(number - 1) % 4] * ((number - 1) // 4 + 1)
    if kind in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_KANJI[int(digit)] for digit in str(number))
    if kind in ("japaneseCounting", "chineseCounting", "chineseCountingThousand",
                "taiwaneseCounting", "taiwaneseCountingThousand"):  # fmt: skip
        return kanji(number)
    if kind == "japaneseLegal":
        return kanji(number, _LEGAL, _LEGAL_TENS)
    return None


def kanji(number: int, digits: str = _KANJI, tens: tuple[str, ...] = _TENS) -> str:
    """`number` (below 10,000) in kanji as it is counted: 二十一."""
    if not 0 < number < 10_000:
        return "".join(digits[int(digit)] for digit in str(number))
    out = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        one = digit == 1 and place and digits == _KANJI
        out += f"{'' if one or not digit else digits[digit]}{tens[place] if digit else ''}"
    return out


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out += letters * count
    return out


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
