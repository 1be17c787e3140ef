"""Carrying over what exists: what is proposed, what is written, what a reader is told of it."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import faults
from conftest import GIT, REPO
from kaitei.base import yamlfile
from kaitei.base.problems import KaiteiError
from kaitei.cli import main
from kaitei.drafts import adopt
from kaitei.drafts.adopt import dates, markdown, outline, planfile, proof, slugs, sources
from kaitei.drafts.adopt.dates import day_of_name
from kaitei.drafts.adopt.planfile import Plan, Step
from kaitei.drafts.repository import Repository
from kaitei.model import Kind
from kaitei.text import html
from kaitei.text.markdown import parse
from kaitei.text.source import paragraphs, plain_words

CASES = Path(__file__).parent / "cases" / "adopt"
ON = date(2026, 11, 29)
COMPANY = """\
name:
  ja: 見本株式会社
  en: Sample Company
time_zone: Asia/Tokyo
languages: [ja, en]
authoritative: ja
notice_days: 14
sample: true
tag: kaitei-sample.example,2026
policies: []
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty repository of a company."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/organization.yml").write_text(COMPANY, "utf-8")
    (tmp_path / "content/facts.yml").write_text("{}\n", "utf-8")
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "company"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, env=os.environ | GIT, check=True)
    return tmp_path


def carried(root: Path, *given: str, policy: str = "terms") -> adopt.Applied:
    adopt.plan(Repository(root), policy, given, "en")
    return adopt.apply(Repository(root), policy, ON)


def text(root: Path, lang: str = "ja", policy: str = "terms") -> str:
    return (root / f"content/{policy}/{lang}.md").read_text("utf-8")


def publications(root: Path, policy: str = "terms"):
    return Repository(root).record.policy(policy).publications


# --- the ways that policies are kept ------------------------------------------------------------

KEPT = sorted(path for path in CASES.iterdir() if path.suffix in sources.KINDS)


@pytest.mark.parametrize("file", KEPT, ids=lambda path: path.name)
def test_no_word_is_lost_and_every_clause_has_an_id(root: Path, file: Path):
    lang = "en" if "-en" in file.name else "ja"
    source = sources.read(file.read_bytes(), file.name, lang)
    settings = root / "content/organization.yml"
    settings.write_text(COMPANY.replace("authoritative: ja", f"authoritative: {lang}"), "utf-8")
    carried(root, f"{lang}={file}")
    made = text(root, lang)
    verdict = proof.verdict(source, made, lang)
    assert (verdict.lost, verdict.more) == (0, 0)
    assert verdict.whole > 100
    headings = re.findall(r"^#+ .*$", made, re.MULTILINE)
    assert len(headings) >= 3
    assert all(re.search(r"\{#[a-z][a-z0-9-]*\}$", heading) for heading in headings), headings
    assert made.startswith("---\ntitle: ")
    assert publications(root)[0].effective == date(2022, 4, 1)


def test_word_with_automatic_numbers_in_two_languages(root: Path):
    done = carried(root, f"ja={CASES / 'auto-ja.docx'}", f"en={CASES / 'auto-en.docx'}")
    assert (done.outcome.written, done.outcome.there) == (1, 0)
    ja, en = text(root, "ja"), text(root, "en")
    assert "## 第1条（利用目的） {#purposes}" in ja
    assert "## 1. Purposes {#purposes}" in en
    assert "1. 当社は、個人情報を次の目的で利用します。\n    1. サービスの提供" in ja
    assert "- (a) to provide the service" in en  # what is cited as (a) does not become 1.
    (one,) = publications(root)
    assert (one.kind, one.effective) == (Kind.ENACTMENT, date(2022, 4, 1))
    assert (one.carried_over, one.undated) == (ON, True)
    assert "announced" not in (root / "versions/terms/1/revision.yml").read_text("utf-8")


