"""The workflows: pinned, least privilege, safe for forks, nothing that could not run here."""

import re
from pathlib import Path

import pytest
import yaml

from conftest import REPO

FILES = sorted((REPO / ".github" / "workflows").glob("*.yml"))
MAKEFILES = [
    REPO / "Makefile",
    REPO / "scripts" / "kaitei" / "drafts" / "scaffold" / "files" / "Makefile",
]
WRITES = {  # every right to write that any job has, and no other
    ("comment.yml", "comment", "pull-requests"),
    ("publish.yml", "publish", "contents"),
    ("publish.yml", "deploy", "pages"),
    ("publish.yml", "deploy", "id-token"),
}


def load(file: Path) -> dict:
    return yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # strings only


def steps(file: Path):
    for job in load(file)["jobs"].values():
        yield from job["steps"]


def test_every_right_is_asked_for_by_the_job_that_needs_it():
    found = set()
    for file in FILES:
        workflow = load(file)
        assert workflow["permissions"] in ({}, {"contents": "read"}, ""), file.name
        for name, job in workflow["jobs"].items():
            rights = job.get("permissions") or {}
            found |= {(file.name, name, right) for right, kind in rights.items() if kind == "write"}
    assert found == WRITES


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_actions_are_pinned_and_nothing_from_outside_is_run(file: Path):
    for step in steps(file):
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]), step["uses"]
            if "checkout" in step["uses"] and "publish" not in file.name:
                assert step["with"]["persist-credentials"] == "false"
        # An expression in a script is filled in before the shell reads it: through env only.
        assert "${{" not in step.get("run", "")


def test_code_of_a_pull_request_never_meets_a_right_to_write():
    """The run on pull_request can only read; the one that writes checks nothing out."""
    for file in FILES:
        triggers = load(file)["on"]
        assert "pull_request_target" not in triggers
        if "pull_request" in triggers:
            assert not [entry for entry in WRITES if entry[0] == file.name]
            assert "secrets." not in file.read_text("utf-8")
        if "workflow_run" in triggers:
            assert not [step for step in steps(file) if "checkout" in step.get("uses", "")]


@pytest.mark.parametrize("makefile", MAKEFILES, ids=str)
def test_what_the_workflows_run_can_be_run_here(makefile: Path):
    targets = re.findall(r"^([a-z]+):", makefile.read_text("utf-8"), re.MULTILINE)
    ran = [step["run"] for file in FILES if file.name != "comment.yml" for step in steps(file)
           if "run" in step]  # fmt: skip
    assert ran
    for line in ran:
        target = re.match(r"make ([a-z]+)", line.strip())
        assert target, line
        assert target[1] in targets


def test_the_comment_is_found_by_its_first_line():
    from kaitei.drafts import review

    text = (REPO / ".github" / "workflows" / "comment.yml").read_text("utf-8")
    assert f'startswith("{review.MARK}")' in text
