"""Every text of a policy in one record, from which any two can be compared; see `weave`."""

from kaitei.text.history_index.lines import Token, tokens
from kaitei.text.history_index.weave import Weave, Written

__all__ = ["Token", "Weave", "Written", "tokens"]
