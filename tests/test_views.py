"""The views: what lawyers expect of some comparisons, and what must hold of any."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from pathlib import Path

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

import judge
from kaitei.model import Text
from kaitei.text import markdown, render
from kaitei.text.diff import Redline, compare
from test_redline import EXAMPLES, pairs

REPO = Path(__file__).resolve().parent.parent
CASES = sorted(p for p in (REPO / "tests/cases/views").glob("*.md") if p.name != "README.md")
SCHEMA = json.loads((REPO / "scripts/kaitei/site/api/schemas/redline.json").read_text("utf-8"))
OURS = {"kaitei-hidden", "kaitei-note", "kaitei-omitted"}
any_two = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def sections(case: Path) -> dict[str, str]:
    parts = re.split(r"^=== (\w+)\n", case.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], (part.strip("\n") for part in parts[2::2]), strict=True))


def redline(case: Path) -> tuple[Redline, str]:
    found = sections(case)
    lang = found["lang"]
    old, new = (
        markdown.parse(found[side] + "\n", lang, file=case.name) if side in found else None
        for side in ("old", "new")
    )
    return compare(old, new), lang


def case_of(section: str) -> pytest.MarkDecorator:
    named = [case for case in CASES if section in sections(case)]
    assert named
    return pytest.mark.parametrize("case", named, ids=lambda case: case.stem)


# --- cases ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_sentences(case: Path, lang: str) -> None:
    assert "\n".join(render.sentences(redline(case)[0], lang)) == sections(case)[lang]


@case_of("table")
def test_table(case: Path) -> None:
    html = render.table(*redline(case))
    assert "\n".join(rows(html)) == sections(case)["table"]
    assert rows(render.table(*redline(case), new_first=False)) == [
        " / ".join((label, old, new, remark))
        for label, new, old, remark in (row.split(" / ") for row in rows(html))
    ]


def rows(html: str) -> list[str]:
    """The rows of a comparison table as a case writes them."""
    table = judge.tree_of(html)
    for element in list(table.iter("span")):
        if element.get("class") == "kaitei-hidden":
            element.drop_tree()
    for element in list(table.iter("u")):
        element.text = "_" + (element.text or "")
        last = element[-1] if len(element) else None
        if last is None:
            element.text += "_"
        else:
            last.tail = (last.tail or "") + "_"
    for element in table.iter("p", "li", "td", "th", "tr"):
        element.tail = " " + (element.tail or "")
    outer = table.find("table").find("tbody")
    return [" / ".join(" ".join(cell.text_content().split()) for cell in row) for row in outer]


@case_of("terminal")
def test_terminal(case: Path) -> None:
    assert render.terminal(*redline(case), colour=False) == sections(case)["terminal"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_view_of_a_case_nests_well(case: Path) -> None:
    found, lang = redline(case)
    for shown in (
        render.inline(found, lang),
        render.inline(found, lang, changed_only=True, mail=True),
    ):
        assert judge.misplaced(shown) == []
    assert set(judge.misplaced(render.table(found, lang))) <= {"caption in table"}
    assert not re.search(r'class=|id=|href="[#.]', render.inline(found, lang, mail=True))
    page = render.inline(found, lang)
    for place in re.findall('class="kaitei-note" href="#([^"]+)"', page):
        assert f'id="{place}"' in page


def test_a_mail_is_readable_without_style() -> None:
    found, lang = redline(REPO / "tests/cases/views/fee-ja.md")
    text = judge.tree_of(render.inline(found, lang, changed_only=True, mail=True)).text_content()
    assert "［削除：1,000円］［追加：1,100円］" in text


def test_a_mail_says_an_image_that_it_can_not_show() -> None:
    text = markdown.parse("See ![our office](office.png).", "en", dialect="foreign")
    html = render.inline(compare(None, text), "en", mail=True)
    assert "our office" in judge.tree_of(html).text_content()
    assert "<img" not in html


def test_words_of_another_language_say_so() -> None:
    found, _ = redline(REPO / "tests/cases/views/fee-ja.md")
    for html in (render.inline(found, "en", changed_only=True), render.table(found, "en")):
        tree = judge.tree_of(html)
        assert tree[0].get("lang") == "ja"
        for element in tree.iter():
            words = (element.text or "").strip()
            if re.search("[A-Za-z]", words):
                near = [e.get("lang") for e in (element, *element.iterancestors()) if e.get("lang")]
                assert near[0] == "en", words


def test_what_texts_change_in_the_same_words_is_told_once_and_the_rest_apart() -> None:
    """Nothing is lost: what is said of a new number, or beside the change, stays with its text."""
    clause = "## 第{0}条 {{#{1}}}\n\n{2}\n\n"
    same = [("a", "販売が定めます。"), ("b", "会社が定めます。")]
    old = "".join(clause.format(n, *one) for n, one in enumerate(same, 1))
    inserted = [same[0], ("new", "新しい条です。"), same[1]]
    renamed = old.replace("販売", "法務")
    numbered = "".join(clause.format(n, *one) for n, one in enumerate(inserted, 1))
    moved = numbered.replace("販売", "法務").replace("会社", "法務")
    texts = [
        (title, compare(markdown.parse(old, "ja"), markdown.parse(new, "ja")))
        for title, new in (("方針", renamed), ("規約", moved), ("規則", numbered))
    ]
    first, second, alone = render.shared_changes(texts, "ja")
    told = "方針（第1条）、規約（第1条）に共通：「販売が」 → 「法務が」"
    assert (first.shared, first.first, first.own) == ((told,), (told,), ())
    assert (second.shared, second.first) == ((told,), ())
    assert second.own == tuple(render.sentences(texts[1][1], "ja")[1:])
    assert (alone.shared, list(alone.own)) == ((), render.sentences(texts[2][1], "ja"))


def test_addresses_and_ids_are_led() -> None:
    old = markdown.parse(
        "## 1. A {#a}\n\nSee [two](#b) and [there](../x/).\n\n## 2. B {#b}\n", "en"
    )
    new = markdown.parse(
        "## 1. A {#a}\n\nSee [two](#b), not [there](../x/).\n\n## 2. B {#b}\n", "en"
    )
    found = compare(old, new)
    plain = render.inline(found, "en", prefix="new-")
    assert 'id="new-a"' in plain
    assert 'href="#new-b"' in plain
    led = render.inline(found, "en", href=lambda address: f"/policy/{address}")
    assert 'href="/policy/#b"' in led
    assert 'href="/policy/../x/"' in led
    assert "id=" not in render.table(found, "en")
    assert 'id="row-a"' in render.table(found, "en", prefix="row-")


# --- texts that want to break out ---------------------------------------------------------------

HOSTILE = r"""
&lt;/details&gt;&lt;script&gt;alert(1)&lt;/script&gt; @someone #12 :boom: \`\`\` \| \*\*x\*\*
$a$ \[x\]\(javascript:1\)
"""


def test_nothing_in_a_policy_breaks_out() -> None:
    old = markdown.parse(f"## 1. A {{#a}}\n\nBefore. {HOSTILE}", "en")
    new = markdown.parse(f"## 1. A {{#a}}\n\nAfter. {HOSTILE} {HOSTILE}", "en")
    found = compare(old, new)
    shown = [
        render.inline(found, "en"),
        render.inline(found, "en", mail=True),
        render.table(found, "en"),
    ]
    comment = render.markdown(found, "en")
    for html in [*shown, lxml.html.tostring(judge.reference(comment), encoding="unicode")]:
        tree = judge.tree_of(html)
        assert not list(tree.iter("script", "img"))
        assert not [a for a in tree.iter("a") if "javascript" in (a.get("href") or "")]
    seen = judge.reference(comment).text_content()
    assert not re.search(r"@\w|#\d|:boom:", seen)
    assert "</script>" in seen
    assert comment.count("<details") == comment.count("</details")


def test_no_text_drives_the_terminal() -> None:
    old = compare(None, markdown.parse("Fee \x9b31m\u202e 1\u00ad", "en", dialect="foreign"))
    printed = render.terminal(old, "en", colour=False)
    assert all(c.isprintable() or c in "\n\u3000" for c in printed)
    assert r"\u202e" in printed


# --- any two texts --------------------------------------------------------------------------------


@any_two
@given(pairs())
def test_every_view_nests_well(pair: tuple[Text, Text]) -> None:
    found = compare(*pair)
    for lang in ("en", "ja"):
        assert judge.misplaced(render.inline(found, lang)) == []
        assert judge.misplaced(render.inline(found, lang, changed_only=True, mail=True)) == []
        assert set(judge.misplaced(render.table(found, lang))) <= {"caption in table"}


def without_ours(html: str) -> str:
    tree = judge.tree_of(html)
    for element in list(tree.iter("span", "p", "a")):
        if OURS & set((element.get("class") or "").split()):
            element.drop_tree()
    return lxml.html.tostring(tree, encoding="unicode")


@any_two
@given(pairs())
def test_every_change_is_said(pair: tuple[Text, Text]) -> None:
    found = compare(*pair)
    for lang in ("en", "ja"):
        assert bool(render.sentences(found, lang)) == (not found.empty)
        for finding in {f for _, f in found.findings}:
            said = " ".join(render.sentences(found, lang))
            for value in (finding.old, finding.new):
                assert " ".join(value.split()) in said


@any_two
@given(pairs())
def test_the_terminal_holds_eighty_columns(pair: tuple[Text, Text]) -> None:
    found = compare(*pair)
    plain, coloured = (render.terminal(found, "ja", colour=c) for c in (False, True))
    for text in (plain, re.sub(r"\x1b\[[0-9;]*m", "", coloured)):
        for line in text.split("\n"):
            wide = sum(unicodedata.east_asian_width(c) in "WF" for c in line)
            combining = sum(map(bool, map(unicodedata.combining, line)))
            assert len(line) + wide - combining <= 80
    assert "\x1b" not in plain


@any_two
@given(pairs())
def test_both_texts_come_back_from_the_json(pair: tuple[Text, Text]) -> None:
    found = compare(*pair)
    data = json.loads(render.to_json(found))
    Draft202012Validator(SCHEMA).validate(data)
    for side, text in zip(("old", "new"), pair, strict=True):
        assert read_side(data, side) == [plain_clause(clause) for clause in text.clauses]


def read_side(data: dict, side: str) -> list[object]:
    """One text of the JSON, read as docs/redline.md says."""
    clauses: list[list[object]] = []
    for change in data["clauses"]:
        if change["side"] not in ("both", side):
            continue
        if side in change and not change[side].get("part"):
            clauses.append([change[side]["id"], change[side]["label"], change[side]["title"]])
        elif side in change and not clauses:
            clauses.append(["", "", ""])
        heading = [change["heading"]] if "heading" in change else []
        for block in [*heading, *change["blocks"]]:
            clauses[-1].extend(side_blocks(block, side))
    return clauses


def side_blocks(block: dict, side: str) -> list[object]:
    if block["side"] not in ("both", side):
        return []
    if f"{side}s" in block:
        return list(map(plain_tree, block[f"{side}s"]))
    inner = [b for child in block.get("children", []) for b in side_blocks(child, side)]
    if side not in block:
        return inner
    words = "".join(
        (piece.get(side) or piece.get("both") or {"text": ""})["text"]
        for piece in block.get("pieces", [])
    )
    return [[block[side]["tag"], words, inner]]


def plain_tree(tree: dict) -> list[object]:
    words = "".join(run["text"] for run in tree.get("runs", []))
    return [tree["tag"], words, list(map(plain_tree, tree.get("blocks", [])))]


def plain_clause(clause: object) -> list[object]:
    blocks = [clause.heading, *clause.blocks] if clause.heading else clause.blocks
    return [clause.id, clause.label, clause.title, *map(plain_block, blocks)]


def plain_block(block: object) -> list[object]:
    words = "".join(run.text for run in block.runs)
    return [block.tag, words, [plain_block(child) for child in block.children]]


# --- long lists -----------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["yen", "apples"])
def test_what_is_said_of_very_many_changes_is_short_and_soon_said(unit: str) -> None:
    many = 20_000
    old, new = (
        "Fees. " + " and for the next one ".join(f"{first + i} {unit}" for i in range(many))
        for first in (100_000, 500_000)
    )
    found = compare(*(markdown.parse(text, "en", dialect="foreign") for text in (old, new)))
    began = time.process_time()
    (sentence,) = render.sentences(found, "en")
    assert time.process_time() - began < 20  # seconds; pair by pair it was a minute
    assert len(sentence) < 10_000
    assert "; 100007" in sentence
    assert sentence.endswith(f"; {many - sentence.count('became')} more changes")
