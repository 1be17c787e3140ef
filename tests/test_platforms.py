"""Without POSIX (platforms/sitecustomize.py) every command runs, and the bytes are the same."""

import filecmp
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

import repositories
from conftest import BUILD_DAY, REPO, run_kaitei

HIDING = Path(__file__).parent / "platforms"
PATH = os.pathsep.join([str(HIDING), str(REPO / "scripts")])
TODAY = "2026-11-22"
WORDS = {
    "ja": ("利用目的の表現を改めます。", "表現を改めるためです。"),
    "en": ("The purposes are worded anew.", "To word them better."),
}


def kaitei(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run_kaitei(*arguments, LC_ALL="C", PYTHONPATH=PATH, **environment)


@pytest.fixture
def settled(tmp_path: Path) -> Path:
    """A repository with all that a site needs, its record published by Python as it is."""
    root = repositories.make(tmp_path / "repository", "settled")
    shutil.copytree(REPO / "theme", root / "theme")
    shutil.copy(REPO / "mkdocs.yml", root)
    return root


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, env=os.environ | {"PYTHONPATH": PATH} | environment, capture_output=True, text=True
    )


def test_nothing_of_posix_is_there():
    done = python("import os; assert hidden; assert not hasattr(os, 'fork'); import fcntl")
    assert "ModuleNotFoundError" in done.stderr


def test_every_module_can_be_imported():
    modules = sorted(
        ".".join(path.relative_to(REPO / "scripts").with_suffix("").parts).removesuffix(".__init__")
        for path in (REPO / "scripts/kaitei").rglob("*.py")
        if path.stem != "__main__"
    )
    code = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
    command = [sys.executable, "-c", code, *modules]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": PATH}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def same(one: Path, other: Path) -> None:
    compared = filecmp.dircmp(one, other)
    todo = [compared]
    while todo:
        here = todo.pop()
        assert here.left_only + here.right_only + here.funny_files == []
        equal, *_ = filecmp.cmpfiles(here.left, here.right, here.common_files, shallow=False)
        assert sorted(equal) == sorted(here.common_files)
        todo += here.subdirs.values()


def test_a_site_is_the_same_to_the_byte(built_site: Path, tmp_path: Path):
    site = tmp_path / "site"
    for day in (BUILD_DAY, "2026-12-01", BUILD_DAY):  # beside nothing; over another; that over this
        done = kaitei("build", "--on", day, "--output", str(site))
        assert done.returncode == 0, done.stdout + done.stderr
    same(site, built_site)
    assert not (tmp_path / ".site.kept/waiting").exists()


@pytest.mark.parametrize("given", ["", "msvcrt"])
def test_legal_goes_all_the_way(settled: Path, given: str):
    """From a new policy and a revision to the published record."""

    def run(*arguments: str, code: int = 0) -> str:
        done = kaitei(*arguments, "--root", str(settled), GIVEN=given)
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout

    run("check", "--on", TODAY)
    run("redline", "privacy-policy@1", "privacy-policy@2")
    run("revise", "privacy-policy", "--on", TODAY)
    text = settled / "content/privacy-policy/en.md"
    text.write_text(text.read_text("utf-8").replace("We", "The company"), "utf-8")
    run("check", "--on", TODAY, code=1)  # nothing is said yet about why
    repositories.say(settled / "content/privacy-policy", **WORDS)
    run("check", "--on", TODAY)
    assert "Published privacy-policy@3" in run("publish", "--on", TODAY)
    run("verify")
    run("new", "cookie-policy", "--on", TODAY)
    run("check", "--on", TODAY, code=1)
    assert [path.name for path in (settled / "versions").glob(".*")] == []
    shutil.rmtree(settled / "content/cookie-policy")
    run("build", "--on", TODAY, "--output", str(settled / "site"))


def test_the_site_is_shown_on_the_screen(settled: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    code = "import sys; from kaitei.cli import main; sys.exit(main())"
    command = [sys.executable, "-u", "-c", code, "serve", "--draft", "--on", TODAY]
    environment = os.environ | {"PYTHONPATH": PATH, "LC_ALL": "C"}
    server = subprocess.Popen(
        [*command, "--port", port, "--root", str(settled)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        lines = iter(server.stdout.readline, "")
        assert next(line for line in lines if line.startswith("Built in"))
        with urlopen(f"http://127.0.0.1:{port}/privacy-policy/", timeout=10) as page:
            assert b"/.kaitei/reload.js" in page.read()
    finally:
        server.terminate()
        server.wait()


@pytest.mark.parametrize("given", ["msvcrt"])
def test_a_folder_is_held_by_one_at_a_time(tmp_path: Path, given: str):
    """Each process adds one to a number that it reads first: held, none is lost."""
    (tmp_path / "number").write_text("0")
    code = f"""
from pathlib import Path
from time import sleep
from kaitei.base import folders
folder = Path({str(tmp_path)!r})
for _ in range(5):
    with folders.locked(folder):
        number = int((folder / "number").read_text())
        sleep(0.01)
        (folder / "number").write_text(str(number + 1))
"""
    environment = os.environ | {"PYTHONPATH": PATH, "GIVEN": given}
    command = [sys.executable, "-c", code]
    processes = [subprocess.Popen(command, env=environment) for _ in range(4)]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    assert (tmp_path / "number").read_text() == "20"
    assert [path.name for path in tmp_path.iterdir()] == ["number"]