def test_a_link_by_the_name_that_a_generator_gives_leads_to_the_clause(root: Path):
    carried(root, f"ja={CASES / 'contents-ja.md'}")
    made = text(root)
    ids = dict(re.findall(r"^#+ (.*) \{#(.*)\}$", made, re.MULTILINE))
    purposes, _, fees, questions = ids.values()
    assert re.findall(r"\[([^\]]*)\]\(#([^)]*)\)", made) == [
        ("第1条（目的）", purposes), ("第2条（料金）", fees), ("第3条（Q & A）", questions),
        ("第2条", fees), ("その2", ids["支払"]),  # the second of two headings with equal words
    ]  # fmt: skip
    lost = (root / "adopt/terms/plan.yml").read_text("utf-8")
    assert "改定履歴 (#改定履歴)" in lost
    assert "会社案内 (../company.md)" in lost


def test_words_own_list_styles_stand_in_one_another_by_their_indents(root: Path):
    settings = root / "content/organization.yml"
    settings.write_text(COMPANY.replace("authoritative: ja", "authoritative: en"), "utf-8")
    carried(root, f"en={CASES / 'word-template-en.docx'}")
    made = text(root, "en")
    assert "    -   tubes count by their length\n    -   soft bags count when full\n" in made
    assert "        -   including handles\n-   it holds nothing alive" in made
    assert "2.  Choose how you pay:\n    -   1\\. by card\n" in made  # (1) would be another name
    assert "\n3.  Open the door.\n" in made


def test_what_tabs_and_boxes_are_called_stays(root: Path):
    made = markdown.source((CASES / "docusaurus-tabs-en.mdx").read_bytes(), "en", "a.mdx")
    lines = list(made.shown)
    assert lines[lines.index("Free plan") + 1] == "You may send 1,000 requests a day."
    assert lines[lines.index("Header") + 1] == "Authorization: Bearer KEY"
    assert any(
        line.startswith("Either of us may end this with 30 days’ notice¹.") for line in lines
    )


def test_a_folder_of_dated_pages_becomes_a_history(root: Path):
    carried(root, f"ja={CASES / 'pages'}")
    found = publications(root)
    assert [one.effective for one in found] == [
        date(2012, 4, 1), date(2016, 10, 1), date(2019, 4, 1), date(2022, 7, 1), date(2025, 10, 1),
    ]  # fmt: skip
    assert [one.kind for one in found] == [Kind.ENACTMENT, *[Kind.REVISION] * 4]
    assert all(one.undated and one.carried_over == ON for one in found)
    fees = [one for one in found if "800円" in " ".join(one.summary["ja"])]
    assert fees
    for one in found[1:]:
        assert one.summary["ja"][-1].endswith("（本文の比較から自動で作成）")
        assert len(one.summary["ja"]) <= 3
    ids = [re.findall(r"\{#(.*?)\}", one.sources["ja"]) for one in found]
    assert all(set(ids[0]) <= set(later) for later in ids)  # a clause keeps its id


def test_a_rerun_does_nothing_and_a_changed_plan_is_told(root: Path):
    carried(root, f"ja={CASES / 'pages'}")
    again = adopt.apply(Repository(root), "terms", date(2027, 1, 1))
    assert (again.outcome.written, again.outcome.there, again.files) == (0, 5, ())
    plan = root / "adopt/terms/plan.yml"
    plan.write_text(plan.read_text("utf-8").replace("2019-04-01\n", "2019-04-02\n", 1), "utf-8")
    with pytest.raises(KaiteiError) as told:
        adopt.apply(Repository(root), "terms", ON)
    assert told.value.problems[0].rule == "import-differs"


def test_revise_works_at_once(root: Path, capsys):
    carried(root, f"ja={CASES / 'auto-ja.docx'}", f"en={CASES / 'auto-en.docx'}")
    assert main(["revise", "--root", str(root), "--on", "2026-11-29", "terms"]) == 0
    capsys.readouterr()


def test_into_a_repository_that_has_other_policies(root: Path):
    carried(root, f"ja={CASES / 'pages'}", policy="notice")
    carried(root, f"ja={CASES / 'auto-ja.docx'}")
    listed = (root / "content/organization.yml").read_text("utf-8")
    assert "policies: [notice, terms]" in listed
    assert len(publications(root)) == 1
    assert len(publications(root, "notice")) == 5


