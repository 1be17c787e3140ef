"""`kaitei revise --replace`: one wording in place of another, in every policy that has it."""

from datetime import date
from pathlib import Path

import pytest

import repositories
from conftest import run_kaitei
from kaitei.base.problems import KaiteiError
from kaitei.drafts import checks, publish, scaffold
from kaitei.drafts.repository import Repository
from kaitei.drafts.scaffold.rewording import Replacement

TODAY = date(2026, 11, 22)
PAIRS = [("請求の手続", "開示等の手続"), ("Requests", "Disclosure")]
REASON = {"ja": "名称を改めたためです。", "en": "It has another name."}


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("総務部長は、総務部に", "人事部長は、人事部に"),
        ("新総務部と総務部", "新総務部と人事部"),  # a new wording that holds the old one
        ("[総務部](../総務部/#総務部)", "[人事部](../総務部/#総務部)"),
        ("## 総務部 {#総務部}", "## 人事部 {#総務部}"),
        ("{{総務部}}、<https://example.com/総務部>", "{{総務部}}、<https://example.com/総務部>"),
        ("HR, HRM, THR and HR.", "People, HRM, THR and People."),
        ("東と西", "西と東"),  # both at once, none twice
    ],
)
def test_a_wording_is_exchanged_where_it_stands_as_a_whole(line: str, made: str):
    pairs = [("総務部", "人事部"), ("総務部門", "新総務部"), ("HR", "People")]
    assert Replacement([*pairs, ("東", "西"), ("西", "東")]).into(line) == made


@pytest.fixture
def settled(tmp_path: Path) -> Path:
    return repositories.make(tmp_path / "own", "settled")


def test_every_policy_that_has_it_is_revised_in_one_announcement(settled: Path):
    edits = scaffold.reword(Repository(settled), PAIRS, TODAY, reason=REASON)
    assert edits.left == ()
    edits.write(settled)
    told = checks.check(Repository(settled), TODAY)
    assert [found for found in told if found.severity == "error"] == []
    done = publish.publish(Repository(settled), TODAY)
    assert [(one.policy, str(one.effective)) for one in done] == [
        ("privacy-policy", "2026-12-06"),
        ("requests", "2026-12-06"),
    ]
    record = Repository(settled).record.policies
    newest = [policy.publications[-1] for policy in record]
    assert {one.announcement for one in newest} == {"wording-2026-11-22"}
    said = "「請求の手続」を「開示等の手続」に改めます。"
    assert {one.summary["ja"] for one in newest} == {(said,)}
    assert {one.reason["en"] for one in newest} == {"It has another name."}
    assert newest[1].titles == {"ja": "開示等の手続", "en": "Disclosure"}
    assert "[開示等の手続](../requests/#kinds)" in newest[0].sources["ja"]
    again = scaffold.reword(Repository(settled), PAIRS, TODAY)
    assert again.files == ()


def test_what_a_person_has_to_look_at_is_listed(settled: Path):
    """A wording in a fact, one that is parted, and one in what is pending already."""
    file = settled / "content" / "privacy-policy" / "en.md"
    file.write_text(file.read_text("utf-8") + "\nThe Help**desk** answers.\n", "utf-8")
    edits = scaffold.reword(Repository(settled), [("相談窓口", "受付")], TODAY)
    assert [(p.rule, p.file, p.line) for p in edits.left] == [
        ("reword-fact", "content/facts.yml", 3)
    ]
    edits = scaffold.reword(Repository(settled), [("Helpdesk", "Desk")], TODAY)
    assert edits.files == ()
    assert [(p.rule, p.file) for p in edits.left] == [
        ("reword-split", "content/privacy-policy/en.md"),
        ("reword-fact", "content/facts.yml"),
    ]
    scaffold.reword(Repository(settled), [("billing", "invoicing")], TODAY).write(settled)
    edits = scaffold.reword(Repository(settled), [("identity", "who asks")], TODAY)
    assert [p.rule for p in edits.left] == ["reword-pending"]
    assert edits.files == ("content/privacy-policy/en.md",)
    with pytest.raises(KaiteiError, match="no-such"):
        scaffold.reword(Repository(settled), PAIRS, TODAY, only="no-such")


def test_the_command_shows_first_and_writes_where_it_is_asked_to(settled: Path):
    files = sorted((settled / "content").rglob("*.md"))
    as_it_was = [file.read_bytes() for file in files]
    command = ["revise", "--all", "--on", "2026-11-22", "--lang", "en"]
    command += [word for pair in PAIRS for word in ("--replace", *pair)]
    shown = run_kaitei(*command, cwd=settled)
    assert [file.read_bytes() for file in files] == as_it_was
    assert "- title: 請求の手続\n" in shown.stdout
    assert "+ title: 開示等の手続\n" in shown.stdout
    assert "+ reason:  # why it changes\n" in shown.stdout
    assert shown.stdout.endswith("Where this is what you mean, add --write.\n")
    written = run_kaitei(*command, "--write", cwd=settled)
    assert "Written: content/privacy-policy/ja.md" in written.stdout
    for wrong in (["--all"], ["requests", "--all"], [], ["requests", "--write"]):
        assert run_kaitei("revise", *wrong, cwd=settled).returncode == 2
    for wrong in (["--replace", "x", "x"], ["--replace", "", "x"]):
        assert run_kaitei("revise", "--all", *wrong, cwd=settled).returncode == 2
    for wrong in (["--kind", "correction"], ["--from", "1"]):
        assert run_kaitei("revise", "--all", "--replace", "x", "y", *wrong).returncode == 2
