"""Where the clauses of a text stand in its file, and words in a clause: asked for each problem."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from kaitei.model import Clause


class Places:
    """The lines of a file, from 1, by clause and by words.

    `written` are the clauses as they are written, each with its line, 0 where it is unknown or, of
    what precedes the first heading, none; `first` is the line on which the body begins.
    """

    def __init__(self, source: str, written: Sequence[tuple[int, Clause]], first: int) -> None:
        self._source, self._first = source, first
        lengths = [len(line) + 1 for line in source.split("\n")]
        self._begins = list(accumulate(lengths, initial=0))  # and where a line more would begin
        self._clauses: dict[str, tuple[int, int, bool]] = {}
        stop = len(lengths) + 1
        for line, clause in reversed(written):  # so that the first of several stays
            self._clauses[clause.id] = line, stop, clause.heading is not None
            stop = line or stop
        begun = sorted(((line, clause.id) for line, clause in written if line), key=_line)
        self._starts = [line for line, _ in begun]
        self._ids = [name for _, name in begun]

    def clause(self, line: int) -> str:
        """The id of the clause that a line stands in; "" above the first."""
        before = bisect_right(self._starts, line)
        return self._ids[before - 1] if before else ""

    def line(self, clause: str, find: str) -> int:
        """The line of a clause ("" for what precedes the first) that holds some words.

        That of its heading where they stand on none; 0 where there is no such clause.
        """
        start, stop, headed = self._clauses.get(clause, (0, 0, True))
        if clause not in self._clauses or (not clause and headed):
            return 0
        start = start or self._first
        if find and "\n" not in find and start < stop:
            place = self._source.find(find, self._begins[start - 1], self._begins[stop - 1])
            if place >= 0:
                return bisect_right(self._begins, place)
        return start if clause else 0


def _line(begun: tuple[int, str]) -> int:
    return begun[0]
