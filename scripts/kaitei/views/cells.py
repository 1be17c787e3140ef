"""One side of a compared clause as HTML: what a cell of the 新旧対照表 holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from kaitei import markup
from kaitei.policy import Block, Mark, Run
from kaitei.redline import BlockChange, ClauseChange, Kind, Piece, Side
from kaitei.views.edits import plain
from kaitei.views.wording import say, squeezed, width

LONG = 100  # columns of unchanged text inside a changed clause that are still shown

_UNDERLINE = Mark("u")
_MARKED = {Kind.INSERTED, Kind.DELETED, Kind.NOTATION, Kind.RENUMBERED, Kind.LINK}
_STRUCTURE = {"ul", "ol", "table", "thead", "tbody", "tr"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run as a side shows it, and whether it is underlined."""

    run: Run
    marked: bool


@dataclass(frozen=True, slots=True)
class Cells:
    """Draws blocks of one `side` (OLD or NEW); our words are in `lang`, the text in `text_lang`.

    Changed words are in `u`, within words for those who don't see it. Blocks keep their
    structure; links go through `href`; no ids.
    """

    side: Side
    lang: str
    text_lang: str
    href: Callable[[str], str]

    # --- a clause -------------------------------------------------------------------------------

    def heading(self, change: ClauseChange, note: str = "", *, marked: bool = False) -> str:
        """The heading as a paragraph, with a note behind it; "" where the side has none."""
        inner = self.heading_words(change, marked=marked) + self.words(note)
        return f'<p class="kaitei-heading">{inner}</p>' if inner else ""

    def heading_words(self, change: ClauseChange, *, marked: bool = False) -> str:
        """The heading's words, changed ones underlined."""
        heading = change.heading
        if heading is None or heading.side is self.side.other:
            return ""
        whole = marked or heading.kind in (Kind.INSERTED, Kind.DELETED)
        return self.leaf(heading, marked=whole, spoken=not marked)

    def body(self, change: ClauseChange, *, marked: bool = False) -> str:
        """The blocks: all underlined with `marked`, else with long unchanged ones left out."""
        if marked:
            return "\n".join(
                self.block(block, marked=True, spoken=False) for block in change.blocks
            )
        return "\n".join(self.flow(change.blocks, "p"))

    def words(self, words: str) -> str:
        """Words of ours, escaped, with their language where it isn't the text's."""
        if not words or self.lang == self.text_lang:
            return escape(words, quote=False)
        return f'<span lang="{escape(self.lang)}">{escape(words, quote=False)}</span>'

    # --- blocks ---------------------------------------------------------------------------------

    def flow(self, changes: Sequence[BlockChange], leave_out: str) -> Iterator[str]:
        """The changes behind one another, long stretches of unchanged ones left out.

        `leave_out` is the tag of the block that stands for them: "p", "li", "tr" or "" for never.
        """
        columns = max((len(c.kept_children()) for c in changes), default=1)
        for kind, group in groupby(changes, key=_kept):
            run = list(group)
            if kind and leave_out and _long(run) and run[0].tag not in ("dt", "dd"):
                yield self.left_out(run, leave_out, columns)
            else:
                yield from filter(None, map(self.block, run))

    def left_out(self, run: Sequence[BlockChange], tag: str, columns: int) -> str:
        """The block that says （略） for unchanged ones, with their numbers where they have any."""
        words = self.words(say(self.lang, "omitted"))
        numbers = [n for change in run if (n := self._number(change)) is not None]
        value = ""
        if tag == "li" and numbers:
            span = str(numbers[0])
            if len(numbers) > 1:
                span = say(self.lang, "range", numbers[0], numbers[-1])
            if run[0].kind is Kind.RENUMBERED:
                span = f"<u>{span}</u>"
            words = span + self.words(say(self.lang, "left-out", ""))
            value = f' value="{numbers[-1]}"'
        if tag == "tr":
            return f'<tr class="kaitei-omitted"><td colspan="{columns}">{words}</td></tr>'
        return f'<{tag} class="kaitei-omitted"{value}>{words}</{tag}>'

    def block(self, change: BlockChange, *, marked: bool = False, spoken: bool = True) -> str:
        """A block as the side has it, "" where it has none."""
        if change.side is self.side.other:
            return ""
        block = change.old if self.side is Side.OLD else change.new
        whole = marked or change.kind in (Kind.INSERTED, Kind.DELETED) or bool(change.move)
        if block is None:
            parts = (self.block(child, marked=whole, spoken=spoken) for child in change.children)
            return "\n".join(parts)
        children = change.kept_children()
        if not children or change.kind in (Kind.SPLIT, Kind.MERGED):
            return self._leaf_block(block, change, whole, spoken)
        inner = self._children(children, block.tag, whole, spoken)
        return _open(block, self._value(change)) + inner + f"</{block.tag}>"

    def _children(
        self, children: Sequence[BlockChange], tag: str, marked: bool, spoken: bool
    ) -> str:
        if marked:
            parts = [self.block(c, marked=True, spoken=spoken) for c in children]
        else:
            leave_out = {"ul": "li", "ol": "li", "tbody": "tr", "blockquote": "p"}.get(tag, "")
            parts = list(self.flow(children, leave_out))
        return "\n".join(filter(None, parts)) if tag in _STRUCTURE else "".join(parts)

    def _leaf_block(self, block: Block, change: BlockChange, marked: bool, spoken: bool) -> str:
        if block.tag == "hr":
            return '<hr class="kaitei-changed">' if marked else "<hr>"
        inner = self.leaf(change, marked=marked, spoken=spoken)
        return _open(block, self._value(change)) + inner + (f"</{block.tag}>" if block.tag else "")

    def _value(self, change: BlockChange) -> str:
        """The number of an item, said outright because items before it may be left out."""
        number = self._number(change)
        return f' value="{number}"' if number is not None else ""

    def _number(self, change: BlockChange) -> int | None:
        return change.old_number if self.side is Side.OLD else change.new_number

    # --- words ----------------------------------------------------------------------------------

    def leaf(self, change: BlockChange, *, marked: bool, spoken: bool) -> str:
        """The runs of a leaf (or of the parts of a divided one) as inline HTML."""
        stretches = [s for piece in _pieces(change) if (s := self._stretch(piece, marked))]
        runs: list[Run] = []
        for underlined, group in groupby(stretches, key=lambda s: s.marked):
            inner = [self._linked(stretch.run) for stretch in group]
            if not underlined:
                runs += inner
                continue
            before, after = (self.hidden(k) for k in ("underline", "underline-end"))
            said = [before, *inner, after] if spoken else inner
            runs += [Run(run.text, (_UNDERLINE, *run.marks)) for run in said]
        return markup.inline(runs)

    def hidden(self, key: str) -> Run:
        """Words of ours that are heard and not seen."""
        attrs = [("class", "kaitei-hidden")]
        if self.lang != self.text_lang:
            attrs.append(("lang", self.lang))
        return Run(say(self.lang, key), (Mark("span", tuple(attrs)),))

    def _stretch(self, piece: Piece, marked: bool) -> Stretch | None:
        run = piece.old if self.side is Side.OLD else piece.new
        return None if run is None else Stretch(run, marked or piece.kind in _MARKED)

    def _linked(self, run: Run) -> Run:
        """The run with its addresses led through `href`."""
        marks = tuple(
            Mark(m.tag, tuple((k, self.href(v) if k in ("href", "src") else v) for k, v in m.attrs))
            for m in run.marks
        )
        return Run(run.text, marks)


def _open(block: Block, extra: str) -> str:
    return markup.open_tag(block, extra, with_id=False)


def _kept(change: BlockChange) -> str:
    """What groups neighbours that may be left out: "" for those that changed."""
    if change.kind in (Kind.KEPT, Kind.FORMATTING):
        return Kind.KEPT
    return Kind.RENUMBERED if change.kind is Kind.RENUMBERED else ""


def _long(run: Iterable[BlockChange]) -> bool:
    blocks = (change.new or change.old for change in run)
    return sum(width(squeezed(plain(block))) for block in blocks if block) > LONG


def _pieces(change: BlockChange) -> Iterator[Piece]:
    if change.kind in (Kind.SPLIT, Kind.MERGED) and change.children:
        for child in change.children:
            yield from child.kept_pieces()
    else:
        yield from change.kept_pieces()
