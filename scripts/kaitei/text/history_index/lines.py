"""A text as a reader reads it: the beginnings of its lines, and the words on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kaitei.model import Block, Clause, Run, Text
from kaitei.text import numbering
from kaitei.text import tokens as words

# A line's beginning is (kind, marker), such as ("li2", "(1)"); a word, or the space after it,
# is ("", word).
Token = tuple[str, str]
_LEAF: Token = ("leaf", "")  # stands before the words of a leaf: a block without blocks in it


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
    found = Lines()
    for token in _clause(clause, lang):
        end = len(found.tokens)
        if token is _LEAF:
            found.leaves.append((end, end))
            continue
        found.tokens.append(token)
        if not token[0] and found.leaves:
            found.leaves[-1] = found.leaves[-1][0], end + 1
    return found


def said(run: Run) -> str:
    """What a run says: its words; an image is what it says instead, a line break itself."""
    mark = run.marks[-1] if run.marks else None
    if mark is not None and mark.tag == "br":
        return "\n"
    if mark is not None and mark.tag == "img":
        return f"[{dict(mark.attrs).get('alt', '')}]"
    return run.text


def _clause(clause: Clause, lang: str) -> Iterator[Token]:
    if clause.heading is not None:
        yield f"h{min(max(2, clause.level), 6)}", ""
        yield from _said(clause.heading)
    for block in clause.blocks:
        yield from _block(block, 0, 0, lang)


def _block(block: Block, depth: int, counted: int, lang: str) -> Iterator[Token]:
    """A block with `depth` lists or quotations around it, `counted` of them numbered lists."""
    tag = block.tag
    if tag in ("ul", "ol") and block.children:
        first = next((int(v) for k, v in block.attrs if k == "start"), 1)
        for number, item in enumerate(block.children, first):
            marker = numbering.marker(number, counted, lang) if tag == "ol" else "・"
            yield f"li{depth + 1}", marker
            yield from _item(item, depth + 1, counted + (tag == "ol"), lang)
    elif tag in ("tr", "td", "th", "dt", "dd", "hr", "pre"):
        yield tag, ""
        yield from _item(block, depth, counted, lang)
    elif block.children:
        deeper = depth + (tag == "blockquote")
        for child in block.children:
            yield from _block(child, deeper, counted, lang)
    else:
        yield f"p{depth}", ""
        yield from _said(block)


def _item(block: Block, depth: int, counted: int, lang: str) -> Iterator[Token]:
    """What stands in a block whose line has begun."""
    yield from _said(block)
    for place, child in enumerate(block.children):
        if place == 0 and child.tag in ("", "p") and not child.children:
            yield from _said(child)
        else:
            yield from _block(child, depth, counted, lang)


def _said(block: Block) -> Iterator[Token]:
    """The words of a block's own line, each apart from the white space after it."""
    if not block.children:
        yield _LEAF
    yield from _split("".join(map(said, block.runs)))


def _split(text: str) -> Iterable[Token]:
    for word in words.split(text):
        bare = word.rstrip()
        for part in (bare, word[len(bare) :]):
            if part:
                yield "", part
