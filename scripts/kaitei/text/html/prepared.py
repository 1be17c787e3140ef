"""A page as a program wrote it -> the same page in the tags that say what a reader sees.

What stands in style sheets (bold, hidden, numbers by counters), in roles and in the shapes of one
program (Google Docs) is put into the tree, so that all who read it afterwards see one page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from kaitei.text.html.elements import (
    BLOCKS,
    EMBEDDED,
    FORM,
    HEADINGS,
    INLINE,
    LABEL,
    item_label,
    item_numbers,
    list_kind,
    whole,
)
from kaitei.text.html.main_content import SILENT, Element, letters, named
from kaitei.text.html.stylesheet import StyleSheet, declarations, generated
from kaitei.text.numerals import numeral
from kaitei.text.source import raised

_ROLES = {
    "list": "ul", "listitem": "li", "table": "table", "grid": "table", "rowgroup": "tbody",
    "row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th",
}  # fmt: skip
_NEUTRAL = ("div", "span", "p", "section")  # tags that say nothing against a role
_FOLDED = 0.1  # of a page's letters that its style sheet hides: more than that opens on a click
_MARKED = 0.3  # of a page's letters in one look: more than that is its common face, marks nothing
_AS_BLOCKS = ("block", "flex", "grid", "list-item", "table", "flow-root")
_LOOKS = frozenset({"font", "font-weight", "list-style", "list-style-type"})
_FORMATS = {
    "decimal": "decimal", "lower-latin": "lowerLetter", "lower-alpha": "lowerLetter",
    "upper-latin": "upperLetter", "upper-alpha": "upperLetter", "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman", "katakana": "aiueoFullWidth", "katakana-iroha": "irohaFullWidth",
    "cjk-ideographic": "japaneseCounting", "cjk-decimal": "japaneseCounting",
    "japanese-informal": "japaneseCounting", "decimal-leading-zero": "decimalZero",
}  # fmt: skip
_COUNTED = re.compile(r"([A-Za-z_-][\w-]*)(?:\s+(-?\d{1,6}))?")
_KIX = re.compile(r"(?:^|\s)lst-kix_\S+-(\d)(?:\s|$)")  # a list of Google Docs, and its level
_COMMENTED = re.compile(r"cmnt_ref\d+|cmnt\d+")


def prepare(root: Element) -> list[str]:
    """Put into the tree what a reader sees; give the words of comments, which went."""
    _styled(root)
    for element in list(root.iter()):
        if isinstance(element.tag, str):
            _told_role(element)
            _told_link(element)
            if element.tag in ("sup", "sub"):
                for part in element.iter():
                    part.text = raised(part.text or "", element.tag)
    for element in list(root.iter("ol", "ul")):
        _headings(element)
    for parent in list(root.iter()):
        _nested(parent)
    return _without_comments(root)


# --- style sheets ---------------------------------------------------------------------------------


def _styled(root: Element) -> None:
    """Put what rules declare into the style of each element, and counted labels before words."""
    sheet = StyleSheet.of(root)
    counting = _Counters()
    whole_page = letters(root)
    hidden: list[Element] = []
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in SILENT:
            continue
        ruled = sheet.style(element)
        if ruled.get("display") == "none" or ruled.get("visibility") == "hidden":
            hidden.append(element)
        own = dict(declarations(named(element, "style")))
        _told_display(element, (ruled | own).get("display", ""))
        looks = [f"{key}: {ruled[key]}" for key in sorted(ruled.keys() & _LOOKS - own.keys())]
        if looks and letters(element) <= _MARKED * whole_page:
            element.set("style", "; ".join(filter(None, (named(element, "style"), *looks))))
        counting.reach(element, ruled | own)
        before = sheet.style_before(element)
        counting.count(element, before.get("counter-increment", ""))
        if words := counting.words(before.get("content", "")):
            _labelled(element, words, counting.last)
    _hide(root, hidden)


def _told_display(element: Element, display: str) -> None:
    """Let an element that says nothing of itself be a block where it is shown as one."""
    plain = element.tag == "span" or not (
        element.tag in BLOCKS or element.tag in INLINE or element.tag in EMBEDDED | FORM
    )
    if plain and display in _AS_BLOCKS:
        element.tag = "div"


def _hide(root: Element, hidden: list[Element]) -> None:
    """Hide what rules hide, unless that is so much that the page must open it on a click."""
    inner = set(hidden)
    outer = [e for e in hidden if inner.isdisjoint(e.iterancestors())]
    if sum(map(letters, outer)) <= _FOLDED * letters(root):
        for element in outer:
            element.set("style", f"{named(element, 'style')}; display: none")


def _labelled(element: Element, words: str, number: int | None) -> None:
    """Put generated words before an element's own: the label of an item apart, to be compared."""
    parent = element.getparent()
    if element.tag == "li" and parent is not None and parent.tag in ("ol", "ul"):
        element.set(LABEL, words.strip())
        if number is not None:
            element.set("value", str(number))
    else:
        element.text = f"{words}{element.text or ''}"


