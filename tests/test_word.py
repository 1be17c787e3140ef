"""Word files: accepted they are the new text, rejected the old one, by two other programs."""

import io
import itertools
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from conftest import REPO, run_kaitei
from kaitei.model import Block, Text
from kaitei.text import docx, markdown, render
from kaitei.text.diff import Redline, compare
from kaitei.text.numbering import marker
from test_redline import pairs

SHARED = REPO.parent / "shared"
BYLINE = docx.Byline("Example Inc.", date(2026, 4, 1))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EVERY = 7  # of the pairs in the corpora every seventh: 22 of 150


# --- pairs of texts -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    name: str
    old: Path
    new: Path

    @property
    def lang(self) -> str:
        return "ja" if re.search(r"(^|_)ja(\b|_)", self.name) else "en"

    def text(self, path: Path) -> Text:
        return markdown.parse(path.read_text("utf-8"), self.lang, dialect="foreign")

    def redline(self) -> Redline:
        return compare(self.text(self.old), self.text(self.new))


def made() -> Iterator[Pair]:
    for folder in sorted([*(REPO / "tests/redlines").iterdir(), *SHARED.glob("cases/redline/*")]):
        if (folder / "old.md").is_file():
            yield Pair(folder.name, folder / "old.md", folder / "new.md")


def real() -> Iterator[Pair]:
    pairs = []
    for folder in sorted(SHARED.glob("corpora/*/")):
        files = sorted(folder.glob("*.md"))
        pairs += [Pair(f"{folder.name}-{a.stem}", a, b) for a, b in itertools.pairwise(files)]
    yield from pairs[::EVERY]


PAIRS = [*made(), *real()]


def document(redline: Redline, name: str = "") -> docx.Document:
    return docx.document(redline, docx.Origin("", redline.lang, name, "", "", BYLINE), name)


def visible(text: Text | None) -> str:
    """Every visible word of a text, its title first, without white space."""

    def of(block: Block) -> str:
        return "".join(run.text for run in block.runs) + "".join(map(of, block.children))

    assert text is not None
    blocks = [b for c in text.clauses for b in ([c.heading] if c.heading else []) + [*c.blocks]]
    return "".join((text.title + "".join(map(of, blocks))).split())


