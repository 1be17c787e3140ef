"""git as it is asked: real repositories, whatever their settings, and never a wrong answer."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import GitRepository
from kaitei.base.problems import KaiteiError
from kaitei.record import git
from kaitei.record.git import History


def rules(root: Path) -> list[str]:
    """The rules of the problems that asking for the history of `root` raises."""
    with pytest.raises(KaiteiError) as caught:
        git.find(root)
    return [problem.rule for problem in caught.value.problems]


def told(git_repo: GitRepository, folder: str = "versions") -> list[tuple[str, str]]:
    return [(c.status, c.path) for c in History(git_repo.path).changes(folder)]


def test_changes_are_the_main_lines_oldest_first(git_repo: GitRepository):
    git_repo.write("versions/a", "1")
    first = git_repo.commit("first")
    git_repo.git("checkout", "--quiet", "-b", "branch")
    git_repo.write("versions/b", "draft of a branch")
    git_repo.commit("draft")
    git_repo.write("versions/b", "2")
    git_repo.commit("branch")
    git_repo.git("checkout", "--quiet", "main")
    git_repo.write("elsewhere", "x")
    git_repo.commit("elsewhere")
    git_repo.git("merge", "--quiet", "--no-edit", "branch")
    git_repo.write("versions/a", "3")
    (git_repo.path / "versions/b").unlink()
    git_repo.commit("last")
    assert told(git_repo) == [
        ("A", "versions/a"),
        ("A", "versions/b"),  # once, as the merge brought it
        ("D", "versions/b"),
        ("M", "versions/a"),
    ]
    change = History(git_repo.path).changes("versions")[0]
    assert change.commit == first
    assert change.blob == git.blob_id(b"1", like=change.blob)
    assert change.when == datetime(2026, 11, 22, 3, 1, tzinfo=UTC)
    assert History(git_repo.path).introduced("versions/a") == change.when
    assert History(git_repo.path).introduced("versions/z") is None


def test_settings_of_the_user_do_not_change_the_answer(git_repo: GitRepository):
    git_repo.write("versions/日本 語\n.md", "1")
    git_repo.commit("first")
    expected = told(git_repo)
    assert expected == [("A", "versions/日本 語\n.md")]
    for name, value in {
        "log.showRoot": "false",
        "log.showSignature": "true",
        "log.abbrevCommit": "true",
        "log.decorate": "full",
        "log.follow": "true",
        "color.ui": "always",
        "core.quotePath": "true",
        "diff.renames": "copies",
        "diff.relative": "false",
        "format.pretty": "oneline",
    }.items():
        git_repo.git("config", name, value)
    assert told(git_repo) == expected


def test_a_replaced_object_does_not_show_another_past(git_repo: GitRepository):
    git_repo.write("versions/a", "1")
    old = git_repo.commit("first")
    git_repo.write("versions/a", "2")
    new = git_repo.commit("second")
    git_repo.git("replace", old, new)
    assert told(git_repo) == [("A", "versions/a"), ("M", "versions/a")]


def test_a_root_below_the_top_of_the_repository(git_repo: GitRepository):
    git_repo.write("policies/versions/a", "1")
    git_repo.write("versions/other", "2")
    head = git_repo.commit("first")
    below = git.find(git_repo.path / "policies")
    assert below
    assert [change.path for change in below.changes("versions")] == ["versions/a"]
    assert list(below.tree("versions")) == ["versions/a"]
    assert below.read(head, "versions/a") == b"1"


def test_reading_a_file_of_a_commit(git_repo: GitRepository):
    git_repo.write("a", b"\xff\r\n\n\n")
    commit = git_repo.commit("first")
    git_repo.write("a", "2")
    git_repo.commit("second")
    past = History(git_repo.path)
    assert past.read(commit, "a") == b"\xff\r\n\n\n"
    for revision in ("--output=x", "HEAD", "main:", f"{commit}:a", "", "ＡＢＣＤＥＦＡ"):
        with pytest.raises(KaiteiError) as caught:
            past.read(revision, "a")
        assert caught.value.problems[0].rule == "git-revision"
    with pytest.raises(KaiteiError) as caught:
        past.read(commit, "b")
    assert caught.value.problems[0].rule == "git-failed"
    assert {path.name for path in git_repo.path.iterdir()} == {".git", "a"}


def test_nothing_committed_yet(git_repo: GitRepository):
    past = git.find(git_repo.path)
    assert past
    assert past.head() == ""
    assert past.changes("versions") == ()
    assert past.tree("versions") == {}


def test_a_shallow_clone_is_known(git_repo: GitRepository, tmp_path: Path):
    for number in range(3):
        git_repo.write("a", str(number))
        git_repo.commit(str(number))
    git_repo.git("clone", "--quiet", "--depth=1", f"file://{git_repo.path}", str(tmp_path / "c"))
    assert History(tmp_path / "c").is_shallow()
    assert not History(git_repo.path).is_shallow()


def test_where_git_can_not_be_asked(
    git_repo: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert git.find(tmp_path) is None
    with monkeypatch.context() as patch:
        patch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own switch for this test
        assert rules(git_repo.path) == ["git-ownership"]
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        assert rules(git_repo.path) == ["git-missing"]
    (git_repo.path / ".git/HEAD").write_text("rubbish")
    assert rules(git_repo.path) == ["git-failed"]


def test_git_need_not_be_there_to_import(tmp_path: Path):
    """The command starts, and says what is missing, on a machine without git."""
    from sys import executable

    code = "import kaitei.record.git"
    scripts = str(Path(__file__).parent.parent / "scripts")
    environment = os.environ | {"PATH": str(tmp_path), "PYTHONPATH": scripts}
    assert subprocess.run([executable, "-c", code], env=environment).returncode == 0
