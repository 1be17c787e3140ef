"""One record for every pair: each text comes back from it, and it marks no more than the engine."""

import json
import re
from itertools import combinations, pairwise
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaitei.model import Text
from kaitei.text import diff, markdown, render
from kaitei.text.history_index import HistoryIndex, tokens
from test_views import without_ours

WORDS = [
    "手数料",
    "は",
    "1,000円",
    "です",
    "。",
    "personal ",
    "information ",
    "（税込）",
    "**太字**",
]
line = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join)
block = st.one_of(
    line,
    st.lists(line, min_size=1, max_size=4).map(lambda ls: "\n".join(f"1. {one}" for one in ls)),
    st.lists(line, min_size=1, max_size=3).map(lambda ls: "\n".join(f"- {one}" for one in ls)),
    st.lists(line, min_size=1, max_size=3).map(
        lambda ls: "| 種類 | 額 |\n| --- | --- |\n" + "\n".join(f"| {one} | 1 |" for one in ls)
    ),
)
clause = st.lists(block, max_size=3).map(lambda found: "\n\n".join(["## 第1条（条）", *found]))
source = st.lists(clause, max_size=4).map(lambda found: "---\ntitle: T\n---\n" + "\n\n".join(found))


def index_of(texts: list[Text], bases: list[int | None] | None = None) -> HistoryIndex:
    index = HistoryIndex()
    for number, text in enumerate(texts):
        index.add(number, bases[number] if bases else (number - 1 if number else None), text)
    return index


@settings(max_examples=60, deadline=None)
@given(st.lists(source, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_every_text_comes_back_exactly_whatever_it_was_based_on(sources, chance):
    texts = [markdown.parse(one, "ja") for one in sources]
    bases = [chance.randrange(n) if n else None for n in range(len(texts))]
    index = index_of(texts, bases)
    data = json.loads(json.dumps(index.data()))
    for place, text in enumerate(texts):
        said = list(tokens(text))
        assert index.tokens(place) == said
        kept = [
            (kind, words)
            for kind, words, *ends in data["strands"]
            if any(a <= place < b for a, b in zip(ends[::2], ends[1::2], strict=True))
        ]
        assert "".join(f"{kind}{words}" for kind, words in kept) == "".join(
            f"{kind}{words}" for kind, words in said
        )


@settings(max_examples=60, deadline=None)
@given(st.lists(source, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_a_weave_that_becomes_another_is_as_if_made_anew(sources, chance):
    texts = [markdown.parse(one, "ja") for one in sources]
    kept, written = HistoryIndex(), []
    for _ in range(6):
        del written[chance.randrange(len(written) + 1) :]  # what a draft said before it was saved
        for number in range(len(written), len(written) + chance.randrange(3)):
            base = chance.randrange(number) if number else None
            written.append((number, base, chance.choice(texts)))
        fresh = HistoryIndex()
        fresh.become(written)
        kept.become(written)
        assert kept.data() == fresh.data()


def test_what_comes_back_after_it_was_taken_out_is_no_change():
    here, gone = (
        markdown.parse(f"# T\n\n同じ。{more}終わり。\n", "ja") for more in ("戻る文。", "")
    )
    index = index_of([here, gone, here])
    assert not [s for s in index.strands if (s.members & 1) != (s.members >> 2 & 1)]


def test_the_record_grows_with_what_is_written_not_with_its_pairs():
    clauses = [f"第{n}条 手数料は{{}}円とし、契約回線ごとにいただきます。" for n in range(40)]
    amounts, texts, sizes = [100] * 40, [], []
    for revision in range(60):
        amounts[revision % 40] += 1
        filled = (one.format(amount) for one, amount in zip(clauses, amounts, strict=True))
        texts.append(markdown.parse("# T\n\n" + "\n\n".join(filled) + "\n", "ja"))
    index = HistoryIndex()
    for number, text in enumerate(texts):
        index.add(number, number - 1 if number else None, text)
        sizes.append(len(json.dumps(index.data(), ensure_ascii=False)))
    assert sizes[59] - sizes[30] < 1.3 * (sizes[30] - sizes[1])
    assert sizes[59] < 3 * sizes[0]


def marked(redline: diff.Redline, tag: str) -> str:
    """The letters that readers of the announcement see deleted ("del") or inserted ("ins").

    Numbers of items apart: in a record they begin lines.
    """
    own = f"self::{tag} or @data-change='{tag}'"
    tree = lxml.html.fromstring(without_ours(render.inline(redline, redline.lang)))
    found = tree.xpath(f"//text()[ancestor::*[{own}]]")
    return letters("\n".join(found))


def letters(words: str) -> str:
    return re.sub(r"\s|\d+\.|\(\d+\)|\b[a-z]\.", "", words)


def prose(words: str) -> str:
    """Letters without what an item's number, or the words for an image, may be taken for."""
    return re.sub(r"\[[^\]]*\]|[\d.()ァ-ヶ]", "", words)


def strands(index: HistoryIndex, one: int, other: int) -> str:
    """The letters that the text at place `one` has and that at `other` has not."""
    only = (s for s in index.strands if s.members >> one & 1 and not s.members >> other & 1)
    return letters("".join(s.token[1] for s in only if not s.token[0]))


@settings(max_examples=100, deadline=None)
@given(source, source)
def test_what_replaces_a_text_is_marked_as_its_announcement_marks_it(one, other):
    texts = [markdown.parse(found, "ja") for found in (one, other)]
    index = index_of(texts)
    redline = diff.compare(*texts)
    assert strands(index, 0, 1) == marked(redline, "del")
    assert strands(index, 1, 0) == marked(redline, "ins")


@pytest.mark.parametrize(
    ("corpus", "lang"), [("basecamp_privacy", "en"), ("teammirai_13_kurashi_ja", "ja")]
)
def test_real_histories_come_back_and_neighbours_have_the_marks_of_their_comparison(
    shared: Path, corpus: str, lang: str
):
    files = sorted((shared / "corpora" / corpus).glob("*.md"))[:25]
    texts = [markdown.parse(file.read_text("utf-8"), lang, dialect="foreign") for file in files]
    index = index_of(texts)
    for number, text in enumerate(texts):
        assert index.tokens(number) == list(tokens(text))
    for old, new in pairwise(range(len(texts))):
        redline = diff.compare(texts[old], texts[new])
        for one, other, tag in ((old, new, "del"), (new, old, "ins")):
            assert prose(strands(index, one, other)) == prose(marked(redline, tag)), files[new].name
    every = list(combinations(range(len(texts)), 2))
    for old, new in every[7 :: len(every) // 6]:
        ours = len(strands(index, old, new)) + len(strands(index, new, old))
        redline = diff.compare(texts[old], texts[new])
        engine = len(marked(redline, "del")) + len(marked(redline, "ins"))
        assert ours <= 1.3 * engine + 20, (files[old].name, files[new].name)
