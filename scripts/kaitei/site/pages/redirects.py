"""The addresses that lead on: what a host is told so that it can answer for former names itself."""

from __future__ import annotations

from urllib.parse import urlsplit

from kaitei.site.model import Site
from kaitei.site.pages.factory import moved

MAP = "_redirects"
FEED = "feed.xml"


def redirects(site: Site, site_url: str) -> list[tuple[str, bytes]]:
    """The map of former addresses for hosts, as (path, content); none where nothing was renamed.

    One line an address: old path, new path, 301, the form that several static hosts read. Every
    page has its own way on as well, for hosts that do not. A publication's address never moves.
    """
    root = urlsplit(site_url).path or "/"
    lines = [
        f"{root}{site.address(lang, *old)}{file} {root}{site.address(lang, *new)}{file} 301"
        for lang in site.languages
        for old, new in moved(site)
        for file in ("", *([FEED] if len(old) == 1 else []))
    ]
    return [(MAP, "".join(f"{line}\n" for line in lines).encode("ascii"))] if lines else []
