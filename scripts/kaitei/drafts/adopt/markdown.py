"""Markdown of any dialect -> a `Source`: signs of other tools are named, their words kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from kaitei.base.problems import KaiteiError, problem
from kaitei.model import Block, Run
from kaitei.text import html
from kaitei.text import markdown as markup
from kaitei.text.source import BREAK, Source, Unheld

_NOTE = re.compile(r"\[\^([^\]\s]+)\](?::(?=[ \t]))?")  # of footnotes, which are read as words
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)\+\+\+[ \t]*\n", re.DOTALL)  # Hugo's front matter
_TITLE = re.compile(r"^title\s*=\s*(?P<q>['\"])(?P<t>.*)(?P=q)\s*$", re.MULTILINE)
_SIGNS = (  # signs of Jekyll, Hugo, Docusaurus, MkDocs, and what is read of each
    (re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL), ""),
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"\{/\*.*?\*/\}", re.DOTALL), ""),
    (re.compile(r"^import .*from ['\"].*['\"];?[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"^export (?:const|default|function) .*$", re.MULTILINE), ""),
    (re.compile(r"\{%-?.*?-?%\}|\{\{[<%].*?[%>]\}\}", re.DOTALL), ""),
    (re.compile(r"\{\{\s*(?:site|page|content|\.)[^{}]*\}\}"), ""),
    (
        re.compile(
            r"^:::+[ \t]*\w*[ \t]*(?:\[(?P<b>[^\]\n]*)\]|(?P<t>[^\n{]*))(?:\{[^}\n]*\})?[ \t]*$",
            re.MULTILINE,
        ),
        r"\g<b>\g<t>",
    ),
    (
        re.compile(r"^(?:!!!|\?\?\?\+?)[ \t]+[\w ]+(?:\"(?P<t>[^\"\n]*)\")?[ \t]*$", re.MULTILINE),
        r"\g<t>",
    ),
    (re.compile(r"^\[TOC\][ \t]*$|^\[\[_TOC_\]\][ \t]*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*\{:[^}\n]*\}[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"\{:(?![^}\n]*#)[^}\n]*\}"), ""),
    (re.compile(r"^(>[ \t]*)\[!\w+\][ \t]*$", re.MULTILINE), r"\1"),
)


def source(raw: bytes, lang: str, shown: str) -> Source:
    """What a Markdown (or plain text) file holds. KaiteiError where it can't be read."""
    text, _ = html.decoded(raw)
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise KaiteiError(problem("adopt-unreadable", shown))
    text = unicodedata.normalize("NFC", text)
    title, body, _ = markup.split_leniently(text)
    if match := _TOML.match(text):
        title, body = (_TITLE.search(match[1]) or {"t": ""})["t"], text[match.end() :]
    lost: list[Unheld] = []
    for pattern, kept in _SIGNS:
        for match in pattern.finditer(body):
            words = " ".join(match[0].split())
            if words:
                lost.append(Unheld("sign", words[:80]))
        body = pattern.sub(kept, body)
    if _NOTE.search(body):
        lost.append(Unheld("footnote", ""))
        body = _NOTE.sub(r"\\[\1\\]", body)
    blocks = [made for one in markup.read_again(body) for made in _without_html(one.block, lang)]
    lines = [line for block in blocks for line in _lines(block)]
    if title and not any(block.tag == "h1" for block in blocks):  # then the front matter's is shown
        lines.insert(0, title)
    return Source(title, tuple(blocks), tuple(lines), tuple(lost))


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
        if text := _TAG.sub("", part):
            yield Run(text, run.marks)


def _lines(block: Block) -> list[str]:
    found = [" ".join("".join(run.text for run in block.runs).split())] if block.runs else []
    inner = [line for child in block.children for line in _lines(child)]
    return [line for line in found if line] + inner
