"""Publishing cut off at every moment: what stands is whole, and the next day's run completes it.

`python bench/interruptions.py` publishes three policies that are announced as one, and cuts the run
off before each change that it makes to the record: killed, killed with half a file written, on a
full disk. Each is completed on the next day and verified. It prints how often how much stood.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

import faults  # noqa: E402  # found by the line above
import test_interruptions as interruptions  # noqa: E402
from kaitei.drafts import publish  # noqa: E402


def main() -> int:
    """Try every moment with every fault; an AssertionError where something is not whole."""
    publish.rehearse = lambda *_: []  # what it builds is thrown away, and it changes no record
    with tempfile.TemporaryDirectory(prefix="kaitei-interruptions-") as folder:
        count = interruptions.moments(Path(folder) / "whole")
        for fault in faults.FAULTS:
            stood = Counter(
                interruptions.interrupt(Path(folder) / fault / str(moment), moment, fault)
                for moment in range(1, count + 1)
            )
            said = ", ".join(f"{n} of 3 stood {times} times" for n, times in sorted(stood.items()))
            print(f"{fault} at each of {count} moments: {said}; each was completed the next day")
    return 0


if __name__ == "__main__":
    sys.exit(main())
