"""The one reader of Word files: every shown word is read or named, no hidden word comes in."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from conftest import GIT
from kaitei.base.problems import KaiteiError
from kaitei.drafts import docx_import
from kaitei.drafts.repository import Repository
from kaitei.text import diff, docx
from kaitei.text import markdown as markup
from kaitei.text.docx import xml
from kaitei.text.docx.blocks import ReadParagraph, TableLine
from kaitei.text.docx.package import packed
from kaitei.text.numerals import numeral
from test_word import office

CASES = Path(__file__).parent / "cases" / "word"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The repository that the cases left from."""
    shutil.copytree(CASES / "base", tmp_path, dirs_exist_ok=True)
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "base"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, env=os.environ | GIT, check=True)
    return tmp_path


BEFORE = "変更は、事前に公表します。"
# File, what is done with the changes of others, the lines that are to go and to come, what is told.
RETURNED = [
    ("12/ruby-new", "accept", BEFORE, "変更は、瑕疵なく事前に公表します。", "瑕疵（かし）"),
    ("12/sdt-row", "accept", "", "", ""),
    ("12/eq-circle", "accept", BEFORE, "変更は、書面に印を押して行います。", "○"),
    ("12/bdo", "accept", BEFORE, "変更は、書面で公表します。", ""),
    ("12/field-nested", "accept", BEFORE, "変更は、真による。", ""),
    ("12/vmerge", "accept", "| 追加 | 都度 |", "| 追加 | 月額 |", "月額"),
    ("13/vanish", "accept", BEFORE, "変更は、公表します。", "密かに"),
    ("14/rprchange-bold", "reject", "", "", ""),
    ("14/rprchange-bold", "pending", "", "", "書式"),
    ("14/cellins", "reject", "", "", ""),
    ("14/cellins", "pending", "", "", "列"),
    ("14/celldel", "accept", "| 基本 | 月額 |", "| 基本 |", ""),
    ("14/celldel", "reject", "", "", ""),
    ("15/pend-pmark-del", "pending", "", "", "段落"),
    ("16/author-company", "pending", "", "", "書面で"),
    ("17/heading-linebreak", "accept", "", "", ""),
    ("18/comment-range", "accept", "", "", "ここは / 要確認"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "changes", "old", "new", "told"), RETURNED)
def test_what_came_back(root: Path, case: str, changes, old: str, new: str, told: str):
    number, _, name = case.partition("/")
    file = next(CASES.glob(f"{number}-*/{name}.docx"))
    before = (root / "content/terms/ja.md").read_text("utf-8").split("\n")
    taken = docx_import.take(Repository(root), file, changes)
    after = (root / "content/terms/ja.md").read_text("utf-8").split("\n")
    if not new:
        assert (after, taken.empty) == (before, True)
    else:
        assert old in before
        assert old not in after
        assert new in after
    notes = " ".join(note.message("ja") for note in taken.notes)
    assert told in notes
    assert bool(notes) is bool(told)


# --- any file ------------------------------------------------------------------------------------


