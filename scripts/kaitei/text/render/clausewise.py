"""見え消し clause by clause, for a view that sets its languages side by side."""

from __future__ import annotations

from dataclasses import dataclass

from kaitei.text.diff import ClauseChange, Redline
from kaitei.text.render.drawing import Form, Our
from kaitei.text.render.fragment import by_clause
from kaitei.text.render.inline import absolute, below_heading, condensed, notes, with_words
from kaitei.text.render.names import names
from kaitei.text.render.review import contained


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A changed clause: what it is called, and its changes as HTML."""

    change: ClauseChange
    name: str
    html: str


def clausewise(
    redline: Redline, lang: str, *, bare: bool = False, prefix: str = ""
) -> tuple[ClauseView, ...]:
    """The changed clauses in their order, long unchanged stretches left out, in words of `lang`.

    For a page with style sheets, its ids after `prefix`; with `bare` for a comment on a code
    host: without ids, and one block each that nothing breaks out of. A clause that was moved
    stands at its new place only.
    """
    form = Form.BARE if bare else Form.PAGE
    our = Our(lang, redline.lang, absolute, form, prefix)
    shown = condensed(redline, our)
    html = by_clause(shown, kept=False, readable=True)
    changed = {id(change) for change in redline.changed}
    found = []
    for change, drawn, text in zip(redline.clauses, shown.clauses, html, strict=True):
        if id(change) in changed:
            others = names(redline, lang).others(change)
            marked = with_words(drawn, text, our, others)
            parts = below_heading(notes(redline, change, our), marked)
            whole = "\n".join(filter(None, parts))
            name = names(redline, lang).name(change.clause)
            found.append(ClauseView(change, name, contained(whole) if bare else whole))
    return tuple(found)
