import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaitei.base import yamlfile
from kaitei.base.fields import entry
from kaitei.base.problems import KaiteiError
from kaitei.model import facts
from kaitei.model.facts import reading, wording

CASES = Path(__file__).parent / "cases" / "facts"
WORDING = yamlfile.read((CASES / "wording.yml").read_text("utf-8"), "wording.yml").root

ORGANIZATION = {
    "name": {"ja": "例示株式会社", "en": "Example Co."},
    "time_zone": "Asia/Tokyo",
    "languages": ["ja", "en"],
    "authoritative": "ja",
    "notice_days": "14",
    "sample": "true",
    "tag": "example.com,2026",
    "policies": ["privacy-policy"],
    "contact": {"name": "desk", "telephone": "phone", "hours": "hours", "closures": "closures"},
}
FACTS = {
    "desk": {"type": "text", "value": {"ja": "窓口", "en": "Desk"}},
    "phone": {"type": "telephone", "number": "03-1234-5678", "country": "81"},
    "hours": {"type": "hours", "days": ["mon", "tue"], "from": "10:00", "to": "17:00"},
    "closures": {"type": "closures", "weekend": ["sat", "sun"], "national_holidays": "JP"},
    "fee": {
        "type": "fee",
        "name": {"ja": "手数料", "en": "fee"},
        "amount": "1000",
        "currency": "JPY",
    },
    "extra": {"type": "fee", "name": {"ja": "追加", "en": "extra"}, "currency": "JPY"},
    "requests": {
        "type": "request-types",
        "types": {
            "disclosure": {
                "name": {"ja": "開示", "en": "disclosure"},
                "article": "32(2)",
                "fee": "fee",
            },
            "deletion": {"name": {"ja": "削除", "en": "deletion"}, "article": "34"},
        },
    },
}


def settings(**changed: object) -> facts.Settings:
    return facts.load_frozen({"organization": ORGANIZATION | changed, "facts": FACTS}, "frozen.yml")


@pytest.mark.parametrize("case", WORDING)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_each_language_writes_a_fact_its_own_way(case: str, lang: str):
    root = entry(WORDING, "wording.yml")[case]
    words = reading.read(root["fact"], ("ja", "en")).words(lang)
    for part in root[lang].names():
        expected = root[lang][part].value
        assert words["" if part == "whole" else part] == (None if expected == "open" else expected)


def test_filling_is_a_look_up_and_says_what_was_used():
    filled = settings().fill("料金は{{fee}}、{{ phone.link }}。\n\n{{desk}}", "ja", "ja.md")
    assert filled.text == "料金は1,000円、[03-1234-5678](tel:+81312345678)。\n\n窓口"
    assert filled.used == {"fee", "phone", "desk"}


def test_a_table_names_fees_and_where_there_is_none():
    filled = settings().fill("{{table:requests}}", "en", "en.md")
    assert filled.text.splitlines() == [
        "| Type of request | Article | Fee |",
        "| --- | --- | --- |",
        "| Disclosure | Article 32(2) | 1,000 yen |",
        "| Deletion | Article 34 | None |",
    ]
    assert filled.used == {"requests", "fee"}
    assert "| 開示 | 第32条第2項 | 1,000円 |" in settings().table("requests", "ja")


def test_every_gap_in_a_text_is_named_with_its_line():
    text = "{{fe}} {{fee.amout}}\n{{extra}}\na {{table:requests}}\n{{table:fee}}\n{{fee"
    with pytest.raises(KaiteiError) as caught:
        settings().fill(text, "en", "content/p/en.md")
    assert [(p.rule, p.line) for p in caught.value.problems] == [
        ("fact-unknown", 1),
        ("fact-unknown", 1),
        ("fact-open", 2),
        ("fact-table", 3),
        ("fact-unknown", 4),
        ("fact-syntax", 5),
    ]
    known = [p.values["known"] for p in caught.value.problems if p.rule == "fact-unknown"]
    assert known == ["fee", "fee.amount, fee.unit, fee.name", "table:requests"]


@given(st.text(alphabet="{}ab:.-\n fe", max_size=60))
def test_whatever_is_filled_holds_no_opening_braces(text: str):
    try:
        filled = settings().fill(text, "ja", "ja.md")
    except KaiteiError:
        assert "{{" in text
    else:
        assert "{{" not in filled.text
        assert filled.used or filled.text == text


def test_a_filled_value_is_never_filled_again():
    """Values are plain text: braces and Markdown in one are refused when it is read."""
    for value in ("{{fee}}", "<b>", "[x](y)", "a\nb", "*"):
        with pytest.raises(KaiteiError) as caught:
            facts.load_frozen({"organization": ORGANIZATION, "facts": {"a": _text(value)}}, "f.yml")
        assert caught.value.problems[0].rule == "field-wrong"


def _text(value: str) -> dict[str, object]:
    return {"type": "text", "value": {"ja": value, "en": value}}


@given(st.sets(st.sampled_from(sorted(FACTS))))
def test_what_is_frozen_thaws_to_the_same(used: set[str]):
    whole = settings()
    frozen = whole.freeze(used)
    loaded = facts.load_frozen(yamlfile.read(yamlfile.dump(frozen), "facts.yml"), "facts.yml")
    assert loaded.organization == whole.organization
    assert loaded.facts == {name: whole.facts[name] for name in loaded.facts}
    assert used | {"desk", "phone", "hours", "closures"} <= set(loaded.facts)
    assert ("fee" in loaded.facts) == bool(used & {"fee", "requests"})
    assert loaded.freeze(used) == frozen


