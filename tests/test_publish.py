"""Publishing: content/ frozen into the record, every event in turn, and whatever goes wrong."""

import builtins
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from conftest import REPO, GitRepository
from kaitei.base import yamlfile
from kaitei.drafts import checks
from kaitei.drafts.repository import Repository
from kaitei.record import Record, verify
from kaitei.site import pages
from kaitei.site.model import look
from legal import FACTS, TEXT, Legal, tree
from records import ORGANIZATION


@pytest.fixture
def legal(tmp_path: Path) -> Legal:
    return Legal(tmp_path)


@pytest.fixture
def published(legal: Legal) -> Legal:
    """With a first text, announced on 10 January 2026 and effective on 1 February."""
    legal.publish("2026-01-10")
    return legal


# --- what is frozen ---------------------------------------------------------------------------


def test_what_is_pending_is_frozen_and_a_further_run_does_nothing(tmp_path: Path):
    legal = Legal(tmp_path, "privacy-policy", "helpdesk")
    outcomes = legal.publish("2026-01-10")
    assert [(o.policy, o.number, o.published) for o in outcomes] == [
        ("privacy-policy", 1, True),
        ("helpdesk", 1, True),
    ]
    (first, _) = (legal.record(name).get(1) for name in legal.policies)
    assert first.announced == date(2026, 1, 10)
    assert first.effective == date(2026, 2, 1)
    assert first.id == "tag:kaitei-sample.example,2026:privacy-policy/1"
    assert first.titles == {"ja": "方針", "en": "Policy"}
    assert first.sample
    assert "手数料は1,000円" in first.sources["ja"]
    assert "{{" not in "".join(first.sources.values())
    assert set(first.settings.facts) == {"fee"}  # what the texts use, and no more
    before = tree(tmp_path)
    assert legal.publish("2026-01-10") == []
    assert legal.publish("2026-05-10") == []
    assert tree(tmp_path) == before


def test_each_file_of_the_record_is_read_once(published: Legal, monkeypatch: pytest.MonkeyPatch):
    read: list[str] = []
    as_ever = builtins.open

    def counted(file: str, mode: str = "r", **options: int) -> object:
        if "/versions/" in str(file) and mode == "rb":
            read.append(str(file))
        return as_ever(file, mode, **options)

    monkeypatch.setattr(builtins, "open", counted)
    published.write("facts.yml", yamlfile.dump(FACTS).replace("1000", "1100"))
    published.declare("revision", base=1, effective="2026-04-01")
    published.publish("2026-02-10")
    assert len(read) == len(set(read)) > 5


def test_the_record_needs_nothing_of_content(published: Legal):
    before = published.record()
    shutil.rmtree(published.root / "content")
    assert published.record() == before
    assert before.get(1).settings.organization.name("en") == "Sample Company"


def test_a_changed_fact_is_a_changed_text_and_the_old_one_stands(published: Legal):
    published.write("facts.yml", yamlfile.dump(FACTS).replace("1000", "1100"))
    assert "fact-undeclared" in published.refused("2026-02-10")
    published.declare("revision", base=1, effective="2026-04-01")
    published.publish("2026-02-10")
    fees = [published.record().get(n).settings.parts("fee", "en")[""] for n in (1, 2)]
    assert [fee.split()[0] for fee in fees] == ["1,000", "1,100"]
    assert "1,000" in published.record().get(1).sources["en"]


def test_a_correction_goes_on_with_the_facts_of_its_base(published: Legal):
    published.write("facts.yml", yamlfile.dump(FACTS).replace("1000", "1100"))
    published.declare("revision", base=1, effective="2026-04-01")
    published.publish("2026-02-10")
    for lang, (slip, mended) in {"ja": ("です。", "とします。"), "en": ("is", "is:")}.items():
        source = published.record().get(1).sources[lang]
        published.write(f"privacy-policy/{lang}.md", source.replace(slip, mended))
    published.declare("correction", base=1, effective="2026-02-12")
    published.publish("2026-02-12")
    said = [published.record().get(n).settings.parts("fee", "en")[""] for n in (2, 3)]
    assert [fee.split()[0] for fee in said] == ["1,100", "1,000"]


