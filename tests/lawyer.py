"""Findings counted against what a careful lawyer lists by hand (cases/findings)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kaitei.model import Text
from kaitei.text import markdown
from kaitei.text.diff import Redline, compare

CASES = Path(__file__).parent / "cases" / "findings"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "corpora"
KINDS = {"amount": "measure", "number": "measure"}
"""The lists tell sums of money from other measures for their readers; a share may be either."""
_OPTIONAL = re.compile("〔([^〔〕]*)〕")


@dataclass(frozen=True)
class Listed:
    """One line of a list, or one finding of the engine: equal where they say the same."""

    kind: str
    old: str
    new: str

    def meets(self, other: Listed) -> bool:
        """Whether the engine's `other` says this: a negation may be quoted with more around it."""
        if self.kind != other.kind:
            return False
        if self.kind == "negation":
            return self.old in other.old and self.new in other.new
        said = {
            (_OPTIONAL.sub(part, self.old), _OPTIONAL.sub(part, self.new)) for part in ("", r"\1")
        }
        return (other.old, other.new) in said


@dataclass
class Count:
    """What was found of what is listed, and what else was found."""

    missed: list[str]
    wrong: list[str]
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of the engine's findings that are listed."""
        return self.right / (self.right + len(self.wrong) or 1)

    @property
    def recall(self) -> float:
        """The share of what is listed that the engine found."""
        return self.right / (self.right + len(self.missed) or 1)


def cases(lang: str) -> Iterator[Path]:
    """The cases of a language whose texts are at hand."""
    for folder in sorted(CASES.glob(f"{lang}-*")):
        if all(path.exists() for path in files(folder)):
            yield folder


def files(folder: Path) -> list[Path]:
    """The old and the new text of a case, in its folder or among the corpora."""
    corpus = folder / "corpus.txt"
    if corpus.exists():
        return [SHARED / name for name in corpus.read_text("utf-8").split()]
    return [folder / "old.md", folder / "new.md"]


def texts(folder: Path) -> tuple[Text, Text]:
    """Both texts of a case."""
    old, new = (
        markdown.parse(path.read_text("utf-8"), folder.name[:2], dialect="foreign")
        for path in files(folder)
    )
    return old, new


def counted(lang: str) -> Count:
    """The findings of all cases of a language against their lists."""
    total = Count([], [])
    for folder in cases(lang):
        found = of_engine(compare(*texts(folder)))
        for one in listed(folder):
            match = next((other for other in found if one.meets(other)), None)
            if match is None:
                total.missed.append(f"{folder.name}: {one}")
            else:
                found.remove(match)
                total.right += 1
        total.wrong += [f"{folder.name}: {one}" for one in found]
    return total


def listed(folder: Path) -> list[Listed]:
    """The lines of a list."""
    lines = (folder / "findings.txt").read_text("utf-8").splitlines()
    found = (re.fullmatch(r"(\w+): (.*?) ?→ ?(.*)", line) for line in lines if line[:1] != "#")
    return [Listed(KINDS.get(m[1], m[1]), plain(m[2]), plain(m[3])) for m in found if m]


def of_engine(redline: Redline) -> list[Listed]:
    """The engine's findings, each once a clause."""
    found = []
    for change in redline.changed:
        once = Counter(
            Listed(KINDS.get(f.kind, f.kind), plain(f.old), plain(f.new)) for f in change.findings
        )
        found += list(once)
    return found


def plain(words: str) -> str:
    """`words` without differences of notation, as values are compared here."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words)).lower()


def parts(value: str) -> list[str]:
    """A listed value as it may stand in a text: with what is optional, or what is not."""
    return [part for part in re.split("[〔〕]", value) if part]
