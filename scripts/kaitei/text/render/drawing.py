"""What the HTML views share: our words beside the text, links, what is left out as 略."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from html import escape
from itertools import groupby

from kaitei.model import Block, Mark, Run
from kaitei.text.diff import BlockChange, ChangeKind
from kaitei.text.render.edits import plain
from kaitei.text.render.wording import say, squeezed, width

LONG = 100  # columns of unchanged text inside a changed clause that are still shown

# Containers whose blocks may be left out, and the tag of the block that says so.
_LEAVES_OUT = {"ul": "li", "ol": "li", "tbody": "tr", "blockquote": "p"}
_STRUCTURE = {"ul", "ol", "dl", "table", "thead", "tbody", "tr"}


class Form(Enum):
    """Where HTML of ours will stand.

    PAGE has style sheets: classes, ids, hidden words. MAIL may lose all style: styles on the
    elements, brackets that are seen. BARE is a code host, which draws `ins` and `del` itself:
    brackets only for what these can't mark.
    """

    PAGE = auto()
    MAIL = auto()
    BARE = auto()


@dataclass(frozen=True, slots=True)
class Our:
    """Words of ours, in `lang`, beside a text in `text_lang`; `href` leads the text's addresses."""

    lang: str
    text_lang: str
    href: Callable[[str], str]
    form: Form = Form.PAGE
    prefix: str = ""

    @property
    def classes(self) -> bool:
        """Whether there are classes, ids and links between them: on a page only."""
        return self.form is Form.PAGE

    def say(self, key: str, *values: object) -> str:
        """The words of `key`, plain."""
        return say(self.lang, key, *values)

    def words(self, words: str) -> str:
        """Words of ours, escaped, with their language where it isn't the text's."""
        if not words or not self.attribute():
            return escape(words, quote=False)
        return f"<span{self.attribute()}>{escape(words, quote=False)}</span>"

    def note(self, key: str, *values: object) -> str:
        """A paragraph of ours, such as （新設）."""
        return self.paragraph("note", self.say(key, *values))

    def paragraph(self, name: str, words: str) -> str:
        """A paragraph of ours of class `kaitei-{name}`."""
        return f"<p{self.cls(name)}{self.attribute()}>{escape(words, quote=False)}</p>"

    def small(self, name: str, words: str) -> str:
        """Words of ours in a line of text; class "kaitei-hidden" for those that are only heard."""
        attrs = self.cls(name) + self.attribute()
        words = escape(words, quote=False)
        return f"<span{attrs}>{words}</span>" if attrs else words

    def link(self, words: str, anchor: str) -> str:
        """Words of ours that lead to an id of the same view; in a mail, without the link."""
        if not self.classes:
            return self.words(words)
        href = f' href="#{escape(self.prefix + anchor)}"'
        return f"<a{self.cls('note')}{href}{self.attribute()}>{escape(words, quote=False)}</a>"

    def attribute(self) -> str:
        """` lang="en"` where that isn't the language of the text around it."""
        return "" if self.lang == self.text_lang else f' lang="{escape(self.lang)}"'

    def cls(self, name: str) -> str:
        """` class="kaitei-note"`, or "" in a mail."""
        return f' class="kaitei-{name}"' if self.classes else ""

    def span(self, name: str, key: str, *values: object) -> Run:
        """Words of ours as a run: class "kaitei-hidden" for those that are only heard."""
        return _run(name, self.say(key, *values), self.lang, self.text_lang, self.classes)

    def run(self, name: str, words: str) -> Run:
        """Words of ours as a run of class `kaitei-{name}`."""
        return _run(name, words, self.lang, self.text_lang, self.classes)

    def linked(self, run: Run) -> Run:
        """The run with its addresses led through `href`."""
        if not run.marks:
            return run
        marks = tuple(
            Mark(m.tag, tuple((k, self.href(v) if k in ("href", "src") else v) for k, v in m.attrs))
            for m in run.marks
        )
        return Run(run.text, marks)

    def block(self, block: Block, name: Callable[[str], str]) -> Block:
        """A whole block with its addresses led and its ids turned by `name`."""
        return replace(
            block,
            runs=tuple(map(self.linked, block.runs)),
            children=tuple(self.block(child, name) for child in block.children),
            id=name(block.id) if block.id else "",
        )


@lru_cache(1024)
def _run(name: str, words: str, lang: str, text_lang: str, classes: bool) -> Run:
    attrs = [("class", f"kaitei-{name}")] if classes else []
    if lang != text_lang:
        attrs.append(("lang", lang))
    return Run(words, (Mark("span", tuple(attrs)),) if attrs else ())


# --- what is left out ---------------------------------------------------------------------------


def stretches(
    changes: Sequence[BlockChange], leave_out: str
) -> Iterator[tuple[bool, list[BlockChange]]]:
    """The changes in stretches, each with whether it is to be left out.

    `leave_out` is the tag of the block that will stand for them, "" for never.
    """
    for kind, group in groupby(changes, key=_unchanged):
        run = list(group)
        out = bool(kind and leave_out) and run[0].tag not in ("dt", "dd", "thead") and _long(run)
        yield out, run


def stand_in(parent: str) -> str:
    """The tag of the block that stands for what is left out of a `parent` ("" for never)."""
    return _LEAVES_OUT.get(parent, "")


def left_out(our: Our, run: Sequence[BlockChange], tag: str, numbers: Sequence[int]) -> str:
    """The block that says （略） for unchanged ones, with their numbers where they have any."""
    words, value = our.words(omitted_words(our, numbers)), ""
    if tag == "li" and numbers:
        value = f' value="{numbers[-1]}"'
        if run[0].kind is ChangeKind.RENUMBERED:
            span, rest = omitted_words(our, numbers).split(our.say("left-out", ""))
            words = f"<u>{span}</u>{our.words(our.say('left-out', '') + rest)}"
    if tag == "tr":
        columns = max(len(change.kept_children()) for change in run)
        return f'<tr{our.cls("omitted")}><td colspan="{columns}">{words}</td></tr>'
    return f"<{tag}{our.cls('omitted')}{value}>{words}</{tag}>"


def omitted_words(our: Our, numbers: Sequence[int]) -> str:
    """「（略）」, with the numbers of the items that it stands for: 「2～5　（略）」."""
    if not numbers:
        return our.say("omitted")
    first, last = numbers[0], numbers[-1]
    return our.say("left-out", first if first == last else our.say("range", first, last))


def joined(parts: Iterable[str], tag: str) -> str:
    """The parts of a container of `tag`, a line each where white space means nothing."""
    return ("\n" if tag in _STRUCTURE else "").join(filter(None, parts))


def _unchanged(change: BlockChange) -> str:
    """What groups neighbours that may be left out: "" for those that changed."""
    if change.move:
        return ""
    if change.kind in (ChangeKind.KEPT, ChangeKind.FORMATTING):
        return ChangeKind.KEPT
    return ChangeKind.RENUMBERED if change.kind is ChangeKind.RENUMBERED else ""


def _long(run: Iterable[BlockChange]) -> bool:
    blocks = (change.new or change.old for change in run)
    return sum(_columns(block) for block in blocks if block) > LONG


@lru_cache(1024)  # each view of each page asks of the same ones
def _columns(block: Block) -> int:
    return width(squeezed(plain(block)))
