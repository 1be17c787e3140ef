"""A page as plain data that any host can take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entry of a page's table of contents: an id on the page, its heading, its level (1-6).

    `coming` are the days on which announced revisions change what stands there.
    """

    id: str
    title: str
    level: int
    coming: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page is announced by: its title, its address below the root, its media type."""

    title: str
    address: str
    media: str = "application/rss+xml"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site in one language.

    `address` is relative to the site's root: "" for home, "en/privacy-policy/" for a folder,
    "404.html" for a file. `title` and `description` are plain text. `parts` is safe HTML by place
    (see `skeleton.PLACES`): "html" is the page itself, the rest stands around it, with links
    relative to the page. `canonical` is the absolute address by which it should be known,
    `indexed` whether search engines should find it. `leads_to` is the address that took the page's
    place, "" for a page that holds its own. `scripts` are the files of the theme's assets that make
    it more convenient; it says everything without them.
    """

    address: str
    lang: str
    kind: str
    title: str
    description: str
    parts: Mapping[str, str] = field(repr=False, hash=False)
    canonical: str = ""
    indexed: bool = True
    leads_to: str = ""
    scripts: tuple[str, ...] = ()

    @property
    def html(self) -> str:
        """What stands in `<main>`."""
        return self.parts["html"]

    @property
    def file(self) -> str:
        """The path of the page's file below the site's root."""
        return file_of(self.address)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that search engines should find.

    `canonical` is absolute, `updated` the last day on which the record changed the page,
    `alternates` are the absolute addresses of the same page by language.
    """

    canonical: str
    updated: date
    alternates: Mapping[str, str]


def file_of(address: str) -> str:
    """The path of the file of a page at `address`, both below the site's root."""
    return address if address.endswith(".html") else f"{address}index.html"
