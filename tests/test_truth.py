"""Every rendering of a comparison is true.

What is marked deleted taken out gives the new text, what is marked inserted taken out the old one,
numbers and signs of items included, whatever the rendering looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from hypothesis import given

import judge
from kaitei.model import Block, Text
from kaitei.text import render
from kaitei.text.diff import Side, compare
from kaitei.text.numbering import marker
from kaitei.text.render.wrapping import visible
from test_redline import pairs
from test_views import any_two, without_ours

OURS = re.compile("|".join(
    re.escape(render.wording.say(lang, key, "NAME"))
    for lang in ("en", "ja")
    for key in ("moved-away-line", "moved-here-line", "moved-away-to-line", "moved-here-from-line")
).replace(r"\ ", r"\s+").replace("NAME", ".{1,200}?"), re.DOTALL)  # fmt: skip
BREAK = "\uf8ff"
DROPPED = {Side.NEW: (r"\[-.*?-\]", r"\{\+(.*?)\+\}"), Side.OLD: (r"\{\+.*?\+\}", r"\[-(.*?)-\]")}


# --- what a reader sees of a text -----------------------------------------------------------------


@dataclass
class Signs:
    """What a rendering without markup puts before items and around cells."""

    bullet: str = "-"
    bar: str = "|"
    quote: str = ">"
    rule: str = "────"


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
        yield f"({dict(run.marks[-1].attrs)['src']})" if image and signs.bar else run.text


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


@any_two
@given(pairs())
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
        depth = sum(1 for above in listing.iterancestors("ol"))
        number = int(listing.get("start", "1"))
        for item in listing.findall("li"):
            number = int(item.get("value", number))
            if drop == "ins":
                number = int(item.get("data-renumber", number))
            item.text = marker(number, depth, lang) + (item.text or "")
            number += 1
    return squeezed("".join(tree.itertext()))


@any_two
@given(pairs())
def test_the_text_in_one(pair: tuple[Text, Text]) -> None:
    found = compare(*pair)
    plain = Signs("", "", "", "")
    for html in (render.fragment(found), without_ours(render.inline(found, "ja"))):
        assert read(html, "del", "en") == seen(pair[1], plain)
        assert read(html, "ins", "en") == seen(pair[0], plain)


BRACKETS = re.compile(r"\[(?:moved |deleted|inserted)[^:\]]*:\s?|\]")


@any_two
@given(pairs())
def test_each_column_of_the_table(pair: tuple[Text, Text]) -> None:
    html = render.table(compare(*pair), "en")
    for side, text in zip((Side.OLD, Side.NEW), pair, strict=True):
        whole = seen(text, Signs("", "", "", ""))
        for cell in judge.tree_of(html).iterfind(f".//td[@class='kaitei-{side}']"):
            for passage in shown(cell):
                assert passage in whole


def shown(cell: lxml.html.HtmlElement) -> list[str]:
    """What a cell quotes of a text, in stretches without anything left out."""
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
            item.text = marker(int(item.get("value")), depth, "en") + (item.text or "")
    return [part for part in squeezed(cell.text_content()).split(BREAK) if part]
