"""Our words and styles on the tags of a bare fragment.

A fragment of ours is well formed and escaped: `<` and `>` stand in tags only, values in double
quotes. So its tags can be walked without a parser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape, unescape

from kaitei.text.diff import Side
from kaitei.text.numbering import marker
from kaitei.text.render.drawing import Form, Our

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_VOID = {"img", "br", "hr"}
_STYLES = {
    "ins": "background-color:#e3f4e3;color:#0b5313;text-decoration:underline",
    "del": "background-color:#fbe5e5;color:#8a1010;text-decoration:line-through",
}
_NUMBERED = "kaitei-numbered"
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
    """An open element: its tag, whether it is a change, and the words before its end.

    Of a list whether its items are `numbered`; the number of the `next` where we write it.
    """

    tag: str
    change: str
    after: str
    numbered: bool = False
    next: int | None = None


class _Decorator:
    def __init__(
        self, source: str, our: Our, elsewhere: Mapping[tuple[str, Side], str], *, moved: bool
    ) -> None:
        self.source, self.our, self.clause_moved = source, our, moved
        self.elsewhere = elsewhere
        self.stack: list[_Open] = []
        self.pending = ""  # words of a row, waiting for its first cell
        self.sign = ""  # the number of an item, waiting for its first paragraph

    def html(self) -> str:
        return _TAG.sub(self._tag, self.source)

    def _tag(self, found: re.Match[str]) -> str:
        """A tag, turned."""
        closing, tag, text = found.groups()
        if closing:
            closed = self.stack.pop()
            return f"{closed.after}</{closed.tag}>"
        end = found.end()
        return self._opened(tag, text, self.source[end : end + 2])

    def _opened(self, tag: str, text: str, behind: str) -> str:
        """An opening tag, its attributes turned, with the words behind it; then comes `behind`."""
        attrs = {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)} if text else {}
        change = tag if tag in ("ins", "del") else attrs.get("data-change", "")
        before, after = self._words(tag, attrs, change, behind == "</")
        if tag == "li":
            self.sign = self._number(attrs)
        if tag == "p" or behind != "<p":
            before, self.sign = before + self.sign, ""
        if tag == "img" and not self.our.href(attrs.get("src", "")):
            return escape(attrs.get("alt", ""), quote=False)  # where it can't be had: its words
        if tag not in _VOID:
            opened = _Open(tag, change, after)
            if tag == "ol" or attrs.get("class") == _NUMBERED:
                opened = self._list(opened, attrs)
            self.stack.append(opened)
            tag = opened.tag
        return f"<{tag}{self._attributes(tag, attrs, change)}>{before}"

    # --- numbers --------------------------------------------------------------------------------

    def _list(self, opened: _Open, attrs: dict[str, str]) -> _Open:
        """A numbered list. Without style sheets one in another gets its numbers as words.

        A program that shows a mail or a comment would number it as it likes.
        """
        within = any(open_.numbered for open_ in self.stack)
        if self.our.classes or opened.tag != "ol" or not within:
            return replace(opened, numbered=True)
        first = int(attrs.pop("start", "1"))
        attrs["class"] = _NUMBERED
        return replace(opened, tag="ul", numbered=True, next=first)

    def _number(self, attrs: dict[str, str]) -> str:
        """The number of an item as words, "" where its list shows it by itself."""
        around = self.stack[-1] if self.stack else None
        if around is None or around.next is None:
            return ""
        number = int(attrs.pop("value", around.next))
        around.next = number + 1
        depth = sum(open_.numbered for open_ in self.stack) - 1
        return f"{marker(number, depth, self.our.text_lang)} "

    # --- words ----------------------------------------------------------------------------------

    def _words(self, tag: str, attrs: dict[str, str], change: str, empty: bool) -> tuple[str, str]:
        """The words at the beginning and the end of an element."""
        if tag in ("td", "th"):
            waiting, self.pending = self.pending, ""
            if waiting or empty or self._in_changed_row():
                return waiting, ""
        if not change:
            return "", ""
        kind = self._kind(attrs, change)
        drawn = self.our.form is Form.BARE and kind in ("inserted", "deleted") and tag in _STYLES
        if drawn and self._in_change():  # a mark in a mark is not seen there
            return "<strong>", "</strong>"
        if drawn or tag in ("tbody", "thead"):
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
        if not attrs and (self.our.classes or not change):
            return ""
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
        if attrs.get("class") == _NUMBERED:
            styles.append("list-style-type:none")
        if align := _ALIGN.search(attrs.get("class", "")):
            styles.append(f"text-align:{align[1]}")
        return kept | ({"style": ";".join(styles)} if styles else {})
