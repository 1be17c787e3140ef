"""`kaitei renumber`: cases are a text before, as edited, as renumbered, and what was left."""

import re
from pathlib import Path

import pytest

import drafting
from conftest import run_kaitei
from kaitei.drafts.renumber.text import Renumbering
from kaitei.drafts.renumber.written import Written
from kaitei.text import markdown
from kaitei.text.notation import folded

CASES = Path(__file__).parent / "cases" / "renumber"
EXPECTED = sorted(CASES.glob("*/expected.*.md"))
NUMBERS = re.compile(r"[0-9〇一二三四五六七八九十百a-z]+|[IVX]+\b")


def written(file: Path, lang: str) -> Written | None:
    if not file.exists():
        return None
    source = file.read_text("utf-8")
    return Written(source, markdown.parse(source, lang))


def renumbered(file: Path, draft: str = "draft") -> Renumbering:
    lang = file.name.split(".")[1]
    text = written(file.with_name(f"{draft}.{lang}.md"), lang)
    assert text is not None
    assert text.whole
    return Renumbering(text, written(file.with_name(f"before.{lang}.md"), lang), file.name)


@pytest.mark.parametrize("file", EXPECTED, ids=lambda f: f"{f.parent.name}-{f.name}")
def test_numbers_follow_the_order_of_the_clauses(file: Path):
    done = renumbered(file)
    left = [f"{p.line} {p.rule} {p.values['words']}" for p in done.left]
    expected = file.with_name(file.name.replace("expected", "left")).with_suffix(".txt")
    assert done.text == file.read_text("utf-8")
    assert left == expected.read_text("utf-8").splitlines()


@pytest.mark.parametrize("file", EXPECTED, ids=lambda f: f"{f.parent.name}-{f.name}")
def test_what_is_in_order_stays_and_nothing_but_numbers_changes(file: Path):
    done = renumbered(file)
    draft = file.with_name(file.name.replace("expected", "draft")).read_text("utf-8")
    assert NUMBERS.sub("0", folded(done.text)) == NUMBERS.sub("0", folded(draft))
    if file.with_name(file.name.replace("expected", "before")).exists():
        assert renumbered(file, "expected").text == done.text


def test_the_command_shows_first_and_writes_where_it_is_asked_to(tmp_path: Path):
    case = CASES / "both"
    stages = {
        name: {lang: (case / f"{name}.{lang}.md").read_text("utf-8") for lang in ("ja", "en")}
        for name in ("before", "draft")
    }
    drafting.repository(tmp_path, stages["draft"], stages["before"])
    files = [tmp_path / f"content/terms/{lang}.md" for lang in ("ja", "en")]
    as_edited = [file.read_text("utf-8") for file in files]
    command = ("renumber", "terms", "--on", "2026-11-22", "--lang", "en")
    shown = run_kaitei(*command, cwd=tmp_path)
    assert [file.read_text("utf-8") for file in files] == as_edited
    assert "- ## 第2条（料金） {#fees}\n+ ## 第3条（料金） {#fees}\n" in shown.stdout
    assert shown.stdout.endswith("Where this is what you mean, add --write.\n")
    written = run_kaitei(*command, "--write", cwd=tmp_path)
    assert written.stdout.endswith("Written: content/terms/ja.md, content/terms/en.md\n")
    for file in files:
        expected = (case / f"expected.{file.stem}.md").read_text("utf-8").split("---\n", 2)[2]
        assert file.read_text("utf-8").split("---\n", 2)[2] == expected
    again = run_kaitei(*command, cwd=tmp_path)
    assert again.stdout == "There is nothing to change.\n"
    assert not run_kaitei("check", "--on", "2026-11-22", cwd=tmp_path).returncode
