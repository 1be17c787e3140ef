"""Where the time goes: CPU seconds by stage, each without the stages inside it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


class Timings:
    """CPU seconds of this process by stage, and of others that tell theirs."""

    def __init__(self) -> None:
        self.wanted = False  # to ask for the time takes time: a large build asks thousands of times
        self.seconds: dict[str, float] = {}
        self._stack: list[str] = []
        self._since = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what is done inside for the stage `name`, and not for the one around it.

        Nothing is counted before it is `wanted`.
        """
        if not self.wanted:
            yield
            return
        self._count()
        self._stack.append(name)
        try:
            yield
        finally:
            self._count()
            self._stack.pop()

    def add(self, other: Mapping[str, float]) -> None:
        """Add what another process counted."""
        for name, seconds in other.items():
            self.seconds[name] = self.seconds.get(name, 0.0) + seconds

    def taken(self) -> dict[str, float]:
        """What was counted until now, which is forgotten."""
        found, self.seconds = self.seconds, {}
        return found

    def _count(self) -> None:
        now = time.process_time()
        if self._stack:
            self.add({self._stack[-1]: now - self._since})
        self._since = now


TIMINGS = Timings()
"""Of this process: a build has its stages in many rooms."""
stage = TIMINGS.stage
