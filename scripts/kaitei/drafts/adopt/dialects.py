"""Markdown of other tools -> Markdown as GitHub reads it: what is theirs alone is named or said.

Jekyll and kramdown, Hugo, Docusaurus, VuePress, MkDocs, Pandoc, Qiita and Zenn. Words stay; a sign
that shows nothing of itself (a template, a component, an include) is taken out and named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kaitei.text import tokens
from kaitei.text.source import ALONE, ITEM, WIDE, Unheld

_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)\+\+\+[ \t]*\n", re.DOTALL)  # Hugo's front matter
_YAML = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_PANDOC = re.compile(r"% *(?P<t>[^\n]*)\n(?:% *(?P<a>[^\n]*)\n(?:% *(?P<d>[^\n]*)\n)?)?")
_ENTRY = re.compile(r"^(?P<n>[A-Za-z][\w-]*)\s*[:=]\s*(?P<q>['\"]?)(?P<v>.*?)(?P=q)\s*$", re.M)
_DAYS = re.compile(
    r"date|last_?-?(?:mod|update|change|revis)\w*|modified|updated|effective\w*", re.I
)

COMMENT = re.compile(r"<!--(?:(?!<!--|-->).)*-->", re.DOTALL)
_Kept = str | Callable[[re.Match[str]], str]
_SIGNS: tuple[tuple[re.Pattern[str], _Kept], ...] = (  # and what is read of each
    # Up to the next sign of its kind at most: many that are not closed must not take for ever.
    (
        re.compile(
            r"\{%-?\s*comment\s*-?%\}(?:(?!\{%-?\s*comment).)*?\{%-?\s*endcomment\s*-?%\}",
            re.DOTALL,
        ),
        "",
    ),
    (COMMENT, ""),
    (re.compile(r"\{/\*(?:(?!\{/\*|\*/\}).)*\*/\}", re.DOTALL), ""),
    (re.compile(r"^import .*from ['\"].*['\"];?[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"^export (?:const|default|function) .*$", re.MULTILINE), ""),
    (re.compile(r"^<<<[ \t]+\S+.*$|^--8<--.*$", re.MULTILINE), ""),
    (re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+\"?([^\s\">]+)\"?\s*[%>]\}\}(?=\))"), r"\1"),
    (re.compile(r"\{%-?\s*(?:link|post_url)\s+(\S+?)\s*-?%\}(?=\))"), r"\1"),
    (
        re.compile(
            r"\{%(?:(?!\{%|%\}).)*%\}|\{\{[<%](?:(?!\{\{|[%>]\}\}).)*[%>]\}\}",
            re.DOTALL,
        ),
        "",
    ),
    (re.compile(r"\{\{[^{}\n]*\}\}"), ""),
    (
        re.compile(
            r"^[ \t]*:::+[ \t]*[\w-]*[ \t]*(?:\[(?P<b>[^\]\n]*)\]|(?P<t>[^\n{]*))"
            r"(?:\{[^}\n]*\})?[ \t]*$",
            re.MULTILINE,
        ),
        lambda match: _box(match["b"] or match["t"] or ""),
    ),
    (
        re.compile(
            r"^(?:(?:!!!|\?\?\?\+?)(?:[ \t]+[\w -]+)?|===[!+]?(?=[ \t]+\"))"
            r"(?:[ \t]*\"(?P<t>[^\"\n]*)\")?[ \t]*$",
            re.MULTILINE,
        ),
        lambda match: _box(match["t"] or ""),
    ),
    (re.compile(r"^[*-][ \t].*\n\{:[ \t]*toc\}[ \t]*$", re.MULTILINE), ""),
    (
        re.compile(r"^(?P<f>(?:```+|~~~+)[^\n`\"']*)title=(?P<q>[\"'])(?P<t>[^\n]+?)(?P=q)", re.M),
        lambda match: f"{_box(match['t'])}\n{match['f']}",
    ),
    (re.compile(r"^\[TOC\][ \t]*$|^\[\[_?TOC_?\]\][ \t]*$", re.MULTILINE | re.IGNORECASE), ""),
    (re.compile(r"^\*\[[^\]\n]+\]:.*$", re.MULTILINE), ""),  # abbreviations, told to a mouse alone
    (re.compile(r"^[ \t]*\{:[^}\n]*\}[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"[ \t]*\{:(?![^}\n]*#)[^}\n]*\}"), ""),
    (re.compile(r"^(>[ \t]*)\[!\w+\][ \t]*$", re.MULTILINE), r"\1"),
)
_QUIET = (  # signs that change the look of words alone: taken off, not named
    (re.compile(r"(?<=\S)\n\n?:[ \t]{1,3}(?=\S)"), "\n\n"),  # what explains a term
    (re.compile(r"(?<![=\w])==(?=\S)([^=\n]+?)(?<=\S)==(?!=)"), r"\1"),
    (re.compile(r"(?<![+\w])\+\+(?=\S)([^+\n]+?)(?<=\S)\+\+(?!\+)"), r"\1"),
    (re.compile(r"^(\d{1,3}[.)][ \t]+[^\n]+)\n={3,}[ \t]*$", re.MULTILINE), r"# \1"),
    (re.compile(r"^(\d{1,3}[.)][ \t]+[^\n]+)\n-{3,}[ \t]*$", re.MULTILINE), r"## \1"),
)
_LOOKS = re.compile(r"warn|info|alert|message")  # of a box of Qiita or Zenn: no title of it
_COMPONENT = re.compile(r"<(?P<n>[A-Z][\w.]*)(?P<a>[^<>]*?)/?>")
_LABEL = re.compile(r"(?:^|\s)(?:label|title|heading|header|summary)\s*=\s*\{?([\"'])(?P<v>.+?)\1")
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+\S")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_OPENS = re.compile(
    r"\s*(?:#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|>|\||:|\[\^?[^\]]+\]:|<|(?:[-*_=]\s*){3,}$)"
)


@dataclass(frozen=True, slots=True)
class PlainMarkdown:
    """A file's Markdown without the signs of its tool: its title, what it says of its days."""

    title: str
    body: str
    lost: tuple[Unheld, ...]
    days: tuple[str, ...] = ()


