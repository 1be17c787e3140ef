"""Lines that are headings to their author and no more than words to Markdown.

A clause begins with its heading: without one there is none to link to, to compare, to announce.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks.breaks import lines_of
from kaitei.drafts.checks.context import DraftContext

_N = "[0-9０-９一二三四五六七八九十百]+"
# 第1条（目的）, 第2条　定義, Article 3: Fees, "Section 4. Fees": a label, a title, and no sentence.
_LIKELY = re.compile(
    rf"""(?:\*\*|__)?(?:
      第\s?{_N}\s?[条章節](?:の{_N})*
      (?:[ 　]*[（(【][^（()）】。]{{1,40}}[)）】][ 　]*(?:削除)?|[ 　]+[^。、]{{1,30}}|[ 　]*)
    | (?:Article|Section|Clause|Chapter)\s\d+(?:-\d+)?(?:[.:]?\s?[^.]{{0,60}}|\s?\([^()]{{1,60}}\))
    | 附[ 　]?則
    )(?:\*\*|__)?[ ]*$""",
    re.VERBOSE,
)
_CONTINUES = re.compile(r"(?:の|に|は|が|を|又は|及び|、|and|or|of|,)$")
_SHOWN = 3


def likely(words: str) -> bool:
    """Whether a line looks like the heading of a clause, and like nothing else."""
    words = words.strip()
    return bool(_LIKELY.match(words)) and not _CONTINUES.search(words)


def forgotten(case: DraftContext) -> Iterator[Problem]:
    """What is a heading to its author is one to Markdown, too; and a text has clauses."""
    for lang, file in case.draft.files.items():
        first = case.first(lang)
        body = case.body(lang).split("\n")
        found = [(n, line.strip()) for n, line in lines_of(body) if likely(line)]
        if any(clause.heading for _, clause in case.written(lang)):
            for number, line in found:
                yield problem("heading-forgotten", file, first + number, found=line[:40])
        elif found:
            named = " / ".join(line for _, line in found[:_SHOWN])
            yield problem("clauses-none", file, first + found[0][0], found=named)
        elif any(line.strip() for line in body):
            yield problem("clauses-none", file, 0, found="-")
