"""PDFs of texts, announcements and comparison tables, read by other programs (poppler's)."""

import dataclasses
import itertools
import re
import subprocess
from datetime import date
from urllib.parse import urljoin

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import html

import large
import pdfs
from conftest import REPO, run_kaitei
from kaitei.base import typesetting
from kaitei.model import Policy
from kaitei.record import Record
from kaitei.site import pages
from kaitei.site import pdf as paper
from kaitei.site.model import Site, look
from kaitei.site.pdf import PaperKind
from kaitei.text import markdown, render
from kaitei.text.diff import compare
from sites import helpdesk, privacy
from test_redline import pairs
from test_word import made as cases
from test_word import visible

URL = "https://policies.example/under/"
WORDS = pages.read_words(REPO / "theme", ("ja", "en"))
LAST = date(2026, 11, 22)
CASES = [*cases()]


def site(on: date = LAST) -> Site:
    """The record with every kind of publication."""
    policies = [Policy("privacy-policy", tuple(privacy())), Policy("helpdesk", tuple(helpdesk()))]
    return look(policies, on)


def sheet(
    kind: PaperKind, number: int, lang: str = "ja", policy: str = "privacy-policy"
) -> paper.Sheet:
    place = site()
    known = place.policy(policy)
    return paper.issued(place, known, known.entry(number), lang, kind, URL, WORDS)


def printed(
    kind: PaperKind, number: int, lang: str = "ja", policy: str = "privacy-policy"
) -> bytes:
    return paper.pdf(sheet(kind, number, lang, policy), "x")


@pytest.fixture(scope="module")
def issued() -> dict[str, bytes]:
    """The papers of the record on its last day, by address."""
    return dict(paper.papers(site(), URL, WORDS))


@pytest.fixture(scope="module")
def sample() -> Site:
    return look(Record(REPO).policies, LAST)


# --- which there are, and that they stay as they are ----------------------------------------------


def test_each_publication_has_its_papers(issued):
    def numbers(policy: str, kind: PaperKind, lang: str) -> list[int]:
        root = "" if lang == "ja" else f"{lang}/"
        wanted = rf"{root}{policy}/(\d+)/{policy}-\1-{kind}-{lang}\.pdf"
        return sorted(int(m[1]) for path in issued if (m := re.fullmatch(wanted, path)))

    for lang in ("ja", "en"):
        assert numbers("privacy-policy", PaperKind.ANNOUNCEMENT, lang) == [1, 2, 3, 4, 5, 6, 7, 8]
        # Postponed, withdrawn, translated late: all have their text. An enactment has no table.
        assert numbers("privacy-policy", PaperKind.TEXT, lang) == [1, 2, 3, 5, 6]
        assert numbers("privacy-policy", PaperKind.TABLE, lang) == [2, 3, 5, 6]
        # The first text is withheld, and with it what was compared with it.
        assert numbers("helpdesk", PaperKind.TEXT, lang) == [2]
        assert numbers("helpdesk", PaperKind.TABLE, lang) == []
    assert len(issued) == 2 * (8 + 5 + 4 + 4 + 1)


def test_a_paper_depends_on_no_day_and_no_earlier_making(issued):
    """On each day of an announcement the papers are those of the last day, to the byte."""
    typesetting.compiler._compiler.cache_clear()
    before: set[str] = set()
    for day in (date(2026, 1, 1), date(2026, 5, 15), date(2026, 7, 31), LAST):
        made = dict(paper.papers(site(day), URL, WORDS))
        withheld = {path for path in before - made.keys() if "helpdesk" in path}
        assert before - made.keys() == withheld
        differ = {path for path in made.keys() & issued.keys() if made[path] != issued[path]}
        # A text that is withheld takes its comparison out of the announcement after it.
        assert all("helpdesk-2-announcement" in path for path in differ)
        before = {*made}


