import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import repositories
from kaitei.base import problems as errors
from kaitei.drafts import checks
from kaitei.drafts.repository import Repository
from kaitei.model import facts
from kaitei.record import Record
from repositories import CASES, RECORDS, lines

TODAY = date(2026, 11, 22)
MISTAKES = [
    folder for record in RECORDS for folder in sorted((CASES / record).iterdir()) if folder.is_dir()
]


@pytest.fixture
def repository(records: Callable[[str], Path], tmp_path: Path):
    """repository(record) -> a fresh copy."""

    def copy(record: str) -> Path:
        return Path(shutil.copytree(records(record), tmp_path / record, symlinks=True))

    return copy


def told(problems: list[errors.Problem], lang: str) -> str:
    """Problems as a person reads them."""
    return "".join(
        f"{p.place}: {p.severity} [{p.rule}] {p.message(lang)}\n    {p.mend(lang)}\n"
        for p in problems
    )


@pytest.mark.parametrize("record", RECORDS)
def test_a_clean_repository_gives_none(repository, record: str):
    waiting = ["translation-missing"] if record == "waiting" else []
    assert [p.rule for p in checks.check(Repository(repository(record)), TODAY)] == waiting


@pytest.mark.parametrize("folder", sorted((CASES / "clean").iterdir()), ids=lambda f: f.name)
def test_a_text_as_people_write_it_gives_none(repository, folder: Path):
    root = repository("settled")
    repositories.overlay(root, folder)
    assert told(checks.check(Repository(root), TODAY), "en") == ""


@pytest.mark.parametrize("folder", MISTAKES, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_a_mistake_is_told_in_both_languages(repository, folder: Path):
    root = repository(folder.parent.name)
    repositories.overlay(root, folder)
    before = sorted((root / "versions").rglob("*"))
    on = date.fromisoformat((lines(folder / "on.txt") or [TODAY.isoformat()])[0])
    problems = checks.check(Repository(root), on, production=folder.parent.name == "production")
    assert problems, "no rule finds anything here; what is no mistake stands in clean/"
    for lang in ("en", "ja"):
        file = folder / f"expected.{lang}.txt"
        if os.environ.get("KAITEI_WRITE_CASES"):
            file.write_text(told(problems, lang), "utf-8")
        assert told(problems, lang) == file.read_text("utf-8")
    assert sorted((root / "versions").rglob("*")) == before


def test_every_rule_has_a_case():
    """The catalogue's sections of these rooms, against the rules that the cases expect."""
    catalogue = (Path(errors.__file__).parent / "rules.toml").read_text("utf-8")
    rooms = ("any file", "fields", "source", "checks")
    sections = [s for s in catalogue.split("\n# --- ")[1:] if s.startswith(rooms)]
    rules = set(re.findall(r"^\[([a-z0-9-]+)\]$", "\n".join(sections), re.MULTILINE))
    stories = (CASES.parent / "stories").glob("*.md")
    told = [*CASES.rglob("expected.en.txt"), *stories]
    expected = "".join(file.read_text("utf-8") for file in told)
    without = rules - set(re.findall(r"(?:error|warning|note) \[([a-z0-9-]+)\]", expected))
    reading = (CASES.parent / "reading").rglob("expected.txt")
    without -= {line.split(" ")[2] for file in reading for line in lines(file)}
    elsewhere = {
        "file-link",
        "file-unreadable",
        "file-unwritable",
        "font-missing",
        "reference-shifted",
        "holidays-unknown",
    }
    unheld = {"name-device", "name-long"}  # a case would be a folder that Windows can't hold
    assert without <= elsewhere | unheld  # these have tests of their own rooms


SEVEN = [
    re.split(r"\s{2,}", line)
    for line in lines(CASES / "requests.txt")
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("key", "article", "fee", "ja", "en"), SEVEN, ids=lambda s: s)
def test_each_request_has_its_article_and_a_fee_only_where_the_law_allows_one(
    repository, key, article, fee, ja, en
):
    root = repository("settled")
    file = root / "content/facts.yml"
    text = file.read_text("utf-8").replace("      fee: copy-fee\n", "")
    before, kind, after = re.split(rf"(    {key}:\n.*?article: \S+\n)", text, flags=re.DOTALL)
    assert re.search(r'article: "?([^"\n]+)', kind)[1] == article
    file.write_text(f"{before}{kind}      fee: copy-fee\n{after}", "utf-8")
    told = {p.rule for p in checks.check(Repository(root), TODAY) if p.file == "content/facts.yml"}
    assert told - {"fact-undeclared"} == ({"fee-forbidden"} if fee == "may-not" else set())
    settings = facts.load(root / "content")
    assert f"| {ja} |" in settings.table("kinds", "ja")
    assert f"| {en} |" in settings.table("kinds", "en")
    file.write_text(before + after, "utf-8")
    told = {p.rule for p in checks.check(Repository(root), TODAY) if p.file == "content/facts.yml"}
    assert told - {"fact-undeclared"} == {"requests-missing"}


def test_a_change_in_the_record_is_told_and_content_is_not_held_against_it(repository):
    root = repository("settled")
    text = root / "versions" / "privacy-policy" / "2" / "ja.md"
    text.write_text(text.read_text("utf-8").replace("第1条", "第9条"), "utf-8")
    problems = checks.check(Repository(root), TODAY)
    assert {p.file for p in problems} == {"versions/privacy-policy/2/ja.md"}
    assert all(p.severity == "error" for p in problems)
    assert Record(root).faults == problems


def test_a_short_notice_is_what_the_owner_says_it_is(repository):
    root = repository("settled")
    repositories.overlay(root, CASES / "settled" / "notice-short")
    company = root / "content" / "organization.yml"
    company.write_text(
        company.read_text("utf-8").replace("sample: true", "sample: true\nshort_notice: error"),
        "utf-8",
    )
    (found,) = checks.check(Repository(root), TODAY)
    assert (found.rule, found.severity) == ("notice-short", "error")


def test_what_the_law_asks_for_is_an_error_without_the_sample_flag(repository):
    root = repository("settled")
    company = root / "content" / "organization.yml"
    text = company.read_text("utf-8").replace("sample: true", "sample: false")
    company.write_text(
        "\n".join("representative:" if "resentative" in x else x for x in text.split("\n")),
        "utf-8",
    )
    assert [(p.rule, p.severity) for p in checks.check(Repository(root), TODAY)] == [
        ("item-open", "error")
    ]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (">" * 500 + " x", "markup-nesting"),
        ("[" * 4000, "markup-brackets"),
        ("\n".join(["*a* " * 8] * 2_000), "markup-crowded"),
    ],
)
def test_what_cannot_be_parsed_is_told_with_its_place(repository, line: str, rule: str):
    root = repository("upcoming")
    file = next((root / "content").glob("*/en.md"))
    number = file.read_text("utf-8").count("\n") + 2
    with file.open("a", encoding="utf-8") as stream:
        stream.write(f"\n{line}\n")
    problems = checks.check(Repository(root), TODAY)
    place = f"{file.relative_to(root)}:{number}"
    assert [p.place for p in problems if p.rule.startswith("markup-")] == [place]
    assert rule in {p.rule for p in problems}
