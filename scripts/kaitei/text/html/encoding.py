"""The characters of a page or a text file: by mark, by declaration, else by what the bytes can be.

Five decades of Japanese pages are Shift_JIS (in fact Windows' own), EUC-JP, ISO-2022-JP or UTF-8,
and some say one thing and are another: a declaration that does not fit the bytes is not believed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page has to declare its encoding; HTML says 1,024, pages say later
_USED = {  # what names stand for in browsers (WHATWG Encoding) and what Python calls it
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932",
    "windows-31j": "cp932", "ms932": "cp932", "ms_kanji": "cp932",
    "euc-jp": "euc_jp", "x-euc-jp": "euc_jp", "x-euc": "euc_jp",
    "iso-2022-jp": "iso2022_jp", "csiso2022jp": "iso2022_jp", "jis": "iso2022_jp",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "unicode": "utf-16", "utf8": "utf-8",
}  # fmt: skip
_FALLBACKS = {"euc_jp": "euc_jis_2004", "iso2022_jp": "iso2022_jp_ext", "cp932": "shift_jis_2004"}
_COMMON = re.compile("[ぁ-んァ-ヶー、。「」（）一-龥]")
_RARE = re.compile("[\uff61-\uff9f\ue000-\uf8ff\x80-\x9f]")


def decoded(raw: bytes) -> tuple[str, str]:
    """The text of `raw` and the name of its encoding; ("", "") where it can be nothing known."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(name), name
            except UnicodeDecodeError:
                break
    escaped = ("iso2022_jp", "iso2022_jp_ext") if b"\x1b$" in raw else ()
    for name in (*escaped, *_believed(raw), "utf-8", *_guessed(raw), "cp1252"):
        try:
            return raw.decode(name), name
        except (UnicodeDecodeError, LookupError):
            continue
    return "", ""


def _believed(raw: bytes) -> Iterator[str]:
    """What the page declares, where its bytes read as words in it."""
    match = _DECLARED.search(raw[:_HEAD])
    name = match[1].decode("ascii", "replace").lower() if match else ""
    name = _USED.get(name, name)
    if not name or name == "cp1252":  # what a program writes that has not asked
        return
    for other in (name, _FALLBACKS.get(name, name)):
        try:
            text = raw.decode(other)
        except (UnicodeDecodeError, LookupError):
            continue
        # EUC-JP read as Shift_JIS is no error, but a row of half-width katakana.
        if not _RARE.search(text) or _score(text) > 0:
            yield other


def _guessed(raw: bytes) -> Iterator[str]:
    """The Japanese encodings in which the bytes read as words, the likeliest first."""
    guesses = []
    for name in ("cp932", "euc_jp", "euc_jis_2004"):
        try:
            guesses.append((_score(raw.decode(name)), name))
        except UnicodeDecodeError:
            continue
    for score, name in sorted(guesses, reverse=True):
        if score > 0:
            yield name


def _score(text: str) -> int:
    """How much a text looks like Japanese: what is common in it, less what only errors yield."""
    return len(_COMMON.findall(text)) - 4 * len(_RARE.findall(text))
