"""HTML of ours -> a tree that the template draws on paper.

A page and its paper can't differ, because both are made of the same HTML. What is only heard on
a page is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote

_VOID = ("br", "hr", "img")
_HEARD = "kaitei-hidden"
_DEEPEST = 14  # elements in one another; a little more and the typesetter gives up
_KEPT = ("class", "lang", "start", "value", "id", "href", "alt", "data-change")
_ROWS = ("thead", "tbody", "tr")
_URL = "%/?#[]@!$&'()*+,;=:~"  # what an address may hold beside letters and digits
_HEADING = re.compile("h[1-6]")


@dataclass(slots=True)
class Node:
    """An element: its tag, those of its attributes that count on paper, what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def data(self) -> list[object]:
        """The same for JSON: a list of tag, attributes and children."""
        inner = [child if isinstance(child, str) else child.data() for child in self.children]
        return [self.tag, self.attributes, inner]


Content = Sequence[Node | str]


def node(tag: str, *children: Node | str, **attributes: str) -> Node:
    """A node of our own words."""
    return Node(tag, attributes, list(children))


def listed(*items: Node | str, **attributes: str) -> Node:
    """A list of our own words."""
    return node("ul", *(node("li", item) for item in items), **attributes)


def drawn(html: str, lead: Callable[[str], str]) -> Content:
    """The nodes of an HTML fragment of ours, which is well formed.

    `lead` turns an address found in it into one that leads there from paper, "" where none does.
    A link to a place in the fragment stays where that place is there. Headings follow the paper's
    title, which is of level 1, without a gap: PDF/UA wants it so.
    """
    reader = _FragmentReader()
    reader.feed(html)
    reader.close()
    places: dict[str, str] = {}
    level = 1
    for found in reader.nodes:
        if found.tag in _ROWS:
            _handed_down(found)
        if (name := found.attributes.pop("id", "")) and name not in places:
            places[name] = found.attributes["id"] = f"p{len(places)}"
        if _HEADING.fullmatch(found.tag):
            wanted = min(max(2, int(found.tag[1])), level + 1)
            level = wanted if said(found.children) else level
            found.tag = f"h{level}" if level == wanted else "p"
    for found in reader.nodes:
        href = found.attributes.pop("href", "")
        if href.startswith("#") and href[1:] in places:
            found.attributes["href"] = f"#{places[href[1:]]}"
        elif href and not href.startswith("#"):
            _lead(found, lead(href))
    return reader.root.children


def _lead(link: Node, address: str) -> None:
    """Let a link lead to an address, and print that behind it: on paper nobody can click."""
    link.attributes["href"] = quote(address, safe=_URL)
    if address.startswith("http") and said(link.children) != address:
        link.children.append(node("small", f" ({address})"))


def said(content: Content) -> str:
    """The words of nodes, an image's among them."""
    return "".join(
        part if isinstance(part, str) else part.attributes.get("alt", "") + said(part.children)
        for part in content
    ).strip()


def _handed_down(rows: Node) -> None:
    """Give what holds for rows to what is in them: on paper there are only cells."""
    inner = [child for child in rows.children if isinstance(child, Node)]
    change, name = (rows.attributes.pop(key, "") for key in ("data-change", "id"))
    for child in inner if change else ():
        child.attributes.setdefault("data-change", change)
    if name and inner:
        inner[0].attributes.setdefault("id", name)


class _FragmentReader(HTMLParser):
    """Collects `nodes` in order, below `root`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.nodes: list[Node] = []
        self._open = [self.root]
        self._heard = 0  # how many open elements hold words that are only heard
        self._deep = 0  # how many are too deep: their words stand behind one another

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: value or "" for name, value in attrs if name in _KEPT}
        if self._heard or _HEARD in kept.get("class", ""):
            self._heard += tag not in _VOID
            return
        if tag not in _VOID and len(self._open) > _DEEPEST:
            self._deep += 1
            tag, kept = "br", {}
        made = Node(tag, kept)
        self.nodes.append(made)
        self._open[-1].children.append(made)
        if tag not in _VOID:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if self._heard:
            self._heard -= 1
        elif self._deep:
            self._deep -= 1
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._heard:
            return
        into = self._open[-1]
        if not any(around.tag == "pre" for around in self._open):
            # Line ends of the HTML are no words; a space beside them already is one.
            data = data.replace("\n", "")
        elif into.tag == "pre" and not into.children:
            data = data.removeprefix("\n")
        if data:
            into.children.append(data)