def test_a_late_translation_changes_no_announcement(issued):
    path = "en/privacy-policy/5/privacy-policy-5-announcement-en.pdf"
    assert dict(paper.papers(site(date(2026, 7, 1)), URL, WORDS))[path] == issued[path]
    assert "There is no English text yet" in " ".join(pdfs.words(issued[path]).split())
    said = pdfs.words(issued["en/privacy-policy/5/privacy-policy-5-text-en.pdf"])
    assert re.search(r"Translation added +Publication 8 \(announced 1 August 2026\)", said)


# --- what they say --------------------------------------------------------------------------------


def test_a_text_says_which_it_is(issued):
    said = pdfs.words(issued["privacy-policy/2/privacy-policy-2-text-ja.pdf"])
    for wanted in (
        "見本株式会社", "個人情報保護方針", "第2号", "改定", "2026年2月1日（令和8年2月1日）",
        "2026年2月15日（令和8年2月15日）", f"{URL}privacy-policy/2/", "手数料は2円です。", "1/1",
    ):  # fmt: skip
        assert wanted in said, wanted
    assert "日本語版を正文とし" not in said
    translated = pdfs.words(issued["en/privacy-policy/2/privacy-policy-2-text-en.pdf"])
    assert "The Japanese text is authoritative" in translated


def test_a_text_bears_the_digest_of_what_was_published(sample):
    policy = sample.policy("privacy-policy")
    made = paper.issued(sample, policy, policy.entry(2), "ja", PaperKind.TEXT, URL, WORDS)
    digest = policy.entry(2).publication.digest
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert digest in pdfs.words(paper.pdf(made, "x"))


def test_an_announcement_says_what_the_page_says(issued):
    """Title, sentence, summary, reason and list of changes, in this order, of every publication."""
    place = site()
    seen = 0
    for page in pages.pages(place, REPO / "theme", URL, papers=True):
        if page.kind != "announcement":
            continue
        shown = html.document_fromstring(page.parts["html"])
        (link,) = shown.xpath("//a[@type='application/pdf'][contains(@href, 'announcement')]/@href")
        said = "".join(pdfs.words(issued[urljoin(f"/{page.address}", link)[1:]]).split())
        parts = shown.xpath(
            "//h1 | //p[@class='k-lead'] | //ul[@class='k-summary']/li"
            " | //section[@aria-labelledby='k-reason']/p"
        )
        late = page.address in [
            f"en/privacy-policy/{n}/changes/" for n in (5, 6)
        ]  # translated later
        parts += [] if late else shown.xpath("//ul[@class='k-worded']/li")
        at = 0
        for part in parts:
            words = "".join(part.text_content().split())
            assert words in said[at:], (page.address, words)
            at = said.index(words, at) + len(words)
            seen += 1
    assert seen > 24 * 4


def test_an_announcement_says_whom_to_ask_and_where_the_texts_are(issued):
    said = pdfs.words(issued["en/privacy-policy/3/privacy-policy-3-announcement-en.pdf"])
    for wanted in ("Sample desk", "03-0000-0000", f"{URL}en/privacy-policy/3/changes/",
                   f"{URL}en/privacy-policy/2/", "1 March 2026", "1 June 2026"):  # fmt: skip
        assert wanted in said, wanted


def test_a_sample_says_so_on_every_page_and_nothing_else_does(sample):
    policy = sample.policy("privacy-policy")
    for lang, mark in (("ja", "見本"), ("en", "Sample")):
        for kind in PaperKind:
            made = paper.issued(sample, policy, policy.entry(2), lang, kind, URL, WORDS)
            found = pdfs.pages(paper.pdf(made, "x"))
            assert all(mark in page.strip().split("\n")[0] for page in found), (lang, kind)
    real = [dataclasses.replace(publication, sample=False) for publication in privacy()]
    place = look([Policy("privacy-policy", tuple(real))], LAST)
    for path, pdf in paper.papers(place, URL, WORDS):
        first = pdfs.pages(pdf)[0].strip().split("\n")[0].split()
        assert first in (["見本株式会社"], ["Sample", "Company"]), path


