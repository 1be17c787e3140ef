"""The page that legal signs off: each file beside what was read of it, word for word."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kaitei.drafts.adopt import wording
from kaitei.model import Block
from kaitei.text import diff, tokens
from kaitei.text import markdown as markup
from kaitei.text.numbering import marker
from kaitei.text.source import Source, Unheld

NAME = "proof.html"
_LONGEST = 20_000  # characters of a row in which single words are marked
_STYLE = """\
body{font-family:system-ui,sans-serif;line-height:1.7}
body{margin:2rem auto;max-width:72rem;padding:0 1rem}
h2{border-top:.2rem solid #444;padding-top:1rem;margin-top:3rem;font-size:1.1rem}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 2rem}
.two>*{min-width:0;overflow-wrap:anywhere;padding:.15rem .4rem;margin:0;border-top:1px solid #ddd}
.two>b{border:0}
del,ins{text-decoration-thickness:.15em;background:#ffe9a8;color:#000;padding:0 .1em}
.same{color:#17602f}.other{color:#a3130b;font-weight:700}
.named{background:#f4f4f4;padding:.6rem 1.6rem}
.sign{margin-top:3rem;border-top:1px solid;padding:.6rem 0;white-space:pre}
@media(max-width:40rem){.two{grid-template-columns:1fr}}
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the words of a file and of the text made of it agree: letters and digits alone.

    `lost` of the file stand nowhere in the text, `more` of the text nowhere in the file, `moved`
    stand elsewhere; `whole` is how many the file has.
    """

    whole: int
    lost: int
    more: int
    moved: int


def verdict(source: Source, markdown: str, lang: str) -> Verdict:
    """The words that the file shows against those of the text that is to be published."""
    shown = _letters(" ".join(source.shown))
    lines = lines_of(markdown, lang, counted=source.counted)
    made = _letters(" ".join(lines))
    lost, more = Counter(shown) - Counter(made), Counter(made) - Counter(shown)
    apart = 0
    for left, right in () if shown == made else rows(source.shown, lines):
        apart += (Counter(_letters(left)) - Counter(_letters(right))).total()
    moved = max(apart - lost.total(), 0)
    return Verdict(len(shown), lost.total(), more.total(), moved)


def _letters(text: str) -> str:
    """Letters and digits, as they are cited: notation apart."""
    return "".join(c for c in tokens.fold(text) if c.isalnum())


def lines_of(markdown: str, lang: str, *, counted: bool) -> list[str]:
    """The lines that a page shows of a text: its title, each block, items with their labels."""
    text = markup.parse(markdown, lang)
    blocks = [b for c in text.clauses for b in ((c.heading,) if c.heading else ()) + c.blocks]
    return [text.title, *_shown(blocks, lang, 0, counted)]


def _shown(blocks: Iterable[Block], lang: str, depth: int, counted: bool) -> Iterator[str]:
    for block in blocks:
        if block.runs:
            yield from "".join(run.text for run in block.runs).split("\n")
        if block.tag in ("ol", "ul"):
            numbered = counted and block.tag == "ol"
            number = next((int(v) for n, v in block.attrs if n == "start"), 1)
            for place, item in enumerate(block.children):
                first, *rest = list(
                    _shown(item.children, lang, depth + (block.tag == "ol"), counted)
                ) or [""]
                before = f"{marker(number + place, depth, lang)} " if numbered else ""
                yield f"{before}{first}"
                yield from rest
        else:
            yield from _shown(block.children, lang, depth, counted)


Pair = tuple[str, Source, str, str, Sequence[Unheld]]
"""A file's name, what was read of it, the Markdown made of it, its language, links taken off."""


def page(policy: str, pairs: Sequence[Pair], lang: str) -> str:
    """The page of proof for the texts of a policy, as HTML that stands by itself."""
    title = html.escape(wording.say(lang, "proof-title", policy=policy))
    out = [
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title>',
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">',
        f"<style>{_STYLE}</style><h1>{title}</h1>",
        f"<p>{html.escape(wording.say(lang, 'proof-intro', policy=policy))}</p>",
    ]
    for pair in pairs:
        out += _compared(pair, lang)
    out.append(f'<p class="sign">{html.escape(wording.say(lang, "proof-sign"))}</p></html>')
    return "\n".join(out) + "\n"


def _compared(pair: Pair, lang: str) -> Iterator[str]:
    name, source, markdown, own, links = pair
    found = verdict(source, markdown, own)
    yield f"<h2>{html.escape(name)}</h2>"
    yield from _told(found, name, lang)
    yield from _list(
        wording.say(lang, "proof-named"),
        [f"{(one.near + ': ') if one.near else ''}{wording.lost(lang, one.what)}"
         f"{f' ({one.words})' if one.words else ''}" for one in (*source.lost, *links)],
    )  # fmt: skip
    yield from _list(wording.say(lang, "proof-beside"), source.beside)
    heads = [wording.say(lang, key) for key in ("proof-file", "proof-text")]
    named = "".join(f"<b>{html.escape(head)}</b>" for head in heads)
    yield f'<div class="two" lang="{own}">{named}'
    for left, right in rows(source.shown, lines_of(markdown, own, counted=source.counted)):
        yield "".join(f"<p>{half}</p>" for half in _marked(left, right, lang))
    yield "</div>"


def _told(found: Verdict, name: str, lang: str) -> Iterator[str]:
    key = "proof-lost" if found.lost else "proof-same"
    count = found.lost or found.whole
    kind = "other" if found.lost else "same"
    yield f'<p class="{kind}">{html.escape(wording.say(lang, key, name=name, count=count))}</p>'
    for count, key in ((found.more, "proof-more"), (found.moved, "proof-moved")):
        if count:
            yield f'<p class="other">{html.escape(wording.say(lang, key, count=count))}</p>'


def _list(head: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        inner = "".join(f"<li>{html.escape(item)}</li>" for item in items)
        yield f'<div class="named"><b>{html.escape(head)}</b><ul>{inner}</ul></div>'


def rows(left: Sequence[str], right: Sequence[str]) -> list[tuple[str, str]]:
    """The lines of both sides beside each other: lines of the same words in one row."""
    keys = [[_letters(line) for line in side] for side in (left, right)]
    if keys[0] == keys[1]:
        return list(zip(left, right, strict=True))
    out: list[tuple[str, str]] = []
    for same, a, b, c, d in diff.aligned(keys[0], keys[1]):
        if same:
            out += zip(left[a:b], right[c:d], strict=True)
        else:
            out.append(("\n".join(left[a:b]), "\n".join(right[c:d])))
    return _joined(out)


def _joined(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rows that differ behind one another as one: a line may have been parted or put together."""
    out: list[tuple[str, str]] = []
    open_ = False
    for left, right in pairs:
        differs = _letters(left) != _letters(right)
        if differs and open_:
            before = out.pop()
            left, right = f"{before[0]}\n{left}".strip(), f"{before[1]}\n{right}".strip()
            differs = _letters(left) != _letters(right)
        out.append((left, right))
        open_ = differs
    return out


def _marked(left: str, right: str, lang: str) -> tuple[str, str]:
    """Both sides of a row as HTML, what differs marked and said in words."""
    if _letters(left) == _letters(right) or max(len(left), len(right)) > _LONGEST:
        return _lines(html.escape(left)), _lines(html.escape(right))
    one, other = tokens.split(left), tokens.split(right)
    keys = [[_letters(t) for t in side] for side in (one, other)]
    halves = ["", ""]
    for same, a, b, c, d in diff.aligned(keys[0], keys[1]):
        gone, came = "".join(one[a:b]), "".join(other[c:d])
        if same:
            halves[0] += html.escape(gone)
            halves[1] += html.escape(came)
            continue
        if gone:
            title = html.escape(wording.say(lang, "proof-missing"))
            halves[0] += f'<del title="{title}">{html.escape(gone)}</del>'
        if came:
            title = html.escape(wording.say(lang, "proof-added"))
            halves[1] += f'<ins title="{title}">{html.escape(came)}</ins>'
    return _lines(halves[0]), _lines(halves[1])


def _lines(text: str) -> str:
    return text.replace("\n", "<br>")
