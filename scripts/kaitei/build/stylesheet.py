"""Of the host's style sheet what the pages of a site can use: few of its 1,200 rules.

A rule goes where each of its selectors asks for a class, an id or an attribute that is no word of
the site's frames, templates and scripts; so do animations and pictures that nothing names. What is
in doubt stays. An owner who uses more of the host's classes in theme/ gets their rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from pathlib import Path

# Where a sign of CSS is none: in a comment or a string. The host's url() all hold strings.
_HELD = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""", re.DOTALL)
_ALTERNATIVES = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")  # may hold without
_ASKED = re.compile(r"""[.#]([\w-]+)|\[(data-[\w-]+)|\[[\w-]+=["']?([\w-]+)""")
_COMMA = re.compile(r",(?![^()]*\))")
_PICTURE = re.compile(r"(--[\w-]+):url\(\"(?:\\.|[^\"\\])*\"\);?")
_WORD = re.compile(r"[\w-]+")
_NAMING = {".html", ".js", ".css"}
_NESTED = ("@media", "@supports")


def sources(theme: Path) -> Iterator[str]:
    """The templates, scripts and style sheets of a theme's folder: what names things on pages."""
    return (
        path.read_text("utf-8", "replace") for path in theme.rglob("*") if path.suffix in _NAMING
    )


def words(*texts: str) -> set[str]:
    """Whatever could be a class, an id, an attribute, a value or a property in `texts`."""
    return {word for text in texts for word in _WORD.findall(text)}


def used(css: str, known: Set[str]) -> str:
    """The rules of a style sheet that can hold on pages whose names are all `known` words."""
    kept = "".join(_kept(css, known))
    named = known | words(_PICTURE.sub("", _without_frames(kept)))
    return "".join(
        _PICTURE.sub(lambda picture: picture[0] if picture[1] in named else "", rule)
        for rule in map("".join, _rules(kept))
        if not rule.startswith("@keyframes") or rule[len("@keyframes ") : rule.index("{")] in named
    )


def _kept(css: str, known: Set[str]) -> Iterator[str]:
    for head, body in _rules(css):
        if head.startswith(_NESTED):
            if inner := "".join(_kept(body[1:-1], known)):
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield head + body
        elif holds := [one for one in _COMMA.split(head) if _can_hold(one, known)]:
            yield ",".join(holds) + body


def _can_hold(selector: str, known: Set[str]) -> bool:
    asked = _ASKED.findall(_ALTERNATIVES.sub("", selector))
    return all(name in known for names in asked for name in names if name)


def _without_frames(css: str) -> str:
    return "".join(head + body for head, body in _rules(css) if not head.startswith("@keyframes"))


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """The heads and bodies, in braces, of a style sheet; a statement has the body ";"."""
    shown = _HELD.sub(lambda held: " " * len(held[0]), css)
    depth, begun, opened = 0, 0, 0
    for sign in re.finditer("[{};]", shown):
        if sign[0] == "{":
            depth += 1
            opened = sign.start() if depth == 1 else opened
        elif sign[0] == "}":
            depth -= 1
        if depth == 0:
            head = opened if sign[0] == "}" else sign.start()
            yield css[begun:head].strip(), css[head : sign.end()]
            begun = sign.end()
