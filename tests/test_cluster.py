"""A site built on a Dask cluster is the site that one process makes, whoever dies meanwhile."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import sites
from conftest import run_kaitei
from kaitei.base.problems import KaiteiError
from kaitei.build import cluster
from kaitei.record import Record
from test_shares import tree

distributed = pytest.importorskip(
    "distributed", reason="*** NO DASK: the tests of the cluster are skipped; .ci/setup cluster ***"
)

ON = date(2026, 12, 1)
REPO = Path(__file__).resolve().parent.parent


class Cluster:
    """A scheduler, and workers that run in the folders that they are given."""

    def __init__(self, folder: Path) -> None:
        self._begun: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self._start("scheduler", "--scheduler-file", str(file), "--port", "0", cwd=folder)
        self._until(lambda: file.is_file() and file.stat().st_size > 0)
        import json

        self.address: str = json.loads(file.read_text())["address"]

    def worker(self, root: Path) -> subprocess.Popen[bytes]:
        """A worker in a clone; back once the scheduler knows it."""
        known = self.workers()
        begun = self._start("worker", self.address, "--nthreads", "1", "--no-nanny", cwd=root)
        self._until(lambda: self.workers() > known)
        return begun

    def workers(self) -> int:
        with distributed.Client(self.address, set_as_default=False) as client:
            return len(client.scheduler_info()["workers"])

    def end(self) -> None:
        for begun in self._begun:
            begun.kill()
            begun.wait()

    def _start(self, name: str, *arguments: str, cwd: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{name}", *arguments]
        command += ["--host", "127.0.0.1", "--no-dashboard"]
        environment = os.environ | {"PYTHONPATH": str(REPO / "scripts")}
        self._begun.append(
            subprocess.Popen(
                command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )  # fmt: skip
        return self._begun[-1]

    def _until(self, there: object) -> None:
        end = time.monotonic() + 60
        while not there():  # type: ignore[operator]
            assert time.monotonic() < end
            time.sleep(0.1)


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Cluster]:
    found = Cluster(tmp_path)
    yield found
    found.end()


def clone(place: Path) -> Path:
    """The sample of this repository."""
    sites.place(place)
    shutil.copytree(REPO / "versions", place / "versions")
    return place


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return clone(tmp_path / "repository")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A share for each of the few policies."""
    monkeypatch.setattr(cluster, "POLICIES", 1)


def test_two_workers_of_which_one_dies(root: Path, dask: Cluster, tmp_path: Path):
    dying = dask.worker(clone(tmp_path / "one"))
    dask.worker(clone(tmp_path / "other"))
    sites.build(root, ON, root / "site")

    def killed(done: int, total: int) -> None:
        dying.send_signal(signal.SIGKILL)
        assert total == 3

    outline = Record(root, outlined=True)
    assert cluster.build(outline, ON, root / "made", dask.address, killed) > 0
    assert tree(root / "made") == tree(root / "site")
    assert dask.workers() == 1


def test_a_worker_at_another_commit_is_refused(root: Path, dask: Cluster, tmp_path: Path):
    behind = clone(tmp_path / "behind")
    shutil.rmtree(behind / "versions/privacy-policy/3")
    dask.worker(behind)
    with pytest.raises(KaiteiError) as refused:
        cluster.build(Record(root, outlined=True), ON, root / "made", dask.address)
    (problem,) = refused.value.problems
    assert problem.rule == "cluster-other"
    assert "of another record" in problem.message("en")
    assert not (root / "made").exists()


def test_what_is_wrong_with_a_record_is_told(root: Path, dask: Cluster, tmp_path: Path):
    spoilt = clone(tmp_path / "spoilt")
    (spoilt / "versions/helpdesk/1/ja.md").write_text("spoilt", "utf-8")
    dask.worker(spoilt)
    with pytest.raises(KaiteiError) as refused:
        cluster.build(Record(root, outlined=True), ON, root / "made", dask.address)
    assert refused.value.problems[0].rule == "record-changed"


def test_no_workers_and_no_scheduler(root: Path, dask: Cluster):
    for address in (dask.address, "tcp://127.0.0.1:9", "nonsense"):
        with pytest.raises(KaiteiError) as refused:
            cluster.build(Record(root, outlined=True), ON, root / "made", address)
        assert refused.value.problems[0].rule == "cluster-lost"


def test_the_command(root: Path, dask: Cluster):
    dask.worker(root)
    done = run_kaitei("build", "--scheduler", dask.address, "--on", str(ON), cwd=root)
    assert done.returncode == 0, done.stderr
    sites.build(root, ON, root / "again")
    assert tree(root / "site") == tree(root / "again")