def plain(text: str) -> PlainMarkdown:
    r"""`text`, its line ends "\n", as Markdown that GitHub reads; what was taken out is named."""
    front, body = _front(text)
    lost: list[Unheld] = []
    body = _COMPONENT.sub(lambda match: _component(match, lost), body)
    body = _outdented(body)
    body = re.sub(
        r"\{\{-?\s*(?:page|\$frontmatter|frontmatter|\.Params|\.)\.?(\w+)[^{}\n]*\}\}",
        lambda match: _value(match[1], front) or match[0],
        body,
    )
    body = re.sub(r"\{\{\s*(?:site\.)?(?:base)?url\s*\}\}", "", body)
    for pattern, kept in _SIGNS:
        for match in pattern.finditer(body):
            if words := " ".join(match[0].split()):
                lost.append(Unheld("sign", words[:80]))
        body = pattern.sub(kept, body)
    for pattern, kept in _QUIET:
        body = pattern.sub(kept, body)
    days = tuple(f"{name}: {value}" for name, value in front.items() if _DAYS.fullmatch(name))
    return PlainMarkdown(front.get("title", ""), "\n".join(_lines(body)), tuple(lost), days)


def _front(text: str) -> tuple[dict[str, str], str]:
    """The plain entries of a file's front matter, and what is below it."""
    if match := _PANDOC.match(text):
        return {"title": match["t"].strip(), "date": match["d"] or ""}, text[match.end() :]
    match = _TOML.match(text) or _YAML.match(text)
    if not match or (text.startswith("-") and not re.match(r"\s*(?:[\w-]+\s*:|#|$)", match[1])):
        return {}, text
    found = {one["n"]: one["v"].strip() for one in _ENTRY.finditer(match[1])}
    return found, text[match.end() :]


def _value(name: str, front: Mapping[str, str]) -> str:
    return front.get(name) or front.get(name.lower(), "")


def _box(title: str) -> str:
    """The title of a box as a paragraph of its own."""
    words = title.strip().strip('"')
    return f"\n{words}\n" if words and not _LOOKS.fullmatch(words) else "\n"


def _component(match: re.Match[str], lost: list[Unheld]) -> str:
    """A component's tag, with what it shows of itself, the name of a tab or card, as a paragraph.

    One whose attributes may say something else to a reader is named.
    """
    if label := _LABEL.search(match["a"]):
        return f"{match[0]}\n{_box(label['v'])}\n"
    if re.search(r"(?:text|alt|value|name)\s*=", match["a"]):
        lost.append(Unheld("sign", match[0][:80]))
    return match[0]


def _outdented(body: str) -> str:
    """`body` with what stands inside boxes (!!! note) no further in than they: no code."""
    out: list[str] = []
    inside = False
    for line in body.split("\n"):
        if _ADMONITION.match(line.lstrip()) and (not line[:1].isspace() or inside):
            inside = True
            out += ["", line.lstrip(), ""]
        elif inside and line.startswith(("    ", "\t")):
            out.append(line.removeprefix("\t") if line.startswith("\t") else line[4:])
        else:
            inside = inside and not line.strip()
            out.append(line)
    return "\n".join(out)


def _lines(body: str) -> Iterator[str]:
    """The lines of `body`: those of one Japanese sentence joined, each item on one of its own.

    GitHub runs lines on with a blank between. Japanese has none, and (1) and 二　begin items that
    somebody wrote on lines of their own.
    """
    held: str | None = None
    fence = ""
    for line in body.split("\n"):
        match = _FENCE.match(line)
        if match and not fence:
            fence = match[1]
        elif match and match[1].startswith(fence):
            fence = ""
        goes_on = held is not None and not (fence or match) and _goes_on(held, line)
        words = line.strip()
        if held is None:
            held = line
        elif goes_on and _is_item(words):
            yield held if held.endswith("  ") else f"{held.rstrip()}  "
            held = line
        elif goes_on and ALONE.fullmatch(held.strip()):  # a heading, for all that no gap follows
            yield held
            yield ""
            held = line
        elif goes_on and not held.endswith(("  ", "\\")) and _joins(held, words):
            held = held.rstrip() + line.lstrip()
        else:
            yield held
            held = line
    if held is not None:
        yield held


def _goes_on(above: str, line: str) -> bool:
    """Whether a line is one more of the paragraph above it."""
    if not above.strip() or not line.strip() or _OPENS.match(line) or line.startswith("    "):
        return False
    return not re.match(r"\s*(?:#{1,6}\s|\||<|(?:[-*_=]\s*){3,}$)", above)


def _is_item(words: str) -> bool:
    """Whether words begin with a label of an item: (1), ①, 二　, 第2条."""
    return bool(tokens.label_end(words)) or bool(ITEM.match(words))


def _joins(above: str, words: str) -> bool:
    """Whether no blank belongs between two lines: both ends are Japanese."""
    return ord(above.rstrip()[-1]) > WIDE and ord(words[0]) > WIDE
