"""How check, verify and publish grow with the record: `python bench/growth.py [steady]`.

Made records of one policy (see `records`), each with twice the revisions of the one before, and a
draft that is ready to be published. Prints a table: CPU seconds of each command, of it and of all
that it started, and how often the file of the record that was opened most often was opened. The
policy grows with its revisions, as real ones do; `steady` keeps it as long as it was.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from report import table

import records

REVISIONS = (50, 100, 200)
COMMANDS = ("verify", "check", "publish")
_AMOUNT = re.compile(r"[\d,]*\d(?: ?yen|円)|\d+,\d{3}")
_RUN = """
import atexit, collections, os, sys
opened = collections.Counter()
record = os.path.realpath("versions") + os.sep
def hook(event, given):
    if event == "open" and os.path.abspath(str(given[0])).startswith(record):
        opened[os.path.abspath(str(given[0]))] += 1
sys.addaudithook(hook)
from kaitei.cli import main
code = main(sys.argv[1:])
own, others = os.times()[:2], os.times()[2:4]
print("measured", sum(own) + sum(others), max(opened.values(), default=0), code)
"""


def main() -> None:
    """Measure and print."""
    lines = []
    with tempfile.TemporaryDirectory(prefix="kaitei-growth-") as folder:
        for revisions in REVISIONS:
            root = _pending(Path(folder) / str(revisions), revisions, "steady" in sys.argv)
            found = [_measured(root, command) for command in COMMANDS]
            lines.append([str(revisions), *(f"{cpu:.2f} s, {most}" for cpu, most in found)])
    print("\n".join(table(["revisions", *COMMANDS], lines)))


def _pending(root: Path, revisions: int, steady: bool) -> Path:
    """A repository with so many revisions of a policy, and a draft of one more."""
    records.make(root, 1, revisions, steady=steady)
    (name,) = (path.name for path in (root / records.VERSIONS).iterdir())
    frozen, count = records._frozen([name]), revisions + 1
    *_, following = records._history(name, revisions, frozen, count, steady=steady)
    # Made texts name other amounts in each language, which `check` refuses.
    plain = {lang: _AMOUNT.sub("-", text) for lang, text in following.sources.items()}
    records._draft(root / "content" / name, replace(following, sources=plain))
    records._git(root, "add", ".")
    records._git(root, "commit", "-qm", "the next one")
    return root


def _measured(root: Path, command: str) -> tuple[float, int]:
    """CPU seconds of a command, and the most openings of a file. Raises where it fails."""
    day = [] if command == "verify" else ["--on", records.DAY.isoformat()]
    done = subprocess.run(
        [sys.executable, "-c", _RUN, command, *day],
        cwd=root,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    _, cpu, most, code = done.stdout.splitlines()[-1].split()
    if code != "0":
        raise SystemExit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return float(cpu), int(most)


if __name__ == "__main__":
    main()
