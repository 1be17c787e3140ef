"""A site on this machine's screen: on each save it is built again and open pages load anew."""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from kaitei.base.problems import KaiteiError, problem

_TICK = 0.1  # seconds between two looks at the files
_NAMES = ("127.0.0.1", "localhost")  # of this machine, as a browser says them
_PATIENCE = 20.0  # seconds that a page waits for news before it asks again
_SCRIPT = """\
(async function () {
  const version = document.currentScript.dataset.version;
  for (;;) {
    try {
      const answer = await fetch("/.kaitei/version?" + version);
      if (answer.ok && (await answer.text()) !== version) { location.reload(); return; }
    } catch { await new Promise((wake) => setTimeout(wake, 1000)); }
  }
})();
"""


Built = TypeVar("Built")


class _Screen:
    """The folder that is shown, where, and its version, which goes up with each build."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.version = 0
        self._changed = threading.Condition()

    def built(self) -> None:
        """Tell the open pages that there is something new."""
        with self._changed:
            self.version += 1
            self._changed.notify_all()

    def wait(self, seen: str) -> int:
        """The version, as soon as it is another than `seen`, or after a while."""
        with self._changed:
            self._changed.wait_for(lambda: str(self.version) != seen, _PATIENCE)
            return self.version


class _Handler(SimpleHTTPRequestHandler):
    """The built folder, its pages with a script that loads them anew."""

    def __init__(self, *arguments: object, screen: _Screen, **options: object) -> None:
        self.screen = screen
        super().__init__(*arguments, directory=str(screen.folder), **options)  # type: ignore[arg-type]

    def parse_request(self) -> bool:
        """Whether to answer: to a request for this very address, and to no other.

        A page of somebody else's can give its name our address after it was opened (DNS rebinding)
        and would then read a draft; the name that the browser asked for is still its own.
        """
        if not super().parse_request():
            return False
        own = [[f"{name}:{self.screen.port}"] for name in _NAMES]
        if self.headers.get_all("Host") in own:
            return True
        self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        return False

    def list_directory(self, path: object) -> None:
        """A folder without a page is no page: `send_head` of http.server would list its files."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def do_GET(self) -> None:  # the name that http.server calls
        path, _, query = self.path.partition("?")
        if path == "/.kaitei/version":
            self._answer(str(self.screen.wait(query)).encode(), "text/plain")
        elif path == "/.kaitei/reload.js":
            self._answer(_SCRIPT.encode(), "text/javascript")
        elif (page := self._page(path)) is not None:
            script = (
                f'<script src="/.kaitei/reload.js" data-version="{self.screen.version}"></script>'
            )
            html = page.read_bytes().replace(b"</body>", f"{script}</body>".encode())
            self._answer(html, "text/html", 404 if page.name == "404.html" else 200)
        else:
            super().do_GET()

    def _page(self, path: str) -> Path | None:
        """The page at a path, the one for errors where nothing is there; None for other files."""
        found = Path(self.translate_path(path))
        if found.is_dir() and path.endswith("/"):
            found /= "index.html"
        if found.suffix == ".html" or not found.exists():
            return found if found.is_file() else self.screen.folder / "404.html"
        return None

    def _answer(self, content: bytes, kind: str, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: only the command line prints."""


def serve(
    root: Path,
    port: int,
    build: Callable[[Path], Built],
    told: Callable[[Built | KaiteiError, float], None],
    ahead: Iterable[object] = (),
) -> None:
    """Show what `build` builds into a folder at 127.0.0.1:`port`, until Ctrl-C.

    It is built again when a file of `root` is saved; until then `ahead` does, step by step, what
    that will want done. `told` gets what each build gave and the seconds that it took. A build
    that fails leaves the last one on the screen. Raises KaiteiError where nothing can be shown at
    all.
    """
    with TemporaryDirectory(prefix="kaitei-shown-") as folder:
        screen = _Screen(Path(folder) / "site", port)
        with _served(screen):
            steps = iter(ahead)
            seen: dict[Path, int] = {}
            while True:
                files = dict(_files(root))
                if files == seen:
                    _use(_TICK, steps)
                    continue
                seen = files
                started = time.monotonic()
                try:
                    result: Built | KaiteiError = build(screen.folder)
                except KaiteiError as error:
                    if not screen.folder.exists():
                        raise
                    result = error
                screen.built()
                told(result, time.monotonic() - started)


def _use(seconds: float, steps: Iterator[object]) -> None:
    """Let a time pass, and use it."""
    end = time.monotonic() + seconds
    for _ in steps:
        if time.monotonic() >= end:
            return
    time.sleep(max(0.0, end - time.monotonic()))


@contextmanager
def _served(screen: _Screen) -> Iterator[None]:
    try:
        server = ThreadingHTTPServer(("127.0.0.1", screen.port), partial(_Handler, screen=screen))
    except OSError as error:
        raise KaiteiError(problem("serve-port", port=screen.port, reason=error)) from error
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def _files(root: Path) -> Iterator[tuple[Path, int]]:
    """The files whose saving counts, each with a sum of its bytes; of the record its folders."""
    for name in ("content", "theme"):
        for path in (root / name).rglob("*"):
            with suppress(OSError):  # it is being saved, or is a folder: the next look tells
                yield path, zlib.crc32(path.read_bytes()) if path.is_file() else 0
    for path in (root / "versions").glob("*/*"):
        yield path, 0