@dataclass
class _Counters:
    """The counters of a page: `held` by name, each with the parent in which it stands."""

    held: dict[str, list[tuple[Element, int]]] = field(default_factory=dict)
    last: int | None = None

    def reach(self, element: Element, style: dict[str, str]) -> None:
        """Come to an element: counters of parts that ended are gone, its own are set and go on."""
        parent = element.getparent()
        for name, start in _COUNTED.findall(style.get("counter-reset", "")):
            stack = self._open(name, element)
            if stack and stack[-1][0] is parent:
                stack.pop()
            stack.append((parent, int(start or 0)))
        self.count(element, style.get("counter-increment", ""))

    def count(self, element: Element, increments: str) -> None:
        """Let the named counters go on."""
        for name, step in _COUNTED.findall(increments):
            stack = self._open(name, element)
            owner, value = stack.pop() if stack else (element.getparent(), 0)
            stack.append((owner, value + int(step or 1)))

    def words(self, content: str) -> str:
        """What generated content shows; "" for a sign that only decorates."""
        self.last = None
        made = ""
        for function, names, words in generated(content):
            if not function:
                made += words
                continue
            values = [value for _, value in self.held.get(names[0], [])] or [0]
            shown = [self._shown(value, names[1:]) for value in values]
            made += words.join(shown) if function == "counters" else shown[-1]
            self.last = values[-1]
        return made if any(c.isalnum() or c == "※" for c in made) else ""

    @staticmethod
    def _shown(value: int, kind: list[str]) -> str:
        return numeral(value, _FORMATS.get("".join(kind), "decimal")) or str(value)

    def _open(self, name: str, element: Element) -> list[tuple[Element, int]]:
        """The counters of a name that an element stands in, the innermost last."""
        stack = self.held.setdefault(name, [])
        around = set(element.iterancestors())
        while stack and stack[-1][0] is not None and stack[-1][0] not in around:
            stack.pop()
        return stack


# --- roles, and what one program writes -----------------------------------------------------------


def _told_role(element: Element) -> None:
    """Give an element without a meaning of its own the tag that its role stands for."""
    role = named(element, "role")
    if element.tag not in _NEUTRAL:
        return
    if role == "heading":
        element.tag = f"h{min(max(whole(named(element, 'aria-level'), 2), 1), 6)}"
    elif role in _ROLES:
        element.tag = _ROLES[role]


def _told_link(element: Element) -> None:
    """Let a link lead where it leads: Google Docs sends all through an address of its own."""
    target = named(element, "href")
    if element.tag == "a" and re.match(r"https?://www\.google\.[\w.]+/url\?", target):
        element.set("href", parse_qs(urlsplit(target).query).get("q", [target])[0])


def _headings(element: Element) -> None:
    """Put headings in place of a list that holds nothing else, each behind its number."""
    parent = element.getparent()
    items = list(element.iterchildren("li"))
    if parent is None or not items or not all(map(_only_heading, items)):
        return
    kind = list_kind(element)
    for item, number in item_numbers(element).items():
        heading = next(item.iter(*HEADINGS))
        label = item.get(LABEL) or ""
        if not label and element.tag == "ol" and kind != "none":
            label = item_label(kind, number) or f"{number}."
        heading.text = f"{label} {heading.text or ''}".lstrip()
        heading.tail = None
        parent.insert(parent.index(element), heading)
    element.drop_tree()


def _only_heading(item: Element) -> bool:
    heads = list(item.iter(*HEADINGS))
    return len(heads) == 1 and 0 < letters(heads[0]) == letters(item)


def _nested(parent: Element) -> None:
    """Put the lists of Google Docs into one another: they stand in a row, their levels in names."""
    opened: list[tuple[int, Element]] = []
    for element in list(parent):
        match = _KIX.search(named(element, "class")) if element.tag in ("ol", "ul") else None
        if match is None or (element.tail or "").strip():
            opened = []
            continue
        level = int(match[1])
        while opened and opened[-1][0] > level:
            opened.pop()
        if opened and opened[-1][0] == level and opened[-1][1].tag == element.tag:
            opened[-1][1].extend(list(element))
            parent.remove(element)
            continue
        if opened and opened[-1][0] == level:
            opened.pop()
        if opened and len(opened[-1][1]):
            opened[-1][1][-1].append(element)
        opened.append((level, element))


def _without_comments(root: Element) -> list[str]:
    """Take out the comments of Google Docs and their marks; their words are told."""
    said: list[str] = []
    for link in list(root.iter("a")):
        name = named(link, "id")
        if not _COMMENTED.fullmatch(name):
            continue
        whole_one = link
        if not name.startswith("cmnt_ref"):
            whole_one = next(link.iterancestors("div"), link)
            words = " ".join(whole_one.text_content().split())
            said.append(re.sub(r"^\[\w+\]\s*", "", words))
        if whole_one.getparent() is not None:
            whole_one.drop_tree()
    return said
