"""The files that a start writes: templates with a closed list of values, and lines of YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kaitei.base.catalogue import t


def filled(template: str, values: Mapping[str, str]) -> str:
    """`template` with each `<<name>>` replaced; KeyError for a name that has no value."""
    return re.sub(r"<<([a-z_]+)>>", lambda match: values[match[1]], template)


def open_words(lang: str) -> list[str]:
    """Lines of YAML for summary and reason, still to be written, each saying what belongs there."""
    return open_lines(lang, "summary", "reason")


def open_review(lang: str) -> list[str]:
    """As `open_words` of a review that changed nothing: what it found is said already."""
    reason = f"reason:  # {t(lang, 'scaffold.review_reason')}"
    return ["summary:", f"  - {t(lang, 'scaffold.reviewed')}", reason]


def open_lines(lang: str, *names: str) -> list[str]:
    """Lines of YAML for entries still to be written, each saying what belongs there."""
    return [f"{name}:  # {t(lang, f'scaffold.{name}')}" for name in names]
