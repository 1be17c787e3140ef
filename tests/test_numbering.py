"""One numbering: what is cited is what page, PDF, Word, mail and comparison print."""

from __future__ import annotations

import re

import pytest

from conftest import REPO
from kaitei.text.numbering import marker, signs

STYLES = {
    "decimal": "1.",
    "k-paren": "(1)",
    "katakana": "ア",
    "lower-alpha": "a.",
    "lower-roman": "i.",
}


@pytest.mark.parametrize("lang", ["ja", "en", "zh-Hans"])
def test_the_page_numbers_items_as_everything_else_does(lang: str) -> None:
    css = (REPO / "theme/overrides/assets/kaitei.css").read_text("utf-8")
    css = css.replace(":is(ol, .kaitei-numbered)", "ol")
    rules = re.findall(
        r"^\.md-typeset ([^{}]*\bol(?::lang\(ja\))?) \{ list-style-type: ([\w-]+); \}", css, re.M
    )
    found: dict[int, str] = {}
    for selector, style in rules:  # the later one wins where both hold
        if "lang(ja)" not in selector or lang == "ja":
            found[len(re.findall(r"\bol\b", selector))] = STYLES[style]
    assert tuple(found[depth] for depth in (1, 2, 3)) == signs(lang)


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("ja", ["1. 2.", "(1) (2)", "ア イ", "ア イ"]),
        ("en", ["1. 2.", "a. b.", "i. ii.", "i. ii."]),
    ],
)
def test_items_are_numbered_by_depth(lang: str, wanted: list[str]) -> None:
    found = [" ".join(marker(n, depth, lang) for n in (1, 2)) for depth in range(4)]
    assert found == wanted
