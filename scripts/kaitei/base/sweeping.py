"""How often Python looks for circles of objects that nobody uses."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW = 50_000
"""New objects after which it looks; it does after 700. Nearly all that a text is made into stays in
use until a command ends: the looking took an eighth of a `redline` of two long texts."""


@contextmanager
def seldom_swept() -> Iterator[None]:
    """Have Python look for unused circles seldom."""
    first, *others = gc.get_threshold()
    gc.set_threshold(_NEW, *others)
    try:
        yield
    finally:
        gc.set_threshold(first, *others)
