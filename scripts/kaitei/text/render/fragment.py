"""The bare HTML of a comparison, by contract exact in both directions.

Dropping works on elements, and the same way everywhere: to get the old text drop every `ins` and
every `data-change="ins"` with all that is in it, and take the tags off what is left; for the new
text drop `del` and `data-change="del"`. What moved stands twice under one `data-move`: the copy
in `del` holds nothing but old words, the copy in `ins` nothing but new ones, so the edits marked
inside them need no rule of their own. The `del` cites (`cite="#move-ID"`) the `ins`, which bears
that id. Blocks that were split, merged or regrouped, and a block whose tag changed (h2 -> h3), are
written the same way, because HTML can't say otherwise that words changed their block; `readable`
fragments write them once, as the blocks of the new text, and give up the old blocks for it.

`data-renumber` on del and ins is a label that changed only its number; on an `li` it holds the
old computed number. `data-notation` marks changes of width only. Ids stand on the new side only.
There are no words of ours in the fragment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from functools import partial
from html import escape
from itertools import chain, groupby

from kaitei.model import Block, Run
from kaitei.text import markdown
from kaitei.text.diff import (
    GROUPED,
    BlockChange,
    ChangeKind,
    ClauseChange,
    Piece,
    Redline,
    Side,
    once,
)
from kaitei.text.render.signs import NUMBERED, Signs, led, pieces

_PARTS = frozenset({"li", "tr", "td", "th", "dt", "dd", "tbody", "thead"})
_TIGHT = frozenset({"p", "", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd"})


class _Copy(Enum):
    """Which text a stretch of HTML shows: both, or one of the copies of what moved."""

    MERGED = auto()
    OLD = auto()
    NEW = auto()


_SIDES = {_Copy.MERGED: Side.BOTH, _Copy.OLD: Side.OLD, _Copy.NEW: Side.NEW}


def fragment(redline: Redline) -> str:
    """`redline` as a valid HTML fragment after the contract above, one block a line."""
    return "\n".join(filter(None, by_clause(redline)))


def by_clause(redline: Redline, *, kept: bool = True, readable: bool = False) -> list[str]:
    """The same, a string for each of `redline.clauses`: for views that set words between them.

    Without `kept` those in which nothing changed are "". A `readable` one is exact in its words,
    but has the blocks of the new text only.
    """
    out = []
    name = 1
    for change in redline.clauses:
        if kept or change.kinds != (ChangeKind.KEPT,):
            key = "fragment", name, readable
            html, name = once(change, key, partial(_drawn, change, name, redline.lang, readable))
            out.append(html)
        else:
            out.append("")
    return out


def _drawn(change: ClauseChange, name: int, lang: str, readable: bool) -> tuple[str, int]:
    """A clause's HTML, its parts named from t`name` on, and the number of the next name."""
    writer = _FragmentWriter(name, Signs(lang), readable=readable)
    html = "\n".join(writer.clause(change))
    return html, writer.next


