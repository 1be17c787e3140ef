"""What was made of a comparison or of a clause's change, kept on it.

Comparisons that share a change (see `Memory`) look at it, and views draw it, once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar

Made = TypeVar("Made")


class Shared(Protocol):
    """A comparison or a clause's change."""

    @property
    def drawn(self) -> dict[object, Any]:
        """What was made of it, by key."""


def once(change: Shared, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, made at the first call with this `key` for this change.

    The key names what is made and holds all that it depends on beside the change itself.
    """
    if key not in change.drawn:
        change.drawn[key] = make()
    made: Made = change.drawn[key]
    return made
