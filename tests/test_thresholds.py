"""The engine's thresholds: a small pair of texts on either side of each.

A constant that is changed fails here; why it is what it is stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kaitei.text import markdown
from kaitei.text.diff import BlockChange, ChangeKind, Redline, compare
from kaitei.text.diff.negations import turned
from kaitei.text.diff.regions import Region
from kaitei.text.diff.runs import is_island
from kaitei.text.history_index import HistoryIndex
from kaitei.text.render import sentences


def words(first: str, count: int) -> list[str]:
    """So many words that stand nowhere else."""
    return [f"{first}{chr(97 + at // 26)}{chr(97 + at % 26)}x" for at in range(count)]


def said(*paragraphs: list[str] | str) -> str:
    """A text of one clause."""
    return "\n\n".join(["## 1. A", *(p if isinstance(p, str) else " ".join(p) for p in paragraphs)])


def compared(old: str, new: str) -> Redline:
    """The comparison, from which both texts come back."""
    texts = [markdown.parse(text, "en") for text in (old, new)]
    redline = compare(*texts)
    assert [redline.old_text(), redline.new_text()] == texts
    return redline


def blocks(redline: Redline) -> Iterator[BlockChange]:
    for change in redline.clauses:
        yield from change.blocks


def kinds(old: str, new: str) -> list[ChangeKind]:
    return [block.kind for block in blocks(compared(old, new))]


SHARED, REST = words("s", 200), [words(letter, 15) for letter in "pqr"]


@pytest.mark.parametrize(("shared", "one"), [(9, False), (10, True)])
def test_half_of_its_words_make_a_paragraph_the_same(shared: int, one: bool) -> None:
    old, new = (SHARED[:shared] + words(letter, 20 - shared) for letter in "on")
    new_text = said("First.", "Quite other words here stand.", new, "Last one.")
    assert (ChangeKind.AMENDED in kinds(said("First.", old, "Last one."), new_text)) == one


@pytest.mark.parametrize(("shared", "moved"), [(12, False), (13, True)])
def test_more_of_them_make_one_elsewhere_the_same(shared: int, moved: bool) -> None:
    old, new = (SHARED[:shared] + words(letter, 20 - shared) for letter in "on")
    redline = compared(said(old, *REST), said(*REST, new))
    assert any(block.move for block in blocks(redline)) == moved


@pytest.mark.parametrize(("count", "moved"), [(9, False), (10, True)])
def test_what_is_short_recurs_by_chance_and_has_not_moved(count: int, moved: bool) -> None:
    redline = compared(said(SHARED[:count], *REST), said(*REST, SHARED[:count]))
    assert any(block.move for block in blocks(redline)) == moved


@pytest.mark.parametrize(("first", "moved"), [("Beta", True), ("Alpha", False), ("12", False)])
def test_a_row_is_known_by_a_first_cell_that_stands_once(first: str, moved: bool) -> None:
    others = [f"| {name} | 1 |" for name in ("Alpha", "Gamma", "Delta")]
    head = "| Plan | Fee |\n|---|---|"
    rows = f"| {first} | five hundred yen |", f"| {first} | nothing whatever |"
    redline = compared(
        "\n".join(["## A", "", head, rows[0], *others]),
        "\n".join(["## A", "", head, *others, rows[1]]),
    )
    (table,) = blocks(redline)
    assert any(row.move for row in table.children[-1].children) == moved


@pytest.mark.parametrize(
    ("shared", "count", "split"), [(6, 10, True), (5, 10, False), (8, 8, True), (7, 7, False)]
)
def test_a_clause_of_words_from_another_is_split_from_it(
    shared: int, count: int, split: bool
) -> None:
    part = SHARED[30 : 30 + shared] + words("z", count - shared)
    new = said(SHARED[:30]) + "\n\n## 2. B\n\n" + " ".join(part)
    redline = compared(said(SHARED[:40]), new)
    assert redline.clauses[1].kind == (ChangeKind.SPLIT if split else ChangeKind.ADDED)


@pytest.mark.parametrize(("shared", "split"), [(9, False), (10, True)])
def test_half_of_a_paragraph_comes_from_the_one_that_was_divided(shared: int, split: bool) -> None:
    part = SHARED[20 : 20 + shared] + words("z", 20 - shared)
    found = kinds(said(SHARED[:40]), said(SHARED[:20], part))
    assert found == ([ChangeKind.SPLIT] if split else [ChangeKind.AMENDED, ChangeKind.INSERTED])


@pytest.mark.parametrize(("count", "split"), [(6, False), (8, True)])
def test_a_few_words_of_a_long_paragraph_are_no_part_of_it(count: int, split: bool) -> None:
    found = kinds(said(SHARED), said(SHARED[:-count], SHARED[-count:]))
    assert (found == [ChangeKind.SPLIT]) == split


@pytest.mark.parametrize(("parts", "split"), [(24, True), (25, False)])
def test_a_text_taken_to_pieces_is_no_division(parts: int, split: bool) -> None:
    whole = words("s", parts * 6)
    pieces = [whole[at : at + 6] for at in range(0, len(whole), 6)]
    assert (kinds(said(whole), said(*pieces)) == [ChangeKind.SPLIT]) == split


@pytest.mark.parametrize(
    ("text", "island"),
    [("word", True), ("two words", False), ("三文字", True), ("四つの字", False)],
)
def test_an_island_is_too_small_to_be_read(text: str, island: bool) -> None:
    assert is_island(text) == island


@pytest.mark.parametrize(("length", "heading"), [(80, True), (81, False)])
def test_a_long_bold_line_is_a_sentence(length: int, heading: bool) -> None:
    title = "2.1 " + "x" * (length - 4)
    redline = compared("## A\n\nOne.\n", f"## A\n\nOne.\n\n**{title}**\n\nTwo.\n")
    assert (len(redline.clauses) == 2) == heading


@pytest.mark.parametrize(("kept", "stands"), [(2, False), (3, True)])
def test_a_third_of_a_sentence_stands(kept: int, stands: bool) -> None:
    old, new = "あ" * kept + "い" * 7 + "。", "あ" * kept + "いいいいません" + "。"
    # Of the sentence `kept` and the full stop stay.
    sites = [Region(kept, kept + 7, kept, kept + 7)]
    assert bool(list(turned(old, new, sites))) == stands


@pytest.mark.parametrize(("length", "whole"), [(48, True), (49, False)])
def test_a_long_place_is_quoted_around_the_negation(length: int, whole: bool) -> None:
    lead = "あ" * 60
    new = lead + "い" * (length - 3) + "ません" + "。"
    (found,) = turned(lead + "。", new, [Region(60, 60, 60, 60 + length)])
    assert bool(found.old) == whole


@pytest.mark.parametrize(("again", "same"), [("abc", False), ("abcd", True)])
def test_a_few_letters_among_others_are_not_taken_up_again(again: str, same: bool) -> None:
    index = HistoryIndex()
    for number, middle in enumerate((again, "other", f"more {again} new")):
        text = markdown.parse(f"One {middle} two.\n", "en")
        index.add(number, number - 1 if number else None, text)
    both = [s.token[1] for s in index.strands if s.members & 1 and s.members & 4]
    assert (again in both) == same


@pytest.mark.parametrize(("rows", "told"), [(5, 5), (6, 1)])
def test_of_more_than_five_values_of_a_column_the_range_is_told(rows: int, told: int) -> None:
    def fees(first: int) -> str:
        lines = [f"| Plan {chr(65 + at)} | {first + at} yen |" for at in range(rows)]
        return said("\n".join(["| Plan | Fee |", "|---|---|", *lines]))

    (sentence,) = sentences(compared(fees(500), fees(600)), "en")
    phrases = sentence.partition(": ")[2].split("; ")
    assert len(phrases) == told
    assert (phrases[0] == "“Plan A”, “Fee”: 500 yen became 600 yen") == (told > 1)


@pytest.mark.parametrize(("number", "told"), [("12", False), ("120", True)])
def test_a_number_of_three_figures_that_came_is_told(number: str, told: bool) -> None:
    old, new = (said(f"The plan named Basic{more} is for schools.") for more in ("", f" {number}"))
    assert bool(compared(old, new).findings) == told


@pytest.mark.parametrize(
    ("sentence", "moved"), [("Pay in 30 days.", False), ("Pays in 30 days.", True)]
)
def test_twelve_letters_make_a_sentence_one_that_moved(sentence: str, moved: bool) -> None:
    text = "## 1. A\n\nSome words are here. {}Others come.\n\n## 2. B\n\nMore of it. {}End.\n"
    found = compared(text.format(f"{sentence} ", ""), text.format("", f"{sentence} "))
    assert ("moved" in " ".join(sentences(found, "en"))) == moved
    assert bool(found.findings) != moved
