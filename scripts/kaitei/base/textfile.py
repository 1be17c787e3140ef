"""Text files that people save: UTF-8 and nothing else, byte order mark and CRLF tolerated."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from kaitei.base.problems import KaiteiError, problem, reason_of

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
        reason = reason_of(error)
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


def replace(root: Path, texts: Mapping[str, str | None]) -> None:
    """Write files, named from `root`, all or none; None takes one away.

    A file keeps the line ends, the byte order mark and the rights that it had. All are written
    beside their places first, so that a full disk finds every file as it was. Raises KaiteiError
    where the disk refuses.
    """
    asides: dict[str, Path] = {}
    name = ""
    try:
        try:
            for name, text in texts.items():
                if text is not None:
                    path = root / name
                    asides[name] = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
                    _write_aside(asides[name], text, path)
            for name in texts:
                if name in asides:
                    asides[name].replace(root / name)
                else:
                    (root / name).unlink()
        finally:
            for aside in asides.values():
                aside.unlink(missing_ok=True)
    except OSError as error:
        reason = reason_of(error)
        raise KaiteiError(problem("file-unwritable", name, reason=reason)) from None


def _write_aside(aside: Path, text: str, path: Path) -> None:
    """Write what is to stand at `path` beside it, in the form of what stands there."""
    known = path.read_bytes() if path.exists() else b""
    if b"\r\n" in known:
        text = text.replace("\n", "\r\n")
    mark = b"\xef\xbb\xbf" if known.startswith(b"\xef\xbb\xbf") else b""
    aside.write_bytes(mark + text.encode())
    if path.exists():
        aside.chmod(path.stat().st_mode & 0o777)


def _encoding(raw: bytes) -> str:
    """Another encoding that a text was most probably saved in; "" where none is seen."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        text = raw.decode("cp932")
    except UnicodeDecodeError:
        return ""
    return "Shift_JIS (ANSI)" if re.search("[ぁ-んァ-ン一-龠]{2}", text) else ""
