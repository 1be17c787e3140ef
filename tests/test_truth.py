"""Every rendering of a comparison is true.

What is marked deleted taken out gives the new text, what is marked inserted taken out the old one,
numbers and signs of items included, whatever the rendering looks like.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import lxml.html
import pytest
from hypothesis import example, given

import judge
from kaitei.model import Block, Text
from kaitei.site.mail import comparison
from kaitei.text import docx, render
from kaitei.text.diff import Redline, Side, compare
from kaitei.text.docx.blocks import ReadParagraph, TableLine
from kaitei.text.numbering import marker
from kaitei.text.render import wording
from kaitei.text.render.wrapping import visible
from test_redline import cases, made, pairs
from test_views import CASES, any_two, redline, without_ours

OURS = re.compile("|".join(
    re.escape(render.wording.say(lang, key, "NAME"))
    for lang in ("en", "ja")
    for key in ("moved-away-line", "moved-here-line", "moved-away-to-line", "moved-here-from-line")
).replace(r"\ ", r"\s+").replace("NAME", ".{1,200}?"), re.DOTALL)  # fmt: skip
MADE = [
    (found.old_text(), found.new_text())
    for found in [redline(case)[0] for case in CASES] + [made(case) for case in cases()]
]
BREAK = "\uf8ff"
Test = Callable[..., None]
DROPPED = {Side.NEW: (r"\[-.*?-\]", r"\{\+(.*?)\+\}"), Side.OLD: (r"\{\+.*?\+\}", r"\[-(.*?)-\]")}


def any_pair(test: Test) -> Test:
    """A test of any two texts: of generated ones, and of the made cases in both directions."""
    for old, new in MADE:
        if old and new:
            test = example(pair=(old, new))(example(pair=(new, old))(test))
    return any_two(given(pair=pairs())(test))


# --- what a reader sees of a text -----------------------------------------------------------------


@dataclass
class Signs:
    """What a rendering without markup puts before items and around cells."""

    bullet: str = "-"
    bar: str = "|"
    quote: str = ">"
    rule: str = "────"
    image: str = "({src})"


def seen(text: Text | None, signs: Signs) -> str:
    """A text on one line, without spaces, with the numbers and signs of its items."""
    blocks = [
        b
        for c in (text.clauses if text else ())
        for b in ((c.heading, *c.blocks) if c.heading else c.blocks)
    ]
    return squeezed("".join(said for block in blocks for said in _seen(block, text.lang, signs, 0)))


def _seen(block: Block, lang: str, signs: Signs, depth: int) -> Iterator[str]:
    if block.tag == "hr":
        yield signs.rule
    if block.tag == "blockquote":
        yield signs.quote
    if block.tag == "tr":
        yield signs.bar
    start = int(dict(block.attrs).get("start", "1"))
    for number, child in enumerate(block.children, start):
        if child.tag == "li":
            yield marker(number, depth, lang) if block.tag == "ol" else signs.bullet
        yield from _seen(child, lang, signs, depth + (block.tag == "ol"))
        if block.tag == "tr":
            yield signs.bar
    for run in block.runs:
        image = run.marks and run.marks[-1].tag == "img"
        yield signs.image.format(**dict(run.marks[-1].attrs)) if image else run.text


def squeezed(words: str) -> str:
    return re.sub(r"[\s…]", "", words)


# --- the terminal ---------------------------------------------------------------------------------


def passages(printed: str) -> list[str]:
    """What a terminal quotes of the texts, in stretches without anything left out."""
    lines = [
        line[4:] if line.startswith("    ") or not line else "…" for line in printed.split("\n")
    ]
    return [part for part in OURS.sub("…", "\n".join(lines)).split("…") if part.strip()]


def of_side(marked: str, side: Side) -> str:
    """Marked words as one text has them."""
    gone, stays = DROPPED[side]
    return re.sub(stays, r"\1", re.sub(gone, "", marked, flags=re.DOTALL), flags=re.DOTALL)


@any_pair
def test_the_terminal(pair: tuple[Text, Text]) -> None:
    printed = render.terminal(compare(*pair), "en", colour=False)
    for side, text in zip((Side.OLD, Side.NEW), pair, strict=True):
        whole = squeezed(visible(seen(text, Signs())))
        for passage in passages(printed):
            assert squeezed(of_side(passage, side)) in whole


# --- HTML -----------------------------------------------------------------------------------------


def read(html: str, drop: str, lang: str) -> str:
    """What a reader reads of HTML with one sort of marks taken out, its items with numbers."""
    tree = judge.one_side(html, drop)
    for listing in tree.iter("ol"):
        depth = sum(
            above.tag == "ol" or above.get("class") == "kaitei-numbered"
            for above in listing.iterancestors("ol", "ul")
        )
        number = int(listing.get("start", "1"))
        for item in listing.findall("li"):
            number = int(item.get("value", number))
            if drop == "ins":
                number = int(item.get("data-renumber", number))
            item.text = marker(number, depth, lang) + (item.text or "")
            number += 1
    return squeezed("".join(tree.itertext()))


@any_pair
def test_the_text_in_one(pair: tuple[Text, Text]) -> None:
    found = compare(*pair)
    plain = Signs("", "", "", "", "")
    for html in (render.fragment(found), without_ours(render.inline(found, "ja"))):
        assert read(html, "del", found.lang) == seen(pair[1], plain)
        assert read(html, "ins", found.lang) == seen(pair[0], plain)


@any_pair
def test_each_column_of_the_table(pair: tuple[Text, Text]) -> None:
    html = render.table(compare(*pair), "en")
    for side, text in zip((Side.OLD, Side.NEW), pair, strict=True):
        whole = seen(text, Signs("", "", "", "", ""))
        for cell in judge.tree_of(html).iterfind(f".//td[@class='kaitei-{side}']"):
            for passage in shown(cell, text.lang):
                assert passage in whole


def shown(cell: lxml.html.HtmlElement, lang: str) -> list[str]:
    """What a cell quotes of a text, in stretches without anything left out."""
    for ours in cell.findall("u"):  # the numbers of clauses of which nothing else changed
        ours.clear(keep_tail=True)
        ours.text = BREAK
    for ours in list(cell.iter("span", "p", "li", "tr")):
        names = (ours.get("class") or "").split()
        if {"kaitei-omitted", "kaitei-note"} & set(names):
            ours.clear(keep_tail=True)
            ours.text = BREAK
        elif "kaitei-hidden" in names:
            ours.drop_tree()
    for item in cell.iter("li"):
        listing = item.getparent()
        if listing.tag == "ol" and item.text != BREAK:
            depth = sum(1 for above in listing.iterancestors("ol"))
            item.text = marker(int(item.get("value")), depth, lang) + (item.text or "")
    return [part for part in squeezed(cell.text_content()).split(BREAK) if part]


# --- where words of ours stand in brackets, without classes ---------------------------------------

OPEN, CLOSE = "\ue010", "\ue011"
MARKS = {"inserted": "ins", "moved-here": "ins", "deleted": "del", "moved-away": "del"}
FIRST = re.compile(f"{OPEN}mail-(row-)?({'|'.join(MARKS)}){OPEN}")
SAID = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
BLOCKS = ("p", "li", "tr", "td", "th", "dt", "dd")


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Words of ours between signs, with their key: so none is taken for a text's, nor back."""
    said = wording.t

    def t(lang: str, key: str, *parts: object, **values: object) -> str:
        words = said(lang, key, *parts, **values)
        return f"{OPEN}{key.removeprefix('redline.')}{OPEN}{words}{CLOSE}"

    monkeypatch.setattr(wording, "t", t)
    wording._plain.cache_clear()
    yield
    wording._plain.cache_clear()


