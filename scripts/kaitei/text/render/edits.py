"""What changed inside a clause, as a flat list: what a sentence or a remark can say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kaitei.model import Block, Run
from kaitei.text import numbering
from kaitei.text.diff import (
    BlockChange,
    ChangeKind,
    ClauseChange,
    Piece,
    Side,
    Spot,
    TableNames,
    is_followed,
    moved_blocks,
    once,
    sentence_key,
    table_names,
)
from kaitei.text.render.whole_words import MOST, around

_SHOWN = {
    ChangeKind.AMENDED,
    ChangeKind.NOTATION,
    ChangeKind.LINK,
    ChangeKind.SPLIT,
    ChangeKind.MERGED,
}
_WHOLE = {ChangeKind.INSERTED, ChangeKind.DELETED}
_ENTIRE = {ChangeKind.ADDED, ChangeKind.DELETED}
_PARTS = {"thead", "tbody"}  # no one speaks of these: their rows count


@dataclass(frozen=True, slots=True)
class Edit:
    """One change inside a clause.

    `what` is "words" (in a leaf), "heading" (`old` and `new` are the whole titles) or the tag of
    a block, or "column" of a table, or "label" (in front of a paragraph), or "img" (`old` and
    `new` are the addresses of images). `old` and `new` are visible text, for LINK the addresses
    and `around` the linked text; where the addresses are the same, a title changed. SPLIT and
    MERGED have the number of paragraphs in `count`; `block` is a block that came or is gone. `spot`
    is the row and column of words in a table. `move` is the id of what MOVED to another clause, or
    from there: `new` or `old` is "" where the other clause has it. `lead` and `tail` are kept
    words to quote with those that changed (see `whole_words`).
    """

    kind: ChangeKind
    what: str
    old: str = ""
    new: str = ""
    around: str = ""
    count: int = field(default=1, compare=False)
    block: Block | None = field(default=None, compare=False)
    spot: Spot | None = None
    move: str = ""
    lead: str = ""
    tail: str = ""


def edits(change: ClauseChange) -> list[Edit]:
    """The changes inside a clause that stands in both texts, in reading order.

    Of one that was added or deleted, what moved into or out of it.
    """
    return once(change, "edits", lambda: _edits(change))


def _edits(change: ClauseChange) -> list[Edit]:
    found = list(_heading(change))
    blocks = moved_blocks(change) if change.kind in _ENTIRE else change.blocks
    for block in blocks:
        found += _block(block)
    return _with_moves([*_met(found)])


def _met(found: Sequence[Edit]) -> Iterator[Edit]:
    """The same, what moved within the clause once."""
    gone, came = (
        {edit.move for edit in found if edit.kind is ChangeKind.MOVED and bool(edit.new) == new}
        for new in (False, True)
    )
    for edit in found:
        if edit.kind is not ChangeKind.MOVED:
            yield edit
        elif edit.new and edit.move not in gone:
            yield replace(edit, old="")
        elif edit.new or edit.move not in came:
            yield replace(edit, move="") if edit.new else edit


def _with_moves(found: Sequence[Edit]) -> list[Edit]:
    """The same, where a block or sentence that is gone here stands unchanged there as moved."""
    gone, came = (
        Counter(key for e in found if e.kind is kind and (key := _followed(e)))
        for kind in (ChangeKind.DELETED, ChangeKind.INSERTED)
    )
    both = gone & came
    left = {kind: Counter(both) for kind in (ChangeKind.DELETED, ChangeKind.INSERTED)}
    out = []
    for edit in found:
        key = _followed(edit)
        if key is None or not left[edit.kind][key]:
            out.append(edit)
            continue
        left[edit.kind][key] -= 1
        if edit.kind is ChangeKind.INSERTED:
            what = "sentence" if edit.what == "words" else edit.what
            out.append(Edit(ChangeKind.MOVED, what, edit.new, edit.new))
    return out


def _followed(edit: Edit) -> Block | str | None:
    """What is known again elsewhere in a clause: a whole block, a sentence of some length."""
    if edit.block is not None or edit.what != "words" or edit.kind not in _WHOLE:
        return edit.block if edit.kind in _WHOLE else None
    key = sentence_key(edit.old or edit.new)
    return key if is_followed(key) else None


def relabelled(change: ClauseChange) -> bool:
    """Whether the clause's own label changed (and not only numbers of items in it)."""
    if change.old is None or change.new is None or change.old.label == change.new.label:
        return False
    return numbering.plain(change.old.label) != numbering.plain(change.new.label)


