"""Words: tokens join to their text, labels are read as lawyers write them, values are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaitei.text import tokens as words


@given(
    st.text(alphabet=st.sampled_from("aB1０ァ漢か（。 \u3000\n'’-.,:/@e\u0301が\u3099\ufffc€円"))
)
def test_tokens_join_to_their_text(text: str) -> None:
    tokens = words.split(text)
    lead = len(text) - len(text.lstrip())
    assert "".join(tokens) == text
    assert all(token.strip() for token in tokens[lead:])


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("手数料1,000円", ["手", "数", "料", "1,000円"]),
        ("データベース管理", ["データベース", "管", "理"]),
        ("don't pay 10.5% ", ["don't ", "pay ", "10.5% "]),
        ("10:00～17:00", ["10:00", "～", "17:00"]),
        ("help@example.jp まで", ["help@example.jp ", "ま", "で"]),
        ("cafe\u0301s", ["cafe\u0301s"]),
    ],
)
def test_numbers_katakana_and_latin_words_stay_whole(text: str, tokens: list[str]) -> None:
    assert words.split(text) == tokens


@pytest.mark.parametrize(
    ("heading", "label", "title"),
    [
        ("第3条（開示）", "第3条", "（開示）"),
        ("第三条の二 開示", "第三条の二", "開示"),
        ("Article 3 Fees", "Article 3", "Fees"),
        ("Section 4.2 Fees", "Section 4.2", "Fees"),
        ("3.1 Fees", "3.1", "Fees"),
        ("(2) Fees", "(2)", "Fees"),
        ("① 手数料", "①", "手数料"),
        ("ア　手数料", "ア", "手数料"),
        ("３．行政改革", "３．", "行政改革"),
        ("アンケート", "", "アンケート"),
        ("I am your data", "", "I am your data"),
        ("A note", "", "A note"),
        ("1,000円の手数料", "", "1,000円の手数料"),
    ],
)
def test_labels(heading: str, label: str, title: str) -> None:
    assert words.split_label(heading) == (label, title)


@pytest.mark.parametrize(
    "text",
    [
        "第5条の規定にかかわらず", "第二条第一項の規定は", "第5条第1項及び第2項は", "第5条により",
        "第5条の2の規定", "第5条（返金）の規定により", "第5条", "(1)の場合", "①の場合は",
        "Section 5 does not apply", "Article 6 GDPR is", "Clause 4.2 prevails.", "Annex II lists",
        "Part 2 of the Act", "Chapter 11 proceedings", "(a) and (b) apply",
    ],
)  # fmt: skip
def test_a_reference_at_the_head_of_a_paragraph_is_no_label(text: str) -> None:
    assert words.label_end(text) == 0


@pytest.mark.parametrize(
    "label",
    ["第5条　", "第5条 ", "Section 5. ", "Article 6: ", "(1) ", "(1)", "①", "1. ", "ア　", "(a) "],
)
def test_a_label_at_the_head_of_a_paragraph(label: str) -> None:
    assert words.label_end(f"{label}当社 to pay") == len(label)


def test_a_number_that_counts_is_no_label_outside_a_heading() -> None:
    assert words.label_end("10 days after the notice") == 0
    assert words.label_end("２　前項の規定") == 2