def test_the_contact_line_in_each_language():
    ja, en = settings().contact("ja"), settings().contact("en")
    assert (ja.name, ja.telephone, ja.tel) == ("窓口", "03-1234-5678", "tel:+81312345678")
    assert ja.hours == "月曜日・火曜日10:00～17:00（祝日を除く）"
    assert en.hours == "10:00 to 17:00 on Mondays and Tuesdays, except national holidays"
    assert settings(contact={}).contact("en") == facts.Contact()


def test_a_name_not_known_in_one_language_is_said_in_the_other():
    company = settings(name={"en": "Example Co."}).organization
    assert company.name("ja") == "Example Co."


GROUP = {"group": {"ja": "個人情報", "en": "Personal data"}, "policies": ["privacy-policy", "desk"]}


def test_policies_stand_in_groups_where_the_owner_names_them():
    company = settings(policies=["terms", GROUP, "cookies"]).organization
    assert company.policies == ("terms", "privacy-policy", "desk", "cookies")
    (group,) = company.groups
    assert (group.name("ja"), group.policies) == ("個人情報", ("privacy-policy", "desk"))
    assert group.name("zh-Hans") == "個人情報"  # a language that the site got later
    assert settings(policies=["terms"]).organization.groups == ()


def test_words_for_the_search_are_lines_of_two_and_more():
    lines = {"ja": ["解約、退会", "料金, 使用料"], "en": "cancel, leave"}
    company = settings(synonyms=lines).organization
    assert company.synonyms == {"ja": ("解約,退会", "料金, 使用料"), "en": ("cancel, leave",)}
    assert settings().organization.synonyms == {"ja": (), "en": ()}


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"synonyms": {"en": ["cancel"]}}, "organization.synonyms.en.0"),
        ({"synonyms": {"fr": ["a, b"]}}, "fr"),
        ({"languages": []}, "organization.languages"),
        ({"authoritative": "fr"}, "organization.authoritative"),
        ({"time_zone": "Asia/Tokio"}, "organization.time_zone"),
        ({"time_zone": "../etc/passwd"}, "organization.time_zone"),
        ({"notice_days": "１４"}, "organization.notice_days"),
        ({"sample": "yes"}, "organization.sample"),
        ({"tag": "example.com"}, "organization.tag"),
        ({"policies": ["../x"]}, "organization.policies.0"),
        ({"policies": [GROUP | {"group": {"ja": "個人情報"}}]}, "organization.policies.0.group.en"),
        ({"policies": ["a", GROUP | {"group": {}}]}, "organization.policies.1.group"),
        ({"policies": [GROUP | {"policies": []}]}, "organization.policies.0.policies"),
        ({"policies": [GROUP | {"policies": [GROUP]}]}, "organization.policies.0.policies.0"),
        ({"policies": [GROUP | {"title": "x"}]}, "title"),
        ({"home_page": "javascript:alert(1)"}, "organization.home_page"),
        ({"last_reviewed": "2026-02-30"}, "organization.last_reviewed"),
        ({"address": {"ja": "東京都"}}, "organization.address.en"),
    ],
)
def test_a_wrong_value_of_the_organization_is_named(changed: dict[str, object], name: str):
    with pytest.raises(KaiteiError) as caught:
        settings(**changed)
    assert [p.values["name"] for p in caught.value.problems] == [name]


@given(st.integers(0, 10**12))
def test_amounts_are_written_with_thousands_apart(amount: int):
    words = wording.money(Decimal(amount), "JPY", "ja")
    assert int(words.removesuffix("円").replace(",", "")) == amount
    assert all(len(group) == 3 for group in words.removesuffix("円").split(",")[1:])


# --- docs/facts.md ----------------------------------------------------------------------------

REFERENCE = Path(__file__).parents[1] / "docs" / "facts.md"
TABLE = "| written 本文での書き方 | 日本語 | English |\n|---|---|---|\n"


def shown(words: str) -> str:
    """Words in a cell; Markdown as it is written."""
    return f"`{words}`" if "](" in words else words


def printed(example: str) -> str:
    """What each part of an example's fact is printed as, as a table of Markdown."""
    name, fact = next(iter(yamlfile.read(example, "facts.md").root.items()))
    kind = reading.read(entry({"fact": fact}, "facts.md")["fact"], ("ja", "en"))
    said = {lang: kind.words(lang) for lang in ("ja", "en")}
    rows = [
        f"| `{{{{{name}{'.' if part else ''}{part}}}}}` | {' | '.join(map(shown, words))} |"
        for part in said["ja"]
        if all(words := [said[lang][part] for lang in said])
    ]
    return TABLE + "\n".join(rows) + "\n"


def test_the_reference_shows_what_is_printed():
    """KAITEI_WRITE_DOCS=1 writes its tables anew, each below its example."""
    text = REFERENCE.read_text("utf-8")
    blocks = re.compile(r"(```yaml\n(.*?)```\n)(?:\n\| written .*?\n(?=\n|\Z))?", re.DOTALL)
    made = blocks.sub(lambda found: f"{found[1]}\n{printed(found[2])}", text)
    if os.environ.get("KAITEI_WRITE_DOCS"):
        REFERENCE.write_text(made, "utf-8")
    assert made == text
    kinds = set(re.findall(r"^  type: (\S+)", text, re.MULTILINE))
    assert kinds == set(reading._READERS)
