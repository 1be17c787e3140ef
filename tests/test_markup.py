"""Markdown: safe blocks out of whatever is thrown at it, in bounded time."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable

import lxml.html
import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import judge
from kaitei.base.problems import KaiteiError
from kaitei.model import Block, Text
from kaitei.text import markdown as markup
from kaitei.text.markdown import guard, sections, tree
from kaitei.text.markdown.indents import half_nested

POLICY = """---
title: Privacy Policy
---
Preamble.

# Privacy Policy

## 第2条（利用目的） {#purposes}

Term
:   Meaning[^1]

日本語の
改行

[^1]: A note.
"""


def everything(text: Text) -> list[Block]:
    return [b for c in text.clauses for b in ((c.heading,) if c.heading else ()) + c.blocks]


def html(source: str) -> str:
    return markup.html(everything(markup.parse(source, "en", dialect="foreign")))


def test_a_policy_is_read_into_clauses() -> None:
    text = markup.parse(POLICY, "ja")
    preamble, title, purposes = text.clauses
    assert text.title == "Privacy Policy"
    assert (preamble.heading, preamble.level, title.title) == (None, 0, "Privacy Policy")
    assert (purposes.id, purposes.label, purposes.title) == ("purposes", "第2条", "（利用目的）")
    assert POLICY.split("\n")[markup.lines(POLICY, text)[2] - 1].startswith("## 第2条")
    assert purposes.blocks[0].tag == "dl"
    assert purposes.blocks[1].runs[0].text == "日本語の改行"
    assert markup.html(purposes.blocks[2:]) == (
        '<ol class="notes">\n<li><p>A note.</p></li>\n</ol>'
    )


def test_front_matter_and_the_line_on_which_the_body_starts() -> None:
    front, body, line = markup.split(POLICY, "ja.md")
    assert front.root == {"title": "Privacy Policy"}
    assert POLICY.split("\n")[line - 1] == body.split("\n")[0] == "Preamble."
    with pytest.raises(KaiteiError) as error:
        markup.split("---\ntitle: a\ntitle: b\n---\nx", "ja.md")
    assert error.value.problems[0].place == "ja.md:3"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("\ufeffa\r\nb", "<p>a b</p>"),
        ("---\nnot: [yaml\n---\ntext", "<p>text</p>"),
        ("---\n\nprose between rules\n\n---", "<hr>\n<p>prose between rules</p>\n<hr>"),
        ("<b onclick=x>bold</b> <ins>new</ins> <!-- no -->", "<p><strong>bold</strong> new</p>"),
        ("<script>alert(1)</script>kept <style>x</style>", "<p>kept</p>"),
        ("[x](java&#115;cript&colon;alert(1))", "<p>x</p>"),
        ("[x](https://example.jp/a b){#y .c onclick=z}", None),
        ("¶ \ue000 &lt;b&gt;", "<p>¶ \ue000 &lt;b&gt;</p>"),
        ("[a](<https://example.jp/{{ x }}>)", None),
        ("<ul>stray<li>a</li> b</ul>", "<ul>\n<li>stray</li>\n<li>a</li>\n<li>b</li>\n</ul>"),
        (
            "<dl>stray<dt>a</dt><dd>b</dd></dl>",
            "<dl>\n<dd>stray</dd>\n<dt>a</dt>\n<dd>b</dd>\n</dl>",
        ),
        ("a <math><mi>x</mi></math> <svg><text>t</text><script>u()</script></svg>", "<p>a x t</p>"),
        ("<noscript>a <del>b</del> &gt; c</noscript>", "<p>a b &gt; c</p>"),
        ("a `<svg>` b", "<p>a <code>&lt;svg&gt;</code> b</p>"),
    ],
)
def test_foreign_markdown_is_harmless(source: str, shown: str | None) -> None:
    found = html(source)
    if shown is not None:
        assert found == shown
    for word in ("onclick", "javascript", "script>", " class=", "{{"):
        assert word not in found or word in (shown or "")


@pytest.mark.parametrize("sign", ["&#27;", "&#1;", "&#8;", "&#xFFFE;", "\ufffe", "\uffff", "\x85"])
def test_what_xml_cannot_carry_is_dropped(sign: str) -> None:
    found = html(
        f'a{sign}b ![c{sign}d](x{sign}.png "e{sign}f") [g](https://example.jp/{sign} "h{sign}")\n\n'
        f"[i](java{sign}script:alert(1)) &#13; &#12; &#0;\n\n    code{sign}\n"
    )
    assert "ab" in found
    assert 'alt="cd"' in found
    assert "javascript" not in found
    for shown in lxml.html.fromstring(f"<div>{found}</div>").iter():
        assert re.search("[^\t\n\r\x20-\x7e\ufffd]", f"{shown.text}{shown.items()}") is None


HOSTILE = [
    "[" * 4000,
    "[a](" * 4000,
    "![" * 4000,
    "[^" * 3000,
    "[a](b\n" * 3000,
    "\n".join("    " * depth + "- x" for depth in range(300)),
    "> " * 300 + "x",
    "- " * 300 + "x",
    "<div>" * 3000,
    "<ul><li>" * 300,
    "**a " * 2000,
    "`" * 4000,
    "<" * 4000,
    "|" * 4000 + "\n|" + "-|" * 4000,
    "<a " * 20_000,
    "<b\n\n" * 20_000,
    "#a\n" * 20_000,
]


@pytest.mark.parametrize("source", HOSTILE, ids=lambda s: repr(s[:8]))
def test_hostile_input_ends_soon(source: str) -> None:
    start = time.process_time()
    refused = ""
    try:
        markup.parse(source, "en", dialect="foreign")
    except KaiteiError as error:
        refused = error.problems[0].rule
    markup.refusals(source, "en.md")
    assert refused in ("", "markup-brackets", "markup-nesting", "markup-crowded")
    assert time.process_time() - start < 20  # seconds; without the limits some take minutes


def test_signs_are_counted_by_paragraph_and_by_row() -> None:
    """A table may have as many as there are rows for, and a text as many as it has paragraphs."""
    rows = "| a | b |\n|---|---|\n" + "| **a** | `b` |\n" * 8_000
    apart = "\n\n".join(["**a** and `b`"] * 8_000)
    for body in (rows, apart):
        assert not [*guard.limits(body, "en.md")]
    together = apart.replace("\n\n", "\n")
    assert [p.rule for p in guard.limits(together, "en.md")] == ["markup-crowded"]


def test_items_that_are_indented_too_little_are_found_soon_among_many() -> None:
    start = time.process_time()
    source = "- あ\n" * 100_000 + "  - い\n    - う\n- え\n      - お\n"
    assert [*half_nested(source)] == [(100_001, "- い"), (100_002, "- う")]
    assert time.process_time() - start < 20  # seconds; it grew with the square


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("a <b>c</b>", "markup-raw-html"),
        ("<!-- c -->", "markup-raw-html"),
        ("<img src=x onerror=alert(1)>", "markup-event"),
        ("text {: onclick=alert(1) }", "markup-event"),
        ("text {: style=color:red }", "markup-attributes"),
        ("[x](javascript:alert(1))", "markup-link"),
        ("[x](java&#115;cript&colon;alert(1))", "markup-link"),
        ("[x]: data:text/html,x", "markup-link"),
        ("a&#27;b", "markup-character"),
        ("![a&#x1;](x.png)", "markup-character"),
        ('[a](https://example.jp "&#xFFFE;")', "markup-character"),
        ("a\ufffeb", "markup-character"),
        ("a\x1bb", "markup-character"),
        ("x" * 30_000, "markup-line"),
        ("- " * 60 + "x", "markup-nesting"),
        ("[" * 4000, "markup-brackets"),
        ("\n".join(["[a](b) " * 20] * 2_000), "markup-crowded"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_refusals_name_the_line(line: str, rule: str) -> None:
    problems = markup.refusals(f"---\ntitle: t\n---\nfirst\n\n{line}\n", "en.md")
    assert {(p.rule, p.line) for p in problems} == {(rule, 6)}
    assert problems[0].message("en")
    assert problems[0].message("ja")


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("あ\n\n" * 2_600, 2_600),
        ("あ\n" * 2_600, 2_600),
        ("- あ\n" * 2_600, 2_600),
        ("> > あ\n\n" * 1_300, 2_600),
        ("- - あ\n\n" * 1_300, 2_600),
        ("***\n\n" * 2_600, 2_600),
        ("|あ\n" * 2_080, 2_600),
        ("# あ\n\n" * 1_300, 2_600),
        ("あ[^a]\n\n" * 866 + "い\n\nう\n", 2_600),
        ("一" * 29 + "\n" + ("一" * 29 + "\n") * 2_999, 3_000),
    ],
    ids=lambda value: str(value)[:9].encode("unicode_escape").decode(),
)
def test_a_text_has_as_many_lines_as_its_length_bears(body: str, lines: int) -> None:
    assert [*markup.crowded(body, "ja.md")] == []
    (found,) = markup.crowded(f"{body}い\n\nう\n", "ja.md")
    assert (found.rule, found.line) == ("markup-lines", 0)
    assert found.values == {"count": str(lines + 2), "limit": str(lines)}


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, and generators gone on with, while something is done."""
    count = 0

    def noted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(noted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("read", "unit"),
    [
        (sections.read, "語[^1]。\n\n"),
        (sections.read, "語[^{}]。\n\n[^{}]: 注\n\n"),
        (lambda body, _: markup.read_again(body), "- あ\n"),
        (lambda body, _: markup.read_again(body), "> あ\n> > い\n\n"),
    ],
)
def test_twice_as_long_a_text_takes_twice_the_work(
    read: Callable[[str, str], object], unit: str
) -> None:
    def text(count: int) -> str:
        return "".join(unit.format(n, n) for n in range(count)) + "[^1]: 注\n"

    calls(lambda: read(text(3), "policy"))  # what is made once
    assert calls(lambda: read(text(400), "policy")) < 2.2 * calls(lambda: read(text(200), "policy"))


