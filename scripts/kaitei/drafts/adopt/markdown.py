"""Markdown of any dialect -> a `Source`: signs of other tools are named, their words kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from kaitei.base.problems import KaiteiError, problem
from kaitei.drafts.adopt import dialects
from kaitei.drafts.adopt.outline import outlined
from kaitei.model import Block, Mark, Run
from kaitei.text import html
from kaitei.text import markdown as markup
from kaitei.text.source import BREAK, Source, Unheld, paragraphs, plain_words, raised

_LARGEST = 2 * markup.MAX_TEXT  # characters with all signs and data: above, it is not read at all
_NOTE = re.compile(r"\[\^([^\[\]\s]+)\](?::(?=[ \t]))?")  # of footnotes, which are read as words
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(rf"</?[A-Za-z][^<>]*>|{dialects.COMMENT.pattern}", re.DOTALL)
_RAISED = re.compile(r"<(su[bp])>\s*([\d+-]+)\s*</\1>", re.IGNORECASE)
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")


def source(raw: bytes, lang: str, shown: str) -> Source:
    """What a Markdown (or plain text) file holds. KaiteiError where it can't be read."""
    text, _ = html.decoded(raw)
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise KaiteiError(problem("adopt-unreadable", shown))
    text = unicodedata.normalize("NFC", text)
    if len(text) > _LARGEST:
        size, limit = len(text), markup.MAX_TEXT
        raise KaiteiError(problem("markup-size", shown, size=size, limit=limit))
    if shown.lower().endswith(".txt"):
        blocks = [Block("p", (Run(part),)) for part in paragraphs(text)]
        lines = [line for block in blocks for line in _lines(block)]
        return Source("", tuple(blocks), tuple(lines))
    made = dialects.plain(text)
    body = _RAISED.sub(lambda match: raised(match[2], match[1].lower()), made.body)
    lost = list(made.lost)
    if notes := _NOTE.findall(body):
        lost.append(Unheld("footnote", ""))
        numbers = {name: number for number, name in enumerate(dict.fromkeys(notes), 1)}
        body = _NOTE.sub(lambda match: rf"\[{numbers[match[1]]}\]", body)
    blocks = [b for one in markup.read_again(body) for b in _without_html(one.block, lang)]
    lines = [line for block in blocks for line in _lines(block)]
    held = Source(made.title, tuple(blocks), tuple(lines), tuple(lost), days=made.days)
    title, _ = outlined(held)
    written = {plain_words([block]) for block in blocks}
    if title and title == made.title and title not in written:  # the tool shows it above all
        held = replace(held, shown=(title, *lines))
    return held


def _without_html(block: Block, lang: str) -> list[Block]:
    """A block with what it holds of HTML read as that; GitHub shows it as what it is."""
    words = "".join(run.text for run in block.runs)
    if block.tag == "p" and _TAG.match(words):
        return html.fragment(words, lang)
    if block.tag == "pre":
        return [block]
    runs = tuple(part for run in block.runs for part in _plain(run))
    inner = tuple(made for child in block.children for made in _without_html(child, lang))
    return [replace(block, runs=runs, children=inner)]


def _plain(run: Run) -> Iterator[Run]:
    """A run without tags: a line break for <br>, nothing for any other."""
    if any(mark.tag in ("code", "br", "img") for mark in run.marks):
        yield run
        return
    for number, part in enumerate(_BREAK.split(run.text)):
        if number:
            yield BREAK
        if text := re.sub(r"[ \t]{2,}", " ", _TAG.sub("", part)):
            yield from _bold(Run(text, run.marks))


def _bold(run: Run) -> Iterator[Run]:
    """A run with the ** in it as bold: GitHub fails to close them beside Japanese punctuation."""
    strong = Mark("strong")
    for number, part in enumerate(_BOLD.split(run.text)):
        if part:
            yield Run(part, (*run.marks, strong) if number % 2 else run.marks)


def _lines(block: Block) -> list[str]:
    found = [" ".join("".join(run.text for run in block.runs).split())] if block.runs else []
    inner = [line for child in block.children for line in _lines(child)]
    return [line for line in found if line] + inner