def test_nothing_is_replaced(root: Path):
    (root / "content/terms").mkdir()
    (root / "content/terms/ja.md").write_text("---\ntitle: 利用規約\n---\n\n本文\n", "utf-8")
    adopt.plan(Repository(root), "terms", [f"ja={CASES / 'auto-ja.docx'}"], "en")
    with pytest.raises(KaiteiError) as told:
        adopt.apply(Repository(root), "terms", ON)
    assert {p.rule for p in told.value.problems} == {"adopt-drafted"}
    assert not (root / "versions").exists()
    with pytest.raises(KaiteiError) as told:
        adopt.plan(Repository(root), "terms", [f"ja={CASES / 'auto-ja.docx'}"], "en")
    assert told.value.problems[0].rule == "adopt-planned"


def test_a_day_that_nobody_tells_is_asked_for(root: Path, tmp_path_factory):
    folder = tmp_path_factory.mktemp("undated")
    (folder / "terms.md").write_text("# 利用規約\n\n## 第1条（目的）\n\n本文です。\n", "utf-8")
    adopt.plan(Repository(root), "terms", [f"ja={folder / 'terms.md'}"], "en")
    with pytest.raises(KaiteiError) as told:
        adopt.apply(Repository(root), "terms", ON)
    (found,) = told.value.problems
    assert (found.rule, found.line) == ("adopt-effective", plan_line(root, "effective:"))


def plan_line(root: Path, words: str) -> int:
    lines = (root / "adopt/terms/plan.yml").read_text("utf-8").split("\n")
    return next(n for n, line in enumerate(lines, 1) if line.strip() == words)


def test_nothing_is_carried_over_that_nobody_sees(root: Path, tmp_path_factory):
    file = tmp_path_factory.mktemp("unseen") / "terms.html"
    page = (
        "<h1>規約</h1><h2>第1条（目的）</h2><p>施行日：2022年4月1日</p><p>個人&#8203;情報を{}。</p>"
    )
    file.write_text(page.format("&#x202E;利用します"), "utf-8")
    with pytest.raises(KaiteiError) as told:
        carried(root, f"ja={file}")
    assert [p.rule for p in told.value.problems] == ["character-invisible"]
    assert not (root / "versions/terms").exists()
    shutil.rmtree(root / "adopt")
    file.write_text(page.format("利用します"), "utf-8")
    carried(root, f"ja={file}")
    assert "個人情報を利用します。" in text(root)  # a hint where to break a word is no part of it


