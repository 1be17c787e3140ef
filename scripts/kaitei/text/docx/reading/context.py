"""What holds while a file is read: styles, lists, whose changes count, what is to be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kaitei.text.docx import xml
from kaitei.text.docx.numbering import Numbering
from kaitei.text.docx.origin import Origin
from kaitei.text.docx.reading.data import Comment, Lost, Tracked, What
from kaitei.text.docx.reading.elements import CAME, CHANGES, WENT, children, words_in
from kaitei.text.docx.relations import Targets
from kaitei.text.docx.styles import Styles
from kaitei.text.docx.xml import Element, name


@dataclass
class Context:
    """One reading of one file. `origin` is None for a file that is none of ours.

    `accept` says whether the tracked changes of others count as made; ours always do.
    """

    parts: Mapping[str, bytes]
    origin: Origin | None
    accept: bool
    clause: str = ""
    tracked: list[Tracked] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    about: dict[str, list[str]] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    styles: Styles = field(init=False)
    numbering: Numbering = field(init=False)
    targets: Targets = field(init=False)

    def __post_init__(self) -> None:
        self.styles = Styles.read(self.parts.get("word/styles.xml"))
        self.numbering = Numbering.read(self.parts.get("word/numbering.xml"), self.styles)
        source = self.origin.source if self.origin else ""
        self.targets = Targets.read(self.parts.get("word/_rels/document.xml.rels"), source)

    def lose(self, what: str, words: str = "") -> None:
        """Put something that no text can hold on the list."""
        self.lost.append(Lost(self.clause, what, " ".join(words.split())))

    # --- tracked changes ------------------------------------------------------------------------

    def made(self, change: Element) -> bool:
        """Whether a tracked change counts as made: ours, or those of others as the caller says."""
        return self.accept or self.ours(change)

    def ours(self, change: Element) -> bool:
        """Whether a tracked change is one that the file left us with: it bears our mark.

        A clean document left with none. An author's name proves nothing: counsel may write in the
        company's name.
        """
        origin = self.origin
        if origin is None or not origin.old or change.get(name("author")) != origin.byline.author:
            return False
        return (change.get(name("date")) or "") == (origin.stamp or "")

    def stands(self, change: Element) -> bool:
        """Whether what a change is about stands: put in and made, or taken out and not."""
        return self.made(change) is (change.tag in CAME)

    def note(
        self, change: Element, words: str, what: What = "words", *, came: bool | None = None
    ) -> None:
        """Put a change of somebody else on the list."""
        if not self.ours(change):
            put_in = change.tag in CAME if came is None else came
            author = change.get(name("author"), "")
            self.tracked.append(Tracked(self.clause, author, words, put_in, what))

    def joined(self) -> tuple[Tracked, ...]:
        """The changes listed, neighbours by one author of one kind in one clause as one."""
        return tuple(_joined(self.tracked))

    # --- comments -------------------------------------------------------------------------------

    def comment(self, element: Element) -> None:
        """Follow where the words that a comment is about begin and end."""
        number = element.get(name("id"), "")
        if element.tag == name("commentRangeStart"):
            self.about.setdefault(number, [])
            self.where.setdefault(number, self.clause)
            self.open.add(number)
        else:
            self.open.discard(number)

    def comments(self) -> Iterator[Comment]:
        """The comments of the file, as they read with the changes in them made."""
        content = self.parts.get("word/comments.xml")
        for element in () if content is None else xml.read(content):
            number = element.get(name("id"), "")
            paragraphs = [" ".join(_standing(p).split()) for p in element.iter(name("p"))]
            about = " ".join("".join(self.about.get(number, ())).split())
            author = element.get(name("author"), "")
            words = " / ".join(filter(None, paragraphs))
            yield Comment(self.where.get(number, ""), author, about, words)


def _standing(paragraph: Element) -> str:
    """The words of a comment's paragraph without those that were struck out of it."""
    out = []
    for part in children(paragraph):
        if part.tag in WENT:
            continue
        if part.tag in (name("t"), name("tab"), name("br")):
            out.append(part.text or " ")
        else:
            out.append(_standing(part))
    return "".join(out)


def _joined(tracked: list[Tracked]) -> Iterator[Tracked]:
    held: Tracked | None = None
    for change in tracked:
        if change.what == "words" and not change.words.strip():
            continue
        same = (
            held and held.what == "words" and replace(held, words="") == replace(change, words="")
        )
        if held and same:
            held = replace(held, words=held.words + change.words)
            continue
        if held:
            yield held
        held = change
    if held:
        yield held


def changes_in(parent: Element | None) -> Iterator[Element]:
    """The marks of change among the children of properties."""
    for mark in () if parent is None else parent:
        if mark.tag in CHANGES:
            yield mark


__all__ = ["Context", "changes_in", "words_in"]
