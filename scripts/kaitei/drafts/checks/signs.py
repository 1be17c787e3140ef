"""No sign is shown: what readers see is held against what prose contains.

Prose has letters, digits, and a short list of signs, some of them in certain places only. Whatever
else reaches readers is told: which Markdown, template or program it came from makes no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks import leftover, tables
from kaitei.drafts.checks.context import DraftContext
from kaitei.model import Block

# What prose contains nowhere, or nowhere but in the places that the patterns leave out.
_SIGNS = re.compile(
    r"""
      \*(?!\d) (?<!\d[ ]\*) (?<!\d\*)           # 料金*1 and 2 * 3 are prose
    | ＊＊+
    | (?<![A-Za-z0-9_])_+(?=\S) | _+(?![A-Za-z0-9_])   # some_file is prose
    | ``+ | `
    | \\
    | \| | ｜[^｜]*｜
    | (?<![A-Za-z0-9])\#+(?!\d) | ^[＃]+(?=[ 　第0-9０-９])
    | ~~+ | \^
    | <(?![ =\d-]|$) | (?<![ =\d<>-])>(?![ =\d]|$) | ^>
    | \{+ | %?\}+ | (?<!｛)｛++[^｛｝]*+｝++
    | \[\[ | \]\] | \[[ xX]\](?=[ 　]|$) | \[\^[^\]]*\] | \[![A-Z]+\]
    | \[(?:TOC|toc|_TOC_|\[_TOC_\])\]
    | \[[^\[\]]*\][ 　]?[\[(（](?:[^\])）]*[\])）])?(?<!\]（）)  # a link that is none
    | !\[ | \]\(
    | ^(?:!!!|\?\?\?\+?|:::|:::+\s?\w*) | :::+
    | ^(?:===?[ ]|\+\+\+|@@@) | ={2,} | (?<![\d-])-{3,}(?![\d-]) | \$\$
    | &(?:[A-Za-z]{2,8}|\#\d{2,6});
    | (?<![\w:/]):[a-z][a-z0-9]*_[a-z0-9_]*:(?!\w)
    | ^(?:import|export)[ ].*(?:from[ ]['"]|=)
    """,
    re.VERBOSE,
)
_CODE = re.compile(r"[^`]")
_FACT = re.compile(r"\{\{[a-z][^{}]*\}\}")  # filled in, or told as one that is not there
_BRACKETED = re.compile(r"\[[^\[\]]*\][ 　]?[（(](?P<inner>[^)）]{0,300})")
# Behind a bracket in square ones a remark in round ones is prose; an address is none.
_ADDRESS = re.compile(r"https?:|mailto:|tel:|#|\.{0,2}/|[\w-]+\.(?:md|html?)")
_AROUND = 12


def shown(case: DraftContext) -> Iterator[Problem]:
    """No sign is left that readers would see."""
    for lang, file in case.draft.files.items():
        fidelity, first = case.fidelity(lang), case.first(lang)
        lines = case.draft.sources[lang].split("\n")
        told = set(_told_closer(case, lang))
        meant: set[tuple[int, str]] = set()
        for leaf, _, place in fidelity.leaves:
            words, at, counted = leaf.words, place, 0
            for start, found in _found(leaf):
                at += sum(map(str.isalnum, words[counted:start]))
                counted = start
                line = first + fidelity.line(at, found)
                if (line, found[0]) in meant or line in told:
                    continue
                # An escaped sign is meant as such; two backslashes are a line's end elsewhere.
                if found[0] != "\\" and f"\\{found[0]}" in lines[line - 1]:
                    meant.add((line, found[0]))
                else:
                    told.add(line)
                    yield problem("sign-shown", file, line, found=found)


def _told_closer(case: DraftContext, lang: str) -> Iterator[int]:
    """The lines of which rules of their own say what to write instead."""
    file, lines = case.draft.files[lang], case.draft.sources[lang].split("\n")
    for rule in (leftover.braces, leftover.struck, tables.cells):
        yield from (found.line for found in rule(case) if found.file == file)
    for found in tables.joined(case):
        if found.file == file:  # its rows, down to the next empty line
            below = range(found.line, len(lines) + 1)
            yield from range(found.line, next((n for n in below if not lines[n - 1].strip()), 0))


def _found(leaf: Block) -> Iterator[tuple[int, str]]:
    """The signs in a leaf: where they stand, and what they are with their words.

    Code is left out, but for a backquote in it: there it is left over.
    """
    if leaf.tag == "pre":
        return
    words = "".join(
        _CODE.sub("\0", run.text) if any(mark.tag == "code" for mark in run.marks) else run.text
        for run in leaf.runs
    )
    words = _FACT.sub(lambda fact: "\0" * len(fact[0]), words)
    for match in _SIGNS.finditer(words):
        bracketed = _BRACKETED.match(words, match.start())
        remark = bracketed and "](" not in bracketed[0] and not _ADDRESS.match(bracketed["inner"])
        if match[0][0] == "[" and remark:
            continue
        shown = words[match.start() : match.end() + _AROUND].split("\n")[0].replace("\0", "")
        yield match.start(), shown.strip()
