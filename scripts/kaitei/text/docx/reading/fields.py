r"""Fields: what is shown of one is its result, never its code (ECMA-376 part 1, 17.16).

A field is begin, code, separate, result, end, over several runs and nested as one likes; one that
never ends is none. An EQ field has no result: it draws its code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kaitei.text.docx.xml import Element, name

_SHOWING = re.compile(r"\s*(?:EQ|MACROBUTTON|GOTOBUTTON|SYMBOL)\b", re.IGNORECASE)
_COMPUTED = re.compile(r"\s*(?:PAGE|NUMPAGES|AUTONUM\w*|LISTNUM|DATE|TIME)\b", re.IGNORECASE)
_RING = "○□△◇〇"


@dataclass
class OpenField:
    """A field that is open: its code, whether its result has begun, and where it leads to."""

    code: str = ""
    result: bool = False
    link: str = ""
    words: str = ""

    @property
    def draws(self) -> bool:
        """Whether it shows what its code says."""
        return bool(_SHOWING.match(self.code))

    @property
    def computed(self) -> str:
        """The name of a field that shows what Word works out, "" for any other."""
        match = _COMPUTED.match(self.code)
        return match[0].strip().upper() if match else ""


def complete(root: Element) -> frozenset[Element]:
    """The marks of all fields in `root` that begin and end."""
    found: set[Element] = set()
    stack: list[list[Element]] = []
    for mark in root.iter(name("fldChar")):
        kind = mark.get(name("fldCharType"))
        if kind == "begin":
            stack.append([mark])
        elif stack and kind in ("separate", "end"):
            stack[-1].append(mark)
            if kind == "end":
                found.update(stack.pop())
    return frozenset(found)


def hyperlink(code: str) -> tuple[str, str]:
    r"""Address and bookmark in a field's code: HYPERLINK "address" \l "part"."""
    found = re.fullmatch(
        r'\s*HYPERLINK\s+(?:"([^"]*)")?\s*(?:\\l\s+"([^"]*)")?.*', code, re.IGNORECASE | re.DOTALL
    )
    return (found[1] or "", found[2] or "") if found else ("", "")


def drawn(code: str) -> tuple[str, str]:
    r"""What a field that draws its code shows: (its words, what is lost of them).

    `EQ \o\ad(\s\up 9(かし),瑕疵)` is a reading above words, `EQ \o\ac(○,印)` a ring around one.
    """
    kind, _, rest = code.strip().partition(" ")
    if kind.upper() == "SYMBOL":
        match = re.match(r"\s*(\d+|0x[0-9a-f]+)", rest, re.IGNORECASE)
        number = int(match[1], 0) if match else 0
        return (
            (chr(number), "")
            if 32 <= number < 0x10000 and not 0xD800 <= number < 0xE000
            else ("", code)
        )
    if kind.upper() != "EQ":  # a button: the macro's or bookmark's name, then the words
        return rest.strip().partition(" ")[2].strip(), ""
    over = re.search(r"\\o\b", rest, re.IGNORECASE)
    parts = list(_arguments(rest))
    if over and len(parts) > 1:
        reading = [part for part in parts[:-1] if part.strip(_RING)]
        return parts[-1], "".join(reading) or "".join(parts[:-1])
    return " ".join(parts), code.strip()


def _arguments(code: str) -> Iterator[str]:
    r"""The arguments of the outermost brackets of a code, switches taken off."""
    inner = re.search(r"\((.*)\)", code, re.DOTALL)
    depth, part = 0, ""
    for char in inner[1] if inner else "":
        if char in ",;" and depth == 0:
            yield _bare(part)
            part = ""
            continue
        depth += {"(": 1, ")": -1}.get(char, 0)
        part += char
    if part or inner:
        yield _bare(part)


def _bare(part: str) -> str:
    return re.sub(r"\\[a-z]+\s*\d*|[()]", "", part, flags=re.IGNORECASE).strip()
