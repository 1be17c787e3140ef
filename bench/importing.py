"""How `kaitei import` grows with a history: `python bench/importing.py [steady] [50 100 200]`.

Made histories of one text in git, a commit for each publication (see `records`). Prints a table:
CPU seconds of the plan and of taking it in, in all and for each publication. The text grows with
its revisions, as real ones do; `steady` keeps it as long as it was.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path

from report import table

import records

PUBLICATIONS = (50, 100, 200, 400)
NAME = "policy-01"
_OPEN = "effective_where_open: announced"  # else each day would have to be written by hand
_ORGANIZATION = f"""\
name: {{en: Sample Company}}
time_zone: Asia/Tokyo
languages: [en]
authoritative: en
notice_days: 14
sample: true
tag: kaitei-sample.example,2026
policies: [{NAME}]
"""


def main() -> None:
    """Measure and print."""
    lines = []
    given = sys.argv[1:]
    steady = given[:1] == ["steady"]
    for count in map(int, given[steady:] or PUBLICATIONS):
        with tempfile.TemporaryDirectory(prefix="kaitei-import-") as folder:
            past, root = (
                _past(Path(folder) / "past", count, steady=steady),
                _target(Path(folder) / "target"),
            )
            plan = Path(folder) / "plan.yml"
            declared = f"{NAME}/en={NAME}.md"
            planning, said = _cost(root, "import", "plan", str(past), declared)
            said = re.sub("^effective_where_open:.*$", _OPEN, said, flags=re.MULTILINE)
            plan.write_text(said, "utf-8")
            applying, _ = _cost(root, "import", "apply", str(plan))
            taken = sum(1 for _ in (root / records.VERSIONS / NAME).iterdir())
        each = (planning + applying) / taken * 1000
        lines.append([str(taken), f"{planning:.1f} s", f"{applying:.1f} s", f"{each:.0f} ms"])
        print(*lines[-1], file=sys.stderr, flush=True)
    print("\n".join(table(["publications", "plan", "apply", "each"], lines)))


def _past(folder: Path, count: int, *, steady: bool) -> Path:
    """A repository with so many states of a text, each committed on a day of its own."""
    folder.mkdir()
    records._git(folder, "init", "-q", "-b", "main")
    commands = []
    history = records._history(NAME, count, records._frozen([NAME]), steady=steady)
    for publication in history:
        text = publication.sources["en"].encode()
        moment = int(datetime.combine(publication.announced, time(3), UTC).timestamp())
        who = f"committer bench <bench@example.invalid> {moment} +0000"
        said = f"Revision {publication.number}"
        commands.append(
            f"commit refs/heads/main\n{who}\ndata {len(said)}\n{said}\n"
            f"M 100644 inline {NAME}.md\ndata {len(text)}\n".encode()
            + text
            + b"\n"
        )
    subprocess.run(
        ["git", "fast-import", "--quiet"], cwd=folder, input=b"".join(commands), check=True
    )
    records._git(folder, "checkout", "-q", "main")
    return folder


def _target(root: Path) -> Path:
    """A repository that a history is to be taken into."""
    (root / "content").mkdir(parents=True)
    (root / "content/organization.yml").write_text(_ORGANIZATION, "utf-8")
    (root / "content/facts.yml").write_text("", "utf-8")
    records._git(root, "init", "-q")
    return root


def _cost(root: Path, *arguments: str) -> tuple[float, str]:
    """CPU seconds of a command and of all that it started, and what it said."""
    before = os.times()
    done = subprocess.run(
        [str(Path(sys.executable).parent / "kaitei"), *arguments, "--root", str(root)],
        cwd=root, env=os.environ | {"LC_ALL": "C.UTF-8"}, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{arguments}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    after = os.times()
    spent = after.children_user + after.children_system
    return spent - before.children_user - before.children_system, done.stdout


if __name__ == "__main__":
    main()
