"""A saved web page read as a browser shows it: what its style sheets and roles say of its words."""

import time

import pytest

from kaitei.drafts.adopt import outline
from kaitei.text import html
from kaitei.text.source import Source, plain_words

TEXT = "<p>We carry parcels. You pay for them, and we tell you when a price will change.</p>" * 3


def read(page: str, lang: str = "en") -> Source:
    return html.read(f"<meta charset=utf-8>{page}".encode(), lang, "page.html")


def words(page: str) -> str:
    return plain_words(read(page).blocks)


def shapes(page: str) -> list[str]:
    """The blocks of a page, items and cells with what they say."""
    found: list[str] = []

    def walk(block, depth: int) -> None:
        own = plain_words([block]) if block.tag in ("p", "h2", "li", "th", "td") else ""
        if block.tag == "li":
            own = plain_words([b for b in block.children if b.tag in ("", "p")])
        found.append(f"{' ' * depth}{block.tag} {own}".rstrip())
        for child in block.children:
            if child.tag not in ("", "p") and block.tag not in ("th", "td"):
                walk(child, depth + 1)

    for block in read(page).blocks:
        walk(block, 0)
    return found


def test_a_title_above_the_part_that_holds_the_text_is_shown_words():
    page = f"""<title>Refund Policy | Harbour</title><h1>Refund Policy</h1>
    <div class="entry-content"><h2>Returns</h2>{TEXT}</div>"""
    source = read(page)
    assert source.shown[0] == source.title == "Refund Policy"
    assert source.beside == ()


# --- what style sheets say ----------------------------------------------------------------------


def test_words_that_a_style_sheet_hides_stay_out_and_are_named():
    page = f"<style><!-- .no{{display:none}} --></style>{TEXT}<p class='no'>draft</p>"
    source = read(page)
    assert "draft" not in plain_words(source.blocks)
    assert [(one.what, one.words) for one in source.lost] == [("hidden", "draft")]


def test_what_a_page_opens_on_a_click_is_its_text():
    page = f"<style>.fold{{display:none}}</style><h2>Prices</h2><div class='fold'>{TEXT}</div>"
    assert "We carry parcels" in words(page)


@pytest.mark.parametrize(
    "rules",
    [
        "@media print{p.no{display:none}}",
        "p.no:hover{display:none}",
        "[data-x] .no{display:none}",
        "div > p.no{display:none}",
        "/* .no{display:none} */",
    ],
)
def test_a_rule_that_does_not_hold_or_is_not_known_hides_nothing(rules: str):
    assert words(f"<style>{rules}</style>{TEXT}<p class='no'>said</p>").endswith("said")


@pytest.mark.parametrize(
    "rules",
    [
        "h2 + p.no{display:none}",
        "p[class=no]{display:none}",
        "p:not(.yes):last-child{display:none}",
        "body p.no{display:none} p.no{display:block}",
        "/* } */ @import 'x.css'; .yes,.no{display:none}",
    ],
)
def test_a_rule_that_holds_hides(rules: str):
    page = f"<style>{rules}</style>{TEXT}<h2>Fees</h2><p class=no>draft</p>"
    assert "draft" not in words(page)


def test_a_heading_is_bold_by_its_class():
    page = f"<style>.t{{font-weight:bold}}</style><p class='t'>Prices</p>{TEXT}"
    _, blocks = outline.outlined(read(f"<h1>Terms of use</h1>{page}"))
    assert [plain_words([b]) for b in blocks if b.tag == "h2"] == ["Prices"]


def test_a_face_that_all_the_page_has_marks_no_heading():
    page = f"<style>.all{{font-weight:600}}</style><div class='all'><p>Prices</p>{TEXT}</div>"
    _, blocks = outline.outlined(read(f"<h1>Terms of use</h1>{page}"))
    assert not [b for b in blocks if b.tag == "h2"]


