"""What is written in another way and says the same (表記): width, spaces, quotes, dashes, brackets.

Two texts that are equal once folded differ in notation only. Numerals, dates and amounts are folded
where values are known (see `values`).
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("’‘‛′´ʼ", "'"),
        **dict.fromkeys("“”„‟″«»「」『』〈〉《》", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("〜∼∿", "~"),
        **dict.fromkeys("〔【", "["),
        **dict.fromkeys("〕】", "]"),
        "、": ",",
        "。": ".",
    }
)
"""Signs that do the same work, none of them ASCII on its left (an ASCII text folds to itself).

、。 and ，． are two habits of official Japanese."""
_WIDE = (
    "\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f\uffe0-\uffe6"
    "\U00020000-\U0003134f"
)
_BESIDE_WIDE = re.compile(rf"\s+(?=[{_WIDE}])|(?<=[{_WIDE}])\s+")


def folded(text: str) -> str:
    """`text` without differences of notation: equal for two that differ in nothing else.

    Full and half width are one (NFKC), quotes, dashes and brackets one each, and white space beside
    a Japanese character is none.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _BESIDE_WIDE.sub("", text)).translate(_SIGNS)
