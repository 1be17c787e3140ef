"""Where on either side a walk through a comparison stands, and how a paragraph looks there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kaitei.text.diff import BlockChange, Side
from kaitei.text.docx.paragraphs import Appearance, List


@dataclass
class FlowPlace:
    """Where on one side we are: the list item whose number waits to be used, what is around."""

    item: List | None = None
    fresh: bool = False
    indent: int = 0
    quoted: bool = False
    align: str = ""
    term: str = ""

    def inside(self, **changes: object) -> FlowPlace:
        """The place inside something that stands here, with what is another there."""
        return replace(self, **{"fresh": False, "item": None, **changes})  # type: ignore[arg-type]

    def look(self, tag: str) -> Appearance:
        """How the next paragraph looks here; it takes the waiting number."""
        item = self.item if self.fresh else None
        self.fresh = False
        return Appearance(self.term or tag or "p", item, self.indent, self.quoted, self.align)


def count_alike(old: FlowPlace, new: FlowPlace) -> bool:
    """Whether the lists that two places have just entered count alike."""
    one, other = old.item, new.item
    return (
        one is not None and other is not None and replace(one, number=0) == replace(other, number=0)
    )


def places_in(
    places: tuple[FlowPlace | None, FlowPlace | None], change: BlockChange
) -> tuple[FlowPlace | None, FlowPlace | None]:
    """The places that are left inside a change that may stand on one side only."""
    old, new = places
    if change.side is Side.OLD:
        new = None
    elif change.side is Side.NEW:
        old = None
    return old, new


def side_of(old: object, new: object) -> Side:
    """The side on which alone something stands, by the places that it has."""
    if old is None:
        return Side.NEW
    return Side.OLD if new is None else Side.BOTH