def inside(change: ClauseChange) -> bool:
    """Whether something in the clause changed that a view shows: words, links, items' numbers."""
    numbers = ChangeKind.RENUMBERED in change.kinds and not relabelled(change)
    return numbers or bool(_SHOWN & set(change.kinds))


def plain(block: Block) -> str:
    """The visible text of a block on one line; cells stand apart by a bar."""
    if block.tag == "tr":
        return " | ".join(plain(cell) for cell in block.children)
    text = "".join(_seen(run) for run in block.runs)
    return " ".join([text, *map(plain, block.children)]).strip()


def leaves(change: BlockChange) -> Iterator[BlockChange]:
    """The leaves of a compared block."""
    inner = change.kept_children()
    if not inner:
        yield change
    for child in inner:
        yield from leaves(child)


def _heading(change: ClauseChange) -> Iterator[Edit]:
    heading, old, new = change.heading, change.old, change.new
    if heading is None or old is None or new is None:
        return
    written = all(piece.kind not in _WHOLE for piece in heading.pieces)
    if old.title.strip() != new.title.strip() and not written:
        yield Edit(ChangeKind.AMENDED, "heading", old.title.strip(), new.title.strip())
    else:
        yield from _words(heading)
    if heading.retagged:
        yield Edit(ChangeKind.FORMATTING, heading.tag)


def _block(change: BlockChange) -> Iterator[Edit]:
    if change.move and change.side is Side.OLD:
        yield Edit(ChangeKind.MOVED, change.tag, _both(change)[0], move=change.move)
        return
    if change.kind is ChangeKind.KEPT:
        if change.move:
            yield Edit(ChangeKind.MOVED, change.tag, *_both(change), move=change.move)
        return
    if change.kind in _WHOLE:
        yield from _whole(change)
        return
    if change.is_group:
        yield from _group(change)
        return
    yield from _itself(change)
    yield from _words(change)
    if change.tag == "table":
        yield from _columns(change)
        yield from _rows(change)
        return
    for child in change.children:
        for edit in _block(child):
            # The items of a list that got or lost its numbers are said once, as that list.
            if not (change.retagged and edit.kind is ChangeKind.RENUMBERED):
                yield edit


def _rows(table: BlockChange) -> Iterator[Edit]:
    """What changed in the rows of a table that stands in both texts, its columns apart."""
    names = table_names(table)
    for section in table.children:
        if section.kind in _WHOLE:
            yield from _whole(section)
        for row in section.children:
            if row.children and row.kind not in _WHOLE and not (row.move and row.side is Side.OLD):
                yield from _itself(row)
                for cell in row.children:
                    yield from _cell(row, cell, names)
            else:
                yield from _block(row)


def _cell(row: BlockChange, cell: BlockChange, names: TableNames) -> Iterator[Edit]:
    """What changed in a cell; one that came, went or moved, or is a head, is said as a column."""
    if cell.kind in _WHOLE or _renamed(cell) or (cell.move and cell.side is Side.OLD):
        return
    spot = names.spot(row, cell, Side.NEW) or names.spot(row, cell, Side.OLD)
    old, new = _both(cell)
    if spot and not spot.row and cell.kind is ChangeKind.AMENDED and old != new:
        yield replace(next(_replaced(old, new)), spot=spot)  # what calls a row is said whole
        return
    for edit in _block(cell):
        if edit.kind is not ChangeKind.MOVED or edit.what not in ("td", "th"):
            yield replace(edit, spot=spot)


def _renamed(cell: BlockChange) -> bool:
    """Whether a cell is the head of a column that has another name now."""
    old, new = _both(cell)
    return cell.tag == "th" and cell.kind is ChangeKind.AMENDED and bool(old and new) and old != new


