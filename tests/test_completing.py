"""`kaitei complete`: cases are texts as a form saved them, and as they are completed."""

import os
from pathlib import Path

import pytest

import drafting
from conftest import GitRepository, run_kaitei

CASES = Path(__file__).parent / "cases" / "completing"
BEFORE = CASES.parent / "renumber" / "both"
LANGUAGES = ("ja", "en")


def body(file: Path) -> str:
    """A text without front matter."""
    return file.read_text("utf-8").split("---\n", 2)[-1].lstrip("\n")


@pytest.fixture
def branch(git_repo: GitRepository):
    """branch(case) -> a repository with a draft on the branch `form`, and main checked out."""

    def branched(case: str) -> GitRepository:
        root = git_repo.path
        before = {lang: body(BEFORE / f"before.{lang}.md") for lang in LANGUAGES}
        drafting.repository(root, before, before)
        git_repo.git("add", "--all")
        git_repo.git("commit", "-qm", "Published")
        git_repo.git("checkout", "-qb", "form")
        draft = {lang: (CASES / case / f"draft.{lang}.md").read_text("utf-8") for lang in LANGUAGES}
        drafting.draft(root, draft, "revision")
        git_repo.git("commit", "-qam", "Saved by a form")
        git_repo.git("checkout", "-q", "main")
        return git_repo

    return branched


def complete(repository: GitRepository, *more: str) -> str:
    command = ("complete", "--on", "2026-11-22", "--lang", "ja", *more)
    done = run_kaitei(*command, cwd=repository.path)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_what_a_form_leaves_open_is_completed(branch, case: str, tmp_path: Path):
    repository, made = branch(case), tmp_path / "made"
    complete(repository, "--branch", "form", "--output", str(made))
    assert repository.git("status", "--porcelain") == ""  # nothing of the branch was laid out here
    found = {f"expected.{x}.md": body(made / f"content/terms/{x}.md") for x in LANGUAGES}
    found["message.txt"] = (made / "message").read_text("utf-8")
    for name, text in found.items():
        file = CASES / case / name
        if os.environ.get("KAITEI_WRITE_CASES"):
            file.write_text(text, "utf-8")
        assert text == file.read_text("utf-8"), name


def test_what_main_changed_meanwhile_is_no_change_of_the_branch(branch):
    """The branch has the text as it was when it began, numbers that are wrong included."""
    repository = branch("one-language")
    repository.git("checkout", "-qb", "idle", "form")
    repository.git("commit", "-q", "--allow-empty", "-m", "Nothing")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "form")
    complete(repository, "--base", "HEAD~1", "--write")
    repository.git("commit", "-qam", "Completed")
    assert complete(repository, "--branch", "idle") == "直すものはありません。\n"


def test_a_form_that_was_open_meanwhile_saves_and_is_completed_again(branch):
    """It knows nothing of the commit that completed the branch, and so takes it back."""
    repository = branch("one-language")
    repository.git("checkout", "-q", "form")
    file = repository.path / "content/terms/ja.md"
    stale = file.read_text("utf-8")
    complete(repository, "--base", "main", "--write")
    repository.git("commit", "-qam", "Completed")
    made = repository.git("show", "HEAD:content/terms")
    completed = file.read_text("utf-8")
    file.write_text(stale.replace("します。", "いたします。"), "utf-8")
    repository.git("commit", "-qam", "Saved again")
    complete(repository, "--base", "main", "--write")
    assert file.read_text("utf-8") == completed.replace("します。", "いたします。")
    repository.git("commit", "-qam", "Completed again")
    assert repository.git("show", "HEAD:content/terms") == made  # the other language is as it was


def test_what_is_complete_stays_as_it_is(branch, tmp_path: Path):
    """Nothing is done a second time, nor to a policy that the branch leaves alone."""
    repository = branch("one-language")
    assert complete(repository) == "直すものはありません。\n"
    repository.git("checkout", "-q", "form")
    assert "書き込みました" in complete(repository, "--base", "main", "--write")
    assert complete(repository, "--base", "main") == "直すものはありません。\n"
    checked = run_kaitei("check", "--on", "2026-11-22", cwd=repository.path)
    assert checked.returncode == 1
    assert "[UNTRANSLATED]" in checked.stdout  # a mark is never published
