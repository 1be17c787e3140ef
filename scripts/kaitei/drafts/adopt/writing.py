"""Blocks -> Markdown: a text that held raw HTML, written anew in Markdown alone.

What Markdown can't say (a superscript, two tables in one cell) is left out of the marks, never of
the words; `text` compares the result with what was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kaitei.model import Block, Mark, Run

_INDENT = "    "
_SPECIAL = {
    **{c: f"\\{c}" for c in "\\`*_[]"},
    "<": "&lt;", ">": "&gt;", "&": "&amp;", "{": "&#123;", "}": "&#125;", "|": "&#124;",
}  # fmt: skip
_START = re.compile(r"(\s*)(?:([#+=:-])|(\d{1,9})([.)]))", re.ASCII)


def markdown(blocks: Iterable[Block]) -> str:
    """`blocks` as Markdown, an empty line between two of them."""
    written = ["\n".join(_lines(block)) for block in blocks]
    return "\n\n".join(part for part in written if part) + "\n"


def _lines(block: Block) -> list[str]:
    """The lines of one block."""
    if block.tag == "hr":
        return ["* * *"]
    if block.tag == "pre":
        text = "".join(run.text for run in block.runs)
        return [f"{_INDENT}{line}".rstrip() for line in text.split("\n")]
    if block.tag in ("ul", "ol"):
        return _list(block)
    if block.tag == "table":
        return _table(block)
    if block.tag == "dl":
        return _definitions(block)
    if block.tag == "blockquote":
        return [f"> {line}".rstrip() for line in _flow(block.children, loose=True)]
    if block.children:
        return _flow(block.children, loose=True)
    if re.fullmatch(r"h[1-6]", block.tag):
        anchor = f" {{#{block.id}}}" if block.id else ""
        return [f"{'#' * int(block.tag[1])} {_one_line(block.runs)}{anchor}"]
    return _start(_inline(block.runs)).split("\n")


def _flow(blocks: Sequence[Block], *, loose: bool) -> list[str]:
    """The lines of blocks one after the other, with empty lines between them where `loose`."""
    lines: list[str] = []
    for block in blocks:
        if lines and loose:
            lines.append("")
        lines += _lines(block)
    return lines


def _list(block: Block) -> list[str]:
    loose = any(child.tag == "p" for item in block.children for child in item.children)
    number = next((int(value) for name, value in block.attrs if name == "start"), 1)
    lines: list[str] = []
    for item in block.children:
        mark = f"{number}. ".ljust(4) if block.tag == "ol" else "-   "
        number += 1
        inner = _flow(item.children, loose=loose) or [""]
        if lines and loose:
            lines.append("")
        lines.append(f"{mark}{inner[0]}".rstrip())
        lines += [f"{_INDENT}{line}".rstrip() for line in inner[1:]]
    return lines


def _definitions(block: Block) -> list[str]:
    lines: list[str] = []
    for part in block.children:
        inner = _flow(part.children, loose=True) or [""]
        if part.tag == "dt":
            lines += ["", *inner] if lines else inner
        else:
            lines.append(f":   {inner[0]}")
            lines += [f"{_INDENT}{line}".rstrip() for line in inner[1:]]
    return lines


def _table(block: Block) -> list[str]:
    rows = [row for part in block.children for row in part.children]
    heads = [row for part in block.children if part.tag == "thead" for row in part.children]
    if not heads and rows and all(cell.tag == "th" for cell in rows[0].children):
        heads = rows[:1]
    width = max((len(row.children) for row in rows), default=1)
    head = _row(heads[0], width) if heads else _cells([""] * width)
    sides = {"left": ":---", "center": ":---:", "right": "---:"}
    aligned = (rows[0] if rows else block).children
    rule = [next((sides[v] for n, v in c.attrs if n == "align"), "---") for c in aligned]
    rule += ["---"] * (width - len(rule))
    body = [_row(row, width) for row in rows if not heads or row is not heads[0]]
    return [head, _cells(rule), *body]


def _row(row: Block, width: int) -> str:
    cells = [" ".join(_texts(cell)) for cell in row.children]
    return _cells(cells + [""] * (width - len(cells)))


def _cells(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _texts(block: Block) -> Iterator[str]:
    """The inline content of a block and of all in it, each on one line."""
    if block.runs:
        yield _one_line(block.runs)
    for child in block.children:
        yield from _texts(child)


# --- inline -----------------------------------------------------------------------------------


def _one_line(runs: Iterable[Run]) -> str:
    return re.sub(r" *\n", " ", _inline(runs))


def _inline(runs: Iterable[Run]) -> str:
    return "".join(_marked(list(runs), 0, within=frozenset()))


def _marked(runs: Sequence[Run], depth: int, within: frozenset[str]) -> Iterator[str]:
    """The runs, whose first `depth` marks are written already."""
    for mark, group in groupby(runs, lambda run: run.marks[depth] if run.marks[depth:] else None):
        same = list(group)
        if mark is None:
            yield "".join(_escaped(run.text) for run in same)
        elif mark.tag == "br":
            yield "  \n" * len(same)
        elif mark.tag == "img":
            yield _image(mark) * len(same)
        elif mark.tag == "code":
            yield _code("".join(run.text for run in same))
        else:
            inner = "".join(_marked(same, depth + 1, within | {mark.tag}))
            both = {"em", "strong"} <= within | {m.tag for run in same for m in run.marks}
            yield _wrapped(mark, inner, "_" if both else "*")


def _wrapped(mark: Mark, inner: str, star: str) -> str:
    around = {"strong": "**", "em": star}.get(mark.tag)
    words = inner.strip(" ")
    if not words or (around is None and mark.tag != "a"):
        return inner
    before, _, after = inner.partition(words)
    if around:
        return f"{before}{around}{words}{around}{after}"
    return f"{before}[{words}]{_target(mark, 'href')}{after}"


def _image(mark: Mark) -> str:
    alt = next((value for name, value in mark.attrs if name == "alt"), "")
    return f"![{_escaped(alt)}]{_target(mark, 'src')}"


def _target(mark: Mark, name: str) -> str:
    attrs = dict(mark.attrs)
    address = attrs.get(name, "")
    address = f"<{address}>" if re.search(r"[\s()]", address) or not address else address
    title = attrs.get("title", "").replace('"', "&quot;")
    return f'({address} "{title}")' if title else f"({address})"


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(c, c) for c in text)


def _start(text: str) -> str:
    """`text` so that its beginning is not taken for a heading, a list or a definition."""
    match = _START.match(text)
    if not match:
        return text
    space, sign, digits, point = match.groups()
    end = match.end()
    if sign:
        return f"{space}&#{ord(sign)};{text[end:]}"
    return f"{space}{digits}\\{point}{text[end:]}"
