"""What is read of a Word file, beside its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kaitei.model import Text
from kaitei.text.docx.blocks import ReadParagraph, TableLine
from kaitei.text.docx.origin import Origin

What = Literal["words", "end", "row", "cell", "look", "style"]
"""What was changed: words, the end of a paragraph (split or joined), a row, a cell of a column,
how words look, the style of a paragraph."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """A change that somebody else tracked: where, who, and the words. `came` or gone."""

    clause: str
    author: str
    words: str
    came: bool
    what: What = "words"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment and the words that it is about; a slash stands between its paragraphs."""

    clause: str
    author: str
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that a text can't hold, its clause, and the words that went with it.

    `what` is "image", "footnote", "equation", "hidden", "merged" and so on: the catalogue of words
    has them all. Where `words` stand in the text all the same, the message says so.
    """

    clause: str
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a file that came back says. Clauses are named by id, else by their heading."""

    origin: Origin
    text: Text
    tracked: tuple[Tracked, ...]
    comments: tuple[Comment, ...]
    lost: tuple[Lost, ...]


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a Word file from anywhere shows: its lines with their labels, and what to know of it.

    `title` is the title among the file's own properties, "" where it has none.
    """

    lines: tuple[ReadParagraph | TableLine, ...]
    title: str
    tracked: tuple[Tracked, ...]
    comments: tuple[Comment, ...]
    lost: tuple[Lost, ...]
