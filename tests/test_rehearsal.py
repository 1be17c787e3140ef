"""Publishing is rehearsed: what could not be built afterwards is refused before, by its field."""

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import REPO
from kaitei.base import yamlfile
from kaitei.drafts import publish
from kaitei.drafts.repository import Repository
from legal import FACTS, Legal, tree
from records import ORGANIZATION

NO_GLYPH = "\ufff9"  # an interlinear annotation anchor: typst has no way to print it
OFF = {"off": [{"rule": "character-invisible", "reason": "Else it is told by its line."}]}


@pytest.fixture
def legal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Legal:
    """A first text to publish, with a theme of its own and PDFs; and a folder for what is tried."""
    folder = tmp_path / "tried"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    root = tmp_path / "repository"
    shutil.copytree(REPO / "theme", root / "theme")
    config = (REPO / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(config.replace("kaitei: {}", "kaitei: {pdf: true}"), "utf-8")
    made = Legal(root)
    made.write("checks.yml", yamlfile.dump(OFF))
    return made


def edit(legal: Legal, file: str, old: str, new: str) -> None:
    path = legal.root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def fault(file: str, old: str, new: str) -> Callable[[Legal], None]:
    return lambda legal: edit(legal, file, old, new)


def unprintable_fact(legal: Legal) -> None:
    """A fact that both texts say, and nothing else is wrong with them."""
    fee = FACTS["fee"] | {"name": {"ja": f"手数{NO_GLYPH}料", "en": f"f{NO_GLYPH}ee"}}
    legal.write("facts.yml", yamlfile.dump(FACTS | {"fee": fee}))
    edit(legal, "content/privacy-policy/ja.md", "手数料は", "{{fee.name}}は")
    edit(legal, "content/privacy-policy/en.md", "The fee is", "The {{fee.name}} is")


def unknown_language(legal: Legal) -> None:
    """A language for which the theme has no words."""
    names = ORGANIZATION["name"] | {"qq": "Sample Company"}
    company = ORGANIZATION | {"languages": ["ja", "en", "qq"], "name": names}
    legal.write("organization.yml", yamlfile.dump(company | {"policies": [*legal.policies]}))
    fee = FACTS["fee"] | {"name": FACTS["fee"]["name"] | {"qq": "fee"}}
    legal.write("facts.yml", yamlfile.dump({"fee": fee}))
    shutil.copy(
        legal.root / "content/privacy-policy/en.md", legal.root / "content/privacy-policy/qq.md"
    )


POLICY = "content/privacy-policy"
FAULTS = {
    "a year that nothing can reckon with": (
        fault(f"{POLICY}/ja.md", "2026-02-01", "9999-12-31"),
        [("date-range", f"{POLICY}/ja.md", "effective")],
    ),
    "a character in the summary that no paper can show": (
        fault(f"{POLICY}/en.md", "- It changes.", f"- It {NO_GLYPH}changes."),
        [("rehearsal-field", f"{POLICY}/en.md", "summary")],
    ),
    "the same in a text, by its line": (
        fault(f"{POLICY}/en.md", "The fee is", f"Here\n\nThe {NO_GLYPH}fee is"),
        [("rehearsal-field", f"{POLICY}/en.md:11", "text")],
    ),
    "the same in a title": (
        fault(f"{POLICY}/ja.md", "title: 方針", f"title: 方{NO_GLYPH}針"),
        [("rehearsal-field", f"{POLICY}/ja.md:1", "title")],
    ),
    "the same in a fact that the texts say": (
        unprintable_fact,
        [
            ("rehearsal-field", "content/facts.yml", "fee.name.ja"),
            ("rehearsal-field", "content/facts.yml", "fee.name.en"),
        ],
    ),
    "a clause with the name of a place that every page has": (
        lambda legal: [edit(legal, f"{POLICY}/{x}.md", "{#one}", "{#k-top}") for x in ("ja", "en")],
        [
            ("rehearsal-field", f"{POLICY}/en.md:7", "text"),
            ("rehearsal-field", f"{POLICY}/ja.md:9", "text"),
        ],
    ),
    "a language that the theme does not speak": (
        unknown_language,
        [("language-unknown", "content/organization.yml", "")],
    ),
    "a template that fails": (
        fault("theme/pages/announcement.html", "<h1", "{{ nothing.there }}<h1"),
        [("theme-broken", "theme/pages/announcement.html", "")],
    ),
    "a shell that fails": (
        fault("theme/overrides/main.html", "{% extends", "{% nothing %}{% extends"),
        [("rehearsal-failed", "", "")],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_can_t_be_built_is_refused_by_its_field(legal: Legal, tmp_path: Path, name: str):
    spoil, expected = FAULTS[name]
    spoil(legal)
    told = legal.problems("2026-01-10")
    found = sorted((p.rule, p.place, p.values.get("name", "")) for p in told)
    assert [(rule, name) for rule, _, name in found] == [(rule, name) for rule, _, name in expected]
    assert all(
        re.fullmatch(place if ":" in place else rf"{place}(:\d+)?", at)
        for (_, at, _), (_, place, _) in zip(found, expected, strict=True)
    )
    assert all(p.message("ja") and p.message("en") for p in told)
    assert list((tmp_path / "tried").iterdir()) == []


def test_what_several_publications_share_is_told_once(legal: Legal):
    """The words of a changed fact are those of each policy that says it."""
    both = Legal(legal.root, "privacy-policy", "helpdesk")
    edit(both, "mkdocs.yml", "pdf: true", "pdf: false")
    both.publish("2026-01-10")
    edit(both, "mkdocs.yml", "pdf: false", "pdf: true")
    change = {
        "effective": "2026-04-01",
        "announcement": "fee",
        "summary": {"ja": ["改めます。"], "en": ["It changes."]},
        "reason": {"ja": "改めるためです。", "en": f"It {NO_GLYPH}changes."},
    }
    facts = yamlfile.dump(FACTS | {"change": change})
    both.write("facts.yml", facts.replace("1000", "1100"))
    (told,) = both.problems("2026-02-10")
    assert (told.rule, told.file, told.values["name"]) == (
        "rehearsal-field",
        "content/facts.yml",
        "reason",
    )


def test_what_is_whole_is_published_and_nothing_of_the_trial_stays(legal: Legal, tmp_path: Path):
    (outcome,) = legal.publish("2026-01-10")
    assert outcome.published
    assert list((tmp_path / "tried").iterdir()) == []
    assert not (legal.root / "site").exists()


def test_a_fault_of_a_day_to_come_is_found_on_the_day_of_announcement(legal: Legal):
    """A page that is printed only while nothing is upcoming any more."""
    edit(
        legal,
        "theme/pages/policy.html",
        "<h1",
        "{% if entry and entry.status == 'in-force' %}{{ nothing.there }}{% endif %}<h1",
    )
    (told,) = legal.problems("2026-01-10")
    assert (told.rule, told.file) == ("theme-broken", "theme/pages/policy.html")


def test_what_was_judged_is_frozen_whatever_is_saved_meanwhile(
    legal: Legal, monkeypatch: pytest.MonkeyPatch
):
    rehearse = publish.rehearse

    def slowly(repository, candidates):
        found = rehearse(repository, candidates)
        legal.write("privacy-policy/ja.md", "---\ntitle: 別\n---\n## 第1条 {#one}\n\n別の文。\n")
        legal.write("facts.yml", yamlfile.dump(FACTS).replace("1000", "9999"))
        legal.declare("enactment", effective="2029-09-09")
        return found

    monkeypatch.setattr(publish, "rehearse", slowly)
    legal.publish("2026-01-10")
    first = legal.record().get(1)
    assert "手数料は1,000円" in first.sources["ja"]
    assert first.titles["ja"] == "方針"
    assert first.effective.isoformat() == "2026-02-01"
    assert first.settings.parts("fee", "en")["amount"] == "1,000 yen"


def test_a_repository_without_a_theme_is_tried_in_that_of_kaitei(tmp_path: Path):
    legal = Legal(tmp_path)
    edit(legal, f"{POLICY}/en.md", "{#one}", "{#k-top}")
    edit(legal, f"{POLICY}/ja.md", "{#one}", "{#k-top}")
    assert set(legal.refused("2026-01-10")) == {"rehearsal-field"}
    assert tree(tmp_path) == {}


def test_what_waits_is_tried_on_its_own_day(legal: Legal):
    legal.declare("enactment", announced="2026-01-20", effective="2026-03-01")
    edit(legal, "theme/pages/announcement.html", "<h1", "{{ nothing.there }}<h1")
    (outcome,) = legal.publish("2026-01-10")
    assert not outcome.published
    assert legal.refused("2026-01-20") == ["theme-broken"]
    assert Repository(legal.root).record.policies == ()
