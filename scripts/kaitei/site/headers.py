"""What a host sends with the pages: a strict Content-Security-Policy.

A page may load what stands on its own host and nothing else. Scripts that stand in the skeleton of
the pages are allowed by their hash; a page brings none of its own. The policy stands in each page
as a meta element, and once for the hosts that send headers of their own: in `_headers` (several
static hosts read it) and in a file that nginx includes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence

HOSTS = "_headers"
NGINX = "_headers.nginx.conf"
_CHARSET = '<meta charset="utf-8">'
_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"""type=["']?application/(?:ld\+)?json""", re.IGNORECASE)  # is never run
_OTHERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def inline_scripts(html: str) -> list[str]:
    """The scripts that stand in `html` itself and would be run."""
    if "<script" not in html:
        return []
    return [script for attrs, script in _SCRIPT.findall(html) if not _DATA.search(attrs)]


def content_security_policy(skeletons: Iterable[str]) -> str:
    """The policy under which pages in these skeletons (HTML) work, without `frame-ancestors`."""
    scripts = {script for html in skeletons for script in inline_scripts(html)}
    hashes = "".join(f" '{found}'" for found in sorted(map(_hash, scripts)))
    return (
        f"default-src 'none'; script-src 'self'{hashes}; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def sealed(skeleton: str, policy: str) -> str:
    """A skeleton that says its policy to the browser."""
    meta = f'{_CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return skeleton.replace(_CHARSET, meta, 1)


def for_hosts(
    policy: str, site_path: str, frames: Sequence[str] = (), *, popups: bool = False
) -> list[tuple[str, bytes]]:
    """The hosts' files, as (path, content).

    `site_path` is the path of the site's root on its host: "/" or "/legal/"; `frames` are
    the origins whose pages may show ours in a frame, by default none. With `popups` the page hears
    from windows of other hosts that it opened.
    """
    # A meta element can't say who may frame the page.
    within = " ".join(frames) or "'none'"
    sent = {"Content-Security-Policy": f"{policy}; frame-ancestors {within}"} | _OTHERS
    if popups:
        del sent["Cross-Origin-Opener-Policy"]
    lines = [f"  {name}: {value}" for name, value in sent.items()]
    nginx = [f'add_header {name} "{value}" always;' for name, value in sent.items()]
    return [
        (HOSTS, "\n".join([f"{site_path}*", *lines, ""]).encode()),
        (NGINX, "\n".join([*nginx, ""]).encode()),
    ]


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
