"""Reading a text file that a person saved: UTF-8 and nothing else, BOM and CRLF tolerated."""

from __future__ import annotations

import re
from pathlib import Path

from kaitei.base.problems import KaiteiError, problem

# Whoever took out the outer marks often leaves the one between the two versions: it counts alone.
_CONFLICT = re.compile(r"^(?:(?:<{7}|>{7})(?: .*)?|={7})$", re.MULTILINE)


def edited(path: Path, shown: str) -> str:
    """The text of a file that people edit under git; also refused with a conflict left in it."""
    text = read(path, shown)
    if found := _CONFLICT.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise KaiteiError(problem("merge-left", shown, line, found=found[0][:40]))
    return text


def read(path: Path, shown: str) -> str:
    """The text of a file with line feeds only. `shown` names it in problems.

    Raises KaiteiError where the file is missing, no regular file, or not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise KaiteiError(problem("file-missing", shown)) from None
    except OSError as error:
        reason = error.strerror or "unknown"
        raise KaiteiError(problem("file-unreadable", shown, reason=reason)) from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = error.start + 1
        if encoding := _encoding(raw):
            raise KaiteiError(problem("file-encoding-other", shown, found=encoding)) from None
        raise KaiteiError(problem("file-encoding", shown, line, byte=byte)) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _encoding(raw: bytes) -> str:
    """Another encoding that a text was most probably saved in; "" where none is seen."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        text = raw.decode("cp932")
    except UnicodeDecodeError:
        return ""
    return "Shift_JIS (ANSI)" if re.search("[ぁ-んァ-ン一-龠]{2}", text) else ""
