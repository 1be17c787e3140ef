"""Repositories made of the files under tests/cases/checks/: content/ and its record."""

import shutil
from datetime import date
from pathlib import Path

from kaitei import archive, source
from kaitei.policy import Publication

CASES = Path(__file__).parent / "cases" / "checks"
RECORDS = {
    "settled": ("1", "2"),
    "upcoming": ("1", "2", "3"),
    "waiting": ("1", "2", "3-ja"),
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
        publish_all(root, date.fromisoformat(day))
    return root


def publish_all(root: Path, on: date) -> None:
    """Append what is pending in content/ to the record, unchecked."""
    content = source.read(root)
    published = {policy.name: len(policy.publications) for policy in archive.read(root)}
    tag, sample = content.settings.organization.tag, content.settings.organization.sample
    for draft in content.drafts:
        declared = draft.declared
        if declared.number == published.get(draft.policy, 0) + 1:
            frozen = content.settings.freeze(draft.used)
            publication = Publication(
                policy=draft.policy,
                number=declared.number,
                kind=declared.kind,
                announced=on,
                effective=declared.effective,
                base=declared.base,
                of=declared.of,
                id=f"tag:{tag}:{draft.policy}/{declared.number}",
                summary=declared.summary,
                reason=declared.reason,
                titles=draft.titles,
                sources=draft.filled,
                settings=content.settings,
                translation_later=declared.translation_later,
                sample=sample,
            )
            archive.append(root, publication, frozen)
