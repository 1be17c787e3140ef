"""Our words and styles on the tags of a bare fragment.

A fragment of ours is well formed and escaped: `<` and `>` stand in tags only, values in double
quotes. So its tags can be walked without a parser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape

from kaitei.text.diff import Side
from kaitei.text.render.drawing import Form, Our

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_VOID = {"img", "br", "hr"}
_STYLES = {
    "ins": "background-color:#e3f4e3;color:#0b5313;text-decoration:underline",
    "del": "background-color:#fbe5e5;color:#8a1010;text-decoration:line-through",
}
_ALIGN = re.compile("align-(left|center|right)")


def decorated(
    html: str, our: Our, elsewhere: Mapping[tuple[str, Side], str], *, moved: bool = False
) -> str:
    """`html`, a bare fragment, with words around each change and with its addresses led.

    `elsewhere` names the other clause that a copy of what moved has its other copy in. `moved` says
    that it is a whole clause that moved: a note of the clause says where.
    """
    return _Decorator(html, our, elsewhere, moved=moved).html()


@dataclass(slots=True)
class _Open:
    """An open element: its tag, whether it is a change, and the words before its end."""

    tag: str
    change: str
    after: str


class _Decorator:
    def __init__(
        self, source: str, our: Our, elsewhere: Mapping[tuple[str, Side], str], *, moved: bool
    ) -> None:
        self.source, self.our, self.clause_moved = source, our, moved
        self.elsewhere = elsewhere
        self.stack: list[_Open] = []
        self.pending = ""  # words of a row, waiting for its first cell

    def html(self) -> str:
        out: list[str] = []
        at = 0
        for match in _TAG.finditer(self.source):
            out.append(self.source[at : match.start()])
            at = match.end()
            if match[1]:
                out.append(self.stack.pop().after + match[0])
            else:
                out.append(self._opened(match[2], match[3], self.source.startswith("</", at)))
        return "".join(out) + self.source[at:]

    def _opened(self, tag: str, text: str, empty: bool) -> str:
        """An opening tag with its attributes turned and the words behind it."""
        attrs = {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}
        change = tag if tag in ("ins", "del") else attrs.get("data-change", "")
        before, after = self._words(tag, attrs, change, empty)
        if tag == "img" and not self.our.href(attrs.get("src", "")):
            return escape(attrs.get("alt", ""), quote=False)  # where it can't be had: its words
        if tag not in _VOID:
            self.stack.append(_Open(tag, change, after))
        return f"<{tag}{self._attributes(tag, attrs, change)}>{before}"

    # --- words ----------------------------------------------------------------------------------

    def _words(self, tag: str, attrs: dict[str, str], change: str, empty: bool) -> tuple[str, str]:
        """The words at the beginning and the end of an element."""
        if tag in ("td", "th"):
            waiting, self.pending = self.pending, ""
            if waiting or empty or self._in_changed_row():
                return waiting, ""
        kind = self._kind(attrs, change) if change else ""
        drawn = self.our.form is Form.BARE and kind in ("inserted", "deleted") and tag in _STYLES
        if drawn and self._in_change():  # a mark in a mark is not seen there
            return "<strong>", "</strong>"
        if not kind or drawn or tag in ("tbody", "thead"):
            return "", ""
        if tag == "tr":
            self.pending = self._spoken(f"row-{kind}")
            return "", ""
        # Of a column that moved the head leads to the other copy; each of its cells is marked.
        link = self._link(attrs, change) if tag != "td" else ""
        return self._spoken(kind) + link, self._spoken(f"{kind}-end")

    def _kind(self, attrs: dict[str, str], change: str) -> str:
        """Which words: "inserted", "deleted", "moved-here", "moved-away"."""
        side = {"ins": "here", "del": "away"}[change]
        if attrs.get("data-move"):
            return f"moved-{side}"
        return {"ins": "inserted", "del": "deleted"}[change]

    def _spoken(self, key: str) -> str:
        """Words that are heard; in a mail, brackets that are seen."""
        if not self.our.classes:
            key = f"mail-{key}"
        return self.our.small("hidden", self.our.say(key))

    def _link(self, attrs: dict[str, str], change: str) -> str:
        """From one copy of a moved block to the other; a moved clause has its link in its note."""
        move = attrs.get("data-move", "")
        whole = self.clause_moved and not self.stack
        if not self.our.classes or not move.startswith("m") or whole:
            return ""
        side = Side.OLD if change == "del" else Side.NEW
        name = self.elsewhere.get((move, side), "")
        words = self.our.say(f"moved-{side}-clause", name) if name else ""
        key, where = ("see-new", "move-") if change == "del" else ("see-old", "from-")
        return self.our.link(words or self.our.say(key), where + move)

    def _in_change(self) -> bool:
        return any(open_.change for open_ in self.stack)

    def _in_changed_row(self) -> bool:
        return any(open_.tag == "tr" and open_.change for open_ in self.stack)

    # --- attributes -----------------------------------------------------------------------------

    def _attributes(self, tag: str, attrs: dict[str, str], change: str) -> str:
        attrs = {
            name: self.our.href(value) if name in ("href", "src") else value
            for name, value in attrs.items()
        }
        if not self.our.classes:
            attrs = self._plain(attrs, change)
        else:
            if change and (move := attrs.get("data-move", "")).startswith("m"):
                place = "from" if change == "del" else "move"
                attrs.setdefault("id", f"{place}-{move}")
            for name in ("id", "cite"):
                if name in attrs:
                    hash_, name_ = ("#", attrs[name][1:]) if name == "cite" else ("", attrs[name])
                    attrs[name] = f"{hash_}{self.our.prefix}{name_}"
        return "".join(
            f' {name}="{escape(value)}"' if value or name in ("alt",) else f" {name}"
            for name, value in attrs.items()
            if value or name not in ("href", "src")
        )

    def _plain(self, attrs: dict[str, str], change: str) -> dict[str, str]:
        """Attributes for a mail: style instead of classes, no ids."""
        kept = {
            name: value
            for name, value in attrs.items()
            if name not in ("id", "cite", "class") and not name.startswith("data-")
        }
        if self.our.form is Form.BARE:
            return kept
        styles = [_STYLES[change]] if change else []
        if attrs.get("class") == "kaitei-numbered":
            styles.append("list-style-type:none")
        if align := _ALIGN.search(attrs.get("class", "")):
            styles.append(f"text-align:{align[1]}")
        return kept | ({"style": ";".join(styles)} if styles else {})
