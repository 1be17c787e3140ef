"""Two texts -> Redline: the comparison of policies, clause by clause, then word by word."""

from kaitei.text.diff.align import alike
from kaitei.text.diff.chains import aligned, matching
from kaitei.text.diff.clauses import Memory, compare
from kaitei.text.diff.data import BlockChange, ClauseChange, Finding, Spot, moved_blocks
from kaitei.text.diff.negations import denials
from kaitei.text.diff.pieces import GROUPED, ChangeKind, Numbered, Piece, Segment, Side, numbered
from kaitei.text.diff.redline import Redline
from kaitei.text.diff.rows import TableNames, table_names
from kaitei.text.diff.sections import is_part
from kaitei.text.diff.sentences_moved import is_followed, moved_sentences, sentence_key
from kaitei.text.diff.sharing import once

__all__ = [
    "GROUPED",
    "BlockChange",
    "ChangeKind",
    "ClauseChange",
    "Finding",
    "Memory",
    "Numbered",
    "Piece",
    "Redline",
    "Segment",
    "Side",
    "Spot",
    "TableNames",
    "aligned",
    "alike",
    "compare",
    "denials",
    "is_followed",
    "is_part",
    "matching",
    "moved_blocks",
    "moved_sentences",
    "numbered",
    "once",
    "sentence_key",
    "table_names",
]
