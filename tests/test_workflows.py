"""The workflows: pinned, least privilege, safe for forks, nothing that could not run here."""

import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import repositories
from conftest import REPO
from machines import Host, load

FILES = sorted((REPO / ".github" / "workflows").glob("*.yml"))
MAKEFILES = [
    REPO / "Makefile",
    REPO / "scripts" / "kaitei" / "drafts" / "scaffold" / "files" / "Makefile",
]
WRITES = {  # every right to write that any job has, and no other
    ("pull-request.yml", "comment", "pull-requests"),
    ("publish.yml", "push", "contents"),
    ("complete.yml", "push", "contents"),
    ("publish.yml", "deploy", "pages"),
    ("publish.yml", "deploy", "id-token"),
}
MARK = "<!-- kaitei review -->"


def steps(file: Path):
    for job in load(file)["jobs"].values():
        yield from job["steps"]


def test_every_right_is_asked_for_by_the_job_that_needs_it():
    found = set()
    for file in FILES:
        workflow = load(file)
        assert workflow["permissions"] in ({}, ""), file.name
        for name, job in workflow["jobs"].items():
            rights = job.get("permissions") or {}
            found |= {(file.name, name, right) for right, kind in rights.items() if kind == "write"}
    assert found == WRITES


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_actions_are_pinned_and_nothing_from_outside_is_run(file: Path):
    for step in steps(file):
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]), step["uses"]
        # An expression in a script is filled in before the shell reads it: through env only.
        assert "${{" not in step.get("run", "")


def test_who_may_write_installs_nothing():
    """Credentials lie only where git pushes, and there no package is installed."""
    for file in FILES:
        for name, job in load(file)["jobs"].items():
            writes = (file.name, name, "contents") in WRITES or (file.name, name) == (
                "pull-request.yml",
                "comment",
            )
            for step in job["steps"]:
                if "checkout" in step.get("uses", ""):
                    assert step["with"].get("persist-credentials") == "false" or writes
                assert not (writes and "make" in step.get("run", ""))


def test_what_a_pull_request_brings_is_never_checked_out():
    """Every workflow is the main branch's own, and so is what it runs."""
    for file in FILES:
        triggers = load(file)["on"]
        assert not {"pull_request", "workflow_run"} & set(triggers)
        for step in steps(file):
            if "checkout" in step.get("uses", ""):
                assert step["with"]["ref"] == "main"
        if "pull_request_target" in triggers:
            assert "cache" not in file.read_text("utf-8")  # it would be the main branch's
            # A secret stands only in a job that has git alone, behind an environment of main.
            for job in load(file)["jobs"].values():
                assert "secrets." not in str(job) or "environment" in job


@pytest.mark.parametrize("makefile", MAKEFILES, ids=str)
def test_what_the_workflows_run_can_be_run_here(makefile: Path):
    targets = re.findall(r"^([a-z]+):", makefile.read_text("utf-8"), re.MULTILINE)
    ran = [step["run"] for file in FILES for step in steps(file) if "run" in step]
    made = [name for line in ran for name in re.findall(r"^make ([a-z]+)", line, re.MULTILINE)]
    assert {"review", "preview", "check", "record", "site", "complete"} == set(made) <= set(targets)


# --- a pull request -------------------------------------------------------------------------------


@pytest.fixture
def host(owned: Path, tmp_path: Path) -> Host:
    """A host of a test's own."""
    return Host(shutil.copytree(owned, tmp_path / "host", symlinks=True))


def branched(host: Host, name: str, files: dict[str, str]) -> None:
    """A branch of main that declares a revision, with `files` written besides."""
    host.git("checkout", "-q", "-b", name, "main")
    work = host.folder / "work"
    repositories.overlay(work, REPO / "tests" / "cases" / "review" / "fee-raised")
    for file in work.glob("expected.*.md"):
        file.unlink()
    for file, text in files.items():
        (work / file).write_text(text, "utf-8")
    host.git("add", "--all")
    host.git("commit", "-q", "-m", name)


