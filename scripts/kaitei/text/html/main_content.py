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
_LINKED = 0.7  # of the letters of a part in links: above, it leads elsewhere and says nothing
_SHARE = 0.5  # of the page's letters that a part called "content" must have to be the text
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ASIDE = re.compile(r"(?:^|[-_\s])(?:sr-only|visually-?hidden|screen-?reader\w*)(?:$|[-_\s])", re.I)


def main(root: Element) -> Element:
    """The element that holds the text: `main`, an article, a part called content, else the body."""
    body = next(iter(root.iter("body")), root)
    whole = _letters(body) or 1
    for found in (root.iter("main"), (e for e in root.iter() if named(e, "role") == "main")):
        for element in found:
            if _letters(element):
                return element
    articles = [e for e in root.iter("article") if _letters(e) >= _SHARE * whole]
    if len(articles) == 1:
        return articles[0]
    called = [e for e in root.iter() if _called(e, _MAIN) and _letters(e) >= _SHARE * whole]
    # The innermost that still holds the most: a page wraps its content in content.
    return min(called, key=_letters, default=body)


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
    letters = _letters(element)
    if _called(element, _BESIDE):
        return _in_links(element) >= 0.5 * letters or letters < 200
    linked = element.tag in ("td", "ul", "div") and letters and not _heads(element)
    return bool(linked and _only_links(element) and _in_links(element) >= _LINKED * letters
                and _elsewhere(element))  # fmt: skip


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


def _letters(element: Element) -> int:
    return sum(c.isalnum() for part in _texts(element) for c in part)


def _in_links(element: Element) -> int:
    return sum(_letters(link) for link in element.iter("a") if link.get("href"))


def _only_links(element: Element) -> bool:
    return sum(1 for link in element.iter("a") if link.get("href")) >= 2


def _elsewhere(element: Element) -> bool:
    """Whether the links of a part lead to other pages: a text may list its own parts."""
    links = [named(link, "href") for link in element.iter("a") if link.get("href")]
    return all(not link.startswith(("#", "mailto:", "tel:")) for link in links)


def _heads(element: Element) -> bool:
    return any(True for tag in ("h1", "h2", "h3", "h4", "p", "dl") for _ in element.iter(tag))
