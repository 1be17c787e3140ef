"""The headings of a text as it is written, by line, and the text with lines put in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaitei.drafts import adopt
from kaitei.text import markdown, tokens

_HEADING = re.compile(
    r"(?P<signs>#{1,6})[ \t]+(?P<words>.*?)(?:[ \t]*\{#(?P<id>[^\s{}]+)\})?[ \t]*"
)
_INNER_LINK = re.compile(r"\]\(#(?P<anchor>[^\s()]+)\)")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")


@dataclass(frozen=True, slots=True)
class WrittenHeading:
    """A heading: its line (from 0), the signs before it, its label and title, its id or ""."""

    line: int
    signs: str
    label: str
    title: str
    id: str


def headings(text: str) -> list[WrittenHeading]:
    """The headings of a text, front matter included in the count of lines."""
    return [*_headings(text.split("\n"), markdown.front_lines(text))]


def _headings(lines: Sequence[str], first: int) -> Iterator[WrittenHeading]:
    fenced = False
    for number, line in enumerate(lines[first:], first):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (found := _HEADING.fullmatch(line)):
            end = tokens.label_end(found["words"], heading=True)
            label, title = found["words"][:end], found["words"][end:]
            yield WrittenHeading(number, found["signs"], label, title, found["id"] or "")


def has_text(text: str) -> bool:
    """Whether anything stands below the front matter."""
    return any(line.strip() for line in text.split("\n")[markdown.front_lines(text) :])


def with_ids(text: str, ids: Mapping[int, str]) -> str:
    """A text with an id behind each heading on one of these lines.

    A link by the name that GitHub or a generator gives such a heading leads to its id instead.
    """
    lines = text.split("\n")
    found = headings(text)
    names = [one.id or ids.get(one.line, "") for one in found]
    titles = [one.label + one.title for one in found]

    def turned(link: re.Match[str]) -> str:
        place = None if link["anchor"] in names else adopt.led_to(link["anchor"], titles)
        return link[0] if place is None or not names[place] else f"](#{names[place]})"

    for number in range(markdown.front_lines(text), len(lines)):
        lines[number] = _INNER_LINK.sub(turned, lines[number])
    for line, name in ids.items():
        lines[line] = f"{lines[line].rstrip()} {{#{name}}}"
    return "\n".join(lines)
