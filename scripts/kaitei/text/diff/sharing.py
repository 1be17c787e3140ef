"""What was made of a comparison or of a clause's change, kept on it.

Comparisons that share a change (see `Memory`) look at it, and views draw it, once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from kaitei.text.diff.data import ClauseChange
    from kaitei.text.diff.redline import Redline

Made = TypeVar("Made")


def once(change: ClauseChange | Redline, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, made at the first call with this `key` for this change.

    The key names what is made and holds all that it depends on beside the change itself.
    """
    if key not in change.drawn:
        change.drawn[key] = make()
    made: Made = change.drawn[key]
    return made
