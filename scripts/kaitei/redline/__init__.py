"""Two texts -> Redline: the comparison of policies, clause by clause, then word by word."""

from kaitei.redline.clauses import Memory, compare
from kaitei.redline.data import (
    BlockChange,
    ClauseChange,
    Finding,
    Kind,
    Piece,
    Redline,
    Side,
)

__all__ = [
    "BlockChange",
    "ClauseChange",
    "Finding",
    "Kind",
    "Memory",
    "Piece",
    "Redline",
    "Side",
    "compare",
]
