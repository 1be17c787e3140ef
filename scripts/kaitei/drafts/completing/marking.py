"""Clauses that only the authoritative text has: each gets a place in the others, marked."""

from __future__ import annotations

from kaitei.drafts.checks import UNTRANSLATED
from kaitei.drafts.completing.headings import WrittenHeading, headings


def marked(first: str, other: str) -> tuple[str, list[str]]:
    """The `other` text with a marked heading for each clause of the first that it lacks, and which.

    A heading is put behind the clause that comes before it in the first; its number is that of its
    neighbour, for `renumber` to count on.
    """
    missing: list[str] = []
    before = ""
    for heading in headings(first):
        here = headings(other)
        if heading.id and heading.id not in {one.id for one in here}:
            other = _put(other, here, heading, before)
            missing.append(heading.id)
        before = heading.id or before
    return other, missing


def _put(text: str, here: list[WrittenHeading], heading: WrittenHeading, before: str) -> str:
    lines = text.rstrip("\n").split("\n")
    ids = [one.id for one in here]
    at = ids.index(before) + 1 if before in ids else 0
    line = here[at].line if at < len(here) else len(lines)
    near = [*reversed(here[:at]), *here[at:]]
    label = next((one.label for one in near if one.signs == heading.signs), "")
    title = f"（{UNTRANSLATED}）" if label.endswith("条") else UNTRANSLATED
    new = [f"{heading.signs} {label}{title} {{#{heading.id}}}", "", UNTRANSLATED, ""]
    if line == len(lines):
        new = ["", *new[:-1]]
    return "\n".join([*lines[:line], *new, *lines[line:], ""])