def _group(change: BlockChange) -> Iterator[Edit]:
    """What happened to blocks that were split, merged or regrouped, and to the words in them."""
    olds, news = ([item.block for item in side] for side in (change.olds, change.news))
    texts = [" ".join(map(plain, blocks)) for blocks in (olds, news)]
    count = max(len(olds), len(news))
    yield Edit(change.kind, _regrouping(olds, news), texts[0], texts[1], count=count)
    for segment in change.segments:
        for edit in _pieces(segment.pieces):
            # Spaces and signs where a border came or went are no change of their own.
            if any(c.isalnum() for c in edit.old + edit.new):
                yield edit


def _regrouping(olds: Sequence[Block], news: Sequence[Block]) -> str:
    """What became of blocks.

    "listed" (words made into a list), "unlisted", "lists" (divided or joined), "nested", else "p".
    """
    before, after = ({_sort(block) for block in side} for side in (olds, news))
    if before == after == {"li"}:
        return "nested"
    if before == after == {"list"}:
        return "lists"
    if "list" in after - before:
        return "listed"
    if "list" in before - after:
        return "unlisted"
    return "p"


def _sort(block: Block) -> str:
    return "list" if block.tag in ("ul", "ol", "dl") else block.tag


def _itself(change: BlockChange) -> Iterator[Edit]:
    """What happened to a block that stands in both texts, its words and children apart."""
    if change.move:
        yield Edit(ChangeKind.MOVED, change.tag, *_both(change), move=change.move)
    if change.kind is ChangeKind.RENUMBERED and change.tag == "li":
        yield Edit(ChangeKind.RENUMBERED, "li")
    yield from _labels(change)
    if change.retagged:
        yield Edit(ChangeKind.FORMATTING, change.tag)
    elif change.old and change.new and _attrs(change.old) != _attrs(change.new):
        yield Edit(ChangeKind.FORMATTING, "attrs")


def _whole(change: BlockChange) -> Iterator[Edit]:
    if change.tag in _PARTS:
        for child in change.kept_children():
            yield from _whole(child)
    else:
        old, new = _both(change)
        block = change.new or change.old if old or new else None
        if change.tag == "table":
            old, new = (_head(side) if side else "" for side in (change.old, change.new))
        yield Edit(change.kind, change.tag, old, new, block=block)


def _head(table: Block) -> str:
    """What a whole table is called by: its first row."""
    return next((plain(row) for part in table.children for row in part.children), "")


def _labels(change: BlockChange) -> Iterator[Edit]:
    """The label in front of a paragraph or item whose number changed."""
    pieces = [piece for piece in change.pieces if piece.kind is ChangeKind.RENUMBERED]
    old, new = (
        "".join(_seen(run) for run in runs if run).strip()
        for runs in ([p.old for p in pieces], [p.new for p in pieces])
    )
    if old != new:
        yield Edit(ChangeKind.RENUMBERED, "label", old, new)


def _attrs(block: Block) -> dict[str, str]:
    """A block's attributes, without the first number of a list: its items tell that."""
    return {key: value for key, value in block.attrs if (block.tag, key) != ("ol", "start")}


def _both(change: BlockChange) -> tuple[str, str]:
    return (
        plain(change.old) if change.old else "",
        plain(change.new) if change.new else "",
    )


def _columns(table: BlockChange) -> list[Edit]:
    """The columns that came, went, moved or have another name, from left to right.

    Each with its uppermost cell. Those that came or went are cells that stand on one side only, in
    rows that stand on both.
    """
    found: dict[tuple[int, ChangeKind], Edit] = {}
    for row in (row for section in table.children for row in section.children):
        for cell in row.children if row.kind not in _WHOLE and row.side is not Side.OLD else ():
            if cell.column < 0 or (cell.move and cell.side is Side.OLD):
                continue
            kinds = [cell.kind] if cell.kind in _WHOLE else []
            kinds += [ChangeKind.MOVED] if cell.move else []
            kinds += [ChangeKind.AMENDED] if _renamed(cell) else []
            for kind in kinds:
                found.setdefault((cell.column, kind), Edit(kind, "column", *_both(cell)))
    return [found[key] for key in sorted(found)]


