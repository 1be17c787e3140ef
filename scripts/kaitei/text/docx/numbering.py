"""numbering.xml -> what Word shows before a paragraph: 第1条, (1), ア, with restarts and overrides.

The counters belong to the abstract list: lists that share one go on counting where the other
stopped, except where one overrides the start of a level (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kaitei.text.docx import xml
from kaitei.text.docx.styles import ListPlace, Styles, integer, left, on, value
from kaitei.text.docx.xml import Element, name
from kaitei.text.numerals import BULLETS, numeral

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its format, what stands around its number, where it starts.

    `restart` is the level (from 1) whose items set it back, 0 for none, None for any above.
    `legal` writes the numbers of all levels in Arabic digits. `left` is its indent, 0 for none.
    """

    kind: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    suffix: str = "tab"
    legal: bool = False
    picture: str = ""
    style: str = ""
    hidden: bool = False
    left: int = 0


@dataclass(frozen=True, slots=True)
class ListLabel:
    """What is shown before a paragraph: the words, the number behind them, how it goes on.

    `number` counts within its level; `bullet` is a sign that counts nothing. `unknown` is the
    name of a format that is not known here, and whose words are therefore a guess. `left` is how
    far in the paragraph stands, in twentieths of a point, 0 where nothing says it.
    """

    words: str
    number: int
    level: int
    bullet: bool = False
    suffix: str = "tab"
    unknown: str = ""
    start: int = 1
    left: int = 0


@dataclass
class _Num:
    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass
class Numbering:
    """The lists of a file by numId, and how far each has counted."""

    nums: Mapping[str, _Num] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, content: bytes | None, styles: Styles) -> Numbering:
        """The lists in a part numbering.xml; none where there is no such part."""
        root: Element = xml.read(content) if content else ()
        abstracts = {
            one.get(name("abstractNumId"), ""): one
            for one in root
            if one.tag == name("abstractNum")
        }
        linked = {value(one, "styleLink"): key for key, one in abstracts.items()}
        nums = {}
        for one in root:
            if one.tag == name("num"):
                key = value(one, "abstractNumId")
                link = value(abstracts[key], "numStyleLink") if key in abstracts else ""
                key = linked.get(link, key) if link else key
                nums[one.get(name("numId"), "")] = _num(one, key, abstracts.get(key))
        return cls(nums, styles)

    def level(self, numbered: ListPlace, style: str = "") -> int:
        """The level at which a paragraph of `style` is numbered: its own, else its style's."""
        if numbered.level is not None:
            return min(max(numbered.level, 0), LEVELS - 1)
        num = self.nums.get(numbered.number)
        if num and style:
            for key, _ in self.styles.chain(style):
                for number, level in num.levels.items():
                    if level.style == key:
                        return number
        return 0

    def label(self, numbered: ListPlace, style: str = "") -> ListLabel | None:
        """What stands before the next paragraph of a list; the list counts on.

        None where the file has no such list.
        """
        num = self.nums.get(numbered.number)
        if num is None:
            return None
        at = self.level(numbered, style)
        level = num.levels.get(at, Level())
        counted = self.counters.setdefault(num.abstract, {})
        self._count(numbered.number, num, at, counted)
        words, unknown = self._words(num, level, counted)
        bullet = level.kind in BULLETS
        start = num.starts.get(at, level.start)
        if level.hidden:
            words = ""
        return ListLabel(words, counted[at], at, bullet, level.suffix, unknown, start, level.left)

    def _count(self, number: str, num: _Num, at: int, counted: dict[int, int]) -> None:
        first = (number, at) not in self.begun
        self.begun.add((number, at))
        start = num.levels.get(at, Level()).start
        if first and at in num.starts:
            counted[at] = num.starts[at]
        elif at in counted:
            counted[at] += 1
        else:
            counted[at] = num.starts.get(at, start)
        for above in range(at):  # a level that was skipped counts as begun
            counted.setdefault(above, num.levels.get(above, Level()).start)
        for below in [one for one in counted if one > at]:
            restart = num.levels.get(below, Level()).restart
            if restart is None or 0 < at + 1 <= restart:
                del counted[below]

    def _words(self, num: _Num, level: Level, counted: Mapping[int, int]) -> tuple[str, str]:
        unknown = ""

        def shown(match: re.Match[str]) -> str:
            nonlocal unknown
            other = int(match[1]) - 1
            theirs = num.levels.get(other, Level())
            kind = "decimal" if level.legal else theirs.kind
            found = numeral(counted.get(other, theirs.start), kind, theirs.picture)
            if found is None:
                unknown = kind
                found = str(counted.get(other, theirs.start))
            return found

        if level.kind in BULLETS:
            return "", ""
        return re.sub(r"%([1-9])", shown, level.text), unknown


def _num(element: Element, abstract: str, kind: Element | None) -> _Num:
    levels = {} if kind is None else dict(map(_level, kind.iterchildren(name("lvl"))))
    starts = {}
    for override in element.iterchildren(name("lvlOverride")):
        at = integer(override.get(name("ilvl"), "0"))
        own = override.find(name("lvl"))
        if own is not None:
            levels[at] = _level(own)[1]
        if override.find(name("startOverride")) is not None:
            starts[at] = integer(value(override, "startOverride"), 1)
    return _Num(abstract, levels, starts)


def _level(element: Element) -> tuple[int, Level]:
    kind = element.find(name("numFmt"))
    if kind is None:  # a format of later Words stands in an alternative
        kind = next(
            iter(element.findall(f"{_MC}AlternateContent/{_MC}Choice/{name('numFmt')}")), None
        )
    restart = element.find(name("lvlRestart"))
    look = element.find(name("rPr"))
    indent = element.find(f"{name('pPr')}/{name('ind')}")
    return integer(element.get(name("ilvl"), "0")), Level(
        kind=(kind.get(name("val"), "decimal") if kind is not None else "decimal"),
        text=_text(element),
        start=integer(value(element, "start"), 1) if element.find(name("start")) is not None else 0,
        restart=None if restart is None else integer(restart.get(name("val"), "0")),
        suffix=value(element, "suff") or "tab",
        legal=on(element, "isLgl"),
        picture=kind.get(name("format"), "") if kind is not None else "",
        style=value(element, "pStyle"),
        hidden=look is not None and on(look, "vanish"),
        left=left(indent),
    )


def _text(element: Element) -> str:
    found = element.find(name("lvlText"))
    return "" if found is None else str(found.get(name("val"), ""))
