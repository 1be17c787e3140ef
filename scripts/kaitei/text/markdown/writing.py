"""Blocks -> HTML. Safe by construction: only known tags and attributes, every value escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from urllib.parse import quote

from kaitei.model import Block, Mark, Run

_ILLEGAL = re.compile(r"[\s\"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})")
_ALIGN = ("left", "center", "right")
_CLASSES = {
    ("class", "notes"): "notes",
    ("class", "numbered"): "kaitei-numbered",  # a list whose items have their numbers as words
}
_BREAKS = frozenset({"ul", "ol", "table", "thead", "tbody", "tr", "blockquote", "dl"})


def html(blocks: Iterable[Block]) -> str:
    """`blocks` as an HTML fragment, one block a line. Cells are aligned by class `align-...`."""
    return "\n".join(block_html(block) for block in blocks)


def inline(runs: Iterable[Run]) -> str:
    """`runs` as inline HTML; a mark that neighbours share is opened once."""
    runs = tuple(runs)
    if len(runs) == 1 and not runs[0].marks:
        return escape(runs[0].text, quote=False)
    out: list[str] = []
    stack: list[Mark] = []
    for run in runs:
        marks = run.marks
        atom = marks[-1] if marks and void(marks[-1]) else None
        wanted = marks[:-1] if atom else marks
        if stack or wanted:
            common = 0
            while common < min(len(stack), len(wanted)) and stack[common] == wanted[common]:
                common += 1
            out.extend(f"</{mark.tag}>" for mark in reversed(stack[common:]))
            out.extend(_open(mark) for mark in wanted[common:])
            stack[common:] = wanted[common:]
        out.append(_open(atom) if atom else escape(run.text, quote=False))
    out.extend(f"</{mark.tag}>" for mark in reversed(stack))
    return "".join(out)


def void(mark: Mark) -> bool:
    """Whether `mark` is an image or a line break: something that holds no text."""
    return mark.tag in ("img", "br")


def open_tag(block: Block, extra: str = "", *, with_id: bool = True) -> str:
    """The opening tag of `block`, "" for a leaf without tag. `extra` holds more attributes."""
    return f"<{block.tag}{attributes(block, with_id=with_id)}{extra}>" if block.tag else ""


def attributes(block: Block, *, with_id: bool = True) -> str:
    """The attributes of `block` with a space before each: its id, `start`, alignment."""
    out = f' id="{escape(block.id)}"' if block.id and with_id else ""
    for name, value in block.attrs:
        if name == "start":
            out += f' start="{escape(value)}"'
        elif name == "align" and value in _ALIGN:
            out += f' class="align-{value}"'
        elif (name, value) in _CLASSES:
            out += f' class="{_CLASSES[name, value]}"'
    return out


@lru_cache(4096)
def _open(mark: Mark) -> str:
    attrs = "".join(f' {name}="{_value(name, value)}"' for name, value in mark.attrs)
    if mark.tag == "img" and not any(name == "alt" for name, _ in mark.attrs):
        attrs += ' alt=""'
    return f"<{mark.tag}{attrs}>"


def _value(name: str, value: str) -> str:
    """An attribute's value; in an address what may not stand there is percent-encoded."""
    if name in ("href", "src"):
        value = _ILLEGAL.sub(lambda match: quote(match.group()), value)
    return escape(value)


def block_html(block: Block, extra: str = "", *, with_id: bool = True) -> str:
    """One block as HTML. `extra` holds more attributes for it; without ids none in it has one."""
    start = open_tag(block, extra, with_id=with_id)
    if block.tag == "hr":
        return start
    close = f"</{block.tag}>" if block.tag else ""
    if block.runs or not block.children:
        lead = "\n" if block.tag == "pre" else ""
        return start + lead + inline(block.runs) + close
    glue = "\n" if block.tag in _BREAKS else ""
    inner = glue.join(block_html(child, with_id=with_id) for child in block.children)
    return f"{start}{glue}{inner}{glue}{close}"
