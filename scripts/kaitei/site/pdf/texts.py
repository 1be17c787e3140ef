"""Texts and comparisons -> sheets: the text, the comparison table, the marked text."""

from __future__ import annotations

from kaitei.model import Text
from kaitei.site.pdf.drawn import Content, Node, drawn, said
from kaitei.site.pdf.imprint import Imprint
from kaitei.site.pdf.sheet import Sheet
from kaitei.text import markdown, render
from kaitei.text.diff import Redline


def text(shown: Text, imprint: Imprint) -> Sheet:
    """A text as it stands."""
    blocks = (b for c in shown.clauses for b in ([c.heading] if c.heading else []) + [*c.blocks])
    return Sheet(
        shown.lang,
        shown.title or imprint.name,
        drawn(markdown.html(blocks), imprint.lead),
        imprint.company,
        imprint.marks,
        _joined(imprint.name, imprint.address),
        note=imprint.note,
        facts=imprint.facts,
        ends=imprint.ends,
        closing=imprint.closing,
        day=imprint.day,
        attachments=imprint.attachments,
    )


def table(redline: Redline, old: Imprint, new: Imprint, *, new_first: bool = True) -> Sheet:
    """新旧対照表 in the official layout: landscape, title above, （下線部分は改正部分） below it.

    What stands in it is what `views.table` draws. `new_first` puts what is revised on the left,
    as is the custom.
    """
    content = drawn(render.table(redline, redline.lang, new_first=new_first), lambda _: "")
    title, note = _title(redline, old, new), ""
    for node in content:
        if isinstance(node, Node) and node.tag == "table":
            caption = node.children.pop(0)
            assert isinstance(caption, Node)  # noqa: S101  # the view begins a table with it
            *named, under = caption.children
            title, note = said(named), said([under])
    return _compared(redline, old, new, content, title, note, landscape=True)


def marked(redline: Redline, old: Imprint, new: Imprint) -> Sheet:
    """見え消し: the whole text, what is gone struck out, what is new underlined."""
    content = drawn(render.inline(redline, redline.lang), new.lead)
    return _compared(redline, old, new, content, _title(redline, old, new), "", landscape=False)


def _compared(
    redline: Redline,
    old: Imprint,
    new: Imprint,
    content: Content,
    title: str,
    note: str,
    *,
    landscape: bool,
) -> Sheet:
    return Sheet(
        redline.lang,
        title,
        content,
        new.company or old.company,
        tuple(dict.fromkeys([*new.marks, *old.marks])),
        _joined(f"{old.name} → {new.name}", new.address),
        note=note,
        ends=[*zip(render.sides(redline.lang), (new.said, old.said), strict=True), *new.ends],
        closing=new.closing,
        day=new.day,
        landscape=landscape,
        attachments=new.attachments,
    )


def _title(redline: Redline, old: Imprint, new: Imprint) -> str:
    return redline.new_title or redline.old_title or new.name or old.name


def _joined(name: str, address: str) -> str:
    return "　".join(filter(None, [name, address]))