def word(body: str, **parts: str) -> bytes:
    """A Word file with this body, and parts of the folder word/."""
    spaces = (
        f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:x="urn:example:later-word"'
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{xml.TYPES}"><Override '
        f'PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{xml.RELATIONSHIPS}"><Relationship Id="d" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        tag = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes"}[name]
        files[f"word/{name}.xml"] = f"<w:{tag} {spaces}>{content}</w:{tag}>"
    return packed({name: content.encode() for name, content in files.items()})


def shown(content: bytes) -> tuple[list[str], dict[str, str]]:
    """The words of each line (a cell's after a bar), and what was lost with the words of it."""
    read = docx.foreign(content, "file.docx")

    def words(line: ReadParagraph | TableLine) -> str:
        if isinstance(line, TableLine):
            cells = [["".join(map(words, cell)) for cell in row] for row in line.rows]
            return "|".join("/".join(row) for row in cells)
        label = f"{line.label.words} " if line.label and line.label.words else ""
        return label + "".join(run.text for run in line.runs)

    return [words(line) for line in read.lines], {one.what: one.words for one in read.lost}


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(words: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r>"


def field(code: str, result: str | None = None) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    middle = "" if result is None else mark.format("separate") + result
    return (
        f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{middle}"
        f"{mark.format('end')}"
    )


BOX = "<w:txbxContent>" + p(r("箱")) + "</w:txbxContent>"
INLINE = {  # what stands between 前 and 後: what is read of it, what is named
    "<w:fancy>" + r("語") + "</w:fancy>": ("", {"unknown": "語"}),
    "<x:later>" + r("語") + "</x:later>": ("", {"unknown": "語"}),
    "<w:r><w:fancy>語</w:fancy></w:r>": ("", {"unknown": ""}),
    r("語", "<w:vanish/>"): ("", {"hidden": "語"}),
    r("語", '<w:vanish w:val="false"/>'): ("語", {}),
    r("語", '<w:rStyle w:val="secret"/>'): ("", {"hidden": "語"}),
    '<w:bdo w:val="rtl">' + r("語") + "</w:bdo>": ("語", {}),
    "<w:smartTag>" + r("語") + "</w:smartTag>": ("語", {}),
    "<w:sdt><w:sdtPr/><w:sdtContent>" + r("語") + "</w:sdtContent></w:sdt>": ("語", {}),
    '<w:fldSimple w:instr="REF x">' + r("語") + "</w:fldSimple>": ("語", {}),
    '<w:del w:author="甲">' + r("語") + "</w:del>": ("", {}),
    '<w:ins w:author="甲">' + r("語") + "</w:ins>": ("語", {}),
    field("REF x", r("語")): ("語", {}),
    field(f"IF {field('REF y', r('条件'))} = 1", r("語")): ("語", {}),
    field(r"EQ \o\ad(\s\up 9(かし),瑕疵)"): ("瑕疵", {"field": "瑕疵（かし）"}),
    field("MACROBUTTON x 語"): ("語", {}),
    field("PAGE", r("3")): ("3", {"computed": "PAGE"}),
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("語"): ("語", {}),  # never ends
    '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>': ("☑", {}),
    '<w:r><w:sym w:font="Wingdings" w:char="F021"/></w:r>': ("", {"symbol": "wingdings 21"}),
    "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>": ("", {"equation": "x+1"}),
    "<w:r><w:noBreakHyphen/></w:r>": ("\u2011", {}),
    f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>": (
        "", {"textbox": "箱"}
    ),
    "<mc:AlternateContent><mc:Choice Requires='x'>" + r("新") + "</mc:Choice><mc:Fallback>"
    + r("旧") + "</mc:Fallback></mc:AlternateContent>": ("旧", {}),
    '<w:r><w:pict><v:shape alt="社印"><v:imagedata/></v:shape></w:pict></w:r>': (
        "", {"image": "社印"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("inner", INLINE, ids=range(len(INLINE)))
def test_words_in_a_paragraph_are_read_or_named(inner: str):
    read, named = INLINE[inner]
    hidden = '<w:style w:type="character" w:styleId="secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    lines, lost = shown(word(p(r("前") + inner + r("後")), styles=hidden))
    assert lines[0] == f"前{read}後"
    assert lost == named


@pytest.mark.parametrize("place", ["{}", "<w:tbl>{}</w:tbl>", "<w:tbl><w:tr>{}</w:tr></w:tbl>"])
def test_an_unknown_element_is_named_wherever_it_stands(place: str):
    """The otherwise at the end of the list of elements: nothing is dropped in silence."""
    _, lost = shown(word(place.format(f"<w:fancy>{p(r('語'))}</w:fancy>")))
    assert lost == {"unknown": "語"}


def test_rows_and_cells_in_content_controls_and_merged_cells():
    def cell(words: str, look: str = "") -> str:
        return f"<w:tc><w:tcPr>{look}</w:tcPr>{p(r(words) if words else '')}</w:tc>"

    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    begun, wide = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
    rows = [
        f"<w:tr>{cell('区分')}{control(cell('料金'))}{cell('備考')}</w:tr>",
        control(f"<w:tr>{cell('甲')}{cell('1円', begun)}{cell('')}</w:tr>"),
        f"<w:tr>{cell('乙')}{cell('', '<w:vMerge/>')}{cell('注')}</w:tr>",
        f"<w:tr>{cell('丙')}{cell('無料', wide)}</w:tr>",
    ]
    lines, lost = shown(word(f"<w:tbl>{''.join(rows)}</w:tbl>"))
    assert lines == ["区分/料金/備考|甲/1円/|乙/1円/注|丙/無料/無料"]
    assert lost == {"merged": "無料"}


def level(at: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


ARTICLES = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "第%1条", '<w:pStyle w:val="Article"/>')
    + level(1, "decimalFullWidth", "%2")
    + level(2, "decimal", "(%3)")
    + level(3, "irohaFullWidth", "%4")
    + level(4, "decimal", "%1.%2.%5", "<w:isLgl/>")
    + "</w:abstractNum>"
    '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)
NUMBERED = (
    '<w:style w:type="paragraph" w:styleId="Article"><w:name w:val="条"/><w:pPr><w:numPr>'
    '<w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="条2"/>'
    '<w:basedOn w:val="Article"/></w:style>'
)


def numbered(words: str, number: int, at: int) -> str:
    look = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(r(words), look)


def test_automatic_numbers_are_what_word_shows():
    body = [
        p(r("定義"), '<w:pStyle w:val="Article"/>'),
        numbered("項", 7, 1), numbered("号", 7, 2), numbered("号", 7, 2), numbered("目", 7, 3),
        numbered("項", 7, 1), numbered("号", 7, 2),  # counts anew below another 項
        p(r("料金"), '<w:pStyle w:val="Sub"/>'),  # by the style that it is based on
        numbered("項", 7, 1), numbered("号", 8, 2), numbered("号", 8, 2),  # another start
        numbered("細目", 7, 4),
        p(r("番号なし"), '<w:pStyle w:val="Article"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        p(r("附則"), '<w:pStyle w:val="Article"/>'),
    ]  # fmt: skip
    lines, _ = shown(word("".join(body), numbering=ARTICLES, styles=NUMBERED))
    assert lines == [
        "第1条 定義", "１ 項", "(1) 号", "(2) 号", "イ 目", "２ 項", "(1) 号",
        "第2条 料金", "１ 項", "(5) 号", "(6) 号", "2.1.1 細目", "番号なし", "第3条 附則",
    ]  # fmt: skip


def test_a_way_of_numbering_that_is_not_known_is_named():
    kind = level(0, "hindiVowels", "%1.")
    lists = f'<w:abstractNum w:abstractNumId="1">{kind}</w:abstractNum>'
    lists += '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    lines, lost = shown(word(numbered("語", 1, 0), numbering=lists))
    assert lines == ["1. 語"]
    assert lost == {"numbering": "hindiVowels 1."}


@pytest.mark.parametrize(
    ("kind", "number", "written"),
    [
        ("decimalZero", 3, "03"), ("upperRoman", 14, "XIV"), ("lowerLetter", 28, "bb"),
        ("aiueoFullWidth", 3, "ウ"), ("iroha", 1, "ｲ"), ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"), ("japaneseCounting", 110, "百十"),
        ("japaneseCounting", 20, "二十"), ("ideographDigital", 10, "一〇"),
        ("ideographTraditional", 2, "乙"), ("ordinal", 12, "12th"), ("ordinal", 22, "22nd"),
        ("none", 4, ""), ("chicago", 5, "**"), ("japaneseLegal", 13, "壱拾参"),
    ],
)  # fmt: skip
def test_numerals(kind: str, number: int, written: str):
    assert numeral(number, kind) == written


def test_strict_open_xml_and_parts_of_other_names():
    content = word(numbered("語", 7, 1), numbering=ARTICLES)
    parts = {i.filename: zipfile.ZipFile(io.BytesIO(content)).read(i) for i in
             zipfile.ZipFile(io.BytesIO(content)).infolist()}  # fmt: skip
    strict = "http://purl.oclc.org/ooxml"
    renamed = {
        name.replace("document.xml", "document2.xml"): raw.replace(
            W.encode(), f"{strict}/wordprocessingml/main".encode()
        )
        .replace(b"word/document.xml", b"word/document2.xml")
        .replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
            f"{strict}/officeDocument/relationships/".encode(),
        )
        for name, raw in parts.items()
    }
    assert shown(packed(renamed)) == shown(content) == (["１ 語"], {})


def test_a_damaged_file_is_told():
    with pytest.raises(KaiteiError, match="Word"):
        docx.foreign(b"PK nothing", "file.docx")


def test_footnotes_stand_with_their_paragraph():
    notes = f'<w:footnote w:id="2">{p(r("消費税を含みます。"))}</w:footnote>'
    body = p(r("手数料") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("は500円です。"))
    lines, lost = shown(word(body + p(r("次")), footnotes=notes))
    assert lines == ["手数料[1]は500円です。", "[1] 消費税を含みます。", "次"]
    assert re.search("消費税", lost["footnote"])


# --- what Word and LibreOffice show of our own ---------------------------------------------------


def test_items_are_numbered_as_on_the_page(tmp_path: Path):
    source = next(CASES.glob("19-*/nested.md")).read_text("utf-8")
    text = markup.parse(source, "ja", dialect="foreign")
    origin = docx.Origin("", "ja", "nested", "", source, docx.Byline("x"))
    (tmp_path / "nested.docx").write_bytes(docx.clean(text, origin, "").content)
    lines, _ = shown((tmp_path / "nested.docx").read_bytes())
    assert lines == ["第1条", "1. 甲", "(1) 一", "ア ア", "(2) 二", "2. 乙"]


def test_no_empty_item_is_left_of_a_list_whose_last_one_went(tmp_path: Path):
    folder = next(CASES.glob("21-*"))
    old, new = (
        markup.parse((folder / f"last-item-deleted.{side}.md").read_text("utf-8"), "ja")
        for side in ("old", "new")
    )
    origin = docx.Origin("", "ja", "new", "old", "", docx.Byline("x"))
    made = tmp_path / "made.docx"
    made.write_bytes(docx.document(diff.compare(old, new), origin, "").content)
    office([[str(made), [["accept"]], str(tmp_path / "accepted.docx")]], tmp_path)
    read = docx.foreign((tmp_path / "accepted.docx").read_bytes(), "accepted.docx")
    items = [line for line in read.lines if isinstance(line, ReadParagraph) and line.label]
    assert ["".join(run.text for run in line.runs) for line in items] == ["甲", "乙"]