def test_what_cannot_be_read_is_told_and_nothing_is_written(root: Path, tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    for name in ("terms.doc", "terms.odt", "empty.html", "broken.docx"):
        (folder / name).write_bytes(b"")
    frames = "<title>規約</title><frameset><frame src=main.html><noframes>枠</noframes></frameset>"
    (folder / "frames.html").write_text(frames, "utf-8")
    (folder / "data.html").write_text("<h1>規約</h1><table>" + "<tr><td>1<td>2" * 25_000, "utf-8")
    (folder / "long.md").write_text("本文です。\n\n" * 100_000, "utf-8")
    (folder / "deep.html").write_text("<h1>規約</h1>" + "<ol><li>項" * 120, "utf-8")
    (folder / "deeper.html").write_text("<h1>規約</h1>" + "<div>" * 300 + "項", "utf-8")
    for name, rule in [
        ("terms.doc", "adopt-kind"), ("terms.odt", "adopt-kind"), ("missing.md", "adopt-missing"),
        ("empty.html", "adopt-unreadable"), ("broken.docx", "word-damaged"),
        ("frames.html", "adopt-frames"), ("data.html", "adopt-long"), ("long.md", "markup-size"),
        ("deep.html", "markup-nesting"), ("deeper.html", "markup-nesting"),
    ]:  # fmt: skip
        with pytest.raises(KaiteiError) as told:
            adopt.plan(Repository(root), "terms", [f"ja={folder / name}"], "en")
        found = told.value.problems[0]
        assert (found.rule, Path(found.file).name, found.line) == (rule, name, 0)
    for given, rule in [("terms.md", "adopt-given"), ("fr=terms.md", "adopt-language"),
                        (f"en={CASES / 'auto-en.docx'}", "adopt-authoritative")]:  # fmt: skip
        with pytest.raises(KaiteiError) as told:
            adopt.plan(Repository(root), "terms", [given], "en")
        assert told.value.problems[0].rule == rule
    assert not (root / "adopt").exists() or not list((root / "adopt").iterdir())


# --- two languages with their own rhythm --------------------------------------------------------


def dated(folder: Path, lang: str, **texts: str) -> str:
    (folder / lang).mkdir()
    for day, body in texts.items():
        (folder / lang / f"{day.strip('d').replace('_', '-')}.md").write_text(body, "utf-8")
    return f"{lang}={folder / lang}"


def ja(fee: str, days: int, clause: str = "") -> str:
    return (
        "# 利用規約\n\n## 第1条（手数料）\n\n手数料は"
        f"{fee}円です。\n\n## 第2条（変更）\n\n{days}日前に公表します。\n{clause}"
    )


def en(fee: str, days: int, more: str = "") -> str:
    return (
        "# Terms\n\n## Article 1 Fee\n\nThe fee is "
        f"{fee} yen.\n\n## Article 2 Changes\n\nThey are announced {days} days before.{more}\n"
    )


def test_a_translation_hangs_on_the_text_that_it_translates(root: Path, tmp_path_factory):
    """The English of the first text came when the second held already, and says so by its fee."""
    folder = tmp_path_factory.mktemp("two")
    first = dated(folder, "ja", d2019_04_01=ja("500", 14), d2020_04_01=ja("800", 14),
                  d2021_04_01=ja("800", 30))  # fmt: skip
    second = dated(folder, "en", d2019_06_01=en("500", 14), d2021_04_01=en("800", 30),
                   d2022_02_01=en("800", 30, " On this site."))  # fmt: skip
    carried(root, first, second)
    found = publications(root)
    told = [(one.kind, sorted(one.sources), one.of) for one in found]
    assert told == [
        (Kind.ENACTMENT, ["ja"], None),
        (Kind.TRANSLATION, ["en"], 1),
        (Kind.REVISION, ["ja"], None),
        (Kind.REVISION, ["en", "ja"], None),
        (Kind.REVISION, ["en", "ja"], None),
    ]
    assert "Only the text in en changed." in found[-1].summary["en"][0]
    assert found[1].announced == date(2019, 6, 1)
    ids = {tuple(re.findall(r"\{#(.*?)\}", s)) for one in found for s in one.sources.values()}
    assert ids == {("fee", "changes")}


# --- days, ids, headings ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stem", "day"),
    [
        ("2019-04-01_privacy", date(2019, 4, 1)), ("privacy_20190401", date(2019, 4, 1)),
        ("規約（令和元年6月1日）", date(2019, 6, 1)), ("プライバシー2019.4.1", date(2019, 4, 1)),
        ("2019_4_1 terms", date(2019, 4, 1)), ("April 1, 2019 terms", date(2019, 4, 1)),
        ("terms-2019", None), ("terms-v12345678", None), ("20191340", None), ("利用規約", None),
    ],
)  # fmt: skip
def test_days_that_names_tell(stem: str, day: date | None):
    assert day_of_name(stem) == day


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Purposes of Use", "purposes-use"), ("Customer’s rights", "customer-rights"),
        ("Fees & charges", "fees-charges"), ("目的", ""), ("30 days", "clause-30-days"),
    ],
)  # fmt: skip
def test_ids_of_english_titles(title: str, name: str):
    assert slugs.slug(title) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("（個人情報の利用目的）", "purposes"), ("第三者提供の停止", "third-parties"),
        ("目的", "purpose"), ("開示等の請求の手数料", "requests-fees"), ("その他", ""),
    ],
)  # fmt: skip
def test_ids_of_japanese_titles(title: str, name: str):
    assert slugs.japanese(title) == name


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("## 第三条の二（特則）", "article-3-2"),
        ("## 第十二章　特則", "chapter-12"),
        ("## 甲乙", "clause-1"),
    ],
)
def test_ids_of_numbers_where_a_title_tells_nothing(heading: str, name: str):
    (clause,) = parse(f"---\ntitle: x\n---\n\n{heading} {{#x}}\n\n本文\n", "ja").clauses
    assert slugs.proposed([("ja", clause, 0)]) == name


