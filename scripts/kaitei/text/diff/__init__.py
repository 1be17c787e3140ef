"""Two texts -> Redline: the comparison of policies, clause by clause, then word by word."""

from kaitei.text.diff.clauses import Memory, compare
from kaitei.text.diff.data import BlockChange, ClauseChange, Finding, Kind, Piece, Redline, Side

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
