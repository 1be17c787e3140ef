"""The sitemap: what search engines should find, with the days on which the record changed it."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from typing import NamedTuple

from kaitei.site.pages.factory import PageFactory
from kaitei.site.pages.page import Listing

SITEMAP = "sitemap.xml"
# What a file may hold at most, unpacked: https://www.sitemaps.org/protocol.html#index
MOST_ADDRESSES, MOST_BYTES = 50_000, 52_428_800
_UNIX = b"\x03"
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LIST = f'{_BEGIN}<urlset {_SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'.encode()
_LIST_END = b"</urlset>\n"


class _SitemapPart(NamedTuple):
    """A sitemap, and the last day on which the record changed a page that it names."""

    content: bytes
    updated: date | None


def sitemap(factory: PageFactory, site_url: str) -> Iterator[tuple[str, bytes]]:
    """The sitemap (sitemaps.org) of a site, the same packed, and what leads there.

    As (path, content). What is too much for one file stands in several, and `SITEMAP` is the index
    of them. `site_url` is the absolute address of the site's root, ending in a slash.
    """
    found = list(_parts(factory.listings()))
    if len(found) == 1:
        parts = {SITEMAP: found[0]}
    else:
        parts = {f"sitemap-{number}.xml": part for number, part in enumerate(found, 1)}
        parts[SITEMAP] = _index(parts, site_url)
    for path, part in parts.items():
        yield path, part.content
        yield f"{path}.gz", _packed(part.content)
    # RFC 9309: whatever a page does not forbid itself may be found.
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site_url}{SITEMAP}\n".encode()


def _parts(listings: Iterable[Listing]) -> Iterator[_SitemapPart]:
    """As few sitemaps as hold all pages in their order; an empty one where there are none."""
    lines: list[bytes] = []
    size, updated = len(_LIST) + len(_LIST_END), None
    for page in listings:
        line = _line(page)
        if lines and (len(lines) == MOST_ADDRESSES or size + len(line) > MOST_BYTES):
            yield _SitemapPart(b"".join([_LIST, *lines, _LIST_END]), updated)
            lines, size, updated = [], len(_LIST) + len(_LIST_END), None
        lines.append(line)
        size += len(line)
        updated = max(updated or page.updated, page.updated)
    yield _SitemapPart(b"".join([_LIST, *lines, _LIST_END]), updated)


def _index(parts: dict[str, _SitemapPart], site_url: str) -> _SitemapPart:
    """The index of several sitemaps, by their paths."""
    lines = "".join(
        f"<sitemap><loc>{escape(site_url + path)}</loc>"
        f"<lastmod>{part.updated}</lastmod></sitemap>\n"
        for path, part in parts.items()
    )
    content = f"{_BEGIN}<sitemapindex {_SPACE}>\n{lines}</sitemapindex>\n"
    return _SitemapPart(content.encode(), None)


def _packed(content: bytes) -> bytes:
    """Pack bytes alike everywhere: with no time, and always the same system named (RFC 1952).

    Python writes Unix or "unknown" there, by its version.
    """
    packed = gzip.compress(content, mtime=0)
    return packed[:9] + _UNIX + packed[10:]


def _line(page: Listing) -> bytes:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{escape(lang)}" href="{escape(address)}"/>'
        for lang, address in page.alternates.items()
    )
    day = page.updated.isoformat()
    line = f"<url><loc>{escape(page.canonical)}</loc><lastmod>{day}</lastmod>{others}</url>\n"
    return line.encode()