def test_a_clause_that_a_translation_has_not_gives_its_id_to_no_other(root: Path, tmp_path_factory):
    files = tmp_path_factory.mktemp("files")
    ja = "".join(
        f"## 第{n}条（{t}）\n\n本文\n\n" for n, t in enumerate(("目的", "届出", "準拠法"), 1)
    )
    (files / "a.md").write_text(f"# 規約\n\n2022年4月1日から施行\n\n{ja}", "utf-8")
    en = "## Article 1. Purpose\n\nText\n\n## Article 2. Governing law\n\nText\n"
    (files / "b.md").write_text(f"# Terms of use\n\nEffective April 1, 2022\n\n{en}", "utf-8")
    carried(root, f"ja={files / 'a.md'}", f"en={files / 'b.md'}")
    ids = [re.findall(r"\{#(.*?)\}", text(root, lang)) for lang in ("ja", "en")]
    assert ids == [["purpose", "notification", "governing-law"], ["purpose", "governing-law"]]


def test_a_note_makes_no_japanese_title_latin():
    assert slugs.slug("（賃金）[1]") == ""


def headings(page: str) -> list[str]:
    source = html.read(f"<meta charset=utf-8>{page}".encode(), "ja", "page.html")
    _, blocks = outline.outlined(source)
    return [f"{b.tag} {plain_words([b])}" for b in blocks if b.tag.startswith("h")]


BODY = "<p>当社は、この規約に従ってサービスを提供します。</p>"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"<h1>規約</h1><p><b>第1条（目的）</b></p>{BODY}", ["h2 第1条（目的）"]),
        (f"<h1>規約</h1><p>第1条（目的）</p>{BODY}", ["h2 第1条（目的）"]),
        ("<p>規約</p><p>第1条　甲は乙に料金を支払うものとします。</p>" + BODY, ["h2 第1条"]),
        ("<h1>規約</h1><h2></h2><h2>目的</h2>" + BODY, ["h2 目的"]),
        ("<p>規約</p><p>（目的）</p><p>第1条　利用を定めます。</p>", ["h2 第1条（目的）"]),
        (f"<h1>規約</h1><h2>総則</h2><p>第5条の規定は適用しません。</p>{BODY}", ["h2 総則"]),
        (
            f"<h1>規約</h1><p>第1章　総則</p><p>第1条（目的）</p>{BODY}<p>附則</p>{BODY}",
            ["h2 第1章 総則", "h3 第1条（目的）", "h2 附則"],
        ),
        (f"<h1>規約</h1><p>1. 目的</p>{BODY}<p>2. 料金</p>{BODY}", ["h2 1. 目的", "h2 2. 料金"]),
        (f"<h1>規約</h1><h3>目的</h3>{BODY}<h5>細則</h5>{BODY}", ["h2 目的", "h3 細則"]),
    ],
)  # fmt: skip
def test_headings_by_look_and_number(page: str, expected: list[str]):
    assert headings(page) == expected


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-8", "utf-8-sig", "utf-16"]
)
@pytest.mark.parametrize("declared", ["", "Shift_JIS", "utf-8", "iso-8859-1"])
def test_the_bytes_say_what_they_are_whatever_is_declared(encoding: str, declared: str):
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    words = "個人情報の取扱いについて、次のとおり定めます。"
    page = f"<html><head>{meta if declared else ''}</head><body><p>{words}</p></body></html>"
    assert plain_words(html.read(page.encode(encoding), "ja", "x").blocks) == words


def test_what_stands_beside_the_text_is_left_out_and_named():
    page = f"""<body><div id="gnav"><a href="/a">会社</a><a href="/b">商品</a></div>
    <div class="contents"><h1>規約</h1>{BODY}<p><a href="#top">ページの先頭へ</a></p></div>
    <div>Copyright (C) 2020 Sample</div><p style="display:none">隠れた文</p></body>"""
    source = html.read(f"<meta charset=utf-8>{page}".encode(), "ja", "x")
    assert plain_words(source.blocks) == "規約 当社は、この規約に従ってサービスを提供します。"
    beside = " ".join(source.beside)
    assert all(words in beside for words in ("会社", "ページの先頭へ", "Copyright"))
    assert "隠れた" not in plain_words(source.blocks)


# --- cut off ------------------------------------------------------------------------------------

