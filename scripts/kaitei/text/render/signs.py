"""Numbers and dashes before items, as words where they changed, so that they can be marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kaitei.model import Block, Run
from kaitei.text.diff import BlockChange, ChangeKind, Numbered, Piece, Side, numbered
from kaitei.text.numbering import marker

NUMBERED = (("class", "numbered"),)
"""Attributes of a list whose items have their numbers in their words."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands before the items of a text in `lang`, `old` and `new` numbered lists around.

    `bullet` and `quote` stand before what has no number; a view whose markup says that has none.
    Such a view counts the lists around by itself: `apart` where it counts otherwise than a text.
    """

    lang: str
    bullet: str = ""
    quote: str = ""
    old: int = 0
    new: int = 0
    apart: bool = False

    def inside(self, item: BlockChange, copy: Side = Side.BOTH) -> Signs:
        """The signs of what stands in an item, of one text only where `copy` shows it.

        A numbered list counts as one around on the sides that it is numbered on.
        """
        if item.tag != "li":
            return self
        side = copy if item.side is Side.BOTH else item.side
        old, new = item.old_number is not None, item.new_number is not None
        if side is not Side.BOTH:
            old = new = old if side is Side.OLD else new
        apart = self.apart or not (old and new)
        return replace(self, old=self.old + old, new=self.new + new, apart=apart)

    def of(self, parent: BlockChange, item: BlockChange, side: Side) -> str:
        """The sign of an item of `parent` on a side, OLD or NEW."""
        block = parent.old if side is Side.OLD else parent.new
        number = item.old_number if side is Side.OLD else item.new_number
        if number is None or block is None or block.tag != "ol":
            return self.bullet
        return self._marker(number, side)

    def written(self, block: Block, side: Side) -> Block:
        """A block of one text as a view shows it: lists with words for numbers where `apart`."""
        return _written(block, self._depth(side), self.lang) if self.apart else block

    def of_group(self, change: BlockChange) -> list[tuple[str, str]]:
        """For each segment of a group, the signs of the leaves that begin with it, old and new."""
        olds = list(self._leads(change.olds, self.old))
        news = list(self._leads(change.news, self.new))
        found = []
        at = (-1, -1)
        for segment in change.segments:
            old = olds[segment.old] if segment.old != at[0] else ""
            new = news[segment.new] if segment.new != at[1] else ""
            found.append((old, new))
            at = segment.old, segment.new
        return found

    def _leads(self, items: Iterable[Numbered], depth: int) -> Iterator[str]:
        """What stands before each leaf of some blocks, "" before those in the midst of one."""
        for item in items:
            sign = {"blockquote": self.quote, "li": self.bullet}.get(item.block.tag, "")
            ordered = item.number is not None
            if item.number is not None:
                sign = marker(item.number, depth, self.lang)
            inner = list(self._leads(numbered(item.block), depth + ordered)) or [""]
            yield " ".join(filter(None, (sign, inner[0])))
            yield from inner[1:]

    def _marker(self, number: int, side: Side) -> str:
        return marker(number, self._depth(side), self.lang)

    def _depth(self, side: Side) -> int:
        return self.old if side is Side.OLD else self.new


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Signs as words: that of the old text gone, that of the new one come, where they differ."""
    if old == new:
        run = Run(f"{new} ")
        return (Piece(ChangeKind.KEPT, run, run),) if new else ()
    gone = (Piece(ChangeKind.RENUMBERED, Run(f"{old} "), None),) if old else ()
    come = (Piece(ChangeKind.RENUMBERED, None, Run(f"{new} ")),) if new else ()
    return gone + come


def _written(block: Block, depth: int, lang: str) -> Block:
    """A block with words for the numbers of its lists, `depth` numbered ones around it."""
    children = []
    for item in numbered(block):
        inner = _written(item.block, depth + (item.number is not None), lang)
        if item.number is not None:
            inner = _led(inner, f"{marker(item.number, depth, lang)} ")
        children.append(inner)
    if block.tag == "ol":
        block = replace(block, tag="ul", attrs=NUMBERED)
    return replace(block, children=tuple(children))


def _led(block: Block, sign: str) -> Block:
    if block.children:
        return replace(block, children=(_led(block.children[0], sign), *block.children[1:]))
    return replace(block, runs=(Run(sign), *block.runs)) if sign else block


def led(change: BlockChange, lead: tuple[Piece, ...]) -> BlockChange:
    """`change` with pieces before those of its first leaf."""
    if change.kind in (ChangeKind.INSERTED, ChangeKind.DELETED):
        sign = "".join(run.text for piece in lead if (run := piece.new or piece.old))
        old, new = (_led(block, sign) if block else None for block in (change.old, change.new))
        return replace(change, old=old, new=new, children=())
    children = change.kept_children()
    if children:
        return replace(change, children=(led(children[0], lead), *children[1:]))
    return replace(change, kind=ChangeKind.AMENDED, pieces=(*lead, *change.kept_pieces()))
