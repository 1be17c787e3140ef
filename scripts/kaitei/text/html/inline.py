"""What stands in a line of a page: runs and their marks; what no text of ours holds is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kaitei.model import Mark, Run
from kaitei.text.html.elements import EMBEDDED, FORM, MARKS
from kaitei.text.html.main_content import SILENT, Element, is_beside, is_bold, is_hidden, named
from kaitei.text.html.runs import text_runs
from kaitei.text.source import BREAK, Unheld

_ANCHOR = re.compile(r"[A-Za-z][\w.-]{0,60}", re.ASCII)


@dataclass
class InlineReader:
    """Reads lines of the page part `main`, and keeps what is no text: `lost`, `beside`, `anchors`.

    `near` is the last heading, by which what was lost is found again.
    """

    main: Element
    lost: list[Unheld] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    near: str = ""
    anchors: list[str] = field(default_factory=list)

    def skipped(self, element: Element) -> bool:
        """Whether nothing of an element is text; what is beside it and what is hidden is kept."""
        if element.tag in SILENT:
            return True
        if is_hidden(element):
            self.lose("hidden", element)
            return True
        if is_beside(element, self.main):
            self.beside.append(" ".join(element.itertext()))
            return True
        return False

    def runs(self, element: Element, marks: tuple[Mark, ...]) -> Iterator[Run]:
        """The runs of an element that stands in a line."""
        tag = element.tag
        self.anchor(element)
        if tag == "br":
            yield BREAK
            return
        if tag in EMBEDDED or tag in FORM:
            self.embedded(element)
            return
        if tag in ("rt", "rp", "rtc"):
            if tag == "rt":
                self.lose("ruby", element)
            return
        if tag in ("s", "strike", "del"):
            self.lose("strike", element)
        inner = marks
        kind = "strong" if is_bold(element) else MARKS.get(tag, "")
        if kind and Mark(kind) not in marks:
            inner = (*marks, Mark(kind))
        elif tag == "a" and (target := self.target(element)):
            inner = (Mark("a", (("href", target),)), *marks)
        yield from text_runs(element.text, inner)
        for child in element:
            if isinstance(child.tag, str) and not self.skipped(child):
                yield from self.runs(child, inner)
            yield from text_runs(child.tail, inner)

    def embedded(self, element: Element) -> None:
        """A picture, film, field: what it says of itself is told."""
        words = named(element, "alt") or named(element, "title") or named(element, "value")
        words = words or " ".join(element.itertext())
        if named(element, "width") == "1" or (element.tag == "img" and not words):
            return  # a spacer, or one that says of itself that it shows nothing
        what = "form" if element.tag in FORM else "image"
        self.lost.append(Unheld(what, " ".join(words.split()), self.near))

    def target(self, element: Element) -> str:
        """Where a link leads; "" for none that a text may hold."""
        target = named(element, "href").strip()
        if not target or target == "#":
            return ""
        if re.match(r"(?i)(?:https?|mailto|tel):", target) or not re.match(r"[\w.+-]+:", target):
            return re.sub(r"\s", "%20", target)
        self.lose("link", element)
        return ""

    def anchor(self, element: Element) -> None:
        """Keep the ids by which links lead to the next heading."""
        for name in (named(element, "id"), named(element, "name")):
            if element.tag not in FORM and _ANCHOR.fullmatch(name):
                self.anchors.append(name)

    def own_anchor(self, heading: Element) -> str:
        """The id that leads to a heading: its own, one in it, or one right before it."""
        inside = [named(e, a) for e in heading.iter() for a in ("id", "name")]
        found = [name for name in (*inside, *reversed(self.anchors)) if _ANCHOR.fullmatch(name)]
        self.anchors.clear()
        return found[0] if found else ""

    def lose(self, what: str, element: Element) -> None:
        """Name the words of an element as not carried over, `what` being the reason's key."""
        words = " ".join(" ".join(element.itertext()).split())
        if words:
            self.lost.append(Unheld(what, words, self.near))

    def around(self, element: Element, inner: Element) -> None:
        """Keep the words of the page outside its main part."""
        for child in element:
            if child is inner or not isinstance(child.tag, str) or child.tag in SILENT:
                continue
            if any(one is inner for one in child.iter()):
                self.around(child, inner)
            elif not is_hidden(child):
                self.beside.append(" ".join(child.itertext()))
