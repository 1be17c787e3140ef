"""What a view made of a comparison or a clause's change, kept on it.

Comparisons that share a change draw it once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from kaitei.text.diff import ClauseChange, Redline

Made = TypeVar("Made")


def once(change: ClauseChange | Redline, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, made at the first call with this `key` for this change.

    The key names what is made and holds all that it depends on beside the change itself.
    """
    if key not in change.drawn:
        change.drawn[key] = make()
    made: Made = change.drawn[key]
    return made
