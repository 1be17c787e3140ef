"""One side of a compared clause as HTML: what a cell of the 新旧対照表 holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, groupby, repeat

from kaitei.model import Block, Mark, Run
from kaitei.text import markdown
from kaitei.text.diff import BlockChange, ChangeKind, ClauseChange, Piece, Side
from kaitei.text.render.drawing import Our, joined, left_out, stand_in, stretches
from kaitei.text.render.edits import href
from kaitei.text.render.names import Names

_UNDERLINE = Mark("u")
_EDIT = Mark("u", (("class", "kaitei-edit"),))
_SAME = {ChangeKind.KEPT, ChangeKind.FORMATTING, ChangeKind.LINK}
_MARKED = {
    ChangeKind.INSERTED,
    ChangeKind.DELETED,
    ChangeKind.NOTATION,
    ChangeKind.RENUMBERED,
    ChangeKind.LINK,
}


@dataclass(frozen=True, slots=True)
class Cells:
    """Draws blocks of one `side` (OLD or NEW).

    Changed words are in `u`, between words for those who don't see it. What moved is underlined
    whole and says so; the words that changed in it are in a `u` of their own. Blocks keep their
    structure; no ids.
    """

    side: Side
    our: Our
    names: Names

    # --- a clause -------------------------------------------------------------------------------

    def heading(self, change: ClauseChange, note: str = "", *, marked: bool = False) -> str:
        """The heading as a paragraph, with a note behind it; "" where the side has none."""
        heading = change.heading
        if heading is None or heading.side is self.side.other:
            return ""
        whole = marked or heading.kind in (ChangeKind.INSERTED, ChangeKind.DELETED)
        inner = self._leaf(heading, marked=whole, spoken=not marked) + (
            self.our.small("omitted", note) if note else ""
        )
        return f'<p class="kaitei-heading">{inner}</p>'

    def body(self, change: ClauseChange, *, marked: bool = False) -> str:
        """The blocks: all underlined with `marked`, else with long unchanged ones left out."""
        if marked:
            parts = [self._block(block, marked=True, spoken=False) for block in change.blocks]
            return "\n".join(filter(None, parts))
        return "\n".join(self._flow(change.blocks, "p"))

    # --- blocks ---------------------------------------------------------------------------------

    def _flow(self, changes: Sequence[BlockChange], leave_out: str) -> list[str]:
        """The changes behind one another, long stretches of unchanged ones left out."""
        parts = []
        for out, run in stretches(changes, leave_out):
            if out:
                numbers = [n for change in run if (n := self._number(change)) is not None]
                parts.append(left_out(self.our, run, leave_out, numbers))
            else:
                parts += [self._block(change) for change in run]
        return list(filter(None, parts))

    def _block(
        self, change: BlockChange, *, marked: bool = False, spoken: bool = True, note: str = ""
    ) -> str:
        """A block as the side has it, its words behind `note`; "" where it has none."""
        if change.side is self.side.other:
            return ""
        if change.is_group:
            seen = change.seen(self.side)
            return "\n".join(self._block(one, marked=marked, spoken=spoken) for one in seen)
        block = change.old if self.side is Side.OLD else change.new
        whole = (
            marked or change.kind in (ChangeKind.INSERTED, ChangeKind.DELETED) or bool(change.move)
        )
        if block is None:
            return ""
        if change.move and change.tag != "td" and not marked:  # a column says it in its head
            note = self.our.small("note", self._where(change))
        children = change.kept_children()
        if not children:
            return self._leaf_block(block, change, whole, spoken, note)
        if whole:
            notes = chain([note], repeat(""))
            parts = (
                self._block(child, marked=True, spoken=spoken, note=said)
                for child, said in zip(children, notes, strict=False)
            )
            inner = joined(parts, block.tag)
        else:
            inner = joined(self._flow(children, stand_in(block.tag)), block.tag)
        return self._open(block, change) + inner + f"</{block.tag}>"

    def _where(self, change: BlockChange) -> str:
        """Where something moved to or from: another clause by name, this one by its marks."""
        name = self.names.elsewhere(change.move, self.side)
        return self.our.say(f"moved-{self.side}-{'clause' if name else 'cell'}", name)

    def _leaf_block(
        self, block: Block, change: BlockChange, marked: bool, spoken: bool, note: str
    ) -> str:
        if block.tag == "hr":
            return '<hr class="kaitei-changed">' if marked else "<hr>"
        inner = note + self._leaf(change, marked=marked, spoken=spoken)
        return self._open(block, change) + inner + (f"</{block.tag}>" if block.tag else "")

    def _open(self, block: Block, change: BlockChange) -> str:
        """The opening tag; an item says its number, because items before it may be left out."""
        number = self._number(change)
        value = f' value="{number}"' if number is not None and block.tag == "li" else ""
        return markdown.open_tag(block, value, with_id=False)

    def _number(self, change: BlockChange) -> int | None:
        return change.old_number if self.side is Side.OLD else change.new_number

    # --- words ----------------------------------------------------------------------------------

    def _leaf(self, change: BlockChange, *, marked: bool, spoken: bool) -> str:
        """The runs of a leaf (or of the parts of a divided one) as inline HTML."""
        found = [
            (run, self._lines(change, piece, marked=marked))
            for piece in change.kept_pieces()
            for run in self._runs(piece, told=not marked)
        ]
        runs: list[Run] = []
        for lines, group in groupby(found, key=lambda pair: pair[1]):
            inner = [run for run, _ in group]
            if not lines or not any(run.text.strip() or run.marks for run in inner):
                runs += inner
                continue
            before, after = (self.our.span("hidden", k) for k in ("underline", "underline-end"))
            told = spoken and (not change.move or lines[-1] is _EDIT)
            said = [before, *inner, after] if told else inner
            runs += [Run(run.text, (*lines, *run.marks)) for run in said]
        return markdown.inline(runs)

    def _lines(self, change: BlockChange, piece: Piece, *, marked: bool) -> tuple[Mark, ...]:
        """What underlines a piece: nothing, a line, two for a change in what is underlined."""
        whole = change.kind in (ChangeKind.INSERTED, ChangeKind.DELETED)
        edit = piece.kind in _MARKED and not piece.is_space
        if marked and not whole and edit and piece.kind not in _SAME:
            return _UNDERLINE, _EDIT
        return (_UNDERLINE,) if marked or edit else ()

    def _runs(self, piece: Piece, *, told: bool) -> list[Run]:
        """The side's run; behind a link that changed the address that it leads to."""
        run = piece.old if self.side is Side.OLD else piece.new
        if run is None:
            return []
        if piece.kind is ChangeKind.LINK and told:
            return [self.our.linked(run), self.our.span("note", "link-note", href(run))]
        return [self.our.linked(run)]
