"""Texts as strings of codes, one character a token, so that rapidfuzz compares words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate, chain

from kaitei.model import Block, Mark, Run
from kaitei.text import tokens as words
from kaitei.text.diff.sections import is_title
from kaitei.text.notation import folded

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LAST = 0x10FFFF - 0x800
_SURROGATES = 0xD800


class Flat:
    """A leaf as flat text, an image or line break being one `words.OBJECT`, with its tokens."""

    __slots__ = ("_ends", "runs", "starts", "text", "tokens")

    def __init__(self, runs: tuple[Run, ...], split: Callable[[str], list[str]]) -> None:
        self.runs = runs
        texts = [words.OBJECT if _atom(run) else run.text for run in runs]
        self.text = "".join(texts)
        self._ends = list(accumulate(map(len, texts)))
        self.tokens = split(self.text)
        self.starts = [0, *accumulate(map(len, self.tokens))]

    def slices(self, start: int, end: int) -> Iterator[tuple[int, Run]]:
        """The runs between two offsets, each with the offset at which its slice ends."""
        index = bisect_right(self._ends, start)
        while start < end:
            run, stop = self.runs[index], min(end, self._ends[index])
            yield stop, run if _atom(run) else Run(self.text[start:stop], run.marks)
            start, index = stop, index + 1

    def atom(self, offset: int) -> Mark | None:
        """The image or line break that stands at `offset`."""
        if self.text[offset : offset + 1] != words.OBJECT:
            return None
        run = self.runs[bisect_right(self._ends, offset)]
        return run.marks[-1] if _atom(run) else None


class Vocabulary:
    """The tokens of both texts of a comparison as characters, and what was reckoned of blocks.

    Tokens that differ only in notation or in the white space after them share a code. A text of
    more than a million different tokens fills the vocabulary; the rest share its last code, so
    equal codes are a hint, and whoever builds pieces compares the tokens themselves.
    """

    def __init__(self) -> None:
        self._codes = _Codes()
        # By identity, with each block, to keep it in being.
        self._texts: dict[int, tuple[Block, str]] = {}
        self._flats: dict[int, tuple[Block, Flat]] = {}
        self._tokens: dict[str, list[str]] = {}
        self._strings: dict[str, str] = {}

    def text(self, block: Block) -> str:
        """The visible text in `block`, leaves divided by a line break."""
        known = self._texts.get(id(block))
        if known is not None:
            return known[1]
        if block.children:
            found = "\n".join([self.text(child) for child in block.children])
        else:
            found = "".join([run.text for run in block.runs])
        self._texts[id(block)] = block, found
        return found

    def flat(self, block: Block) -> Flat:
        """The leaf `block` as flat text."""
        found = self._flats.get(id(block))
        if found is None:
            found = self._flats[id(block)] = block, Flat(block.runs, self._split)
        return found[1]

    def codes(self, text: str) -> str:
        """`text` as codes, line by line: no token goes on beyond the end of a line."""
        found = self._strings.get(text)
        if found is None:
            lines = map(self._split, text.split("\n"))
            found = "".join(map(self._codes.__getitem__, chain.from_iterable(lines)))
            self._strings[text] = found
        return found

    def _split(self, text: str) -> list[str]:
        found = self._tokens.get(text)
        if found is None:
            found = self._tokens[text] = words.split(text)
        return found

    def flat_codes(self, flat: Flat, first: int = 0) -> str:
        """The tokens of a leaf from the `first` on as codes; objects by what they show."""
        tokens = flat.tokens[first:] if first else flat.tokens
        if words.OBJECT not in flat.text:
            return "".join(map(self._codes.__getitem__, tokens))
        atoms = map(flat.atom, flat.starts[first:])
        keys = (f"{words.OBJECT}{a}" if a else t for t, a in zip(tokens, atoms, strict=False))
        return "".join(map(self._codes.__getitem__, keys))


_folded = lru_cache(1 << 14)(folded)  # most tokens stand in many texts


class _Codes(dict[str, str]):
    """A code for every token, given when it is first asked for."""

    def __missing__(self, token: str) -> str:
        key = _folded(token.rstrip() or token)
        if key == token:
            number = min(len(self) + 1, _LAST)
            found = chr(number if number < _SURROGATES else number + 0x800)
        else:
            found = self[key]
        self[token] = found
        return found


def unlabelled(text: str, *, heading: bool = False) -> str:
    """`text` without the label at its start."""
    return text[words.label_end(text, heading=heading) :]


def is_heading(block: Block) -> bool:
    """Whether `block` is a heading, a paragraph that is one included."""
    return block.tag in _HEADINGS or is_title(block)


def _atom(run: Run) -> bool:
    return bool(run.marks) and run.marks[-1].tag in ("img", "br")
