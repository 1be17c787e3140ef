"""docs/upgrade.md, followed: a repository of the program of before takes over today's."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from conftest import GIT, REPO

BEFORE = "2600717"  # the last program with 48 rooms, and its plugin in kaitei.plugin
FILLED = {  # what `kaitei new` leaves open, in files of content/
    "helpdesk/ja.md": [("TODO.*", "本文です。")],
    "helpdesk/en.md": [("TODO.*", "The text.")],
    "helpdesk/revision.yml": [(r"^(  (?:ja|en):)  #.*$", r"\1 最初の規程です。")],
    "organization.yml": [(r"^(address|representative):.*$", r"\1: {ja: あ, en: a}")],
}


def run(*command: str, cwd: Path, code: int = 0, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | GIT | {"LC_ALL": "C.UTF-8", "VENV": ".venv"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == code, done.stdout
    return done.stdout


def program(scripts: Path, folder: Path) -> str:
    """A folder for PATH in which `kaitei` is the program in `scripts`."""
    folder.mkdir()
    command = folder / "kaitei"
    command.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(scripts)!r})\n"
        "from kaitei.cli import main\nsys.exit(main())\n"
    )
    command.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def environment(repository: Path) -> None:
    """The repository's own environment, as `make` left it, its packages those that run the tests.

    So nothing is fetched, and what is of kaitei in it is installed by .ci/setup as everywhere.
    """
    run(sys.executable, "-m", "venv", "--without-pip", ".venv", cwd=repository)
    venv = repository / ".venv"
    (own,) = venv.glob("lib/python*/site-packages")
    (own / "tests.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for lock in ("build", "runtime"):
        shutil.copy(repository / f"requirements/{lock}.txt", venv)
    run(".ci/setup", "runtime", cwd=repository)


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A repository that the old program made, with a publication and a style of its own."""
    there = subprocess.run(["git", "cat-file", "-e", f"{BEFORE}^{{commit}}"], cwd=REPO)
    if there.returncode:
        pytest.skip("this clone has no history: the old program can't be had from it")
    old, repository = tmp_path / "old", tmp_path / "repository"
    old.mkdir()
    archive = subprocess.run(["git", "archive", BEFORE], cwd=REPO, capture_output=True, check=True)
    subprocess.run(["tar", "-xf", "-"], cwd=old, input=archive.stdout, check=True)
    path = program(old / "scripts", tmp_path / "old-bin")
    names = ["--name", "ja=見本", "--name", "en=Sample", "--domain", "example.co.jp"]
    run("kaitei", "init", str(repository), *names, cwd=tmp_path, PATH=path)
    commit(repository, "kaitei init")
    environment(repository)
    run(".venv/bin/kaitei", "new", "helpdesk", "--on", "2026-11-22", cwd=repository)
    for name, changes in FILLED.items():
        file = repository / "content" / name
        text = file.read_text("utf-8")
        for pattern, words in changes:
            text = re.sub(pattern, words, text, flags=re.MULTILINE)
        file.write_text(text, "utf-8")
    run("make", "publish", "ON=2026-11-22", cwd=repository)
    with (repository / "theme/overrides/assets/kaitei.css").open("a") as style:
        style.write("/* our own */\n")
    commit(repository, "The first policy, a style of our own")
    return repository


def commit(repository: Path, message: str) -> None:
    run("git", "add", "--all", cwd=repository)
    day = "2026-11-22T12:00:00+09:00"  # of the publication: git has to confirm it
    dates = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    run("git", "commit", "--quiet", "-m", message, cwd=repository, **dates)


def steps() -> list[str]:
    """The commands of the document, step by step."""
    text = (REPO / "docs/upgrade.md").read_text("utf-8")
    found = re.findall(r"^   ```sh\n(.*?)^   ```$", text, re.MULTILINE | re.DOTALL)
    return [re.sub("^   ", "", block, flags=re.MULTILINE) for block in found]


def test_a_repository_of_before_takes_over_todays_program(before: Path, tmp_path: Path):
    record = {p: p.read_bytes() for p in (before / "versions").rglob("*") if p.is_file()}
    path, new = program(REPO / "scripts", tmp_path / "new-bin"), str(tmp_path / "new")
    *taking_over, last = steps()
    for step in taking_over:
        run("sh", "-euc", step, cwd=before, PATH=path, NEW=new)
    assert not run("git", "status", "--porcelain", cwd=before)
    assert not (before / "scripts/kaitei/plugin.py").exists()

    said = run(".venv/bin/kaitei", "build", cwd=before, code=1)
    assert "set up for another version of the program" in said
    assert "make check" in said

    output = run("sh", "-euc", last, cwd=before, PATH=path)
    assert "The record is whole" in output
    assert "Built" in output
    assert {p: p.read_bytes() for p in (before / "versions").rglob("*") if p.is_file()} == record
    assert "our own" in (before / "site/assets/kaitei.css").read_text("utf-8")
    assert "helpdesk/1" in (before / "site/feed.xml").read_text("utf-8")
