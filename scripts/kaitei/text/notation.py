"""What is written in another way and says the same (表記): width, spaces, quotes, dashes, brackets.

Two texts that are equal once folded differ in notation only. Numerals, dates and amounts are folded
where values are known (see `values`).
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = {
    **dict.fromkeys("’‘‛′´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»「」『』〈〉《》", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("〜∼∿", "~"),
    **dict.fromkeys("〔【", "["),
    **dict.fromkeys("〕】", "]"),
    "、": ",",
    "。": ".",
}
"""Signs that do the same work, none of them ASCII on its left (an ASCII text folds to itself).

、。 and ，． are two habits of official Japanese."""
_WIDE = (
    "\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f\uffe0-\uffe6"
    "\U00020000-\U0003134f"
)
_HAS_WIDE = re.compile(f"[{_WIDE}]")
_SPACE = re.compile(r"\s+")
_SIGN = re.compile(f"[{re.escape(''.join(_SIGNS))}]")


def folded(text: str) -> str:
    """`text` without differences of notation: equal for two that differ in nothing else.

    Full and half width are one (NFKC), quotes, dashes and brackets one each, and white space beside
    a Japanese character is none.
    """
    if text.isascii():
        return text
    if _HAS_WIDE.search(text):
        text = _SPACE.sub(_beside_wide, text)
    # Most characters are no such sign: a search that passes them over is quicker than a table.
    return _SIGN.sub(_sign, unicodedata.normalize("NFKC", text))


def _beside_wide(space: re.Match[str]) -> str:
    text, start, end = space.string, space.start(), space.end()
    beside = _HAS_WIDE.match(text, end) or (start and _HAS_WIDE.match(text, start - 1))
    return "" if beside else space[0]


def _sign(found: re.Match[str]) -> str:
    return _SIGNS[found[0]]
