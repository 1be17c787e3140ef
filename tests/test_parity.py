"""Two languages of a clause: cases/parity/ says which pairs say the same, and which do not."""

from pathlib import Path

import pytest

from kaitei.drafts.checks import languages
from kaitei.text import markdown
from repositories import lines

CASES = Path(__file__).parent / "cases" / "parity"


def pairs(name: str) -> list[tuple[str, ...]]:
    return [
        tuple(part.strip() for part in line.split(" | "))
        for line in lines(CASES / name)
        if not line.startswith("#")
    ]


@pytest.mark.parametrize(("ja", "en"), pairs("same.txt"))
def test_the_same_is_the_same_however_it_is_written(ja: str, en: str):
    assert differences(ja, en) == []


@pytest.mark.parametrize(("rule", "ja", "en"), pairs("different.txt"))
def test_what_differs_is_told_by_its_rule(rule: str, ja: str, en: str):
    assert [found[0] for found in differences(ja, en)] == [rule]


@pytest.mark.parametrize(
    ("japanese", "english", "told"),
    [
        ("前項", "the preceding paragraph", []),
        ("第2項", "the preceding paragraph", []),
        ("前二項", "paragraphs 1 and 2", []),
        ("第1項", "the preceding paragraph", ["reference-differs"]),
        ("前項", "paragraph 1", ["reference-differs"]),
    ],
)
def test_a_paragraph_before_is_the_one_that_stands_there(
    japanese: str, english: str, told: list[str]
):
    ja = f"1. 申し込みます。\n2. 承諾します。\n3. {japanese}の場合は、通知します。"
    en = f"1. Whoever wishes applies.\n2. We accept.\n3. In the case of {english} we tell you."
    assert [found[0] for found in differences(ja, en)] == told


def differences(ja: str, en: str) -> list[tuple[str, str, str]]:
    ours, theirs = (
        (lang, markdown.parse(f"---\ntitle: t\n---\n\n{text}\n", lang).clauses[0])
        for lang, text in (("ja", ja), ("en", en))
    )
    return list(languages.differences(ours, theirs))