def test_an_editors_line_ends_and_byte_order_mark_do_not_reach_the_record(legal: Legal):
    text = (legal.root / "content/privacy-policy/ja.md").read_text("utf-8")
    legal.write("privacy-policy/ja.md", "\ufeff" + text.replace("\n", "\r\n"))
    legal.publish("2026-01-10")
    frozen = (legal.root / "versions/privacy-policy/1/ja.md").read_bytes()
    said = TEXT["ja"].replace("{{fee}}", "1,000円（税込）")
    assert frozen == f"---\ntitle: 方針\n---\n{said}\n".encode()


def test_one_announcement_of_several_policies_and_the_fields_of_a_decision(tmp_path: Path):
    legal = Legal(tmp_path, "privacy-policy", "helpdesk")
    decision = {"decided": "2026-01-05", "approved_by": "取締役会", "reference": "R-1"}
    for policy in legal.policies:
        legal.declare("enactment", policy, effective="2026-02-01", announcement="start", **decision)
    assert legal.refused("2026-01-10", "helpdesk") == ["publish-together"]
    legal.publish("2026-01-10")
    found = [legal.record(policy).get(1) for policy in legal.policies]
    assert {p.announced for p in found} == {date(2026, 1, 10)}
    assert {p.announcement for p in found} == {"start"}
    frozen = {"decided_on": decision.pop("decided"), **decision}
    assert all(dict(p.extra) == frozen for p in found)


# --- every event ------------------------------------------------------------------------------


def events(legal: Legal) -> Iterator[tuple[int, str]]:
    """Lets legal declare one event after the other; yields its number and its day."""
    yield 1, "2026-01-10"
    legal.texts(" 二", langs=("ja",))
    legal.declare("revision", base=1, effective="2026-04-01", translation_later=["en"])
    yield 2, "2026-02-10"
    legal.texts(" 二")
    legal.declare("translation", of=2)
    yield 3, "2026-02-20"
    legal.declare("postponement", of=2, effective="2026-06-01")
    yield 4, "2026-03-01"
    legal.texts(" 訂")
    legal.declare("correction", base=1, effective="2026-03-10")
    yield 5, "2026-03-10"
    legal.texts(" 三")
    legal.declare("revision", base=2, effective="2026-06-01")  # in the place of 2
    yield 6, "2026-03-20"
    legal.declare("withdrawal", of=6)
    yield 7, "2026-04-01"
    legal.texts(" 訂")  # what is withheld may not stay in content/ either
    legal.declare("withheld", of=6)
    yield 8, "2026-04-01"
    legal.declare("repeal", of=2, effective="2026-09-01")
    yield 9, "2026-07-01"
    legal.texts(" 新")
    legal.declare("enactment", effective="2027-01-01")
    yield 10, "2026-12-01"


STANDING = [  # day, in force, upcoming
    ("2026-01-10", None, [1]),
    ("2026-02-10", 1, [2]),
    ("2026-03-01", 1, [2]),
    ("2026-03-10", 5, [2]),
    ("2026-03-20", 5, [6]),
    ("2026-04-01", 5, [2]),
    ("2026-06-01", 2, []),
    ("2026-09-01", None, []),
    ("2026-12-01", None, [10]),
    ("2027-01-01", 10, []),
]


