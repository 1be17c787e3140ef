"""A text as a file from anywhere holds it: Word, a web page, Markdown, the words of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaitei.model import Block, Mark, Run
from kaitei.text.numbering import marker

_N = r"[0-9０-９一二三四五六七八九十百]+"
ITEM = re.compile(  # how a line begins that does not go on with the one above
    rf"第\s*{_N}\s*[条章節]|附\s*則|[(（](?:{_N}|[a-zａ-ｚア-ンｱ-ﾝ]{{1,3}})[)）]|[①-⑳・●■◆※]"
    r"|[0-9０-９]{1,3}[)）.．、]|[一二三四五六七八九十]{1,3}[ 　、]"
    r"|(?:[0-9０-９]{1,2}|[ア-ン])[ 　](?=[^\x00-\x7f])"
)
ALONE = re.compile(  # a line that is a heading, though no gap follows
    rf"第\s*{_N}\s*条(?:\s*の\s*{_N})*\s*(?:[（(【][^）)】]*[）)】])?|附\s*則"
)
CALLED = re.compile(  # how the name of a document ends
    r"(?:規程|規約|約款|ポリシー|方針|規則|規定|について|手続|要領|要綱|細則|心得|基準|憲章|宣言|表記|ガイドライン|契約書?"
    r"|policy|terms(?: of \w+)?|agreement|rules|notice|statement)$",
    re.IGNORECASE,
)
_TITLE = 60  # characters of a title at most, where nothing but its name tells that it is one
WIDE = 0x2E7F  # the last character of the scripts that part words by blanks


@dataclass(frozen=True, slots=True)
class Unheld:
    """Something in a file that a text can't hold: what it is, its words, and the clause near it.

    `what` is a name such as "image", "hidden", "merged"; the catalogue of words has them all.
    """

    what: str
    words: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What was read of a file.

    `title` is what the file itself calls the text, "" for nothing. `blocks` are the text in normal
    form, headings among them. `shown` are the words that a reader of the file sees, line by line,
    read without regard to structure: what was taken in is held against them. `beside` are words of
    the page that are no part of the text: navigation, footer. `unsure` says that a person has to
    read the whole through, because the file does not say how its words hang together. `counted`
    says that `shown` holds the numbers of lists, which a page of ours counts anew. `days` are what
    the file says of its own days beside the text ("date: 2019-03-01"): told, never taken.
    """

    title: str
    blocks: tuple[Block, ...]
    shown: tuple[str, ...]
    lost: tuple[Unheld, ...] = ()
    beside: tuple[str, ...] = ()
    unsure: bool = False
    counted: bool = False
    days: tuple[str, ...] = ()


@dataclass
class SourceItem:
    """A list item in the making: its blocks, and the label that the file shows, None for none."""

    blocks: list[Block]
    label: str | None = None
    number: int = 1


def listed(items: list[SourceItem], lang: str, depth: int, *, ordered: bool) -> Block:
    """The items as a list, with `depth` numbered lists around it.

    Where a page of ours would show other labels they stand as words: what is cited is what is
    printed, and an item that is called (a) in the file is not to become 1.
    """
    if ordered and counted(items, lang, depth):
        first = items[0].number
        attrs = (("start", str(first)),) if first != 1 else ()
        return Block("ol", children=tuple(_li(item.blocks) for item in items), attrs=attrs)
    return Block("ul", children=tuple(_li(_with(item.label, item.blocks)) for item in items))


def counted(items: Sequence[SourceItem], lang: str, depth: int) -> bool:
    """Whether a page of ours shows the labels that items bear, with `depth` numbered lists around.

    Items without labels of their own are counted as pages count.
    """
    numbers = [item.number for item in items]
    if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return False
    labels = [item.label for item in items if item.label]
    shown = [bare(marker(item.number, depth, lang)) for item in items if item.label]
    return len(labels) in (0, len(items)) and [bare(label) for label in labels] == shown


def bare(shown: str) -> str:
    """A label without the signs that only end it: "1." and "1" are cited alike, "(1)" is not."""
    return shown.strip().rstrip(".．、 ")


def _li(blocks: list[Block]) -> Block:
    inner = blocks
    if inner and inner[0].tag == "p":
        inner = [Block("", inner[0].runs), *inner[1:]]
    return Block("li", children=tuple(inner))


def _with(shown: str | None, blocks: list[Block]) -> list[Block]:
    if not shown or not shown.strip():
        return blocks
    if blocks and blocks[0].tag in ("p", "") and blocks[0].runs:
        first = Block("p", (Run(f"{shown.strip()} "), *blocks[0].runs))
        return [first, *blocks[1:]]
    return [Block("p", (Run(shown.strip()),)), *blocks]


def plain_words(blocks: tuple[Block, ...] | list[Block]) -> str:
    """All words of blocks, leaf by leaf, with single blanks."""
    out: list[str] = []
    todo = list(reversed(blocks))
    while todo:
        block = todo.pop()
        if block.runs:
            out.append("".join(run.text for run in block.runs))
        todo.extend(reversed(block.children))
    return " ".join(" ".join(out).split())


def paragraphs(text: str) -> Iterator[str]:
    """Lines of plain text put together: a new paragraph after a gap, a title, before a number.

    Plain text is broken where a column ends (a PDF, `<pre>`, mail), which ends no sentence.
    """
    held = ""
    count = 0
    for line in text.split("\n"):
        words = " ".join(line.split())
        titled = count == 1 and len(held) <= _TITLE and CALLED.search(held)
        if held and (not words or titled or ITEM.match(words) or ALONE.fullmatch(held)):
            yield held
            held = ""
        count += bool(words)
        wide = held and words and ord(held[-1]) > WIDE and ord(words[0]) > WIDE
        held = f"{held}{'' if wide or not held else ' '}{words}" if words else held
    if held:
        yield held


_RAISED = {
    "sup": str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"),
    "sub": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
}


def raised(words: str, tag: str) -> str:
    """Give digits that stand above (`sup`) or below (`sub`) a line as such: 10² is not 102."""
    digits = bool(words.strip()) and not words.strip().strip("0123456789+-")
    return words.translate(_RAISED[tag]) if digits else words


BREAK = Run("\n", (Mark("br"),))