STEP = 11  # of so many moments one is tried; `bench/interruptions.py` tries them all


def stands_in(root: Path) -> dict[str, bytes | None]:
    """All files and folders of a repository but git's own."""
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else None
        for path in sorted(root.rglob("*"))
        if ".git" not in path.parts
    }


def planning(root: Path) -> Callable[[], str]:
    """A run that plans; what it returns are the rules by which it was refused."""
    return told_of(lambda: adopt.plan(Repository(root), "terms", [f"ja={CASES / 'pages'}"], "en"))


def applying(root: Path) -> Callable[[], str]:
    """A run that applies the plan."""
    return told_of(lambda: adopt.apply(Repository(root), "terms", ON))


def told_of(run: Callable[[], object]) -> Callable[[], str]:
    def work() -> str:
        try:
            run()
        except KaiteiError as error:
            return " ".join(p.rule for p in error.problems)
        return ""

    return work


def plan_cut_off(root: Path, whole: Path, moment: int, fault: str) -> bool:
    """Plan, cut off at a moment, and again; whether the plan stood in between."""
    told, _ = faults.run(planning(root), faults.Disk(root, moment, fault))
    stands = (root / "adopt/terms").exists()
    if stands:
        assert stands_in(root) == stands_in(whole)  # all of it, or nothing
    else:
        assert told in ("", "file-unwritable")
        adopt.plan(Repository(root), "terms", [f"ja={CASES / 'pages'}"], "en")
    assert stands_in(root) == stands_in(whole)
    return stands


def apply_cut_off(root: Path, whole: Path, moment: int, fault: str) -> int:
    """Apply, cut off at a moment, and again; how many publications stood in between."""
    told, _ = faults.run(applying(root), faults.Disk(root, moment, fault))
    assert told in ("", "file-unwritable", "record-unwritable", "record-partly")
    record = Repository(root).record
    assert record.faults == []
    stood = sum(len(policy.publications) for policy in record.policies)
    if (root / "content/terms").exists():
        assert stands_in(root / "content/terms") == stands_in(whole / "content/terms")
    adopt.apply(Repository(root), "terms", ON)
    assert stands_in(root) == stands_in(whole)
    return stood


@pytest.mark.parametrize("fault", faults.FAULTS)
def test_a_plan_that_was_cut_off_is_made_by_the_next(root: Path, tmp_path_factory, fault: str):
    aside = tmp_path_factory.mktemp("aside")
    whole = shutil.copytree(root, aside / "whole")
    _, count = faults.run(planning(whole), faults.Disk(whole))
    stood = []
    for moment in range(1 + faults.FAULTS.index(fault), count + 1, STEP):
        cut = shutil.copytree(root, aside / f"{moment}")
        stood.append(plan_cut_off(cut, whole, moment, fault))
    assert not all(stood)
    assert len(stood) > 2


@pytest.mark.parametrize("fault", faults.FAULTS)
def test_what_was_cut_off_while_applying_is_completed_by_the_next(
    root: Path, tmp_path_factory, fault: str
):
    adopt.plan(Repository(root), "terms", [f"ja={CASES / 'pages'}"], "en")
    aside = tmp_path_factory.mktemp("aside")
    whole = shutil.copytree(root, aside / "whole")
    _, count = faults.run(applying(whole), faults.Disk(whole))
    stood = []
    for moment in range(1 + faults.FAULTS.index(fault), count + 1, STEP):
        cut = shutil.copytree(root, aside / f"{moment}")
        stood.append(apply_cut_off(cut, whole, moment, fault))
    assert stood == sorted(stood)  # the later it is cut off, the more stands
    assert stood[0] == 0 < stood[-1]


