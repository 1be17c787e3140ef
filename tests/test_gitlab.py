"""The jobs for GitLab in docs/hosting.md: by GitLab's schema, and run over a bare repository."""

import json
import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
import yaml

import repositories
from conftest import REPO
from machines import Host

BLOCK = re.search(
    r"## GitLab\n\n```yaml\n(.*?)```", (REPO / "docs/hosting.md").read_text("utf-8"), re.DOTALL
)[1]
FILE = yaml.safe_load(BLOCK)
JOBS = {name: job for name, job in FILE.items() if isinstance(job, dict) and "script" in job}
# The jobs whose lines hold a token that may write, and no program but git.
TOKENS = {"push-completion": "COMPLETE_TOKEN", "push": "PUSH_TOKEN"}


def lines(job: str) -> Iterator[str]:
    for line in JOBS[job]["script"]:
        yield from [line] if isinstance(line, str) else line


def test_the_file_is_one_for_gitlab():
    place = files("check_jsonschema") / "builtin_schemas/vendor/gitlab-ci.json"
    schema = jsonschema.Draft7Validator(json.loads(place.read_text("utf-8")))
    assert [error.message for error in schema.iter_errors(FILE)] == []
    wrong = FILE | {"review": FILE["review"] | {"artifacts": ["review.md"]}}
    assert not schema.is_valid(wrong)


def test_who_may_write_has_git_alone_and_an_environment():
    for name, job in JOBS.items():
        written = "\n".join(lines(name))
        assert {token for token in TOKENS.values() if f"${token}" in written} == (
            {TOKENS[name]} if name in TOKENS else set()
        )
        assert (name in TOKENS) == ("environment" in job)
        assert not (name in TOKENS and "make " in written)


@pytest.fixture
def host(owned: Path, tmp_path: Path) -> Host:
    return Host(shutil.copytree(owned, tmp_path / "host", symlinks=True))


def branched(host: Host, name: str, files: dict[str, str]) -> str:
    """A branch that adds a clause, in Japanese alone, with `files` beside; its commit."""
    host.git("checkout", "-q", "-b", name, "main")
    work = host.folder / "work"
    repositories.overlay(work, REPO / "tests/cases/review/clause-added")
    for lang in ("ja", "en"):
        (work / f"expected.{lang}.md").unlink()
        file = work / f"content/privacy-policy/{lang}.md"
        file.write_text(
            re.sub("effective: .*", "effective: 2099-04-01", file.read_text("utf-8")), "utf-8"
        )
    english = work / "content/privacy-policy/en.md"
    if not files:
        text = re.sub(r"(?ms)^## 2\. .*?(?=^## 3\.)", "", english.read_text("utf-8"))
        english.write_text(text, "utf-8")
    for file, text in files.items():
        (work / file).write_text(text, "utf-8")
    host.git("add", "--all")
    host.git("commit", "-q", "-m", name)
    host.git("push", "-q", "origin", name)
    return host.git("rev-parse", name).strip()


def job(host: Host, name: str, sha: str = "", bundle: Path | None = None) -> tuple[int, str, Path]:
    """A job on a machine of its own, which has the commit checked out as GitLab's runner does."""
    machine = host.machine(f"{name}-{sha}")
    if sha:
        host.git("fetch", "-q", "origin", at=machine.name)
        host.git("checkout", "-q", "--detach", sha, at=machine.name)
    if bundle:
        shutil.copy(bundle, machine)
    host.git("remote", "set-url", "--push", "origin", "/nowhere", at=machine.name)
    if name in TOKENS:  # whose address it takes
        host.git("config", "--unset", "remote.origin.pushurl", at=machine.name)
    around = {
        "CI_DEFAULT_BRANCH": "main",
        "CI_COMMIT_SHA": sha,
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "form",
        "CI_SERVER_HOST": "gitlab.example",
        "CI_PROJECT_PATH": "mihon/policies",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{host.origin}.insteadOf",
        "GIT_CONFIG_VALUE_0": f"https://kaitei:{name}-token@gitlab.example/mihon/policies.git",
        "SETUP": "true",
        "VENV": str(host.folder),
        "LC_MESSAGES": FILE["variables"]["LC_MESSAGES"],
        **({TOKENS[name]: f"{name}-token"} if name in TOKENS else {}),
    }
    script = "\n".join(lines(name))
    code, said = host._run(["bash", "-eo", "pipefail", "-c", script], machine, **around)
    return code, said, machine


def test_a_hostile_branch_is_judged_by_main_s_program(host: Host):
    hostile = {
        "Makefile": "%:\n\t@echo TAKEN OVER | tee review.md review.html\n",
        ".ci/setup": "#!/bin/sh\necho TAKEN OVER\n",
        "mkdocs.yml": "site_name: TAKEN OVER\n",
        "theme/pages/policy.html": "TAKEN OVER",
    }
    code, said, machine = job(host, "review", branched(host, "hostile", hostile))
    assert code == 0, said
    comment = (machine / "review.md").read_text("utf-8")
    assert "TAKEN OVER" not in said + comment
    assert [name for name in hostile if f"`{name}`" not in comment] == []
    shown = (machine / "preview/privacy-policy/index.html").read_text("utf-8")
    assert "改定案を含む確認用の表示です。" in shown
    assert "TAKEN OVER" not in shown


def test_a_form_s_branch_is_completed_merged_published_and_shown(host: Host):
    sha = branched(host, "form", {})
    code, said, machine = job(host, "complete", sha)
    assert code == 0, said
    bundle = machine / "completion.bundle"
    code, said, _ = job(host, "push-completion", sha, bundle)
    assert (code, said) == (0, "")
    host.git("fetch", "-q", "origin", "form")
    assert host.git("rev-parse", "FETCH_HEAD^").strip() == sha
    english = host.git("show", "FETCH_HEAD:content/privacy-policy/en.md")
    assert "## 2. [UNTRANSLATED] {#recording}" in english
    completed = host.git("rev-parse", "FETCH_HEAD").strip()
    assert job(host, "review", completed)[0] != 0  # a mark is never published

    host.git("checkout", "-q", "main")
    host.git("merge", "-q", "--no-ff", "-m", "Merge", completed)
    file = host.folder / "work/content/privacy-policy/en.md"
    text = english.replace("[UNTRANSLATED] {", "Recording {")
    file.write_text(text.replace("[UNTRANSLATED]", "We may record calls."), "utf-8")
    host.git("commit", "-qam", "Translated")
    host.git("push", "-q", "origin", "main")
    code, said, machine = job(host, "publish")
    assert code == 0, said
    code, said, _ = job(host, "push", bundle=machine / "record.bundle")
    assert (code, said) == (0, "")
    code, said, machine = job(host, "pages")
    assert code == 0, said
    shown = (machine / "public/en/privacy-policy/3/changes/index.html").read_text("utf-8")
    assert "We may record calls." in shown
