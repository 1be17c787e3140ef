"""The site as it would be with the draft: a build of its own, marked on every page.

The draft is published into a copy of the record in a temporary folder, and the site is built from
that copy by the way of every site. Nothing of it touches versions/ or site/; the public build never
reads content/. `serve` builds again when a file is saved and tells the open pages to load anew.
"""

from __future__ import annotations

import re
import shutil
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from kaitei import archive, plugin, publish, source
from kaitei.errors import KaiteiError, Problem, problem
from kaitei.policy import Kind, Policy
from kaitei.source import Content, Draft

BANNER = "pages/_banner.html"
_ADDRESS = "https://draft.invalid/"  # RFC 2606: a canonical link of a draft leads nowhere
_WORDS = {
    "ja": ("改定案", "公表されていない改定案を含む確認用の表示です。", "{0}の変更点"),
    "en": ("Draft", "This shows a draft that is not published.", "Changes of {0}"),
}
_TICK = 0.1  # seconds between two looks at the files
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


@dataclass(frozen=True, slots=True)
class Preview:
    """What a build with the draft gave: pages, what it shows as `policy@n`, what is wrong."""

    pages: int
    shown: tuple[str, ...]
    problems: tuple[Problem, ...]


def build(root: Path, on: date, output: Path) -> Preview:
    """Build the site of the day `on` with the drafts of `root` into `output`, marked.

    A draft that can't be read is left out and told; the others are shown. Raises KaiteiError where
    there is nothing to show it in: settings, record or theme that can't be read.
    """
    with TemporaryDirectory(prefix="kaitei-draft-") as folder:
        stage = Path(folder) / "stage"
        content, problems = source.gather(root)
        if content is None:
            raise KaiteiError(*problems)
        _copy(root, stage)
        shown = list(_publish(stage, content, on, problems))
        _mark(stage, shown)
        # No PDFs: on paper nothing would say that a number and a digest are a draft's.
        pages = plugin.build(stage, on, output, papers=False)
    refs = tuple(f"{name}@{number}" for name, number in shown)
    return Preview(pages, refs, tuple(p for p in problems if p.severity == "error"))


def _copy(root: Path, stage: Path) -> None:
    """The record, the theme and the host's file; the address leads nowhere."""
    for name in ("versions", "theme"):
        if (root / name).is_dir():
            shutil.copytree(root / name, stage / name)
    host = (root / plugin.CONFIG).read_text("utf-8")
    host = re.sub(r"^site_url:.*$", f"site_url: {_ADDRESS}", host, flags=re.MULTILINE)
    (stage / plugin.CONFIG).write_text(host, "utf-8")


def _publish(
    stage: Path, content: Content, on: date, problems: list[Problem]
) -> Iterator[tuple[str, int]]:
    """Publish each draft that differs from the record into the copy; its policy and number."""
    record = {policy.name: policy for policy in archive.read(stage)}
    for draft in content.drafts:
        policy = record.get(draft.policy, Policy(draft.policy, ()))
        wanted = _pending(draft, policy, on)
        if wanted is None:
            continue
        try:
            publication = publish.publication(content, wanted, policy, on)
            archive.append(stage, publication, content.settings.freeze(draft.used))
            yield draft.policy, publication.number
        except KaiteiError as error:
            problems += [replace(p, file=draft.declared.file) for p in error.problems]


def _pending(draft: Draft, policy: Policy, on: date) -> Draft | None:
    """The draft as it declares itself; edits that nothing declares as a revision from tomorrow."""
    number = len(policy.publications) + 1
    if draft.declared.number == number:
        return draft
    revisions = [p for p in policy.publications if p.kind.is_revision and p.sources]
    if not revisions or dict(revisions[-1].sources) == dict(draft.filled):
        return None
    declared = replace(
        draft.declared, number=number, kind=Kind.REVISION, base=revisions[-1].number, of=None,
        announced=None, effective=on + timedelta(days=1), summary={}, reason={}, announcement="",
        translation_later=(), extra={},
    )  # fmt: skip
    return replace(draft, declared=declared)


def _mark(stage: Path, shown: list[tuple[str, int]]) -> None:
    """Say on every page of the copy that it is a draft, with the way to what changes."""
    banner = stage / "theme" / BANNER
    parts = []
    for lang, (label, words, changes) in _WORDS.items():
        links = [
            f"<a href=\"{{{{ link('{name}', {number}, 'changes') }}}}\">"
            f"{escape(changes.format(f'{name}@{number}'))}</a>"
            for name, number in shown
        ]
        same = "lang == 'ja'" if lang == "ja" else "lang != 'ja'"
        parts.append(
            f'{{% if {same} %}}<p class="k-sample"><strong>{label}</strong> '
            f"{words} {' '.join(links)}</p>{{% endif %}}"
        )
    banner.write_text("\n".join([*parts, banner.read_text("utf-8")]), "utf-8")


# --- on the screen ----------------------------------------------------------------------------


class _Screen:
    """The folder that is shown and its version, which goes up with each build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
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
    root: Path, on: date, port: int, told: Callable[[Preview | KaiteiError, float], None]
) -> None:
    """Show the site with the draft at 127.0.0.1:`port` until Ctrl-C, built again on each save.

    `told` gets what each build gave and the seconds that it took. A build that fails leaves the
    last one on the screen. Raises KaiteiError where nothing can be shown at all.
    """
    with TemporaryDirectory(prefix="kaitei-draft-") as folder:
        screen = _Screen(Path(folder) / "site")
        with _served(screen, port):
            seen: dict[Path, int] = {}
            while True:
                files = dict(_files(root))
                if files == seen:
                    time.sleep(_TICK)
                    continue
                seen = files
                started = time.monotonic()
                try:
                    result: Preview | KaiteiError = build(root, on, screen.folder)
                except KaiteiError as error:
                    if not screen.folder.exists():
                        raise
                    result = error
                screen.built()
                told(result, time.monotonic() - started)


@contextmanager
def _served(screen: _Screen, port: int) -> Iterator[None]:
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, screen=screen))
    except OSError as error:
        raise KaiteiError(problem("serve-port", port=port, reason=error)) from error
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
