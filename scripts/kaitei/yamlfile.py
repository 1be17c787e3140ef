"""The only door to YAML: small files that legal writes, read without surprises.

Measured: YAML reads `1.10` as 1.1, `no` as False, `10:30` as 630, lets duplicate keys pass and
expands aliases without end. So every scalar is read as a string, and the rest is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from kaitei.errors import KaiteiError, problem

MAX_DEPTH = 20
Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BaseDumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A YAML file as read: `root` (strings, None, lists, dicts) and the line of each entry."""

    file: str
    root: dict[str, Value]
    lines: Mapping[tuple[str | int, ...], int] = field(repr=False)

    def line(self, *path: str | int) -> int:
        """The line, from 1, of the entry at `path`, or of the nearest one above that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str, file: str, first_line: int = 1) -> YamlFile:
    """Read `text` as a mapping. `file` names it in problems; an empty file is an empty mapping.

    `first_line` is the line of `file` on which `text` starts (front matter starts on 2). Raises
    KaiteiError for bad syntax, aliases, duplicate keys, nesting over MAX_DEPTH, a root that is
    no mapping, more than one document.
    """
    builder = _Builder(file, first_line)
    try:
        root = builder.document(yaml.parse(text, Loader=_Loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + first_line if mark else first_line
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "bad syntax"
        raise KaiteiError(problem("yaml-syntax", file, line, reason=reason)) from None
    return YamlFile(file, root, builder.lines)


class _Dumper(_BaseDumper):  # type: ignore[misc,valid-type]  # C's where there is one
    """Writes a value out wherever it stands: `read` refuses the aliases of equal ones."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def dump(value: Mapping[str, object]) -> str:
    """`value` as YAML in its own order, one line a scalar, readable by `read`."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000_000
    )
    return text


class _Builder:
    """Turns PyYAML's events into values, keeping lines and refusing what has no place here."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.lines: dict[tuple[str | int, ...], int] = {}

    def document(self, events: Iterator[yaml.Event]) -> dict[str, Value]:
        root: Value = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                root = self.node(next(events), events, ())
            if documents > 1:
                raise self.refuse("yaml-syntax", event, reason="a second document starts here")
        if root is None:
            return {}
        if not isinstance(root, dict):
            raise KaiteiError(
                problem("yaml-syntax", self.file, self.first_line, reason="names are missing")
            )
        return root

    def node(
        self, event: yaml.Event, events: Iterator[yaml.Event], path: tuple[str | int, ...]
    ) -> Value:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refuse("yaml-alias", event)
        if len(path) > MAX_DEPTH:
            raise self.refuse("yaml-syntax", event, reason="it is nested too deeply")
        self.lines.setdefault(path, self.line_of(event))
        if isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0]
            return None if plain and event.value in _NULLS else str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, path)
        return self.mapping(events, path)

    def sequence(self, events: Iterator[yaml.Event], path: tuple[str | int, ...]) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self.node(event, events, (*path, len(items))))
        return items

    def mapping(
        self, events: Iterator[yaml.Event], path: tuple[str | int, ...]
    ) -> dict[str, Value]:
        items: dict[str, Value] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self.refuse("yaml-syntax", event, reason="a name must be plain text")
            if event.anchor:
                raise self.refuse("yaml-alias", event)
            key = str(event.value)
            if key in items:
                raise self.refuse("yaml-duplicate", event, key=key)
            self.lines[(*path, key)] = self.line_of(event)
            items[key] = self.node(next(events), events, (*path, key))
        return items

    def line_of(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return (mark.line if mark else 0) + self.first_line

    def refuse(self, rule: str, event: yaml.Event, **values: str) -> KaiteiError:
        return KaiteiError(problem(rule, self.file, self.line_of(event), **values))
