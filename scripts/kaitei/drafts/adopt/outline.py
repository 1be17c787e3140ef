"""Blocks of a file from anywhere -> a title and a body whose headings are headings.

Word files and old pages mark a heading by its look (bold, alone on its line) or by its number
alone (第1条（目的）). What is no heading for certain stays a paragraph: a person can add the sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kaitei.model import Block, Run
from kaitei.text import dateline, tokens
from kaitei.text.source import BREAK, CALLED, Source, plain_words

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FEWEST = 3  # rows or terms from which on they are the clauses of a text
_LONGEST = 60  # characters of a heading by its look; in the corpora 99 % of headings are shorter
_N = r"[0-9０-９一二三四五六七八九十百千]+"
_KINDS = (  # what a heading is called, the widest first: its rank among the headings of a text
    re.compile(rf"第\s*{_N}\s*編|part\s+(?:[ivxlc]+|\d+)\b", re.IGNORECASE),
    re.compile(rf"第\s*{_N}\s*章|chapter\s+(?:[ivxlc]+|\d+)\b", re.IGNORECASE),
    re.compile(rf"第\s*{_N}\s*節"),
    re.compile(rf"第\s*{_N}\s*款"),
    re.compile(rf"第\s*{_N}\s*条|(?:article|section|clause)\s+(?:[ivxlc]+|\d+)\b", re.IGNORECASE),
)
_ARTICLE = len(_KINDS) - 1
_LAST = re.compile(
    r"(?:附\s*則|別\s*[表紙記添]|様式|supplementary provisions?|annex|appendix|schedule)"
    r"(?:\s*[0-9０-９一二三四五六七八九十A-Z]{0,3})?(?:\s*[（(].*[)）])?",
    re.IGNORECASE,
)
_JOINED = re.compile(
    rf"(?P<label>第\s*{_N}\s*条(?:\s*の\s*{_N})*)\s*"
    rf"(?P<title>[（(【][^（）()【】]{{1,40}}[）)】])?(?P<space>[\s　]*)(?P<rest>.*)",
    re.DOTALL,
)
_BRACKETED = re.compile(r"[（(【][^（）()【】。]{1,40}[）)】]")
_GOES_ON = re.compile(r"[のにはがをとでもや及又並若、,]|から|まで|より|各号|第")
_LOOKS = ("strong", "em", "br")  # marks that a heading does not bear
_ENDS = ("。", "、", "，", ",", ";", "；", ":", "：")


def outlined(source: Source) -> tuple[str, list[Block]]:
    """The title and the blocks of a text, headings from the second level on.

    The title is the text's one first heading where it has one, else what the file calls it.
    """
    said = [b for b in source.blocks if b.tag not in _HEADINGS or plain_words([b])]  # no empty ones
    parted = [part for block in _parted(said) for part in _lines_parted(block)]
    blocks = list(_by_look([_headed(b) if b.tag == "table" else b for b in parted]))
    title, blocks = _titled(source.title, blocks)
    if not any(block.tag in (*_HEADINGS, "h0") for block in blocks):
        blocks = list(_by_run_in(list(_by_number(blocks))))
    while blocks and blocks[0].tag == "hr":  # below the title, which went
        blocks.pop(0)
    return title, list(_levelled(blocks))


# --- tables and lists of definitions whose rows are the clauses -----------------------------------


def _parted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with such tables and lists as the paragraphs that they are made of."""
    alone = not any(block.tag in _HEADINGS[1:] for block in blocks)
    made: list[Block] = []
    for block in blocks:
        if block.tag == "dl" and _is_of_clauses(block, alone=alone):
            for part in block.children:
                words = [replace(b, tag=b.tag or "p") for b in part.children]
                made += map(_heading, words) if part.tag == "dt" else words
        elif block.tag == "table" and _is_of_articles(block):
            cells = [c for part in block.children for row in part.children for c in row.children]
            made += [replace(b, tag=b.tag or "p") for cell in cells for b in cell.children]
        else:
            made.append(block)
    return made


def _is_of_clauses(block: Block, *, alone: bool) -> bool:
    """Whether terms are headings: by their numbers, or where the text has no other headings."""
    terms = [plain_words([part]) for part in block.children if part.tag == "dt"]
    labelled = all(_ranked(words) is not None or tokens.split_label(words)[0] for words in terms)
    return len(terms) >= _FEWEST and (labelled or alone)


