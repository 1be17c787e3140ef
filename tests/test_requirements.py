"""The lock files: every package pinned and hashed, from no named place, in step with each other."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

REPO = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))
WANTED = {
    "build": PROJECT["dependency-groups"]["build"],
    "runtime": PROJECT["project"]["dependencies"],
    "bench": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["bench"],
    "peers": PROJECT["dependency-groups"]["peers"],
    "cluster": PROJECT["project"]["dependencies"]
    + PROJECT["project"]["optional-dependencies"]["cluster"],
    "dev": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"],
}


def read(lock: str) -> str:
    return (REPO / "requirements" / f"{lock}.txt").read_text("utf-8")


def pins(lock: str) -> dict[str, set[str]]:
    """The versions of each package in a lock file; several where Pythons differ."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^\s;]+)", read(lock), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("lock", WANTED)
def test_every_line_is_a_hashed_pin(lock: str):
    entries = read(lock).replace("\\\n", "").splitlines()
    assert entries
    for entry in entries:
        assert re.fullmatch(
            r"[a-z0-9-]+==[^\s;]+( ; [^-]+)?(\s+--hash=sha256:[0-9a-f]{64})+", entry
        )


@pytest.mark.parametrize("lock", WANTED)
def test_holds_what_pyproject_asks_for(lock: str):
    locked = pins(lock)
    for line in WANTED[lock]:
        wanted = Requirement(line)
        assert locked[wanted.name], f"run `make lock`: {line}"
        assert all(wanted.specifier.contains(version) for version in locked[wanted.name])


def test_the_tests_run_on_what_readers_get():
    build, runtime, dev, bench = (pins(lock) for lock in ("build", "runtime", "dev", "bench"))
    assert runtime.items() <= dev.items()
    assert runtime.items() <= bench.items()
    assert all(dev[name] == bench[name] for name in dev.keys() & bench.keys())
    assert all(dev[name] == build[name] for name in dev.keys() & build.keys())


def test_the_judges_are_locked_by_their_sums_and_from_no_named_place():
    packages = json.loads((REPO / "tests/judges/package-lock.json").read_text("utf-8"))["packages"]
    assert all("integrity" in one for name, one in packages.items() if name)
    assert "://" not in json.dumps(packages)
