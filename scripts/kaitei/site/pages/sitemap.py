"""The sitemap: what search engines should find, with the days on which the record changed it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from html import escape

from kaitei.site.pages.factory import PageFactory
from kaitei.site.pages.page import Listing

SITEMAP = "sitemap.xml"
_UNIX = b"\x03"
_SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def sitemap(factory: PageFactory, site_url: str) -> Iterator[tuple[str, bytes]]:
    """The sitemap (sitemaps.org) of a site, the same packed, and what leads there.

    As (path, content). `site_url` is the absolute address of the site's root, ending in a slash.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<urlset {_SPACES}>",
        *map(_line, factory.listings()),
        "</urlset>\n",
    ]
    content = "\n".join(lines).encode()
    yield SITEMAP, content
    yield f"{SITEMAP}.gz", _packed(content)
    # RFC 9309: whatever a page does not forbid itself may be found.
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site_url}{SITEMAP}\n".encode()


def _packed(content: bytes) -> bytes:
    """Pack bytes alike everywhere: with no time, and always the same system named (RFC 1952).

    Python writes Unix or "unknown" there, by its version.
    """
    packed = gzip.compress(content, mtime=0)
    return packed[:9] + _UNIX + packed[10:]


def _line(page: Listing) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{escape(lang)}" href="{escape(address)}"/>'
        for lang, address in page.alternates.items()
    )
    day = page.updated.isoformat()
    return f"<url><loc>{escape(page.canonical)}</loc><lastmod>{day}</lastmod>{others}</url>"
