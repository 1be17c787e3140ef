"""What a careful lawyer would list of a comparison (cases/findings), and what the engine finds."""

from __future__ import annotations

from pathlib import Path

import pytest

import lawyer
from kaitei.text import markdown
from kaitei.text.diff import Spot, compare

FOLDERS = [folder for lang in ("en", "ja") for folder in lawyer.cases(lang)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_list_speaks_of_its_texts(folder: Path) -> None:
    """Every value that a list names stands in the text of its side."""
    texts = [lawyer.plain(path.read_text("utf-8")) for path in lawyer.files(folder)]
    for one in lawyer.listed(folder):
        for value, text in zip((one.old, one.new), texts, strict=True):
            assert all(part in text for part in lawyer.parts(value)), one


@pytest.mark.parametrize(("lang", "least"), [("en", 0.95), ("ja", 0.95)])
def test_the_engine_finds_what_is_listed_and_little_else(lang: str, least: float) -> None:
    count = lawyer.counted(lang)
    assert count.recall >= least, count.missed
    assert count.precision >= least, count.wrong


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("2回", "6件", [("2回", ""), ("", "6件")]),
        ("500MB", "2GB", [("500MB", "2GB")]),
        ("48時間", "3日", [("48時間", "3日")]),
        ("3日", "300円", [("3日", ""), ("", "300円")]),
    ],
)
def test_values_are_paired_within_one_dimension(
    old: str, new: str, found: list[tuple[str, str]]
) -> None:
    texts = [markdown.parse(f"## 第1条\n\n会員は、{v}まで利用できる。\n", "ja") for v in (old, new)]
    assert sorted((f.old, f.new) for _, f in compare(*texts).findings) == sorted(found)


def test_a_value_in_a_table_says_where_it_stood_and_stands() -> None:
    """By the names of row and column on each side; a name that several rows share is no name."""
    old, new = (
        markdown.parse(f"## Fees\n\n| Plan | Term | {head} |\n|---|---|---|\n{rows}", "en")
        for head, rows in (
            ("Fee", "| A | year | 90 yen |\n| B | month | 20 yen |\n| B | year | 80 yen |\n"),
            ("Price", "| A | year | 95 yen |\n| B | month | 25 yen |\n"),
        )
    )
    found = [(f.old, f.new, f.was, f.spot) for _, f in compare(old, new).findings]
    assert found == [
        ("90 yen", "95 yen", Spot("A", "Fee"), Spot("A", "Price")),
        ("20 yen", "25 yen", Spot("B / month", "Fee"), Spot("B", "Price")),
        ("80 yen", "", Spot("B / year", "Fee"), None),
    ]