def test_a_hostile_branch_changes_nothing_of_what_is_said_of_it(host: Host):
    """Makefile, set-up, theme, site settings and workflow of a branch take no part."""
    taken = "@echo TAKEN OVER | tee review.md review.html"
    hostile = {
        "Makefile": f"check review preview:\n\t{taken}\n",
        ".ci/setup": "#!/bin/sh\necho TAKEN OVER\n",
        ".github/workflows/pull-request.yml": "on: pull_request\n",
        "mkdocs.yml": "site_name: TAKEN OVER\nplugins: [taken_over]\n",
        "theme/pages/policy.html": "TAKEN OVER",
        "theme/overrides/main.html": "TAKEN OVER",
    }
    branched(host, "plain", {})
    branched(host, "hostile", hostile)
    plain, plain_check, _ = host.reviewed("plain")
    comment, check, machine = host.reviewed("hostile")

    warned = re.search(
        r"\*\*このブランチは.*技術担当者の確認が必要です。\*\*\n\n(?:- .*\n)+\n", comment
    )
    assert warned, comment
    assert warned.start() < 400
    assert "ファイルも6件" in warned[0]
    assert [name for name in hostile if f"`{name}`" not in warned[0]] == []
    assert comment.replace(warned[0], "") == plain
    assert "BRANCH" in plain
    assert plain.count("\n") > 50
    assert check == plain_check.replace("machine-plain", "machine-hostile")
    pages = [*(machine / "preview").rglob("*.html"), machine / "review.html"]
    assert len(pages) > 20
    assert not [page for page in pages if "TAKEN OVER" in page.read_text("utf-8")]
    shown = (machine / "preview" / "privacy-policy" / "index.html").read_text("utf-8")
    assert "改定案を含む確認用の表示です。" in shown


@pytest.mark.parametrize("review", ["missing", "link", "long", "plain"])
def test_the_comment_is_a_plain_file_of_a_host_s_length(tmp_path: Path, owned: Path, review: str):
    """Anything else is no review, and that is said in place of the one that stood there."""
    host = Host(tmp_path)
    (tmp_path / "bin").symlink_to(owned / "bin")
    (tmp_path / "comments").write_text("42\n")
    (tmp_path / "secret").write_text(f"{MARK}\nSECRET")
    folder = tmp_path / "review"
    folder.mkdir()
    if review == "link":
        (folder / "review.md").symlink_to(tmp_path / "secret")
    elif review != "missing":
        size = 65_536 - len(MARK) + (review == "long")
        (folder / "review.md").write_text(MARK + "規" * size, "utf-8")
    values = {"token": "none", "repository": "mihon/policies", "number": "7"}
    ((code, said),) = host.job("pull-request.yml", "comment", tmp_path, **values)
    assert code == 0, said
    comment = (tmp_path / "comment").read_text("utf-8")
    assert (tmp_path / "call").read_text() == "PATCH repos/mihon/policies/issues/comments/42\n"
    assert comment.startswith(MARK)
    assert "SECRET" not in comment
    assert ("There is no review of this change" in comment) == (review != "plain")


def test_nothing_but_texts_on_top_of_the_branch_is_pushed(host: Host):
    """What installed packages could have put into the commit that completes a branch stays out."""
    branched(host, "form", {})
    host.git("push", "-q", "origin", "form", "form:refs/pull/7/head")
    sha = host.git("rev-parse", "form").strip()
    machine = host.machine("tampered")
    host.git("fetch", "-q", "origin", "form", at="tampered")
    (machine / "incoming").mkdir()
    values = {"sha": sha, "number": "7", "token": "none", "ref": "form"}

    def pushed(parent: str, file: str, text: str) -> tuple[int, str]:
        host.git("checkout", "-q", "--detach", parent, at="tampered")
        (machine / file).write_text(text)
        host.git("add", file, at="tampered")
        host.git("commit", "-q", "-m", "Complete", at="tampered")
        host.git("update-ref", "refs/kaitei/completion", "HEAD", at="tampered")
        made = ("incoming/completion.bundle", "refs/kaitei/completion", "^main~0")
        host.git("bundle", "create", "-q", *made, at="tampered")
        host.git("checkout", "-q", "main", at="tampered")
        (told,) = host.job("complete.yml", "push", machine, **values)
        return told

    text = (host.folder / "work/content/privacy-policy/ja.md").read_text("utf-8")
    assert pushed("main", "content/privacy-policy/ja.md", text + "\n")[0] == 1  # not on top of it
    for file in ("Makefile", "content/facts.yml", "content/privacy-policy/new.md"):
        code, said = pushed(sha, file, "TAKEN OVER")
        assert (code, file in said) == (1, True), said
        assert said.startswith("::error::何も書き込みませんでした。")
    assert host.git("ls-remote", str(host.origin), "form").split()[0] == sha
    assert pushed(sha, "content/privacy-policy/ja.md", text + "\n") == (0, "")
    assert host.git("ls-remote", str(host.origin), "form").split()[0] != sha


# --- the main branch ------------------------------------------------------------------------------

REFUSES = """#!/bin/sh
echo 'error: GH013: Repository rule violations found for refs/heads/main.' >&2
exit 1
"""


def protected(host: Host) -> Path:
    """The hook by which the host refuses every push."""
    hook = host.origin / "hooks" / "pre-receive"
    hook.write_text(REFUSES)
    hook.chmod(0o755)
    return hook


