"""How check, verify, publish and adopt grow with the record: `python bench/growth.py [WHAT]`.

Made records of one policy (see `records`), each with twice the revisions of the one before, and a
draft that is ready to be published. Prints a table: CPU seconds of each command, of it and of all
that it started, and how often the file of the record that was opened most often was opened. The
policy grows with its revisions, as real ones do; `steady` keeps it as long as it was. With `adopt`
it measures the adoption of a folder of dated pages instead: milliseconds of CPU for each page.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from report import table

import records

REVISIONS = (50, 100, 200)
COMMANDS = ("verify", "check", "publish")
PAGES = (250, 500, 1_000, 2_000)
_COMPANY = """\
name: {ja: 見本株式会社}
time_zone: Asia/Tokyo
languages: [ja]
authoritative: ja
notice_days: 14
sample: true
tag: kaitei-sample.example,2026
policies: []
"""
_TITLES = ("料金", "届出", "返金", "解約", "配送", "保証", "準拠法", "変更", "禁止事項", "免責")
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
    if sys.argv[1:] == ["adopt"]:
        _adopting()
        return
    lines = []
    with tempfile.TemporaryDirectory(prefix="kaitei-growth-") as folder:
        for revisions in REVISIONS:
            root = _pending(Path(folder) / str(revisions), revisions, "steady" in sys.argv)
            found = [_measured(root, command) for command in COMMANDS]
            lines.append([str(revisions), *(f"{cpu:.2f} s, {most}" for cpu, most in found)])
    print("\n".join(table(["revisions", *COMMANDS], lines)))


def _adopting() -> None:
    """Measure the plan and the application of folders of pages, each with one price changed."""
    lines = []
    with tempfile.TemporaryDirectory(prefix="kaitei-growth-") as folder:
        for count in PAGES:
            root, pages = Path(folder) / str(count), Path(folder) / f"{count}-pages"
            (root / "content").mkdir(parents=True)
            (root / "content/facts.yml").write_text("{}\n", "utf-8")
            (root / "content/organization.yml").write_text(_COMPANY, "utf-8")
            pages.mkdir()
            for number in range(count):
                day = date(2001, 1, 1) + timedelta(days=3 * number)
                (pages / f"{day}_terms.html").write_text(_page(number), "utf-8")
            given = (("plan", "terms", f"ja={pages}"), ("apply", "terms"))
            found = [_measured(root, "adopt", *one)[0] / count * 1_000 for one in given]
            lines.append([f"{count:,}", *(f"{ms:.1f} ms" for ms in found)])
    print("\n".join(table(["publications", "adopt plan, each", "adopt apply, each"], lines)))


def _page(number: int) -> str:
    """The page of a text of ten articles as it was when it had been changed so often."""
    articles = "".join(
        f"<h2>第{at}条（{title}）</h2><p>{title}は{at * 100 + (number + at) // 10}円とします。</p>"
        "<ol><li>前払とします。</li><li>払い戻しません。</li></ol>"
        for at, title in enumerate(_TITLES, 1)
    )
    return f"<meta charset=utf-8><title>規約</title><main><h1>規約</h1>{articles}</main>"


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


def _measured(root: Path, command: str, *given: str) -> tuple[float, int]:
    """CPU seconds of a command, and the most openings of a file. Raises where it fails."""
    day = [] if command == "verify" or "plan" in given else ["--on", records.DAY.isoformat()]
    done = subprocess.run(
        [sys.executable, "-c", _RUN, command, *given, *day],
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
