"""A text as a reader reads it: the beginnings of its lines, and the words on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kaitei.model import Block, Clause, Run, Text
from kaitei.text import numbering
from kaitei.text import tokens as words

# A line's beginning is (kind, marker), such as ("li2", "(1)"); a word, or the space after it,
# is ("", word).
Token = tuple[str, str]


@dataclass(slots=True)
class Lines:
    """The tokens of a text or clause; `leaves` are where the words of each leaf begin and end."""

    tokens: list[Token] = field(default_factory=list)
    leaves: list[tuple[int, int]] = field(default_factory=list)

    def extend(self, other: Lines) -> None:
        """Go on with other lines."""
        first = len(self.tokens)
        self.tokens += other.tokens
        self.leaves += [(first + start, first + end) for start, end in other.leaves]


def tokens(text: Text) -> Iterator[Token]:
    """A text as a reader reads it: the beginnings of its lines and the words on them."""
    for clause in text.clauses:
        yield from lines(clause, text.lang).tokens


def lines(clause: Clause, lang: str) -> Lines:
    """The same of a clause, with the places of its leaves."""
    reading = _LineReader(lang)
    if clause.heading is not None:
        reading.begin(f"h{min(max(2, clause.level), 6)}")
        reading.leaf(clause.heading)
    for block in clause.blocks:
        reading.block(block, 0, 0)
    return reading.lines


def said(run: Run) -> str:
    """What a run says: its words; an image is what it says instead, a line break itself."""
    mark = run.marks[-1] if run.marks else None
    if mark is not None and mark.tag == "br":
        return "\n"
    if mark is not None and mark.tag == "img":
        return f"[{dict(mark.attrs).get('alt', '')}]"
    return run.text


class _LineReader:
    """A way through the blocks of a clause that notes their lines."""

    def __init__(self, lang: str) -> None:
        self.lines = Lines()
        self._lang = lang

    def begin(self, kind: str, marker: str = "") -> None:
        """Begin a line."""
        self.lines.tokens.append((kind, marker))

    def leaf(self, block: Block) -> None:
        """Note the words of a leaf: a block without blocks in it."""
        found = self.lines.tokens
        start = len(found)
        found += _split("".join(map(said, block.runs)))
        self.lines.leaves.append((start, len(found)))

    def block(self, block: Block, depth: int, counted: int) -> None:
        """Note a block with `depth` lists or quotations around it, `counted` of them numbered."""
        tag = block.tag
        if tag in ("ul", "ol") and block.children:
            first = next((int(v) for k, v in block.attrs if k == "start"), 1)
            for number, item in enumerate(block.children, first):
                marker = numbering.marker(number, counted, self._lang) if tag == "ol" else "・"
                self.begin(f"li{depth + 1}", marker)
                self._item(item, depth + 1, counted + (tag == "ol"))
        elif tag in ("tr", "td", "th", "dt", "dd", "hr", "pre"):
            self.begin(tag)
            self._item(block, depth, counted)
        elif block.children:
            deeper = depth + (tag == "blockquote")
            for child in block.children:
                self.block(child, deeper, counted)
        else:
            self.begin(f"p{depth}")
            self.leaf(block)

    def _item(self, block: Block, depth: int, counted: int) -> None:
        """Note what stands in a block whose line has begun."""
        if not block.children:
            self.leaf(block)
        for place, child in enumerate(block.children):
            if place == 0 and child.tag in ("", "p") and not child.children:
                self.leaf(child)
            else:
                self.block(child, depth, counted)


@lru_cache(maxsize=1 << 12)  # leaves: the same stand in one revision after the other
def _split(text: str) -> tuple[Token, ...]:
    """The words of a leaf, each apart from the white space after it."""
    found = []
    for word in words.split(text):
        bare = word.rstrip()
        found += [("", part) for part in (bare, word[len(bare) :]) if part]
    return tuple(found)
