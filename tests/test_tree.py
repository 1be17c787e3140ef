"""A folder is renewed part by part and replaced whole: the old tree or the new one stands."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kaitei.build import atomic, cache, tree

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
FILES = 40
SPARE, LIVE = "spare.json", "artifacts.json"


@pytest.fixture(params=["exchange", "three steps"], autouse=True)
def file_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """File systems that can exchange two folders, and that can't."""
    if request.param == "three steps":
        monkeypatch.setattr(atomic, "_exchange", lambda one, other: False)


def build(place: Path, *, twice: bool = False, settled: bool = False, **parts: str) -> list[str]:
    """Renew a folder with parts of two files that say these words; the parts that were made.

    It takes as long as any site does, if what it wrote is to be `settled`: known by its stamps.
    """
    made = []
    with cache.renewed(place, twice=twice) as renewed:
        renewed.keep(parts)
        for name, words in parts.items():
            if name not in renewed.artifacts:
                files = [(f"{name}/index.html", words.encode()), (f"{name}.xml", b"<x/>")]
                renewed.artifacts[name] = renewed.write(words, files)
                made.append(name)
        if settled:
            time.sleep(2 * tree.TICK / 1e9)
    return made


def shown(place: Path) -> dict[str, str]:
    assert {path.name for path in place.iterdir()} == {
        name
        for one in place.glob("*/index.html")
        for name in (one.parent.name, f"{one.parent.name}.xml")
    }
    return {one.parent.name: one.read_text() for one in place.glob("*/index.html")}


def test_what_is_the_same_stays_and_the_rest_is_made(tmp_path: Path):
    site = tmp_path / "site"
    assert build(site, a="1", b="1") == ["a", "b"]
    assert build(site, a="1", b="2") == ["b"]  # out of links to the site that stood
    assert build(site, a="1", b="3") == ["b"]  # out of the tree before it
    assert shown(site) == {"a": "1", "b": "3"}
    assert build(site, b="3", c="1") == ["c"]  # of b that tree had another, the site the right one
    assert shown(site) == {"b": "3", "c": "1"}
    assert build(site, b="3", c="1") == []


def test_a_first_build_leaves_the_tree_of_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    site = tmp_path / "site"
    build(site, twice=True, a="1", b="1")
    kept = cache.kept_beside(site)
    assert (kept / "tree/a/index.html").samefile(site / "a/index.html")
    with monkeypatch.context() as patched:
        patched.setattr(os, "link", None)  # neither asked for by the next one, nor to be had
        assert build(site, twice=True, a="1", b="2") == ["b"]
    assert shown(site) == {"a": "1", "b": "2"}
    assert sorted(path.name for path in (kept / "tree").rglob("*.*")) == ["a.xml", "index.html"]


def test_nothing_stays_behind_that_the_site_does_not_show(tmp_path: Path):
    """A text that is withheld is gone from the site, and from what is kept beside it."""
    site = tmp_path / "site"
    build(site, a="1", b="withheld", c="withheld")
    build(site, a="1", b="withheld", c="withheld")
    (cache.kept_beside(site) / "tree/left.html").write_text("withheld")
    build(site, a="1", b="2")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 8  # two parts here, one kept, two lists
    assert not [path for path in files if b"withheld" in path.read_bytes()]


def test_nothing_stays_behind_after_a_kill_between_a_tree_and_its_list(tmp_path: Path):
    site = tmp_path / "site"
    kept = cache.kept_beside(site)
    build(site, a="1", b="1")
    before = (kept / LIVE).read_bytes()
    build(site, a="1", b="1", c="withheld")
    (kept / LIVE).rename(kept / "fresh.json")  # as if the trees alone had been exchanged
    (kept / LIVE).write_bytes(before)
    build(site, a="1", b="1")
    assert shown(site) == {"a": "1", "b": "1"}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if b"withheld" in path.read_bytes()]


