"""`make bench-site`: building sites of three sizes beside what people would use instead.

Made repositories (see `records`), and the same pages as Markdown for the others (see `peers`). And
what legal waits for, in the sample of this repository: `check` and `redline`.
Prints tables, ratios first, and writes them to docs/benchmarks.md. What the rows mean stands there.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import peers
from report import table, write

import records

REPO = Path(__file__).resolve().parent.parent
SIZES = {"small": (1, 10), "middle": (10, 50), "large": (50, 100)}
SAMPLE = "sample"
EVERY = [*SIZES, SAMPLE]
SAMPLE_DAY = date(2026, 11, 22)
PAIRS = 7  # runs of each, one after the other: the middle of them is told
KAITEI = [str(Path(sys.executable).parent / "kaitei"), "build", "--on", records.DAY.isoformat()]
PEERS = REPO / "build/peers/bin"
QUIET = {
    **{
        f"GIT_{who}_{what}": "bench@example.invalid"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    },
    "CI": "true",
    "NO_MKDOCS_2_WARNING": "true",
    "LC_ALL": "C.UTF-8",
}
BARE = "MkDocs with Material"
READING = 20  # seconds that somebody looks at a draft before saving it
PATIENCE = 30 * 60  # seconds after which a peer has given up


@dataclass(frozen=True)
class Built:
    """A site: what it cost, its pages, the MiB of all its files."""

    cost: Cost
    pages: int
    mib: float


@dataclass(frozen=True)
class Cost:
    """What a command took: CPU seconds of it and all it started, seconds, MiB of its largest."""

    cpu: float
    wall: float
    memory: float
    said: str


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", nargs="*", choices=EVERY, default=EVERY)
    options.add_argument(
        "--keep", type=Path, help="where to put the made folders, and leave them for the next run"
    )
    options.add_argument(
        "--without", nargs="*", default=[], help='peers to leave out: hugo "large: zensical" ...'
    )
    chosen = options.parse_args()
    with _workshop(chosen.keep) as folder:
        parts = [
            line
            for size in chosen.sizes
            for line in (_sample(folder) if size == SAMPLE else _size(folder, size, chosen.without))
        ]
    report = "\n".join(
        [
            "## A site beside others\n",
            f"{datetime.now(UTC).date().isoformat()}, Python {platform.python_version()}, "
            f"{os.cpu_count()} cores. Ratios are CPU time over that of {BARE}.\n",
            *parts,
            f"Versions: {_versions()}.",
        ]
    )
    print(report)
    if chosen.sizes == EVERY:
        write("site", report)


def _size(folder: Path, size: str, without: list[str]) -> Iterator[str]:
    policies, revisions = SIZES[size]
    root = folder / size
    _say(f"{size}: {policies} x {revisions} x {len(records.LANGUAGES)}")
    if (root / "versions").is_dir():
        records.begin_again(root)
    else:
        records.make(root, policies, revisions)
    rows: dict[str, Built] = {}
    cold = rows["kaitei, all of it"] = _built(KAITEI, root)
    rows["kaitei, nothing changed"] = _built(KAITEI, root)
    records.revise(root, "policy-01", revisions)
    rows["kaitei, one revision more"] = _built(KAITEI, root)
    records.revise(root, "policy-02" if policies > 1 else "policy-01", revisions)
    rows["kaitei, and one more"] = _built(KAITEI, root)
    draft = _draft(root) if size != "large" else None
    # Last: ext4 looks for a new folder's place beyond those that were removed seconds ago, and took
    # up to 150 us for each of the 6,000 of the middle size instead of 45.
    timed = _run([*KAITEI, "--timings", "--output", "timed"], root).said
    comparing = _stage(timed, "comparing texts")
    for name in ("timed", ".timed.kept"):
        shutil.rmtree(root / name)
    pages = peers.write(root, folder / f"{size}-peers")
    gave_up = []
    for name, run in _others(folder / f"{size}-peers", size, policies, revisions):
        if any(word.lower() in f"{size}: {name}".lower() for word in without):
            continue
        _say(f"{size}: {name}")
        try:
            rows[name] = run()
        except subprocess.CalledProcessError as error:
            _say(f"{name}: {error}")
            gave_up.append([name, "gave up", *[""] * 5])
    bare = rows[BARE].cost.cpu
    without = cold.cost.cpu - comparing
    lines = [_row(name, built, bare) for name, built in rows.items()]
    lines.insert(
        1, ["kaitei without comparing", f"{without / bare:.2f}", f"{without:.1f}", *[""] * 4]
    )
    yield f"### {policies} policies x {revisions} revisions x {len(records.LANGUAGES)} languages\n"
    heads = ["", "ratio", "CPU s", "wall s", "peak MiB", "pages", "output MiB"]
    yield from table(heads, [*lines, *gave_up])
    warm = [built.cost.cpu / cold.cost.cpu for built in list(rows.values())[1:4]]
    yield (
        f"\nOf the first build a further one took: {warm[0]:.1%} where nothing changed, "
        f"{warm[1]:.1%} after one revision, {warm[2]:.1%} after another one. "
        f"Comparing took {comparing:.1f} s of CPU. The peers were given {pages} pages."
    )
    if draft is not None:
        yield (
            f"From saving a draft to the reloaded page: {draft[0]:.2f} s the first time, "
            f"{READING} s after the start, then {draft[1]:.2f} s (the middle of five)."
        )
    yield ""


def _sample(folder: Path) -> Iterator[str]:
    """What legal waits for in the sample of this repository, beside a build of its pages."""
    root, pages = folder / SAMPLE, folder / f"{SAMPLE}-peers"
    _say(SAMPLE)
    shutil.rmtree(root, ignore_errors=True)
    for name in ("content", "versions", "theme"):
        shutil.copytree(REPO / name, root / name)
    shutil.copy(REPO / "mkdocs.yml", root)
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "made")):
        records._git(root, *command)
    count = peers.write(root, pages, SAMPLE_DAY)
    kaitei, texts = KAITEI[0], ("privacy-policy@1", "privacy-policy@2")
    commands = {
        BARE: ([str(PEERS / "mkdocs"), "build", "--quiet"], pages),
        "kaitei check": ([kaitei, "check", "--on", SAMPLE_DAY.isoformat()], root),
        "kaitei redline": ([kaitei, "redline", *texts, "--format", "html"], root),
    }
    spent: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(PAIRS):
        for name, (command, place) in commands.items():
            spent[name].append(_run(command, place))
    middle = {name: sorted(one.cpu for one in found)[PAIRS // 2] for name, found in spent.items()}
    yield f"### The sample: what legal waits for, beside a build of its {count} pages\n"
    lines = [
        [
            name,
            f"{middle[name] / middle[BARE]:.2f}",
            f"{middle[name]:.2f}",
            f"{min(one.cpu for one in found):.2f} to {max(one.cpu for one in found):.2f}",
            f"{max(one.memory for one in found):.0f}",
        ]
        for name, found in spent.items()
    ]
    yield from table(["", "ratio", "CPU s", f"of {PAIRS} runs", "peak MiB"], lines)
    yield ""


def _row(name: str, built: Built, bare: float) -> list[str]:
    cost = built.cost
    return [
        name,
        f"{cost.cpu / bare:.2f}",
        f"{cost.cpu:.1f}",
        f"{cost.wall:.1f}",
        f"{cost.memory:.0f}",
        f"{built.pages:,}",
        f"{built.mib:.0f}",
    ]


# --- the others -----------------------------------------------------------------------------------


def _others(
    folder: Path, size: str, policies: int, revisions: int
) -> Iterator[tuple[str, Callable[[], Built]]]:
    mkdocs = [str(PEERS / "mkdocs"), "build", "--quiet"]
    yield BARE, lambda: _site(mkdocs, folder, "site")
    yield (
        f"{BARE}, git-revision-date and rss",
        lambda: _site([*mkdocs, "-f", "git.yml"], _committed(folder), "site"),
    )
    if size == "small":
        yield "mike, one version at a time", lambda: _mike(folder, revisions)
    yield "Zensical", lambda: _site([str(PEERS / "zensical"), "build"], folder, "site")
    if shutil.which("hugo"):
        yield "Hugo, a bare template", lambda: _site(["hugo", "--quiet"], folder, "public")


def _site(command: list[str], folder: Path, output: str) -> Built:
    shutil.rmtree(folder / output, ignore_errors=True)
    return _built(command, folder, output)


def _committed(folder: Path) -> Path:
    """The Markdown in git, as the plugins want it."""
    for command in (("init", "-q"), ("add", "docs"), ("commit", "-qm", "made")):
        records._git(folder, *command)
    return folder


def _mike(folder: Path, revisions: int) -> Built:
    """A version for each revision, with its own pages; all costs together."""
    spent = []
    for number in range(1, revisions + 1):
        docs = folder / "mike-docs"
        shutil.rmtree(docs, ignore_errors=True)
        for page in (folder / "docs").glob(f"*/*/{number}/**/*.md"):
            place = docs / page.relative_to(folder / "docs")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(page, place)
        shutil.copy(folder / "docs/index.md", docs)
        command = [str(PEERS / "mike"), "-q", "deploy", "-F", "mike.yml", str(number)]
        spent.append(_run(command, folder))
    site = folder / "mike"
    shutil.rmtree(site, ignore_errors=True)
    records._git(folder, "worktree", "add", "--quiet", str(site), "gh-pages")
    cpu, wall = sum(cost.cpu for cost in spent), sum(cost.wall for cost in spent)
    return _weighed(Cost(cpu, wall, max(cost.memory for cost in spent), ""), site)


# --- measuring ------------------------------------------------------------------------------------


def _built(command: list[str], folder: Path, output: str = "site") -> Built:
    """What a command builds. Raises CalledProcessError where it fails."""
    return _weighed(_run(command, folder), folder / output)


def _weighed(cost: Cost, site: Path) -> Built:
    files = [path for path in site.rglob("*") if path.is_file()]
    mib = sum(path.stat().st_size for path in files) / 2**20
    return Built(cost, sum(path.suffix == ".html" for path in files), mib)


def _run(command: list[str], folder: Path) -> Cost:
    """Run a command to its end. Raises CalledProcessError where it fails or takes too long."""
    path = f"{PEERS}{os.pathsep}{os.environ['PATH']}"  # mike looks for MkDocs on it
    environment = os.environ | QUIET | {"PATH": path}
    with tempfile.TemporaryFile("w+") as output:
        started = time.monotonic()
        child = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        stop = threading.Timer(PATIENCE, os.killpg, (child.pid, signal.SIGKILL))
        stop.start()
        _, status, usage = os.wait4(child.pid, 0)
        stop.cancel()
        wall = time.monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read()
    if child.returncode:
        _say(said[-2000:])
        raise subprocess.CalledProcessError(child.returncode, command, said)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, said)


def _stage(said: str, name: str) -> float:
    """The CPU seconds of a stage, out of what `--timings` said."""
    found = re.search(rf"^ *([\d.]+)  {name}$", said, re.MULTILINE)
    return float(found[1]) if found else 0.0


def _draft(root: Path) -> tuple[float, float]:
    """Seconds from the saving of a draft until the open page is told to load anew.

    The first time, `READING` seconds after the start, and the middle of five times after it.
    """
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [KAITEI[0], "serve", "--draft", *KAITEI[2:], "--port", str(port)]
    child = subprocess.Popen(
        command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    text = root / "content/policy-01/ja.md"
    waited = []
    try:
        version = _version(port, "0", patience=600)
        time.sleep(READING)
        for number in range(6):
            text.write_text(text.read_text("utf-8") + f"\n見本の追加{number}。\n", "utf-8")
            started = time.monotonic()
            version = _version(port, version)
            waited.append(time.monotonic() - started)
    finally:
        child.terminate()
        child.wait()
    return waited[0], sorted(waited[1:])[2]


def _version(port: int, known: str, patience: float = 60) -> str:
    """The version on the screen, once it is another than the known one."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            address = f"http://127.0.0.1:{port}/.kaitei/version?{known}"
            with urllib.request.urlopen(address, timeout=60) as answer:
                if (found := answer.read().decode()) != known:
                    return found
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing new at port {port}")


@contextmanager
def _workshop(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="kaitei-bench-") as folder:
        yield Path(folder)


def _versions() -> str:
    names = ["mkdocs", "mkdocs-material", "mike", "mkdocs-rss-plugin",
             "mkdocs-git-revision-date-localized-plugin", "zensical"]  # fmt: skip
    code = "import sys; from importlib.metadata import version as v; print(*map(v, sys.argv[1:]))"
    said = subprocess.run(
        [PEERS / "python", "-c", code, *names], capture_output=True, text=True, check=True
    ).stdout.split()
    found = [f"{name} {number}" for name, number in zip(names, said, strict=True)]
    if shutil.which("hugo"):
        said = subprocess.run(["hugo", "version"], capture_output=True, text=True).stdout
        found.append(f"hugo {said.split()[1].lstrip('v')}")
    return ", ".join(found)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
