"""SHA256SUMS: what it says, read and written in exactly one form, that of `sha256sum`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

NAME = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n")
_LINK = re.compile(rf"\.\./(?:\.\./(?P<former>[a-z0-9-]+)/)?\d+/{NAME}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a folder: `files` by name, and `before`, the sum of the SHA256SUMS before it.

    `number` is the publication's; `before` is "" for the first. `former` is the policy's name
    until this publication, which renames it: the one before lies in that folder. Sums are
    lower-case hex.
    """

    number: int
    files: Mapping[str, str]
    before: str = ""
    former: str = ""

    def render(self) -> bytes:
        """The bytes of the file: names sorted, the link to the publication before last."""
        lines = [f"{self.files[name]}  {name}\n" for name in sorted(self.files)]
        if self.before:
            home = f"../../{self.former}" if self.former else ".."
            lines.append(f"{self.before}  {home}/{self.number - 1}/{NAME}\n")
        return "".join(lines).encode("ascii")


def parse(raw: bytes, number: int) -> Sums | None:
    """The sums that `raw` lists for publication `number`; None unless it has the one form."""
    text = raw.decode("latin-1")
    listed = {name: digest for digest, name in _LINE.findall(text)}
    links = [match for name in listed if (match := _LINK.fullmatch(name))]
    if len(links) != (number > 1):
        return None
    before, former = "", ""
    for link in links:
        before, former = listed.pop(link[0]), link["former"] or ""
    try:
        found = Sums(number, listed, before, former)
        return found if found.render() == raw else None
    except UnicodeEncodeError:
        return None


def sha256(raw: bytes) -> str:
    """The SHA-256 of `raw` in lower-case hex."""
    return hashlib.sha256(raw).hexdigest()