def test_readers_see_that_it_was_carried_over_and_when(root: Path):
    """No announcement is invented: page, history, announcement, feed and API say carried over."""
    carried(root, f"ja={CASES / 'pages'}")
    for folder in ("theme", "mkdocs.yml"):
        source = REPO / folder
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / folder)
    assert main(["build", "--root", str(root), "--on", "2026-12-01"]) == 0
    site = root / "site"
    for page in ("terms/", "terms/history/", "terms/2/", "terms/2/changes/"):
        found = (site / page / "index.html").read_text("utf-8")
        words = re.sub(r"<[^>]+>", "", found).split("\n")
        assert any("2026年11月29日" in line and "引き継" in line for line in words), page
    feed = (site / "terms/feed.xml").read_text("utf-8")
    assert feed.count("引き継ぎました") >= 5
    assert "制定のお知らせ" not in feed
    policy = json.loads((site / "api/v1/policies/terms.json").read_text("utf-8"))
    record = next(one for one in policy["publications"] if one["number"] == 2)
    assert (record["announced"], record["carried_over"]) == (None, "2026-11-29")
    assert record["effective"] == "2016-10-01"


def test_lines_of_markdown_stay_apart_where_they_are_items_and_join_where_they_are_not(root: Path):
    carried(root, f"ja={CASES / 'mkdocs-ja.md'}")
    made = text(root)
    assert "監査を毎年行います。  \n(1) 内部監査  \n(2) 外部監査" in made
    assert "\n個人のお客さま\n" in made  # no code, for all that it stood further in
    carried(root, f"ja={CASES / 'plain-ja.txt'}", policy="plain")
    made = text(root, policy="plain")
    assert "サービスを利用するにあたって守るべき事項を定めるものとします。\n\n２ この規約" in made


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("These terms apply from 1 April 2022 to all members.", date(2022, 4, 1)),
        ("We run a gym. In force since April 1, 2022. Ask at the desk.", date(2022, 4, 1)),
        ("平成８年７月１日から", date(1996, 7, 1)),
        ("（令和4年4月1日より）", date(2022, 4, 1)),
        ("料金は、2022年4月1日から800円とします。", None),
        ("We were founded on 1 April 2022.", None),
    ],
)
def test_sentences_that_tell_from_when_a_text_holds(words: str, day: date | None):
    made = parse(f"---\ntitle: Terms\n---\n\n{words}\n\n## Pay {{#pay}}\n\nYou pay.\n", "ja")
    found = dates.holds_from(made)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        ("配送会員規約\n当社は、次の条件で運びます。", "配送会員規約"),
        ("Terms of Use\nWe carry parcels.", "Terms of Use"),
        ("　　施設利用心得\n\n　この心得は", "施設利用心得"),
        ("ア　飲酒\nイ　喫煙", "ア 飲酒"),
        ("We carry parcels\nto your door.", "We carry parcels to your door."),
    ],
)
def test_a_title_above_plain_text_is_a_paragraph(lines: str, first: str):
    assert next(iter(paragraphs(lines))) == first


def test_a_plan_of_thousands_is_read():
    step = Step(True, Kind.REVISION, {"ja": "a.ja.md"}, {"ja": "originals/a.html"}, None, ON)
    many = planfile.render(Plan("terms", {"ja": "規約"}, (step,) * 3_000), "")
    assert len(many) > yamlfile.MAX_SIZE
    assert len(planfile.read(many, "plan.yml").steps) == 3_000


def test_terms_tabs_and_notes_of_other_dialects(root: Path):
    made = markdown.source((CASES / "zola-ja.md").read_bytes(), "ja", "a.md")
    lines = list(made.shown)
    assert lines[lines.index("第一条（目的）") + 1] == "この規則は、アルバイトの労働条件を定める。"
    assert "第四条（賃金）[1]" in lines
    assert lines[-2:] == ["附則", "この規則は、2022年4月1日から施行する。"]
    inline = '<TabItem value="a" label="月払い">請求書から差し引きます。</TabItem>'
    assert markdown.source(inline.encode(), "ja", "a.mdx").shown == (
        "月払い", "請求書から差し引きます。",
    )  # fmt: skip


def test_a_date_that_stands_alone_is_offered_not_taken(root: Path, tmp_path_factory):
    page = tmp_path_factory.mktemp("page") / "terms.html"
    page.write_text("<h1>利用規約</h1><h2>第1条</h2><p>本文です。</p><p>2023年7月1日</p>", "utf-8")
    adopt.plan(Repository(root), "terms", [f"ja={page}"], "en")
    plan = (root / "adopt/terms/plan.yml").read_text("utf-8")
    assert "a date stands alone in the text: “2023年7月1日”" in plan
    assert "effective:\n" in plan
