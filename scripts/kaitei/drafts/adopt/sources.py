"""Files and folders that a person names -> what they hold, by language and day."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaitei.base.problems import KaiteiError, problem
from kaitei.drafts.adopt import dates
from kaitei.drafts.adopt.markdown import source as markdown
from kaitei.model import Block, Run
from kaitei.text import docx, html
from kaitei.text.source import Source, paragraphs

WORD, PAGE, MARKDOWN, PDF = (
    (".docx",),
    (".html", ".htm", ".xhtml"),
    (".md", ".markdown", ".mdx", ".txt"),
    (".pdf",),
)
KINDS = (*WORD, *PAGE, *MARKDOWN, *PDF)
_LARGEST = 30_000_000
_PATIENCE = 60  # seconds for pdftotext


@dataclass(frozen=True, slots=True)
class File:
    """A file that holds a text: its language, its path, the day that its name tells."""

    lang: str
    path: Path
    day: date | None

    @property
    def name(self) -> str:
        """The name by which messages and the plan call it."""
        return self.path.name


def files(lang: str, path: Path) -> list[File]:
    """The files at `path`, itself or those of a folder in the order of their days.

    Raises KaiteiError where nothing is there, where a folder holds no file of a known kind, and
    for a file of another kind.
    """
    if path.is_dir():
        found = [one for one in sorted(path.iterdir()) if _holds_text(one)]
        if not found:
            raise KaiteiError(problem("adopt-empty", str(path), kinds=", ".join(KINDS)))
        made = [File(lang, one, dates.day_of_name(one.stem)) for one in found]
        return sorted(made, key=lambda one: (one.day or date.max, one.name))
    if not path.is_file():
        raise KaiteiError(problem("adopt-missing", str(path)))
    if path.suffix.lower() not in KINDS:
        raise KaiteiError(problem("adopt-kind", str(path), kinds=", ".join(KINDS)))
    return [File(lang, path, dates.day_of_name(path.stem))]


def _holds_text(path: Path) -> bool:
    """Whether a file of a folder is one of a known kind, and no leftover of an editor."""
    known = path.suffix.lower() in KINDS and not path.name.startswith((".", "~$"))
    return known and path.is_file()


def read(raw: bytes, name: str, lang: str) -> Source:
    """What a file of this name and these bytes holds. KaiteiError where it can't be read."""
    kind = Path(name).suffix.lower()
    if len(raw) > _LARGEST:
        raise KaiteiError(problem("adopt-large", name, limit=_LARGEST // 1_000_000))
    if kind in WORD:
        return docx.source(raw, lang, name)
    if kind in PAGE:
        return html.read(raw, lang, name)
    if kind in PDF:
        return _pdf(raw, name)
    return markdown(raw, lang, name)


def _pdf(raw: bytes, name: str) -> Source:
    """The words of a PDF, by pdftotext: paragraphs by their gaps, for a person to read through."""
    program = shutil.which("pdftotext")
    if program is None:
        raise KaiteiError(problem("adopt-pdf", name))
    with tempfile.TemporaryDirectory() as folder:
        held = Path(folder) / "text.pdf"
        held.write_bytes(raw)
        command = [program, "-enc", "UTF-8", "-nopgbrk", "-layout", str(held), "-"]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise KaiteiError(problem("adopt-unreadable", name)) from None
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode or not text.strip():
        raise KaiteiError(problem("adopt-unreadable", name))
    blocks = tuple(Block("p", (Run(words),)) for words in paragraphs(text))
    shown = tuple(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
    return Source("", blocks, shown, unsure=True)