def _words(change: BlockChange) -> Iterator[Edit]:
    return _pieces(change.pieces)


def _pieces(pieces: Sequence[Piece]) -> Iterator[Edit]:
    """The changes among pieces; neighbours on both sides of one place are one."""
    gone: list[Run] = []
    come: list[Run] = []
    before = ""
    link_end = 0
    for at, piece in enumerate(pieces):
        if piece.kind is ChangeKind.DELETED and piece.old:
            gone.append(piece.old)
        elif piece.kind is ChangeKind.INSERTED and piece.new:
            come.append(piece.new)
        elif piece.kind is ChangeKind.RENUMBERED:
            continue
        else:
            kept = piece.new.text if piece.new else ""
            yield from _place(gone, come, before, kept)
            before = kept if gone or come else before[-MOST:] + kept
            gone, come = [], []
            if piece.kind is not ChangeKind.LINK:
                yield from _kept_words(piece)
            elif at >= link_end:
                edit, link_end = _link(pieces, at)
                yield edit
    yield from _place(gone, come, before, "")


def _place(gone: list[Run], come: list[Run], before: str, after: str) -> Iterator[Edit]:
    """What changed at one place, between kept words: words, and images under the same words."""
    old, new = ("".join(map(_seen, runs)) for runs in (gone, come))
    images = [[run for run in runs if _is_image(run)] for runs in (gone, come)]
    replaced = all(images) and [*map(_seen, images[0])] == [*map(_seen, images[1])]
    if not (replaced and "".join(old.split()) == "".join(new.split())):
        lead, tail = around(before, old, new, after)
        yield from (replace(edit, lead=lead, tail=tail) for edit in _replaced(old, new))
    if replaced:
        for one, other in zip(*images, strict=True):
            if href(one) != href(other):
                yield Edit(ChangeKind.AMENDED, "img", href(one), href(other))
            elif one != other:
                yield Edit(ChangeKind.FORMATTING, "img")
        return
    for kind, runs in zip((ChangeKind.DELETED, ChangeKind.INSERTED), images, strict=True):
        for run in runs:
            if not _seen(run).strip():
                yield Edit(kind, "img", *_on_side(kind, href(run)))


def _on_side(kind: ChangeKind, text: str) -> tuple[str, str]:
    return (text, "") if kind is ChangeKind.DELETED else ("", text)


def _is_image(run: Run) -> bool:
    return bool(run.marks) and run.marks[-1].tag == "img"


def _replaced(old: str, new: str) -> Iterator[Edit]:
    if old and new:
        yield Edit(ChangeKind.AMENDED, "words", old, new)
    elif new:
        yield Edit(ChangeKind.INSERTED, "words", "", new)
    elif old:
        yield Edit(ChangeKind.DELETED, "words", old, "")


def _kept_words(piece: Piece) -> Iterator[Edit]:
    if piece.old is None or piece.new is None or piece.kind is ChangeKind.KEPT:
        return
    yield Edit(piece.kind, "words", _seen(piece.old), _seen(piece.new))


def _link(pieces: Sequence[Piece], at: int) -> tuple[Edit, int]:
    """The link that begins at a piece, whatever words changed in it, and where it ends."""
    old, new = (href(run) if run else "" for run in (pieces[at].old, pieces[at].new))
    text, end = "", at
    while end < len(pieces):
        piece = pieces[end]
        sides = (piece.old, old), (piece.new, new)
        if any(run and href(run) != address for run, address in sides):
            break
        text += _seen(piece.new) if piece.new else ""
        end += 1
    return Edit(ChangeKind.LINK, "words", old, new, text.strip()), end


def href(run: Run) -> str:
    """Where a run leads: the address of its link or image, or ""."""
    values = [
        value
        for mark in run.marks
        for key, value in mark.attrs
        if (mark.tag, key) in (("a", "href"), ("img", "src"))
    ]
    return values[-1] if values else ""


def _seen(run: Run) -> str:
    """What a reader gets of a run: its text, or the words that stand for an image."""
    if _is_image(run):
        return dict(run.marks[-1].attrs).get("alt", "")
    return run.text
