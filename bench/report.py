"""Tables in Markdown, and where they stand in docs/benchmarks.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows)]


def write(name: str, report: str, document: Path = DOCUMENT) -> None:
    """Put a report between the marks of its section; the rest of the document stays."""
    begin, end = f"<!-- {name}: written by a benchmark -->", f"<!-- /{name} -->"
    text = document.read_text("utf-8")
    section = f"{begin}\n{report}\n{end}"
    found = re.sub(f"{begin}.*{end}", lambda _: section, text, flags=re.DOTALL)
    document.write_text(found, "utf-8")
