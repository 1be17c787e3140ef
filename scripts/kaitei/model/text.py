"""A text (正文・英訳) as frozen data: Text, Clause, Block, Run, Mark. No library parses here."""

from __future__ import annotations

from collections.abc import Iterator

from kaitei.base.frozen import frozen


@frozen
class Mark:
    r"""Inline formatting of a run: `strong`, `em`, `code`, `a`, `sup`, `sub`, `img`, `br`.

    `attrs` holds what counts of its attributes, sorted (`href`, `title`, `src`, `alt`). `img` and
    `br` are the innermost mark of a run whose text is "" and "\n".
    """

    tag: str
    attrs: tuple[tuple[str, str], ...] = ()


@frozen
class Run:
    """A stretch of visible text under the same marks, outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()


@frozen
class Block:
    """A block of a text, in normal form: it has either runs (a leaf) or children, never both.

    Leaves: `p`, `h1`-`h6`, `pre`, `hr` (no runs) and "" (inline content of a container that has
    no tag of its own). Containers: `ul`, `ol`, `li`, `table`, `thead`, `tbody`, `tr`, `th`, `td`,
    `blockquote`, `dl`, `dt`, `dd`; their inline content is always a "" leaf among the children.
    `attrs` holds what counts: `start` of an `ol`, `align` of a cell; `id` is an explicit anchor.
    """

    tag: str
    runs: tuple[Run, ...] = ()
    children: tuple[Block, ...] = ()
    attrs: tuple[tuple[str, str], ...] = ()
    id: str = ""

    def leaves(self) -> Iterator[Block]:
        """The leaves of the block, in reading order; a leaf is its own."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    @property
    def words(self) -> str:
        """The visible text of a leaf."""
        return "".join(run.text for run in self.runs)


@frozen
class Clause:
    """A clause (条・項): a heading and what follows it up to the next heading of any level.

    `id` is the stable id from `{#id}`, or "" where the source gives none. `label` is the number
    as written ("第3条", "3.", "Article 3"), `title` the heading without it. What stands before
    the first heading is a clause without heading: level 0, `heading` None.
    """

    id: str
    label: str
    title: str
    level: int
    heading: Block | None
    blocks: tuple[Block, ...]


@frozen
class Text:
    """One language of one revision (正文・英訳), parsed. `title` is the front matter's."""

    lang: str
    title: str
    clauses: tuple[Clause, ...]