def _is_of_articles(block: Block) -> bool:
    """Whether the rows of a table are articles: 第1条 in the first cell, no words put in twice."""
    rows = [row.children for part in block.children for row in part.children]
    firsts = [plain_words([row[0]]) for row in rows if row]
    articles = sum(1 for words in firsts if _ranked(words) == _ARTICLE and not _reference(words))
    cells = [plain_words([cell]) for row in rows for cell in row]
    written = [words for words in cells if words]
    return articles >= _FEWEST and articles * 2 >= len(rows) and len(written) == len(set(written))


def _headed(table: Block) -> Block:
    """A table whose first row names the columns in bold, the others not, with that row as head.

    Cells of a head are bold by themselves.
    """
    rows = [row for part in table.children for row in part.children]
    first, *rest = rows or [table]
    named = [_cell_is_bold(cell) for cell in first.children]
    if all(part.tag == "tbody" for part in table.children):
        if not rest or not all(named) or any(all(map(_cell_is_bold, row.children)) for row in rest):
            return table
        head = replace(first, children=tuple(replace(c, tag="th") for c in first.children))
    elif table.children[0].tag == "thead" and len(table.children[0].children) == 1:
        head, rest = first, [row for part in table.children[1:] for row in part.children]
    else:
        return table
    cells = (_without_strong(cell) if bold else cell
             for cell, bold in zip(head.children, named, strict=True))  # fmt: skip
    sections = [Block("thead", children=(replace(head, children=tuple(cells)),))]
    return replace(table, children=(*sections, Block("tbody", children=tuple(rest))))


def _cell_is_bold(cell: Block) -> bool:
    runs = [run for leaf in cell.leaves() for run in leaf.runs if run.text.strip()]
    return bool(runs) and all(any(mark.tag == "strong" for mark in run.marks) for run in runs)


def _without_strong(block: Block) -> Block:
    runs = tuple(
        replace(run, marks=tuple(mark for mark in run.marks if mark.tag != "strong"))
        for run in block.runs
    )
    return replace(block, runs=runs, children=tuple(map(_without_strong, block.children)))


# --- headings by their look -----------------------------------------------------------------------


