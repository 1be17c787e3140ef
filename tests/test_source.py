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

FILES = {lang: f"content/privacy-policy/{lang}.md" for lang in ("ja", "en")}
WORDS = {
    "ja": "summary:\n  - 改めます。\nreason: 理由\n",
    "en": "summary:\n  - It changes.\nreason: reason\n",
}


def declare(root: Path, declared: str, lang: str = "ja") -> None:
    """Write what is declared above a text, in place of what stood there."""
    file = root / FILES[lang]
    text = file.read_text("utf-8").split("---\n", 2)[2]
    file.write_text(f"---\ntitle: Title\n{declared}{WORDS[lang]}---\n{text}", "utf-8")


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
    assert draft.written["ja"] == (root / draft.files["ja"]).read_text("utf-8")
    assert draft.sources["ja"].count("\n") == draft.written["ja"].count("\n")
    assert draft.filled["ja"].startswith("---\ntitle: 個人情報保護方針\n---\n\n見本株式会社は")
    assert "500円（税込）" in draft.filled["ja"]
    assert "500 yen (including tax)" in draft.filled["en"]
    assert draft.used == {"organization", "desk", "desk-telephone", "desk-hours", "copy-fee"}
    declared = draft.declared.main
    assert (declared.kind, declared.base) == (Kind.REVISION, None)
    assert (declared.effective, declared.announced) == (date(2025, 4, 1), None)
    assert declared.summary["en"] == ("Surveys are added to the purposes.",)
    assert declared.place("effective") == (draft.files["ja"], 4)
    assert declared.place("summary", "en", 0) == (draft.files["en"], 4)


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
    "repeal": "of: 2\neffective: 2027-01-01\n",
    "withheld": "of: 2\n",
}


def test_every_event_can_be_declared(root: Path):
    for kind, fields in DECLARATIONS.items():
        declare(root, f"kind: {kind}\n{fields}")
        declared = Repository(root).whole.draft("privacy-policy").declared.main
        assert declared.kind == kind
        assert declared.of == (None if kind == "correction" else 2)
        assert (declared.effective is None) == ("effective" not in fields)


def test_a_late_translation_is_declared_in_its_own_file(root: Path):
    declare(root, "kind: translation\nof: 2\n", "en")
    declared = Repository(root).whole.draft("privacy-policy").declared
    (late,) = declared.late
    assert (declared.main.kind, late.kind, late.of) == (Kind.REVISION, Kind.TRANSLATION, 2)
    assert late.summary == {"en": ("It changes.",), "ja": ("英語の本文を追加します。",)}


def test_optional_fields_of_a_decision_are_kept(root: Path):
    declare(
        root,
        "kind: revision\neffective: 2027-01-01\nannounced: 2026-12-01\n"
        "announcement: 2027-new-year\ntranslation_later: [en]\ndecided: 2026-11-01\n"
        "approved_by: 取締役会\nreference: 2026-14\ntransitional: 従前の例によります。\n",
    )
    file = root / FILES["en"]
    file.write_text("---\ntitle: T\ntransitional: As before.\n---\n", "utf-8")
    draft = Repository(root).whole.draft("privacy-policy")
    main = draft.declared.main
    assert main.extra == {
        "decided_on": "2026-11-01",
        "approved_by": "取締役会",
        "reference": "2026-14",
        "transitional": {"ja": "従前の例によります。", "en": "As before."},
    }
    assert main.announced == date(2026, 12, 1)
    assert (main.announcement, list(draft.files)) == ("2027-new-year", ["ja"])


def test_a_declaration_is_read_strictly(root: Path):
    for extra, rule in (
        ("announcement: ../x", "field-wrong"),
        ("together: [Privacy Policy]", "field-wrong"),
        ("together: privacy-policy, terms", "field-wrong"),
        ("translation_later: [fr]", "field-wrong"),
        ("decided: 2026-13-01", "date-impossible"),
        ("announced: 2026-1-1", "field-wrong"),
        ("reference: [a, b]", "field-wrong"),
        ("date: 2026-11-22", "field-unknown"),
        ("effective: 2027-02-01", "yaml-duplicate"),
    ):
        declare(root, f"kind: revision\neffective: 2027-01-01\n{extra}\n")
        with pytest.raises(KaiteiError) as caught:
            assert Repository(root).whole
        told = [(p.rule, p.place) for p in caught.value.problems]
        assert told == [(rule, f"{FILES['ja']}:5")]


def test_every_name_that_means_nothing_is_told_in_one_run(root: Path):
    declare(root, "layout: page\nkind: revision\neffectiv: 2027-01-01\ntags: [a]\n")
    declare(root, "author: me\n", "en")
    with pytest.raises(KaiteiError) as caught:
        assert Repository(root).whole
    told = [(p.rule, p.place) for p in caught.value.problems]
    assert sorted(told) == sorted(
        [("field-unknown", f"{FILES['ja']}:{n}") for n in (3, 5, 6)]
        + [("field-unknown", f"{FILES['en']}:3")]
    )


def test_all_that_is_wrong_is_listed_and_the_rest_is_read(root: Path):
    declare(root, "kind: change\n", "en")
    (root / FILES["ja"]).write_bytes(b"---\ntitle: \xff\n---\n")
    with (root / "content/requests/ja.md").open("a", encoding="utf-8") as text:
        text.write("{{nothing}}\n")
    content, problems = reading.read(root)
    assert content is not None
    assert content.drafts == ()
    assert [(p.rule, p.file) for p in problems] == [
        ("file-encoding", FILES["ja"]),
        ("fact-unknown", "content/requests/ja.md"),
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
    (root / FILES["ja"]).unlink()
    (root / FILES["ja"]).mkdir()
    with pytest.raises(KaiteiError) as caught:
        assert Repository(root).whole
    assert [(p.rule, p.file) for p in caught.value.problems] == [("file-unreadable", FILES["ja"])]


def test_no_content_at_all_is_one_problem(tmp_path: Path):
    with pytest.raises(KaiteiError) as caught:
        assert Repository(tmp_path).whole
    assert [p.place for p in caught.value.problems] == ["content/organization.yml"]
