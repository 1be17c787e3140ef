"""A Word file that came back -> the draft in content/.

Three texts meet, clause by clause: the one that left us (`base`), the one that came back, and the
draft as it stands now. A clause that came back as it left stays in the draft as it is, to the
byte. One that changed replaces the draft's, if that has not changed in the meantime.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Literal

from kaitei.base import textfile
from kaitei.base.catalogue import phrase
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts.docx_import.merge import merge
from kaitei.drafts.docx_import.sections import Section, ending, sections, silent
from kaitei.drafts.reading import Draft
from kaitei.drafts.repository import Repository
from kaitei.model import Block, Clause, Text
from kaitei.text import diff, docx
from kaitei.text import markdown as markup
from kaitei.text.diff import Side
from kaitei.text.markdown import MarkdownUnit

_PENDING = {  # the rule that tells an undecided change, by what was changed
    "end": "word-pending-end",
    "cell": "word-pending-cell",
    "look": "word-pending-look",
    "style": "word-pending-look",
}
_QUOTED = 60  # characters of lost words in a message
Pending = Literal["accept", "reject", "pending"]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a file: the draft's file, the clauses by what happened, what to know.

    `notes` are problems that are no errors: comments, undecided changes, and everything that
    could not be carried over, each with its clause.
    """

    file: str
    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: bool
    notes: tuple[Problem, ...]

    @property
    def empty(self) -> bool:
        """Whether the draft stays as it was."""
        return not (self.changed or self.added or self.removed or self.moved)


def take(repository: Repository, path: Path, changes: Pending = "accept") -> ImportResult:
    """Take the Word file at `path` into the draft of the policy that it was made of.

    `changes` says what tracked changes of others are: made ("accept"), not made ("reject"), or
    not made and listed one by one ("pending"). Raises KaiteiError, with nothing written, where
    the file can't be read, is none of ours, belongs to no draft, or holds what no draft may.
    """
    returned = docx.read(path, accept=changes == "accept")
    origin = returned.origin
    if (size := _size(returned.text)) > markup.MAX_TEXT:
        raise KaiteiError(problem("markup-size", str(path), size=size, limit=markup.MAX_TEXT))
    if not origin.policy:
        raise KaiteiError(problem("word-no-policy", str(path), ref=origin.ref))
    content = repository.whole
    try:
        draft = content.draft(origin.policy)
        written = draft.written[origin.lang]
    except KeyError:
        place = f"content/{origin.policy}/{origin.lang}.md"
        raise KaiteiError(problem("word-no-draft", str(path), draft=place)) from None
    file = draft.files[origin.lang]

    def fill(line: str) -> str:
        return content.settings.fill(line, origin.lang, file).text

    merger = _Merger(draft, returned, written, file, fill)
    new = merger.merged()
    notes = [*merger.notes, *_notes(returned, file, changes)]
    if new != written:
        known = {found.rule for found in markup.refusals(written, file)}
        unfit = [p for p in markup.refusals(new, file) if p.rule not in known]
        if unfit:  # no draft may hold it: nothing is written
            raise KaiteiError(*(replace(p, file=str(path), line=0) for p in unfit))
        textfile.replace(repository.root, {file: new})
    return ImportResult(
        file,
        tuple(merger.changed),
        tuple(merger.added),
        tuple(merger.removed),
        merger.moved,
        tuple(notes),
    )


