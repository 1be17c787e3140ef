"""Texts as people write them, and what is told of each: cases/reading holds the texts alone.

A case is a folder with ja.md or en.md (or both) and expected.txt: the line and the rule of all that
is told of it. KAITEI_WRITE_CASES=1 writes expected.txt anew.
"""

import os
from pathlib import Path

import pytest

import drafting
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
