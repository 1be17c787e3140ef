"""Mutation of the comparison's engine: its tests notice a changed operator or constant.

`python bench/mutants.py` copies the program and its tests to a temporary folder, makes one change
at a time and runs the engine's quick tests there. It prints what was found and exits with 1 where
fewer than 18 of the 20 were.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEAST = 18
TESTS = ["test_thresholds.py", "test_negations.py", "test_findings.py", "test_redline.py"]
WHICH = "not any_two and not with_itself and not real_revisions"
MUTANTS = [
    ("align.py", "ALIKE = 0.5", "ALIKE = 0.56"),
    ("align.py", "MOVED = 0.6", "MOVED = 0.5"),
    ("clauses.py", "_LEAST = 8", "_LEAST = 7"),
    ("clauses.py", "_PART = 0.6", "_PART = 0.5"),
    ("clauses.py", "shared(mine, theirs) >= _PART", "shared(mine, theirs) <= _PART"),
    ("groups.py", "PART = 0.5", "PART = 0.55"),
    ("groups.py", "GAIN = 0.02", "GAIN = 0.0"),
    ("groups.py", "MOST = 24", "MOST = 25"),
    ("groups.py", "or any(is_heading(item.block) for item in more)", ""),
    ("moves.py", "_LEAST = 10", "_LEAST = 9"),
    ("negations.py", "_STANDS = 1 / 3", "_STANDS = 1 / 4"),
    ("negations.py", "_QUOTED = 48", "_QUOTED = 49"),
    ("negations.py", "if bool(olds) == bool(news):", "if bool(olds) != bool(news):"),
    ("runs.py", "_ISLAND_WORDS = 2", "_ISLAND_WORDS = 3"),
    ("runs.py", "_ISLAND_CHARS = 4", "_ISLAND_CHARS = 5"),
    ("sections.py", "LONGEST = 80", "LONGEST = 81"),
    ("findings.py", "if value.kind != \"count\":", "if value.kind == \"count\":"),
    ("findings.py", "min(many, single[(key[0], not key[1])])", "0"),
    ("tables.py", "often[name] == 1", "often[name] == 2"),
    ("index.py", "_FEW = 4", "_FEW = 3"),
]  # fmt: skip


def main() -> int:
    """Run the tests on each mutant; the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "kaitei"
        copy.mkdir()
        for name in ("scripts", "tests"):
            shutil.copytree(ROOT / name, copy / name)
        shutil.copy(ROOT / "pyproject.toml", copy)
        if not passes(copy):
            print("The tests don't pass without a change.")
            return 1
        left = [mutant for mutant in MUTANTS if survives(copy, *mutant)]
    for file, before, after in left:
        print(f"not found: {file}: {before} -> {after}")
    print(f"{len(MUTANTS) - len(left)} of {len(MUTANTS)} found")
    return int(len(MUTANTS) - len(left) < LEAST)


def survives(copy: Path, file: str, before: str, after: str) -> bool:
    """Whether the tests pass with `before` replaced by `after`."""
    folder = "history_index" if file == "index.py" else "diff"
    path = copy / "scripts" / "kaitei" / "text" / folder / file
    source = path.read_text("utf-8")
    if source.count(before) != 1:
        raise SystemExit(f"{file} does not hold {before!r} once")
    path.write_text(source.replace(before, after), "utf-8")
    try:
        return passes(copy)
    finally:
        path.write_text(source, "utf-8")


def passes(copy: Path) -> bool:
    """Whether the quick tests of the copy's engine pass."""
    command = [
        sys.executable,
        "-B",
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-k",
        WHICH,
    ]
    tests = [str(copy / "tests" / name) for name in TESTS]
    around = os.environ | {"PYTHONPATH": str(copy / "scripts")}
    done = subprocess.run(
        [*command, *tests], cwd=copy, env=around, capture_output=True, check=False
    )
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
