"""What the benchmarks share: a table in Markdown, the machine, a section of docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows)]


def head() -> str:
    """When and on what it was measured."""
    day = datetime.now(UTC).date().isoformat()
    return f"{day}, Python {platform.python_version()}, {os.cpu_count()} cores."


def write(section: str, report: str) -> None:
    """Put a report between the marks of its section; the rest of the document stays."""
    begin, end = f"<!-- {section}: written by make bench -->", f"<!-- /{section} -->"
    text = DOCUMENT.read_text("utf-8")
    whole = f"{begin}\n{report}\n{end}"
    new, count = re.subn(f"{begin}.*{end}", lambda _: whole, text, flags=re.DOTALL)
    if count != 1:
        raise SystemExit(f"{DOCUMENT} has no section {section}")
    DOCUMENT.write_text(new, "utf-8")
