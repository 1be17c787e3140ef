"""The files that a start writes: templates with a closed list of values, and lines of YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping


def filled(template: str, values: Mapping[str, str]) -> str:
    """`template` with each `<<name>>` replaced; KeyError for a name that has no value."""
    return re.sub(r"<<([a-z_]+)>>", lambda match: values[match[1]], template)


_SUMMARY = {"ja": "「- 」で始まる行に、変更点を一つずつ", "en": "one change a line, after “- ”"}
_REASON = {"ja": "なぜ改めるか", "en": "why it changes"}


def open_words(languages: tuple[str, ...]) -> str:
    """Lines of YAML for summary and reason, still to be written, each saying what belongs there."""
    lines = []
    for name, hints in (("summary", _SUMMARY), ("reason", _REASON)):
        lines.append(f"{name}:")
        lines += [f"  {lang}:  # {hints.get(lang, hints['en'])}" for lang in languages]
    return "\n".join(lines) + "\n"
