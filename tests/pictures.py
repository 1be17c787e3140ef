"""Pictures of every kind of page, for the docs: `make pictures`.

Builds this repository's site as of a fixed day, and one of real size, and writes
docs/pictures/*.webp with the real Chromium of the tests. Nothing else is needed.
"""

import base64
import functools
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import browser as chromium
import large
import sites

REPO = Path(__file__).resolve().parent.parent
DAY = "2026-11-22"
DESKTOP = (1280, 1000, "light")
PHONE = (360, 780, "light")
DARK = (1280, 1000, "dark")
PRINT = (794, 1123, "print")  # A4 at 96 dpi
WIDE_PRINT = (971, 700, "print")  # what stands between the margins of its long side
PICTURES = {
    "home": (DESKTOP, ""),
    "home-phone": (PHONE, ""),
    "policy": (DESKTOP, "privacy-policy/"),
    "policy-en": (DESKTOP, "en/privacy-policy/"),
    "policy-phone": (PHONE, "privacy-policy/"),
    "policy-dark": (DARK, "privacy-policy/"),
    "policy-print": (PRINT, "privacy-policy/"),
    "history": (DESKTOP, "privacy-policy/history/"),
    "history-phone": (PHONE, "en/privacy-policy/history/"),
    "old-text": (DESKTOP, "privacy-policy/1/"),
    "upcoming-text-en": (DESKTOP, "en/privacy-policy/3/"),
    "announcement": (DESKTOP, "privacy-policy/3/changes/"),
    "announcement-table": (DESKTOP, "privacy-policy/3/changes/#k-table"),
    "announcement-table-phone": (PHONE, "privacy-policy/3/changes/#k-table"),
    "announcement-redline-dark": (DARK, "en/privacy-policy/3/changes/#k-inline"),
    "announcement-print": (PRINT, "privacy-policy/3/changes/"),
    "marked": (DESKTOP, "privacy-policy/3/marked/"),
    "since": (DESKTOP, "en/privacy-policy/1/changes-to-current/"),
    "wordings": (DESKTOP, "privacy-policy/wordings/"),
    "wordings-phone": (PHONE, "en/privacy-policy/wordings/"),
    "any-two": (DESKTOP, "privacy-policy/compare/?from=1&to=3"),
    "side-by-side": (DESKTOP, "privacy-policy/parallel/"),
    "side-by-side-changes": (DESKTOP, "privacy-policy/3/changes/parallel/"),
    "search": (DESKTOP, "search/?q=手数料"),
    "search-phone": (PHONE, "en/search/?q=fee"),
    "procedure": (DESKTOP, "disclosure-procedure/"),
    "procedure-phone": (PHONE, "en/disclosure-procedure/"),
    "helpdesk": (DESKTOP, "helpdesk/"),
    "helpdesk-phone": (PHONE, "en/helpdesk/"),
    "helpdesk-print": (PRINT, "helpdesk/"),
    "follow": (DESKTOP, "follow/"),
    "not-found": (DESKTOP, "404.html"),
}
LARGE = {
    "large-policy": (DESKTOP, "fiber-terms/#a30"),
    "large-policy-phone": (PHONE, "fiber-terms/"),
    "large-policy-phone-en": (PHONE, "en/fiber-terms/"),
    "large-old-text-phone": (PHONE, "fiber-terms/1/#a30"),
    "large-table": (DESKTOP, "fiber-terms/#a09"),
    "large-table-phone": (PHONE, "fiber-terms/#a09"),
    "large-comparison": (DESKTOP, "fiber-terms/3/changes/#k-row-a09"),
    "large-comparison-phone": (PHONE, "fiber-terms/3/changes/#k-row-a09"),
    "large-comparison-print": (WIDE_PRINT, "fiber-terms/3/changes/#k-row-a09"),
    "large-history": (DESKTOP, "privacy-policy/history/"),
    "large-history-phone": (PHONE, "privacy-policy/history/"),
    "large-helpdesk-phone": (PHONE, "helpdesk/"),
}


BRAND = {
    "brand": (DESKTOP, "fiber-terms/"),
    "brand-dark": (DARK, "en/fiber-terms/"),
    "brand-phone": (PHONE, "fiber-terms/"),
}


Pictures = dict[str, tuple[tuple[int, int, str], str]]


def take(browser, root: str, folder: Path, pictures: Pictures) -> None:
    """Take pictures of the site at `root` into `folder`."""
    for name, ((width, height, look), address) in pictures.items():
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if look == "dark" else "light",
        )
        page.emulate_media(media="print" if look == "print" else "screen")
        page.goto(root + address, wait_until="networkidle")
        page.wait_for_timeout(150)
        session = page.context.new_cdp_session(page)
        shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": 55})
        (folder / f"{name}.webp").write_bytes(base64.b64decode(shot["data"]))
        page.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


def main(names: list[str]) -> None:
    """Build, serve, take; all pictures or those named."""
    folder = REPO / "docs/pictures"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, chromium.chromium() as browser:
        small, big = Path(place) / "site", Path(place) / "large-site"
        build_small(small)
        root = large.root(Path(place) / "large")
        sites.build(root, large.DAY, big)
        shutil.copytree(REPO / "tests/cases/brand", root, dirs_exist_ok=True)
        sites.build(root, large.DAY, Path(place) / "brand")
        all_of = ((small, PICTURES), (big, LARGE), (Path(place) / "brand", BRAND))
        for site, pictures in all_of:
            wanted = {name: one for name, one in pictures.items() if not names or name in names}
            with served(site) as root:
                take(browser, root, folder, wanted)


def build_small(site: Path) -> None:
    """Build this repository's own site as of a fixed day."""
    program = "import sys; from kaitei.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "build", "--on", DAY, "--output", str(site)]
    subprocess.run(command, cwd=REPO, check=True)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address at which a site is served on this machine."""
    handler = functools.partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


if __name__ == "__main__":
    main(sys.argv[1:])
