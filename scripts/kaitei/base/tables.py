"""The program's own tables, in files of TOML that stand beside its modules.

The only place that parses TOML, and it seldom does: Python's parser takes ten milliseconds for a
hundred kilobytes, a tenth of what a short command takes, so what it made is kept (see `kept`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kaitei.base import kept


def read(path: Path) -> Any:
    """The table in a file of the program's; a day in it is a string, for dates are not kept."""
    raw = path.read_bytes()
    return kept.of(f"{path.parent.name}-{path.stem}", raw, lambda: _parsed(raw))


def _parsed(raw: bytes) -> dict[str, Any]:
    import tomllib  # here: seldom needed

    return tomllib.loads(raw.decode("utf-8"))
