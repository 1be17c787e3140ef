"""Lighthouse over every kind of page of the large sample: a part of `make judges`.

It looks as it does by itself: at a slow phone on a slow line. A site is served as hosts serve it,
compressed. Speed is reckoned from what the page loads and how long that took to run here: a page
that falls short is measured again, since other work on the machine makes it slower, never quicker.
"""

from __future__ import annotations

import functools
import gzip
import io
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

import browser as chromium
from test_layout import html_at

HERE = Path(__file__).resolve().parent / "judges" / "lighthouse.mjs"
PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml"}
FAST = 97  # of 100; of everything else all of it
BYTES = 60 * 1024  # of a first visit


def short(browser: Any, site: Path, addresses: list[str], modules: Path) -> list[str]:
    """What falls short, a sentence for each address where anything does."""
    told: dict[str, str] = {}
    with compressed(site) as root:
        for left in (addresses, told):
            told = dict(measured(browser, site, root, list(left), modules)) if left else {}
    return [f"{address}: {said}" for address, said in told.items()]


def measured(
    browser: Any, site: Path, root: str, addresses: list[str], modules: Path
) -> Iterator[tuple[str, str]]:
    """The addresses where something falls short, each with what."""
    path = chromium.executable() or browser.browser_type.executable_path
    script = modules.parent / HERE.name
    script.write_bytes(HERE.read_bytes())  # node looks for packages beside a script
    command = ["node", script, path, json.dumps(chromium.FLAGS), *(root + a for a in addresses)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    for one in map(json.loads, done.stdout.splitlines()):
        address = one["address"].removeprefix(root)
        asked = 'name="robots" content="noindex' not in html_at(site, address)
        if said := "; ".join(faults(one, found=asked)):
            yield address, said


def faults(one: dict[str, Any], *, found: bool) -> Iterator[str]:
    """What Lighthouse says against a page; `found` says that search engines are to find it."""
    yield from one["wrong"]
    for category, mark in one["marks"].items():
        wanted = FAST if category == "performance" else 100
        if mark < wanted and (found or category != "seo"):
            yield f"{category} {mark}: {', '.join(one['because'][category])}"
    if (one["bytes"] or 0) > BYTES:
        yield f"a first visit weighs {one['bytes']:,.0f} bytes"


class _Compressing(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: object) -> None:
        pass

    def send_head(self) -> BinaryIO | None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return None
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if path.suffix in PACKED:
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)


@contextmanager
def compressed(site: Path) -> Iterator[str]:
    """The address at which a site is served on this machine, its texts compressed."""
    handler = functools.partial(_Compressing, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
