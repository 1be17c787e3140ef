"""The words of two leaves -> pieces: shortest edit first, then what makes it readable."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby

from kaitei.model import Block, Mark, Run
from kaitei.text import tokens as words
from kaitei.text.diff.chains import matching
from kaitei.text.diff.pieces import ChangeKind, Piece, pieces_in_order
from kaitei.text.diff.vocabulary import Flat, Vocabulary, is_heading
from kaitei.text.diff.written import rewritten_values
from kaitei.text.notation import folded
from kaitei.text.numbering import plain

_NUMERALS = re.compile(r"[0-9０-９]+|[一二三四五六七八九十百千]+|[①-⑳]|(?<=\()[a-z]+(?=\))")
_BRANCH = re.compile(r"(?:の#)+|(?:\.#)+")
_ENDS = ("。", ".", "!", "?", "！", "？", "」", "\n", words.OBJECT)
_PAUSES = ("、", ",", ";", ":", "；", "：", "）", ")", "，")
_LOOSE = re.compile(r"(?<![^\W\u3000-\U0003ffff])\s+|\s+(?![^\W\u3000-\U0003ffff])")
_SLIDE = 200
"""Tokens that a change may be moved by: a sentence, not a page."""
_ISLAND_WORDS = 2
_ISLAND_CHARS = 4

Span = tuple[int, int, int, int]
"""A change: tokens start-end on the old side, start-end on the new side."""


def compare_runs(old: Block, new: Block, vocabulary: Vocabulary) -> tuple[Piece, ...]:
    """The pieces of two leaves, in normal order; joined they give back both sides' runs."""
    a, b = vocabulary.flat(old), vocabulary.flat(new)
    label_a, label_b = _labels(a, b, heading=is_heading(old) and is_heading(new))
    end_a, end_b = a.starts[label_a], b.starts[label_b]
    if _bare(a.text[:end_a]) == _bare(b.text[:end_b]):
        pieces = [*_written(a, b, (0, end_a, 0, end_b))]
    else:
        pieces = [
            *_gone(a, 0, end_a, ChangeKind.RENUMBERED),
            *_come(b, 0, end_b, ChangeKind.RENUMBERED),
        ]
    if not pieces and a.text == b.text:
        return join_pieces(_same(a, b, 0, len(a.text), 0))
    spans = changes(a, b, vocabulary, label_a, label_b)
    found = [*pieces, *_pieces(a, b, spans, label_a, label_b)]
    return join_pieces(rewritten_values(found))


def changes(a: Flat, b: Flat, vocabulary: Vocabulary, at_a: int = 0, at_b: int = 0) -> list[Span]:
    """What changed between two leaves from two tokens on, made readable."""
    equal = [
        (i + at_a, j + at_b, size)
        for i, j, size in matching(vocabulary.flat_codes(a, at_a), vocabulary.flat_codes(b, at_b))
    ]
    spans: list[Span] = []
    for i, j, size in [*equal, (len(a.tokens), len(b.tokens), 0)]:
        if (at_a, at_b) != (i, j):
            spans.append((at_a, i, at_b, j))
        at_a, at_b = i + size, j + size
    return _readable(a, b, spans)


# --- labels ---------------------------------------------------------------------------------------


def _labels(a: Flat, b: Flat, *, heading: bool) -> tuple[int, int]:
    """How many tokens a label takes on each side, (0, 0) unless its number changed and no more.

    Or only how that is written: 一, (1) and 1. are one.
    """
    end_a = words.label_end(a.text, heading=heading)
    end_b = words.label_end(b.text, heading=heading)
    label_a, label_b = a.text[:end_a].strip(), b.text[:end_b].strip()
    if not (label_a and label_b) or folded(label_a) == folded(label_b):
        return 0, 0
    same = _bare(label_a) == _bare(label_b) or _style(label_a) == _style(label_b)
    if not same or end_a not in a.starts or end_b not in b.starts:
        return 0, 0
    return a.starts.index(end_a), b.starts.index(end_b)


def _bare(label: str) -> str:
    """The number of a label without the signs around it."""
    return re.sub(r"[\W_]", "", plain(label))


def _style(label: str) -> str:
    """A label without its numbers: 第#条 for 第3条 and 第3条の2, Article # for Article 3."""
    style = _BRANCH.sub("", _NUMERALS.sub("#", folded(label).lower()))
    return re.sub(r"\b[ivxlc]+\b|\b[a-z]\b|^[ア-ン]", "#", style)


# --- making it readable ---------------------------------------------------------------------------