@pytest.mark.parametrize(
    "rules", ["a" * 300_000, "@a" * 150_000, "/*" * 150_000, " " * 300_000, "@a{b" * 75_000,
              ".a{b:c}" * 40_000, "a{" * 150_000, "@a{" + "b{c}" * 70_000, '"' * 300_000]
)  # fmt: skip
def test_style_sheets_that_are_none_take_no_time(rules: str):
    before = time.process_time()
    assert words(f"<style>{rules}</style>{TEXT}<p>said</p>").endswith("said")
    assert time.process_time() - before < 20  # seconds: it ends, on a slow machine too


@pytest.mark.parametrize(
    "selector", ["u " + "div " * 20, "div " * 60, ":not(" * 90_000, ":is(div " * 20, "(" * 90_000,
                 "div~" * 9 + "div", "div:has(i)", "i:nth-of-type(2n)", "*," * 9_000 + "*"]
)  # fmt: skip
def test_selectors_that_are_made_to_be_slow_take_no_time(selector: str):
    before = time.process_time()
    deep = f"{'<div>' * 200}<i></i>{'</div>' * 200}{'<i></i>' * 3_000}"
    page = f"<style>{selector}{{visibility:inherit}}</style>{TEXT}{deep}<p>said</p>"
    assert words(page).endswith("said")
    assert time.process_time() - before < 20  # seconds: it ends, on a slow machine too


# --- numbers that are counted by style sheets ---------------------------------------------------


def test_headings_numbered_by_counters_bear_their_numbers():
    page = f"""<style>body{{counter-reset:art}} h2{{counter-reset:par}}
    h2::before{{counter-increment:art;content:"第" counter(art) "条 "}}
    p.n:before{{counter-increment:par;content:counter(art) "." counter(par,lower-alpha) " "}}
    </style><h2>目的</h2><p class="n">甲</p><p class="n">乙</p>
    <h2>料金</h2><p class="n">丙</p>{TEXT}"""
    assert shapes(page)[:5] == [
        "h2 第1条 目的",
        "p 1.a 甲",
        "p 1.b 乙",
        "h2 第2条 料金",
        "p 2.a 丙",
    ]


def test_a_list_in_a_list_counts_in_its_own_scope():
    page = """<style>ol{counter-reset:i;list-style:none} li{counter-increment:i}
    li:before{content:counters(i,".") " "}</style>
    <ol><li>a<ol><li>b<li>c</ol><li>d</ol>"""
    # The outer one is numbered as a page of ours numbers it, so those numbers are no words.
    assert shapes(page) == ["ol", " li a", "  ul", "   li 1.1 b", "   li 1.2 c", " li d"]


def test_signs_that_only_decorate_are_no_words():
    page = """<style>li:before{content:"\\25cf"} h2:before{content:"\\f101"} p:before{content:"※"}
    </style><h2>Fees</h2><p>Taxes are in it.</p><ul><li>one</ul>"""
    assert shapes(page) == ["h2 Fees", "p ※Taxes are in it.", "ul", " li one"]


KIX = """<style>.lst-kix_a-0>li{counter-increment:c-0}ol.lst-kix_a-0.start{counter-reset:c-0 0}
.lst-kix_a-1>li{counter-increment:c-1}ol.lst-kix_a-1.start{counter-reset:c-1 0}
.lst-kix_a-0>li:before{content:"" counter(c-0,decimal) ". "}
.lst-kix_a-1>li:before{content:"(" counter(c-1,lower-latin) ") "}</style>"""


def test_lists_of_google_docs_stand_in_one_another_with_their_labels():
    page = f"""{KIX}<ol class="lst-kix_a-0 start"><li>one</ol>
    <ol class="lst-kix_a-1 start"><li>x<li>y</ol><ol class="lst-kix_a-0"><li>two</ol>
    <p>Between.</p><ol class="lst-kix_a-0"><li>three</ol>"""
    assert shapes(page) == [
        "ol", " li one", "  ul", "   li (a) x", "   li (b) y", " li two", "p Between.",
        "ol", " li three",
    ]  # fmt: skip
    assert read(page).blocks[-1].attrs == (("start", "3"),)


def test_comments_of_google_docs_are_named_and_their_links_lead_where_they_lead():
    page = """<p>Fees.<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>
    <a href="https://www.google.com/url?q=https://x.example/a&amp;sa=D">list</a></p>
    <div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Is this right?</span></p></div>"""
    source = read(page)
    assert plain_words(source.blocks) == "Fees. list"
    assert [(one.what, one.words) for one in source.lost] == [("comment", "Is this right?")]
    links = [mark.attrs for run in source.blocks[0].runs for mark in run.marks]
    assert links == [(("href", "https://x.example/a"),)]