@dataclass
class _Merger:
    draft: Draft
    returned: docx.Returned
    written: str
    file: str
    fill: Callable[[str], str]
    changed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    moved: bool = False

    def merged(self) -> str:
        """The whole file as it is to be."""
        origin = self.returned.origin
        _, body, _ = markup.split(self.written, self.file)
        front = self.written[: len(self.written) - len(body)]
        base = _as_read(origin.source, origin)
        now = _as_read(self.draft.filled[origin.lang], origin)
        found = {section.id: section for section in sections(body)}
        ids = [clause.id for clause in now.clauses if clause.heading]
        if [*filter(None, found)] != ids or not self.written.endswith(body):
            raise KaiteiError(problem("word-draft-form", self.file))
        before = {clause.id: clause for clause in base.clauses}
        standing = {clause.id: clause for clause in now.clauses}
        parts: dict[str, Sequence[str]] = {}
        came = self._identified(base, {*found})
        for name, clause in came:
            if name in before and name in standing:
                parts[name] = self._clause(found[name], before[name], standing[name], clause)
            elif name in before:
                if _keys(markup.composed(before[name])) != _keys(_units(clause, name)):
                    self._note("word-conflict", name)
            elif clause.heading:
                parts[name] = self._new(name, clause)
            else:
                self._note("word-by-hand", name)
        self._gone(found, before, standing, parts)
        order = self._order([*found], [*before], [name for name, _ in came if name in parts])
        return self._front(front, base) + self._joined(order, found, parts)

    # --- clauses --------------------------------------------------------------------------------

    def _identified(self, base: Text, draft: set[str]) -> list[tuple[str, Clause]]:
        """The clauses that came back with their ids: by bookmark, else by what they say."""
        text = self.returned.text
        known = {clause.id for clause in base.clauses}
        pairs = {
            id(change.new): change.old.id
            for change in diff.compare(base, text).clauses
            if change.old and change.new and change.side is not Side.OLD
        }
        taken = {clause.id for clause in text.clauses}
        found: list[tuple[str, Clause]] = []
        for place, clause in enumerate(text.clauses):
            name = clause.id
            if clause.heading and (not name or name not in known):
                other = pairs.get(id(clause), "")
                name = other if other and other not in taken else name
                name = name or _slug(clause, place, taken | known | draft)
                taken.add(name)
            found.append((name, clause))
        return found

    def _clause(
        self, section: Section, before: Clause, standing: Clause, after: Clause
    ) -> Sequence[str]:
        """A clause that stood before: its lines as they are, or with what changed."""
        old, new = markup.composed(before), _units(after, before.id)
        if _keys(old) == _keys(new):
            return section.lines
        if _keys(markup.composed(standing)) != _keys(old):
            self._note("word-conflict", section.id)
            return section.lines
        merged = merge(section.lines, old, new, self.fill)
        if merged is None:
            self._note("word-by-hand", section.id)
            return section.lines
        for mention, value in merged.gone:
            self._note("word-fact", section.id, mention=mention, value=value)
        self.changed.append(section.id)
        return [*merged.lines, *silent(section.lines, self.fill)]

    def _new(self, name: str, clause: Clause) -> Sequence[str]:
        self.added.append(name)
        self._note("word-new-clause", name)
        return [*markup.joined(_units(clause, name)).split("\n"), ""]

    def _gone(
        self,
        found: Mapping[str, Section],
        before: Mapping[str, Clause],
        standing: Mapping[str, Clause],
        parts: dict[str, Sequence[str]],
    ) -> None:
        """Leave out what came back no more; keep what the draft has got since."""
        for name, section in found.items():
            if name in parts:
                continue
            if name not in before:
                parts[name] = section.lines
            elif _keys(markup.composed(before[name])) != _keys(markup.composed(standing[name])):
                parts[name] = section.lines
                self._note("word-conflict", name)
            else:
                self.removed.append(name)

    def _order(self, draft: Sequence[str], before: Sequence[str], came: Sequence[str]) -> list[str]:
        """The order of the file that came back if it is another than it left in, else the draft's.

        What the draft has got since stands after what it stands after there.
        """
        came = list(dict.fromkeys(came))
        kept = [name for name in before if name in came]
        self.moved = [name for name in came if name in kept] != kept
        order = list(came)
        for place, name in enumerate(draft):
            if name in order or name in self.removed:
                continue
            behind = next((n for n in reversed(draft[:place]) if n in order), None)
            order.insert(0 if behind is None else order.index(behind) + 1, name)
        return order

    # --- the file -------------------------------------------------------------------------------

    def _front(self, front: str, base: Text) -> str:
        """The front matter, with the title that came back."""
        title = self.returned.text.title
        if title == base.title:
            return front
        line = re.compile(rf"^title:[ \t]*{re.escape(base.title)}[ \t]*$", re.MULTILINE)
        if not line.search(front) or re.search(r"[:#\"'{}\[\]&*|>%@`]", title) or not title:
            self._note("word-title", "", title=title)
            return front
        self.changed.append("title")
        return line.sub(lambda _: f"title: {title}", front, count=1)

    def _joined(
        self, order: Sequence[str], found: Mapping[str, Section], parts: Mapping[str, Sequence[str]]
    ) -> str:
        """The sections behind one another; the file ends as it did."""
        lines: list[str] = []
        for name in order:
            part = list(parts.get(name, ()) or found[name].lines)
            if lines and lines[-1].strip():
                lines.append("")
            lines += part
        last = [section.lines for section in found.values()][-1]
        while lines and not lines[-1].strip():
            lines.pop()
        return "\n".join([*lines, *[""] * ending(last)])

    def _note(self, rule: str, clause: str, **values: str) -> None:
        self.notes.append(problem(rule, self.file, 0, clause, of=clause or "-", **values))


