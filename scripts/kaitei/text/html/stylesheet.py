"""The rules of a page's own style sheets, as far as they say what a reader sees.

Programs put into classes what people once wrote into tags: what is bold, what is hidden, and the
numbers of lists and headings, which stand in no word of the page but in counters (CSS 2.2, 12.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kaitei.text.html.main_content import Element

# Each stops where the next of its kind begins: many that are not closed must not take for ever.
_COMMENT = re.compile(r"/\*(?:(?!/\*).)*?\*/|<!--|-->", re.DOTALL)
_STATEMENT = re.compile(r"@[\w-]+[^{};@]*;")
_NESTED = re.compile(r"@[^{}@]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")  # @media, @font-face and the like
_COMPOUND = re.compile(r"(?P<tag>\*|[A-Za-z][\w-]*)?(?P<rest>(?:[.#][\w-]+)*)")
_PART = re.compile(r"\s*(?P<by>>?)\s*(?P<simple>[\w.#*-]+)")
_BEFORE = re.compile(r"::?before$", re.IGNORECASE)
_READ = frozenset(
    {"display", "visibility", "font", "font-weight", "list-style", "list-style-type", "content",
     "counter-reset", "counter-increment"}
)  # fmt: skip
_LONGEST = 200  # characters of a selector; what is longer was made to be unreadable
_MOST = 20_000  # rules that are read of one page; the largest frameworks have some thousands


@dataclass(frozen=True, slots=True)
class _Compound:
    """What one element has to be: its tag, classes and id."""

    tag: str
    classes: frozenset[str]
    id: str

    def fits(self, element: Element) -> bool:
        """Whether an element is such a one."""
        if not isinstance(element.tag, str) or self.tag not in ("", element.tag):
            return False
        if self.id and element.get("id") != self.id:
            return False
        return self.classes <= set((element.get("class") or "").split())


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector, its compounds from the innermost, each with how it hangs on the next one."""

    steps: tuple[tuple[_Compound, str], ...]
    declared: Mapping[str, str]
    weight: tuple[int, int, int, int]

    def fits(self, element: Element) -> bool:
        """Whether the selector selects an element."""
        own, by = self.steps[0]
        if not own.fits(element):
            return False
        at = element
        for compound, joined in self.steps[1:]:
            at = at.getparent()
            while at is not None and not by and not compound.fits(at):
                at = at.getparent()
            if at is None or not compound.fits(at):
                return False
            by = joined
        return True


@dataclass
class StyleSheet:
    """The rules of a page by what the innermost element of their selectors is called."""

    plain: dict[str, list[_Rule]] = field(default_factory=dict)
    before: dict[str, list[_Rule]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element) -> StyleSheet:
        """The style sheets in a page itself; those of other files are not there."""
        made = cls()
        number = 0
        for element in root.iter("style"):
            text = _STATEMENT.sub("", _COMMENT.sub("", element.text or ""))
            for rule in _NESTED.sub("", text).split("}"):
                selectors, _, block = rule.partition("{")
                declared = dict(declarations(block))
                for selector in selectors.split(",") if declared else ():
                    number += 1
                    if number <= _MOST:
                        made.add(" ".join(selector.split()), declared, number)
        return made

    def add(self, selector: str, declared: Mapping[str, str], number: int) -> None:
        """One selector with what it declares; one that is not known here is passed over."""
        kept = self.before if _BEFORE.search(selector) else self.plain
        steps = _steps(_BEFORE.sub("", selector)) if len(selector) <= _LONGEST else ()
        if steps:
            ids, classes, tags = (
                sum(bool(one.id) for one, _ in steps),
                sum(len(one.classes) for one, _ in steps),
                sum(bool(one.tag) for one, _ in steps),
            )
            own = steps[0][0]
            key = f"#{own.id}" if own.id else f".{min(own.classes)}" if own.classes else own.tag
            kept.setdefault(key, []).append(_Rule(steps, declared, (ids, classes, tags, number)))

    def style(self, element: Element) -> dict[str, str]:
        """What the rules declare of an element, without what it declares itself."""
        return _merged(self.plain, element)

    def style_before(self, element: Element) -> dict[str, str]:
        """What the rules declare of what is put before an element's words."""
        return _merged(self.before, element)


def declarations(block: str) -> Iterator[tuple[str, str]]:
    """The declarations that are read here: property and value."""
    for one in re.findall(r"(?:[^;\"']|\"[^\"]*\"|'[^']*')+", block):
        name, colon, value = one.partition(":")
        if colon and name.strip().lower() in _READ:
            yield name.strip().lower(), value.replace("!important", "").strip()


def _merged(rules: Mapping[str, list[_Rule]], element: Element) -> dict[str, str]:
    classes = (element.get("class") or "").split()
    keys = [f"#{element.get('id')}", *(f".{one}" for one in classes), element.tag, ""]
    found = [rule for key in keys for rule in rules.get(key, ()) if rule.fits(element)]
    made: dict[str, str] = {}
    for rule in sorted(found, key=lambda one: one.weight):
        made |= rule.declared
    return made


def _steps(selector: str) -> tuple[tuple[_Compound, str], ...]:
    """The compounds of a selector from the innermost; none where it holds a sign not known here."""
    parts = list(_PART.finditer(selector))
    if not parts or "".join(part[0] for part in parts) != selector:
        return ()
    made = []
    for part in parts:
        match = _COMPOUND.fullmatch(part["simple"])
        if not match:
            return ()
        names = re.findall(r"[.#][\w-]+", match["rest"])
        tag = "" if match["tag"] in (None, "*") else match["tag"].lower()
        ids = [name[1:] for name in names if name[0] == "#"]
        classes = frozenset(name[1:] for name in names if name[0] == ".")
        made.append((_Compound(tag, classes, ids[0] if ids else ""), part["by"]))
    return tuple(reversed(made))
