"""The documents tell the truth: their commands run, their links lead somewhere.

Every fenced block of README.md and the documents beside it, and of docs/, names its language. A
block of `sh` is run as written, block after block of a document in one clone of this repository
(with what is not yet committed), and must succeed. A comment on the line before changes that:

    <!-- exits with 1: why -->            the block is expected to end so
    <!-- not run: why -->                 a machine can't run it, or should not
    <!-- run by .ci/run -->               every line of it stands in .ci/run, which CI runs

What a person does in an editor, between the commands, is done by further comments: see `marks`.

A `text` block right below a `sh` block, with nothing between but an empty line, is what the block
prints; a line `...` in it stands for any lines.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import marks
import warm
from conftest import GIT, REPO

DOCUMENTS = sorted(
    str(path.relative_to(REPO)) for path in [*REPO.glob("*.md"), *(REPO / "docs").rglob("*.md")]
)
LANGUAGES = {
    "sh",
    "powershell",
    "text",
    "yaml",
    "markdown",
    "html",
    "json",
    "toml",
    "python",
    "css",
}
MARK = re.compile(
    r"<!-- (?:exits with (?P<code>\d+): \S.*|(?P<skip>not run: \S.*)|(?P<ci>run by \.ci/run)) -->"
)


def read(document: str) -> str:
    return (REPO / document).read_text("utf-8")


def prose(document: str) -> str:
    """A document without its fenced blocks."""
    return re.sub(r"^( *)(```+|~~~+).*?^\1\2$", "", read(document), flags=re.MULTILINE | re.DOTALL)


# --- the commands -----------------------------------------------------------------------------


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """This repository as it would be if everything in the work tree were committed."""
    path = tmp_path / "kaitei"
    git = {"env": os.environ | GIT, "check": True}
    subprocess.run(["git", "clone", "--quiet", str(REPO), str(path)], **git)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPO,
        capture_output=True,
        text=True,
        **git,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (REPO / name).exists():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPO / name, path / name, follow_symlinks=False)
        else:
            (path / name).unlink(missing_ok=True)
    subprocess.run(["git", "add", "--all"], cwd=path, **git)
    message = ["-m", "The work tree"]
    subprocess.run(["git", "commit", "--quiet", "--allow-empty", *message], cwd=path, **git)
    return path


def environment(clone: Path, folder: Path) -> dict[str, str]:
    """Where a block runs: the program of this repository, which the clone's equals, waiting.

    Setting up again is left out; `.ci/run` does that from nothing.
    """
    programs = folder / "bin"
    programs.mkdir()
    (programs / "kaitei").symlink_to(warm.program())
    python = programs / "python"  # no link: beside a link it would not find its packages
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return (
        os.environ
        | GIT
        | {
            "PATH": f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(clone / "scripts"),
            "VENV": str(folder),
            "SETUP": "true",
            "LC_ALL": "C.UTF-8",
        }
    )


def prints(expected: str, output: str) -> bool:
    """Whether `output` is `expected`, in which a line `...` stands for any lines."""
    pattern = r"\n".join(
        r"(?:.*\n)*?.*" if line == "..." else re.escape(line.rstrip())
        for line in expected.strip().splitlines()
    )
    printed = "\n".join(line.rstrip() for line in output.strip().splitlines())
    return re.fullmatch(pattern, printed) is not None


def has_commands(document: str) -> bool:
    return any(block.lang == "sh" for block in marks.blocks(read(document)))


@pytest.mark.parametrize("document", list(filter(has_commands, DOCUMENTS)))
def test_commands_run(document: str, clone: Path, tmp_path: Path):
    around = environment(clone, tmp_path)
    output = None
    left = marks.edits(read(document))
    for block in marks.blocks(read(document)):
        place = f"{document}:{block.line}"
        marks.work(document, block, clone, left)
        if block.lang == "text" and block.follows and output is not None:
            assert prints(block.text, output), f"{place} is not what is printed:\n{output}"
        output = None
        mark = MARK.fullmatch(block.before)
        if block.lang != "sh" or (mark and mark["skip"]):
            continue
        if mark and mark["ci"]:
            run_by_ci = (REPO / ".ci" / "run").read_text("utf-8").splitlines()
            lines = [line.partition(" #")[0].strip() for line in block.text.splitlines()]
            assert set(filter(None, lines)) <= set(run_by_ci), place
            continue
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block.text],
            cwd=clone,
            env=around,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=300,
        )
        output = done.stdout
        expected = int(mark["code"]) if mark else 0
        assert done.returncode == expected, f"{place} exits with {done.returncode}:\n{output}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_command_escapes(document: str):
    """Every block names a language we know, and every mark is one of those above."""
    for block in marks.blocks(read(document)):
        assert block.lang in LANGUAGES, f"{document}:{block.line}: ```{block.lang}"
        if block.before.startswith("<!--") and block.lang == "sh":
            assert MARK.fullmatch(block.before), f"{document}:{block.line}: {block.before}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_named_in_a_sentence_exist(document: str, kaitei):
    targets = re.findall(r"^([a-z]+):", (REPO / "Makefile").read_text("utf-8"), re.MULTILINE)
    for target in re.findall(r"`make ([a-z]+)", prose(document)):
        assert target in targets, f"there is no `make {target}`"
    named = set(re.findall(r"`kaitei ([a-z]+)", prose(document)))
    if not named:
        return
    commands = kaitei("--help").stdout
    for command in named:
        assert re.search(rf"^ +{command}\b", commands, re.MULTILINE), f"no `kaitei {command}`"


# --- the links --------------------------------------------------------------------------------


def anchors(document: Path) -> set[str]:
    """The ids that a code host gives the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str):
    here = REPO / document
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(document)):
        if re.match(r"[a-z]+:", target):
            assert target.startswith(("https:", "mailto:", "tel:")), target
            continue
        file, _, anchor = target.partition("#")
        path = (here.parent / file) if file else here
        assert path.exists(), f"{document} links to {target}"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path), f"{document} links to {target}"


# What an owner writes stands in no checkout of ours.
_MADE = {"theme/words.toml"}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_named_in_a_sentence_exist(document: str):
    if "decisions/" in document or document == "CHANGELOG.md":  # they speak of their own day
        return
    named = re.findall(r"`((?:scripts|theme|tests|docs|bench|\.ci)/[\w./-]*\w/?)`", prose(document))
    assert [path for path in named if path not in _MADE and not (REPO / path).exists()] == []


def test_decisions_are_numbered_and_listed():
    folder = REPO / "docs" / "decisions"
    names = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    listed = (folder / "README.md").read_text("utf-8")
    assert [name for name in names if f"({name})" not in listed] == []