def test_every_event(legal: Legal):
    for number, day in events(legal):
        (outcome,) = legal.publish(day)
        assert (outcome.number, outcome.published) == (number, True)
        assert legal.publish(day) == []
        assert not [p for p in verify.verify(Record(legal.root)) if p.severity == "error"]
    record = legal.record()
    assert [p.kind for p in record.publications] == [
        "enactment",
        "revision",
        "translation",
        "postponement",
        "correction",
        "revision",
        "withdrawal",
        "withheld",
        "repeal",
        "enactment",
    ]
    for day, in_force, upcoming in STANDING:
        on = date.fromisoformat(day)
        holding = record.in_force(on)
        assert (holding and holding.number) == in_force, day
        assert [r.number for r in record.upcoming(on)] == upcoming, day
    carried = {p.number: sorted(p.sources) for p in record.publications}
    assert carried[2] == ["ja"]
    assert carried[3] == ["en"]
    assert carried[4] == carried[6] == carried[7] == carried[8] == carried[9] == []
    assert record.languages(2) == {"ja", "en"}
    assert record.get(3).titles == {"en": "Policy"}
    assert record.effective(record.get(7), date(2026, 4, 1)) == date(2026, 4, 1)
    assert not list((legal.root / "versions/privacy-policy/6").glob("*.md"))


def test_a_policy_is_renamed_and_goes_on_under_its_new_name(tmp_path: Path):
    legal = Legal(tmp_path, "privacy-policy", "helpdesk")
    legal.write(
        "helpdesk/ja.md",
        legal.front("ja", "helpdesk") + TEXT["ja"] + "[方針](../privacy-policy/#one)\n",
    )
    legal.write(
        "helpdesk/en.md",
        legal.front("en", "helpdesk") + TEXT["en"] + "[Policy](../privacy-policy/#one)\n",
    )
    legal.publish("2026-01-10")
    (tmp_path / "content/privacy-policy").rename(tmp_path / "content/privacy")
    legal.policies = ("privacy", "helpdesk")
    organization = ORGANIZATION | {"policies": [*legal.policies]}
    legal.write("organization.yml", yamlfile.dump(organization))
    legal.texts(" 二")
    legal.declare("renaming", of=1, former="privacy-policy")
    assert legal.refused("2026-03-01") == ["event-with-text"] * 2
    legal.texts("")
    (outcome,) = legal.publish("2026-03-01")
    assert (outcome.policy, outcome.number) == ("privacy", 2)
    assert legal.publish("2026-03-01") == []
    legal.texts(" 二")
    legal.declare("revision", base=1, effective="2026-04-01")
    legal.publish("2026-03-01")
    record = legal.record()
    assert [p.policy for p in record.publications] == ["privacy-policy", "privacy", "privacy"]
    assert record.get(3).id == "tag:kaitei-sample.example,2026:privacy/3"
    assert not [p for p in verify.verify(Record(tmp_path)) if p.severity == "error"]
    shutil.copytree(tmp_path / "content/privacy", tmp_path / "content/privacy-policy")
    legal.write("organization.yml", yamlfile.dump(organization | {"policies": [
        "privacy", "helpdesk", "privacy-policy"]}))  # fmt: skip
    legal.declare("enactment", "privacy-policy", effective="2026-04-01")
    assert "name-taken" in legal.refused("2026-03-02")


# --- waiting and refusing ---------------------------------------------------------------------


def test_what_is_to_be_announced_later_waits_and_says_so(legal: Legal):
    legal.declare("enactment", announced="2026-01-20", effective="2026-03-01")
    (outcome,) = legal.publish("2026-01-10")
    assert not outcome.published
    assert "20 January 2026" in outcome.sentence("en")
    assert "2026年1月20日" in outcome.sentence("ja")
    assert tree(legal.root) == {}
    (outcome,) = legal.publish("2026-01-20")
    assert outcome.published
    assert legal.record().get(1).announced == date(2026, 1, 20)
    assert legal.publish("2026-01-21") == []