class _FragmentWriter:
    def __init__(self, first: int, signs: Signs, *, readable: bool) -> None:
        self.next, self.signs, self.readable = first, signs, readable

    def name(self) -> str:
        """A name for what stands twice without having moved."""
        self.next += 1
        return f"t{self.next - 1}"

    def clause(self, change: ClauseChange) -> Iterator[str]:
        if change.kind is ChangeKind.ADDED or change.kind is ChangeKind.DELETED:
            tag = "ins" if change.kind is ChangeKind.ADDED else "del"
            blocks = [b for c in change.all_blocks if (b := c.new or c.old)]
            if any(block.move or block.children or block.is_group for block in change.blocks):
                yield from self.blocks(change.all_blocks, _Copy.MERGED)
            elif blocks:
                inner = "\n".join(
                    markdown.block_html(block, with_id=tag == "ins") for block in blocks
                )
                yield f"<{tag}>\n{inner}\n</{tag}>"
        elif change.move:
            copy = _Copy.OLD if change.side is Side.OLD else _Copy.NEW
            inner = "\n".join(self.blocks(change.all_blocks, copy))
            yield _moved(copy, change.move, f"\n{inner}\n")
        else:
            yield from self.blocks(change.all_blocks, _Copy.MERGED)

    def blocks(self, changes: Iterable[BlockChange], copy: _Copy) -> Iterator[str]:
        """The HTML of each change that stands in `copy`."""
        for change in changes:
            if copy is _Copy.OLD and change.side is Side.NEW:
                continue
            if copy is _Copy.NEW and change.side is Side.OLD:
                continue
            if change.is_group:
                yield from self.group(change, copy)
            else:
                yield self.block(change, copy)

    def group(self, change: BlockChange, copy: _Copy) -> Iterator[str]:
        """The blocks of a group: of one side, or of both as copies."""
        if copy is _Copy.MERGED and not self.readable:
            olds, news = self.copies(change)
            if change.tag in _PARTS:
                yield from (self.block(one, copy) for one in (*olds, *news))
                return
            name = olds[0].move
            for blocks, one in ((olds, _Copy.OLD), (news, _Copy.NEW)):
                yield _moved(one, name, "\n".join(self.inner(block, one) for block in blocks))
        else:
            yield from (self.inner(block, copy) for block in self.seen(change, copy))

    def seen(self, change: BlockChange, copy: _Copy) -> tuple[BlockChange, ...]:
        """The blocks of a group as `copy` shows them, with the numbers that came or went."""
        if copy is not _Copy.MERGED:
            return change.seen(Side.OLD if copy is _Copy.OLD else Side.NEW)
        return change.seen(Side.NEW, [pieces(*both) for both in self.signs.of_group(change)])

    def copies(self, change: BlockChange) -> tuple[list[BlockChange], list[BlockChange]]:
        """The blocks of a group as if each had moved: the old ones and the new ones."""
        name = self.name()
        olds = [replace(one, side=Side.OLD, move=name) for one in change.seen(Side.OLD)]
        news = [replace(one, side=Side.NEW, move=name) for one in change.seen(Side.NEW)]
        return olds, news

    def block(self, change: BlockChange, copy: _Copy, extra: str = "") -> str:
        if change.kind in (ChangeKind.INSERTED, ChangeKind.DELETED):
            return self.whole(change, extra)
        if change.move:
            return self.moved(change, extra)
        if change.retagged and copy is _Copy.MERGED and not self.readable:
            name = self.name()
            return "".join(self.copy(change, side, name, extra) for side in (_Copy.OLD, _Copy.NEW))
        return self.inner(change, copy, extra)

    def whole(self, change: BlockChange, extra: str) -> str:
        tag = "ins" if change.kind is ChangeKind.INSERTED else "del"
        block = change.new or change.old
        if block is None:
            return ""
        block = self.signs.written(block, change.side)
        if block.tag in _PARTS:
            extra = f' data-change="{tag}"{extra}'
            if change.children:
                inner = self.children(change, _Copy.MERGED)
                return self.element(block, extra, inner, with_id=tag == "ins")
            return markdown.block_html(block, extra, with_id=tag == "ins")
        if change.children:
            children = self.children(change, _Copy.MERGED)
            inner = self.element(block, extra, children, with_id=tag == "ins")
            return f"<{tag}>{inner}</{tag}>"
        return f"<{tag}>{markdown.block_html(block, extra, with_id=tag == 'ins')}</{tag}>"

    def moved(self, change: BlockChange, extra: str) -> str:
        return self.copy(
            change, _Copy.OLD if change.side is Side.OLD else _Copy.NEW, change.move, extra
        )

    def copy(self, change: BlockChange, copy: _Copy, name: str, extra: str = "") -> str:
        """One of the two copies of what moved."""
        if change.tag in _PARTS:
            tag = "del" if copy is _Copy.OLD else "ins"
            return self.inner(change, copy, f' data-change="{tag}" data-move="{name}"{extra}')
        return _moved(copy, name, self.inner(change, copy, extra))

    def inner(self, change: BlockChange, copy: _Copy, extra: str = "") -> str:
        """A block that stands on both sides, as `copy` shows it."""
        block = change.old if copy is _Copy.OLD else change.new
        if block is None:
            return ""
        with_id = copy is not _Copy.OLD
        if change.pieces:
            return self.element(block, extra, _pieces(change.pieces, copy), with_id=with_id)
        if self.recounted(change, copy):
            block = replace(block, tag="ul", attrs=NUMBERED)
        if change.children or (self.signs.apart and change.kept_children()):
            return self.element(block, extra, self.children(change, copy), with_id=with_id)
        return markdown.block_html(block, extra, with_id=with_id)

    def element(self, block: Block, extra: str, inner: str, *, with_id: bool = True) -> str:
        lead = "\n" if block.tag == "pre" else ""
        close = f"</{block.tag}>" if block.tag else ""
        return markdown.open_tag(block, extra, with_id=with_id) + lead + inner + close

    def children(self, change: BlockChange, copy: _Copy) -> str:
        glue = "" if change.tag in _TIGHT else "\n"
        inner = list(self._children(change, copy))
        return glue + glue.join(inner) + glue

    def _children(self, change: BlockChange, copy: _Copy) -> Iterator[str]:
        block = change.old if copy is _Copy.OLD or change.new is None else change.new
        if self.recounted(change, copy):
            yield from self.counted(change, copy)
        elif block and block.tag == "ol":
            yield from self.items(change, copy)
        elif change.tag == "table":
            width = _width(change) if copy is _Copy.MERGED else 0
            for section in change.children:
                yield self.section(section, copy, width)
        else:
            yield from self.blocks(change.kept_children(), copy)

    def items(self, change: BlockChange, copy: _Copy) -> Iterator[str]:
        """List items that keep their own numbers, whatever stands between them."""
        block = change.old if copy is _Copy.OLD else change.new
        attrs = dict(block.attrs) if block else {}
        running = int(attrs.get("start", "1"))
        for item in self.items_of(change, copy):
            gone = item.new is None or copy is _Copy.OLD or (item.move and item.side is Side.OLD)
            number = item.old_number if gone else item.new_number
            extra = ""
            if number is not None and number != running:
                extra = f' value="{number}"'
            both = item.old is not None and item.new is not None and item.side is Side.BOTH
            if copy is _Copy.MERGED and both and item.old_number != item.new_number:
                extra += f' data-renumber="{item.old_number}"' if item.old_number else ""
            around, self.signs = self.signs, self.signs.inside(item, _SIDES[copy])
            for html in self.blocks_with(item, copy, extra):
                running = (number if number is not None else running) + 1
                yield html
            self.signs = around

    def counted(self, change: BlockChange, copy: _Copy) -> Iterator[str]:
        """List items with their numbers as words: so that those that changed can be marked."""
        for item in self.items_of(change, copy):
            if item.kind is not ChangeKind.REGROUPED or copy is not _Copy.MERGED:
                old, new = (self.signs.of(change, item, side) for side in (Side.OLD, Side.NEW))
                side = _SIDES[copy] if item.side is Side.BOTH else item.side
                led_by = {Side.OLD: (old, old), Side.NEW: (new, new)}.get(side, (old, new))
                item = led(item, pieces(*led_by))
            around, self.signs = self.signs, self.signs.inside(item, _SIDES[copy])
            yield from self.blocks_with(item, copy, "")
            self.signs = around

    def recounted(self, change: BlockChange, copy: _Copy) -> bool:
        """Whether a list has to show its numbers as words.

        Because one of both texts has a number that the other has not, or because the lists around
        don't count as they do in its text.
        """
        if not self.readable:
            return False
        shown = [block.tag for block in (change.old, change.new) if block]
        if copy is not _Copy.MERGED:
            shown = shown[:1] if copy is _Copy.OLD else shown[-1:]
        if "ol" not in shown:
            return False
        if self.signs.apart or copy is not _Copy.MERGED:
            return self.signs.apart
        return set(shown) != {"ol"} or any(
            item.kind in GROUPED or item.old_number != item.new_number
            for item in change.children
            if item.side is Side.BOTH
        )

    def items_of(self, change: BlockChange, copy: _Copy) -> Iterator[BlockChange]:
        """The items of a list, groups of them as the items that `copy` shows."""
        for item in change.kept_children():
            if not item.is_group:
                yield item
            elif copy is _Copy.MERGED and not self.readable:
                yield from chain(*self.copies(item))
            else:
                yield from self.seen(item, copy)

    def blocks_with(self, change: BlockChange, copy: _Copy, extra: str) -> Iterator[str]:
        hidden = Side.NEW if copy is _Copy.OLD else Side.OLD
        if copy is _Copy.MERGED or change.side is not hidden:
            yield self.block(change, copy, extra)

    def section(self, section: BlockChange, copy: _Copy, width: int) -> str:
        if section.kind in (ChangeKind.INSERTED, ChangeKind.DELETED):
            return self._whole_section(section)
        if not width or not section.children:
            return self.block(section, copy)
        block = section.new or section.old
        rows = [
            self.row(row, width) if row.children and not row.move else self.block(row, copy)
            for row in section.children
        ]
        return self.element(block, "", "\n" + "\n".join(rows) + "\n") if block else ""

    def _whole_section(self, section: BlockChange) -> str:
        tag = "ins" if section.kind is ChangeKind.INSERTED else "del"
        block = section.new or section.old
        if block is None:
            return ""
        extra = f' data-change="{tag}"'
        rows = [markdown.block_html(row, extra, with_id=tag == "ins") for row in block.children]
        return self.element(block, extra, "\n" + "\n".join(rows) + "\n", with_id=tag == "ins")

    def row(self, row: BlockChange, width: int) -> str:
        """A row of a table whose columns changed: an empty cell where it never had one."""
        block = row.new or row.old
        if block is None or row.kind not in (ChangeKind.INSERTED, ChangeKind.DELETED):
            return self.block(row, _Copy.MERGED)
        tag, other = ("ins", "del") if row.kind is ChangeKind.INSERTED else ("del", "ins")
        cells = {cell.column: cell for cell in row.children}
        empty = f'<td data-change="{other}"></td>'
        inner = [
            self.block(cells[column], _Copy.MERGED) if column in cells else empty
            for column in range(width)
        ]
        extra = f' data-change="{tag}"'
        return self.element(block, extra, "\n" + "\n".join(inner) + "\n", with_id=tag == "ins")


