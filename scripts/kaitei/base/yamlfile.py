"""The only door to YAML: small files that legal writes, read without surprises.

Measured: YAML reads `1.10` as 1.1, `no` as False, `10:30` as 630, lets duplicate keys pass and
expands aliases without end. So every scalar is read as a string, and the rest is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from kaitei.base.catalogue import Phrase
from kaitei.base.problems import KaiteiError, Problem, problem

MAX_SIZE = 300_000  # characters: some 6,000 facts, read in a third of a second
MAX_DEPTH = 20
Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BaseDumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_NAME = r"^\s*(?:- )?[A-Za-z_-]+"
_VALUE = rf"(?:{_NAME}:|^\s*-)[ ]+"
# Slips of a Japanese keyboard and of a hurried hand, by the rule that tells them.
_SLIPS = (
    ("yaml-tab", re.compile(r"^[ ]*\t\s*\S*")),
    (
        "yaml-wide",
        re.compile(rf"^ *\u3000\s*\S*|{_NAME}(?:：|:\u3000\s*\S*)|[\[{{][^\[{{]*[，、：｝］]"),
    ),
    ("yaml-space", re.compile(rf"{_NAME}:[^\s/:]\S*|^\s*-[^\s-]\S*")),
    ("yaml-colon", re.compile(rf"{_NAME}:\s+[^\s\"'\[{{][^\"]*:\s.*")),
    # Signs that begin a value and mean something to YAML; brackets and quotation marks also where
    # the value goes on behind them.
    (
        "yaml-sign",
        re.compile(
            rf"{_VALUE}(?P<found>[*&!%@`].*|[|>]\s*[^\s\d#+-].*|[?-]\s.*|\"[^\"]*\"\s*[^\s#,\]}}].*"
            r"|\[[^\]]*\]\s*[^\s#,\]}].*|\{[^}]*\}\s*[^\s#,\]}].*|'(?:[^']|'')*'\s*[^\s#,\]}'].*)"
        ),
    ),
    ("yaml-open", re.compile(rf"{_VALUE}(?P<found>\[[^\]]*|\{{[^}}]*|\"[^\"]*|'[^']*)$")),
)
_NO_COLON = re.compile(r"^ *(?P<found>[a-z][a-z_-]*)(?: [^\s:]+)?$")
_TOO_DEEP = "it-is-nested-too-deeply"
_COMMENT = re.compile(r"[ \t]+(#.*)")
_NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A YAML file as read: `root` (strings, None, lists, dicts) and the line of each entry.

    `cut` holds, by path, the comment that follows a value without quotation marks on its line,
    `flow` the paths of lists and mappings in brackets: there a comma ends a value.
    """

    file: str
    root: dict[str, Value]
    lines: Mapping[tuple[str | int, ...], int] = field(repr=False)
    cut: Mapping[tuple[str | int, ...], str] = field(default_factory=dict, repr=False)
    flow: frozenset[tuple[str | int, ...]] = field(default=frozenset(), repr=False)

    def line(self, *path: str | int) -> int:
        """The line, from 1, of the entry at `path`, or of the nearest one above that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def renamed(self, path: tuple[str | int, ...], names: Mapping[str, str]) -> YamlFile:
        """The file with other names in the mapping at `path`, whose lines stay what they are."""

        def moved(old: tuple[str | int, ...]) -> tuple[str | int, ...]:
            here = len(path)
            if len(old) <= here or old[:here] != path:
                return old
            return (*path, names.get(str(old[here]), old[here]), *old[here + 1 :])

        def within(value: Value, steps: tuple[str | int, ...]) -> Value:
            if not isinstance(value, dict):
                return value
            if steps:
                return {k: within(v, steps[1:]) if k == steps[0] else v for k, v in value.items()}
            return {names.get(key, key): inner for key, inner in value.items()}

        root = within(self.root, path)
        assert isinstance(root, dict)  # noqa: S101  # a mapping stays one
        return YamlFile(
            self.file,
            root,
            {moved(old): line for old, line in self.lines.items()},
            {moved(old): comment for old, comment in self.cut.items()},
            frozenset(map(moved, self.flow)),
        )


def read(text: str, file: str, first_line: int = 1, limit: int = MAX_SIZE) -> YamlFile:
    """Read `text` as a mapping. `file` names it in problems; an empty file is an empty mapping.

    `first_line` is the line of `file` on which `text` starts (front matter starts on 2). Raises
    KaiteiError for more than `limit` characters, bad syntax, aliases, duplicate keys, nesting
    over MAX_DEPTH, a root that is no mapping, more than one document.
    """
    if len(text) > limit:
        raise KaiteiError(problem("markup-size", file, size=len(text), limit=limit))
    builder = _Builder(text, file, first_line)
    try:
        root = builder.document(yaml.parse(text, Loader=_Loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line if mark else 0
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "bad syntax"
        raise KaiteiError(_syntax(text, file, line, first_line, reason)) from None
    return YamlFile(file, root, builder.lines, builder.cut, frozenset(builder.flow))


def _syntax(text: str, file: str, line: int, first_line: int, reason: str) -> Problem:
    """What is wrong at a line (from 0) that YAML refuses: a slip of the keyboard, if one is seen.

    YAML notices many slips only on the line after.
    """
    lines = text.split("\n")
    for at in (line, line - 1, line - 2):
        if 0 <= at < len(lines):
            for rule, pattern in _slips(reason):
                match = pattern.search(lines[at])
                if match and not (
                    rule == "yaml-open" and _closed(match[0], lines[at + 1 : line + 1])
                ):
                    said = match.groupdict().get("found") or match[0]
                    found = said.strip()[:40] or said
                    return problem(rule, file, at + first_line, found=found)
    if _stands_out(lines, line):
        return problem("yaml-indent", file, line + first_line, found=lines[line].strip()[:40])
    words = reason.replace("}", "brace").replace("]", "bracket")
    key = f"desk.yaml.{re.sub('[^a-z]+', '-', words).strip('-')}"
    why = Phrase(key, otherwise=reason)
    return problem("yaml-syntax", file, line + first_line, reason=why)


def _slips(reason: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """What may have led to a reason, by the rule that tells it; none for what speaks for itself."""
    if reason == _TOO_DEEP:
        return
    yield from _SLIPS
    if reason in ("mapping values are not allowed in this context", "could not find expected ':'"):
        yield "yaml-name", _NO_COLON


def _closed(opened: str, following: Iterable[str]) -> bool:
    """Whether what a line opens last is closed on one that follows, before another is opened."""
    sign = next(c for c in opened if c in "[{\"'")
    if sign in "\"'":
        return any(sign in line and not re.match(rf"{_NAME}:", line) for line in following)
    close = "]" if sign == "[" else "}"
    return any(close in line.partition(sign)[0] for line in following)


def _stands_out(lines: Sequence[str], line: int) -> bool:
    """Whether a line is indented as none before it, or an item as no item before it."""
    if not 0 < line < len(lines):
        return False
    item = lines[line].lstrip().startswith("- ")
    alike = [one for one in lines[:line] if one.strip() and (not item or one.lstrip()[:2] == "- ")]
    return bool(alike) and _indent(lines[line]) not in map(_indent, alike)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


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

    def __init__(self, text: str, file: str, first_line: int) -> None:
        self.text = text
        self.file = file
        self.first_line = first_line
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.cut: dict[tuple[str | int, ...], str] = {}
        self.flow: set[tuple[str | int, ...]] = set()

    def document(self, events: Iterator[yaml.Event]) -> dict[str, Value]:
        root: Value = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                root = self.node(next(events), events, ())
            if documents > 1:
                raise self.syntax(event, "a-second-document-starts-here")
        if root is None:
            return {}
        if not isinstance(root, dict):
            reason = "names-are-missing"
            raise KaiteiError(_syntax(self.text, self.file, 0, self.first_line, reason))
        return root

    def node(
        self, event: yaml.Event, events: Iterator[yaml.Event], path: tuple[str | int, ...]
    ) -> Value:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refuse("yaml-alias", event)
        if len(path) > MAX_DEPTH:
            raise self.syntax(event, _TOO_DEEP)
        self.lines.setdefault(path, self.line_of(event))
        if isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0]
            if plain and event.value in _NULLS:
                return None
            if plain:
                self.refuse_swallowed(event)
                if comment := self.comment_behind(event):
                    self.cut[path] = comment
            return str(event.value)
        if getattr(event, "flow_style", False):
            self.flow.add(path)
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
                raise self.syntax(event, "a-name-must-be-plain-text")
            if event.anchor:
                raise self.refuse("yaml-alias", event)
            key = str(event.value)
            if key in items:
                raise self.refuse("yaml-duplicate", event, key=key)
            self.lines[(*path, key)] = self.line_of(event)
            items[key] = self.node(next(events), events, (*path, key))
        return items

    def refuse_swallowed(self, event: yaml.Event) -> None:
        """Refuse a value that goes on over lines which look like items: it would hold their dashes.

        YAML takes a `- ` that is indented too far for more of the sentence above it.
        """
        start, end = event.start_mark, event.end_mark
        if start is None or end is None or start.line == end.line:
            return
        lines = self.text[start.index : end.index].split("\n")
        for at, line in enumerate(lines[1:], self.line_of(event) + 1):
            if re.match(r"\s*-(?:\s|$)", line):
                raise KaiteiError(problem("yaml-indent", self.file, at, found=line.strip()[:40]))

    def comment_behind(self, event: yaml.Event) -> str:
        """The comment on the line on which a value ends; "" where there is none."""
        mark = event.end_mark
        found = _COMMENT.match(self.text, mark.index) if mark else None
        return found[1].rstrip() if found else ""

    def line_of(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return (mark.line if mark else 0) + self.first_line

    def syntax(self, event: yaml.Event, reason: str) -> KaiteiError:
        line = self.line_of(event) - self.first_line
        return KaiteiError(_syntax(self.text, self.file, line, self.first_line, reason))

    def refuse(self, rule: str, event: yaml.Event, **values: str) -> KaiteiError:
        return KaiteiError(problem(rule, self.file, self.line_of(event), **values))
