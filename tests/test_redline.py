"""The comparison: what must hold of any two texts, and what lawyers expect of some."""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import judge
from kaitei.model import Text
from kaitei.text import markdown
from kaitei.text.diff import ChangeKind, Memory, Redline, compare
from kaitei.text.render import fragment

CASES = Path(__file__).parent / "redlines"
SHARED = Path(__file__).parents[2] / "shared"
EXAMPLES = int(os.environ.get("KAITEI_EXAMPLES", "60"))

# --- any two documents ----------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "the", "user", "data", "data", "fee", "1,000 yen", "not", "30 days", "Article 3",
        "個人情報", "を", "取り扱い", "ます。", "第2条", "1,100円", "サービス", "（", "）", "(",
        ")", "A.", "B", "１", "e\u0301", "\ufffc", "\ue000", "¶", "<ins>x</ins>", "&amp;",
        "\\*", "info@example.jp", "https://example.jp/a?b=c",
    ]
)  # fmt: skip


@st.composite
def inline(draw: st.DrawFn, most: int = 10) -> str:
    words = draw(st.lists(WORDS, min_size=1, max_size=most))
    out = []
    for word in words:
        form = draw(st.sampled_from(["", "", "", "", "**", "*", "`", "link", "img", "br"]))
        if form == "link":
            word = f"[{word}](https://example.jp/{draw(st.integers(0, 2))})"
        elif form == "img":
            word = f"![{word}](a{draw(st.integers(0, 2))}.png)"
        elif form == "br":
            word += "  \n"
        out.append(f"{form}{word}{form}" if form in ("**", "*", "`") else word)
    return draw(st.sampled_from([" ", " ", ""])).join(out)


@st.composite
def listing(draw: st.DrawFn, depth: int = 0) -> str:
    marker = draw(st.sampled_from(["- ", "1. ", "4. "]))
    glue = draw(st.sampled_from(["\n", "\n", "\n\n"]))
    items = []
    for _ in range(draw(st.integers(1, 4))):
        text = marker + draw(inline(5)).replace("  \n", " ")
        if depth < 2 and draw(st.integers(0, 3)) == 0:
            inner = draw(listing(depth + 1))
            text += "\n" + "\n".join("    " + line for line in inner.split("\n"))
        items.append(text)
    return glue.join(items)


@st.composite
def table(draw: st.DrawFn) -> str:
    width = draw(st.integers(1, 4))
    cells = inline(3).map(lambda s: s.replace("  \n", " ").replace("|", " "))
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=4))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    rule = draw(st.sampled_from(["---", ":-:", "--:"]))
    return "\n".join([lines[0], "|" + f"{rule}|" * width, *lines[1:]])


@st.composite
def block(draw: st.DrawFn) -> str:
    kinds = ["p", "p", "p", "list", "table", "quote", "heading", "title", "pre", "hr"]
    kind = draw(st.sampled_from(kinds))
    if kind == "title":
        return draw(
            st.sampled_from(["**2.1 Fees**", "**2.2 Fees**", "**3. Data**", "附則", "別表第1"])
        )
    if kind == "heading":
        label = draw(st.sampled_from(["", "第1条", "第2条の2", "3. ", "Article 4 ", "(2) "]))
        anchor = draw(st.sampled_from(["", "", " {#a}", " {#b}"]))
        title = draw(inline(3)).replace("  \n", " ")
        return "#" * draw(st.integers(1, 3)) + " " + label + title + anchor
    if kind == "quote":
        return "\n".join("> " + line for line in draw(inline()).split("\n"))
    if kind == "pre":
        return "    code  " + draw(inline(3)).replace("\n", " ")
    if kind == "hr":
        return "---"
    return draw({"p": inline(), "list": listing(), "table": table()}[kind])


documents = st.lists(block(), max_size=7)