# --- how they are made ----------------------------------------------------------------------------


def test_fonts_are_embedded_and_the_structure_is_tagged(issued):
    for path, pdf in issued.items():
        used = pdfs.fonts(pdf)
        assert {name for name, _ in used} == {"BIZUDPGothic-Regular", "BIZUDPGothic-Bold"}, path
        assert all(flags == ["yes"] * 3 for _, flags in used), path
        told = pdfs.told(pdf)
        assert told["Tagged"] == "yes"
        assert told["Author"] in ("見本株式会社", "Sample Company")
        assert told["Title"]
        assert re.search(r" 1 00:00:00 2026 UTC", told["CreationDate"]), path  # its announcement


@pytest.mark.parametrize("pair", CASES, ids=lambda pair: pair.name)
def test_a_text_is_heard_word_for_word_in_its_order(pair):
    """By its tags, which a screen reader follows and what is copied keeps."""
    text = pair.text(pair.new)
    made = paper.text(text, paper.of_file("a file"))
    said = pdfs.heard(paper.pdf(without_addresses(made), "x"))
    wanted = typesetting.characters.printable(
        visible(text) if text.title else f"afile{visible(text)}"
    )
    assert re.sub("［[^U］][^］]*］", "", said) == re.sub(r"\s", "", wanted)


def without_addresses(made: paper.Sheet) -> paper.Sheet:
    """The sheet without the addresses that stand behind links, because nobody can click paper."""

    def bare(content) -> None:
        for node in content:
            if not isinstance(node, str):
                node.children = [c for c in node.children if getattr(c, "tag", "") != "small"]
                bare(node.children)

    bare(made.body)
    return made


def test_a_link_has_its_address_behind_it():
    text = markdown.parse(
        "## A {#a}\n\nSee [it](https://a.example/x⚠), [b](#b), [desk](../helpdesk/), [no](#c).\n\n"
        "## B {#b}\n\nwords\n",
        "en",
    )
    imprint = paper.Imprint("x", "x", root=f"{URL}en/")
    pdf = paper.pdf(paper.text(text, imprint), "x")
    said = " ".join(pdfs.words(pdf).split())
    assert f"See it (https://a.example/x［U+26A0］), b, desk ({URL}en/helpdesk/), no." in said
    assert pdfs.tree(pdf).count("Link (inline)") == 3
    assert b"/URI(https://a.example/x%E2%9A%A0)" in pdf


# --- the comparison table -------------------------------------------------------------------------


