"""Markdown of any dialect -> a `Source`: signs of other tools are named, their words kept."""

from __future__ import annotations

import re
import unicodedata

from kaitei.base.problems import KaiteiError, problem
from kaitei.model import Block
from kaitei.text import html
from kaitei.text import markdown as markup
from kaitei.text.source import Source, Unheld

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
    parsed = markup.parse(body, lang, dialect="foreign", file=shown)
    blocks: list[Block] = []
    for clause in parsed.clauses:
        blocks += ([clause.heading] if clause.heading else []) + list(clause.blocks)
    lines = [line for block in blocks for line in _lines(block)]
    if title and not any(block.tag == "h1" for block in blocks):  # then the front matter's is shown
        lines.insert(0, title)
    return Source(title, tuple(blocks), tuple(lines), tuple(lost))


def _lines(block: Block) -> list[str]:
    found = [" ".join("".join(run.text for run in block.runs).split())] if block.runs else []
    inner = [line for child in block.children for line in _lines(child)]
    return [line for line in found if line] + inner
