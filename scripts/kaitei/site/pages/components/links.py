"""Links of a text, as the pages on which it stands write them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from kaitei.site.model import Site, SiteEntry
from kaitei.site.pages.context import PageContext


@dataclass(frozen=True, slots=True)
class TextLinks:
    """Turns an address in a text into one on a page; equal ones turn alike.

    Texts are written for the policy's main page: `#clause` is a clause of the text, which
    stands at the address `text` ("" for this page); `../policy/` is another policy, which stands
    at `home` below the name that it has now; where `held` has it by its name, at the address of the
    text of it that held together with this one.
    """

    site: Site = field(compare=False)
    text: str
    home: str
    held: tuple[tuple[str, str], ...] = ()

    @classmethod
    def on(cls, page: PageContext, text: str, held: Mapping[str, SiteEntry] = {}) -> TextLinks:
        """Those on a page from which the text stands at `text`."""
        dated = tuple((name, page.link(*entry.text_path)) for name, entry in held.items())
        return cls(page.site.site, text, page.root + page.site.address(), dated)

    def __call__(self, found: str) -> str:
        """The address to write for one that was found in the text."""
        if found.startswith("#"):
            return self.text + found
        if found.startswith("../"):
            name, slash, rest = found.removeprefix("../").partition("/")
            if there := dict(self.held).get(name):
                return there + rest
            with suppress(KeyError):
                name = self.site.policy(name).name  # what it was renamed to
            return self.home + name + slash + rest
        return found
