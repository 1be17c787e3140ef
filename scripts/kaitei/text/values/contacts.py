"""Where somebody is reached: telephone, mail and web, postcodes, house numbers."""

from __future__ import annotations

import re

from kaitei.text.values.numbers import KANJI, number, shown
from kaitei.text.values.value import Notation, Read

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# A file of sources and a site may be named alike; what is no domain is not taken for one.
WEB = re.compile(
    rf"(?P<email>(?<![\w.+%-])[\w.+%-]{{1,64}}@{_LABEL}(?:\.{_LABEL}){{1,8}})"
    rf"|(?P<url>\bhttps?://[^\s<>\"'、。，「」『』（）()［］\u3040-\u30ff\u4e00-\u9fff]+"
    rf"|\bwww\.{_LABEL}(?:\.{_LABEL}){{1,8}}(?:/[\w./~%+-]*)?)",
    re.ASCII | re.IGNORECASE,
)


def web(match: re.Match[str]) -> tuple[Read, int]:
    """What a match of `WEB` reads, and where it ends: a sentence's full stop is none of it."""
    written = match[0].rstrip(".,;:!?")
    if match["email"]:
        return Read("email", written.lower()), match.start() + len(written)
    normal = re.sub(r"^https?://", "", written, flags=re.IGNORECASE).rstrip("/")
    head, slash, rest = normal.partition("/")
    return Read("url", head.lower() + slash + rest), match.start() + len(written)


def _telephone(match: re.Match[str]) -> Read | None:
    written = match[0]
    digits = re.sub(r"\D", "", written)
    if written.lstrip("(").startswith("+"):
        national = re.sub(r"\(0\)", "", written)
        digits = f"+{re.sub(r'[^0-9]', '', national)}"
        if digits.startswith("+81"):
            digits = "0" + digits[3:].removeprefix("0")
    return Read("telephone", digits) if 9 <= len(digits) <= 16 else None


def _postcode(match: re.Match[str]) -> Read:
    digits = re.sub(r"\D", "", match[0])
    return Read("postcode", f"{digits[:3]}-{digits[3:]}")


def _address(match: re.Match[str]) -> Read | None:
    parts = [number(part) for part in re.findall(rf"\d+|{KANJI}", match[0])]
    numbers = [shown(part) for part in parts if part is not None]
    return Read("address", "-".join(numbers)) if numbers else None


def _street(match: re.Match[str]) -> Read:
    return Read("address", " ".join(re.findall(r"\w+", match[0])).lower())


_N = rf"(?:\d{{1,5}}|{KANJI})"
_STREET = (
    "Avenue|Ave|Street|St|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Way|Square|Court|Place|Highway"
)
_ROOM = "Suite|Ste|Unit|Floor|Room|Apt|PMB"
TELEPHONES: tuple[Notation, ...] = (
    Notation("s", r"\(?\+\d{1,3}\)?(?:[ -]?(?:\(\d{1,5}\)|\d{1,5})){2,5}(?![\d])", _telephone),
    Notation(
        "ds",
        r"(?<![\d.,/-])(?:\(0\d{1,4}\)[ -]?\d{1,4}[- ]\d{3,4}"
        r"|0\d{1,4}(?:[- ]|[ ]?\([ ]?)\d{1,4}(?:[- ]|[ ]?\)[ ]?)\d{3,4})(?![\d-])",
        _telephone,
        "-( ",
    ),
    Notation("d", r"(?<![\d.,/-])0\d{9,10}(?![\d-])", _telephone),
    Notation(
        "ds",
        r"(?<![\d.,/-])(?:1-)?(?:\(\d{3}\)[ ]?|\d{3}-)\d{3}-\d{4}(?![\d-])",
        _telephone,
        "-",
    ),
)
ADDRESSES: tuple[Notation, ...] = (
    Notation(
        "d",
        rf"(?<![\d.,/-])\d{{1,5}}[ ](?:(?-i:[A-Z])[\w.]*[ ]){{1,4}}?(?-i:{_STREET})\b\.?"
        rf"(?:,?[ ](?-i:{_ROOM})\b\.?[ ](?-i:[A-Z0-9]+)\b){{0,3}}",
        _street,
        "a",
    ),
    Notation("s", r"〒[ ]?\d{3}-?\d{4}(?!\d)", _postcode),
    Notation("d", r"(?<![\d-])\d{3}-\d{4}(?![\d-])", _postcode, "-"),
    Notation(
        "dk",
        rf"{_N}[ ]?丁目[ ]?(?:{_N}[ ]?(?:番地?|-)[ ]?の?"
        rf"(?:{_N}(?:号|(?![\d年月日]))(?:-\d{{1,4}})?)?)?"
        rf"(?:{_N}-{_N})?",
        _address,
        "丁",
    ),
    Notation("dk", rf"{_N}番地?(?:の?{_N}号?|{_N}号)(?![室線車])", _address, "番"),
    Notation("d", r"(?<![\d/.-])\d{1,4}-\d{1,4}-\d{1,4}(?:-\d{1,4})?(?![\d/-])", _address, "-"),
    Notation(
        "d",
        r"(?:(?<=[町村目区市郡字条丁通])|(?<=[^\W\d_a-z]))\d{1,4}-\d{1,4}(?![\d/%-]|[ ]?[^\W\d_])",
        _address,
        "-",
    ),
    Notation("d", r"(?<![\d/.-])\d{1,4}-\d{1,4}(?=[ ](?-i:[A-Z])[a-z])", _address, "-"),
)
