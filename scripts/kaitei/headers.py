"""What a host sends with the pages: a strict Content-Security-Policy, computed over them.

A page may load what stands on its own host and nothing else. Scripts that stand in a page are
allowed by their hash, so the policy is known only when every page is finished. It is written
into each page as a meta element, and once for the hosts that send headers of their own: in
`_headers` (several static hosts read it) and in a file that nginx includes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

HOSTS = "_headers"
NGINX = "_headers.nginx.conf"
_CHARSET = '<meta charset="utf-8">'
_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(rb"""type=["']?application/(?:ld\+)?json""", re.IGNORECASE)  # is never run
_OTHERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def seal(folder: Path, site_path: str) -> None:
    """Write the policy into every page of the finished site in `folder`, and the hosts' files.

    `site_path` is the path of the site's root on its host: "/" or "/legal/". Raises OSError.
    """
    pages = sorted(folder.rglob("*.html"))
    sources = {page: page.read_bytes() for page in pages}
    policy = content_security_policy(sources.values())
    meta = f'{_CHARSET}\n  <meta http-equiv="Content-Security-Policy" content="{policy}">'
    for page, source in sources.items():
        page.write_bytes(source.replace(_CHARSET.encode(), meta.encode(), 1))
    # A meta element can't say who may frame the page.
    sent = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'"} | _OTHERS
    lines = [f"  {name}: {value}" for name, value in sent.items()]
    (folder / HOSTS).write_text("\n".join([f"{site_path}*", *lines, ""]), "utf-8")
    lines = [f'add_header {name} "{value}" always;' for name, value in sent.items()]
    (folder / NGINX).write_text("\n".join([*lines, ""]), "utf-8")


def content_security_policy(pages: Iterable[bytes]) -> str:
    """The policy under which all of `pages` (HTML) work, without `frame-ancestors`."""
    scripts = {
        script
        for page in pages
        for attributes, script in _SCRIPT.findall(page)
        if not _DATA.search(attributes)
    }
    hashes = "".join(f" '{found}'" for found in sorted(map(_hash, scripts)))
    return (
        f"default-src 'none'; script-src 'self'{hashes}; style-src 'self'; "
        "img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(script: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script).digest()).decode()