def part(content: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


# --- LibreOffice --------------------------------------------------------------------------------


def office(jobs: list[object], folder: Path) -> list[list[str]]:
    """What LibreOffice makes of Word files: see libreoffice.py."""
    python = next(
        (p for p in ("/usr/bin/python3", shutil.which("python3")) if p and _has_uno(p)), None
    )
    if not shutil.which("soffice") or python is None:
        pytest.skip("no LibreOffice here: apt-get install libreoffice-writer-nogui python3-uno")
    (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    script = [python, str(REPO / "tests/libreoffice.py"), str(folder / "jobs.json")]
    done = subprocess.run(script, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    result: list[list[str]] = json.loads(done.stdout)
    return result


def _has_uno(python: str) -> bool:
    return subprocess.run([python, "-c", "import uno"], capture_output=True).returncode == 0


def test_libreoffice_accepts_the_new_text_and_rejects_to_the_old(tmp_path):
    jobs: list[object] = []
    wanted = []
    for number, pair in enumerate(PAIRS):
        redline = pair.redline()
        file = tmp_path / f"{number}.docx"
        file.write_bytes(document(redline, pair.name).content)
        jobs += [[str(file), [[step]], None] for step in ("accept", "reject")]
        wanted += [
            (pair.name, "accept", redline.new_text()),
            (pair.name, "reject", redline.old_text()),
        ]
    found = office(jobs, tmp_path)
    wrong = [
        f"{name}: {step}"
        for (name, step, text), paragraphs in zip(wanted, found, strict=True)
        if "".join("".join(paragraphs).split()) != visible(text)
    ]
    assert len(found) >= 2 * len([*made()])
    assert not wrong


# --- another engine -----------------------------------------------------------------------------


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_another_engine_finds_nothing_between_accepted_and_clean(pair):
    engine = pytest.importorskip("jubarte_redlines", reason="needs jubarte-redlines")
    redline = pair.redline()
    tracked = document(redline).content
    for resolved, text in (
        (engine.accept_revisions(tracked), redline.new_text()),
        (engine.reject_revisions(tracked), redline.old_text()),
    ):
        clean = document(compare(text, text)).content
        compared = engine.compare_documents(resolved, clean)
        found = engine.get_revisions(compared)
        # What was inserted last leaves the last mark of the document, which nobody can reject.
        assert [change for change in found if change["text"].strip()] == []


# --- what the file holds ------------------------------------------------------------------------


def parsed(lang: str, source: str) -> Text:
    return markdown.parse(source, lang, dialect="foreign")


def test_same_bytes_and_no_clock():
    pair = next(p for p in PAIRS if p.name == "en-move-and-edit")
    content = document(pair.redline()).content
    assert content == document(pair.redline()).content
    infos = zipfile.ZipFile(io.BytesIO(content)).infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    tracked = [e for e in part(content).iter() if e.get(f"{W}author")]
    assert tracked
    assert {(e.get(f"{W}author"), e.get(f"{W}date")) for e in tracked} == {
        ("Example Inc.", "2026-04-01T00:00:01Z")
    }
    numbers = [e.get(f"{W}id") for e in part(content).iter() if e.get(f"{W}author")]
    assert len(numbers) == len(set(numbers))


def test_a_moved_clause_is_a_move_with_its_edits_marked_apart():
    first = "words of the first clause stay."
    rest = ["B {#b}\n\nThe second one.", "C {#c}\n\nThe third one."]
    old = "\n\n".join(f"## {text}" for text in [f"A {{#a}}\n\nAll {first}", *rest])
    new = "\n\n".join(f"## {text}" for text in [*rest, f"A {{#a}}\n\nAll new {first}"])
    root = part(document(compare(parsed("en", old), parsed("en", new))).content)
    starts = [e.get(f"{W}name") for e in root.iter(f"{W}moveFromRangeStart")]
    assert starts
    assert starts == [e.get(f"{W}name") for e in root.iter(f"{W}moveToRangeStart")]
    moved = "".join(t.text for e in root.iter(f"{W}moveTo") for t in e.iter(f"{W}t"))
    assert first in moved
    inserted = ["".join(t.text for t in e.iter(f"{W}t")) for e in root.iter(f"{W}ins")]
    assert any("new" in words for words in inserted)


def test_structure_is_words_own():
    source = (
        "# Top\n\n1. one\n    1. inner\n\n        more\n\n2. two\n\n3. three\n\n- dot\n\n"
        "| h | i |\n|---|--:|\n| a | b |\n\n[a link](https://example.com/x?y=1) **bold** *it*\n"
    )
    text = parsed("en", source)
    content = document(compare(text, text)).content
    root = part(content)
    assert not list(root.iter(f"{W}ins", f"{W}del"))
    shown = []
    for p in root.iter(f"{W}p"):
        style, level, number = (
            p.find(f"{W}pPr/{W}{path}") for path in ("pStyle", f"numPr/{W}ilvl", f"numPr/{W}numId")
        )
        words = "".join(t.text for t in p.iter(f"{W}t"))
        if words:
            of = [None if e is None else e.get(f"{W}val") for e in (style, level, number)]
            shown.append((words, *of))
    lists = {words: number for words, _, _, number in shown}
    assert [(words, style, level) for words, style, level, _ in shown] == [
        ("Top", "Heading1", None),
        ("one", "ListParagraph", "0"),
        ("inner", "ListParagraph", "1"),
        ("more", "ListParagraph", None),
        ("two", "ListParagraph", "0"),
        ("three", "ListParagraph", "0"),
        ("dot", "ListParagraph", "0"),
        ("h", None, None), ("i", None, None), ("a", None, None), ("b", None, None),
        ("a link bold it", None, None),
    ]  # fmt: skip
    assert lists["one"] == lists["two"] == lists["three"] != lists["dot"]
    assert root.find(f".//{W}tr/{W}trPr/{W}tblHeader") is not None
    relations = part(content, "word/_rels/document.xml.rels")
    assert "https://example.com/x?y=1" in [r.get("Target") for r in relations]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_fonts_and_languages(lang):
    text = parsed(lang, "# 見出し\n\nwords\n")
    styles = part(document(compare(text, text)).content, "word/styles.xml")
    look = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert look.find(f"{W}rFonts").get(f"{W}eastAsia") == "Yu Mincho"
    assert look.find(f"{W}rFonts").get(f"{W}ascii") == "Times New Roman"
    assert look.find(f"{W}lang").get(f"{W}eastAsia") == "ja-JP"


def test_formatting_alone_is_a_change_of_formatting():
    redline = compare(
        parsed("en", "Some bold words here.\n"), parsed("en", "Some **bold** words here.\n")
    )
    root = part(document(redline).content)
    assert len(list(root.iter(f"{W}rPrChange"))) == 1
    assert not list(root.iter(f"{W}ins", f"{W}del"))


def test_what_word_cannot_say_is_named():
    old = "## T {#t}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    new = "## T {#t}\n\n| a | c | b |\n|---|---|---|\n| 1 | 3 | 2 |\n\n![a seal](seal.png)\n"
    found = document(compare(parsed("en", old), parsed("en", new)))
    assert found.replaced == ("t",)
    assert found.images == ("a seal",)


# --- our own reader -----------------------------------------------------------------------------


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_what_is_written_is_read_again(pair):
    """The words of the new text; of a clean document, its blocks as they were."""
    redline = pair.redline()
    text = redline.new_text()
    assert visible(docx.reread(document(redline).content).text) == visible(text)
    again = docx.reread(document(compare(text, text)).content).text
    twice = docx.reread(document(compare(again, again)).content).text
    assert twice == again


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(pairs())
def test_any_two_texts(texts):
    for old, new in (texts, reversed(texts)):
        read = docx.reread(document(compare(old, new)).content).text
        # Some control characters can't stand in XML.
        assert visible(read) == re.sub("[\x00-\x1f]", "", visible(new))


# --- the comparison table -----------------------------------------------------------------------


@pytest.mark.parametrize("pair", [*made()], ids=lambda pair: pair.name)
def test_the_table_says_what_the_page_says(pair):
    redline = pair.redline()
    if redline.empty:
        pytest.skip("nothing changed")
    origin = docx.Origin("", pair.lang, pair.name, "", "", BYLINE)
    root = part(docx.comparison(redline, origin, "", pair.lang).content)
    page = etree.HTML(render.table(redline, pair.lang))
    for heard in page.xpath("//*[contains(@class, 'kaitei-hidden')]"):
        heard.text = ""
    for item in page.xpath("//ol/li[not(contains(@class, 'kaitei-omitted'))]"):
        around = len(item.xpath("ancestor::ol")) - 1  # a browser draws the numbers of items
        item.text = marker(int(item.get("value")), around, pair.lang) + (item.text or "")
    signs = re.compile(r"[・|\s]")

    def bare(words: str) -> str:
        return signs.sub("", words)

    said = bare("".join(root.itertext(f"{W}t", with_tail=False)))
    assert said == bare("".join(page.itertext()))
    underlined = bare("".join("".join(u.itertext()) for u in page.iter("u")))
    runs = [r for r in root.iter(f"{W}r") if r.find(f"{W}rPr/{W}u") is not None]
    assert bare("".join(t.text for r in runs for t in r.iter(f"{W}t"))) == underlined


def test_the_table_has_the_official_layout():
    redline = compare(parsed("ja", "## 第1条 {#a}\n\n旧\n"), parsed("ja", "## 第1条 {#a}\n\n新\n"))
    origin = docx.Origin("", "ja", "x", "", "", BYLINE)
    root = part(docx.comparison(redline, origin, "", "ja").content)
    page = root.find(f".//{W}pgSz")
    assert page.get(f"{W}orient") == "landscape"
    assert int(page.get(f"{W}w")) > int(page.get(f"{W}h"))
    words = ["".join(p.itertext(f"{W}t")) for p in root.iter(f"{W}p")]
    assert words[1] == "（下線部分は改正部分）"
    rows = list(root.iter(f"{W}tr"))
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    heads = ["".join(cell.itertext(f"{W}t")) for cell in rows[0].iter(f"{W}tc")]
    assert heads[1:3] == ["改正後", "改正前"]
    turned = part(docx.comparison(redline, origin, "", "ja", new_first=False).content)
    heads = ["".join(cell.itertext(f"{W}t")) for cell in next(turned.iter(f"{W}tr")).iter(f"{W}tc")]
    assert heads[1:3] == ["改正前", "改正後"]


# --- the command --------------------------------------------------------------------------------


def test_export_takes_author_and_day_from_the_record(tmp_path):
    out = tmp_path / "out.docx"
    done = run_kaitei("export", "--docx", str(out), "privacy-policy@1", "privacy-policy@2")
    assert done.returncode == 0, done.stderr
    changes = list(part(out.read_bytes()).iter(f"{W}ins", f"{W}del"))
    assert {e.get(f"{W}date") for e in changes} == {"2025-09-01T00:00:01Z"}
    assert {e.get(f"{W}author") for e in changes} == {"C-Square Inc."}
    first = out.read_bytes()
    run_kaitei("export", "--docx", str(out), "privacy-policy@1", "privacy-policy@2")
    assert out.read_bytes() == first