def long_pair(lang: str):
    """Two texts of sixty clauses, of which the second half changed."""
    said = {
        "ja": ("## 第{0}条（目的{0}） {{#c{0}}}\n\n", "当社は、第{0}号の業務を{1}行います。" * 8),
        "en": ("## {0}. Purpose {0} {{#c{0}}}\n\n", "The company does work {0} {1}. " * 8),
    }[lang]
    words = {"ja": ("適切に", "速やかに"), "en": ("with care", "without delay")}[lang]
    return [
        markdown.parse(
            "\n\n".join(
                said[0].format(n) + said[1].format(n, words[side if n > 30 else 0])
                for n in range(1, 61)
            ),
            lang,
        )
        for side in (0, 1)
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_table_over_several_pages_has_its_heads_on_each(lang):
    made = paper.table(compare(*long_pair(lang)), paper.of_file("old"), paper.of_file("new"))
    pdf = paper.pdf(made, "x")
    found = pdfs.pages(pdf)
    assert len(found) > 4
    told = pdfs.told(pdf)
    wide, high = map(float, re.findall(r"[\d.]+", told["Page size"])[:2])
    assert wide > high
    heads = {"ja": "条項 改正後 改正前 備考", "en": "Clause After Before Remarks"}[lang]
    for number, page in enumerate(found, 1):
        lines = [" ".join(line.split()).replace(" / ", "/") for line in page.split("\n")]
        assert heads in lines[:8], number
        assert any(line.endswith(f"{number}/{len(found)}") for line in lines)
    tree = pdfs.structure(pdf)
    assert tree.count("/Scope /Column") == 4  # those on later pages are not read out again
    assert tree.count("THead") == 1


@pytest.mark.parametrize("pair", CASES[::2], ids=lambda pair: pair.name)
def test_a_table_says_what_the_page_says(pair):
    redline = pair.redline()
    if redline.empty:
        pytest.skip("nothing changed")
    page = html.fragment_fromstring(render.table(redline, pair.lang))
    for unheard in page.xpath("//*[contains(@class, 'kaitei-hidden')]"):
        unheard.text = ""
    made = paper.table(redline, paper.of_file("old"), paper.of_file("new"))
    pdf = paper.pdf(without_addresses(dataclasses.replace(made, ends=())), "x")
    wanted = typesetting.characters.printable("".join(page.text_content().split()))
    said = re.sub("［[^U］][^］]*］", "", pdfs.heard(pdf))
    assert said == re.sub("［[^U］][^］]*］", "", wanted)
    underlined = "".join("".join(u.itertext()) for u in page.iter("u"))
    assert bool(underlined.strip()) == ("/TextDecorationType /Underline" in pdfs.tree(pdf))


def test_a_clause_that_is_called_by_its_title_has_room_for_it():
    """On paper as on the page; a column for numbers is as narrow as they are."""
    title = "How we collect, use and disclose personally identifiable information"
    for heading, named in ((title, True), ("1. Terms", False)):
        texts = [f"## {heading}\n\nWe collect {word}.\n" for word in ("names", "addresses")]
        redline = compare(*(markdown.parse(text, "en") for text in texts))
        assert ("kaitei-titled" in render.table(redline, "en")) == named
        made = paper.table(redline, paper.of_file("old"), paper.of_file("new"))
        said = pdfs.words(paper.pdf(made, "x"))
        assert bool(re.search("“How we collect, use and +How", said)) == named


@pytest.mark.parametrize(("lang", "charge"), [("ja", "{:,}円"), ("en", "{:,} yen")])
def test_a_wide_table_within_a_comparison_breaks_no_charge_and_no_word(lang: str, charge: str):
    old, new = (markdown.parse(large.article(lang, number), lang) for number in (2, 3))
    made = paper.table(compare(old, new), paper.of_file("old"), paper.of_file("new"))
    said = pdfs.words(paper.pdf(made, "x"))
    for number in range(1, 19):
        early = charge.format(13000 + number * 100)
        now, before = (charge.format(4000 + number * 110 + by) for by in (90, 60))
        assert re.search(f"{now}.*{early}.*{before}.*{early}", said), number
    whole = {"ja": ["ファミリー光18"] * 2, "en": ["Remarks", "applications", "unchanged", "table"]}
    assert [word for word in whole[lang] if said.count(word) < 2] == []


def test_the_old_text_first_where_that_is_wanted():
    redline = compare(*long_pair("ja"))
    made = paper.table(redline, paper.of_file("o"), paper.of_file("n"), new_first=False)
    assert re.search("条項 +改正前 +改正後 +備考", pdfs.words(paper.pdf(made, "x")))


def test_the_marked_text_has_both_texts():
    pair = next(pair for pair in CASES if pair.name == "en-move-and-edit")
    made = paper.marked(pair.redline(), paper.of_file("old"), paper.of_file("new"))
    tree = pdfs.tree(paper.pdf(made, "x"))
    assert "/TextDecorationType /Underline" in tree
    assert "/TextDecorationType /LineThrough" in tree


# --- whatever a text holds ------------------------------------------------------------------------


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(pairs())
def test_any_two_texts_can_be_printed(texts):
    old, new = paper.of_file("old"), paper.of_file("new")
    redline = compare(*texts)
    for made in (
        paper.text(texts[1], new),
        paper.table(redline, old, new),
        paper.marked(redline, old, new),
    ):
        assert paper.pdf(made, "x").startswith(b"%PDF-1.7")


def test_what_stands_deep_is_printed_all_the_same():
    source = "> " * 38 + "quoted\n\n" + "\n".join(f"{'    ' * n}- level {n}\n" for n in range(9))
    text = markdown.parse(source, "en", dialect="foreign")
    said = pdfs.heard(paper.pdf(paper.text(text, paper.of_file("x")), "x"))
    assert said == "xquoted" + "".join(f"level{n}" for n in range(9))


def test_words_are_printed_and_never_run():
    evil = "#panic(1) $x$ = _y_ <label> @ref \\ `raw`"
    text = markdown.parse(f"---\ntitle: '{evil}'\n---\n\n    {evil}\n", "en", dialect="foreign")
    said = pdfs.heard(paper.pdf(paper.text(text, paper.of_file("x")), "x"))
    assert said == evil.replace(" ", "") * 2


@pytest.mark.parametrize(
    ("char", "shown"),
    [
        ("Ω", "Ω"), ("Ж", "Ж"), ("①", "①"), ("髙", "髙"),
        ("⚠", "［U+26A0］"), ("⚠\ufe0f", "［U+26A0］"), ("𓀀", "［U+13000］"), ("개", "［U+AC1C］"),
        ("\ufb00", "ff"), ("\u202f", "\u00a0"), ("\ufeff", ""), ("\x07", "［U+0007］"),
    ],
)  # fmt: skip
def test_a_character_without_a_glyph_is_never_a_hole(char, shown):
    assert typesetting.characters.printable(f"a{char}b") == f"a{shown}b"
    text = markdown.parse(f"## a{char}b\n", "ja", dialect="foreign")
    pdf = paper.pdf(paper.text(text, paper.of_file(f"a{char}b")), "x")
    if shown.strip() and char != "\x07":  # Markdown takes control characters out
        assert pdfs.heard(pdf).count(f"a{shown}b") == 2


def test_both_fonts_have_the_same_characters():
    mapped = [
        frozenset(typesetting.characters._mapped((typesetting.fonts.FONTS / name).read_bytes()))
        for name in ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf")
    ]
    assert mapped[0] == mapped[1] == typesetting.characters._drawn(typesetting.characters.BROUGHT)


# --- on the pages, and by hand --------------------------------------------------------------------


def test_pages_link_the_papers_that_there_are_and_none_by_default(issued):
    def linked(*, papers: bool) -> set[str]:
        return {
            urljoin(f"/{page.address}", link).lstrip("/")
            for page in pages.pages(site(), REPO / "theme", URL, papers=papers)
            for link in html.document_fromstring(page.parts["html"]).xpath(
                "//a[@type='application/pdf']/@href"
            )
        }

    assert linked(papers=False) == set()
    assert linked(papers=True) == issued.keys()


def test_by_hand_it_is_the_same_paper(tmp_path, sample):
    address = "https://kaitei-sample.example/"  # of mkdocs.yml
    policy = sample.policy("privacy-policy")
    for kind, arguments in (
        (PaperKind.TEXT, ["privacy-policy@3"]),
        (PaperKind.ANNOUNCEMENT, ["--announcement", "privacy-policy@3"]),
        (PaperKind.TABLE, ["--table", "privacy-policy@2", "privacy-policy@3"]),
    ):
        out = tmp_path / f"{kind}.pdf"
        done = run_kaitei("export", "--pdf", str(out), *arguments, "--lang", "en")
        assert done.returncode == 0, done.stderr
        made = paper.issued(sample, policy, policy.entry(3), "en", kind, address, WORDS)
        assert out.read_bytes() == paper.pdf(made, "x")


def test_a_draft_says_so_on_every_page(tmp_path):
    for arguments in (["privacy-policy"], ["--table", "privacy-policy@1", "privacy-policy"]):
        out = tmp_path / "draft.pdf"
        done = run_kaitei("export", "--pdf", str(out), *arguments, "--lang", "ja")
        assert done.returncode == 0, done.stderr
        for page in pdfs.pages(out.read_bytes()):
            assert {"改定案", "見本"} <= {*page.strip().split("\n")[0].split()}
        assert "公表された全文ではありません" in pdfs.words(out.read_bytes())


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--pdf", "x.pdf", "--docx", "x.docx", "helpdesk"], 2, "not allowed with"),
        (["--pdf", "x.pdf", "--table", "helpdesk"], 2, "two texts"),
        (["--docx", "x.docx", "--announcement", "helpdesk@1"], 2, "--announcement"),
        (["--pdf", "x.pdf", "--announcement", "helpdesk"], 1, "no publication helpdesk"),
        (["--pdf", "x.pdf", "helpdesk@9"], 1, "no publication helpdesk@9"),
        (["--pdf", "none/x.pdf", "helpdesk@1"], 1, "none/x.pdf"),
    ],
)
def test_wrong_usage_and_what_is_not_there(tmp_path, arguments, code, said):
    done = run_kaitei("export", "--root", str(REPO), *arguments, "--lang", "en", cwd=tmp_path)
    assert done.returncode == code
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def table(columns: int, word: str) -> str:
    """A text with a table of this word in each cell."""
    row = f"| {' | '.join([word] * columns)} |\n"
    return f"---\ntitle: 表\n---\n\n## 第1条 {{#a}}\n\n{row}|{'---|' * columns}\n{row}{row}"


