"""Repositories made of the files under tests/cases/checks/: content/ and its record."""

import re
import shutil
from datetime import date
from pathlib import Path

from kaitei.drafts import publish
from kaitei.drafts.repository import Repository

CASES = Path(__file__).parent / "cases" / "checks"
RECORDS = {
    "settled": ("1", "2"),
    "upcoming": ("1", "2", "3"),
    "waiting": ("1", "2", "3-ja"),
    "production": ("1", "2"),
    "plain": ("1", "2-plain"),
    "desk": ("1", "2", "4-desk"),
    "stacked": ("1", "2", "3", "4"),
    "beside": ("1", "2", "3", "4-beside"),
    "corrected": ("1", "2", "3", "4-correction"),
    "half": ("1", "2", "3-half"),
}
NOTES = ("expected.en.txt", "expected.ja.txt", "on.txt", "removed.txt")


def overlay(root: Path, folder: Path) -> None:
    """Put the files of a folder over a repository, and take away those in its removed.txt."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.name not in NOTES:
            target = root / file.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    for gone in lines(folder / "removed.txt"):
        path = root / gone
        if gone.endswith("/"):
            shutil.rmtree(path)
        else:
            path.unlink()


def say(policy: Path, **words: tuple[str, str]) -> None:
    """Write by language what changes and why above the texts in a folder, in place of what stood.

    For what `kaitei new` and `kaitei revise` leave open.
    """
    for lang, (summary, reason) in words.items():
        file = policy / f"{lang}.md"
        text = file.read_text("utf-8")
        said = f"summary:\n  - {summary}\nreason: {reason}\n---\n"
        file.write_text(re.sub(r"(?ms)^summary:.*?^---\n", said, text, count=1), "utf-8")


def lines(file: Path) -> list[str]:
    """The lines of a file that may be missing."""
    return file.read_text("utf-8").split("\n")[:-1] if file.exists() else []


def make(root: Path, record: str) -> Path:
    """The repository `record` ("settled", "upcoming", "waiting") in the folder `root`."""
    (root / "versions").mkdir(parents=True)
    for step in RECORDS[record]:
        folder = CASES / "record" / step
        overlay(root, folder)
        (day,) = lines(folder / "on.txt")
        publish.publish(Repository(root), date.fromisoformat(day))
    return root
