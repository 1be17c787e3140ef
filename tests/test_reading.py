"""Texts as people write them, and what is told of each: cases/reading holds the texts alone.

A case is a folder with ja.md or en.md (or both) and expected.txt: the line and the rule of all that
is told of it. KAITEI_WRITE_CASES=1 writes expected.txt anew.
"""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import drafting
import snippets
from repositories import lines

CASES = Path(__file__).parent / "cases" / "reading"


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda folder: folder.name)
def test_what_is_told_of_a_text(folder: Path, tmp_path: Path):
    texts = {file.stem: file.read_text("utf-8") for file in sorted(folder.glob("*.md"))[::-1]}
    told = []
    for found in drafting.problems(tmp_path, texts):
        lang = Path(found.file).stem
        line = drafting.own_line(texts[lang], lang, found.line, texts)
        told.append(f"{lang} {line} {found.rule}")
    file = folder / "expected.txt"
    if os.environ.get("KAITEI_WRITE_CASES"):
        file.write_text("".join(f"{line}\n" for line in told), "utf-8")
    assert told == lines(file)


@pytest.fixture(scope="module", params=["ja", "en"])
def reader(request, tmp_path_factory: pytest.TempPathFactory) -> snippets.Reader:
    return snippets.Reader(tmp_path_factory.mktemp(request.param), request.param)


@settings(max_examples=120)
@given(parts=st.lists(st.sampled_from(snippets.PARTS), min_size=2, max_size=9))
def test_no_word_is_lost_and_no_sign_is_shown_in_silence(reader: snippets.Reader, parts: list[str]):
    """`bench/losses.py` does the same with as many snippets as one likes."""
    body = snippets.snippet(parts, reader.lang)
    if not reader.told(body):
        assert (reader.missing(body), reader.signs(body)) == ([], [])


def test_a_note_without_words_stops_nothing_and_is_told(reader: snippets.Reader):
    body = snippets.snippet([snippets.WORD, "[^1]", "\n\n[^1]: \n[^2]: "], reader.lang)
    assert reader.told(body)
