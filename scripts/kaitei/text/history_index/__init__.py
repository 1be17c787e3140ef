"""Every text of a policy in one record, from which any two can be compared; see `index`."""

from kaitei.text.history_index.index import HistoryIndex, Written
from kaitei.text.history_index.lines import Token, tokens

__all__ = ["HistoryIndex", "Token", "Written", "tokens"]
