"""The skeleton of a page: what the host's theme puts around it, printed once and poured full.

MkDocs takes milliseconds for a page, whatever stands on it. What it would print is the same for
all pages of a language at one depth of folders but for seven places; so it prints that
skeleton once, and each page is put into its places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACES = ("head", "banner", "header", "aside", "html", "footer", "scripts")
SLOTS: Mapping[str, str] = {name: f"<!--kaitei:{name}-->" for name in PLACES}
"""What the theme's template prints in each place: what a page will put there."""
_SLOT = re.compile(r"<!--kaitei:([a-z]+)-->")
_EMPTY = re.compile(r"\s*\n\s*(?=\n)|[ \t]+(?=\n)")
# Switches of Material's menus, which we don't have.
_SWITCH = re.compile(r'\s*<(?:input class="md-toggle"|label class="md-overlay")[^>]*>(?:</label>)?')
# Material's link past what is above the text stands in no landmark.
_SKIP = re.compile(
    r'<div data-md-component="skip">\s*(<a [^>]*>)\s*(.*?)\s*</a>\s*</div>', re.DOTALL
)


class Skeleton:
    """A page of the host with its slots. `html` is all of it, as the host printed it.

    Raises ValueError where not each of `PLACES` stands in it once.
    """

    def __init__(self, html: str) -> None:
        html = _SKIP.sub(r'<nav aria-label="\2">\1\2</a></nav>', html)
        self.html = _EMPTY.sub("", _SWITCH.sub("", html)).strip() + "\n"
        first, *rest = _SLOT.split(self.html)
        if sorted(rest[::2]) != sorted(PLACES):
            raise ValueError(*rest[::2])
        self._first, self._rest = first, list(zip(rest[::2], rest[1::2], strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Skeleton) and self.html == other.html

    def __hash__(self) -> int:
        return hash(self.html)

    def filled(self, parts: Mapping[str, str]) -> str:
        """The page with its `parts`, HTML by place."""
        out = [self._first]
        for name, after in self._rest:
            out += (parts[name].strip("\n"), after)
        return "".join(out)
