"""Where the links of a document lead, by their relationship ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from kaitei.text.docx import xml

_SCHEMES = ("", "http", "https", "mailto", "tel")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")


@dataclass(frozen=True, slots=True)
class Targets:
    """The addresses of one part. `relative` are those relative ones that the text left with.

    A program that saves the file writes an address out from where the file lay (file:///C:/...,
    ../../terms.md): one that ends as a relative one of ours does is that one.
    """

    addresses: Mapping[str, str] = field(default_factory=dict)
    relative: tuple[str, ...] = ()

    @classmethod
    def read(cls, content: bytes | None, source: str) -> Targets:
        """The addresses in a part; `source` is the Markdown that the file left as."""
        root = xml.read(content) if content else ()
        rows = {
            row.get("Id", ""): row.get("Target", "")
            for row in root
            if row.get("TargetMode") == "External"
        }
        known = [target for target in _LINK.findall(source) if is_relative(target)]
        return cls(rows, tuple(dict.fromkeys(known)))

    def get(self, number: str) -> str:
        """The address that a relationship leads to, "" for none or one that no text may hold."""
        return self.restored(self.addresses.get(number, ""))

    def restored(self, address: str) -> str:
        """`address` as it was before a program wrote it out; "" where it is dangerous or local."""
        if _scheme(address) == "file" or is_relative(address):
            place = unquote(address).replace("\\", "/")
            # The longest first: of "terms.md" and "old/terms.md" the second says more.
            for known in sorted(self.relative, key=len, reverse=True):
                tail = re.sub(r"^(?:\.{0,2}/)+", "", unquote(known))
                if tail and (place == tail or place.endswith(f"/{tail}")):
                    return known
        return safe(address)


def is_relative(address: str) -> bool:
    """Whether an address is a path that depends on where it stands."""
    return bool(address) and not address.startswith(("#", "//")) and not _scheme(address)


def safe(address: str) -> str:
    """An address that a text may hold; "" for one with another scheme than a text's links have."""
    return address if _scheme(address) in _SCHEMES else ""


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return "unreadable"