def stretches(html: str, drop: str, lang: str) -> list[str]:
    """What HTML without classes quotes of one text, in stretches without anything left out."""
    tree = judge.tree_of(html)
    for element in tree.iter(*BLOCKS):
        first = element[0] if element.tag == "tr" else element
        found = FIRST.match((first.text or "").lstrip())
        if found and bool(found[1]) == (element.tag == "tr"):
            element.set("data-change", MARKS[found[2]])
    said = read(lxml.html.tostring(tree, encoding="unicode"), drop, lang).replace("\u200b", "")
    while SAID.search(said):
        said = SAID.sub(lambda ours: "" if ours[1].startswith("mail-") else BREAK, said)
    said = re.sub(f"[^{BREAK}]*{CLOSE}", BREAK, said)  # what is left of a name that was shortened
    return [part for part in pictures_said(said).split(BREAK) if part]


def pictures_said(words: str) -> str:
    return re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", words)


def in_mail(found: Redline) -> str:
    return render.inline(found, found.lang, changed_only=True, mail=True)


def in_comment(found: Redline) -> str:
    """The marked text of a review comment, without the list above it and the clauses' names."""
    parts = render.markdown(found, found.lang).rstrip("\n").split("\n\n")
    return BREAK.join("\n".join(part.split("\n")[2:-1]) for part in parts[1:])


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("rendering", [in_mail, in_comment])
@any_pair
def test_what_brackets_mark(rendering: Callable[[Redline], str], pair: tuple[Text, Text]) -> None:
    found = compare(*pair)
    html = rendering(found)
    for drop, text in (("ins", pair[0]), ("del", pair[1])):
        whole = pictures_said(seen(text, Signs("", "", "", "", "{alt}")))
        for passage in stretches(html, drop, found.lang):
            assert passage in whole