def regrouped(draw: st.DrawFn, block: str) -> str:
    """The words of a block in other blocks: a list of a paragraph, paragraphs of a list."""
    lines = [re.sub(r"^\s*(?:[->]|\d\.)\s", "", line) for line in block.split("\n") if line]
    parts = lines if len(lines) > 1 else re.findall(r"\S+(?:\s+\S+)?", block)
    at = draw(st.integers(0, len(parts)))
    forms = {
        "paragraph": " ".join(parts),
        "paragraphs": "\n\n".join(parts),
        "list": "\n".join(f"- {part}" for part in parts),
        "two lists": "\n\n".join(
            "\n".join(f"1. {part}" for part in some) for some in (parts[:at], ["x"], parts[at:])
        ),
        "nested": "\n".join(("    - " if n else "- ") + part for n, part in enumerate(parts)),
        "quote": "\n".join(f"> {part}" for part in parts),
    }  # fmt: skip
    return forms[draw(st.sampled_from(sorted(forms)))]


def retouched(draw: st.DrawFn, block: str) -> str:
    """A block with one of its lines (an item, a row) gone, new, elsewhere or with another word."""
    lines = block.split("\n")
    first = 2 if block.startswith("|") and len(lines) > 2 else 0
    at, to = (draw(st.integers(first, len(lines) - 1)) for _ in range(2))
    other = re.sub(r"[^\W\d_]+", "other", lines[at], count=1)
    form = draw(st.sampled_from(["gone", "new", "elsewhere", "word"]))
    if form == "new":
        lines.insert(to, other)
    elif form == "word" or len(lines) == first + 1:
        lines[at] = other
    else:
        line = lines.pop(at)
        if form == "elsewhere":
            lines.insert(to, line)
    return "\n".join(lines)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Text, Text]:
    """A document and one that shares some of its blocks, in any order, some of them edited."""
    old = draw(documents)
    new = (
        [b for b in draw(st.permutations(old)) or old if draw(st.integers(0, 4))]
        if draw(st.booleans())
        else [b for b in old if draw(st.integers(0, 4))]
    )
    for extra in draw(st.lists(block(), max_size=3)):
        new.insert(draw(st.integers(0, len(new))), extra)
    if new and draw(st.booleans()):
        at = draw(st.integers(0, len(new) - 1))
        new[at] = draw(st.sampled_from([regrouped, retouched]))(draw, new[at])
    return parsed(old), parsed(new)


def parsed(blocks: list[str]) -> Text:
    return markdown.parse("\n\n".join(blocks), "en", dialect="foreign")


def structure(text: Text | None) -> list[object]:
    return judge.skeleton(judge.tree_of(whole(text)))


def whole(text: Text | None) -> str:
    clauses = text.clauses if text else ()
    return markdown.html(b for c in clauses for b in ((c.heading,) if c.heading else ()) + c.blocks)


def assert_exact(old: Text | None, new: Text | None, redline: Redline) -> None:
    """Both texts and their structures come back from the data and from the HTML."""
    assert redline.old_text() == old
    assert redline.new_text() == new
    html = fragment(redline)
    assert judge.misplaced(html) == []
    for text, drop in ((old, "ins"), (new, "del")):
        side = judge.one_side(html, drop)
        assert judge.visible(side) == judge.visible(judge.tree_of(whole(text)))
        assert judge.skeleton(side) == structure(text)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(pairs())
def test_any_two_texts_come_back(pair: tuple[Text, Text]) -> None:
    old, new = pair
    redline = compare(old, new)
    assert_exact(old, new, redline)
    assert redline == compare(old, new)
    assert compare(new, old) == redline.inverted()
    assert redline.inverted().inverted() == redline
    assert redline.empty == (old == new)
    memory = Memory()  # of a comparison the other way round, of what is left of the old text
    part = Text(old.lang, old.title, old.clauses[1:])
    for before, after in [(new, old), (part, new), (old, part), (None, new), (old, new)]:
        assert compare(before, after, memory) == compare(before, after)


