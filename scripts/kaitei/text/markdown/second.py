"""The second reader: Markdown as GitHub reads it, as blocks of the model, each with its line.

markdown-it-py (CommonMark with GFM's tables and strikethrough) is independent of Python-Markdown,
which makes the page. Where the two see another structure or other words, what an author sees in
GitHub's preview is not what readers will see. It also knows the lines of what it reads.

`{#id}` at the end of a heading is its id, as on the page; `<br>` is a line break. Footnotes are not
read: their signs stay in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kaitei.model import Block, Mark, Run

if TYPE_CHECKING:  # it takes a moment to load, and to build a site nobody asks it
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_ID = re.compile(r"[ \t]*\{:?[ ]*#([^}\s]+)[ ]*\}[ \t]*$")
_MARKS = {"strong_open": "strong", "em_open": "em", "s_open": "s"}
_CONTAINERS = {
    "bullet_list_open": "ul", "ordered_list_open": "ol", "list_item_open": "li",
    "blockquote_open": "blockquote", "table_open": "table", "thead_open": "thead",
    "tbody_open": "tbody", "tr_open": "tr", "th_open": "th", "td_open": "td",
}  # fmt: skip
_SIGNS = re.compile(r"[\\\n`~*_\[\]!<&]")  # what a rule of the words begins at
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A block of a body, and the lines of it that it takes, from 0 to before `end`."""

    block: Block
    start: int
    end: int
    children: tuple[Placed, ...] = ()


def read(body: str) -> tuple[Placed, ...]:
    """The blocks of a body, Markdown without front matter, as GitHub reads them."""
    tokens = _reader().parse(body)
    return tuple(_blocks(tokens, _ends(tokens), range(len(tokens)), (0, 0)))


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    found = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    found.core.ruler.at("inline", _words)
    return found


def _words(state: StateCore) -> None:
    """Read the words of each block; where none of them is a sign, they are not looked through."""
    from markdown_it.token import Token

    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            if _SIGNS.search(token.content):
                state.md.inline.parse(token.content, state.md, state.env, token.children)
            elif token.content:
                token.children.append(Token("text", "", 0, content=token.content))


def _blocks(
    tokens: Sequence[Token], ends: Mapping[int, int], within: range, around: tuple[int, int]
) -> Iterator[Placed]:
    """The blocks of a stretch of tokens; of nested ones the outermost, with those inside them.

    What has no lines of its own, as a cell, has those of what is `around` it.
    """
    at = within.start
    while at < within.stop:
        token = tokens[at]
        if token.nesting != 1:
            if placed := _leaf(token):
                yield placed
            at += 1
            continue
        inner = range(at + 1, ends[at])
        start, stop = token.map or around
        if token.type in _CONTAINERS:
            yield _container(tokens, ends, inner, (start, stop))
        else:  # a paragraph or a heading: one inline token
            tag = "" if token.hidden else token.tag
            runs, anchor = _inline(tokens[inner.start], heading=token.type == "heading_open")
            if runs or tag != "p":
                yield Placed(Block(tag, runs, id=anchor), start, stop)
        at = inner.stop + 1


def _container(
    tokens: Sequence[Token], ends: Mapping[int, int], inner: range, lines: tuple[int, int]
) -> Placed:
    token = tokens[inner.start - 1]
    tag = _CONTAINERS[token.type]
    children: tuple[Placed, ...]
    attrs: tuple[tuple[str, str], ...]
    if tag in ("th", "td"):
        runs, _ = _inline(tokens[inner.start], heading=False) if inner else ((), "")
        children = (Placed(Block("", runs), *lines),) if runs else ()
        style = re.search("left|center|right", str(token.attrs.get("style", "")))
        attrs = (("align", style[0]),) if style else ()
    else:
        children = tuple(_blocks(tokens, ends, inner, lines))
        first = str(token.attrs.get("start", "1"))
        attrs = (("start", first),) if tag == "ol" and first != "1" else ()
    block = Block(tag, children=tuple(child.block for child in children), attrs=attrs)
    return Placed(block, *lines, children)


def _leaf(token: Token) -> Placed | None:
    start, stop = token.map or (0, 0)
    if token.type in ("fence", "code_block"):
        return Placed(Block("pre", (Run(token.content.removesuffix("\n")),)), start, stop)
    if token.type == "hr":
        return Placed(Block("hr"), start, stop)
    if token.type == "html_block" and token.content.strip():
        return Placed(Block("p", (Run(token.content.strip()),)), start, stop)
    return None


def _ends(tokens: Sequence[Token]) -> dict[int, int]:
    """Where each token that opens something is closed."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.nesting == 1:
            opened.append(at)
        elif token.nesting == -1:
            ends[opened.pop()] = at
    return ends


def _inline(token: Token, *, heading: bool) -> tuple[tuple[Run, ...], str]:
    """The runs of an inline token; of a heading without its id, which comes beside them."""
    runs = list(_runs(token.children or ()))
    anchor = ""
    if heading and runs and (match := _ID.search(runs[-1].text)):
        anchor = match[1]
        runs[-1] = Run(runs[-1].text[: match.start()], runs[-1].marks)
    return tuple(run for run in runs if run.text or run.marks), anchor


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    marks: list[Mark] = []
    for token in tokens:
        if token.type in _MARKS:
            marks.append(Mark(_MARKS[token.type]))
        elif token.type == "link_open":
            attrs = sorted((n, str(v)) for n, v in token.attrs.items() if n in ("href", "title"))
            marks.append(Mark("a", tuple(attrs)))
        elif token.nesting == -1:
            marks.pop()
        elif token.type == "hardbreak" or (
            token.type == "html_inline" and _BREAK.fullmatch(token.content)
        ):
            yield Run("\n", (*marks, Mark("br")))
        elif token.type == "image":
            src = (("alt", token.content), ("src", str(token.attrs.get("src", ""))))
            yield Run("", (*marks, Mark("img", src)))
        elif token.type == "code_inline":
            yield Run(token.content, (*marks, Mark("code")))
        elif token.type == "softbreak":
            yield Run(" ", tuple(marks))
        elif token.content and token.type != "html_inline":
            yield Run(token.content, tuple(marks))
