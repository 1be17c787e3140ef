"""A text of the record as it would be written in content/: with its facts mentioned again.

A line that content/ has is taken as it is written there; in another the words of facts are replaced
by their mention; what would not be filled in to the very line that was published stays as it was
published.
"""

from __future__ import annotations

from collections.abc import Mapping

from kaitei.model.facts import OWN, Settings


def mentioning(frozen: str, lang: str, written: str, settings: Settings) -> str:
    """A frozen text with its facts mentioned again; filled in, it is the frozen text.

    `written` is the text as content/ has it, whose lines are taken over where they come out alike.
    """
    known: dict[str, str] = {}
    tables: dict[str, str] = {}
    silent: list[tuple[str, str]] = []  # tables with nothing filled in, and the line before each
    last = ""
    filled = settings.fill(written, lang, "").lines
    for line, words in zip(written.split("\n"), filled, strict=True):
        if words is not None:
            (tables if "\n" in words else known)[words] = line
            last = line if line.strip() else last
        elif line:
            silent.append((last, line))
    for name in settings.facts:
        if table := settings.table(name, lang):
            tables.setdefault(table, f"{{{{table:{name}}}}}")
    for table, line in tables.items():
        frozen = frozen.replace(table, line)
    said = _words(settings, lang)
    lines = [_line(line, known, said, lang, settings) for line in frozen.split("\n")]
    for before, table in silent:
        if before in lines:
            place = lines.index(before) + 1
            lines[place:place] = ["", table]
    return "\n".join(lines)


def _line(
    line: str, known: Mapping[str, str], words: Mapping[str, str], lang: str, settings: Settings
) -> str:
    if line in known or line.startswith("{{table:"):
        return known.get(line, line)
    mentioned = line
    for value, mention in words.items():
        if "{{" not in value:
            parts = mentioned.split(value)
            # Never inside a mention that stands already.
            mentioned = mention.join(parts) if all(_balanced(p) for p in parts) else mentioned
    return mentioned if settings.fill(mentioned, lang, "").text == line else line


def _balanced(text: str) -> bool:
    return text.count("{{") == text.count("}}")


def _words(settings: Settings, lang: str) -> dict[str, str]:
    """What facts look like in a text, the longest first, and how to mention them.

    Words that two facts share, and those too short to be sure of, are left out.
    """
    found: dict[str, set[str]] = {}
    company = settings.organization.names.get(lang)
    if company:
        found[company] = {f"{{{{{OWN}}}}}"}
    for name in settings.facts:
        for part, value in settings.parts(name, lang).items():
            if value and (any(c.isdigit() for c in value) or part in ("", "link", "each", "all")):
                mention = f"{{{{{name}.{part}}}}}" if part else f"{{{{{name}}}}}"
                found.setdefault(value, set()).add(mention)
    sure = {value: min(m, key=len) for value, m in found.items() if len(value) >= 4}
    return {value: sure[value] for value in sorted(sure, key=len, reverse=True)}
