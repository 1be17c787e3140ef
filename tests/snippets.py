"""Markdown as nobody planned it: words that can be recognised, between signs of every dialect.

A snippet is a list of parts; each `WORD` in it becomes a word of its own (語7, word7), so that one
which is gone, doubled or moved is seen without asking any parser what Markdown means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import drafting
from kaitei.drafts import checks
from kaitei.model import Run
from kaitei.text import markdown

WORD = ""
# Signs of Python-Markdown and its extensions, of GitHub's, of MDX, Docusaurus and MkDocs.
SIGNS = r"""
\n \n\n \n~~ \n~~~~ ~ ~~\n \\\n <br> <br/>
* ** *** _ __ ` `` ~~ == ^ \ & &amp; &#12354; < > <b> </b> <!-- -->
[ ] ]( ) ][ []: ![ [^1] [^1]: \n[^1]:~ [a]: \n[a]:~ (#purpose) (https://example.com/)
{#a} {.c} { } \n#~ \n##~ \n##~1.~ \n###~ # \n===\n \n---\n \n***\n
\n-~ \n*~ \n+~ \n1.~ \n1)~ \n(1)~ \n10.~ \n~~-~ \n~~~~-~ \n-~[~]~ \n-~[x]~ \n・
| \n|~ ~| \n|---|---|\n \n|:--|--:|\n \n>~ \n>~[!NOTE]\n \n!!!~note\n~~~~ \n:::note\n
::: \n```\n \n:~ : ; 、 。 「 」 （ ） ． - -- ... * 1 3 第1条
"""
PARTS = [
    *[WORD] * 120,
    *[" ", "\n\n"] * 20,
    *(sign.replace(r"\n", "\n").replace("~", " ") for sign in SIGNS.split()),
]
# What is knowingly taken out of a text: ids, targets and titles of links, names of notes.
_TAKEN = re.compile(
    r"\{[#.][^{}\n]*\}|\]\([^()\n]*\)|\]\[[^\[\]\n]*\]|\[\^[^\[\]\n]+\]|^ *\[[^\[\]\n]+\]:",
    re.MULTILINE,
)
# What no prose shows, wherever it stands.
_SIGNS = re.compile(
    r"[`{}|\\^]|\*\*|(?<![A-Za-z0-9])__|__(?![A-Za-z0-9])|~~|\[\^|!\[|\]\(|<[a-z/!]"
)
_WORDS = {"ja": "語{}で", "en": "w{}x"}


def snippet(parts: Sequence[str], lang: str) -> str:
    """Parts as the body of a policy, below a heading and a sentence that stand for the rest."""
    named = (part or _WORDS[lang].format(number) for number, part in enumerate(parts, 100))
    begin = "## 第1条（目的） {#purpose}" if lang == "ja" else "## 1. Purpose {#purpose}"
    return f"{begin}\n\n{''.join(named)}\n"


class Reader:
    """Reads snippets as `kaitei check` does, in a repository of one policy in one language."""

    def __init__(self, root: Path, lang: str) -> None:
        self.lang = lang
        self.opened = drafting.repository(root, {lang: snippet([WORD], lang)})
        self.draft = self.opened.content.drafts[0]

    def told(self, body: str) -> list[str]:
        """The rules by which something is told of a body, errors and warnings."""
        written = drafting.text(body, self.lang)
        texts = {self.lang: written}
        draft = replace(self.draft, written=texts, sources=texts, filled=texts)
        content = replace(self.opened.content, drafts=(draft,))
        desk = checks.CheckContext(content, (), date(2026, 11, 22))
        return [p.rule for p in checks.review(desk) if p.severity != "note"]

    def missing(self, body: str) -> list[str]:
        """The words of a body that its readers don't see, or not in their order.

        Notes stand below their clause, wherever they were written.
        """
        word = re.compile(_WORDS[self.lang].format(r"\d+"))
        wanted = word.findall(_TAKEN.sub("]", body))
        shown = word.findall(_shown(body, self.lang))
        if "[^" in body:
            return sorted({*wanted} - {*shown})
        return [] if wanted == [w for w in shown if w in wanted] else [*wanted, "<>", *shown]

    def signs(self, body: str) -> list[str]:
        """The signs of Markdown that readers of a body see, but for those that it escapes.

        Nor those in code: whoever writes a sign there means it.
        """
        shown = _shown(body, self.lang, code=" ")
        return [s for s in _SIGNS.findall(shown) if f"\\{s[0]}" not in body]


def _shown(body: str, lang: str, code: str | None = None) -> str:
    """What readers see of a body, leaf by leaf; with something else for its `code`."""
    clauses = markdown.parse(drafting.text(body, lang), lang).clauses
    blocks = [b for c in clauses for b in ((c.heading, *c.blocks) if c.heading else c.blocks)]
    leaves = [leaf for block in blocks for leaf in block.leaves()]
    return "\n".join("".join(_said(run, code) for run in leaf.runs) for leaf in leaves)


def _said(run: Run, code: str | None) -> str:
    return run.text if code is None or all(mark.tag != "code" for mark in run.marks) else code