def published(host: Host, name: str) -> Path:
    """A machine on which the job `push` finds what the job `publish` made on another one."""
    first, second = host.machine(f"{name}-publish"), host.machine(f"{name}-push")
    told = host.job("publish.yml", "publish", first)
    assert [code for code, _ in told] == [0, 0], told
    assert (host.folder / "output").read_text() == "grew=true\n"
    assert host.git("rev-parse", "origin/main", at=first.name) == host.git("rev-parse", "main")
    (second / "incoming").mkdir()
    shutil.copy(first / "record.bundle", second / "incoming")
    return second


def merged(host: Host) -> None:
    """A declared revision without mistakes, merged into main."""
    host.git("checkout", "-q", "main")
    work = host.folder / "work"
    repositories.overlay(work, REPO / "tests" / "cases" / "review" / "clause-added")
    text = work / "content/privacy-policy/ja.md"
    soon = datetime.now(ZoneInfo("Asia/Tokyo")).date() + timedelta(days=60)
    said = re.sub(r"(?m)^effective: .*$", f"effective: {soon}", text.read_text("utf-8"), count=1)
    text.write_text(said, "utf-8")
    host.git("add", "--all")
    host.git("commit", "-q", "-m", "Advertising")
    host.git("push", "-q", "origin", "main")


def test_a_protected_main_is_told_in_plain_words_and_the_site_is_built(host: Host):
    merged(host)
    hook = protected(host)
    ((code, said),) = host.job("publish.yml", "push", published(host, "refused"))
    assert code == 1
    assert said.startswith("::error::コードホストが記録の書込みを拒みました。")
    assert "docs/hosting.md" in said
    assert "GH013" not in said
    assert said.count("\n") == 1
    site = host.machine("site")
    assert [code for code, _ in host.job("publish.yml", "deploy", site)] == [0]
    assert (site / "site" / "index.html").is_file()

    hook.unlink()
    (host.folder / "output").unlink()
    ((code, said),) = host.job("publish.yml", "push", published(host, "let-through"))
    assert (code, said) == (0, "")
    host.git("pull", "-q")
    assert host.git("log", "-1", "--format=%s").strip() == "Publish privacy-policy@3"


def test_nothing_but_new_files_of_the_record_is_pushed(host: Host):
    """What installed packages could have put into the commit stays out; so does a late one."""
    merged(host)
    machine = published(host, "tampered")
    host.git("fetch", "-q", "incoming/record.bundle", "HEAD", at=machine.name)
    for file in ("Makefile", "versions/privacy-policy/1/ja.md"):
        host.git("checkout", "-q", "--detach", "FETCH_HEAD", at=machine.name)
        (machine / file).write_text("TAKEN OVER")
        host.git("commit", "-q", "-am", "Publish", at=machine.name)
        host.git("bundle", "create", "-q", "incoming/record.bundle", "main..HEAD", at=machine.name)
        host.git("checkout", "-q", "main", at=machine.name)
        ((code, said),) = host.job("publish.yml", "push", machine)
        assert (code, file in said) == (1, True), said
    assert host.git("ls-remote", str(host.origin), "main").split()[0] == (
        host.git("rev-parse", "main").strip()
    )

    late = host.machine("late")
    shutil.copytree(host.folder / "tampered-publish", late / "incoming")
    host.git("commit", "-q", "--allow-empty", "-m", "Meanwhile")
    host.git("push", "-q", "origin", "main")
    host.git("pull", "-q", at="late")
    ((code, said),) = host.job("publish.yml", "push", late)
    assert (code, "その間に main が更新された" in said) == (1, True)


def test_the_line_for_cron_builds_the_site_whatever_fails_before(host: Host):
    lines = (REPO / "docs" / "hosting.md").read_text("utf-8").splitlines()
    line = next(line for line in lines if "make site; }" in line).partition("cd")
    machine = host.machine("policies")
    around = {"HOME": str(host.folder), "SETUP": "true", "VENV": str(host.folder), "LC_ALL": "C"}

    def nightly() -> tuple[str, str]:
        shutil.rmtree(machine / "site", ignore_errors=True)
        code, said = host.shell("cd" + line[2], **around)
        assert code == 0, said
        assert (machine / "site" / "index.html").is_file()
        return said, host.git("log", "-1", "--format=%s", at="policies").strip()

    merged(host)
    hook = protected(host)
    said, newest = nightly()
    assert "The host refused the record: main is protected" in said
    assert newest == "Publish privacy-policy@3"
    hook.unlink()
    host.git("commit", "-q", "--allow-empty", "-m", "Meanwhile")
    host.git("push", "-q", "origin", "main")
    nightly()  # both, one after the other
    host.git("pull", "-q")
    assert host.git("log", "-2", "--format=%s").split("\n")[:2] == [newest, "Meanwhile"]
    host.origin.rename(host.folder / "gone")
    said, _ = nightly()
    assert "does not appear to be a git repository" in said
