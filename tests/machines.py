"""A code host with an owner's repository, and machines that run the jobs of its workflows."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

import repositories
import warm
from conftest import GIT, REPO


def load(file: Path) -> dict:
    return yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # strings only


# In place of GitHub's own: fetches nothing, says which comments there are, keeps what is written.
GH = """#!/bin/sh
case "$*" in
*--paginate*) cat "$HOST/comments" ;;
*) echo "$3 $4" >"$HOST/call"; cp "${6#body=@}" "$HOST/comment" ;;
esac
"""


@dataclass
class Host:
    """A code host with one repository, and a machine of its own for each job."""

    folder: Path

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    def git(self, *arguments: str, at: str = "work") -> str:
        return self._run(["git", *arguments], self.folder / at)[1]

    def _run(self, command: list[str], at: Path, **around: str) -> tuple[int, str]:
        environment = {**os.environ, **GIT, "PYTHONPATH": str(REPO / "scripts"), **around}
        done = subprocess.run(
            command, cwd=at, env=environment, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.returncode, done.stdout

    def shell(self, command: str, **around: str) -> tuple[int, str]:
        """A line of shell somewhere on the host: its exit code, and what it says."""
        return self._run(["sh", "-c", command], self.folder, **around)

    def machine(self, name: str) -> Path:
        """A new machine with main checked out."""
        folder = self.folder / name
        self._run(["git", "clone", "-q", "-b", "main", str(self.origin), name], self.folder)
        return folder

    def job(self, file: str, name: str, at: Path, **values: str) -> list[tuple[int, str]]:
        """The shell steps of a job as they stand in its file; of each its exit code and output.

        `values` are what the host fills in, by the end of the expression: `sha`, `number`.
        """
        workflow = load(REPO / ".github" / "workflows" / file)
        job = workflow["jobs"][name]
        told = []
        for step in (step for step in job["steps"] if "run" in step):
            around = {**workflow.get("env", {}), **job.get("env", {}), **step.get("env", {})}
            filled = {
                key: re.sub(r"\$\{\{ .*?([a-z]+) \}\}", lambda found: values[found[1]], value)
                for key, value in around.items()
            }
            place = {
                "HOST": str(self.folder),
                "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
                "SETUP": "true",  # what the program runs on is here already
                "VENV": str(self.folder),
                "GITHUB_ACTIONS": "true",
                "GITHUB_OUTPUT": str(self.folder / "output"),
            }
            told.append(self._run(["bash", "-e", "-c", step["run"]], at, **place, **filled))
        return told

    def reviewed(self, branch: str) -> tuple[str, str, Path]:
        """The comment on a pull request of a branch, what its check says, and the machine."""
        sha = self.git("rev-parse", branch).strip()
        self.git("push", "-q", "origin", f"+{branch}:refs/pull/7/head")
        machine = self.machine(f"machine-{branch}")
        values = {"sha": sha, "number": "7", "token": "none", "repository": "mihon/policies"}
        *_, (code, check) = self.job("pull-request.yml", "review", machine, **values)
        (machine / "review").mkdir()
        shutil.copy(machine / "review.md", machine / "review")
        ((written, said),) = self.job("pull-request.yml", "comment", machine, **values)
        assert written == 0, said
        comment = (self.folder / "comment").read_text("utf-8")
        return comment.replace(sha[:12], "BRANCH"), f"{code}\n{check}".replace(sha, "SHA"), machine


def owned(folder: Path) -> None:
    """Set up in `folder` a host with the record `settled` on main, as an owner has it."""
    work = repositories.make(folder / "work", "settled")
    shutil.copytree(REPO / "theme", work / "theme")
    for name in ("mkdocs.yml", "Makefile", ".gitattributes", ".gitignore"):
        shutil.copy(REPO / name, work)
    for name in (".ci", ".github"):
        shutil.copytree(REPO / name, work / name)
    (folder / "bin").mkdir()
    (folder / "bin" / "gh").write_text(GH)
    (folder / "bin" / "gh").chmod(0o755)
    (folder / "bin" / "kaitei").symlink_to(warm.program())
    (folder / "comments").write_text("")
    made = Host(folder)
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", made.origin], check=True)
    made.git("init", "-q", "-b", "main")
    made.git("add", "--all")
    made.git("commit", "-q", "-m", "What was published so far")
    made.git("remote", "add", "origin", "../origin.git")
    made.git("push", "-q", "-u", "origin", "main")
