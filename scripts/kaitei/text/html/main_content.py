"""The part of a page that is its text: without navigation, header, footer and the like.

What is left out is not dropped: the caller hears its words, and a person sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

Element: TypeAlias = Any  # lxml ships no complete types

SILENT = frozenset(
    {"script", "style", "template", "head", "noscript", "meta", "link", "title", "base"}
)
_BESIDE_TAGS = frozenset({"nav", "header", "footer", "aside"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
_BESIDE = re.compile(
    r"(?:^|[-_\s])(?:(?:g|l|global|local|main|sub|site|side|head|foot|header|footer|top)?[-_]?nav\w*"
    r"|menu\w*|bread-?crumbs?\w*|pan-?kuzu|topic-?path|footer\w*|site-?header|global-?header"
    r"|copyright\w*|copy|page-?top|pagetop|to-?top|back-?to-?top|sns\w*|share\w*|social\w*"
    r"|side-?bar\w*|cookie-?(?:banner|notice|consent)\w*|banner\w*|skip\w*|lang(?:uage)?-?switch\w*"
    r"|related\w*|pager|pagination|table-of-contents|toc)(?:$|[-_\s])",
    re.IGNORECASE,
)
_MAIN = re.compile(
    r"(?:^|[-_\s])(?:main(?:-?(?:content|contents|body|area|column))?|contents?(?:-?(?:main|body|area))?"
    r"|entry-?content|post-?(?:content|body)|article-?(?:body|content)|markdown-body|md-content)"
    r"(?:$|[-_\s])",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"^\W*(?:copyright\b|©|\(c\)|all rights reserved)", re.IGNORECASE)
_TOP = re.compile(
    r"^\W*(?:(?:この)?ページの?(?:先頭|トップ|上)(?:へ|に)?(?:戻る)?|(?:back to )?(?:page ?)?top"
    r"|上へ戻る)\W*$",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"目\s*次|(?:table of )?contents|on this page|in this (?:policy|page|document)|index",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[|｜–—:：«»‹›]\s*|\s+-\s+")  # between a page's name and its site's
_HEAVY = re.compile(r"font(?:-weight)?\s*:[^;]*\b(?:bold(?:er)?|[6-9]00)\b", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:^|[-_\s])(?:heading\w*|(?:sub|section|article|clause)?-?(?:title|ttl)\d?|midashi\d?|h[1-6])"
    r"(?:$|[-_\s])",
    re.IGNORECASE,
)
_LISTED = 3  # links from which on a list of them may be the page's table of contents
_LEADING = 0.85  # of its letters that have to be in links: the rest are numbers
_LINKED = 0.7  # of the letters of a part in links: above, it leads elsewhere and says nothing
_SHARE = 0.5  # of the page's letters that a part called "content" must have to be the text
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ASIDE = re.compile(r"(?:^|[-_\s])(?:sr-only|visually-?hidden|screen-?reader\w*)(?:$|[-_\s])", re.I)


def main(root: Element) -> Element:
    """The element that holds the text: `main`, an article, a part called content, else the body."""
    body = next(iter(root.iter("body")), root)
    whole = letters(body) or 1
    for found in (root.iter("main"), (e for e in root.iter() if named(e, "role") == "main")):
        for element in found:
            if letters(element):
                return element
    articles = [e for e in root.iter("article") if letters(e) >= _SHARE * whole]
    if len(articles) == 1:
        return articles[0]
    called = [e for e in root.iter() if _called(e, _MAIN) and letters(e) >= _SHARE * whole]
    # The innermost that still holds the most: a page wraps its content in content.
    return min(called, key=letters, default=body)


def is_beside(element: Element, within: Element) -> bool:
    """Whether an element of the page is no part of its text."""
    if not isinstance(element.tag, str) or element is within:
        return False
    if element.tag in _BESIDE_TAGS or named(element, "role") in _ROLES:
        # A header inside the text may hold its title, an aside one of its notes.
        inside = element.tag in ("header", "aside") and within.tag in ("main", "article")
        return not inside
    if element.tag in ("p", "div", "td", "a", "small", "address", "li", "span", "center"):
        words = " ".join(element.itertext()).strip()
        if len(words) < 200 and (_COPYRIGHT.match(words) or _TOP.match(words)):
            return True
    if element.tag == "h1" and _names_site(element):
        return True
    if element.tag in ("ul", "ol", "div", "dl") and _is_contents(element):
        return True
    if element.tag in ("p", "div") and _leads(element) and _rows_of_links(element) >= _LISTED:
        return True
    if _CONTENTS.fullmatch(" ".join(element.itertext()).strip()):
        below = element.getnext()
        listed = below is not None and isinstance(below.tag, str)
        return listed and (_is_contents(below) or _rows_of_links(below) >= _LISTED)
    here = letters(element)
    if _called(element, _BESIDE):
        return _in_links(element) >= 0.5 * here or here < 200
    linked = element.tag in ("td", "ul", "div") and here and not _heads(element)
    return bool(linked and _only_links(element) and _in_links(element) >= _LINKED * here
                and _elsewhere(element))  # fmt: skip


def is_bold(element: Element) -> bool:
    """Whether an element says of itself that it is shown in bold."""
    return bool(_HEAVY.search(named(element, "style")))


def is_called_heading(element: Element) -> bool:
    """Whether a paragraph is a heading by what the page calls it."""
    return element.tag in ("p", "div") and bool(_HEADING.search(named(element, "class")))


def title_of(root: Element) -> str:
    """What a page is called: of "Terms | Company" the part that is a heading, else the first."""
    parts = _titles(root)
    headings = {_folded(" ".join(e.itertext())) for level in "123" for e in root.iter(f"h{level}")}
    return next((part for part in parts if _folded(part) in headings), next(iter(parts), ""))


def _titles(root: Element) -> list[str]:
    head = next((" ".join(e.text_content().split()) for e in root.iter("title")), "")
    return [part for part in map(str.strip, _PARTS.split(head)) if part]


def _names_site(element: Element) -> bool:
    """Whether a heading is the site's name, as the page's title has it, and the text's is below."""
    root = element.getroottree().getroot()
    words = _folded(" ".join(element.itertext()))
    parts = [_folded(part) for part in _titles(root)]
    lower = {_folded(" ".join(e.itertext())) for level in "23" for e in root.iter(f"h{level}")}
    named_below = [part for part in parts if part in lower]
    others = [part for part in parts if part not in named_below]
    return bool(words and named_below and words not in named_below) and any(
        words in part or part in words for part in others
    )