@settings(max_examples=EXAMPLES // 2, deadline=None, derandomize=True)
@given(documents)
def test_a_text_compared_with_itself_or_nothing(blocks: list[str]) -> None:
    text = parsed(blocks)
    assert compare(text, text).empty
    assert_exact(None, text, compare(None, text))
    assert_exact(text, None, compare(text, None))


def test_the_name_of_a_move_is_no_id_of_the_text() -> None:
    first, second = (f"## {t} {{#{i}}}\n\n{t} has words of its own, and quite a few of them here."
                     for t, i in (("Fees", "move-m1"), ("Liability", "from-mm2")))  # fmt: skip
    old, new = parsed([first, second, "## End\n\nx"]), parsed([second, first, "## End\n\nx"])
    redline = compare(old, new)
    assert_exact(old, new, redline)
    assert {change.move for change in redline.clauses} == {"", "mmm1"}
    assert compare(new, old) == redline.inverted()


# --- cases that a lawyer could add ----------------------------------------------------------------


def cases() -> list[Path]:
    return sorted(path.parent for path in CASES.glob("*/expected.yml"))


def made(case: Path) -> Redline:
    """The comparison of a case's two texts."""
    old, new = ((case / f"{side}.md").read_text("utf-8") for side in ("old", "new"))
    return compare(*(markdown.parse(text, case.name[:2]) for text in (old, new)))


@pytest.mark.parametrize("case", cases(), ids=lambda path: path.name)
def test_case(case: Path) -> None:
    """Each folder: old.md, new.md, and in expected.yml what the comparison must say."""
    expected = yaml.safe_load((case / "expected.yml").read_text("utf-8"))
    redline = made(case)
    assert_exact(redline.old_text(), redline.new_text(), redline)
    found = [
        f"{change.clause.label} {change.clause.title}".strip()
        + ": "
        + ", ".join(kind.value for kind in change.kinds)
        for change in redline.changed
    ]
    assert found == expected["clauses"]
    values = [f"{f.kind}: {f.old or '-'} -> {f.new or '-'}" for _, f in redline.findings]
    assert values == expected.get("findings", [])
    html = fragment(redline)
    for words in expected.get("inserted", []):
        assert f"<ins>{words}</ins>" in html
    for words in expected.get("deleted", []):
        assert f"<del>{words}</del>" in html


def shared(folder: str) -> list[Path]:
    return sorted(path for path in (SHARED / folder).glob("*") if path.is_dir())


needs_shared = pytest.mark.skipif(
    not (SHARED / "corpora").is_dir(), reason="the corpora in ../shared are absent"
)


@needs_shared
@pytest.mark.parametrize("folder", shared("cases/redline"), ids=lambda p: p.name)
def test_made_cases_say_what_their_names_say(folder: Path) -> None:
    texts = [
        markdown.parse((folder / f"{n}.md").read_text("utf-8"), folder.name[:2], dialect="foreign")
        for n in ("old", "new")
    ]
    redline = compare(*texts)
    assert_exact(*texts, redline)
    kinds = sorted(change.kind for change in redline.changed)
    name = folder.name[3:]
    renumbered = [ChangeKind.RENUMBERED] * kinds.count(ChangeKind.RENUMBERED)
    expected = {
        "delete-clause-renumber": [ChangeKind.DELETED, *renumbered],
        "insert-clause-renumber": [ChangeKind.ADDED, *renumbered],
        "move-clause": [ChangeKind.MOVED, *renumbered],
        "format-only": [ChangeKind.FORMATTING] * 2,
        "list-item": [ChangeKind.AMENDED],
        "table-row": [ChangeKind.AMENDED],
        "numbers": [ChangeKind.AMENDED] * 2,
        "rewrite-sentence": [ChangeKind.AMENDED],
    }[name]
    assert kinds == sorted(expected)
    assert bool(renumbered) == ("renumber" in name or "move" in name)


@needs_shared
@pytest.mark.parametrize("folder", shared("corpora"), ids=lambda p: p.name)
def test_real_revisions(folder: Path) -> None:
    """Every eighth real revision, judged against what Python-Markdown itself shows."""
    lang = "ja" if folder.name.endswith("_ja") else "en"
    files = sorted(folder.glob("*.md"))
    for before, after in list(itertools.pairwise(files))[::8]:
        sources = [path.read_text("utf-8") for path in (before, after)]
        texts = [markdown.parse(source, lang, dialect="foreign") for source in sources]
        redline = compare(*texts)
        assert_exact(*texts, redline)
        html = fragment(redline)
        for source, drop in zip(sources, ("ins", "del"), strict=True):
            side, real = judge.one_side(html, drop), judge.reference(source)
            assert judge.visible(side) == judge.visible(real)
            assert judge.skeleton(side) == judge.skeleton(real)
        assert judge.cuts(html) == []
