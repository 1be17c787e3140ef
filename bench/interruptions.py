"""Publishing and adopting cut off at every moment: what stands is whole, the next run completes it.

`python bench/interruptions.py` publishes three policies that are announced as one, and cuts the run
off before each change that it makes to the record: killed, killed with half a file written, on a
full disk. Each is completed on the next day and verified. Then it plans and applies the adoption
of five pages, cut off before each change to the repository. It prints how often how much stood.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

import faults  # noqa: E402  # found by the line above
import test_adopt as adopting  # noqa: E402
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
        _adopting(Path(folder) / "adopting")
    return 0


def _adopting(folder: Path) -> None:
    """Try every moment of a plan and of its application."""
    empty = folder / "empty"
    (empty / "content").mkdir(parents=True)
    (empty / "content/organization.yml").write_text(adopting.COMPANY, "utf-8")
    (empty / "content/facts.yml").write_text("{}\n", "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=empty, check=True)
    planned = shutil.copytree(empty, folder / "planned")
    _, planning = faults.run(adopting.planning(planned), faults.Disk(planned))
    applied = shutil.copytree(planned, folder / "applied")
    _, applying = faults.run(adopting.applying(applied), faults.Disk(applied))
    for what, before, whole, count, cut_off in (
        ("plan", empty, planned, planning, adopting.plan_cut_off),
        ("apply", planned, applied, applying, adopting.apply_cut_off),
    ):
        for fault in faults.FAULTS:
            stood: Counter[int] = Counter()
            for moment in range(1, count + 1):
                cut = shutil.copytree(before, folder / "cut")
                stood[int(cut_off(cut, whole, moment, fault))] += 1
                shutil.rmtree(cut)
            said = ", ".join(f"{n} stood {times} times" for n, times in sorted(stood.items()))
            print(f"adopt {what}, {fault} at each of {count} moments: {said}; each was completed")


if __name__ == "__main__":
    sys.exit(main())
