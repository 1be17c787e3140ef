"""Publishing that is cut off or finds no room: what stands is whole, and the next run completes it.

The moments are counted (see `faults`): what is tried here is a sample of them, and
`python bench/interruptions.py` tries them all.
"""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import faults
from conftest import REPO
from kaitei.base.problems import KaiteiError
from kaitei.drafts import publish
from kaitei.drafts.repository import Repository
from kaitei.record import Record, verify
from legal import Legal, tree

STEP = 7  # of so many moments one is tried, beginning with another for each fault
# Files and folders that find room: for nothing, and for one publication of three.
FULL = (8, 20)


def together(root: Path) -> Legal:
    """Three policies that are announced as one."""
    legal = Legal(root, *(f"policy-{number}" for number in range(3)))
    for policy in legal.policies:
        legal.declare("enactment", policy, effective="2026-02-01", announcement="start")
    return legal


def completed(legal: Legal, done: int) -> None:
    """A run on the next day publishes what is missing, with its true day, and changes nothing."""
    before = {file: raw for file, raw in tree(legal.root).items() if file[0] != "."}
    outcomes = legal.publish("2026-01-11")
    assert len(outcomes) == len(legal.policies) - done
    after = tree(legal.root)
    assert before.items() <= after.items()
    days = [legal.record(name).get(1).announced.day for name in legal.policies]
    assert sorted(days) == [10] * done + [11] * (len(days) - done)
    assert {legal.record(name).get(1).announcement for name in legal.policies} == {"start"}
    assert not [p for p in verify.verify(Record(legal.root)) if p.severity == "error"]
    assert not list((legal.root / "versions").glob(".*"))


def publishing(root: Path) -> Callable[[], str]:
    """A run that publishes content/; what it returns is what it says where it is refused."""

    def work() -> str:
        try:
            publish.publish(Repository(root), date(2026, 1, 10))
        except KaiteiError as error:
            return "".join(f"{p.rule} {p.message()}" for p in error.problems)
        return ""

    return work


def interrupt(root: Path, moment: int, fault: str) -> int:
    """Publish three policies, cut off at a moment, and complete it; how many stood in between."""
    legal = together(root)
    told, _ = faults.run(publishing(root), faults.Disk(root / "versions", moment, fault))
    assert Record(root).faults == []
    policies = Record(root).policies
    if fault == "full" and len(policies) < len(legal.policies):
        rule = "record-partly" if policies else "record-unwritable"
        assert told.startswith(rule)
        assert ", ".join(f"{policy.name}@1" for policy in policies) in told
        assert "as it was" not in told or not policies
    completed(legal, len(policies))
    return len(policies)


def moments(root: Path) -> int:
    """How many changes to the disk a run makes that publishes three policies."""
    together(root)
    return faults.run(publishing(root), faults.Disk(root / "versions"))[1]


@pytest.mark.parametrize("fault", faults.FAULTS)
def test_what_was_cut_off_is_completed_by_the_next(tmp_path: Path, monkeypatch, fault: str):
    monkeypatch.setattr(publish, "rehearse", lambda *_: [])  # it changes nothing here
    some = range(1 + faults.FAULTS.index(fault), moments(tmp_path / "whole"), STEP)
    stood = [interrupt(tmp_path / str(moment), moment, fault) for moment in some]
    assert stood == sorted(stood)  # the later it is cut off, the more stands
    assert stood[0] == 0 < stood[-1]


# --- a disk that is full ---------------------------------------------------------------------

PUBLISHER = """
import os, sys; sys.path[:0] = sys.argv[3:]
from datetime import date
from pathlib import Path
from kaitei.base.problems import KaiteiError
from kaitei.drafts import publish
from kaitei.drafts.repository import Repository
print("ready", flush=True); sys.stdin.readline()
try:
    publish.publish(Repository(Path(sys.argv[1])), date.fromisoformat(sys.argv[2]))
except KaiteiError as error:
    print(*(f"{p.rule} {p.message()}" for p in error.problems))
"""
SCRIPTS = str(REPO / "scripts")


ON_A_FULL_DISK = """
set -e
mount -t tmpfs -o size=100k,nr_inodes=$2 tmpfs "$1/versions"
echo | "$3" -c "$4" "$1" 2026-01-10 "$5"
mount -o remount,size=10m,nr_inodes=1000 "$1/versions"
cp -r "$1/versions" "$1/kept"
"""


@pytest.mark.slow
@pytest.mark.parametrize("files", FULL)
def test_what_a_full_disk_left_is_completed_by_the_next(tmp_path: Path, files: int):
    """Only so many files and folders find room; the run says which publications stand."""
    legal = together(tmp_path / "repository")
    (legal.root / "versions").mkdir()
    command = ["sh", "-c", ON_A_FULL_DISK, "sh", str(legal.root), str(files)]
    ran = subprocess.run(
        ["unshare", "-Urm", *command, sys.executable, PUBLISHER, SCRIPTS],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare" in ran.stderr or "mount" in ran.stderr:
        pytest.skip(f"no disk of our own can be filled here: {ran.stderr}")
    (legal.root / "versions").rmdir()
    (legal.root / "kept").rename(legal.root / "versions")
    policies = Record(legal.root).policies
    told = ran.stdout.partition("ready\n")[2].strip()
    if len(policies) < len(legal.policies):
        stands = ", ".join(f"{policy.name}@1" for policy in policies)
        rule = "record-partly" if policies else "record-unwritable"
        assert told.startswith(rule)
        assert stands in told
        assert "as it was" not in told or not policies
    completed(legal, len(policies))