TABLES = [
    (REPO / "tests/cases/word/20-pdf-cells-overprint/contacts.md").read_text("utf-8"),
    *(table(columns, "kujouuketsuketantou@mihoncorporation.example") for columns in (1, 3, 5, 9)),
    *(table(columns, "Notwithstanding") for columns in (4, 6, 14)),
    table(7, "個人情報の取扱いについて"),
]


@pytest.mark.parametrize("source", TABLES, ids=range(len(TABLES)))
def test_words_of_cells_never_stand_over_others_or_beyond_the_page(tmp_path, source: str):
    (tmp_path / "text.md").write_text(source, "utf-8")
    done = run_kaitei(
        "export", "--lang", "ja", "--pdf", tmp_path / "text.pdf", tmp_path / "text.md"
    )
    assert done.returncode == 0, done.stderr
    boxes = pdfs.boxes((tmp_path / "text.pdf").read_bytes())
    assert len(boxes) > 5
    for one, other in itertools.combinations(boxes, 2):
        beside = min(one[2], other[2]) - max(one[0], other[0])
        above = min(one[3], other[3]) - max(one[1], other[1])
        assert min(beside, above) < 1.5, (one, other)  # points: a line's boxes touch
    assert all(left > 0 and right < 596 for left, _, right, _, _ in boxes)


@pytest.mark.parametrize("kind", PaperKind)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_it_is_for_keeping_with_what_it_is_made_of_inside(sample, tmp_path, kind, lang):
    """PDF/A-3a; the Markdown to the byte, and digests that coreutils check beside the record."""
    policy = sample.policy("privacy-policy")
    made = paper.pdf(paper.issued(sample, policy, policy.entry(2), lang, kind, URL, WORDS), "x")
    assert re.search(rb"pdfaid:part>3<.*pdfaid:conformance>A<", made, re.S)
    assert b"pdfuaid:part>1<" in made
    pdfs.asked(made, "pdfdetach", "-saveall", "-o", str(tmp_path))
    assert {file.name for file in tmp_path.iterdir()} == {f"{lang}.md", "SHA256SUMS"}
    published = REPO / "versions/privacy-policy/2" / f"{lang}.md"
    assert (tmp_path / f"{lang}.md").read_bytes() == published.read_bytes()
    check = ["sha256sum", "--check", "--strict", "--quiet", str(tmp_path / "SHA256SUMS")]
    subprocess.run(check, cwd=REPO, check=True)