def _is_contents(element: Element) -> bool:
    """Whether a part only leads to the headings of its own page; a page of ours makes its own."""
    links = [named(link, "href") for link in element.iter("a") if link.get("href")]
    if len(links) < _LISTED or not all(link.startswith("#") for link in links):
        return False
    return _in_links(element) >= _LEADING * letters(element) and not any(
        True for tag in ("h1", "h2", "p", "table") for _ in element.iter(tag)
    )


def _leads(element: Element) -> bool:
    """Whether a line is one link to a part of its own page, and nothing else."""
    links = [link for link in element.iter("a") if link.get("href")]
    if len(links) != 1 or not named(links[0], "href").startswith("#"):
        return False
    return len(named(links[0], "href")) > 1 and 0 < letters(element) == letters(links[0])


def _rows_of_links(element: Element) -> int:
    """How many such lines stand in a row, this one among them; not more are counted than needed."""
    found = 0
    for side in (element.itersiblings(preceding=True), (element,), element.itersiblings()):
        for one in side:
            if found >= _LISTED or not isinstance(one.tag, str) or not _leads(one):
                break
            found += 1
    return found


def _folded(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())


def is_hidden(element: Element) -> bool:
    """Whether a browser shows nothing of an element."""
    style = named(element, "style")
    return (
        element.get("hidden") is not None
        or bool(_HIDDEN.search(style))
        or _called(element, _ASIDE)
        or (element.tag == "input" and named(element, "type") == "hidden")
    )


def named(element: Element, attribute: str) -> str:
    """An attribute's value, "" without one."""
    return str(element.get(attribute) or "") if isinstance(element.tag, str) else ""


def _called(element: Element, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(named(element, "id")) or pattern.search(named(element, "class")))


def _texts(element: Element) -> Iterator[str]:
    """The text in an element that is not silent."""
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def letters(element: Element) -> int:
    """Count the letters and digits in an element that a page shows."""
    return sum(c.isalnum() for part in _texts(element) for c in part)


def _in_links(element: Element) -> int:
    return sum(letters(link) for link in element.iter("a") if link.get("href"))


def _only_links(element: Element) -> bool:
    return sum(1 for link in element.iter("a") if link.get("href")) >= 2


def _elsewhere(element: Element) -> bool:
    """Whether the links of a part lead to other pages: a text may list its own parts."""
    links = [named(link, "href") for link in element.iter("a") if link.get("href")]
    return all(not link.startswith(("#", "mailto:", "tel:")) for link in links)


def _heads(element: Element) -> bool:
    return any(True for tag in ("h1", "h2", "h3", "h4", "p", "dl") for _ in element.iter(tag))
