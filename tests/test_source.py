import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from kaitei.base.problems import KaiteiError
from kaitei.drafts import reading
from kaitei.drafts.repository import Repository
from kaitei.model import Kind
from repositories import CASES, overlay

REVISION = "content/privacy-policy/revision.yml"
WORDS = "summary: {ja: [改めます。], en: [It changes.]}\nreason: {ja: 理由, en: reason}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A content/ that is whole, with nothing published."""
    for step in ("1", "2"):
        overlay(tmp_path, CASES / "record" / step)
    return tmp_path


def test_a_draft_is_what_stands_in_its_folder(root: Path):
    content = Repository(root).whole
    assert [draft.policy for draft in content.drafts] == ["privacy-policy", "requests"]
    draft = content.draft("privacy-policy")
    assert draft.files == {
        "ja": "content/privacy-policy/ja.md",
        "en": "content/privacy-policy/en.md",
    }
    assert draft.titles == {"ja": "個人情報保護方針", "en": "Privacy Policy"}
    assert draft.sources["ja"] == (root / draft.files["ja"]).read_text("utf-8")
    assert "500円（税込）" in draft.filled["ja"]
    assert "500 yen (including tax)" in draft.filled["en"]
    assert draft.used == {"organization", "desk", "desk-telephone", "desk-hours", "copy-fee"}
    declared = draft.declared
    assert (declared.number, declared.base, declared.kind) == (2, 1, Kind.REVISION)
    assert (declared.effective, declared.announced) == (date(2025, 4, 1), None)
    assert declared.summary["en"] == ("Surveys are added to the purposes.",)
    assert declared.line("effective") == 4


def test_an_editor_may_save_with_bom_and_crlf(root: Path):
    before = Repository(root).whole
    for file in (root / "content").rglob("*.*"):
        text = file.read_bytes().replace(b"\n", b"\r\n")
        file.write_bytes(b"\xef\xbb\xbf" + text)
    assert Repository(root).whole == before


DECLARATIONS = {
    "correction": "base: 1\neffective: 2027-01-01\n",
    "postponement": "of: 2\neffective: 2027-05-01\n",
    "withdrawal": "of: 2\neffective: 2027-01-01\n",
    "translation": "of: 2\n",
    "repeal": "of: 2\neffective: 2027-01-01\n",
    "withheld": "of: 2\n",
}


@pytest.mark.parametrize("kind", DECLARATIONS)
def test_every_event_can_be_declared(root: Path, kind: str):
    (root / REVISION).write_text(f"number: 3\nkind: {kind}\n{DECLARATIONS[kind]}{WORDS}", "utf-8")
    declared = Repository(root).whole.draft("privacy-policy").declared
    assert declared.kind == kind
    assert declared.of == (None if kind == "correction" else 2)
    assert (declared.effective is None) == ("effective" not in DECLARATIONS[kind])


def test_optional_fields_of_a_decision_are_kept(root: Path):
    (root / REVISION).write_text(
        "number: 3\nkind: revision\nbase: 2\neffective: 2027-01-01\nannounced: 2026-12-01\n"
        "announcement: 2027-new-year\ntranslation_later: [en]\ndecided_on: 2026-11-01\n"
        f"approved_by: 取締役会\nreference: 2026-14\n{WORDS}",
        "utf-8",
    )
    (root / "content/privacy-policy/en.md").unlink()
    draft = Repository(root).whole.draft("privacy-policy")
    assert draft.declared.extra == {
        "decided_on": "2026-11-01",
        "approved_by": "取締役会",
        "reference": "2026-14",
    }
    assert draft.declared.announced == date(2026, 12, 1)
    assert (draft.declared.announcement, list(draft.files)) == ("2027-new-year", ["ja"])


@pytest.mark.parametrize(
    ("extra", "rule"),
    [
        ("announcement: ../x", "field-wrong"),
        ("translation_later: [fr]", "field-wrong"),
        ("decided_on: 2026-13-01", "date-impossible"),
        ("announced: 2026-1-1", "field-wrong"),
        ("reference: [a, b]", "field-wrong"),
        ("date: 2026-11-22", "field-unknown"),
        ("effective: 2027-02-01", "yaml-duplicate"),
    ],
)
def test_a_declaration_is_read_strictly(root: Path, extra: str, rule: str):
    text = f"number: 3\nkind: revision\nbase: 2\neffective: 2027-01-01\n{WORDS}{extra}\n"
    (root / REVISION).write_text(text, "utf-8")
    with pytest.raises(KaiteiError) as caught:
        assert Repository(root).whole
    assert [(p.rule, p.place) for p in caught.value.problems] == [(rule, f"{REVISION}:7")]


def test_all_that_is_wrong_is_listed_and_the_rest_is_read(root: Path):
    (root / REVISION).write_text("number: three\n", "utf-8")
    (root / "content/privacy-policy/ja.md").write_bytes(b"---\ntitle: \xff\n---\n")
    content, problems = reading.read(root)
    assert content is not None
    assert [draft.policy for draft in content.drafts] == ["requests"]
    assert [(p.rule, p.file.rpartition("/")[2]) for p in problems] == [
        ("file-encoding", "ja.md"),
        ("field-missing", "revision.yml"),
    ]
    (root / "content/facts.yml").unlink()
    content, problems = reading.read(root)
    assert content is None
    assert [p.rule for p in problems] == ["file-missing"]


@pytest.mark.parametrize("linked", ["ja.md", "."])
def test_a_link_never_brings_a_file_in(root: Path, linked: str):
    policy = root / "content/privacy-policy"
    target = (policy / linked).rename(root / "elsewhere") if linked == "ja.md" else None
    if target is None:
        target = Path(shutil.move(policy, root / "elsewhere"))
    (policy if linked == "." else policy / linked).symlink_to(target)
    with pytest.raises(KaiteiError) as caught:
        assert Repository(root).whole
    assert {p.rule for p in caught.value.problems} == {"file-link"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read_is_named(root: Path):
    (root / "content/facts.yml").chmod(0)
    with pytest.raises(KaiteiError) as caught:
        assert Repository(root).whole
    assert [p.rule for p in caught.value.problems] == ["file-unreadable"]


def test_a_folder_in_place_of_a_file_is_named(root: Path):
    (root / REVISION).unlink()
    (root / REVISION).mkdir()
    with pytest.raises(KaiteiError) as caught:
        assert Repository(root).whole
    assert [(p.rule, p.file) for p in caught.value.problems] == [("file-unreadable", REVISION)]


def test_no_content_at_all_is_one_problem(tmp_path: Path):
    with pytest.raises(KaiteiError) as caught:
        assert Repository(tmp_path).whole
    assert [p.place for p in caught.value.problems] == ["content/organization.yml"]
