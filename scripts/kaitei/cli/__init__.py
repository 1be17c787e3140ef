"""The command `kaitei`: reads arguments and the clock, calls one room, prints what it answers.

The only room that prints, and the only one that turns problems into words. Exit codes: 0 done
(warnings alone included), 1 something is wrong with the input or the record, 2 wrong usage.
"""

from kaitei.base import compiled

compiled.use()  # before anything that has some is loaded

from kaitei.cli.program import main  # noqa: E402

__all__ = ["main"]
