"""Reading a text file that a person saved: UTF-8 and nothing else, BOM and CRLF tolerated."""

from __future__ import annotations

from pathlib import Path

from kaitei.errors import KaiteiError, problem


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
        raise KaiteiError(problem("file-encoding", shown, line, byte=byte)) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