def _size(text: Text) -> int:
    """How many characters a text has."""

    def of(block: Block) -> int:
        return sum(len(run.text) for run in block.runs) + sum(map(of, block.children))

    return sum(of(block) for clause in text.clauses for block in clause.blocks)


def _as_read(markdown: str, origin: docx.Origin) -> Text:
    """A text as a Word file of it would come back untouched."""
    text = markup.parse(markdown, origin.lang)
    return docx.reread(docx.clean(text, origin, "").content).text


def _units(clause: Clause, name: str) -> list[MarkdownUnit]:
    """The units of a clause that came back, its heading under the id that it has in the draft."""
    units = markup.composed(clause)
    if clause.heading is None or clause.id == name:
        return units
    bare = re.sub(r" \{#[^{}]*\}$", "", units[0].body)
    head = units[0]
    return [MarkdownUnit(head.kind, head.depth, head.lead, f"{bare} {{#{name}}}"), *units[1:]]


def _keys(units: Sequence[MarkdownUnit]) -> list[tuple[str, int, str]]:
    return [unit.key for unit in units]


def _slug(clause: Clause, place: int, taken: set[str]) -> str:
    """An id for a new clause, of the words of its title where they are Latin."""
    words = re.findall(r"[a-z0-9]+", clause.title.lower()) if clause.title.isascii() else []
    wanted = "-".join(words[:4]) or f"new-clause-{place}"
    free = (name for n in count(1) if (name := wanted if n == 1 else f"{wanted}-{n}") not in taken)
    return next(free)


def _notes(returned: docx.Returned, file: str, changes: Pending) -> Iterator[Problem]:
    """What came with the text: comments, undecided changes, what no text can hold."""
    for comment in returned.comments:
        about = comment.about or "-"
        yield problem(
            "word-comment", file, clause=comment.clause, of=comment.clause or "-",
            author=comment.author, about=about, words=comment.words,
        )  # fmt: skip
    for change in returned.tracked if changes == "pending" else ():
        rule = "word-pending-new" if change.came else "word-pending-gone"
        yield problem(
            _PENDING.get(change.what, rule), file, clause=change.clause,
            of=change.clause or "-", author=change.author, words=change.words or "-",
        )  # fmt: skip
    for lost in returned.lost:
        words = lost.words[:_QUOTED] + ("…" if len(lost.words) > _QUOTED else "")
        yield problem(
            "word-lost",
            file,
            clause=lost.clause,
            of=lost.clause or "-",
            what=phrase(f"desk.lost.{lost.what}"),
            words=f" ({words})" if words else "",
        )
