"""An independent judge of redlines: it reads HTML with lxml and shares no code with the engine.

What a text really says is what Python-Markdown makes of it (tables, sane lists, attribute
lists), without comments, scripts and styles. White space is ignored.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
import markdown
from rapidfuzz.distance import Indel

BLOCKS = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "thead", "tbody", "tr",
    "th", "td", "blockquote", "dl", "dt", "dd", "pre", "hr",
})  # fmt: skip
BOXES = frozenset(["div", "figure", "section", "article", "center"])
INLINE = frozenset(["img", "a", "strong", "em", "b", "i", "code", "span"])
ALLOWED = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd"},
    "table": {"thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"td", "th"},
}
PHRASING_ONLY = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"])


def reference(source: str) -> lxml.html.HtmlElement:
    """What a Markdown file shows, as a tree."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(
        r"\A---[ \t]*\n(?=\s*(?:[\w-]+\s*:|#|---)).*?\n?---[ \t]*(?:\n|\Z)",
        "",
        text,
        flags=re.DOTALL,
    )
    html = markdown.markdown(text, extensions=["tables", "sane_lists", "attr_list"])
    tree = tree_of(html)
    for gone in list(tree.iter("script", "style", lxml.etree.Comment)):
        gone.drop_tree()
    return tree


def tree_of(html: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(html or "<p></p>", create_parent="div")


def one_side(html: str, drop: str) -> lxml.html.HtmlElement:
    """The tree of a redline with everything of kind `drop` ("ins" or "del") gone."""
    tree = tree_of(html)
    for element in list(tree.iter()):
        gone = element.tag == drop or element.get("data-change") == drop
        if gone and element.getparent() is not None:
            element.drop_tree()
    for element in list(tree.iter("ins", "del")):
        element.drop_tag()
    return tree


def visible(tree: lxml.html.HtmlElement) -> str:
    return re.sub(r"\s+", "", "".join(tree.itertext()))


def skeleton(element: lxml.html.HtmlElement) -> list[object]:
    """The blocks under `element`, nested; inline content and boxes left out."""
    out: list[object] = []
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag in BLOCKS:
            if child.tag == "p" and not visible(child) and not child.findall(".//img"):
                continue
            out.append([child.tag, skeleton(child)])
        else:
            words = (child.text or "").strip() or any(e.tag in INLINE for e in child)
            if child.tag in BOXES and words:
                out.append(["p", []])
            out.extend(skeleton(child))
    return out


def misplaced(html: str) -> list[str]:
    """Where the nesting breaks HTML's rules, in words."""
    found = []
    tree = tree_of(html)
    for element in tree.iter():
        parent = element.getparent()
        if parent is None or not isinstance(element.tag, str):
            continue
        if parent.tag in ALLOWED and element.tag not in ALLOWED[parent.tag]:
            found.append(f"{element.tag} in {parent.tag}")
        block = element.tag in BLOCKS
        if block and any(a.tag in PHRASING_ONLY for a in element.iterancestors()):
            found.append(f"{element.tag} in a {parent.tag} that takes only words")
    names = [e.get("id") for e in tree.iter() if isinstance(e.tag, str) and e.get("id")]
    found += [f"id {n} twice" for n in {n for n in names if names.count(n) > 1}]
    if html.count("<ins") != html.count("</ins") or html.count("<del") != html.count("</del"):
        found.append("tags out of balance")
    return found


# --- how good -------------------------------------------------------------------------------------


LEAVES = {"p", "li", "td", "th", "dt", "dd", "pre", *(f"h{level}" for level in range(1, 7))}


@dataclass
class Stretch:
    kind: str  # "keep", "ins", "del", "moved"
    text: str


def stretches(html: str) -> list[Stretch]:
    """The fragment as a stream of kept and changed text, blocks ending in a line break.

    Copies of moves are apart.
    """
    out: list[Stretch] = []

    def add(kind: str, text: str | None) -> None:
        if text and text.strip():
            if out and out[-1].kind == kind:
                out[-1].text += text
            else:
                out.append(Stretch(kind, text))

    def walk(element: lxml.html.HtmlElement, kind: str) -> None:
        inner = _kind(element) or kind
        add(inner, element.text)
        for child in element:
            if isinstance(child.tag, str):
                walk(child, inner)
            add(inner, child.tail)
        if element.tag in LEAVES and out:
            out[-1].text += "\n"

    walk(tree_of(html), "keep")
    return out


def _kind(element: lxml.html.HtmlElement) -> str | None:
    """What an element makes of the text in it."""
    change = element.tag if element.tag in ("ins", "del") else element.get("data-change")
    apart = element.get("data-move") or (change and element.get("data-renumber") is not None)
    return "moved" if apart else change


TOKEN = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)*|\d[\d,.:]*|[ァ-ヺー]+|[^\s]", re.UNICODE)


def shortest(old: str, new: str) -> int:
    """Characters of the shortest possible edit by tokens."""
    codes: dict[str, str] = {}

    def string(tokens: list[str]) -> str:
        return "".join(codes.setdefault(t, chr(0x10000 + len(codes))) for t in tokens)

    a, b = TOKEN.findall(old), TOKEN.findall(new)
    total = 0
    for op in Indel.opcodes(string(a), string(b)):
        if op.tag != "equal":
            total += sum(map(len, a[op.src_start : op.src_end]))
            total += sum(map(len, b[op.dest_start : op.dest_end]))
    return total


def marked(html: str) -> int:
    return sum(len(re.sub(r"\s", "", s.text)) for s in stretches(html) if s.kind in ("ins", "del"))


def confetti(html: str, lang: str) -> int:
    """Unchanged islands too small to be read between two changes of one block."""
    return sum(1 for _ in islands(html, lang))


def islands(html: str, lang: str) -> Iterator[str]:
    found = stretches(html)
    for before, stretch, after in zip(found, found[1:], found[2:], strict=False):
        if stretch.kind != "keep" or "keep" in (before.kind, after.kind):
            continue
        if "moved" in (before.kind, after.kind) or "\n" in before.text[-1] + stretch.text:
            continue
        text = stretch.text.strip()
        small = len(re.sub(r"\s", "", text)) < 4 if lang == "ja" else len(text.split()) < 2
        if small:
            yield text


CUT = re.compile(r"[A-Za-z]|[0-9０-９]|[ァ-ヺー]")


def cuts(html: str) -> list[str]:
    """Borders of a change that fall inside a Latin word, a number or a katakana run.

    Looked for on each side's own text: between a kept and a changed sign of the same class.
    """
    found = []
    for drop in ("ins", "del"):
        tree = tree_of(html)
        for element in list(tree.iter()):
            gone = element.tag == drop or element.get("data-change") == drop
            if gone and element.getparent() is not None:
                element.drop_tree()
        text = lxml.html.tostring(tree, encoding="unicode")
        text = re.sub(r"</?(?:strong|em|a|code|sup|sub)\b[^>]*>", "", text)
        for match in re.finditer(r"(.)</?(?:ins|del)\b[^>]*>(.)", text):
            left, right = match.groups()
            if _class(left) and _class(left) == _class(right):
                found.append(text[max(0, match.start() - 20) : match.end() + 20])
    return found


def _class(char: str) -> str:
    if char.isascii() and char.isalpha():
        return "latin"
    if unicodedata.category(char) == "Nd":
        return "digit"
    return "kata" if re.match("[ァ-ヺー]", char) else ""


def word_count(text: str, lang: str) -> float:
    return len(re.sub(r"\s", "", text)) / 2 if lang == "ja" else len(text.split())
