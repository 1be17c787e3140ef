"""The addresses that lead on: what a host is told so that it can answer for former names itself."""

from __future__ import annotations

from urllib.parse import urlsplit

from kaitei.site import Site

MAP = "_redirects"
_MOVED = ("", "history/", "compare/", "feed.xml")


def redirects(site: Site, site_url: str) -> list[tuple[str, bytes]]:
    """The map of former addresses for hosts, as (path, content); none where nothing was renamed.

    One line an address: old path, new path, 301, the form that several static hosts read. Every
    page has its own way on as well, for hosts that do not. A publication's address never moves.
    """
    root = urlsplit(site_url).path or "/"
    lines = [
        f"{root}{old}{page} {root}{new}{page} 301"
        for lang in site.languages
        for policy in site.policies
        for new, *former in [[site.address(lang, name) for name in policy.names]]
        for old in former
        for page in _MOVED
        if page != "compare/" or len(policy.revisions) > 1
    ]
    return [(MAP, "".join(f"{line}\n" for line in lines).encode("ascii"))] if lines else []