# --- roles, raised digits, lines ----------------------------------------------------------------


def test_roles_stand_for_the_tags_that_they_name():
    page = """<div role="heading" aria-level="2">Limits</div>
    <div role="list"><div role="listitem">one</div><div role="listitem">two</div></div>
    <div role="table"><div role="row"><span role="columnheader">Plan</span>
    <span role="columnheader">Calls</span></div><div role="row"><span role="cell">Free</span>
    <span role="cell">60</span></div></div>"""
    assert shapes(page) == [
        "h2 Limits", "ul", " li one", " li two", "table",
        " thead", "  tr", "   th Plan", "   th Calls", " tbody", "  tr", "   td Free", "   td 60",
    ]  # fmt: skip


def test_elements_that_a_program_made_up_stand_in_a_line():
    page = """<div>Keep it <bdt class="question">24</bdt> months.</div>
    <x-part><p>One.</p><p>Two.</p></x-part><x-a style="display:block">Three.</x-a>Four."""
    assert shapes(page) == ["p Keep it 24 months.", "p One.", "p Two.", "p Three.", "p Four."]


def test_contents_in_lines_of_links_are_no_part_of_the_text():
    lines = "".join(f'<div><a href="#c{n}">{n}. Part</a></div>' for n in (1, 2, 3))
    page = f"<div><b>TABLE OF CONTENTS</b></div>{lines}<h2 id=c1>1. Part</h2>{TEXT}"
    source = read(page)
    assert shapes(page)[0] == "h2 1. Part"
    assert "TABLE OF CONTENTS" in source.beside
    assert words('<p><a href="#c1">The fees</a></p><p>are below.</p>') == "The fees are below."


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol start=3 reversed><li>c<li>b</ol>", ["ul", " li 3. c", " li 2. b"]),
        ("<ol reversed><li>b<li>a</ol>", ["ul", " li 2. b", " li 1. a"]),
        ("<ol><li>a<li value=5>b</ol>", ["ul", " li 1. a", " li 5. b"]),
        ("<ol start=4><li>a<li>b</ol>", ["ol", " li a", " li b"]),
        ("<ul><li value=4>a<li>b</ul>", ["ul", " li a", " li b"]),
    ],
)
def test_numbers_that_no_page_of_ours_counts_stand_as_words(page: str, expected: list[str]):
    assert shapes(page) == expected
    assert [line for line in read(page).shown if line] == [
        line.removeprefix(" li ") for line in expected if " li " in line
    ]


def test_a_date_in_bold_is_no_heading():
    page = f"<h1>Terms of use</h1><p><b>Last updated April 1, 2022</b></p>{TEXT}<h2>Pay</h2>{TEXT}"
    _, blocks = outline.outlined(read(page))
    assert [plain_words([b]) for b in blocks if b.tag == "h2"] == ["Pay"]


def test_raised_digits_stay_raised():
    page = "<p>10<sup>2</sup> m, H<sub>2</sub>O, the 1<sup>st</sup>, fees<sup><a>1</a></sup></p>"
    assert words(page) == "10² m, H₂O, the 1st, fees¹"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<b>How long it takes</b><br>We pay soon.", ["How long it takes"]),
        ("We pay.<br><b>3. Ending</b><br>You tell us.", ["3. Ending"]),
        ("We pay.<br><b>Ending</b><br>You tell us.", []),  # said in bold, in the middle
        ("<b>Note:</b><br>We pay.", []),
        ("<b>Ask</b> us<br>in Tokyo", []),
    ],
)
def test_a_line_in_bold_above_others_is_a_heading(line: str, found: list[str]):
    _, blocks = outline.outlined(read(f"<h1>Terms of use</h1><h2>Pay</h2>{TEXT}<p>{line}</p>"))
    assert [plain_words([b]) for b in blocks if b.tag in ("h2", "h3")] == ["Pay", *found]
