"""revision.yml of content/ as it was once written: what it says, and how, with its comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kaitei.base import textfile, yamlfile
from kaitei.base.fields import Entry
from kaitei.base.problems import KaiteiError, problem
from kaitei.drafts.reading import CONTENT, REVISION_FILE
from kaitei.model import Kind
from kaitei.model.facts import Settings

_SPOKEN = ("summary", "reason")
_NAMES = (
    "number", "base", "of", "kind", "announced", "effective", "announcement",
    "former", *_SPOKEN, "translation_later", "decided_on", "approved_by", "reference",
)  # fmt: skip
_KEY = re.compile(r"([A-Za-z_-]+)[ \t]*:(?=\s|$)")
_CHILD = re.compile(r"([ \t]+)([a-z]{2})[ \t]*:[ \t]?(.*)")
# What our own templates wrote at the head: it tells how to work with numbers.
_OURS = tuple(
    """\
# Describes the publication with this number. To revise: edit ja.md and en.md, then raise
# by one, set `base` to the revision whose text you replace, and fill in the rest anew.
# Describes the first publication: say from when it counts, what it is and why it is made.
# 最初の公表の内容です。施行日、概要、理由を記入してください。
""".splitlines()
)


@dataclass(frozen=True, slots=True)
class Former:
    """A revision.yml: `said` are its single values, `words` those by language.

    `written` are the lines of each entry as they stand, those of a language below `summary.ja`;
    comments stand with the entry that follows them, those at the end with "". `lines` are their
    places.
    """

    policy: str
    file: str
    number: int
    kind: Kind
    said: Mapping[str, str]
    words: Mapping[str, Mapping[str, Sequence[str]]] = field(hash=False)
    written: Mapping[str, Sequence[str]] = field(hash=False)
    lines: Mapping[str, int] = field(hash=False)

    def numbered(self, name: str) -> int | None:
        """A number that it names."""
        return int(self.said[name]) if name in self.said else None


def read(root: Path, policy: str, settings: Settings) -> Former:
    """The revision.yml of a policy. Raises KaiteiError for what is no declaration."""
    file = f"{CONTENT}/{policy}/{REVISION_FILE}"
    text = textfile.edited(root / file, file)
    entry = Entry(yamlfile.read(text, file)).only(*_NAMES)
    number = entry["number"].number()
    kind = Kind(entry["kind"].choice([kind.value for kind in Kind], "kinds_written"))
    for name in ("base", "of"):
        if not entry[name].open:
            entry[name].number()
    languages = settings.organization.languages
    words = {name: dict(_by_language(entry[name].only(*languages), languages)) for name in _SPOKEN}
    said = {
        name: str(entry[name].value)
        for name in entry.names()
        if name not in (*_SPOKEN, "translation_later") and not entry[name].open
    }
    written = dict(_written(text.split("\n"), entry))
    lines = {name: entry[name].line for name in entry.names()}
    return Former(policy, file, number, kind, said, words, written, lines)


def _by_language(entry: Entry, languages: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for lang in languages:
        items = [item.whole() for item in entry[lang].items()]
        file = entry.doc.file
        if len(items) > 1 and entry[lang].flow:  # a comma of a sentence, or one between sentences?
            raise KaiteiError(problem("words-brackets", file, entry[lang].line, name=entry.name))
        if items:
            yield lang, items


def _written(lines: Sequence[str], entry: Entry) -> Iterator[tuple[str, list[str]]]:
    """The lines of each entry, with the comments before it."""
    blocks: list[tuple[str, list[str]]] = []
    waiting: list[str] = []
    for line in lines:
        if key := _KEY.match(line):
            blocks.append((key[1], [*waiting, line]))
            waiting = []
        elif line.startswith("#"):
            waiting += [] if line.startswith(_OURS) else [line]
        elif line.strip() and blocks:
            blocks[-1][1].extend([*waiting, line])
            waiting = []
    for name, block in blocks:
        yield name, block
        if name in _SPOKEN and not entry[name].flow:
            for lang, own in _children(name, block):
                yield f"{name}.{lang}", _unbracketed(own) if entry[name][lang].flow else own
    yield "", waiting


def _children(name: str, block: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The lines of each language in a block, as they would stand without it."""
    found: dict[str, list[str]] = {}
    indent, lang, waiting = "", "", list[str]()
    for line in block:
        child = _CHILD.match(line)
        if child and child[1] == (indent or child[1]):
            indent, lang = child[1], child[2]
            found[lang] = [*waiting, f"{name}: {child[3]}".rstrip()]
            waiting = []
        elif line.lstrip().startswith("#") and not line.startswith(f"{indent} "):
            waiting.append(line.strip())
        elif lang:
            found[lang].append(line.removeprefix(indent))
    if lang:
        found[lang] += waiting
    yield from found.items()


def _unbracketed(lines: Sequence[str]) -> list[str]:
    """Of a list in brackets only the comments: its items are written anew, one a line."""
    comments = (re.search(r"(?:^|[\]\s])\s*(#.*)$", line) for line in lines)
    return [match[1] for match in comments if match]
