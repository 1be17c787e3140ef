"""A page as plain data that any host can take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entry of a page's table of contents: an id on the page, its heading, its level (1-6)."""

    id: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that a page is announced by: its title, its address below the root, its media type."""

    title: str
    address: str
    media: str = "application/rss+xml"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site in one language.

    `address` is relative to the site's root: "" for home, "en/privacy-policy/" for a folder,
    "404.html" for a file. `title` and `description` are plain text, not HTML. `html` is what
    stands in `<main>`; `banner`, `header`, `aside` (the table of contents) and `footer` are safe
    HTML around it, with links relative to the page. `canonical` is absolute. `alternates` are the
    addresses of the same page by language. `indexed` says whether search engines should find
    the page. `updated` is the last day on which the record changed the page. `leads_to` is the
    address that took the page's place, "" for a page that holds its own. `scripts` are the files
    of the theme's assets that make it more convenient; it says everything without them. `data` is
    what it tells search engines as schema.org JSON-LD, "" for nothing.
    """

    address: str
    lang: str
    kind: str
    title: str
    site_name: str
    description: str
    html: str = field(repr=False)
    banner: str = field(repr=False)
    header: str = field(repr=False)
    aside: str = field(repr=False)
    footer: str = field(repr=False)
    canonical: str
    updated: date
    alternates: Mapping[str, str] = field(default_factory=dict, hash=False)
    anchors: tuple[Anchor, ...] = ()
    feeds: tuple[Feed, ...] = ()
    indexed: bool = True
    leads_to: str = ""
    scripts: tuple[str, ...] = ()
    data: str = field(default="", repr=False)

    @property
    def file(self) -> str:
        """The path of the page's file below the site's root."""
        return self.address if self.address.endswith(".html") else f"{self.address}index.html"
