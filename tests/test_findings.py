"""What a careful lawyer would list of a comparison (cases/findings), and what the engine finds."""

from __future__ import annotations

from pathlib import Path

import pytest

import lawyer

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
