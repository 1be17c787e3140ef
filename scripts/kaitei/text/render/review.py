"""The redline as Markdown for a review comment on a code host: sentences, then marked text.

The marked text is HTML (`ins`, `del`, lists, tables), which code hosts allow: Markdown's own
marks fail beside Japanese punctuation. Nothing in a policy can break out: sentences are escaped
for Markdown, the rest for HTML, in blocks without an empty line; mentions and references to
issues are kept from being made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from kaitei.text.diff import ChangeKind, ClauseChange, Redline
from kaitei.text.render import wording
from kaitei.text.render.decoration import decorated
from kaitei.text.render.drawing import Form, Our
from kaitei.text.render.edits import inside
from kaitei.text.render.fragment import by_clause
from kaitei.text.render.inline import absolute, condensed
from kaitei.text.render.names import names
from kaitei.text.render.sentences import sentences
from kaitei.text.render.wording import say

FOLDED = 1_500  # characters of HTML from which on a clause is folded
LIMIT = 55_000  # characters in all; a comment on GitHub takes 65,536
_MARKS = re.compile(r"[\\`*_{}\[\]|~]|#(?!\d)")
_PICTURE = re.compile(r'<img\b(?:[^>"]|"[^"]*")*>')
_NAMED = re.compile(r'\b(alt|src)="([^"]*)"')
_LINKED = re.compile(
    r"(@(?=\w)|#(?=\d)|:(?=[a-z0-9_+-]+:)|\bGH-(?=\d)|\b[a-z]+:(?=//)|\bwww(?=\.))", re.IGNORECASE
)


def markdown(redline: Redline, lang: str) -> str:
    """The changes as Markdown in `lang`: a list, then each changed clause, long ones folded.

    At most LIMIT characters: where that is not enough, the last clauses are left out and a line
    says so; the list is always whole.
    """
    if redline.empty:
        return say(lang, "nothing") + "\n"
    parts = ["\n".join(f"- {escaped(line)}" for line in sentences(redline, lang))]
    clauses = list(_clauses(redline, lang))
    left = LIMIT - len(parts[0])
    for at, part in enumerate(clauses):
        left -= len(part) + 2
        if left < 0:
            parts.append(f"*{escaped(say(lang, 'more-clauses', len(clauses) - at))}*")
            break
        parts.append(part)
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    text = _MARKS.sub(r"\\\g<0>", escape(wording.squeezed(text), quote=False))
    text = re.sub(r"^(\d+)([.)])", r"\1\\\2", text)
    return _unlinked(re.sub(r"^([-+])", r"\\\1", text).replace("$", "<span>$</span>"))


def embedded(text: str) -> str:
    """Text that HTML in a comment shows as it is."""
    return _unlinked(escape(text, quote=False))


def contained(html: str) -> str:
    """HTML as one block of a comment: no empty line ends it, nothing in it becomes a mention.

    A picture is what is written for it: a comment fetches nothing from where a text points to.
    """
    html = _PICTURE.sub(_picture, html)
    html = re.sub(r"(?<=>)[^<>]+(?=<)", lambda text: _unlinked(text[0]), html)
    return re.sub(r"\n(?=[ \t]*\n)", "&#10;", html)


def _picture(tag: re.Match[str]) -> str:
    named = dict(_NAMED.findall(tag[0]))
    return f"<code>![{named.get('alt', '')}]({named.get('src', '')})</code>"


def _unlinked(text: str) -> str:
    """Text in which nothing becomes a mention, a reference, an emoji or an address."""
    return _LINKED.sub(r"\1&#8203;", text)


def _clauses(redline: Redline, lang: str) -> Iterator[str]:
    our = Our(lang, redline.lang, absolute, form=Form.BARE)
    called = names(redline, lang)
    for change, html in zip(
        redline.clauses, by_clause(condensed(redline, our), readable=True), strict=True
    ):
        if _shown(change) and html:
            drawn = decorated(html, our, called.others(change), moved=bool(change.move))
            yield _clause(called.name(change.clause), drawn)


def _shown(change: ClauseChange) -> bool:
    return change.kind in (ChangeKind.ADDED, ChangeKind.DELETED) or inside(change)


def _clause(name: str, html: str) -> str:
    html = contained(html)
    name = embedded(name)
    if len(html) < FOLDED:
        return f"<div>\n<p><strong>{name}</strong></p>\n{html}\n</div>"
    return f"<details>\n<summary>{name}</summary>\n{html}\n</details>"