def _moved(copy: _Copy, name: str, inner: str) -> str:
    name = escape(name)
    if copy is _Copy.OLD:
        return f'<del data-move="{name}" cite="#move-{name}">{inner}</del>'
    return f'<ins data-move="{name}" id="move-{name}">{inner}</ins>'


def _width(table: BlockChange) -> int:
    """How many columns the merged table has, 0 where they did not change."""
    rows = [row for section in table.children for row in section.children]
    cells = [cell for row in rows for cell in row.children]
    changed = any(cell.side is not Side.BOTH for row in rows for cell in row.children)
    return max((cell.column for cell in cells), default=-1) + 1 if changed else 0


def _pieces(pieces: Iterable[Piece], copy: _Copy) -> str:
    """Pieces as inline HTML, as `copy` shows them."""
    shown = [
        piece
        for piece in pieces
        if (piece.old is not None or copy is not _Copy.OLD)
        and (piece.new is not None or copy is not _Copy.NEW)
    ]
    return "".join(_group(key, list(group), copy) for key, group in groupby(shown, key=_wrap))


def _wrap(piece: Piece) -> tuple[str, str]:
    """The element that a piece stands in, and its attribute; ("", "") for kept words."""
    attribute = {ChangeKind.RENUMBERED: " data-renumber", ChangeKind.NOTATION: " data-notation"}
    extra = attribute.get(piece.kind, "")
    if piece.is_space:  # shown as the text has it, without a mark
        return "", ""
    if piece.kind is ChangeKind.NOTATION:
        return "both", extra
    if piece.new is None:
        return "del", extra
    return ("ins", extra) if piece.old is None else ("", "")


def _group(key: tuple[str, str], pieces: Sequence[Piece], copy: _Copy) -> str:
    tag, extra = key
    old = markdown.inline(_runs(piece.old for piece in pieces))
    new = markdown.inline(_runs(piece.new for piece in pieces))
    if not tag:
        return old if copy is _Copy.OLD else new
    gone = f"<del{extra}>{old}</del>" if old and copy is not _Copy.NEW else ""
    came = f"<ins{extra}>{new}</ins>" if new and copy is not _Copy.OLD else ""
    return gone + came


def _runs(runs: Iterable[Run | None]) -> Iterator[Run]:
    return (run for run in runs if run is not None)
