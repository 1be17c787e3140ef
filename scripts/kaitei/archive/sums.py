"""SHA256SUMS: what it says, read and written in exactly one form, that of `sha256sum`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

NAME = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n")


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a folder: `files` by name, and `before`, the sum of the SHA256SUMS before it.

    `number` is the publication's; `before` is "" for the first. Sums are lower-case hex.
    """

    number: int
    files: Mapping[str, str]
    before: str = ""

    def render(self) -> bytes:
        """The bytes of the file: names sorted, the link to the publication before last."""
        lines = [f"{self.files[name]}  {name}\n" for name in sorted(self.files)]
        if self.before:
            lines.append(f"{self.before}  {_link(self.number)}\n")
        return "".join(lines).encode("ascii")


def parse(raw: bytes, number: int) -> Sums | None:
    """The sums that `raw` lists for publication `number`; None unless it has the one form."""
    text = raw.decode("latin-1")
    listed = {name: digest for digest, name in _LINE.findall(text)}
    before = listed.pop(_link(number), "") if number > 1 else ""
    try:
        found = Sums(number, listed, before)
        return found if found.render() == raw and bool(before) == (number > 1) else None
    except UnicodeEncodeError:
        return None


def sha256(raw: bytes) -> str:
    """The SHA-256 of `raw` in lower-case hex."""
    return hashlib.sha256(raw).hexdigest()


def _link(number: int) -> str:
    return f"../{number - 1}/{NAME}"
