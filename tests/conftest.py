"""What the tests of several rooms need: repositories, a server, a browser, the built site."""

import fcntl
import functools
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import settings

import browser as chromium
import large
import repositories
import sites
import warm

# Slow machines are no failure. Elsewhere than in CI every run tries other examples.
settings.register_profile("kaitei", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("kaitei")

REPO = Path(__file__).resolve().parent.parent
BUILD_DAY = "2026-11-22"
FIRST_COMMIT = datetime.fromisoformat("2026-11-22T12:00:00+09:00")
NO_BROWSER = "no Chromium here: `make test` says how to get one"

# Git as on a machine where nobody has configured anything.
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Legal",
    "GIT_AUTHOR_EMAIL": "legal@example.com",
    "GIT_COMMITTER_NAME": "Legal",
    "GIT_COMMITTER_EMAIL": "legal@example.com",
}


# --- the repository and what stands beside it -------------------------------------------------


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """records(record) -> a repository that mistakes are made in, built when it is first wanted."""
    root = tmp_path_factory.mktemp("records")
    return functools.cache(lambda record: repositories.make(root / record, record))


@pytest.fixture(scope="session")
def repo() -> Path:
    """The root of this repository."""
    return REPO


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts beside the repository; tests that need it are skipped without."""
    folder = REPO.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of real texts, ../shared, is not here")
    return folder


def run_kaitei(
    *arguments: str, cwd: Path = REPO, code: Path = REPO, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command `kaitei` as a process of its own, run in `cwd` with the program of `code`."""
    command = [str(warm.program())]
    if code != REPO or "PYTHONPATH" in environment:  # another program, or none of Python's waiting
        start = "import sys; from kaitei.cli import main; sys.exit(main())"
        command = [sys.executable, "-c", start]
    return subprocess.run(
        [*command, *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(code / "scripts")} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )


@pytest.fixture(scope="session")
def kaitei() -> Callable[..., subprocess.CompletedProcess[str]]:
    """`run_kaitei`: exit code, standard output and standard error of the command line."""
    return run_kaitei


# --- git --------------------------------------------------------------------------------------


@dataclass
class GitRepository:
    """A real repository in a temporary folder. Each commit is a minute after the one before."""

    path: Path
    now: datetime = FIRST_COMMIT

    def git(self, *arguments: str) -> str:
        """The output of a git command; CalledProcessError, with git's words, if it fails."""
        when = {"GIT_AUTHOR_DATE": self.now.isoformat(), "GIT_COMMITTER_DATE": self.now.isoformat()}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env=os.environ | GIT | when,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return done.stdout

    def write(self, file: str, content: str | bytes) -> Path:
        """Write a file of the work tree, folders included."""
        path = self.path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def commit(self, message: str, when: str | None = None) -> str:
        """Commit the whole work tree, at `when` (ISO 8601) if given; the commit's hash."""
        self.now = datetime.fromisoformat(when) if when else self.now + timedelta(minutes=1)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def git_repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """An empty repository on branch main, with an identity and dates that never vary."""
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)
    made = GitRepository(tmp_path / "repository")
    made.path.mkdir()
    made.git("init", "--quiet", "--initial-branch=main")
    made.write(".gitattributes", "versions/** -text\n")
    return made


@pytest.fixture(scope="session")
def filled_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose helpdesk and procedure are filled in to the last field."""
    return repositories.make(tmp_path_factory.mktemp("filled-in") / "repository", "desk")


# --- the site, a server, a browser ------------------------------------------------------------


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own site as of BUILD_DAY, built once however many workers there are."""

    def build(site: Path) -> None:
        done = run_kaitei("build", "--on", BUILD_DAY, "--output", str(site))
        assert done.returncode == 0, done.stdout + done.stderr

    return _once(tmp_path_factory, "built-site", build)


@pytest.fixture(scope="session")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of real size (see `large`), built once however many workers there are."""

    def build(site: Path) -> None:
        root = large.root(site.with_name("large"))
        assert sites.build(root, large.DAY, site) > 0

    return _once(tmp_path_factory, "large-site", build)


@pytest.fixture(scope="session")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A code host with an owner's repository (see `machines`), to be copied."""
    import machines  # which takes from here what git is told

    return _once(tmp_path_factory, "owned", machines.owned)


def _once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """What `build` makes in a folder that all workers of a test run share."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    made = folder / name
    with _locked(folder / f"{name}.lock"):
        if not made.exists():
            build(made)
    return made


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class _Handler(SimpleHTTPRequestHandler):
    """A static host, below a subpath or not, with the site's own headers and 404 page."""

    def __init__(self, *arguments, subpath: str, **options) -> None:
        self.subpath = subpath
        super().__init__(*arguments, **options)

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.subpath):
            return str(Path(self.directory) / "nothing stands outside the subpath")
        return super().translate_path("/" + path.removeprefix(self.subpath))

    def send_head(self):
        # A file written twice within a second would pass for unchanged.
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            return super().send_error(code, message, explain)
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

    def end_headers(self) -> None:
        given = Path(self.directory) / "_headers"
        for line in given.read_text("utf-8").splitlines()[1:] if given.exists() else ():
            name, _, value = line.strip().partition(": ")
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="session")
def serve_dir() -> Iterator[Callable[..., str]]:
    """serve_dir(folder, subpath="/") -> the address, ending in "/", where the folder is served."""
    servers: list[ThreadingHTTPServer] = []

    def serve(folder: Path, subpath: str = "/") -> str:
        handler = functools.partial(_Handler, directory=str(folder), subpath=subpath)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}{subpath}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser():
    """A started Chromium (Playwright's Browser). Without one: skipped, or failed where CI=true."""
    try:
        with chromium.chromium() as started:
            yield started
    except chromium.NoBrowserError as error:
        if os.environ.get("CI") == "true":
            raise
        print(error)
        pytest.skip(NO_BROWSER)


# A file is run by one worker: those that take half a minute or more begin first, the longest before
# the others, so that at the end no worker waits for one of them alone.
LONG = (
    "test_browser", "test_docs", "test_runner", "test_witness", "test_preview", "test_readers",
    "test_publish", "test_plugin", "test_review", "test_rehearsal", "test_starting",
    "test_architecture", "test_checks", "test_policy_names", "test_platforms", "test_clock",
    "test_signatures",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long files first; whatever asks for a browser is marked so (`-m "not browser"`)."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter) -> None:
    """Say loudly how many browser tests did not run."""
    skipped = terminalreporter.stats.get("skipped", ())
    count = sum(NO_BROWSER in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.section("BROWSER TESTS SKIPPED", sep="!", red=True)
        terminalreporter.line(f"{count} browser tests did not run: {NO_BROWSER}")
