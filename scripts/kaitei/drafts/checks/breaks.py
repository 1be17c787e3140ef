"""Lines that run together: Markdown makes one paragraph of lines that follow each other.

Told is every break that does not plainly go on with a sentence: an author who breaks a line after
「窓口：相談室」 means two lines, one whose editor breaks a long sentence does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaitei.base.problems import Problem, problem
from kaitei.drafts.checks import leftover
from kaitei.drafts.checks.context import DraftContext

_HARD = re.compile(r"(?: {2,}|\\|<br ?/?>)$")
_BLOCK = re.compile(r"\s*(?:#|\||>|```|~~~|:\s|\[\^?[^\]]+\]:|(?:[-*_]\s*){3,}$)")
_RULE = re.compile(r"[ |:-]*-[ |:-]*")  # below the head of a table
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[0-9]{1,9}\.|[-*+])[ \t]+(?=\S)")
# What a line begins with that is an item, a heading or an entry of a list by itself.
_MARKER = re.compile(
    r"""\s*(?:
      [・●○◆◇■□▪•‣※★☆▼▶]
    | [-*+–—](?=[^\s*+-])
    | [（(](?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[a-zａ-ｚ]|[ivx]{1,5})[)）]
    | [（(][ァ-ヶｱ-ﾝあ-ん][)）]
    | [①-⑳㉑-㊿❶-❿ⅰ-ⅻⅠ-Ⅻ]
    | (?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[ァ-ヶｱ-ﾝ]|[a-zA-Z])
      (?:[.．、)）](?=\D|$)|[ 　](?=\S))
    | 第[0-9０-９一二三四五六七八九十百]+[条項号章]
    )""",
    re.VERBOSE,
)
_BARE_LETTER = re.compile(r"\s*[aAI] ")  # an English sentence may begin so
_ENDS = re.compile(r"[。．.!?！？…][」』）)”\"’']*$|[」』）)][。.]?$")
# A Japanese line that ends so goes on: after a comma, a particle, an opening bracket.
_GOES_ON = re.compile(
    r"(?:[、，,（(「『]|[をにはがのとてでもへやか]|から|より|まで|又は|及び|並びに|若しくは)$"
)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
# Columns from which a line is one that an editor broke; a wide character takes two.
_WRAPPED = 52


def run_together(case: DraftContext) -> Iterator[Problem]:
    """No two lines of a paragraph run together that were meant as two."""
    for lang, file in case.draft.files.items():
        first = case.first(lang)
        lists = {found.line for found in leftover.plain_lists(case) if found.file == file}
        for number, block in paragraphs(case.body(lang).split("\n")):
            if not lists.isdisjoint(range(first + number, first + number + len(block))):
                continue  # told as what it is
            at = next((n for n in range(1, len(block)) if _apart(block[n - 1], block[n])), 0)
            if at:
                found = f"{block[at - 1].strip()[-30:]} / {block[at].strip()[:30]}"
                yield problem("lines-run", file, first + number + at - 1, found=found)


def lines_of(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines of plain paragraphs, with their numbers from 0; those of other blocks left out."""
    yield from (
        (number, line)
        for number, line in enumerate(lines)
        if line.strip() and not _BLOCK.match(line) and not _ITEM.match(line) and line[:1] != " "
    )


def paragraphs(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines that Markdown takes for one paragraph or item, and the number of the first."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""]):
        plain = bool(line.strip()) and not _BLOCK.match(line)
        if plain and (not block or not _ITEM.match(line)):
            block.append(line)
            continue
        if len(block) > 1 and not any(map(_RULE.fullmatch, block)):
            yield number - len(block), block
        block = [line] if plain else []


def _apart(line: str, following: str) -> bool:
    """Whether a break between two lines does not plainly go on with a sentence."""
    if _HARD.search(line):
        return False
    item = _ITEM.match(line)
    own, after = line[item.end() :] if item else line, following.strip()
    if _MARKER.match(following) and not _BARE_LETTER.match(following):
        return True
    if item and not following.startswith(" "):
        return True  # what follows an item goes on with it only where it is indented
    own = own.rstrip()
    if _WIDE.search(own) or _WIDE.search(after):
        return not _goes_on(own, after)
    return not _goes_on_in_english(own, after)


def _goes_on(line: str, after: str) -> bool:
    if _ENDS.search(line):
        return bool(_ENDS.search(after)) or _columns(after) >= _WRAPPED
    if line.endswith(("：", ":")):
        return False
    return bool(_GOES_ON.search(line)) or _columns(line) >= _WRAPPED


def _goes_on_in_english(line: str, after: str) -> bool:
    if line.endswith(":"):
        return False
    if _columns(line) >= _WRAPPED:
        return True
    if _ENDS.search(line):
        return bool(_ENDS.search(after)) or _columns(after) >= _WRAPPED
    return after[:1].islower() or line.endswith((",", ";", "-", "–", "—"))


def _columns(line: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in line)