def _by_look(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with paragraphs that are headings as headings (level 0 yet: "h0")."""
    waiting: Block | None = None  # （目的） above 第1条, the old way of statutes
    for at, block in enumerate(_titles_joined(blocks)):
        words = plain_words([block])
        if block.tag != "p":
            if waiting:
                yield _heading(waiting)
                waiting = None
            yield block
            continue
        after = next((plain_words([b]) for b in blocks[at + 1 : at + 2]), "")
        if _BRACKETED.fullmatch(words) and _JOINED.match(after) and not _reference(after):
            waiting = block
            continue
        joined = _JOINED.fullmatch(words)
        if joined and not _reference(words):
            yield from _article(block, joined, waiting)
            waiting = None
            continue
        if waiting:
            yield _heading(waiting)
            waiting = None
        heading = _is_heading(block, words)
        yield _heading(block) if heading else block


def _lines_parted(block: Block) -> Iterator[Block]:
    """A paragraph, parted where one of its lines is a heading: in bold, the first or numbered.

    Old pages and mails end a heading with a line break where others end a paragraph.
    """
    if block.tag != "p" or BREAK not in block.runs:
        yield block
        return
    lines: list[list[Run]] = [[]]
    for run in block.runs:
        if run == BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    made: list[Block] = []
    held: list[Run] = []
    for at, line in enumerate(lines):
        one = Block("p", tuple(line))
        words = plain_words([one])
        labelled = tokens.split_label(words)[0] or _ranked(words) is not None
        goes_on = at + 1 < len(lines) and not _is_bold(Block("p", tuple(lines[at + 1])))
        if goes_on and (at == 0 or labelled) and _is_bold(one) and _is_heading(one, words):
            made += [Block("p", tuple(held)), one] if held else [one]
            held = []
        else:
            held += [BREAK, *line] if held else line
    made.append(Block("p", tuple(held)))
    yield from (replace(one, id=block.id if at == 0 else "") for at, one in enumerate(made))


def _titles_joined(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with （目的） put on the line of the 第1条 that stands alone above it."""
    made: list[Block] = []
    for block in blocks:
        above = plain_words(made[-1:])
        bare = made and made[-1].tag == block.tag == "p" and _JOINED.fullmatch(above)
        if (
            bare
            and not (bare["title"] or bare["rest"])
            and _BRACKETED.fullmatch(plain_words([block]))
        ):
            made[-1] = replace(made[-1], runs=(*made[-1].runs, *block.runs))
        else:
            made.append(block)
    return made


def _reference(words: str) -> bool:
    """Whether words that begin with an article's number only speak of it: 第5条の規定は."""
    match = _JOINED.match(words)
    return bool(
        match and not match["title"] and not match["space"] and _GOES_ON.match(match["rest"])
    )


def _article(block: Block, match: re.Match[str], above: Block | None) -> Iterator[Block]:
    """An article whose number, and title, stand on the line of its first sentence, or alone."""
    label, title, rest = match["label"], match["title"] or "", match["rest"].strip()
    if above is not None:
        title, rest = plain_words([above]), f"{title}{match['space']}{rest}".strip()
    short = rest and not title and len(rest) <= 30 and not rest.endswith((*_ENDS, "."))
    if short and not match["space"] and not _is_bold(block):
        short = rest.startswith(("（", "(", "【"))
    if short:
        title, rest = f"　{rest}" if match["space"] else rest, ""
    yield Block("h0", (Run(f"{label}{title}"),), id=block.id or (above.id if above else ""))
    if rest:
        yield Block("p", tuple(_after(block.runs, rest)))


def _after(runs: Sequence[Run], rest: str) -> Iterator[Run]:
    """The end of runs whose letters are those of `rest`."""
    left = sum(not c.isspace() for c in rest)
    kept: list[Run] = []
    for run in reversed(runs):
        if left <= 0:
            break
        letters = [i for i, c in enumerate(run.text) if not c.isspace()]
        if run == BREAK or len(letters) <= left:
            kept.append(run)
            left -= len(letters)
        else:
            kept.append(Run(run.text[letters[-left] :], run.marks))
            left = 0
    kept.reverse()
    while kept and not kept[0].text.strip():
        kept.pop(0)
    yield from kept


def _is_heading(block: Block, words: str) -> bool:
    if not words or len(words) > _LONGEST or (BREAK in block.runs and len(words) > 30):
        return False
    if _LAST.fullmatch(words):
        return True
    if any(kind.match(words) for kind in _KINDS[:_ARTICLE]) and not words.endswith("。"):
        return True
    if words.endswith(_ENDS) or (words.endswith(".") and not tokens.split_label(words)[0]):
        return False
    if re.fullmatch(r"[\W\d]*", words) or not _is_bold(block) or dateline.line_of(block):
        return False
    return not words.endswith(".")


def _is_bold(block: Block) -> bool:
    return all(
        any(mark.tag == "strong" for mark in run.marks) for run in block.runs if run.text.strip()
    )


def _heading(block: Block) -> Block:
    runs = tuple(
        Run(
            " " if run == BREAK else run.text,
            tuple(m for m in run.marks if m.tag not in _LOOKS),
        )
        for run in block.runs
    )
    return Block("h0", runs, id=block.id)


def _by_number(blocks: Sequence[Block]) -> Iterator[Block]:
    """Where nothing else is a heading: short lines numbered on, with words below each."""
    found: list[int] = []
    for at, block in enumerate(blocks):
        words = plain_words([block])
        name, rest = tokens.split_label(words)
        number = re.sub(r"\D", "", tokens.fold(name))
        fits = number.isdigit() and int(number) == len(found) + 1 and rest
        if (
            block.tag == "p"
            and fits
            and len(words) <= _LONGEST
            and not words.endswith((*_ENDS, "."))
        ):
            found.append(at)
    apart = all(b - a > 1 for a, b in pairwise([*found, len(blocks) + 1]))
    for at, block in enumerate(blocks):
        yield _heading(block) if len(found) > 1 and apart and at in found else block


def _by_run_in(blocks: Sequence[Block]) -> Iterator[Block]:
    """Where nothing else is a heading: what begins paragraphs in bold, ended by a full stop."""
    parts = [_run_in(block) for block in blocks]
    found = sum(part is not None for part in parts)
    for block, part in zip(blocks, parts, strict=True):
        if part is None or found < _FEWEST or any(b.tag == "h0" for b in blocks):
            yield block
        else:
            yield from part


def _run_in(block: Block) -> tuple[Block, Block] | None:
    """The heading that a paragraph begins with and what follows it."""
    at = next((i for i, run in enumerate(block.runs) if not _is_bold(Block("p", (run,)))), 0)
    bold = list(block.runs[:at])
    if bold:
        bold[-1] = replace(bold[-1], text=bold[-1].text.rstrip())
    head = Block("p", tuple(bold), id=block.id)
    words, rest = plain_words([head]), plain_words([Block("p", block.runs[at:])])
    if block.tag != "p" or not words or not rest or len(words) > _LONGEST:
        return None
    if not (words.endswith((".", ":", "：", "。")) or tokens.split_label(words)[0]):
        return None
    return _heading(head), Block("p", tuple(_after(block.runs, rest)))


# --- title and levels -----------------------------------------------------------------------------


def _titled(given: str, blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title, and the blocks without it."""
    tops = [at for at, block in enumerate(blocks) if block.tag == "h1"]
    first = next((at for at, block in enumerate(blocks) if block.tag in (*_HEADINGS, "h0")), -1)
    if len(tops) == 1 and tops[0] == first:
        words = plain_words([blocks[first]])
        other = given and CALLED.search(given) and not CALLED.search(words)
        if other:
            return given, blocks
        if _ranked(words) is None:
            return words, blocks[:first] + blocks[first + 1 :]
    head = blocks[0] if blocks else None
    if head is not None and head.tag in ("p", "h0", *_HEADINGS):
        words = plain_words([head])
        folded = _letters(words)
        named = bool(folded) and folded in (_letters(given), _letters(given.replace("　", "")))
        alone = (
            head.tag in ("h0", "h1") and _ranked(words) is None and not tokens.split_label(words)[0]
        )
        called = len(words) <= _LONGEST and CALLED.search(words)
        alone = alone or bool(called and _is_top(blocks))
        if named or alone or (not given and called) or (called and head.tag == "p" and first != 0):
            return words, blocks[1:]
    return given, blocks


def _is_top(blocks: Sequence[Block]) -> bool:
    """Whether the first block is the one heading of its level, and the others are below it."""
    others = [block.tag for block in blocks[1:] if block.tag in _HEADINGS]
    return blocks[0].tag in _HEADINGS and all(tag > blocks[0].tag for tag in others)


def _ranked(words: str) -> int | None:
    """The rank of a heading by what it is called; None for one with a title alone."""
    return next((rank for rank, kind in enumerate(_KINDS) if kind.match(words)), None)


def _levelled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Headings from the second level on, without gaps; those by look between the others' levels."""
    known = sorted({int(b.tag[1]) for b in blocks if b.tag in _HEADINGS})
    looked = [_ranked(plain_words([b])) for b in blocks if b.tag == "h0"]
    ranks = sorted({rank for rank in looked if rank is not None})
    written = {level: min(place + 2, 6) for place, level in enumerate(known)}
    by_rank = {
        rank: written[level]
        for b in blocks
        if b.tag in _HEADINGS and (rank := _ranked(plain_words([b]))) is not None
        for level in (int(b.tag[1]),)
    }
    for rank in ranks:
        by_rank.setdefault(rank, min(max(by_rank.values(), default=1) + 1, 6))
    deepest = max([*written.values(), *by_rank.values()], default=1)
    plain_level = 2 if not written and not by_rank else min(deepest + 1, 6)
    below = False
    for block in blocks:
        if block.tag in _HEADINGS:
            below = True
            yield replace(block, tag=f"h{written[int(block.tag[1])]}")
        elif block.tag == "h0":
            words = plain_words([block])
            rank = _ranked(words)
            if rank is not None:
                level = by_rank[rank]
            elif _LAST.fullmatch(words) or not below:
                level = 2
            else:
                level = plain_level
            below = True
            yield replace(block, tag=f"h{level}")
        else:
            yield block


def _letters(words: str) -> str:
    return "".join(c for c in tokens.fold(words).casefold() if c.isalnum())
