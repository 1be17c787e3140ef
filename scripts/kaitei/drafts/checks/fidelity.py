"""What is written is what is read: no word is lost, and the page is what GitHub's preview shows.

Both rules hold a text to an invariant and know of no sign: whatever Markdown makes of one, its
words stay, and the structure that an author saw in the preview is the one that readers see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kaitei.base.catalogue import Phrase, phrase
from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks import breaks, leftover, tables
from kaitei.drafts.checks.context import NOTHING, DraftContext
from kaitei.model import Block
from kaitei.text import diff, markdown
from kaitei.text.markdown import Placed

_SHOWN = 60
# Beyond so many blocks in a row that differ, only the first is told: the rest follows from it.
_CLOSELY = 400
# Told more closely by rules of their own, which know what to write instead.
_STRUCTURE = (
    leftover.plain_lists,
    leftover.nested,
    leftover.code,
    tables.joined,
    tables.cells,
    breaks.run_together,
)
_NOTE = re.compile(r"\[\^[^\]\s]+\](?!:)")
_NOTE_BEGINS = re.compile(r"[ ]{0,3}\[\^[^\]\s]+\]:")
_KINDS = ("h", "p", "li", "table", "pre", "hr", "blockquote", "dl")


def lost(case: DraftContext) -> Iterator[Problem]:
    """Every word of a text reaches its readers."""
    for lang, file in case.draft.files.items():
        rows = {found.line for found in tables.cells(case) if found.file == file}
        for loss in case.fidelity(lang).losses:
            line = case.first(lang) + loss.line
            if line not in rows:  # told as a row that is too long
                yield problem("words-lost", file, line, found=_short(loss.words))


def preview(case: DraftContext) -> Iterator[Problem]:
    """GitHub's preview shows the structure and the words that the page shows."""
    for lang, file in case.draft.files.items():
        first = case.first(lang)
        ours = [_Entry.of(leaf, path) for leaf, path in _ours(case, lang)]
        theirs = list(_theirs(case.body(lang)))
        known = {found.line for rule in _STRUCTURE for found in rule(case) if found.file == file}
        known |= {first + loss.line for loss in case.fidelity(lang).losses}
        for left, right in _apart(theirs, ours):
            there, here = next(iter(left), None), next(iter(right), None)
            placed = there or here
            line = first + (there.start if there else _line(theirs, here))
            last = max((first + e.start + e.rows for e in left), default=line)
            if placed and known.isdisjoint(range(line, last + 1)):
                found, shown = _short(placed.words.split("\n")[0]), _described(there)
                page = _described(here)
                yield problem("preview-differs", file, line, found=found, there=shown, here=page)
        if at := next((e.start for e in theirs if e.unclosed), None):
            yield problem("preview-bold", file, first + at)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A leaf as either reader sees it: what it stands in, its letters, its words and its line."""

    path: tuple[str, ...]
    letters: str
    words: str
    start: int = 0
    rows: int = 0
    unclosed: bool = False

    @classmethod
    def of(cls, leaf: Block, path: tuple[str, ...], start: int = 0, rows: int = 0) -> _Entry:
        """The entry of a leaf; of a paragraph in an item or cell no more than the item."""
        kind = "h" if leaf.tag[:1] == "h" and leaf.tag != "hr" else leaf.tag
        own = () if kind in ("", "p") else (kind,)
        letters = markdown.letters_of([leaf])
        return cls((*path, *own), letters, leaf.words, start, rows, "**" in leaf.words)

    @property
    def key(self) -> tuple[tuple[str, ...], str]:
        """What makes the two readers agree."""
        return self.path, self.letters


def _ours(case: DraftContext, lang: str) -> Iterator[tuple[Block, tuple[str, ...]]]:
    for _, clause in case.written(lang):
        for block in (clause.heading, *clause.blocks) if clause.heading else clause.blocks:
            if not markdown.is_notes(block):
                yield from _of_block(block, ())


def _of_block(block: Block, path: tuple[str, ...]) -> Iterator[tuple[Block, tuple[str, ...]]]:
    if not block.children:
        yield block, path
    for child in block.children:
        yield from _of_block(child, (*path, block.tag))


def _theirs(body: str) -> Iterator[_Entry]:
    """The leaves as GitHub shows them, notes left out on both sides."""
    lines = []
    within = False
    for line in body.split("\n"):
        begins = bool(_NOTE_BEGINS.match(line))
        within = begins or (within and (not line.strip() or line.startswith("    ")))
        lines.append("" if within else _NOTE.sub("", line))
    for placed in markdown.read_again("\n".join(lines)):
        yield from _placed(placed, ())


def _placed(placed: Placed, path: tuple[str, ...]) -> Iterator[_Entry]:
    if not placed.children:
        yield _Entry.of(placed.block, path, placed.start, max(placed.end - placed.start - 1, 0))
    for child in placed.children:
        yield from _placed(child, (*path, placed.block.tag))


def _apart(theirs: list[_Entry], ours: list[_Entry]) -> Iterator[tuple[list[_Entry], list[_Entry]]]:
    """Where the readers disagree: what GitHub shows there and what the page does."""
    one, other = [e.key for e in theirs], [e.key for e in ours]
    if one == other:
        return
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = theirs[start : len(one) - end], ours[start : len(other) - end]
    if max(len(left), len(right)) > _CLOSELY:
        yield left, right
        return
    keys = [e.key for e in left], [e.key for e in right]
    for part in diff.aligned(*keys):
        if not part.same:
            yield left[part.a0 : part.a1], right[part.b0 : part.b1]


def _line(theirs: list[_Entry], here: _Entry | None) -> int:
    """The line of what only the page shows: that of the block whose words hold its own."""
    letters = here.letters if here else ""
    return next((e.start for e in theirs if letters and letters in e.letters), 0)


def _described(entry: _Entry | None) -> Phrase:
    """What a leaf is, in words."""
    if entry is None:
        return NOTHING
    tags = [tag for tag in entry.path if tag in _KINDS]
    kind = tags[-1] if tags else "p"
    if kind == "li":
        return phrase("desk.values.shown_li", level=tags.count("li"))
    return phrase(f"desk.values.shown_{kind}")


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