def _readable(a: Flat, b: Flat, spans: list[Span]) -> list[Span]:
    """Snap out of kanji compounds, swallow small islands, slide borders to natural places."""
    spans = [_snap(a, b, span) for span in spans]
    spans = _swallow(a, b, _merged(spans))
    return _merged([_slide(a, b, spans, k) for k in range(len(spans))])


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch or overlap, joined."""
    out: list[Span] = []
    for span in spans:
        if out and (span[0] <= out[-1][1] or span[2] <= out[-1][3]):
            last = out.pop()
            span = (last[0], max(last[1], span[1]), last[2], max(last[3], span[3]))
        out.append(span)
    return out


def _snap(a: Flat, b: Flat, span: Span) -> Span:
    """A replacement grown over a single kanji that it would cut off from its compound."""
    i0, i1, j0, j1 = span
    if i0 == i1 or j0 == j1:
        return span
    if i0 and j0 and _alone(a, i0 - 1, -1) and _kanji(a, i0) and _kanji(b, j0):
        i0, j0 = i0 - 1, j0 - 1
    inner = i1 < len(a.tokens) and j1 < len(b.tokens)
    if inner and _alone(a, i1, 1) and _kanji(a, i1 - 1) and _kanji(b, j1 - 1):
        i1, j1 = i1 + 1, j1 + 1
    return i0, i1, j0, j1


def _alone(a: Flat, at: int, step: int) -> bool:
    """Whether the kanji at `at` has no other kanji next to it in direction `step`."""
    return _kanji(a, at) and not (0 <= at + step < len(a.tokens) and _kanji(a, at + step))


def _kanji(a: Flat, at: int) -> bool:
    return words.is_kanji(a.tokens[at])


def _swallow(a: Flat, b: Flat, spans: list[Span]) -> list[Span]:
    """Spans joined over the unchanged islands between them that are too small to be read."""
    out: list[Span] = []
    ends = _ends(a), _ends(b)
    for span in spans:
        # Nothing is joined over the end of a line or a leaf.
        while out and not _has_end(ends, out[-1], span) and _small(a, out[-1], span):
            last = out.pop()
            span = (last[0], span[1], last[2], span[3])
        out.append(span)
    return out


def _small(a: Flat, left: Span, right: Span) -> bool:
    tokens = a.tokens[left[1] : right[0]]
    if len(tokens) > 24:
        return False
    text = "".join(tokens)
    if is_island(text):
        return True
    wide = words.has_wide(text)
    size = sum(map(len, text.split())) if wide else 2 * sum(map(words.is_word, tokens))
    return size <= 8 and 2 * size <= min(_weight(a, left), _weight(a, right))


def _ends(flat: Flat) -> list[int]:
    """The tokens with which a line or a leaf ends."""
    return [at for at, token in enumerate(flat.tokens) if token[0] == words.OBJECT]


def _has_end(ends: tuple[list[int], list[int]], *spans: Span) -> bool:
    """Whether a line or a leaf ends in one of some changes, on either side."""
    return any(
        bisect_left(side, span[at]) < bisect_left(side, span[at + 1])
        for span in spans
        for at, side in ((0, ends[0]), (2, ends[1]))
    )


def is_island(text: str) -> bool:
    """Whether unchanged `text` is too little to be read between two changes.

    Less than four signs of Japanese, less than two words of anything else.
    """
    if words.has_wide(text):
        return sum(map(len, text.split())) < _ISLAND_CHARS
    return sum(map(words.is_word, words.split(text))) < _ISLAND_WORDS


def _weight(a: Flat, span: Span) -> int:
    """How much a change says: a Japanese sign counts one, a word two."""
    tokens = max(span[1] - span[0], span[3] - span[2])
    return tokens if words.has_wide(a.text[:40]) else 2 * tokens


def _slide(a: Flat, b: Flat, spans: list[Span], k: int) -> Span:
    """A pure insertion or deletion moved, over equal tokens, to where a reader would put it."""
    i0, i1, j0, j1 = spans[k]
    if i0 != i1 and j0 != j1:
        return spans[k]
    flat, start, end = (b, j0, j1) if i0 == i1 else (a, i0, i1)
    floor = spans[k - 1][3 if i0 == i1 else 1] if k else 0
    other_floor = spans[k - 1][1 if i0 == i1 else 3] if k else 0
    roof = spans[k + 1][2 if i0 == i1 else 0] if k + 1 < len(spans) else len(flat.tokens)
    tokens = flat.tokens
    room = min(start - floor, (i0 if i0 == i1 else j0) - other_floor)
    best, shift, move = _border(tokens, start) + _border(tokens, end), 0, 0
    while move > -min(room, _SLIDE) and _alike(tokens, start + move - 1, end + move - 1):
        move -= 1
        score = _border(tokens, start + move) + _border(tokens, end + move)
        if score > best:
            best, shift = score, move
    move = 0
    while end + move < roof and move < _SLIDE and _alike(tokens, start + move, end + move):
        move += 1
        score = _border(tokens, start + move) + _border(tokens, end + move)
        if score > best:
            best, shift = score, move
    return i0 + shift, i1 + shift, j0 + shift, j1 + shift


def _alike(tokens: list[str], one: int, other: int) -> bool:
    """Whether two tokens are equal but for the white space after them."""
    return tokens[one].rstrip() == tokens[other].rstrip()


def _border(tokens: list[str], at: int) -> int:
    """How natural a border before token `at` is."""
    if at in (0, len(tokens)):
        return 6
    before, after = tokens[at - 1].rstrip(), tokens[at]
    if before.endswith(_ENDS):
        return 5 if before != "." or tokens[at - 1] != before else 2
    if before.endswith(_PAUSES) or after.startswith(("（", "(", "「")):
        return 3
    if words.is_kanji(before[-1:] or " ") and words.is_kanji(after):
        return 0
    return 2 if tokens[at - 1] != before or not words.is_word(after) else 1


# --- pieces ---------------------------------------------------------------------------------------


def _pieces(a: Flat, b: Flat, spans: list[Span], i: int, j: int) -> Iterator[Piece]:
    """The pieces from tokens `i` and `j` on.

    White space after the last token before a change belongs to the change: what of it stands on
    both sides, before or after the words that changed, is kept.
    """
    for i0, i1, j0, j1 in [*spans, (len(a.tokens), len(a.tokens), len(b.tokens), len(b.tokens))]:
        at_a, at_b = a.starts[i0], b.starts[j0]
        if i0 > i:
            yield from _equal(a, b, i, i0 - 1, j)
            old, new = a.tokens[i0 - 1], b.tokens[j0 - 1]
            start_a, start_b = a.starts[i0 - 1], b.starts[j0 - 1]
            core_a, core_b = len(old.rstrip()) or len(old), len(new.rstrip()) or len(new)
            at_a, at_b = start_a + core_a, start_b + core_b
            yield from _part(a, b, (start_a, at_a, start_b, at_b))
        yield from _change(a, b, (at_a, a.starts[i1], at_b, b.starts[j1]))
        i, j = i1, j1


def _change(a: Flat, b: Flat, part: Span) -> Iterator[Piece]:
    a0, a1, b0, b1 = part
    old, new = a.text[a0:a1], b.text[b0:b1]
    if folded(old) == folded(new) or _squeezed(old) == _squeezed(new):
        yield from _part(a, b, part)
        return
    lead, tail = _shared_space(old, new)
    yield from _same(a, b, a0, a0 + lead, b0)
    yield from _gone(a, a0 + lead, a1 - tail)
    yield from _come(b, b0 + lead, b1 - tail)
    yield from _same(a, b, a1 - tail, a1, b1 - tail)


def _shared_space(old: str, new: str) -> tuple[int, int]:
    """How much white space both begin with, and end with behind that."""
    most = min(len(old), len(new))
    lead = 0
    while lead < most and old[lead] == new[lead] and old[lead].isspace():
        lead += 1
    tail = 0
    while tail < most - lead and old[-1 - tail] == new[-1 - tail] and old[-1 - tail].isspace():
        tail += 1
    return lead, tail


def _equal(a: Flat, b: Flat, i0: int, i1: int, j0: int) -> Iterator[Piece]:
    """The pieces of a stretch whose tokens share their codes."""
    start_a, end_a, start_b = a.starts[i0], a.starts[i1], b.starts[j0]
    if a.text[start_a:end_a] == b.text[start_b : b.starts[j0 + i1 - i0]]:
        yield from _same(a, b, start_a, end_a, start_b)
        return
    for k in range(i1 - i0):
        yield from _token(a, b, i0 + k, j0 + k)


def _token(a: Flat, b: Flat, i: int, j: int) -> Iterator[Piece]:
    old, new, at_a, at_b = a.tokens[i], b.tokens[j], a.starts[i], b.starts[j]
    core_a, core_b = len(old.rstrip()) or len(old), len(new.rstrip()) or len(new)
    yield from _part(a, b, (at_a, at_a + core_a, at_b, at_b + core_b))
    yield from _part(a, b, (at_a + core_a, at_a + len(old), at_b + core_b, at_b + len(new)))


def _part(a: Flat, b: Flat, part: Span) -> Iterator[Piece]:
    a0, a1, b0, b1 = part
    old, new = a.text[a0:a1], b.text[b0:b1]
    if old == new:
        yield from _same(a, b, a0, a1, b0)
    elif _squeezed(old) == _squeezed(new):
        yield from _spaced(a, b, part)
    elif folded(old) == folded(new):
        yield from _written(a, b, part)
    else:
        yield from _gone(a, a0, a1)
        yield from _come(b, b0, b1)


def _squeezed(text: str) -> str:
    """`text` with no more white space than tells two words or figures apart."""
    return " ".join(_LOOSE.sub("", text).split())


def _spaced(a: Flat, b: Flat, part: Span) -> Iterator[Piece]:
    """The pieces of what differs in white space alone."""
    i, end_a, j, end_b = part
    while i < end_a or j < end_b:
        size = 0
        while i + size < end_a and j + size < end_b and a.text[i + size] == b.text[j + size]:
            size += 1
        yield from _same(a, b, i, i + size, j)
        i, j = i + size, j + size
        gone, came = _space(a.text, i, end_a), _space(b.text, j, end_b)
        yield from _gone(a, i, gone, ChangeKind.NOTATION)
        yield from _come(b, j, came, ChangeKind.NOTATION)
        i, j = gone, came


def _space(text: str, start: int, end: int) -> int:
    """Where white space that begins at `start` ends."""
    while start < end and text[start].isspace():
        start += 1
    return start


def _written(a: Flat, b: Flat, part: Span) -> Iterator[Piece]:
    """The piece of what is written in another way; under other marks, too, it is gone and came."""
    a0, a1, b0, b1 = part
    if a.text[a0:a1] == b.text[b0:b1]:
        yield from _same(a, b, a0, a1, b0)
    elif _uniform(a, a0, a1) and _uniform(b, b0, b1):
        (_, run_a), (_, run_b) = *a.slices(a0, a1), *b.slices(b0, b1)
        yield Piece(ChangeKind.NOTATION, run_a, run_b)
    else:
        yield from _gone(a, a0, a1)
        yield from _come(b, b0, b1)


def _uniform(flat: Flat, start: int, end: int) -> bool:
    return sum(1 for _ in flat.slices(start, end)) == 1


def _gone(
    flat: Flat, start: int, end: int, kind: ChangeKind = ChangeKind.DELETED
) -> Iterator[Piece]:
    for _, run in flat.slices(start, end):
        yield Piece(kind, run, None)


def _come(
    flat: Flat, start: int, end: int, kind: ChangeKind = ChangeKind.INSERTED
) -> Iterator[Piece]:
    for _, run in flat.slices(start, end):
        yield Piece(kind, None, run)


def _same(a: Flat, b: Flat, a0: int, a1: int, b0: int) -> Iterator[Piece]:
    """The pieces of equal text: kept, or under other marks."""
    at = a0
    old = list(a.slices(a0, a1))
    new = list(b.slices(b0, b0 + a1 - a0))
    i = j = 0
    while i < len(old) and j < len(new):
        end_a, end_b = old[i][0], new[j][0] - b0 + a0
        end = min(end_a, end_b)
        run_a, run_b = _cut(old[i][1], end_a, at, end), _cut(new[j][1], end_b, at, end)
        yield from _marked(run_a, run_b)
        at = end
        i, j = i + (end_a == end), j + (end_b == end)


def _cut(run: Run, run_end: int, start: int, end: int) -> Run:
    if _atoms(run):
        return run
    first = len(run.text) - (run_end - start)
    return Run(run.text[first : first + end - start], run.marks)


def _marked(old: Run, new: Run) -> Iterator[Piece]:
    if old.marks == new.marks:
        yield Piece(ChangeKind.KEPT, old, new)
    elif old.text != new.text or _atoms(old) != _atoms(new):
        yield Piece(ChangeKind.DELETED, old, None)
        yield Piece(ChangeKind.INSERTED, None, new)
    elif [mark.tag for mark in old.marks] == [mark.tag for mark in new.marks]:
        yield Piece(ChangeKind.LINK, old, new)
    else:
        yield Piece(ChangeKind.FORMATTING, old, new)


def _atoms(run: Run) -> Mark | None:
    return run.marks[-1] if run.marks and run.marks[-1].tag in ("img", "br") else None


def join_pieces(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces in normal order, neighbours of the same kind and marks joined."""
    out: list[Piece] = []
    for _, group in groupby(pieces_in_order(pieces), key=_likeness):
        members = list(group)
        if len(members) == 1 or any(_atoms(r) for p in members for r in (p.old, p.new) if r):
            out.extend(members)
        else:
            out.append(Piece(members[0].kind, _run(members, "old"), _run(members, "new")))
    return tuple(out)


def _likeness(piece: Piece) -> tuple[object, ...]:
    old, new = piece.old, piece.new
    return piece.kind, old.marks if old else None, new.marks if new else None


def _run(pieces: list[Piece], side: str) -> Run | None:
    runs = [getattr(piece, side) for piece in pieces]
    return Run("".join(run.text for run in runs), runs[0].marks) if runs[0] else None
