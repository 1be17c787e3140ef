"""A folder is replaced whole: whatever happens, the old tree or the new one stands."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kaitei import swap

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
FILES = 40


def fill(folder: Path, words: str) -> None:
    for number in range(FILES):
        (folder / f"{number}.html").write_text(words)


def tree(folder: Path) -> set[str]:
    files = list(folder.iterdir())
    assert len(files) == FILES
    return {file.read_text() for file in files}


@pytest.fixture(params=["exchange", "two steps"])
def place(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that stands, on file systems that can exchange two folders and that can't."""
    if request.param == "two steps":
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    site = tmp_path / "site"
    with swap.aside(site) as folder:
        fill(folder, "old")
    return site


def test_the_new_takes_the_place_of_the_old(place: Path):
    with swap.aside(place) as folder:
        fill(folder, "new")
        assert tree(place) == {"old"}
    assert tree(place) == {"new"}
    assert list(place.parent.iterdir()) == [place]


def test_a_failure_leaves_the_old(place: Path):
    def half() -> None:
        with swap.aside(place) as folder:
            (folder / "half.html").write_text("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert tree(place) == {"old"}
    assert list(place.parent.iterdir()) == [place]


def test_the_folder_has_the_usual_permissions(place: Path):
    mask = os.umask(0)
    os.umask(mask)
    assert place.stat().st_mode & 0o777 == 0o777 & ~mask


def test_a_kill_between_two_steps_is_mended(tmp_path: Path):
    old = tmp_path / ".site.old"
    old.mkdir()
    fill(old, "old")
    with pytest.raises(RuntimeError), swap.aside(tmp_path / "site"):
        raise RuntimeError
    assert tree(tmp_path / "site") == {"old"}


def test_killed_at_any_moment_one_whole_tree_stands(tmp_path: Path):
    site = tmp_path / "site"
    with swap.aside(site) as folder:
        fill(folder, "0")
    program = f"""
import itertools, pathlib
from kaitei import swap
for turn in itertools.count(1):
    with swap.aside(pathlib.Path({str(site)!r})) as folder:
        for number in range({FILES}):
            (folder / f"{{number}}.html").write_text(str(turn))
"""
    for turn in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": str(SCRIPTS)}
        )
        time.sleep(0.3 + turn * 0.0137)
        child.kill()
        child.wait()
        assert len(tree(site)) == 1
    with swap.aside(site) as folder:
        fill(folder, "last")
    assert list(tmp_path.iterdir()) == [site]