def test_an_announcement_waits_for_the_policies_that_it_names_and_the_rest_does_not(tmp_path: Path):
    legal = Legal(tmp_path, "privacy-policy", "terms", "helpdesk")
    legal.publish("2026-01-10")
    joint = {
        "effective": "2026-04-01",
        "announcement": "spring",
        "together": ["privacy-policy", "terms"],
    }
    for policy, said in (("privacy-policy", joint), ("helpdesk", {"effective": "2026-04-01"})):
        legal.texts(" 二", policy)
        legal.declare("revision", policy, **said)
    published, held = legal.publish("2026-02-10")
    assert (published.policy, published.published) == ("helpdesk", True)
    assert (held.policy, held.published) == ("privacy-policy", False)
    assert "“spring” waits for terms; privacy-policy arrived" in held.sentence("en")
    assert "privacy-policy は届いていますが、terms が届いていません" in held.sentence("ja")
    before = tree(tmp_path)
    assert [one.awaited for one in legal.publish("2026-02-11", "privacy-policy")] == [("terms",)]
    assert tree(tmp_path) == before
    legal.texts(" 二", "terms")
    legal.declare("revision", "terms", effective="2026-04-01", announcement="spring")
    done = legal.publish("2026-02-12")  # that one of them names the others is enough
    assert [(one.policy, one.published) for one in done] == [
        ("privacy-policy", True),
        ("terms", True),
    ]
    shutil.rmtree(tmp_path / "versions/terms/2")  # as if publishing had been cut off
    (rest,) = legal.publish("2026-02-13")
    assert (rest.policy, rest.published) == ("terms", True)


def test_what_waits_and_outlives_its_day_stops_nobody_else(tmp_path: Path):
    legal = Legal(tmp_path, "privacy-policy", "terms", "helpdesk")
    legal.publish("2026-01-10")
    together = ["privacy-policy", "terms"]
    joint = {"effective": "2026-04-01", "announcement": "spring", "together": together}
    legal.texts(" 二", "privacy-policy")
    legal.declare("revision", "privacy-policy", **joint)
    assert [one.awaited for one in legal.publish("2026-02-10")] == [("terms",)]
    legal.texts(" 二", "helpdesk")
    legal.declare("revision", "helpdesk", effective="2026-06-01")
    told = [p for p in checks.check(Repository(tmp_path), date(2026, 4, 2)) if "passed" in p.rule]
    assert [(p.file, p.severity) for p in told] == [("content/privacy-policy/ja.md", "warning")]
    published, held = legal.publish("2026-04-02")
    assert (published.policy, published.published) == ("helpdesk", True)
    assert (held.policy, held.published) == ("privacy-policy", False)
    legal.texts(" 二", "terms")
    legal.declare("revision", "terms", effective="2026-04-01", announcement="spring")
    assert legal.refused("2026-04-03") == ["effective-past", "effective-past"]  # now it is its turn


def test_an_error_in_one_policy_keeps_all_from_being_published(tmp_path: Path):
    legal = Legal(tmp_path, "privacy-policy", "helpdesk")
    legal.write(
        "helpdesk/en.md", legal.front("en", "helpdesk") + TEXT["en"].replace("{#one}", "{#two}")
    )
    assert legal.refused("2026-01-10") == legal.refused("2026-01-10", "helpdesk") != []
    (outcome,) = legal.publish("2026-01-10", "privacy-policy")
    assert outcome.policy == "privacy-policy"
    assert legal.refused("2026-01-10", "helpdesc") == ["publish-unknown"]


def test_what_all_policies_share_concerns_each(tmp_path: Path):
    legal = Legal(tmp_path, "privacy-policy", "helpdesk")
    legal.write("facts.yml", "fee: 3\n")
    assert legal.refused("2026-01-10", "helpdesk")


def test_a_translation_that_follows_later_is_not_the_old_one(published: Legal):
    published.texts(" 二")
    published.declare("revision", base=1, effective="2026-04-01", translation_later=["en"])
    assert "later-present" in published.refused("2026-02-10")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("enactment", {"effective": "2026-02-02"}),  # not what was published as 1
        ("revision", {"base": 2, "effective": "2026-04-01"}),
        ("revision", {"base": 1, "effective": "2026-01-01"}),
        ("postponement", {"of": 9, "effective": "2026-04-01"}),
        ("postponement", {"of": 1, "effective": "2026-04-01"}),  # it is in force
        ("enactment", {"effective": "2026-04-01"}),
    ],
)
def test_what_makes_no_sense_is_not_published(published: Legal, kind, fields):
    if kind == "revision":
        published.texts(" 二")
    published.declare(kind, **fields)
    assert published.refused("2026-02-10")


