"""The rules of a page's own style sheets, as far as they say what a reader sees.

Programs put into classes what people once wrote into tags: what is bold, what is hidden, and the
numbers of lists and headings, which stand in no word of the page but in counters (CSS 2.2, 12.4).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list

from kaitei.base import css
from kaitei.base.css import Node
from kaitei.text.html.main_content import Element

_READ = frozenset(
    {"display", "visibility", "font", "font-weight", "list-style", "list-style-type", "content",
     "counter-reset", "counter-increment"}
)  # fmt: skip
_LONGEST = 60  # tokens of a selector; what is longer was made to be unreadable
_MOST = 10_000  # selectors that are read of one page; the largest frameworks have some thousands
_STEPS = 1_000_000  # of matching a page; 400 clauses under Material's own sheet take 0.1 million
# What asks each element about all those beside it or in it: of a long row that takes for ever.
_SLOW = frozenset({"~", "of", "has", "first-of-type", "last-of-type", "only-of-type",
                   "nth-of-type", "nth-last-of-type"})  # fmt: skip


class _TooMuchError(Exception):
    """The rules of a page were made so that matching them does not end."""


class _Element(ElementWrapper):  # type: ignore[misc]
    """An element that counts what matching asks of it, together with all of its page."""

    def __init__(self, element: Element, parent: _Element | None, *rest: Any, **more: Any) -> None:
        super().__init__(element, parent, *rest, **more)
        self.page: _Element = parent.page if parent else self
        self.steps = 0

    def spend(self, steps: int) -> None:
        """Count steps; raises _TooMuchError where they were too many."""
        self.page.steps += steps
        if self.page.steps > _STEPS:
            raise _TooMuchError

    @property
    def ancestors(self) -> tuple[_Element, ...]:
        """The elements around this one: a step for each, since several parts may try them all."""
        found: tuple[_Element, ...] = super().ancestors
        self.spend(len(found))
        return found


class _Matcher(Matcher):  # type: ignore[misc]
    """A matcher whose every try is a step."""

    @staticmethod
    def add_relevant_selectors(element: _Element, tried: Sequence[Any], found: list[Any]) -> None:
        """Try selectors on an element."""
        element.spend(len(tried))
        Matcher.add_relevant_selectors(element, tried, found)


@dataclass(frozen=True)
class StyleSheet:
    """What the rules of a page declare of its elements, and of what is put before their words."""

    plain: Mapping[Element, dict[str, str]] = field(default_factory=dict)
    before: Mapping[Element, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element) -> StyleSheet:
        """The style sheets in a page itself; those of other files are not there.

        Where they were made so that matching them does not end, nothing is declared.
        """
        matcher = _Matcher()
        for selector, declared in islice(_rules(root), _MOST):
            if _is_quick(selector):
                _add(matcher, selector, declared)
        made: dict[str | None, dict[Element, dict[str, str]]] = {None: {}, "before": {}}
        try:
            for element in _Element.from_html_root(root).iter_subtree():
                for *_, pseudo, declared in matcher.match(element):
                    if pseudo in made:
                        made[pseudo].setdefault(element.etree_element, {}).update(declared)
        except _TooMuchError:
            return cls()
        return cls(made[None], made["before"])

    def style(self, element: Element) -> dict[str, str]:
        """What the rules declare of an element, without what it declares itself."""
        return self.plain.get(element, {})

    def style_before(self, element: Element) -> dict[str, str]:
        """What the rules declare of what is put before an element's words."""
        return self.before.get(element, {})


def declarations(block: str | Sequence[Node]) -> Iterator[tuple[str, str]]:
    """The declarations that are read here: property and value."""
    for one in css.declarations(block):
        if one.lower_name in _READ:
            yield one.lower_name, css.text(one.value)


def generated(content: str) -> Iterator[tuple[str, list[str], str]]:
    """The parts of generated content: ("", [], words), or a counter's function, names and joint."""
    for part in css.values(content):
        if part.type == "string":
            yield "", [], _shown(part.value)
        elif part.type == "function" and part.lower_name in ("counter", "counters"):
            names = [one.value for one in part.arguments if one.type == "ident"]
            joint = [one.value for one in part.arguments if one.type == "string"]
            if names:
                yield part.lower_name, names, "".join(joint)


def _shown(words: str) -> str:
    """Words without signs of no meaning: pictures of a font of the page's own, and controls."""
    return "".join(c for c in words if unicodedata.category(c) not in ("Co", "Cc"))


def _rules(root: Element) -> Iterator[tuple[list[Node], dict[str, str]]]:
    """Each selector of a page with what it declares, the parts of a list apart."""
    for element in root.iter("style"):
        for rule in css.rules(element.text or ""):
            if rule.type != "qualified-rule":
                continue
            declared = dict(declarations(rule.content))
            for comma, tokens in groupby(rule.prelude, key=lambda one: one == ","):
                if declared and not comma:
                    yield list(tokens), declared


def _add(matcher: _Matcher, selector: Sequence[Node], declared: Mapping[str, str]) -> None:
    """Let a selector be tried; one that is not known is passed over."""
    try:
        for compiled in compile_selector_list(selector):
            matcher.add_selector(compiled, declared)
    except (SelectorError, NotImplementedError):  # the second: an attribute of any namespace
        return


def _is_quick(selector: Sequence[Node]) -> bool:
    """Whether a selector can be tried on each element of a large page."""
    tokens = list(islice(_all(selector), _LONGEST + 1))
    return len(tokens) <= _LONGEST and _SLOW.isdisjoint(map(_name, tokens))


def _name(token: Node) -> str:
    """What a function, a word or a sign is called."""
    names = (getattr(token, name, "") for name in ("lower_name", "lower_value", "value"))
    return next((name for name in names if isinstance(name, str) and name), "")


def _all(tokens: Sequence[Node]) -> Iterator[Node]:
    """Nodes with those in functions and brackets."""
    for token in tokens:
        yield token
        yield from _all(getattr(token, "arguments", getattr(token, "content", ())))
