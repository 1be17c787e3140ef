"""Statements that were turned round, and what turns nothing round."""

from __future__ import annotations

import pytest

from kaitei.text import markdown
from kaitei.text.diff import compare
from kaitei.text.diff.negations import negations


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("適用しません。", ["ません"]),
        ("同意なく十分に支払い、第三者の一部は無料", ["なく", "無"]),
        ("少なくとも前日までになくなる。", []),
        ("少ない場合は前条を除き禁止", ["を除き", "禁"]),
        ("通知なしに変更し、応じかねる。", ["なしに", "かね"]),
        ("義務を負わぬものとし、解約を拒む。", ["ぬ", "拒"]),
        ("We don’t sell it, unless unlawful or non-binding.",
         ["n’t", "unless", "unlawful", "non-"]),
        ("No more than two, whether or not paid, nor later.", ["nor"]),
    ],
)  # fmt: skip
def test_what_denies(text: str, denied: list[str]) -> None:
    assert [text[start:end] for start, end in negations(text)] == denied


@pytest.mark.parametrize(
    ("old", "new", "turned"),
    [
        ("当社は、責任を負う。", "当社は、責任を負わない。", [("負う", "負わない")]),
        (
            "We shall not be liable for it.",
            "We shall be liable for it.",
            [("shall not be liable for", "shall be liable for")],
        ),
        # Denied otherwise is denied still.
        ("You can not sell it.", "You cannot sell it.", []),
        # A sentence that came turns none round; of one that stands a third is kept.
        ("料金は月額とする。", "料金は月額とする。返金はしない。", []),
        ("解約に応じる。", "解約を拒む。", [("解約に応じる", "解約を拒む")]),
    ],
)
def test_what_was_turned_round(old: str, new: str, turned: list[tuple[str, str]]) -> None:
    lang = "en" if old.isascii() else "ja"
    one, other = (markdown.parse(f"## 1. A\n\n{text}\n", lang) for text in (old, new))
    found = [f for _, f in compare(one, other).findings if f.kind == "negation"]
    assert [(f.old, f.new) for f in found] == turned
