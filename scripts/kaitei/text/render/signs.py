"""Numbers and dashes before items, as words where they changed, so that they can be marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kaitei.model import Block, Run
from kaitei.text.diff import BlockChange, ChangeKind, Numbered, Piece, Side, numbered
from kaitei.text.numbering import marker


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands before the items of a text in `lang`, with `depth` numbered lists around.

    `bullet` and `quote` stand before what has no number; a view whose markup says that has none.
    """

    lang: str
    bullet: str = ""
    quote: str = ""
    depth: int = 0

    def inside(self, item: BlockChange | Numbered) -> Signs:
        """The signs of what stands in a block: an item of a numbered list counts as one around."""
        if isinstance(item, Numbered):
            ordered = item.number is not None
        else:
            ordered = item.tag == "li" and (item.new_number or item.old_number) is not None
        return replace(self, depth=self.depth + 1) if ordered else self

    def of(self, parent: BlockChange, item: BlockChange, side: Side) -> str:
        """The sign of an item of `parent` on a side, OLD or NEW."""
        block = parent.old if side is Side.OLD else parent.new
        number = item.old_number if side is Side.OLD else item.new_number
        if number is None or block is None or block.tag != "ol":
            return self.bullet
        return marker(number, self.depth, self.lang)

    def of_group(self, change: BlockChange) -> list[tuple[str, str]]:
        """For each segment of a group, the signs of the leaves that begin with it, old and new."""
        olds, news = (list(self._leads(items)) for items in (change.olds, change.news))
        found = []
        at = (-1, -1)
        for segment in change.segments:
            old = olds[segment.old] if segment.old != at[0] else ""
            new = news[segment.new] if segment.new != at[1] else ""
            found.append((old, new))
            at = segment.old, segment.new
        return found

    def _leads(self, items: Iterable[Numbered]) -> Iterator[str]:
        """What stands before each leaf of some blocks, "" before those in the midst of one."""
        for item in items:
            sign = {"blockquote": self.quote, "li": self.bullet}.get(item.block.tag, "")
            if item.number is not None:
                sign = marker(item.number, self.depth, self.lang)
            inner = list(self.inside(item)._leads(numbered(item.block))) or [""]
            yield " ".join(filter(None, (sign, inner[0])))
            yield from inner[1:]


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Signs as words: that of the old text gone, that of the new one come, where they differ."""
    if old == new:
        run = Run(f"{new} ")
        return (Piece(ChangeKind.KEPT, run, run),) if new else ()
    gone = (Piece(ChangeKind.RENUMBERED, Run(f"{old} "), None),) if old else ()
    come = (Piece(ChangeKind.RENUMBERED, None, Run(f"{new} ")),) if new else ()
    return gone + come


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