# --- the table in a mail --------------------------------------------------------------------------


def worded(cell: lxml.html.HtmlElement, lang: str) -> str:
    """What a reader reads in a cell, our words and the numbers of its items included."""
    for ours in cell.xpath(".//span[@class='kaitei-hidden']"):
        ours.drop_tree()
    for item in cell.iter("li"):
        listing = item.getparent()
        if listing.tag == "ol" and "kaitei-omitted" not in (item.get("class") or ""):
            depth = sum(1 for above in listing.iterancestors("ol", "ul") if above.tag == "ol")
            item.text = marker(int(item.get("value")), depth, lang) + (item.text or "")
    for image in cell.iter("img"):
        image.text = image.get("alt")
    # A mail writes where a link leads behind it.
    return re.sub(r"\((?:https?://|mailto:)[^)]*\)", "", squeezed(cell.text_content()))


@any_pair
def test_the_table_in_a_mail_says_what_the_table_says(pair: tuple[Text, Text]) -> None:
    found = compare(*pair)
    page, mail = render.table(found, found.lang), comparison.html(found, found.lang, "https://a.jp")
    cells = judge.tree_of(page).xpath("//td[@class='kaitei-new' or @class='kaitei-old']")
    in_mail = judge.tree_of(mail).xpath("//td[@valign]")
    for cell in in_mail:
        cell.find("p").drop_tree()  # the column's name
    assert [worded(c, found.lang) for c in in_mail] == [worded(c, found.lang) for c in cells]


# --- JSON -----------------------------------------------------------------------------------------


@any_pair
def test_the_json(pair: tuple[Text, Text]) -> None:
    data = json.loads(render.to_json(compare(*pair)))
    for side, text in zip(("old", "new"), pair, strict=True):
        blocks = [
            said
            for clause in data["clauses"]
            if clause["side"] in ("both", side)
            for block in (*([clause["heading"]] if "heading" in clause else []), *clause["blocks"])
            for said in of_json(block, side, data["lang"], 0)
        ]
        assert squeezed("".join(blocks)) == seen(text, Signs("", "", "", "", ""))


def of_json(block: dict, side: str, lang: str, depth: int) -> Iterator[str]:
    """What a reader of the JSON reads of one text, the numbers of items by what stands there."""
    if block["side"] not in ("both", side):
        return
    if f"{side}s" in block:
        for tree in block[f"{side}s"]:
            yield from of_tree(tree, lang, depth)
        return
    number = block.get(f"{side}_number")
    if number is not None:
        yield marker(number, depth, lang)
    for child in block.get("children", []):
        yield from of_json(child, side, lang, depth + (number is not None))
    for piece in block.get("pieces", []):
        yield words_of(piece.get(side) or piece.get("both"))


def of_tree(tree: dict, lang: str, depth: int) -> Iterator[str]:
    number = tree.get("number")
    if number is not None:
        yield marker(number, depth, lang)
    for child in tree.get("blocks", []):
        yield from of_tree(child, lang, depth + (number is not None))
    yield from map(words_of, tree.get("runs", []))


def words_of(run: dict | None) -> str:
    image = run and run.get("marks") and run["marks"][-1]["tag"] == "img"
    return run["text"] if run and not image else ""


# --- Word -----------------------------------------------------------------------------------------


@any_pair
def test_word_with_every_change_accepted_or_rejected(pair: tuple[Text, Text]) -> None:
    """By another program's hand, with the numbers that Word counts itself."""
    engine = pytest.importorskip("jubarte_redlines", reason="needs jubarte-redlines")
    found = compare(*pair)
    origin = docx.Origin("", found.lang, "", "", "", docx.Byline("Example Inc.", date(2026, 4, 1)))
    tracked = docx.document(found, origin, "").content
    for step, text in (
        (engine.reject_revisions, found.old_text()),
        (engine.accept_revisions, found.new_text()),
    ):
        said = squeezed("".join(in_word(docx.foreign(step(tracked), "").lines)))
        # Some control characters can't stand in XML.
        wanted = re.sub("[\x00-\x1f]", "", seen(text, Signs("", "", "", "", "")))
        assert said == squeezed(f"{text.title if text else ''}{wanted}")


def in_word(lines: Iterable[ReadParagraph | TableLine]) -> Iterator[str]:
    """What Word shows of lines, without the signs of what is not numbered."""
    for line in lines:
        if isinstance(line, TableLine):
            yield from (said for row in line.rows for cell in row for said in in_word(cell))
            continue
        if line.label and not line.label.bullet:
            yield line.label.words
        yield from (run.text for run in line.runs)