def test_nothing_is_refused_that_a_policy_needs() -> None:
    source = (
        "# Title {#top}\n\n[a](https://example.jp/?a=b&c#d), <https://example.jp>, "
        "[m](mailto:a@example.jp), [p](../x/), `<b>` and 1 < 2.\n\n{{fee.amount}}\n\n"
        "{{table:fees}}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    assert markup.refusals(source, "en.md") == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(
    ["<", ">", "b", "/", "&", ";", "[", "]", "(", ")", "*", "`", "\n", "    ", "- ", "1. ", "|",
     "#", " ", "a", "script", "javascript:", "onclick=", "{", "}", '"', "\x00", "\ue000"]
), max_size=60).map("".join))  # fmt: skip
def test_blocks_make_safe_html_that_shows_what_markdown_shows(source: str) -> None:
    shown = judge.tree_of(html(source))
    assert judge.misplaced(html(source)) == []
    for element in shown.iter():
        assert isinstance(element.tag, str)
        assert element.tag != "script"
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert not value.lower().startswith("javascript:")
    again = lxml.html.tostring(shown, encoding="unicode")
    assert judge.visible(judge.tree_of(again)) == judge.visible(shown)


SIGNS = """
\\n \\n\\n \\n~\\n \\n\\n#~a \\n\\n##~b~{#b} # ~~~~ -~ 1.~ >~ |~a~|~b~|\\n|---|---| | \\n:~~~
[c](#b) [c][d] [d]:~#d [^1] [^1]:~note <b> </b> <a~id=b></a> ** ` \\\\ --- === &amp; &#65;
<info@example.jp> <https://h.jp> https://h.jp text 漢字 {#b} {.c} ~~ ![e](f) _g_ ! *i j*
"""
PARTS = [sign.replace("\\n", "\n").replace("~", " ") for sign in SIGNS.split()]


@pytest.mark.parametrize("dialect", ["policy", "foreign"])
@settings(max_examples=200, deadline=None)
@given(source=st.lists(st.sampled_from(PARTS), max_size=30).map("".join))
def test_a_text_read_in_sections_is_the_text_read_whole(source: str, dialect: str) -> None:
    assert sections.read(source, dialect) == sections._read(source, dialect).clauses
    as_it_comes = markdown.markdown(source, extensions=list(tree._EXTENSIONS[dialect]))
    assert tree._markdown(dialect).reset().convert(source) == as_it_comes


@settings(max_examples=300)
@given(st.text("`a \\*\n", max_size=24))
def test_code_begins_and_ends_where_python_markdown_says(source: str) -> None:
    own, ours = markdown.Markdown(), markdown.Markdown()
    ours.inlinePatterns.register(tree._Code(), "backtick", 190)
    assert ours.convert(source) == own.convert(source)
