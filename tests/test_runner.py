"""The workflows of an owner's repository, run by `act` from the pull request to the deployed site.

Of the host only what GitHub alone has is played (see `runner`); the steps stand as they are.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import repositories
import runner
from conftest import REPO
from runner import Runner

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(runner.program() is None, reason="NO act HERE: THE WORKFLOWS DID NOT RUN"),
]

# What a branch could put in place of everything that runs, judges or shows.
HOSTILE = {
    "Makefile": "%:\n\t@echo TAKEN OVER | tee review.md review.html\n",
    ".ci/setup": "#!/bin/sh\necho TAKEN OVER\n",
    ".ci/complete": "#!/bin/sh\necho TAKEN OVER\n",
    ".github/workflows/pull-request.yml": "on: pull_request_target\njobs: {}\n",
    ".github/workflows/complete.yml": "on: pull_request_target\njobs: {}\n",
    "mkdocs.yml": "site_name: TAKEN OVER\nplugins: [taken_over]\n",
    "scripts/kaitei/__init__.py": "print('TAKEN OVER')\n",
    "theme/pages/policy.html": "TAKEN OVER",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, records) -> Path:
    """An owner's host, to be copied."""
    return runner.owned(tmp_path_factory.mktemp("host"), records("settled")).folder


@pytest.fixture
def host(made: Path, tmp_path: Path) -> Iterator[Runner]:
    folder = shutil.copytree(made, tmp_path / "host", symlinks=True)
    with runner.serving(Runner(folder)) as serving:
        yield serving


def branched(host: Runner, name: str, hostile: bool = False, translated: bool = True) -> None:
    """A branch that adds a clause, as a form saves it; if not `translated`, in Japanese only."""
    host.git("checkout", "-q", "-B", name, "main")
    repositories.overlay(host.work, REPO / "tests/cases/review/clause-added")
    for lang in ("ja", "en"):
        (host.work / f"expected.{lang}.md").unlink()
        file = host.work / f"content/privacy-policy/{lang}.md"
        text = re.sub(r"effective: .*", "effective: 2099-04-01", file.read_text("utf-8"))
        if lang == "en" and not translated:
            text = re.sub(r"(?ms)^## 2\. .*?(?=^## 3\.)", "", text)
        file.write_text(text, "utf-8")
    for file, text in HOSTILE.items() if hostile else ():
        (host.work / file).write_text(text, "utf-8")
    host.git("add", "--all")
    host.git("commit", "-q", "-m", "Calls are recorded")
    host.receive(name)


def test_a_branch_is_completed_by_main_s_program_and_pushed_by_the_app(host: Runner):
    branched(host, "form", hostile=True, translated=False)
    before = host.head("form")
    app = {"COMPLETE_APP": "the-app", "complete_app_key": "the-app-s-key"}
    asked = ("complete.yml", "pull_request_target", "form")
    assert host.run(*asked, **app)[0] == 0  # not switched on
    assert host.head("form") == before
    code, said = host.run(*asked, COMPLETE="true", **app)
    assert code == 0, said
    assert "TAKEN OVER" not in said
    assert host.pushed() == ["app"]
    assert host.git("rev-parse", "form^", at=host.origin) == before
    changed = host.git("diff", "--name-only", "form^", "form", at=host.origin)
    assert changed == "content/privacy-policy/en.md"
    assert "英語の訳がない条項に" in host.git("log", "-1", "--format=%B", "form", at=host.origin)


def test_a_hostile_branch_changes_neither_comment_nor_check_nor_preview(host: Runner):
    told = {}
    for name in ("plain", "hostile"):
        branched(host, name, hostile=name == "hostile")
        code, said = host.run("pull-request.yml", "pull_request_target", name)
        assert code == 0, said
        assert "TAKEN OVER" not in said
        check = re.findall(r"^\[pull request/review\]   ([|❗⚠🚧].*)", said, re.MULTILINE)
        comment = (host.folder / "comment").read_text("utf-8")
        sha = host.head(name)
        told[name] = (
            comment.replace(sha[:12], "BRANCH"),
            [line.replace(sha, "BRANCH") for line in check],
        )
    (plain, plain_check), (comment, check) = told.values()
    assert "当社は、通話を録音することがあります。" in plain
    warned = re.search(
        r"\*\*このブランチは.*技術担当者の確認が必要です。\*\*\n\n(?:- .*\n)+\n", comment
    )
    assert warned, comment
    assert [name for name in HOSTILE if f"`{name}`" not in warned[0]] == []
    assert comment.replace(warned[0], "") == plain
    assert check == plain_check
    assert len(check) > 3
    review = host.folder / "artifacts/review"
    pages = [*(review / "preview").rglob("*.html"), review / "review.html"]
    assert len(pages) > 20
    assert not [page for page in pages if "TAKEN OVER" in page.read_text("utf-8")]
    shown = (review / "preview/privacy-policy/index.html").read_text("utf-8")
    assert "改定案を含む確認用の表示です。" in shown
    assert host.pushed() == []


def test_what_is_merged_is_published_through_main_s_rules_and_deployed(host: Runner):
    branched(host, "form")
    host.receive("form", to="main")
    announced = host.folder / "pages/privacy-policy/3/changes/index.html"
    code, said = host.run("publish.yml", "push")
    assert code == 1
    assert "コードホストが記録の書込みを拒みました。" in said
    assert "docs/hosting.md" in said
    assert host.pushed() == []
    assert (host.folder / "pages/index.html").is_file()  # the site keeps its day all the same
    assert not announced.exists()

    code, said = host.run("publish.yml", "schedule", publish_key="the-deploy-key")
    assert code == 0, said
    assert host.pushed() == ["key"]
    newest = host.git("log", "-1", "--format=%an %s", "main", at=host.origin)
    assert newest == "kaitei Publish privacy-policy@3"
    assert "当社は、通話を録音することがあります。" in announced.read_text("utf-8")
