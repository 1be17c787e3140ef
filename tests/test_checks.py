import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import repositories
from kaitei.base import problems as errors
from kaitei.drafts import checks
from kaitei.drafts.checks import languages, values
from kaitei.drafts.repository import Repository
from kaitei.model import facts
from kaitei.record import Record
from kaitei.text import markdown
from repositories import CASES, RECORDS, lines

TODAY = date(2026, 11, 22)
MISTAKES = [
    folder for record in RECORDS for folder in sorted((CASES / record).iterdir()) if folder.is_dir()
]


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The repositories that the mistakes are made in, each built once."""
    root = tmp_path_factory.mktemp("records")
    return {record: repositories.make(root / record, record) for record in RECORDS}


@pytest.fixture
def repository(records: dict[str, Path], tmp_path: Path):
    """repository(record) -> a fresh copy."""

    def copy(record: str) -> Path:
        return Path(shutil.copytree(records[record], tmp_path / record, symlinks=True))

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
    assert problems
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
    expected = "".join(file.read_text("utf-8") for file in CASES.rglob("expected.en.txt"))
    without = rules - set(re.findall(r"(?:error|warning|note) \[([a-z0-9-]+)\]", expected))
    reading = (CASES.parent / "reading").rglob("expected.txt")
    without -= {line.split(" ")[2] for file in reading for line in lines(file)}
    elsewhere = {"file-link", "file-unreadable", "file-unwritable", "holidays-unknown"}
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
    assert told == ({"fee-forbidden"} if fee == "may-not" else set())
    settings = facts.load(root / "content")
    assert f"| {ja} |" in settings.table("kinds", "ja")
    assert f"| {en} |" in settings.table("kinds", "en")
    file.write_text(before + after, "utf-8")
    told = {p.rule for p in checks.check(Repository(root), TODAY) if p.file == "content/facts.yml"}
    assert told == {"requests-missing"}


SAME = [
    ("手数料は1,000円（税込）です。", "The fee is 1,000 yen (including tax)."),
    ("￥1,000", "¥1000"),
    ("１，０００円", "JPY 1,000"),
    ("9.50米ドル", "9.50 US dollars"),
    ("12月29日から1月3日まで", "29 December to 3 January"),
    ("2026年4月から", "from April 2026"),
    ("平日10:00～17:00", "10:00 to 17:00 on weekdays"),
    ("03-3359-0028へ", "call 03-3359-0028"),
    ("第2条に定める", "set out in clause 2"),
    ("年5%", "5 percent a year"),
    ("令和8年4月1日", "1 April 2026"),
    ("2026年4月1日（水）（令和8年4月1日）", "on Wednesday, April 1st, 2026"),
    ("2026年（令和8年）4月", "April 2026"),
    ("平成15年法律第57号", "Act No. 57 of 2003"),
    ("午前9時から午後5時半まで", "from 9 a.m. to 5:30 p.m."),
    ("17時まで", "until 17:00"),
    ("1万5,000円、3千円、百円", "15,000 yen, 3,000 yen, 100 yen"),
    ("1億円", "100 million yen"),
    ("1億2,000万円", "120 million yen"),
    ("１億２０００万円、1億円", "¥120 million, JPY 0.1 billion"),
    ("1万5千円", "JPY 15,000"),
    ("2兆5,000億円", "2.5 trillion yen"),
    ("1万人、3千件", "10,000 people, 3,000 cases"),
    ("12時", "noon"),
    ("正午から17時まで", "from 12 noon to 17:00"),
    ("正午", "12:00"),
    ("３割、三割五分", "30%, 35%"),
    ("2割引", "20 percent off"),
    ("電話03（1234）5678", "call +81-3-1234-5678"),
    ("０３－１２３４－５６７８", "0312345678"),
    ("a@kaitei.jp、https://www.kaitei.jp/で", "a@kaitei.jp, https://www.kaitei.jp/"),
    ("①の場合", "in the case of (1)"),
    ("年14.5％", "14.5 per cent a year"),
    ("一万円", "ten thousand yen"),
    ("32万円", "three hundred and twenty thousand yen"),
    ("100円", "a hundred yen"),
    ("三十パーセント", "thirty percent"),
    ("平成十七年四月一日", "April 1, 2005"),
    ("二〇二七年四月", "April 2027"),
    ("2027年4月1日から30日まで", "April 1 to 30, 2027"),
    ("2027年4月1日（木）から30日（金）まで", "from 1 to 30 April 2027"),
    ("令和9年4月1日～30日", "April 1–30, 2027"),
    ("毎年4月1日から30日まで", "from April 1 to 30 of each year"),
    ("4月1日、15日及び30日", "April 1, April 15 and April 30"),
    ("2027年4月1日から5月31日まで", "from April 1 to May 31, 2027"),
    ("2027年4月1日から5月31日まで", "from 1 April to 31 May 2027"),
    ("4月1日から30日以内", "within 30 days from April 1"),
    ("4月1日又は30日後", "on April 1 or 30 days later"),
    ("2027年4月30日", "4/30/2027"),
]
ABRIDGED = [
    ("1,000円から1,200円に改めます", "changes from 1,000 to 1,200 yen"),
    ("年5％から6％に", "from 5 to 6 percent a year"),
]
READ_TWICE = [
    ("2027年4月1日", "4/1/2027"),
    ("2027年1月4日", "4/1/2027"),
    ("24時", "midnight"),
    ("午前0時", "12 midnight"),
    ("0:00から24:00", "midnight to midnight"),
]
DIFFERENT = [
    ("2027年4月2日", "4/1/2027"),
    ("1億2,000万円", "20 million yen"),
    ("1万5千円", "5,000 yen"),
    ("３割", "40%"),
    ("正午", "midnight"),
    ("24時", "0:00"),
]
UNITS = [
    ("500円", "500 dollars", "value-differs"),
    ("100ドル", "100 yen", "value-differs"),
    ("100ユーロ", "100 dollars", "value-differs"),
    ("6か月間", "6 years", "value-differs"),
    ("30日", "30 months", "value-differs"),
    ("6か月", "six years", "value-differs"),
    ("六か月", "6 years", "value-differs"),
    ("六か月", "six years", "value-differs"),
    ("10営業日", "ten days", "term-differs"),
    ("10営業日", "10 days", "term-differs"),
    ("10営業日", "20 days", "value-differs"),
    ("10営業日", "ten years", "value-differs"),
    ("10日", "20 days", "value-differs"),
    ("10日以内", "within twenty days", "value-differs"),
    ("30日", "one month", "value-differs"),
    ("2年", "12 months", "value-differs"),
    ("24時間", "two days", "value-differs"),
    ("1,100円（税込）", "1,100 yen (excluding tax)", "term-differs"),
    ("消費税を含みません", "Prices include consumption tax.", "term-differs"),
    ("月額500円", "500 yen a year", "term-differs"),
    ("月曜日から金曜日まで", "from Monday to Saturday", "term-differs"),
]
PERIODS = [
    ("1年", "12 months"),
    ("1年", "one year"),
    ("1年", "a year"),
    ("2週間", "14 days"),
    ("2週間", "two weeks"),
    ("半年", "six months"),
    ("半年", "half a year"),
    ("6か月", "half a year"),
    ("1か月", "one month"),
    ("1か月", "a month"),
    ("24時間", "24 hours"),
    ("24時間", "one day"),
    ("24時間", "a day"),
    ("翌日", "the following day"),
    ("翌日から起算して", "from the next day"),
    ("30日以内", "within thirty (30) days"),
    ("満18歳", "18 years of age"),
    ("18歳以上", "eighteen years of age or older"),
    ("18歳未満", "under the age of 18"),
    ("24時間365日", "24 hours a day, 365 days a year"),
    ("毎月30日", "on the 30th of each month"),
    ("毎月1日", "on the first of each month"),
    ("毎月1日", "on the 1st day of each month"),
    ("翌月10日まで", "by the tenth day of the following month"),
    ("1時間30分", "90 minutes"),
    ("1年6か月", "18 months"),
    ("1年6か月", "one year and six months"),
    ("1年半", "18 months"),
    ("1年半", "one and a half years"),
    ("10日から20日", "10 to 20 days"),
    ("3営業日以内", "within 3 business days"),
    ("3営業日以内", "within three working days"),
    ("5営業日", "five (5) business days"),
    ("1日1回", "once a day"),
    ("1日1回", "once daily"),
    ("年1回以上", "at least once a year"),
    ("年2回程度", "about twice a year"),
    ("三十日以内", "within 30 days"),
    ("1.5か月", "1.5 months"),
    ("2日以内", "within 48 hours"),
    ("1年ごと", "annually"),
    ("1週間", "a week"),
    ("30日前までに", "with 30 days' notice"),
    ("30日の期間", "a 30-day period"),
    ("六箇月", "a six-month period"),
    ("2026年4月1日から3年間", "for three years from April 1, 2026"),
    ("3分の1", "one third"),
    ("2026年度", "fiscal year 2026"),
    ("10ポンド", "£10"),
    ("100カナダドル", "100 Canadian dollars"),
    ("14日", "a fortnight"),
    ("14日", "two weeks"),
    ("1日", "24 hours"),
    ("365日", "365 days"),
    ("1,000円（消費税を含みます）", "1,000 yen (including consumption tax)"),
    ("月額500円、年14.5％", "500 yen a month, 14.5 percent per annum"),
    ("毎週月曜日", "every Monday"),
    ("土曜日、日曜日及び祝日を除く毎日", "Monday through Friday"),
    (
        "月曜日から金曜日まで（土・日・祝日を除く）",
        "Monday – Friday (except Saturdays, Sundays and holidays)",
    ),
    (
        "2027年4月1日（木）から、土曜日も受け付けます",
        "From Thursday, April 1, 2027, on Saturdays as well",
    ),
    ("平日（水曜日を除く）", "Monday to Friday, except Wednesdays"),
    (
        "毎月のご利用料金に年14.5％の割合の遅延損害金",
        "late charges at 14.5 percent per annum on charges",
    ),
    ("年額6,000円（1か月あたり500円）", "6,000 yen in total (500 yen per month)"),
    ("手数料は税抜です。", "Prices don't include consumption tax."),
    ("税抜ではなく総額です", "Prices shown include tax."),
    (
        "税金の滞納情報を含みます。手数料は税抜です。",
        "It includes information on tax arrears. Fees are net of tax.",
    ),
    ("8％", "eight percent (8%)"),
    ("1万円", "ten thousand yen (¥10,000)"),
    ("1,000円", "1,000 yen (one thousand yen)"),
    ("議決権の過半数", "fifty percent or more of the votes"),
    ("完全な安全", "one hundred percent security"),
    ("数十パーセント", "tens of percent"),
    ("百パーセント子会社", "a wholly-owned subsidiary"),
    ("最初の1万円", "the first ten thousand yen"),
    ("二〇二六年四月一日から五月三十一日まで", "from April 1 to May 31, 2026"),
    ("令和八年（二〇二六年）四月一日", "April 1, 2026"),
    ("平成十年間", "ten years of Heisei"),
    ("月額料金、年14.5％", "the charge for a month, 14.5 percent per annum"),
    ("税抜1,000円（税込1,100円）", "1,000 yen plus tax (1,100 yen including tax)"),
    ("月～金曜日", "Monday to Friday"),
    ("毎年4月", "every April"),
    ("前日まで", "until one day before"),
    ("2年以上10年以下", "not less than two years and not more than 10 years"),
    ("1時間", "an hour"),
    ("1分間", "one minute"),
    ("30分", "half an hour"),
    ("第2週", "the second week"),
    ("1日あたり", "per day"),
    ("契約期間は1年です。1年ごとに更新します。", "The term is one year and is renewed every year."),
]
SPELLED = [
    ("7月から", "from July"),
    ("三十日以内", "within 30 days"),
    ("30日以内", "within thirty days"),
    ("2週間から1か月", "from two weeks to a month"),
    ("21日", "twenty-one days"),
    ("第3の目的", "the third purpose"),
]


@pytest.mark.parametrize(("ja", "en"), SAME)
def test_a_value_is_the_same_however_it_is_written(ja: str, en: str):
    ours, theirs = values_in(ja, "ja"), values_in(en, "en")
    weighty = [{v for v in found if v.kind in values.WEIGHTY} for found in (ours, theirs)]
    assert weighty[0] == weighty[1]
    assert ours == theirs


@pytest.mark.parametrize(("ja", "en"), READ_TWICE)
def test_what_can_be_read_twice_agrees_with_both(ja: str, en: str):
    assert values.apart(values_in(ja, "ja"), values_in(en, "en")) == ({}, {})


@pytest.mark.parametrize(("ja", "en"), DIFFERENT)
def test_what_differs_is_told_as_it_is_written(ja: str, en: str):
    found = values.apart(values_in(ja, "ja"), values_in(en, "en"))
    assert [[v.written for v in side] for side in found] == [[values.narrow(ja)], [en]]
    assert all(v.kind in values.WEIGHTY for side in found for v in side)


@pytest.mark.parametrize(("ja", "en"), ABRIDGED)
def test_a_unit_that_is_said_once_belongs_to_both(ja: str, en: str):
    assert values.apart(values_in(ja, "ja"), values_in(en, "en")) == ({}, {})
    other = en.replace("to", "to 9")
    assert values.apart(values_in(ja, "ja"), values_in(other, "en")) != ({}, {})


@pytest.mark.parametrize(("ja", "en"), SPELLED)
def test_a_number_that_one_language_spells_out_is_the_same(ja: str, en: str):
    assert values_in(ja, "ja") != values_in(en, "en")
    assert differences(ja, en) == []


@pytest.mark.parametrize(("ja", "en"), PERIODS)
def test_a_period_is_the_same_however_it_is_written(ja: str, en: str):
    assert differences(ja, en) == []


@pytest.mark.parametrize(("ja", "en", "rule"), UNITS)
def test_another_unit_is_told(ja: str, en: str, rule: str):
    assert [found[0] for found in differences(ja, en)] == [rule]


def differences(ja: str, en: str) -> list[tuple[str, str, str]]:
    ours, theirs = (
        (lang, markdown.parse(f"---\ntitle: t\n---\n\n{text}\n", lang).clauses[0])
        for lang, text in (("ja", ja), ("en", en))
    )
    return list(languages.differences(ours, theirs))


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_date_is_the_same_however_it_is_written(day: date):
    month = f"{day:%B}"
    written = [
        values_in(f"{day.year}年{day.month}月{day.day}日に", "ja"),
        values_in(f"{day.isoformat()}に", "ja"),
        values_in(f"on {day.day} {month} {day.year}.", "en"),
        values_in(f"on {month} {day.day}, {day.year}.", "en"),
    ]
    assert [len(found) for found in written] == [1] * 4
    assert len({next(iter(found)) for found in written}) == 1


def values_in(text: str, lang: str):
    (clause,) = markdown.parse(f"---\ntitle: t\n---\n\n{text}\n", lang).clauses
    return values.of(clause)


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
    ("line", "rule"), [(">" * 500 + " x", "markup-nesting"), ("[" * 4000, "markup-brackets")]
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
