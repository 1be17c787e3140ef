"""Markdown -> a sanitised tree: python-markdown, then nh3, then lxml."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cache
from importlib import import_module
from itertools import accumulate
from typing import Any, Literal, cast
from xml.etree import ElementTree

import markdown
import nh3
from lxml import etree
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension, FootnoteReorderingProcessor
from markdown.inlinepatterns import BACKTICK_RE, BacktickInlineProcessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AtomicString

from kaitei.text.markdown.guard import ILLEGAL, SCHEMES

Dialect = Literal["policy", "foreign"]
_EXTENSIONS = {
    "foreign": ("tables", "sane_lists", "attr_list"),
    "policy": ("tables", "sane_lists", "attr_list", "def_list", "footnotes"),
}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
MARKS = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code", "kbd": "code",
    "samp": "code", "tt": "code", "a": "a", "sup": "sup", "sub": "sub",
}  # fmt: skip
LISTS = {"ul": ("li",), "ol": ("li",), "dl": ("dt", "dd")}
_CELLS = frozenset({"li", "dt", "dd", "blockquote"})
_BOXES = frozenset({
    "address", "article", "aside", "caption", "center", "details", "div", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "main", "nav", "section", "summary",
})  # fmt: skip
_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "th", "td"})
_TAGS = (
    HEADINGS | MARKS.keys() | LISTS.keys() | _CELLS | _BOXES | _TABLE
    | {"p", "pre", "hr", "img", "br"}
)  # fmt: skip
_ATTRIBUTES = {
    "*": {"id"},
    "a": {"href", "title", "name", "class"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"style"},
    "td": {"style"},
    "div": {"class"},
}
MARK_ATTRIBUTES = {"a": ("href", "title"), "img": ("alt", "src", "title")}
_FOREIGN = re.compile(r"<(?:math|svg|noscript)[\s/>]", re.IGNORECASE)
"""What a sanitiser drops with its words, or takes for source, and a reader sees."""
_TAG = re.compile(r"</?([A-Za-z][^\s/<>]*)[^<>]*>")
_PARSED = _TAGS | {
    "colgroup", "frameset", "iframe", "noembed", "noframes", "option", "plaintext", "script",
    "select", "style", "template", "textarea", "title", "xmp",
}  # fmt: skip
"""Tags that tell the parser how to read what follows."""


def tree(body: str, dialect: Dialect) -> Any:  # lxml ships no complete types
    """The body element of what `body`, Markdown, says: known tags and safe addresses only.

    Raises RecursionError for what nests too deeply.
    """
    try:
        unsafe = _markdown(dialect).reset().convert(body)
    except RecursionError:
        _markdown.cache_clear()  # it stopped in the middle of a text and remembers that
        raise
    if _FOREIGN.search(unsafe):
        unsafe = _TAG.sub(lambda m: m.group() if m.group(1).lower() in _PARSED else "", unsafe)
    safe = _safe(unsafe)
    if ILLEGAL.search(safe):  # cleaned again: without them "java&#1;script:" is another address
        safe = _safe(ILLEGAL.sub("", safe.replace("\f", " ")))
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8")
    return etree.fromstring(f"<html><body>{safe}</body></html>".encode(), parser)[0]


class _Plain(Treeprocessor):
    """Spares text without any sign of Markdown the search for each (a third of the time)."""

    signs = re.compile(r"[\\`*_\[<&\x02]|  \n")

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if element.text and not self.signs.search(element.text):
                element.text = AtomicString(element.text)


class _Code(BacktickInlineProcessor):
    """Code in linear time: Python-Markdown reads on to the end for each sign (3.11.3)."""

    def __init__(self) -> None:
        super().__init__(BACKTICK_RE)
        self._learn("")

    def _learn(self, text: str) -> None:
        """Know the rows of backticks in a text: where they begin, by length too, and their ends."""
        self._text = text
        runs = [run.span() for run in re.finditer("`+", text)]
        self._starts = [start for start, _ in runs]
        self._ends = [end for _, end in runs]
        self._of_length: dict[int, list[int]] = {}
        for start, end in runs:
            self._of_length.setdefault(end - start, []).append(start)
        # The longest row from each one on, and none behind the last.
        lengths = [end - start for start, end in reversed(runs)]
        self._longest = [*accumulate(lengths, max, initial=0)][::-1]

    def find_code_spans(  # type: ignore[override]  # the stub has an older form
        self, start: int, text: str
    ) -> tuple[int, int | None]:
        """Where code begins and ends whose signs begin at `start`; what follows was known before.

        As many signs end it; where there are so many nowhere, the most that there are, if fewer.
        """
        tail = text[start:]
        if not self._text.endswith(tail):
            self._learn(tail)
        beyond = len(text) - len(self._text)
        run = bisect_right(self._starts, start - beyond) - 1
        end = self._ends[run]
        count = end - (start - beyond)
        longest = self._longest[run + 1]
        for size in (count, longest):
            places = self._of_length.get(size, [])
            place = bisect_left(places, end)
            if size <= count and place < len(places):
                return end - (count - size) + beyond, places[place] + beyond
        return end + count + beyond, None


class _Places(list[str]):
    """A list of names, each once, that is asked for the place of one in constant time."""

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[str, int] = {}

    def append(self, name: str) -> None:
        """Add a name that is not among them."""
        self._places[name] = len(self)
        super().append(name)

    def __contains__(self, name: object) -> bool:
        """Whether a name is among them."""
        return name in self._places

    def index(self, name: str, *_: object) -> int:
        """Where a name stands."""
        return self._places[name]


class _Notes(FootnoteExtension):
    """Footnotes in linear time: Python-Markdown looks each sign up in a list (3.11.3)."""

    def __init__(self) -> None:
        super().__init__(USE_DEFINITION_ORDER=False)

    def reset(self) -> None:
        """Forget the notes of the text before."""
        super().reset()
        self.footnote_order = _Places()

    def unique_ref(self, reference: str, found: bool = False) -> str:  # its
        """The id of a sign of a note: fnref:a, of the next of the same note fnref2:a, and so on."""
        if not found:
            return reference
        number = self.found_refs[reference] = self.found_refs.get(reference, 0) + 1
        before, separator, name = reference.partition(self.get_separator())
        return f"{before}{number if number > 1 else ''}{separator}{name}"


class _Ordered(FootnoteReorderingProcessor):
    """Orders notes by their signs; Python-Markdown fails at one without words (3.11.3)."""

    def reorder_footnotes(self, parent: ElementTree.Element) -> None:
        """Give each note the link back that the ordering names; pages have none."""
        for note in parent.findall("ol/li"):
            if note.find('.//a[@class="footnote-backref"]') is None:
                ElementTree.SubElement(note, "a", {"class": "footnote-backref"})
        super().reorder_footnotes(parent)


@cache
def _markdown(dialect: Dialect) -> markdown.Markdown:
    notes = _Notes()
    names = _EXTENSIONS[dialect]
    found = markdown.Markdown(
        extensions=[notes if n == "footnotes" else _extension(n) for n in names]
    )
    found.treeprocessors.register(_Plain(found), "plain", 25)  # "inline" has 20
    if "footnotes" in names:
        found.treeprocessors.register(_Ordered(notes), "footnote-reorder", 19)  # as it was
    found.inlinePatterns.register(_Code(), "backtick", 190)  # as it was
    inline = found.treeprocessors["inline"]
    assert isinstance(inline, InlineProcessor)  # noqa: S101  # a library's own
    _spared(inline)
    # As a list: a registry sees whether it is sorted each time it is asked for one.
    inline.inlinePatterns = cast(Any, [*found.inlinePatterns])
    return found


def _spared(inline: InlineProcessor) -> None:
    """Spare the words in emphasis and links without any sign the search for each, too."""
    name = "_InlineProcessor__handleInline"  # it has no other way in
    handle: Callable[[str, int], str] = getattr(inline, name)

    def handled(data: str, first: int = 0) -> str:
        return handle(data, first) if _Plain.signs.search(data) else data

    setattr(inline, name, handled)


def _extension(name: str) -> Extension:
    """One of Markdown's own, by its module.

    By its bare name all that is installed would be asked whether it is one: a tenth of a `redline`.
    """
    made: Extension = import_module(f"markdown.extensions.{name}").makeExtension()
    return made


def _safe(unsafe: str) -> str:
    return nh3.clean(
        unsafe,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel=None,
        filter_style_properties={"text-align"},
    )
