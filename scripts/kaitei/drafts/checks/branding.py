"""What mkdocs.yml says of the look of the site: what is not honoured, and what can't be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kaitei.base.problems import Problem
from kaitei.build import brand


def shown(root: Path) -> Iterator[Problem]:
    """Visitors see what the owner set, and can read it."""
    found = brand.read(root)
    yield from found.problems
    yield from brand.problems(found)