def test_a_failure_leaves_the_site_and_costs_nothing(tmp_path: Path):
    site = tmp_path / "site"
    build(site, a="1", b="1")

    def half() -> None:
        with cache.renewed(site) as renewed:
            renewed.keep({"b": "1"})
            renewed.artifacts["a"] = renewed.write("2", [("a/index.html", b"2")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert shown(site) == {"a": "1", "b": "1"}
    build(site, a="1", b="1")
    assert shown(site) == {"a": "1", "b": "1"}


def changed(path: Path) -> None:
    """The same size and the same time as before."""
    before = path.stat()
    path.write_bytes(b"9" * before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def linked(path: Path) -> None:
    """The same content by way of a link."""
    elsewhere = path.rename(path.parents[1] / "elsewhere")
    path.symlink_to(elsewhere)


def foreign(kept: Path) -> None:
    data = json.loads((kept / SPARE).read_text())
    data["artifacts"]["a"]["files"] = ["../../../etc/passwd"]
    (kept / SPARE).write_text(json.dumps(data))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a file changed": lambda kept: changed(kept / "tree/a/index.html"),
    "a file cut short": lambda kept: os.truncate(kept / "tree/a/index.html", 0),
    "a file gone": lambda kept: (kept / "tree/a.xml").unlink(),
    "a folder in its place": lambda kept: folder(kept / "tree/a.xml"),
    "a file too many": lambda kept: (kept / "tree/a/left.html").write_text("left"),
    "a link in its place": lambda kept: linked(kept / "tree/a/index.html"),
    "a link in a folder's place": lambda kept: linked(kept / "tree/a"),
    "half the tree gone": lambda kept: shutil.rmtree(kept / "tree/a"),
    "the tree gone": lambda kept: shutil.rmtree(kept / "tree"),
    "all gone": lambda kept: shutil.rmtree(kept),
    "the list gone": lambda kept: (kept / SPARE).unlink(),
    "the list cut short": lambda kept: os.truncate(kept / SPARE, 30),
    "the list of another format": lambda kept: (kept / SPARE).write_text('{"format": 0}'),
    "the list of something else": lambda kept: (kept / SPARE).write_text("[]"),
    "the list of the other tree": lambda kept: shutil.copy(kept / LIVE, kept / SPARE),
    "a list that leads out": foreign,
}  # fmt: skip


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_whatever_happens_to_what_is_kept_the_site_is_the_same(
    tmp_path: Path, damage: Callable[[Path], object], settled: bool
):
    site = tmp_path / "site"
    for turn in ("1", "2"):
        build(site, settled=settled, a="1", b=turn)
    damage(cache.kept_beside(site))
    build(site, a="1", b="3")
    assert shown(site) == {"a": "1", "b": "3"}


def test_what_nobody_wrote_to_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    site = tmp_path / "site"
    read = []

    def summed(folder: Path, files: Iterable[str]) -> str:
        read.extend(files)
        return sum_of(folder, files)

    sum_of = tree.sum_of
    monkeypatch.setattr(tree, "sum_of", summed)
    build(site, settled=True, a="1", b="1")
    build(site, settled=True, a="1", b="1")  # by links
    build(site, settled=True, a="1", b="2")  # out of the tree
    build(site, settled=True, a="1", b="3")
    assert not read
    assert cache.stands(site)
    assert not read
    changed(site / "a/index.html")
    assert not cache.stands(site)
    assert build(site, a="1", b="3") == ["a"]
    assert build(site, a="1", b="3") == []  # at once: the same time may stand at another content
    assert set(read) == {"a/index.html", "a.xml", "b/index.html", "b.xml"}


@pytest.mark.parametrize("settled", [True, False])
def test_writing_into_the_site_that_stands_is_noticed(tmp_path: Path, settled: bool):
    site = tmp_path / "site"
    build(site, settled=settled, a="1", b="1")
    build(site, settled=settled, a="1", b="2")  # shares the files of a with the tree before
    (site / "a/index.html").write_text("9")
    assert "a" in build(site, a="1", b="3")
    assert shown(site) == {"a": "1", "b": "3"}


def test_a_link_in_the_site_that_stands_is_not_taken_over(tmp_path: Path):
    site = tmp_path / "site"
    build(site, a="1", b="1")
    linked(site / "a")
    shutil.rmtree(cache.kept_beside(site) / "tree", ignore_errors=True)
    assert build(site, a="1", b="1") == ["a"]
    assert not (site / "a").is_symlink()


def test_the_folder_has_the_usual_permissions(tmp_path: Path):
    site = tmp_path / "site"
    build(site, a="1")
    mask = os.umask(0)
    os.umask(mask)
    assert site.stat().st_mode & 0o777 == 0o777 & ~mask
    assert (site / "a.xml").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_kill_between_two_steps_is_mended(tmp_path: Path):
    site = tmp_path / "site"
    build(site, a="1")
    site.rename(cache.kept_beside(site) / "waiting")
    build(site, a="1", b="1")
    assert shown(site) == {"a": "1", "b": "1"}


def test_killed_at_any_moment_one_whole_tree_stands(tmp_path: Path):
    site = tmp_path / "site"
    program = f"""
import itertools, pathlib
from kaitei.build import cache
print("ready", flush=True)
for turn in itertools.count(1):
    with cache.renewed(pathlib.Path({str(site)!r})) as renewed:
        wanted = {{str(number): str(turn + number % 2) for number in range({FILES})}}
        renewed.keep(wanted)
        for number, words in wanted.items():
            if number not in renewed.artifacts:
                files = [(f"{{number}}.html", words.encode())]
                renewed.artifacts[number] = renewed.write(words, files)
    print(turn, flush=True)
"""
    seen = 0
    for turn in range(10):
        child = subprocess.Popen(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONPATH": str(SCRIPTS)},
            stdout=subprocess.PIPE,
        )
        with child:
            assert child.stdout.readline() == b"ready\n"  # however slow the machine is
            if not turn:
                assert child.stdout.readline() == b"1\n"  # one is whole
            time.sleep(0.1 + turn * 0.0137)
            child.kill()
        if not site.exists():
            continue  # killed between two of three steps: the next build brings it back
        turns = {int(path.stem): int(path.read_text()) for path in site.iterdir()}
        assert len(turns) == FILES
        assert all(words == turns[0] + number % 2 for number, words in turns.items())
        seen += 1
    assert seen
