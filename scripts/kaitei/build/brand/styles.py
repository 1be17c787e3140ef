"""What a style sheet sets of colours, and what it would load: no more of CSS than that.

Not by `base.css`: each build reads our own kaitei.css here, in 1.5 ms (a first one twice), and that
would take 22.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kaitei.build.brand.colours import Colour, parse

LOOKS = ("light", "dark")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PART = re.compile(r"(?P<head>[^{};]*)\{|(?P<end>\})|(?P<declared>[^{};]+)(?:;|(?=\}))")
_LOADED = re.compile(
    r"@import\s+(?:url\()?[\"']?(?P<sheet>[^\"')\s;]+)|url\(\s*[\"']?(?P<file>[^\"')\s]+)"
)
_PAIR = re.compile(r"light-dark\(\s*(.+?)\s*,\s*(#\w+|\w+\([^)]*\)|\w+)\s*\)")
_NAMED = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,[^)]*)?\)")
_DARK = re.compile(r"prefers-color-scheme:\s*dark|color-scheme=[\"']?slate")
_LIGHT = re.compile(r"prefers-color-scheme:\s*light|color-scheme=[\"']?default")
_DEPTH = 8  # of values that name another


@dataclass(frozen=True, slots=True)
class CustomProperty:
    """A custom property (`--name`) as a style sheet sets it; `look` is the one it is for, or ""."""

    name: str
    value: str
    file: str
    line: int
    look: str = ""


def declared(css: str, file: str) -> Iterator[CustomProperty]:
    """The custom properties that a style sheet sets on screens, in its order."""
    css = _blank(css)
    heads: list[str] = []
    for part in _PART.finditer(css):
        if part["head"] is not None:
            heads.append(part["head"].strip())
        elif part["end"]:
            heads = heads[:-1]
        else:
            name, colon, value = part["declared"].strip().partition(":")
            around = " ".join(heads)
            if colon and name.startswith("--") and "print" not in around:
                at = part.start() + len(part[0]) - len(part[0].lstrip())
                look = "dark" if _DARK.search(around) else "light" if _LIGHT.search(around) else ""
                yield CustomProperty(name, value.strip(), file, css.count("\n", 0, at) + 1, look)


def loaded(css: str) -> Iterator[tuple[str, int]]:
    """What a style sheet would load, as addresses with their lines; not what it holds itself."""
    css = _blank(css)
    for found in _LOADED.finditer(css):
        address = found["sheet"] or found["file"]
        if not address.startswith(("data:", "#")):
            yield address, css.count("\n", 0, found.start()) + 1


def values(found: Iterable[CustomProperty], look: str) -> Mapping[str, CustomProperty]:
    """What holds in a look, by name: the last that is set for it."""
    return {one.name: one for one in found if one.look in ("", look)}


def colour(
    held: Mapping[str, CustomProperty], name: str, look: str, depth: int = 0
) -> Colour | None:
    """The colour that a name stands for in a look; None where it is none that can be told."""
    if name not in held or depth > _DEPTH:
        return None
    value = held[name].value
    if pair := _PAIR.fullmatch(value):
        value = pair[1 + LOOKS.index(look)]
    if other := _NAMED.fullmatch(value):
        return colour(held, other[1], look, depth + 1)
    return parse(value)


def _blank(css: str) -> str:
    """The style sheet without its comments, every line where it was."""
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), css)
