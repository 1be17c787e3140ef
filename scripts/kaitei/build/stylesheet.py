"""Of the host's style sheet what the pages of a site can use: few of its 1,200 rules.

A rule goes where each of its selectors asks for a class, an id or an attribute that is no word of
the site's frames, templates and scripts; so do animations and pictures that nothing names. What is
in doubt stays. An owner who uses more of the host's classes in theme/ gets their rules.

It takes 65 ms, once: what MkDocs gave is cached with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from kaitei.base import css
from kaitei.base.css import Node

_WORD = re.compile(r"[\w-]+")
_NAMING = {".html", ".js", ".css"}
_NESTED = ("media", "supports")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule that can hold: its head, and its parts, which are texts, pictures or rules in it.

    `name` is what it has to be called by, if it is an animation or a picture.
    """

    head: str
    parts: Sequence[_Rule] = ()
    joint: str = ";"
    name: str = ""

    def text(self, known: Set[str]) -> str:
        """The rule without what bears a name that is not known."""
        if self.name and self.name not in known:
            return ""
        if not self.parts:
            return self.head
        parts = filter(None, (part.text(known) for part in self.parts))
        return f"{self.head}{{{self.joint.join(parts)}}}"


def sources(theme: Path) -> Iterator[str]:
    """The templates, scripts and style sheets of a theme's folder: what names things on pages."""
    return (
        path.read_text("utf-8", "replace") for path in theme.rglob("*") if path.suffix in _NAMING
    )


def words(*texts: str) -> set[str]:
    """Whatever could be a class, an id, an attribute, a value or a property in `texts`."""
    return {word for text in texts for word in _WORD.findall(text)}


def used(sheet: str, known: Set[str]) -> str:
    """The rules of a style sheet that can hold on pages whose names are all `known` words."""
    kept = [*_kept(css.rules(sheet), known)]
    named = known | words(*(rule.text(frozenset()) for rule in kept))
    return "".join(rule.text(named) for rule in kept)


def _kept(rules: Iterable[Node], known: Set[str]) -> Iterator[_Rule]:
    """The rules that can hold, without the selectors that cannot."""
    for rule in rules:
        if rule.type == "qualified-rule":
            holds = [one for one in _split(rule.prelude, ",") if _can_hold(one, known)]
            parts = [_Rule(css.text(one), name=_picture(one)) for one in _split(rule.content, ";")]
            if holds and parts:
                yield _Rule(",".join(map(css.text, holds)), parts)
        elif rule.type == "at-rule" and rule.lower_at_keyword in _NESTED:
            if parts := [*_kept(css.rules(rule.content), known)]:
                yield _Rule(f"@{rule.at_keyword} {css.text(rule.prelude)}", parts, "")
        elif rule.type == "at-rule":
            animates = rule.lower_at_keyword == "keyframes"
            yield _Rule(rule.serialize(), name=css.text(rule.prelude) if animates else "")


def _can_hold(selector: Sequence[Node], known: Set[str]) -> bool:
    """Whether all names that a selector asks for are known; what functions may allow is not."""
    for before, one in pairwise([None, *selector]):
        if one.type == "hash" or (one.type == "ident" and before == "."):
            asked = one.value
        elif one.type == "[] block":
            names = [part.value for part in one.content if part.type in ("ident", "string")]
            name, value, *_ = *names, "", ""
            asked = name if name.startswith("data-") else value
        else:
            continue
        if not words(asked) <= known:
            return False
    return True


def _picture(declaration: Sequence[Node]) -> str:
    """The name of a property that holds a picture and nothing else; "" for another one."""
    first, *_, last = declaration
    holds = last.type == "url" or (last.type == "function" and last.lower_name == "url")
    alone = first.type == "ident" and first.value.startswith("--") and len(declaration) == 3
    return first.value if holds and alone else ""


def _split(tokens: Iterable[Node], sign: str) -> list[list[Node]]:
    """Tokens between signs, those of functions and strings left whole."""
    parts = groupby(tokens, key=lambda one: one == sign)
    return [list(part) for is_sign, part in parts if not is_sign]
