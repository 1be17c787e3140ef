"""A text as Markdown that content/ and the record can hold, held against what it was made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from kaitei.base import yamlfile
from kaitei.base.problems import KaiteiError, problem
from kaitei.drafts.adopt.outline import outlined
from kaitei.drafts.adopt.slugs import led_to
from kaitei.drafts.adopt.writing import markdown as careful
from kaitei.model import Block, Clause, Mark, Run, Text
from kaitei.text import markdown as markup
from kaitei.text import tokens
from kaitei.text.source import Source, Unheld, plain_words

_HELD = frozenset({"strong", "em", "code", "a", "br"})  # marks that Markdown of ours has signs for
# Where a word may be broken, or not, which pages say of themselves: no part of what a text says.
_HINTS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


def text_of(source: Source, lang: str) -> Text:
    """The text of a source, its headings recognised; clauses bear the file's own anchors."""
    title, blocks = outlined(source)
    clauses: list[Clause] = []
    heading: Block | None = None
    held: list[Block] = []
    for block in [*map(_plain, blocks), None]:
        if block is not None and not re.fullmatch("h[1-6]", block.tag):
            held.append(block)
            continue
        if heading is not None or held:
            clauses.append(_clause(heading, held))
        heading, held = block, []
    return Text(lang, title, tuple(clauses))


def _clause(heading: Block | None, blocks: list[Block]) -> Clause:
    if heading is None:
        return Clause("", "", "", 0, None, tuple(blocks))
    label, title = tokens.split_label(plain_words([heading]))
    return Clause(heading.id, label, title, int(heading.tag[1]), heading, tuple(blocks))


def _plain(block: Block) -> Block:
    """A block with the marks that Markdown has signs for, an id on a clause's heading alone."""
    runs = tuple(
        Run(r.text.translate(_HINTS), tuple(m for m in r.marks if m.tag in _HELD))
        for r in block.runs
    )
    kept = block.id if re.fullmatch("h[1-6]", block.tag) else ""
    inner = tuple(replace(_plain(child), id="") for child in block.children)
    return replace(block, runs=runs, children=inner, id=kept)


@dataclass(frozen=True, slots=True)
class Converted:
    """A text as a Markdown file, and what of its links leads nowhere."""

    source: str
    lost: tuple[Unheld, ...]


def converted(text: Text, ids: Sequence[str], policies: Mapping[str, str]) -> Converted:
    """`text` as a Markdown file whose headed clauses bear `ids`.

    `policies` are names of policies by the stems of the files that held them. Raises KaiteiError
    where no way of writing says, word for word, what the text says.
    """
    lost: list[Unheld] = []
    linked = _Links(text, ids, policies, lost)
    blocks: list[Block] = []
    names = iter(ids)
    for clause in text.clauses:
        if clause.heading:
            blocks.append(replace(linked.block(clause.heading), id=next(names)))
        blocks += [linked.block(block) for block in clause.blocks]
    front = f"---\n{yamlfile.dump({'title': text.title})}---\n\n"
    writers: tuple[Callable[[list[Block]], str], ...] = (_pleasant, careful)
    for write in writers:
        whole = front + write(blocks)
        if _says(whole, text.lang, blocks) and not markup.refusals(whole, ""):
            return Converted(whole, tuple(lost))
    whole = front + careful(blocks)
    if wrong := markup.refusals(whole, ""):
        raise KaiteiError(*wrong)
    if not _says(whole, text.lang, blocks, words_alone=True):
        raise KaiteiError(problem("adopt-unwritable", ""))
    return Converted(whole, tuple(lost))


def _pleasant(blocks: list[Block]) -> str:
    """Markdown as a person writes it."""
    clause = Clause("", "", "", 0, None, tuple(blocks))
    return markup.joined(_units(clause)) + "\n"


def _units(clause: Clause) -> list[markup.MarkdownUnit]:
    units: list[markup.MarkdownUnit] = []
    held: list[Block] = []
    for block in [*clause.blocks, None]:
        if block is None or re.fullmatch("h[1-6]", block.tag):
            if held:
                units += markup.composed(replace(clause, blocks=tuple(held)))
                held = []
            if block is not None:
                units += markup.composed(
                    replace(clause, heading=block, id=block.id, level=1, blocks=())
                )
        else:
            held.append(block)
    return units


def _says(whole: str, lang: str, blocks: Sequence[Block], *, words_alone: bool = False) -> bool:
    """Whether the Markdown reads as the blocks: the same words, and the same structure."""
    try:
        read = markup.parse(whole, lang)
    except KaiteiError:
        return False
    found = [b for c in read.clauses for b in ((c.heading,) if c.heading else ()) + c.blocks]
    if "".join(plain_words(found).split()) != "".join(plain_words(list(blocks)).split()):
        return False
    return words_alone or list(map(_shape, found)) == list(map(_shape, blocks))


def _shape(block: Block) -> object:
    """What kind of block it is and what is in it, words and marks left out."""
    inner = tuple(_shape(child) for child in block.children if child.tag not in ("", "p"))
    return block.tag, block.attrs if block.tag == "ol" else (), inner


@dataclass
class _Links:
    """Turns the links of a file into those of content/: to clauses, to other policies, abroad."""

    text: Text
    ids: Sequence[str]
    policies: Mapping[str, str]
    lost: list[Unheld]

    def __post_init__(self) -> None:
        headed = [clause for clause in self.text.clauses if clause.heading]
        pairs = list(zip(headed, self.ids, strict=True))
        self.headings = [plain_words([clause.heading]) for clause in headed if clause.heading]
        self.anchors = {clause.id: name for clause, name in pairs if clause.id}
        self.labels = {_folded(clause.label): name for clause, name in pairs if clause.label}
        self.near = ""

    def block(self, block: Block) -> Block:
        """A block with its links turned."""
        if re.fullmatch("h[1-6]", block.tag):
            self.near = plain_words([block])
        return replace(
            block,
            runs=tuple(self.run(run) for run in block.runs),
            children=tuple(map(self.block, block.children)),
        )

    def run(self, run: Run) -> Run:
        marks = tuple(self.marks(run))
        return run if marks == run.marks else Run(run.text, marks)

    def marks(self, run: Run) -> Iterator[Mark]:
        for mark in run.marks:
            if mark.tag != "a":
                yield mark
                continue
            target = dict(mark.attrs).get("href", "")
            turned = self.target(target, run.text)
            if turned:
                yield Mark("a", (("href", turned),))
            else:
                self.lost.append(Unheld("link", f"{run.text} ({unquote(target)})", self.near))

    def target(self, target: str, words: str) -> str:
        """Where a link leads in content/, "" where that is nowhere."""
        if re.match(r"(?:https?|mailto|tel):", target, re.IGNORECASE):
            return target
        path, _, anchor = target.partition("#")
        if not path:
            found = self.anchors.get(anchor) or self.labels.get(_folded(words))
            found = found or (anchor if anchor in self.ids else self.made(anchor))
            return f"#{found}" if found else ""
        stem = re.sub(r"\.\w+$", "", path.rstrip("/").rpartition("/")[2]).lower()
        return f"../{self.policies[stem]}/" if stem in self.policies else ""

    def made(self, anchor: str) -> str:
        """The id of the clause of whose heading a generator made this anchor, "" where of none."""
        place = led_to(anchor, self.headings)
        return "" if place is None else self.ids[place]


def _folded(label: str) -> str:
    return "".join(tokens.fold(label).lower().split()).rstrip(".")