@pytest.mark.parametrize("strict", [False, True])
def test_a_short_notice_is_an_error_where_the_owner_says_so(published: Legal, strict: bool):
    organization = ORGANIZATION | ({"short_notice": "error"} if strict else {})
    published.write(
        "organization.yml", yamlfile.dump(organization | {"policies": ["privacy-policy"]})
    )
    published.texts(" 二")
    published.declare("revision", base=1, effective="2026-02-23")  # 13 days, 14 are wanted
    if strict:
        assert published.refused("2026-02-10") == ["notice-short"]
    else:
        assert len(published.publish("2026-02-10")) == 1


def test_english_may_be_the_authoritative_language(tmp_path: Path):
    """Nothing in the rules leans on Japanese: the same story with the languages exchanged."""
    legal = Legal(tmp_path)
    legal.authoritative = "en"
    legal.declare("enactment", effective="2026-02-01")
    organization = ORGANIZATION | {"authoritative": "en", "languages": ["en", "ja"]}
    legal.write("organization.yml", yamlfile.dump(organization | {"policies": ["privacy-policy"]}))
    legal.publish("2026-01-10")
    legal.texts(" 二", langs=("ja",))
    legal.declare("revision", base=1, effective="2026-04-01", translation_later=["en"])
    assert "later-authoritative" in legal.refused("2026-02-10")
    legal.texts(" Two.", langs=("en",))
    legal.declare("revision", base=1, effective="2026-04-01", translation_later=["ja"])
    legal.publish("2026-02-10")
    site = look(Record(tmp_path).policies, date(2026, 4, 1))
    found = {p.address: p for p in pages.pages(site, REPO / "theme", "https://policies.example/")}
    english, japanese = found["privacy-policy/"], found["ja/privacy-policy/"]
    assert (english.lang, japanese.lang) == ("en", "ja")
    assert "Two." in english.html
    assert "英語版を正文とし、日本語版は参考訳です。" in japanese.html
    assert "The English text is authoritative" in english.html
    assert "以下の日本語版は公表第1号のものです。" in japanese.html
    assert "has not been translated" not in english.html
    legal.texts(" Two.")
    legal.declare("translation", of=2)
    legal.publish("2026-04-02")
    site = look(Record(tmp_path).policies, date(2026, 4, 2))
    found = {p.address: p for p in pages.pages(site, REPO / "theme", "https://policies.example/")}
    assert "公表第1号のもの" not in found["ja/privacy-policy/"].html
    assert legal.record().get(2).sources.keys() == {"en"}


def test_a_clock_that_went_back(published: Legal):
    published.texts(" 二")
    published.declare("revision", base=1, effective="2026-04-01")
    assert "announced-back" in published.refused("2026-01-09")


def test_nothing_is_added_to_a_record_that_is_not_whole(published: Legal):
    published.texts(" 二")
    published.declare("revision", base=1, effective="2026-04-01")
    (published.root / "versions/privacy-policy/1/en.md").write_text("x")
    assert published.refused("2026-02-10") == ["record-changed"]


def test_a_number_that_git_remembers_is_not_given_again(git_repo: GitRepository):
    legal = Legal(git_repo.path)
    legal.publish("2026-01-10")
    git_repo.commit("publish 1")
    shutil.rmtree(git_repo.path / "versions")
    assert set(legal.refused("2026-02-10")) == {"record-lost"}
    git_repo.commit("lose it")
    assert set(legal.refused("2026-02-10")) == {"record-lost"}
